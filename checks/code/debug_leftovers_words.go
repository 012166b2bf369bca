package code

import (
	"fmt"
	"slices"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source"
	"github.com/golive-app/golive/checks/wording"
)

// message says what was found, where in the product, and since when.
func (l leftover) message() string {
	text := l.call.Callee + " in " + classNames[l.file.Class]
	if l.logger && l.file.Class == checks.ClassProduction {
		text = l.call.Callee + " in a logger"
	}
	if l.call.Rule == source.RuleFocusedTest {
		text = l.call.Callee + " keeps the other tests from running"
	}
	switch {
	case l.anywhere() && l.call.Excuse == "":
	case l.call.Excuse != "":
		text += ", " + l.call.Excuse
	case l.runs:
		text += ", in a file of a command-line program"
	}
	if !l.isNew {
		text += ", there before this release"
	}
	switch {
	case l.allow != nil && l.allow.Reason == "":
		text += "; allowed by a comment that gives no reason"
	case l.allow != nil:
		text += "; allowed by a comment: " + l.allow.Reason
	case l.strip != nil && l.file.Class == checks.ClassProduction:
		text += fmt.Sprintf("; the build takes console calls out (%s in %s)", l.strip.setting, l.strip.path)
	}
	return text
}

func (l leftover) remedy() string {
	if l.allow != nil {
		if l.allow.Reason == "" {
			return "Say why: `golive-allow debug-leftovers: reason`."
		}
		return ""
	}
	otherwise := fmt.Sprintf(" If it must stay: `%s golive-allow debug-leftovers: reason` on this line or the one before.", commentMark(l.file.Language))
	switch l.call.Rule {
	case source.RuleDebugger:
		return "Remove the statement: it stops whoever has developer tools or an inspector open."
	case source.RuleBreakpoint:
		if l.call.Mild {
			return "Remove the import: nothing uses it." + otherwise
		}
		return "Remove it: the program stops there and waits for somebody at a terminal that a server does not have."
	case source.RuleFocusedTest:
		return "Remove the focus, so that the whole suite runs."
	case source.RuleAlert:
		return "Remove it, or show the message in the page." + otherwise
	case source.RuleDump:
		return "Remove it: it shows whoever looks what a value holds." + otherwise
	case source.RuleStackTrace:
		return "Log the error with its cause (" + loggers[l.file.Language] + "), or pass it on." + otherwise
	case source.RulePrint:
		return "Remove it, or use a logger at debug level (" + loggers[l.file.Language] + ")." + otherwise
	case source.RuleConsole:
		if !slices.Contains(printing, l.call.Callee) {
			return "Use your logger in its place." + otherwise
		}
	}
	return "Remove it, or use your logger at debug level." + otherwise
}

// loggers are what each language's programs log by.
var loggers = map[string]string{
	"Python": "`logging`", "Go": "`log/slog`", "Java": "SLF4J or `java.util.logging`", "Kotlin": "SLF4J or kotlin-logging",
	"Ruby": "`Rails.logger` or `Logger`", "Rust": "`tracing` or `log`", "C#": "`ILogger`",
}

// commentMark starts a comment that ends with its line.
func commentMark(language string) string {
	if language == "Python" || language == "Ruby" {
		return "#"
	}
	return "//"
}

var classNames = map[checks.PathClass]string{
	checks.ClassProduction: "production code", checks.ClassTest: "test code", checks.ClassFixture: "a fixture",
	checks.ClassExample: "an example", checks.ClassScript: "a build or tooling script", checks.ClassMigration: "a migration",
	checks.ClassCommand: "a command-line program", checks.ClassVendored: "vendored code", checks.ClassGenerated: "generated code",
	checks.ClassDocumentation: "documentation",
}

// tally counts the findings for the evidence.
func (l leftovers) tally() string {
	if l.errors == 0 && l.before == 0 {
		return "0 leftover calls in production code" + l.milder()
	}
	text := wording.Counted(l.errors, "leftover call", "leftover calls") + " to remove"
	if l.before > 0 {
		text += fmt.Sprintf(", %d in production code from before this release", l.before)
	}
	return text + l.milder()
}

func (l leftovers) milder() string {
	if l.others == 0 {
		return ""
	}
	return fmt.Sprintf(", %d milder", l.others)
}

// headline sums the result up; empty where Judge's own words say it better.
func (l leftovers) headline(scope leftoverScope) string {
	switch {
	case l.errors > 0:
		return fmt.Sprintf("%s to remove", wording.Counted(l.errors, "debug leftover", "debug leftovers")) + l.milder()
	case len(scope.later) > 0 && scope.productionRead > 0:
		return fmt.Sprintf("nothing to remove in %s read; %s not read yet", wording.Counted(scope.productionRead, "file", "files"), scope.laterNames())
	case len(scope.later) > 0:
		return scope.laterNames() + " not read yet"
	case scope.productionRead == 0 || len(scope.missing()) > 0:
		return ""
	case l.before > 0:
		return fmt.Sprintf("none added; %d from before this release", l.before) + l.milder()
	case l.others > 0:
		return "nothing to remove" + l.milder()
	default:
		return fmt.Sprintf("none in %s", wording.Counted(scope.read, "file", "files"))
	}
}

func (l leftovers) why(span *checks.Range) string {
	if l.errors == 0 {
		return ""
	}
	if span == nil {
		return "There is no release range to compare with, so everything counts as new."
	}
	return ""
}
