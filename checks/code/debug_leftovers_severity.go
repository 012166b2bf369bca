package code

import (
	"slices"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source"
)

// printing are the methods that people debug with; the other ones report
// warnings and errors, or measure.
var printing = []string{"console.log", "console.debug", "console.dir", "console.dirxml", "console.table", "console.trace"}

// anywhere reports whether a call is wrong wherever it stands, in tests too,
// however long it has been there: a statement that stops the program, a test
// that keeps others from running.
func (l leftover) anywhere() bool {
	switch l.call.Rule {
	case source.RuleDebugger, source.RuleFocusedTest, source.RuleBreakpoint:
		return !l.call.Mild
	}
	return false
}

// severity ranks a call by what it does and where it stands.
func (l leftover) severity() checks.Severity {
	if l.allow != nil {
		if l.allow.Reason == "" {
			return checks.SeverityWarning
		}
		return checks.SeverityNotice
	}
	if l.anywhere() {
		switch l.file.Class {
		case checks.ClassFixture, checks.ClassVendored, checks.ClassGenerated, checks.ClassDocumentation:
			return checks.SeverityWarning
		}
		if l.call.Excuse != "" {
			return checks.SeverityWarning // a debugger that stops nobody who has not asked for it
		}
		return checks.SeverityError
	}
	if l.call.Rule == source.RulePrint || l.call.Rule == source.RuleStackTrace {
		return l.output()
	}
	severity := checks.SeverityError
	if !l.isNew || l.call.Mild || l.call.Rule == source.RuleConsole && !slices.Contains(printing, l.call.Callee) {
		severity = checks.SeverityWarning
	}
	if l.file.Class != checks.ClassProduction || l.logger || l.onPurpose() {
		return severity.Lower()
	}
	if l.strip != nil && severity == checks.SeverityError {
		return checks.SeverityWarning
	}
	return severity
}

// output ranks what writes to the terminal by a language's plain print. A
// program for the terminal does its work by that, and so do scripts and
// migrations, so it is an error only where a service or an app is certain. What
// is neither may be a library or a command's inner part: only what is new there
// is worth a look.
func (l leftover) output() checks.Severity {
	switch {
	case l.file.Class != checks.ClassProduction || l.logger || l.onPurpose():
		return checks.SeverityNotice
	case l.serves && l.isNew && !l.call.Mild:
		return checks.SeverityError
	case l.serves || l.isNew:
		return checks.SeverityWarning
	default:
		return checks.SeverityNotice
	}
}

// onPurpose reports whether the file itself speaks for output that is meant.
func (l leftover) onPurpose() bool { return l.call.Excuse != "" || l.runs }
