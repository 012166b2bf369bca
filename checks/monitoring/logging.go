package monitoring

import (
	"context"
	_ "embed"
	"fmt"
	"slices"
	"sync"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source/usage"
	"github.com/golive-app/golive/checks/snippet"
	"github.com/golive-app/golive/checks/wording"
)

// Logging checks monitoring.logging: the service logs by a logger, in lines that a
// machine can read, at a level that is for production. Whether its lines arrive
// anywhere only a log backend can tell.
type Logging struct {
	Projects Projects
}

// NewLogging returns the check.
func NewLogging(projects Projects) *Logging { return &Logging{Projects: projects} }

// Observe reads the code for loggers and for how they are set up.
func (l *Logging) Observe(ctx context.Context, subject checks.Subject) (checks.Observation, error) {
	if subject.Source == nil {
		return unreadable, nil
	}
	code, err := l.Projects.Project(ctx, subject.Source)
	if err != nil {
		return checks.Observation{}, fmt.Errorf("looking for loggers: %w", err)
	}
	overview := code.Usage()
	return observeLogging(subject, overview), nil
}

// unreadable is what every check of this section answers without a source.
var unreadable = checks.Observation{Missing: []checks.Missing{{
	Connection: checks.ConnectionForge, Reason: "the content of the release cannot be read", Remedy: "Let golive read the repository's contents.",
}}}

//go:embed logging.md
var loggingText string

var loggingSnippets = sync.OnceValue(func() snippet.Book { return snippet.Parse(loggingText) })

// observeLogging states what the facts mean for the item.
func observeLogging(subject checks.Subject, overview usage.Overview) checks.Observation {
	observation := checks.Observation{Missing: []checks.Missing{{
		Connection: checks.ConnectionLogs, Later: true, Reason: "no log backend is asked yet whether lines of this service arrive",
		Remedy: "Nothing can be connected for this yet: until then the role that signs this item looks for a line of this version in the log backend.",
	}}}
	if observation.NotApplicable = overview.NotAService(); observation.NotApplicable != "" {
		return observation
	}
	record := func(grade checks.Grade, outcome checks.Outcome, summary string, at usage.Place) {
		observation.Evidence = append(observation.Evidence, overview.Evidence(subject, grade, outcome, summary, at))
	}
	loggers := loggersOf(overview)
	calls, past := overview.Signs[usage.LogCall], overview.Signs[usage.LogConsole]
	lines, console := usage.Total(calls), usage.Total(past)
	switch {
	case len(loggers) > 0:
		summary := fmt.Sprintf("logs by %s", wording.Listed(loggers, 3))
		if lines > 0 {
			summary += fmt.Sprintf(": %s in %s; %d past every logger", wording.Counted(lines, "line", "lines"), wording.Counted(usage.FileCount(calls), "file", "files"), console)
		}
		record(checks.E2, checks.Supports, summary, usage.First(slices.Concat(overview.Signs[usage.LogSetup], overview.Signs[usage.LogAccess], calls)))
		observation.Headline = "logs by " + wording.Listed(loggers, 3)
	case lines > 0:
		record(checks.E1, checks.Supports, fmt.Sprintf("%s written by what is called a logger, in %s; which library is behind it is not seen", wording.Counted(lines, "line is", "lines are"), wording.Counted(usage.FileCount(calls), "file", "files")), calls[0])
		observation.Headline = "logs by a logger of its own"
	default:
		record(checks.E2, checks.Refutes, fmt.Sprintf("no logger found in %s; %s written past any", overview.Searched(), wording.Counted(console, "line is", "lines are")), usage.First(past))
		observation.Headline = "no logger found"
		observation.Why = "What is printed has no level and no fields: nobody can search it or be woken by it."
	}
	form, at := formOf(overview)
	switch form {
	case usage.Structured:
		record(checks.E2, checks.Supports, "lines are structured ("+at.Library+")", at)
	case usage.Text:
		record(checks.E2, checks.Neutral, "lines are plain text ("+at.Library+")", at)
	}
	observation.Findings = loggingFindings(subject, overview, len(loggers) > 0 || lines > 0, form, at)
	return observation
}

// loggersOf names the libraries that log, those with the most files first. Those that
// only log requests count where there is no other.
func loggersOf(overview usage.Overview) []string {
	if loggers := usage.Libraries(slices.Concat(overview.Signs[usage.LogSetup], overview.Signs[usage.LogCall])); len(loggers) > 0 {
		return loggers
	}
	return usage.Libraries(overview.Signs[usage.LogAccess])
}

// formOf tells in what form lines are written: structured, where any set-up is; the
// others are for development then.
func formOf(overview usage.Overview) (string, usage.Place) {
	setups := slices.Concat(overview.Signs[usage.LogSetup], overview.Signs[usage.LogAccess])
	for _, form := range []string{usage.Structured, usage.Text} {
		for _, one := range setups {
			if one.Detail == form && !one.Development() {
				return form, one
			}
		}
	}
	return "", usage.Place{}
}

// loggingFindings turns what is doubtful into findings.
func loggingFindings(subject checks.Subject, overview usage.Overview, logs bool, form string, at usage.Place) []checks.Finding {
	var findings []checks.Finding
	add := func(rule string, severity checks.Severity, at usage.Place, message, remedy string, names ...string) {
		findings = append(findings, usage.Finding(subject.Range, "logging."+rule, severity, at, message, loggingSnippets().For(remedy, names...)))
	}
	framework := overview.Framework()
	if !logs {
		add("none", checks.SeverityWarning, usage.Place{}, "the service has no logger", "Log by a library, one line of JSON for each event", framework)
	}
	if form == usage.Text && at.Kind == usage.LogSetup {
		add("text", checks.SeverityWarning, at, at.Library+" writes plain text: a log backend cannot tell its fields apart", "Write JSON in production", at.Library, framework)
	}
	for _, one := range overview.Signs[usage.LogLevel] {
		if !one.Development() {
			add("debug-level", checks.SeverityWarning, one, "the level is fixed at debug: production writes everything", "Take the level from the environment, with info where it says nothing.")
		}
	}
	past := overview.Some(usage.LogConsole, func(one usage.Place) bool { return one.Library != "print" && one.Library != "fmt" })
	if logs && len(past) > 0 {
		add("past-logger", checks.SeverityNotice, past[0], fmt.Sprintf("%s past the logger in %s, here first", wording.Counted(usage.Total(past), "line goes", "lines go"), wording.Counted(usage.FileCount(past), "file", "files")),
			"Use the logger in their place, so that they have a level and the request's fields.")
	}
	checks.SortFindings(findings)
	return findings
}
