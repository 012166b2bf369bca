package code

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/wording"
)

// secretAlerts are the secrets that GitHub's own scanner found in the repository.
type secretAlerts struct {
	read   bool
	why    string // why they were not read, with the step that mends it
	alerts []secretAlert
	author string // of the release
}

// secretAlert is an alert with where its secret stands in what is released.
type secretAlert struct {
	checks.SecretAlert
	lines    map[int]bool // of the released file that hold the very line in which it was found
	inRange  bool         // the commit that it was found in is one of the release's range
	matched  bool         // golive found it too
	released bool         // it stands in the released content
}

// mostAlerts is how many alerts are looked up in the content.
const mostAlerts = 500

// readSecretAlerts asks GitHub. That it cannot be asked is told, and golive's own search
// decides: it reads more kinds of secrets than GitHub does, and the same content.
func readSecretAlerts(ctx context.Context, subject checks.Subject) (secretAlerts, error) {
	found := secretAlerts{author: subject.Release.Author}
	if subject.Forge == nil {
		found.why = "GitHub's secret scanning was not asked: golive is not connected to GitHub here"
		return found, nil
	}
	alerts, err := subject.Forge.SecretAlerts(ctx)
	switch {
	case ctx.Err() != nil:
		return found, ctx.Err()
	case errors.Is(err, checks.ErrSwitchedOff):
		found.why = "GitHub's secret scanning is off for this repository; it is turned on under Settings → Advanced Security"
		return found, nil
	case errors.Is(err, checks.ErrForbidden):
		found.why = "GitHub's secret scanning alerts were not read: grant the App `secret_scanning_alerts: read`, which shows the secrets that GitHub found and those that it knows to be revoked"
		return found, nil
	case err != nil:
		found.why = "GitHub's secret scanning alerts could not be read; `/golive rerun code.secrets` asks again"
		return found, nil
	}
	found.read = true
	spanned := map[string]bool{}
	if subject.Range != nil {
		for _, commit := range subject.Range.Commits {
			spanned[commit.SHA] = true
		}
	}
	blobs := map[string]string{}
	for _, file := range subject.Source.Files() {
		blobs[file.Path] = file.Blob
	}
	for index, alert := range alerts {
		one := secretAlert{SecretAlert: alert, inRange: spanned[alert.Commit], lines: map[int]bool{}}
		if blob, stands := blobs[alert.Path]; stands && alert.Path != "" && index < mostAlerts {
			if one.lines, err = standing(ctx, subject, alert, blob); err != nil {
				return found, err
			}
			one.released = len(one.lines) > 0
		}
		found.alerts = append(found.alerts, one)
	}
	return found, nil
}

// standing returns the lines of the released file that are the line in which a secret was
// found. The line alone proves nothing: another secret may have taken its place.
func standing(ctx context.Context, subject checks.Subject, alert checks.SecretAlert, blob string) (map[int]bool, error) {
	lines := map[int]bool{}
	if blob == alert.Blob {
		for line := alert.Line; line <= max(alert.Line, alert.EndLine); line++ {
			lines[line] = true
		}
		return lines, nil
	}
	past, reads := subject.History.(checks.PastReader)
	if !reads || alert.Line < 1 || alert.EndLine > alert.Line {
		return lines, nil
	}
	before, err := past.ReadAt(ctx, alert.Commit, alert.Path)
	if err != nil {
		return lines, ctx.Err() // too old for this copy, or gone
	}
	old := strings.Split(string(before), "\n")
	if alert.Line > len(old) || strings.TrimSpace(old[alert.Line-1]) == "" {
		return lines, nil
	}
	text, err := subject.Source.Read(ctx, alert.Path)
	if err != nil {
		return lines, ctx.Err()
	}
	for number, line := range strings.Split(string(text), "\n") {
		if line == old[alert.Line-1] {
			lines[number+1] = true
		}
	}
	return lines, nil
}

// revoked reports whether GitHub knows that the secret opens nothing any more. The
// author of a release does not close what they leaked themselves.
func (a secretAlert) revoked(author string) (string, bool) {
	switch {
	case a.Validity == "inactive":
		return "its service says that it is inactive", true
	case a.State == checks.AlertResolved && a.Resolution == "revoked" && a.Validity != "active" && !strings.EqualFold(a.By, author):
		return fmt.Sprintf("%s resolved it as revoked on %s", personOf(a.By), a.ResolvedAt.UTC().Format("2 January 2006")), true
	}
	return "", false
}

func personOf(login string) string {
	if login == "" {
		return "GitHub"
	}
	return wording.Quoted(login)
}

// weigh holds a finding against the alerts: what is known to be revoked is closed by it,
// and anything else is told beside it.
// past is the commit of a finding that only the history still holds.
func (s *secretAlerts) weigh(finding *checks.Finding, past string, line int) {
	for index := range s.alerts {
		alert := &s.alerts[index]
		here := past == "" && alert.lines[line] || past != "" && alert.Commit == past && line >= alert.Line && line <= max(alert.Line, alert.EndLine)
		if alert.Path != finding.Path || !here {
			continue
		}
		alert.matched = true
		link := fmt.Sprintf("GitHub's alert #%d (%s)", alert.Number, alert.Link)
		if why, closed := alert.revoked(s.author); closed {
			if finding.Severity == checks.SeverityError || finding.Severity == checks.SeverityWarning {
				finding.Severity = checks.SeverityNotice
				finding.Remedy = "Nothing to do but to take it out of the code: " + link + " is closed."
			}
			finding.Message += fmt.Sprintf("; closed by %s: %s", link, why)
			return
		}
		switch {
		case alert.State == checks.AlertOpen && alert.Validity == "active":
			finding.Severity = checks.SeverityError
			finding.Message += "; " + link + " is open, and the service that it opens says that it works"
		case alert.State == checks.AlertOpen:
			finding.Message += "; " + link + " is open"
		default:
			finding.Message += fmt.Sprintf("; %s was resolved as %s by %s, which closes nothing here", link, wording.Quoted(alert.Resolution), personOf(alert.By))
		}
		return
	}
}

// others are findings for open alerts that golive's own search has nothing for.
func (s *secretAlerts) others(classes pathClasses) []checks.Finding {
	var findings []checks.Finding
	for _, alert := range s.alerts {
		if alert.State != checks.AlertOpen || alert.matched {
			continue
		}
		if _, closed := alert.revoked(s.author); closed {
			continue
		}
		severity, where := checks.SeverityWarning, " in the history before this release"
		switch {
		case alert.released:
			severity, where = checks.SeverityError, ""
		case alert.inRange:
			severity, where = checks.SeverityError, " in a commit of this release"
		}
		if alert.Validity == "active" {
			severity = checks.SeverityError
			where += ", and the service that it opens says that it works"
		} else if class := classes.of(alert.Path); alert.Path != "" && class != checks.ClassProduction && class != checks.ClassScript {
			severity = severity.Lower()
		}
		finding := checks.Finding{
			Rule: "secret.github-alert", Severity: severity, Grade: checks.E3,
			Message:     fmt.Sprintf("GitHub's alert #%d is open: %s%s (%s)", alert.Number, wording.Quoted(orType(alert)), where, alert.Link),
			Remedy:      "1) **Rotate it now**: deleting it is not enough, it is in the history. 2) Resolve the alert as revoked. 3) `/golive rerun code.secrets`.",
			Fingerprint: checks.Fingerprint("secret.github-alert", fmt.Sprint(alert.Number)),
		}
		if alert.released {
			finding.Path, finding.Line = alert.Path, firstOf(alert.lines)
		}
		if alert.Bypassed != "" {
			finding.Message += "; " + personOf(alert.Bypassed) + " pushed it past the push protection"
		}
		findings = append(findings, finding)
	}
	return findings
}

func orType(alert secretAlert) string {
	if alert.Name != "" {
		return alert.Name
	}
	return alert.Type
}

func firstOf(lines map[int]bool) int {
	first := 0
	for line := range lines {
		if first == 0 || line < first {
			first = line
		}
	}
	return first
}

// open counts the open alerts, and all.
func (s *secretAlerts) open() (open, all int) {
	for _, alert := range s.alerts {
		if alert.State == checks.AlertOpen {
			open++
		}
	}
	return open, len(s.alerts)
}

// evidence is the look at the alerts; false where there was none.
func (s *secretAlerts) evidence(look checks.Evidence, complete bool) (checks.Evidence, bool) {
	if !s.read {
		return checks.Evidence{}, false
	}
	open, all := s.open()
	look.Grade, look.Source, look.Kind, look.Sample, look.Outcome = checks.E3, "github", "alerts", all, checks.Neutral
	look.Summary = fmt.Sprintf("GitHub's secret scanning: %s, %d open", wording.Counted(all, "alert", "alerts"), open)
	if open == 0 && complete {
		look.Outcome = checks.Supports
	}
	return look, true
}
