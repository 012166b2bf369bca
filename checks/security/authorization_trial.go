package security

import (
	"fmt"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/load/scenario"
	"github.com/golive-app/golive/checks/evidence/permission"
	"github.com/golive-app/golive/checks/evidence/probe"
	"github.com/golive-app/golive/checks/evidence/source/route"
	"github.com/golive-app/golive/checks/wording"
)

// roleTrial judges what staging answered to roles.
type roleTrial struct {
	look   *probe.Look
	tried  permission.Tried
	lineOf func(name string) int
	routes []route.Route

	refused []route.Route // where each role that may not was refused
	held    int           // cells that were as declared
	cells   int           // that were tried
	pairs   int           // of a refusal and who gets in that are shown
	unclear []string      // cells that told nothing, with why
}

func (t *roleTrial) refusedAt(path string, line int) bool {
	return slices.ContainsFunc(t.refused, func(one route.Route) bool { return one.File == path && one.Line == line })
}

// entry tells what an answer says to whoever asked.
type entry int

// What an answer says.
const (
	saysNothing entry = iota
	letIn
	pastTheDoor // it looked at what was sent, which is behind where it asks who asks
	turnedAway
	notThere
)

// entryOf reads an answer.
func entryOf(control checks.Control, exchange *checks.Exchange) (says entry, why string) {
	if reason := probe.Unclear(*exchange); reason != "" {
		return saysNothing, reason
	}
	_, login := probe.LeadsToLogin(*exchange)
	switch status := exchange.Status; {
	case probe.Refused(*exchange):
		return turnedAway, ""
	case status >= 200 && status < 300 && probe.Same(control, *exchange):
		return saysNothing, "it is what is answered to paths that are not there"
	case status >= 200 && status < 300 && refusesInBody.Match(exchange.Body()[:min(len(exchange.Body()), 4<<10)]) && len(exchange.Body()) < 4<<10:
		return saysNothing, fmt.Sprintf("it answered %d, and its text speaks of a refusal", status)
	case status >= 200 && status < 300:
		return letIn, ""
	case status == 304:
		return letIn, ""
	case status >= 300 && status < 400 && !login:
		return saysNothing, fmt.Sprintf("it answered %d and leads elsewhere", status)
	case status == 404 || status == 410:
		return notThere, ""
	case status == 400 || status == 409 || status == 412 || status == 415 || status == 422:
		return pastTheDoor, ""
	default:
		return saysNothing, fmt.Sprintf("it answered %d", status)
	}
}

// judge says what the answers mean.
func (t *roleTrial) judge() {
	proven := t.proven()
	for _, one := range t.tried.Routes {
		if one.Skipped != "" {
			t.findAt(one, "authz.skipped", checks.SeverityWarning, nil, fmt.Sprintf("%s was not tried: %s", wording.Quoted(one.Name()), one.Skipped),
				"Where staging's data may change, write `probes: {allow_writes: true}` into .golive.yml, beside `environments: {staging: {url: …}}`.")
			continue
		}
		t.route(one, proven)
	}
	covered, all := t.coverage()
	t.record(covered, all)
}

// proven are the roles that got in somewhere: a refusal of one that never did may be that
// of a token that ended.
func (t *roleTrial) proven() map[string]bool {
	proven := map[string]bool{}
	for _, role := range t.tried.Roles {
		proven[role.Name] = role.Nobody
	}
	for _, one := range t.tried.Routes {
		for _, cell := range slices.Concat(one.Allowed, one.Denied) {
			if says, _ := entryOf(t.look.Control, cell.Exchange); says == letIn {
				proven[cell.Role] = true
			}
		}
	}
	return proven
}

// route judges one route: each refusal needs somebody who gets in there.
func (t *roleTrial) route(one permission.Route, proven map[string]bool) {
	var twin *permission.Cell
	behind := false
	for index := range one.Allowed {
		cell := &one.Allowed[index]
		t.cells++
		says, why := entryOf(t.look.Control, cell.Exchange)
		switch {
		case says == letIn:
			t.held++
			if twin == nil || cell.Role == one.Owner {
				twin = cell
			}
		case says == pastTheDoor && one.Method != "GET":
			t.held++
			behind = true
		case says == turnedAway:
			t.findAt(one, "authz.refused", checks.SeverityWarning, cell.Exchange, fmt.Sprintf("role %s was refused with %d on %s, and may", wording.Quoted(cell.Role), cell.Exchange.Status, wording.Quoted(one.Name())),
				"See whether its token still holds, or take it out of `allow`.")
		default:
			if why == "" {
				why = fmt.Sprintf("it answered %d", cell.Exchange.Status)
			}
			t.tellsNothing(one, cell.Role, why)
		}
	}
	clean := true
	for index := range one.Denied {
		t.cells++
		clean = t.denied(one, &one.Denied[index], twin, behind, proven) && clean
	}
	if clean && twin != nil && t.pairs < mostPairs {
		t.pairs++
		first := one.Denied[0]
		t.look.Record(checks.Neutral, t.shown(first.Exchange), len(one.Denied)+len(one.Allowed), "%s: %s was refused with %d, %s got %d", wording.Quoted(one.Name()), wording.Quoted(first.Role), first.Exchange.Status, wording.Quoted(twin.Role), twin.Exchange.Status)
	}
	if clean && len(one.Denied) > 0 {
		if at, found := t.inventory(one.MatrixRoute); found {
			t.refused = append(t.refused, at)
		}
	}
}

// mostPairs are shown of refusals beside somebody who gets in.
const mostPairs = 12

// shown is an exchange without what is known by now to open something.
func (t *roleTrial) shown(exchange *checks.Exchange) *checks.Exchange {
	one := t.look.Staging().Shown(*exchange)
	return &one
}

// denied judges the answer to a role that may not, and reports whether it was refused so
// that it proves something.
func (t *roleTrial) denied(one permission.Route, cell, twin *permission.Cell, behind bool, proven map[string]bool) bool {
	says, why := entryOf(t.look.Control, cell.Exchange)
	role, name := wording.Quoted(cell.Role), wording.Quoted(one.Name())
	switch {
	case says == letIn && emptyAnswer(cell.Exchange) && one.Method == "GET":
		t.findAt(one, "authz.empty", checks.SeverityWarning, cell.Exchange, fmt.Sprintf("role %s was answered %d with nothing in it on %s, and may not ask", role, cell.Exchange.Status, name), "Refuse it with 403.")
	case says == letIn && one.Owner != "" && twin == nil:
		t.tellsNothing(one, cell.Role, "it was let in, and the owner was not, so that it is not known whose it is")
	case says == letIn && one.Owner != "" && !sameObject(cell.Exchange, twin.Exchange):
		t.tellsNothing(one, cell.Role, fmt.Sprintf("it was answered %d with something else than the owner", cell.Exchange.Status))
	case says == letIn:
		t.open(one, cell, twin)
	case says == pastTheDoor && one.Method != "GET":
		t.findAt(one, "authz.late", checks.SeverityWarning, cell.Exchange, fmt.Sprintf("role %s was answered %d on %s: what was sent was looked at before it was asked whether it may", role, cell.Exchange.Status, name), "Ask for the role before anything else.")
	case says == saysNothing:
		t.tellsNothing(one, cell.Role, why)
	case twin == nil && !behind:
		t.tellsNothing(one, cell.Role, "it was refused, and so was everybody who may, which proves nothing")
	case !proven[cell.Role]:
		t.tellsNothing(one, cell.Role, "it was refused, and got in nowhere else: its token may have ended")
	case says == turnedAway, says == notThere && twin != nil:
		t.held++
		return true
	default:
		t.tellsNothing(one, cell.Role, fmt.Sprintf("it answered %d", cell.Exchange.Status))
	}
	return false
}

// open makes a finding of a role that gets what it may not.
func (t *roleTrial) open(one permission.Route, cell, twin *permission.Cell) {
	message := fmt.Sprintf("role %s got %d on %s, and may not", wording.Quoted(cell.Role), cell.Exchange.Status, wording.Quoted(one.Name()))
	remedy := "Ask for the role before it"
	if one.Owner != "" {
		message = fmt.Sprintf("role %s got %d on %s, which is %s's own", wording.Quoted(cell.Role), cell.Exchange.Status, wording.Quoted(one.Name()), wording.Quoted(one.Owner))
		remedy = "Look for the object among those of whoever asks, and answer 404 where it is not there"
	}
	if twin != nil {
		message += fmt.Sprintf(" (%s: %d)", wording.Quoted(twin.Role), twin.Exchange.Status)
	}
	framework := ""
	if at, found := t.inventory(one.MatrixRoute); found {
		framework = at.Framework
		if guard, asks := at.Guarded(route.KindAuthorization); asks {
			remedy += fmt.Sprintf("; %s stands there, and lets it pass", wording.Quoted(guard.Name))
		}
	}
	t.findAt(one, "authz.open", checks.SeverityError, cell.Exchange, message, authorizationSnippets().For(remedy, framework))
	t.look.Record(t.refutes(), cell.Exchange, 1, "role %s was answered %d on %s", wording.Quoted(cell.Role), cell.Exchange.Status, wording.Quoted(one.Name()))
}

// refutes is what an answer says that refuses; of a version that nobody knows, nothing.
func (t *roleTrial) refutes() checks.Outcome {
	if t.look.Deployed.Proven() {
		return checks.Refutes
	}
	return checks.Neutral
}

func (t *roleTrial) tellsNothing(one permission.Route, role, why string) {
	t.unclear = append(t.unclear, fmt.Sprintf("%s as %s (%s)", wording.Quoted(one.Name()), wording.Quoted(role), why))
}

// findAt places a finding at the route in the code, else in the matrix.
func (t *roleTrial) findAt(one permission.Route, rule string, severity checks.Severity, exchange *checks.Exchange, message, remedy string) {
	path, line := permission.Path, t.lineOf(one.Name())
	if at, found := t.inventory(one.MatrixRoute); found {
		path, line = at.File, at.Line
	}
	t.look.FindAt(path, line, one.Name()+" "+message, rule, severity, exchange, message, remedy)
}

// inventory returns the route of the code that a route of the matrix asks for.
func (t *roleTrial) inventory(one scenario.MatrixRoute) (route.Route, bool) {
	asked, _, _ := strings.Cut(one.Path, "?")
	best, found := route.Route{}, false
	for _, other := range t.routes {
		if other.Method != one.Method && other.Method != "ANY" || !fits(other.Path, asked) {
			continue
		}
		if !found || strings.Count(other.Path, "{") < strings.Count(best.Path, "{") {
			best, found = other, true
		}
	}
	return best, found
}

// fits reports whether a path is one of a route's.
func fits(pattern, asked string) bool {
	wanted, given := strings.Split(strings.Trim(pattern, "/"), "/"), strings.Split(strings.Trim(asked, "/"), "/")
	if len(wanted) != len(given) {
		return false
	}
	for index := range wanted {
		if !strings.Contains(wanted[index], "{") && wanted[index] != given[index] {
			return false
		}
	}
	return true
}
