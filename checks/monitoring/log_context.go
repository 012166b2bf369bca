package monitoring

import (
	"context"
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source/usage"
	"github.com/golive-app/golive/checks/snippet"
	"github.com/golive-app/golive/checks/wording"
)

// LogContext checks monitoring.log-context: each line that a request causes says which
// trace, which user and which route it belongs to.
type LogContext struct {
	Projects Projects
}

// NewLogContext returns the check.
func NewLogContext(projects Projects) *LogContext { return &LogContext{Projects: projects} }

// Observe reads the code for what puts fields of a request into its lines.
func (l *LogContext) Observe(ctx context.Context, subject checks.Subject) (checks.Observation, error) {
	if subject.Source == nil {
		return unreadable, nil
	}
	code, err := l.Projects.Project(ctx, subject.Source)
	if err != nil {
		return checks.Observation{}, fmt.Errorf("looking for the request's fields: %w", err)
	}
	overview := code.Usage()
	return observeLogContext(subject, overview), nil
}

//go:embed log_context.md
var logContextText string

var logContextSnippets = sync.OnceValue(func() snippet.Book { return snippet.Parse(logContextText) })

// fields are what a line has to say of its request, in the checklist's order.
var fields = []string{usage.Trace, usage.User, usage.Route}

// singleLines is how fields are given that only the line has that names them.
const singleLines = "in single lines"

// observeLogContext states what the facts mean for the item.
func observeLogContext(subject checks.Subject, overview usage.Overview) checks.Observation {
	observation := checks.Observation{Missing: []checks.Missing{{
		Connection: checks.ConnectionLogs, Later: true, Reason: "no traced request is followed into the logs yet",
		Remedy: "Nothing can be connected for this yet: until then the role that signs this item links one line of a request with its three fields.",
	}}}
	if observation.NotApplicable = overview.NotAService(); observation.NotApplicable != "" {
		return observation
	}
	record := func(outcome checks.Outcome, summary string, at usage.Place) {
		observation.Evidence = append(observation.Evidence, overview.Evidence(subject, checks.E2, outcome, summary, at))
	}
	var present, absent []string
	for _, field := range fields {
		all, some := contextOf(overview, field)
		switch {
		case len(all) > 0:
			present = append(present, field)
			record(checks.Supports, "the "+field+" is put into every line of a request: "+how(all), all[0])
		case len(some) > 0:
			absent = append(absent, field)
			record(checks.Refutes, "the "+field+" stands in single lines only: in "+wording.Counted(usage.Total(some), "place", "places")+" of "+wording.Counted(usage.FileCount(some), "file", "files"), some[0])
		default:
			absent = append(absent, field)
			record(checks.Refutes, "nothing puts the "+field+" into lines in "+overview.Searched(), usage.Place{})
		}
	}
	if carriers := overview.Some(usage.LogContext, func(one usage.Place) bool { return len(one.Fields) == 0 }); len(carriers) > 0 {
		record(checks.Neutral, "a request has a context or an id of its own ("+wording.Listed(usage.Libraries(carriers), 3)+"); whether a logger reads it is not seen there", carriers[0])
	}
	switch {
	case len(absent) == 0:
		observation.Headline = "lines carry " + strings.Join(present, ", ")
	case len(present) == 0:
		observation.Headline = "lines do not say to which request they belong"
		observation.Why = "Of two requests at once nobody can tell which line is whose."
	default:
		observation.Headline = "lines carry " + strings.Join(present, " and ") + ", and not " + strings.Join(absent, " and ")
	}
	if len(absent) > 0 {
		names := append(loggersOf(overview), overview.Framework())
		remedy := logContextSnippets().For("Put "+strings.Join(absent, ", ")+" into every line, once, where a request begins; the user's id as an opaque one, never an address", contextNames(overview, names)...)
		observation.Findings = []checks.Finding{usage.Finding(subject.Range, "log-context.missing", checks.SeverityWarning, usage.Place{}, "lines of a request lack "+strings.Join(absent, ", "), remedy)}
	}
	return observation
}

// contextNames orders the names that a snippet is looked for by: the framework with
// its logger, the framework, the loggers.
func contextNames(overview usage.Overview, loggers []string) []string {
	framework := overview.Framework()
	var names []string
	for _, logger := range loggers {
		names = append(names, framework+" with "+logger)
	}
	return append(append(names, framework), loggers...)
}

// contextOf returns the places that put a field into every line of a request, and
// those that put it into single ones.
func contextOf(overview usage.Overview, field string) (all, some []usage.Place) {
	for _, one := range overview.Signs[usage.LogContext] {
		switch {
		case !slices.Contains(one.Fields, field):
		case one.Detail == singleLines:
			some = append(some, one)
		default:
			all = append(all, one)
		}
	}
	// A tracer or a middleware is the strongest sign, and shown first.
	slices.SortStableFunc(all, func(a, b usage.Place) int { return rank(a) - rank(b) })
	return all, some
}

func rank(one usage.Place) int {
	if at := slices.Index([]string{"middleware", "tracer", "bound", "mixin", "filter", "format"}, one.Detail); at >= 0 {
		return at
	}
	return len(one.Detail)
}

// how says by what a field gets into lines.
func how(places []usage.Place) string {
	var ways []string
	for _, one := range places {
		way := one.Detail
		if one.Library != "" {
			way = one.Library + " (" + one.Detail + ")"
		}
		if !slices.Contains(ways, way) {
			ways = append(ways, way)
		}
	}
	return wording.Listed(ways, 3)
}
