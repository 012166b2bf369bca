package security

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source/openapi"
	"github.com/golive-app/golive/checks/evidence/source/route"
	"github.com/golive-app/golive/checks/wording"
	"github.com/golive-app/golive/config/regex"
)

// RuleUnguarded is a route that answers without asking who asks.
const RuleUnguarded = "auth.unguarded"

// openTally counts the findings about open routes.
type openTally struct{ errors, before int }

// sortByCount sorts names, those that occur most often first.
func sortByCount(names []string, counts map[string]int) {
	slices.SortStableFunc(names, func(a, b string) int { return cmp.Or(counts[b]-counts[a], cmp.Compare(a, b)) })
}

// grave matches the paths whose answers are nobody's but their owner's, also where
// they are only read.
var grave = regex.New(`(?i)(?:^|[/_.-])(?:admins?|internal|exports?|billing|invoices?|payments?|orders?|accounts?|customers?|secrets?|credentials?|tokens?|(?:api-?)?keys?|transactions?|wallets?|patients?)(?:$|[/_.{-])`)

// authenticationFindings accuses routes, one by one what the release brought, and
// what was there before by file.
func authenticationFindings(subject checks.Subject, found surface, all stands) ([]checks.Finding, openTally) {
	var findings []checks.Finding
	var tally openTally
	if len(all.guarded) == 0 {
		if len(all.open) > 0 {
			first := all.open[0]
			findings = append(findings, checks.Finding{
				Rule: "auth.none", Severity: checks.SeverityWarning, Path: first.File, Line: first.Line, EndLine: first.Line, Grade: checks.E2,
				Message:     fmt.Sprintf("no route asks who asks, as far as could be read; %s should, %s among them", wording.Counted(len(all.open), "route", "routes"), named(first)),
				Remedy:      authenticationSnippets().For("Put a guard before them; where a gateway in front of the program asks, a security engineer says so and signs", first.Framework),
				Fingerprint: checks.Fingerprint("auth.none", first.File),
			})
		}
		return findings, tally
	}
	before := map[string][]route.Route{}
	seen := map[string]int{}
	for _, one := range all.open {
		allow := found.allowed("authentication", one.File, one.Line)
		if allow != nil && allow.Reason != "" {
			continue
		}
		if subject.Range != nil && !isNew(subject.Range, one) {
			before[one.File] = append(before[one.File], one)
			tally.before++
			continue
		}
		severity := checks.SeverityWarning
		if allow == nil && certain(one, all.guarded) {
			severity = checks.SeverityError
			tally.errors++
		}
		key := one.File + one.Method + one.Path
		findings = append(findings, checks.Finding{
			Rule: RuleUnguarded, Severity: severity, Path: one.File, Line: one.Line, EndLine: one.Line, Grade: checks.E2,
			Message: openMessage(one, all), Remedy: openRemedy(one, all.guarded),
			Fingerprint: checks.Fingerprint(RuleUnguarded, one.File, one.Method, one.Path, fmt.Sprint(seen[key])),
		})
		seen[key]++
	}
	for file, routes := range before {
		first := routes[0]
		message := openMessage(first, all)
		if more := len(routes) - 1; more > 0 {
			message += fmt.Sprintf("; so do %d more in this file", more)
		}
		findings = append(findings, checks.Finding{
			Rule: RuleUnguarded, Severity: checks.SeverityWarning, Path: file, Line: first.Line, EndLine: first.Line, Grade: checks.E2,
			Message: message + ", there before this release", Remedy: openRemedy(first, all.guarded), Fingerprint: checks.Fingerprint(RuleUnguarded, file, first.Method, first.Path, "before"),
		})
	}
	checks.SortFindings(findings)
	return findings, tally
}

// isNew reports whether a release brought a route: its registration, or the function
// that answers it.
func isNew(span *checks.Range, one route.Route) bool {
	return span.Adds(one.File, one.Line) || one.Handler.Line > 0 && span.Adds(one.Handler.File, one.Handler.Line)
}

// certain reports whether a route that asks nobody is wrong beyond doubt: it changes
// data, or shows what is its owner's alone, and routes beside it ask.
func certain(one route.Route, guarded []route.Route) bool {
	if one.Method == "GET" || one.Method == "ANY" || one.Method == "HEAD" || one.Method == "QUERY" {
		if !grave.MatchString(one.Path) {
			return false
		}
	}
	other, beside := neighbour(one, guarded)
	if !beside || demonstrates.MatchString(one.File) {
		return false
	}
	// A neighbour that refuses somebody in its own body shows no rule of the product's.
	guard, _ := other.Guarded(route.KindAuthentication)
	return !strings.HasPrefix(guard.Name, "answers ")
}

// demonstrates matches the folders of what is there to be shown.
var demonstrates = regex.New(`(?i)(?:^|[/_-])(?:demos?|examples?|samples?|mocks?|kitchen-?sink|playground)(?:$|[/_-])`)

// neighbour returns a guarded route that is registered beside another one: in the
// same file, or in the same folder with the same framework.
func neighbour(one route.Route, guarded []route.Route) (route.Route, bool) {
	best, at := -1, 0
	for i, other := range guarded {
		if other.Framework != one.Framework {
			continue
		}
		near := 0
		switch {
		case other.File == one.File:
			near = 3
		case path.Dir(other.File) == path.Dir(one.File):
			near = 2
		case path.Dir(path.Dir(other.File)) == path.Dir(path.Dir(one.File)):
			near = 1
		default:
			continue
		}
		if near > best {
			best, at = near, i
		}
	}
	if best < 0 {
		return route.Route{}, false
	}
	return guarded[at], true
}

func openMessage(one route.Route, all stands) string {
	message := named(one) + " answers without asking who asks: " + one.Sensitive
	if other, beside := neighbour(one, all.guarded); beside {
		guard, _ := other.Guarded(route.KindAuthentication)
		message += fmt.Sprintf("; %s passes %s first", named(other), wording.Quoted(guard.Name))
	}
	if said := one.Documented; said.Security == openapi.Protected {
		message += fmt.Sprintf("; %s documents that it asks for %s", wording.QuotedPath(fmt.Sprintf("%s:%d", said.File, said.Line)), wording.Listed(wording.QuotedPaths(said.Requires), 3))
	}
	if note := all.notes[keyOf(one)]; note != "" {
		message += "; " + note
	}
	return message
}

func openRemedy(one route.Route, guarded []route.Route) string {
	remedy := "Put a guard before it"
	if other, beside := neighbour(one, guarded); beside {
		guard, _ := other.Guarded(route.KindAuthentication)
		remedy = fmt.Sprintf("Put %s before it, as %s has it", wording.Quoted(guard.Name), wording.QuotedPath(fmt.Sprintf("%s:%d", guard.File, guard.Line)))
	}
	remedy += ". Where everybody may ask, say so on the line above: `golive-allow authentication: reason`"
	return authenticationSnippets().For(remedy, one.Framework)
}
