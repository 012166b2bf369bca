package security

import (
	"context"
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source/openapi"
	"github.com/golive-app/golive/checks/evidence/source/route"
	"github.com/golive-app/golive/checks/snippet"
	"github.com/golive-app/golive/checks/wording"
)

//go:embed authentication.md
var authenticationText string

var authenticationSnippets = sync.OnceValue(func() snippet.Book { return snippet.Parse(authenticationText) })

// Authentication checks security.authentication: which routes ask who asks, and which
// that should do not. Code alone never passes it: what stands before the program, and
// whether the guards hold, is seen on staging.
type Authentication struct {
	Projects Projects
}

// NewAuthentication returns the check.
func NewAuthentication(projects Projects) checks.Check { return Authentication{Projects: projects} }

// Observe reads the routes and what stands before each.
func (a Authentication) Observe(ctx context.Context, subject checks.Subject) (checks.Observation, error) {
	if subject.Source == nil {
		return unreadable, nil
	}
	code, err := a.Projects.Project(ctx, subject.Source)
	if err != nil {
		return checks.Observation{}, fmt.Errorf("reading the routes: %w", err)
	}
	found := surfaceOf(code)
	past, err := readBefore(ctx, subject, found.routes)
	if err != nil {
		return checks.Observation{}, fmt.Errorf("reading what was documented before: %w", err)
	}
	return liveAuthentication(ctx, subject, standsOf(found.routes, past), observeAuthentication(subject, found, past))
}

// stands are the routes of a product by how they stand.
type stands struct {
	guarded, public, unclear, open []route.Route
	documented                     []route.Route // that ask nobody, as the product's own document has it
	self                           []route.Route // of the open ones those that the release itself has documented so
	notes                          map[routeKey]string
	harmless                       int // that ask nobody, and say nothing that needs it
}

// routeKey tells routes apart where something is said of one.
type routeKey struct {
	file   string
	line   int
	method string
	path   string
}

func keyOf(one route.Route) routeKey { return routeKey{one.File, one.Line, one.Method, one.Path} }

func standsOf(routes []route.Route, past before) stands {
	all := stands{notes: map[routeKey]string{}}
	for _, one := range routes {
		switch standing := standingOf(one); {
		case standing == standsGuarded:
			all.guarded = append(all.guarded, one)
		case standing == standsPublic:
			all.public = append(all.public, one)
		case one.Sensitive == "":
			all.harmless++
		case standing == standsOpen && one.Documented.Security == openapi.Public:
			lifts, why := past.lifts(one)
			if lifts {
				all.documented = append(all.documented, one)
				continue
			}
			all.notes[keyOf(one)] = why
			all.self = append(all.self, one)
			all.open = append(all.open, one)
		case standing == standsOpen:
			all.open = append(all.open, one)
		default:
			all.unclear = append(all.unclear, one)
		}
	}
	return all
}

// observeAuthentication states what the routes mean for the item.
func observeAuthentication(subject checks.Subject, found surface, past before) checks.Observation {
	if why := found.notService(); why != "" {
		return checks.Observation{NotApplicable: why}
	}
	observation := checks.Observation{}
	if missing, some := found.unread(); some {
		observation.Missing = append(observation.Missing, missing)
	}
	observation.Missing = append(observation.Missing, checks.Unvisited("no route of the staging environment was tried without credentials", "a security engineer tries the routes below without credentials"))
	if len(found.routes) == 0 {
		return observation
	}
	all := standsOf(found.routes, past)
	record := func(outcome checks.Outcome, summary string, at route.Route) {
		observation.Evidence = append(observation.Evidence, found.evidence(subject, checks.E2, outcome, summary, at.File, at.Line))
	}
	if len(all.guarded) > 0 {
		record(checks.Supports, fmt.Sprintf("%d of %s ask who asks: %s", len(all.guarded), found.searched(), guardNames(all.guarded, route.KindAuthentication)), all.guarded[0])
	}
	if len(all.public) > 0 {
		record(checks.Neutral, wording.Counted(len(all.public), "route is", "routes are")+" open by what they are for: "+namedAll(all.public), all.public[0])
	}
	if len(all.documented) > 0 {
		first := all.documented[0].Documented
		observation.Evidence = append(observation.Evidence, found.evidence(subject, checks.E2, checks.Neutral, fmt.Sprintf("%s open, and the product's own document says that %s: %s",
			wording.Counted(len(all.documented), "route is", "routes are"), isOrAre(len(all.documented)), namedAll(all.documented)), first.File, first.Line))
	}
	if len(all.self) > 0 {
		first := all.self[0].Documented
		observation.Evidence = append(observation.Evidence, found.evidence(subject, checks.E2, checks.Neutral, fmt.Sprintf("that %s for everybody says a document as this release has it, which excuses nothing that the release brings: %s",
			wording.Counted(len(all.self), "route is", "routes are"), namedAll(all.self)), first.File, first.Line))
	}
	if len(all.unclear) > 0 {
		record(checks.Neutral, fmt.Sprintf("%s that should not answer everybody, and what stands before %s could not be read to its end: %s%s",
			wording.Counted(len(all.unclear), "route", "routes"), itOrThem(len(all.unclear)), namedAll(all.unclear), doubts(all.unclear)), all.unclear[0])
	}
	if len(all.open) > 0 {
		record(checks.Refutes, fmt.Sprintf("%s of %d that should not answer everybody, and nothing asks who asks: %s",
			wording.Counted(len(all.open), "route", "routes"), len(found.routes)-all.harmless, namedAll(all.open)), all.open[0])
	}
	var tally openTally
	observation.Findings, tally = authenticationFindings(subject, found, all)
	observation.Headline, observation.Why = authenticationWords(subject.Range, found, all, tally)
	return observation
}

// doubts says why it is not known what stands before routes, behind their names.
func doubts(routes []route.Route) string {
	var whys []string
	for _, one := range routes {
		for _, guard := range one.Guards {
			if guard.Why != "" && !harmless.MatchString(guard.Name) && !slices.Contains(whys, guard.Why) {
				whys = append(whys, guard.Why)
			}
		}
	}
	if len(whys) == 0 {
		return ""
	}
	more := ""
	if len(whys) > 3 {
		more = fmt.Sprintf("; and %d more", len(whys)-3)
		whys = whys[:3]
	}
	return " (" + strings.Join(whys, "; ") + more + ")"
}

func isOrAre(count int) string {
	if count == 1 {
		return "it is for everybody"
	}
	return "they are for everybody"
}

func itOrThem(count int) string {
	if count == 1 {
		return "it"
	}
	return "them"
}

// guardNames lists what stands before routes, with how often.
func guardNames(routes []route.Route, kind route.Kind) string {
	counts := map[string]int{}
	var order []string
	for _, one := range routes {
		guard, _ := one.Guarded(kind)
		if counts[guard.Name]++; counts[guard.Name] == 1 {
			order = append(order, guard.Name)
		}
	}
	sortByCount(order, counts)
	for i, name := range order {
		order[i] = fmt.Sprintf("%s (%d)", wording.Quoted(name), counts[name])
	}
	return wording.Listed(order, 4)
}

// authenticationWords sums the result up.
func authenticationWords(span *checks.Range, found surface, all stands, tally openTally) (headline, why string) {
	switch {
	case tally.errors > 0:
		headline = wording.Counted(tally.errors, "route answers", "routes answer") + " without asking who asks"
		why = "Routes beside them ask; these do not."
		if span == nil {
			why += " There is no release range to compare with, so everything counts as new."
		}
	case len(all.guarded) == 0 && len(all.open)+len(all.unclear) > 0:
		headline = "nothing known asks who asks, before any of " + wording.Counted(len(found.routes), "route", "routes")
		why = "No guard that golive knows stands before a route. A gateway in front may ask, which code does not show."
	case len(all.open) > 0:
		headline = fmt.Sprintf("%d of %s ask who asks; %d should and do not", len(all.guarded), wording.Counted(len(found.routes), "route", "routes"), len(all.open))
		if tally.before > 0 {
			why = fmt.Sprintf("%d of them were there before this release.", tally.before)
		}
	case len(all.guarded) > 0:
		headline = fmt.Sprintf("%d of %s ask who asks, %d open by what they are for", len(all.guarded), wording.Counted(len(found.routes), "route", "routes"), len(all.public))
		why = "It stands in the code; whether the guards hold can only be seen live."
	case len(all.documented) > 0:
		headline = wording.Counted(len(all.documented), "route asks", "routes ask") + " nobody, as the product's own document says"
		why = "Nothing that golive knows asks who asks before any other route."
	default:
		headline = "no route that names anything to guard"
	}
	return headline, why
}
