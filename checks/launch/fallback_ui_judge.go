package launch

import (
	_ "embed"
	"fmt"
	"slices"
	"sync"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source/usage"
	"github.com/golive-app/golive/checks/snippet"
	"github.com/golive-app/golive/checks/wording"
)

//go:embed fallback_ui.md
var fallbackText string

var fallbackSnippets = sync.OnceValue(func() snippet.Book { return snippet.Parse(fallbackText) })

// observeFallback states what the facts mean for the item.
func observeFallback(subject checks.Subject, facts fallbackFacts) checks.Observation {
	observation := checks.Observation{Missing: []checks.Missing{checks.Unvisited("error pages of staging were not looked at", "the role that signs this item opens a page that does not exist, and one whose API is down")}}
	record := func(outcome checks.Outcome, summary string, at usage.Place) {
		observation.Evidence = append(observation.Evidence, facts.Evidence(subject, checks.E2, outcome, summary, at))
	}
	serves := facts.Has(usage.Service)
	shows := len(facts.interfaces) > 0
	observation.Findings = fallbackFindings(subject, facts, shows)
	if !shows && facts.Whole() && facts.Files > 0 && harmless(observation.Findings) {
		observation.NotApplicable = "no user interface found: no components, rendered templates or pages in " + facts.Searched()
		if serves {
			observation.NotApplicable += "; the API's answers to errors were read, and none shows a stack trace"
		}
		return observation
	}
	if shows {
		where := fmt.Sprintf("%s of a user interface (%s)", wording.Counted(usage.FileCount(facts.interfaces), "file", "files"), wording.Listed(usage.Libraries(facts.interfaces), 3))
		if len(facts.pages) > 0 {
			record(checks.Supports, fmt.Sprintf("%s what people see where something breaks, of %s: %s",
				wording.Counted(len(facts.pages), "place is", "places are"), where, wording.Listed(names(facts.pages), 4)), facts.pages[0])
		} else {
			record(checks.Refutes, "no error page or boundary in "+where, facts.interfaces[0])
		}
	}
	if len(facts.handlers) > 0 {
		record(checks.Supports, "errors become answers in one place ("+wording.Listed(usage.Libraries(facts.handlers), 3)+")", facts.handlers[0])
	} else if serves {
		record(checks.Neutral, "no handler of the product's own turns errors into answers; the framework's default does", usage.First(facts.Signs[usage.Service]))
	}
	leaks := facts.Some(usage.ErrorLeak, shownStack)
	if len(leaks) > 0 {
		record(checks.Refutes, wording.Counted(len(leaks), "answer holds", "answers hold")+" a stack trace", leaks[0])
	}
	if debug := facts.Some(usage.DebugMode, func(one usage.Place) bool { return !one.Development() }); len(debug) > 0 {
		record(checks.Refutes, "debug mode is on, or on by default: error pages show the inside of the program", debug[0])
	}
	switch {
	case len(leaks) > 0:
		observation.Headline = wording.Counted(len(leaks), "answer shows", "answers show") + " a stack trace"
		observation.Why = "Who sees it learns the inside of the program, and nothing that helps."
	case shows && len(facts.pages) == 0:
		observation.Headline = "no error page or boundary found"
		observation.Why = "One component that throws leaves a blank page."
	case len(facts.pages) > 0:
		observation.Headline = "error pages by " + wording.Listed(names(facts.pages), 3)
	case len(facts.handlers) > 0:
		observation.Headline = "no user interface; errors become answers in one place"
	}
	return observation
}

// shownStack reports whether an answer holds a stack trace in production too.
func shownStack(one usage.Place) bool { return one.Detail == usage.LeakStack && !one.Guarded }

// harmless reports whether nothing among the findings has to be mended.
func harmless(findings []checks.Finding) bool {
	return !slices.ContainsFunc(findings, func(f checks.Finding) bool { return f.Severity != checks.SeverityNotice })
}

// names lists what is shown or done where something breaks, each once.
func names(places []usage.Place) []string {
	var all []string
	for _, one := range places {
		name := one.Library
		if name == "" {
			name = wording.Quoted(one.Callee)
		}
		if !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	return all
}

// fallbackFindings are what people would see of the program's inside, or not see at
// all.
func fallbackFindings(subject checks.Subject, facts fallbackFacts, shows bool) []checks.Finding {
	var findings []checks.Finding
	add := func(rule string, severity checks.Severity, at usage.Place, message, remedy string, names ...string) {
		findings = append(findings, usage.Finding(subject.Range, "fallback."+rule, severity, at, message, fallbackSnippets().For(remedy, names...)))
	}
	framework := facts.Framework()
	for _, one := range facts.Signs[usage.ErrorLeak] {
		switch {
		case shownStack(one):
			add("stack-trace", checks.SeverityError, one, "an answer holds a stack trace ("+wording.Quoted(one.Callee)+")", "Log it, and answer with an id by which it can be found", "API "+framework)
		case one.Detail == usage.LeakMessage:
			message := "an answer holds what an error says of itself"
			if one.Count > 1 {
				message += fmt.Sprintf(", and so do %d more in this file", one.Count-1)
			}
			add("error-text", checks.SeverityNotice, one, message, "Answer with words that are meant for clients, and log the error.")
		}
	}
	for _, one := range facts.Signs[usage.DebugMode] {
		switch {
		case one.Development():
		case one.Detail == "on where the environment does not say":
			add("debug-default", checks.SeverityWarning, one, "debug mode is on unless the environment says otherwise: a production that forgets it shows its inside", "Let it be off by default.")
		default:
			add("debug-mode", checks.SeverityWarning, one, "debug mode is on ("+wording.Quoted(one.Detail)+"): error pages show code and settings", "Take it from the environment, off by default.")
		}
	}
	if shows && len(facts.pages) == 0 {
		kinds := usage.Libraries(facts.interfaces)
		add("none", checks.SeverityWarning, usage.Place{}, "nothing is shown where a part of the user interface breaks", "Show a page with a way on: try again, go home, whom to tell", append([]string{"page " + framework}, kinds...)...)
	}
	checks.SortFindings(findings)
	return findings
}
