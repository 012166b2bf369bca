package code

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/coverage"
	"github.com/golive-app/golive/checks/wording"
)

// measured is the share of what counts.
type measured struct {
	coverage.Counts
	share    float64 // of lines; declared where no report tells files
	declared bool
	files    []fileCounts
	branches coverage.Counts
	goOnly   bool // statements of Go, not lines
	aside    int  // files of reports that do not count
	packages []coverage.Package
	absent   int   // code files that no report knows
	unseen   int64 // their bytes
}

func (f *coverageFacts) measure() (measured, bool) {
	var found measured
	packages, blocks := map[string]*coverage.Package{}, 0
	for _, file := range f.set.Files() {
		counts := file.Counts()
		if !f.counts(file.Path) {
			found.aside++
			continue
		}
		if counts.Total == 0 {
			continue
		}
		if file.Blocks != nil {
			blocks++
		}
		found.Add(counts)
		found.branches.Add(file.Branches)
		found.files = append(found.files, fileCounts{file.Path, counts})
		name := coverage.PackageOf(file.Path, f.code.roots)
		if packages[name] == nil {
			packages[name] = &coverage.Package{Path: name}
		}
		packages[name].Add(counts)
	}
	found.goOnly = blocks > 0 && blocks == len(found.files)
	for _, one := range packages {
		found.packages = append(found.packages, *one)
	}
	slices.SortFunc(found.packages, func(a, b coverage.Package) int {
		return cmp.Or(cmp.Compare(a.Percent(), b.Percent()), strings.Compare(a.Path, b.Path))
	})
	for _, name := range f.code.names {
		if _, known := f.set.File(name); !known {
			found.absent++
			found.unseen += f.code.size[name]
		}
	}
	switch {
	case found.Total > 0:
		found.share = found.Percent()
		return found, true
	case len(f.set.Files()) == 0 && len(f.declared) > 0:
		found.share, found.declared = slices.Min(f.declared), true // what they cover together is not known
		return found, true
	}
	return found, false
}

// observe states what the facts mean.
func (f *coverageFacts) observe(subject checks.Subject) checks.Observation {
	observation := checks.Observation{Findings: settingFindings(f.settings, -1)}
	seen, known := f.measure()
	switch {
	case f.left.missing != nil:
		observation.Headline, observation.Missing = "CI could not be read", []checks.Missing{*f.left.missing}
		return observation
	case len(f.left.running) > 0:
		return f.wait(observation, seen, known)
	case len(f.left.reports) == 0:
		return f.withoutReport(observation, subject)
	case f.misfit():
		observation.Headline = "the report is of other files"
		observation.Missing = []checks.Missing{{
			Reason: fmt.Sprintf("Of %s in the coverage reports only %d are files of this repository for certain, so the reports say nothing about it.", wording.Counted(f.set.Mapped+len(f.set.Unmapped), "file", "files"), f.set.Mapped),
			Remedy: "Let the coverage tool write paths relative to the repository, and measure the sources rather than what is built of them (source maps).",
		}}
		return observation
	case !known:
		observation.Headline = "the report holds no lines"
		observation.Missing = []checks.Missing{{
			Reason: fmt.Sprintf("The coverage %s (%s) counts no line of production code: nothing was measured.", wording.Counted(len(f.left.reports), "report", "reports"), f.reportNames()),
			Remedy: "See that the tests run and that the coverage tool is told which sources to measure.",
		}}
		return observation
	}
	return f.judge(observation, seen, subject)
}

// misfit reports whether a report's files are mostly none of the repository's.
func (f *coverageFacts) misfit() bool {
	return f.set.Mapped == 0 && len(f.set.Unmapped) > 0 || len(f.set.Unmapped) > 3 && f.set.Mapped < len(f.set.Unmapped)
}

// wait is for CI that still runs: half of a matrix reads as a drop.
func (f *coverageFacts) wait(observation checks.Observation, seen measured, known bool) checks.Observation {
	observation.Headline = "CI is still running"
	reason := "CI has not ended (" + quotedList(f.left.running) + "), and coverage is only whole once every job has left its part."
	if known {
		reason += fmt.Sprintf(" So far: %s.", percent(seen.share))
	}
	observation.Missing = []checks.Missing{{Reason: reason, Remedy: "Nothing to do: it is looked at again when CI ends."}}
	return observation
}

func quotedList(names []string) string {
	names = slices.Clone(names)
	slices.Sort(names)
	names = slices.Compact(names)
	for index, name := range names {
		names[index] = wording.Quoted(name)
	}
	return wording.Listed(names, shownOfArtifacts)
}

// judge is for a share that is known.
func (f *coverageFacts) judge(observation checks.Observation, seen measured, subject checks.Subject) checks.Observation {
	now, tree := subject.Now(), subject.Release.Tree
	share, threshold := seen.share, f.least
	look := checks.Evidence{
		Grade: checks.E3, Outcome: checks.Supports, Kind: "coverage", Source: "golive", ObservedAt: now, Tree: tree,
		Summary: f.summary(seen), Sample: len(seen.files), Value: &share, Threshold: &threshold, Link: f.left.reports[0].artifact.Link,
	}
	if seen.declared {
		look.Source = "SimpleCov"
	}
	observation.Findings = append(settingFindings(f.settings, share), f.changed.findings(f.ofChange)...)
	observation.Headline = percent(share) + " of " + seen.unit() + " covered"
	switch partial := f.partly(); {
	case f.left.suites > 0 && f.left.tests.Ran() == 0:
		look.Outcome = checks.Refutes
		observation.Findings = append(observation.Findings, checks.Finding{
			Rule: "coverage.no-tests", Severity: checks.SeverityError, Grade: checks.E3, Fingerprint: checks.Fingerprint("coverage.no-tests"),
			Message: fmt.Sprintf("the evidence disagrees: the coverage report says %s, and the test %s of the same CI run tell of no test that ran", percent(share), wording.Counted(f.left.suites, "report", "reports")),
			Remedy:  "See in the CI run why no test ran.",
		})
		observation.Headline = "covered by no test"
	case share >= f.least:
	case share < f.least && len(partial) > 0:
		look.Outcome = checks.Neutral
		observation.Headline = fmt.Sprintf("%s, of a part", percent(share))
		observation.Missing = []checks.Missing{{
			Reason: fmt.Sprintf("%s is below %s, but the reports may not be whole: %s.", wording.Capital(percent(share)), percent(f.least), strings.Join(partial, "; ")),
			Remedy: "Bring CI to a green end and let every job upload its report, then `/golive rerun code.coverage`.",
		}}
	case share > 0 && share >= f.least-nearCoverage:
		observation.Findings = append(observation.Findings, f.low(checks.SeverityWarning, seen))
	default:
		look.Outcome = checks.Refutes
		observation.Findings = append(observation.Findings, f.low(checks.SeverityError, seen))
		observation.Headline = fmt.Sprintf("coverage %s (need %s)", percent(share), percent(f.least))
	}
	if share < f.least && len(observation.Missing) == 0 {
		observation.Remedy = wayUp(seen.files, seen.Counts, f.least)
	} else if f.changed.short(f.ofChange) {
		observation.Remedy = "Add tests for what this release changed, beginning with " + wording.QuotedPath(f.changed.files[0].path) + "."
	}
	if missed := f.unseenFinding(seen); missed != nil {
		observation.Findings = append(observation.Findings, *missed)
	}
	observation.Evidence = append([]checks.Evidence{look}, f.notes(seen, subject)...)
	if words := f.left.commit.Words(); words != "" {
		observation.Why = strings.TrimSpace(observation.Why + " The report is of " + words + ".")
	}
	return observation
}

func (m measured) unit() string {
	switch {
	case m.goOnly:
		return "statements"
	default:
		return "lines"
	}
}

// summary is the look with its denominators.
func (f *coverageFacts) summary(seen measured) string {
	if seen.declared {
		return fmt.Sprintf("%s of lines, as %s says, which tells no files", percent(seen.share), f.reportNames())
	}
	text := fmt.Sprintf("%d of %d %s ran: %s in %s, computed from %s", seen.Covered, seen.Total, seen.unit(), percent(seen.share), wording.Counted(len(seen.files), "file", "files"), f.reportNames())
	if seen.branches.Total > 0 {
		text += fmt.Sprintf("; %s of %d branches", percent(seen.branches.Percent()), seen.branches.Total)
	}
	return text
}

// reportNames names the reports by their formats and artifacts.
func (f *coverageFacts) reportNames() string {
	var names []string
	for _, one := range f.left.reports {
		names = append(names, fmt.Sprintf("%s (%s)", one.report.Format, wording.Quoted(one.name())))
	}
	return wording.Listed(names, 3)
}

// partly says why the reports may be a part of what was measured.
func (f *coverageFacts) partly() []string {
	var reasons []string
	if len(f.left.red) > 0 {
		reasons = append(reasons, "CI ended red ("+quotedList(f.left.red)+")")
	}
	if len(f.left.unread) > 0 {
		reasons = append(reasons, "not read: "+wording.Listed(f.left.unread, 3))
	}
	if len(f.declared) > 1 && len(f.set.Files()) == 0 {
		reasons = append(reasons, fmt.Sprintf("%d reports declare shares without telling files, and the lowest counts", len(f.declared)))
	}
	if len(f.partial) > 0 {
		reasons = append(reasons, fmt.Sprintf("%s beyond what is joined", wording.Counted(len(f.partial), "report is", "reports are")))
	}
	if slices.ContainsFunc(f.left.expired, func(one checks.Artifact) bool { return speaking.MatchString(one.Name) }) {
		reasons = append(reasons, "some artifacts have expired")
	}
	return reasons
}

// low is the finding of a share that is too small.
func (f *coverageFacts) low(severity checks.Severity, seen measured) checks.Finding {
	finding := checks.Finding{
		Rule: "coverage.low", Severity: severity, Grade: checks.E3, Fingerprint: checks.Fingerprint("coverage.low"),
		Message: fmt.Sprintf("%s of %s ran in tests; %s are needed", percent(seen.share), seen.unit(), percent(f.least)),
		Remedy:  cmp.Or(wayUp(seen.files, seen.Counts, f.least), "Add tests where least is covered."),
	}
	if severity == checks.SeverityWarning {
		finding.Message = fmt.Sprintf("%s of %s ran in tests, just below %s", percent(seen.share), seen.unit(), percent(f.least))
	}
	return finding
}

// unseenFinding is for reports that leave out most of the code: a file that no test
// loads is missing from many tools' reports, and the share looks the better for it.
func (f *coverageFacts) unseenFinding(seen measured) *checks.Finding {
	if seen.declared || f.code.bytes == 0 || 2*seen.unseen <= f.code.bytes {
		return nil
	}
	return &checks.Finding{
		Rule: "coverage.unmeasured", Severity: checks.SeverityWarning, Grade: checks.E3, Fingerprint: checks.Fingerprint("coverage.unmeasured"),
		Message: fmt.Sprintf("the reports leave out %d of %s, more than half of the code: the share is one of what was measured", seen.absent, wording.Counted(len(f.code.names), "code file", "code files")),
		Remedy:  "Let the tool count files that no test loads, too: `collectCoverageFrom` (Jest), `coverage.include` (Vitest), `source` (coverage.py), `-coverpkg=./...` (Go).",
	}
}

// onePercentage reports whether the tool of every report shows lines and branches as one.
func (f *coverageFacts) onePercentage() bool {
	return !slices.ContainsFunc(f.left.reports, func(one foundReport) bool { return !one.report.OnePercentage })
}

// notes are what a reader should know and what decides nothing.
func (f *coverageFacts) notes(seen measured, subject checks.Subject) []checks.Evidence {
	var notes []checks.Evidence
	note := func(format string, arguments ...any) {
		notes = append(notes, checks.Evidence{Grade: checks.E3, Outcome: checks.Neutral, Kind: "coverage", Source: "golive", ObservedAt: subject.Now(), Tree: subject.Release.Tree, Summary: fmt.Sprintf(format, arguments...)})
	}
	if f.changed.Total > 0 {
		note("of what this release changed %d of %s ran: %s, and %s is asked for", f.changed.Covered, wording.Counted(f.changed.Total, "line", "lines"), percent(f.changed.Percent()), percent(f.ofChange))
	}
	if seen.branches.Total > 0 && f.onePercentage() {
		both := seen.Counts
		both.Add(seen.branches)
		note("lines and branches counted as one, as coverage.py shows them: %s", percent(both.Percent()))
	}
	if len(seen.packages) > 1 {
		least := seen.packages[0]
		name := "the files outside of packages"
		if least.Path != "" {
			name = wording.QuotedPath(least.Path)
		}
		note("least of %s: %s with %s (%d of %d)", wording.Counted(len(seen.packages), "package", "packages"), name, percent(least.Percent()), least.Covered, least.Total)
	}
	if seen.absent > 0 && !seen.declared {
		note("%d of %s are in no report", seen.absent, wording.Counted(len(f.code.names), "code file", "code files"))
	}
	if seen.aside > 0 {
		note("%s left out: tests, generated, vendored or documentation", wording.Counted(seen.aside, "file is", "files are"))
	}
	if count := len(f.set.Unmapped); count > 0 {
		note("%s of the reports %s not in the repository and left out", wording.Counted(count, "file", "files"), map[bool]string{true: "is", false: "are"}[count == 1])
	}
	if f.left.suites > 0 {
		note("%s ran, by %s", wording.Counted(f.left.tests.Ran(), "test", "tests"), wording.Counted(f.left.suites, "test report", "test reports"))
	}
	if reasons := f.partly(); len(reasons) > 0 {
		note("the reports may not be whole: %s", strings.Join(reasons, "; "))
	}
	if len(f.left.passed) > 0 {
		note("artifacts that were not opened: %s", wording.Listed(f.left.passed, shownOfArtifacts))
	}
	return notes
}
