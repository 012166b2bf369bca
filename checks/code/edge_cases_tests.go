package code

import (
	"fmt"
	"path"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source"
	"github.com/golive-app/golive/checks/wording"
	"github.com/golive-app/golive/config/regex"
)

// The rules of code without tests.
const (
	RuleUntested = "edge.untested-change" // the release changes production code and no test
	RuleNoTests  = "edge.no-tests"        // there is no test at all
)

// changes are the files of code that a release changes, and the tests there are.
type changes struct {
	production []string // in path order
	lines      int      // that it adds to them
	first      string   // the one with the most added lines
	tests      int      // test files that it changes
	beside     int      // production files with a changed test that is named after them
	all        int      // test files in the release
	code       int      // production files of code in the release
	inline     bool     // there is code in a language that keeps tests beside the code
}

// changedFiles looks at what a range changes; nil: nothing is known to have changed.
func changedFiles(files []checks.File, span *checks.Range) changes {
	var found changes
	byPath := map[string]checks.File{}
	for _, file := range files {
		byPath[file.Path] = file
		switch {
		case file.Class == checks.ClassTest && source.Code(file.Language):
			found.all++
		case file.Class == checks.ClassProduction && source.Code(file.Language):
			found.code++
			found.inline = found.inline || file.Language == "Rust" || file.Language == "D" || file.Language == "Zig"
		}
	}
	if span == nil {
		return found
	}
	tested := map[string]bool{}
	most := 0
	for _, change := range span.Changed {
		file, here := byPath[change.Path]
		if !here || change.Deleted || !source.Code(file.Language) || len(change.Added) == 0 {
			continue
		}
		switch file.Class {
		case checks.ClassTest:
			found.tests++
			tested[stem(file.Path)] = true
		case checks.ClassProduction:
			found.production = append(found.production, file.Path)
			added := 0
			for _, lines := range change.Added {
				added += lines.Last - lines.First + 1
			}
			found.lines += added
			if added > most {
				most, found.first = added, file.Path
			}
		}
	}
	for _, file := range found.production {
		if tested[stem(file)] {
			found.beside++
		}
	}
	return found
}

// testAffixes are what the name of a test has over that of what it tests.
var testAffixes = regex.New(`(?i)(?:^tests?[._-])|(?:[._-]?(?:tests?|spec|e2e)$)`)

// stem returns a file's name without what makes it a test's.
func stem(name string) string {
	base, _, _ := strings.Cut(path.Base(name), ".")
	if rest := strings.TrimPrefix(path.Base(name), base); strings.Count(rest, ".") > 1 { // order.service.spec.ts
		base += strings.TrimSuffix(rest, path.Ext(rest))
	}
	return strings.ToLower(testAffixes.ReplaceAllString(base, ""))
}

// manyLines is from how many added lines on a change without a test is told of: a
// word that is mended needs none.
const manyLines = 20

// findings tells of code that changed without a test.
func (c changes) findings(span *checks.Range) []checks.Finding {
	switch {
	case c.code > 0 && c.all == 0:
		severity := checks.SeverityError
		if c.inline || span == nil {
			severity = checks.SeverityWarning
		}
		return []checks.Finding{{
			Rule: RuleNoTests, Severity: severity, Grade: checks.E2,
			Message:     fmt.Sprintf("There is no test file beside %s of production code", wording.Counted(c.code, "file", "files")),
			Remedy:      "Begin with the paths that cost most when they break: money, sign-in, what writes. One test of each edge there is worth more than coverage elsewhere.",
			Fingerprint: checks.Fingerprint(RuleNoTests),
		}}
	case len(c.production) > 0 && c.tests == 0 && c.lines >= manyLines && !c.inline:
		return []checks.Finding{{
			Rule: RuleUntested, Severity: checks.SeverityWarning, Path: c.first, Grade: checks.E2,
			Message: fmt.Sprintf("The release adds or changes %s in %s of production code and no test; most of them here",
				wording.Counted(c.lines, "line", "lines"), wording.Counted(len(c.production), "file", "files")),
			Remedy:      "If behaviour changes, add the test that would have failed before; if it is a refactoring, say so when you sign.",
			Fingerprint: checks.Fingerprint(RuleUntested),
		}}
	}
	return nil
}

// record writes down what changed beside tests.
func (c changes) record(record func(checks.Outcome, string)) {
	if len(c.production) == 0 {
		return
	}
	outcome := checks.Neutral
	switch {
	case c.tests == 0 && c.lines >= manyLines:
		outcome = checks.Refutes
	case c.beside == len(c.production):
		outcome = checks.Supports
	}
	record(outcome, fmt.Sprintf("%d of %s changed together with a test of their name; %s changed in all",
		c.beside, wording.Counted(len(c.production), "changed production file", "changed production files"), wording.Counted(c.tests, "test file", "test files")))
}
