package security

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/wording"
)

func byCount(counts map[string]int) []string {
	return slices.SortedFunc(maps.Keys(counts), func(a, b string) int { return cmp.Or(counts[b]-counts[a], strings.Compare(a, b)) })
}

// analysed reports whether the platform's analysis of this content is known.
func (s *scanned) analysed() bool { return len(s.analyses) > 0 && len(s.missing) == 0 }

// observe adds what the scanners say to what was read.
func (s *scanned) observe(seen *checks.Observation, subject checks.Subject, files []checks.File) {
	seen.Missing = append(seen.Missing, s.missing...)
	classes := map[string]checks.PathClass{}
	for _, file := range files {
		classes[file.Path] = file.Class
	}
	note := func(text string) {
		seen.Evidence = append(seen.Evidence, checks.Evidence{
			Grade: checks.E3, Outcome: checks.Neutral, Kind: "alerts", Source: "github", ObservedAt: subject.Now(), Tree: subject.Release.Tree, Summary: text,
		})
	}
	for _, text := range s.notes {
		note(text)
	}
	open, dismissed := 0, []checks.CodeAlert{}
	for _, alert := range s.alerts {
		severity := alertSeverity(alert, classes)
		switch {
		case alert.State == checks.AlertOpen:
			finding := alertFinding(alert, severity)
			if finding.Severity == checks.SeverityError {
				open++
			}
			seen.Findings = append(seen.Findings, finding)
		case alert.State == checks.AlertDismissed && severity == checks.SeverityError && alert.Reason != "used in tests":
			dismissed = append(dismissed, alert)
		}
	}
	weak := s.dependencyFindings(subject)
	for _, finding := range weak {
		if finding.Severity == checks.SeverityError {
			open++
		}
	}
	seen.Findings = append(seen.Findings, weak...)
	if len(s.analyses) == 0 {
		return
	}
	count, none := float64(open), 0.0
	look := checks.Evidence{
		Grade: checks.E3, Outcome: checks.Supports, Kind: "alerts", Source: "github", ObservedAt: subject.Now(), Tree: subject.Release.Tree,
		Sample: len(s.analyses), Value: &count, Threshold: &none, Summary: s.summary(open),
	}
	switch {
	case open > 0:
		look.Outcome = checks.Refutes
		if !slices.ContainsFunc(seen.Findings, func(finding checks.Finding) bool {
			return finding.Severity == checks.SeverityError && !strings.HasPrefix(finding.Rule, "injection.alert")
		}) {
			seen.Headline = wording.Counted(open, "grave alert is open", "grave alerts are open")
		}
	case len(dismissed) > 0:
		// Who dismissed it may be whoever wrote it: that takes another pair of eyes.
		look.Grade = checks.E2
		seen.Headline = wording.Counted(len(dismissed), "grave alert was dismissed", "grave alerts were dismissed")
		seen.Why = "Grave alerts that were dismissed as no problem need a security engineer's eye: " + dismissals(dismissed) + "."
		seen.Remedy = "A security engineer looks at them and comments `/golive sign-off security.injection`."
	default:
		if !slices.ContainsFunc(seen.Findings, func(finding checks.Finding) bool { return finding.Severity == checks.SeverityError }) {
			seen.Headline = "analysed by " + s.tools() + ", no grave alert open"
		}
	}
	if left := s.uncovered(files); len(left) > 0 && len(s.missing) == 0 {
		seen.Findings = append(seen.Findings, checks.Finding{
			Rule: "injection.uncovered", Severity: checks.SeverityWarning, Grade: checks.E3, Fingerprint: checks.Fingerprint("injection.uncovered", strings.Join(left, ",")),
			Message: fmt.Sprintf("%s did not read the production code in %s", s.tools(), listed(left)),
			Remedy:  "Add these languages to the analysis, or another tool that reads them.",
		})
	}
	seen.Evidence = append([]checks.Evidence{look}, seen.Evidence...)
}

// alertSeverity ranks an alert by what it is and where it stands.
func alertSeverity(alert checks.CodeAlert, classes map[string]checks.PathClass) checks.Severity {
	severity := checks.SeverityWarning
	if isGrave(alert.Severity) {
		severity = checks.SeverityError
	}
	aside := slices.ContainsFunc(alert.Classes, func(class string) bool {
		return slices.Contains([]string{"test", "generated", "library", "documentation"}, class)
	})
	switch class, known := classes[alert.Path]; {
	case aside, known && class != checks.ClassProduction && class != checks.ClassCommand && class != checks.ClassMigration:
		return checks.SeverityNotice
	}
	return severity
}

func alertFinding(alert checks.CodeAlert, severity checks.Severity) checks.Finding {
	return checks.Finding{
		Rule: "injection.alert", Severity: severity, Path: alert.Path, Line: alert.Line, EndLine: alert.EndLine, Grade: checks.E3,
		Message:     fmt.Sprintf("%s says %s: %s (%s, %s)", wording.Quoted(alert.Tool), orWord(alert.Severity, "unranked"), wording.Quoted(cmp.Or(alert.Description, alert.Rule)), weaknessNames(alert.Weaknesses), alert.Link),
		Remedy:      "Mend it, or dismiss the alert on GitHub with the reason, then `/golive rerun security.injection`.",
		Fingerprint: checks.Fingerprint("injection.alert", alert.Tool, alert.Rule, alert.Path, fmt.Sprint(alert.Number)),
	}
}

func orWord(text, otherwise string) string { return cmp.Or(text, otherwise) }

func weaknessNames(numbers []int) string {
	var names []string
	for _, number := range numbers {
		if slices.Contains(injectionWeaknesses, number) {
			names = append(names, fmt.Sprintf("CWE-%d", number))
		}
	}
	return wording.Listed(names, 3)
}

func dismissals(alerts []checks.CodeAlert) string {
	var words []string
	for _, alert := range alerts {
		who := "somebody"
		if alert.By != "" {
			who = wording.Quoted(alert.By)
		}
		words = append(words, fmt.Sprintf("%s:%d by %s as %s (%s)", wording.QuotedPath(alert.Path), alert.Line, who, wording.Quoted(cmp.Or(alert.Reason, "no reason")), alert.Link))
	}
	return wording.Listed(words, 3)
}

// dependencyFindings are for weak dependencies of what runs. Alerts are of the default
// branch: where the release changes the file that names the dependency, it may mend it.
func (s *scanned) dependencyFindings(subject checks.Subject) []checks.Finding {
	var findings []checks.Finding
	for _, alert := range s.dependencies {
		if alert.State != checks.AlertOpen {
			continue
		}
		severity, mended := checks.SeverityWarning, ""
		changed := subject.Range == nil || subject.Range.Adds(alert.Manifest, 0)
		switch {
		case alert.Scope == "development":
			severity = checks.SeverityNotice
		case changed:
			mended = "; it is an alert of the default branch, and this release may have mended it"
		case isGrave(alert.Severity) && alert.Scope == "runtime":
			severity = checks.SeverityError
		}
		remedy := "There is no version without it yet: see in the advisory whether it applies, or take another package."
		if alert.FixedIn != "" {
			remedy = fmt.Sprintf("Update %s to %s or later.", wording.Quoted(alert.Package), wording.Quoted(alert.FixedIn))
		}
		findings = append(findings, checks.Finding{
			Rule: "injection.dependency", Severity: severity, Path: alert.Manifest, Grade: checks.E3,
			Message:     fmt.Sprintf("%s has a known weakness of severity %s: %s (%s, %s)%s", wording.Quoted(alert.Package), orWord(alert.Severity, "unranked"), wording.Quoted(alert.Summary), weaknessNames(alert.Weaknesses), alert.Link, mended),
			Remedy:      remedy,
			Fingerprint: checks.Fingerprint("injection.dependency", alert.Package, alert.Advisory, alert.Manifest),
		})
	}
	return findings
}

func (s *scanned) tools() string {
	var names []string
	for _, one := range s.analyses {
		names = append(names, wording.Quoted(one.Tool))
	}
	slices.Sort(names)
	return listed(slices.Compact(names))
}

func (s *scanned) summary(open int) string {
	commit := s.analyses[0].Commit
	text := fmt.Sprintf("%s of `%s` by %s: %s about injections open, %d of them grave", wording.Counted(len(s.analyses), "analysis", "analyses"), wording.ShortSHA(commit), s.tools(), wording.Counted(s.count(checks.AlertOpen), "alert", "alerts"), open)
	if dismissed := s.count(checks.AlertDismissed); dismissed > 0 {
		text += fmt.Sprintf("; %d dismissed", dismissed)
	}
	if count := len(s.dependencies); count > 0 {
		text += fmt.Sprintf("; %s of dependencies", wording.Counted(count, "alert", "alerts"))
	}
	for _, one := range s.commits {
		if words := one.Words(); one.SHA == commit && words != "" {
			text += "; " + words
		}
	}
	return text
}

func (s *scanned) count(state checks.AlertState) int {
	count := 0
	for _, alert := range s.alerts {
		if alert.State == state {
			count++
		}
	}
	return count
}
