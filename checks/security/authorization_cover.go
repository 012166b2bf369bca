package security

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/probe"
	"github.com/golive-app/golive/checks/evidence/source/route"
	"github.com/golive-app/golive/checks/wording"
	"github.com/golive-app/golive/config/regex"
)

// refusesInBody matches what answers say that are refusals with a status of success.
var refusesInBody = regex.New(`(?i)\b(?:forbidden|unauthori[sz]ed|unauthenticated|access[ _-]?denied|permission[ _-]?denied|not[ _-]?(?:allowed|permitted|authori[sz]ed)|insufficient[ _-](?:permissions?|scope|rights))\b`)

// emptyAnswer reports whether an answer holds nothing.
func emptyAnswer(exchange *checks.Exchange) bool {
	switch string(bytes.Join(bytes.Fields(exchange.Body()), nil)) {
	case "", "[]", "{}", "null", `{"data":[]}`, `{"items":[]}`, `{"results":[]}`:
		return true
	}
	return false
}

// sameObject reports whether two answers show the same thing: JSON whose values are for the
// most part equal, or pages that are alike. Times and ids of requests differ.
func sameObject(one, other *checks.Exchange) bool {
	if bytes.Equal(one.Body(), other.Body()) {
		return true
	}
	var first, second any
	if json.Unmarshal(one.Body(), &first) != nil || json.Unmarshal(other.Body(), &second) != nil {
		return !probe.JSON(*one) && probe.Alike(one.Body(), other.Body())
	}
	values, others := map[string]bool{}, map[string]bool{}
	flatten(first, "", values)
	flatten(second, "", others)
	common := 0
	for value := range values {
		if others[value] {
			common++
		}
	}
	const share = 70 // of a hundred
	return common > 0 && common*100 >= share*max(len(values), len(others))
}

// mostValues of an answer are compared.
const mostValues = 5000

// flatten lists the values of a document with their places.
func flatten(value any, at string, into map[string]bool) {
	if len(into) >= mostValues || len(at) > 2000 {
		return
	}
	switch value := value.(type) {
	case map[string]any:
		for name, inner := range value {
			flatten(inner, at+"."+name, into)
		}
	case []any:
		for index, inner := range value {
			flatten(inner, fmt.Sprintf("%s[%d]", at, index), into)
		}
	default:
		into[fmt.Sprint(at, "=", value)] = true
	}
}

// leastCovered is how many of a hundred routes that ask who asks the matrix has to name.
const leastCovered = 90

// coverage counts the routes that should not answer everybody, and those of them that
// were tried.
func (t *roleTrial) coverage() (covered, all int) {
	for _, one := range t.routes {
		_, asks := one.Guarded(route.KindAuthorization)
		if one.Kind != "" || one.Unmounted || one.Public != "" || !asks && one.Sensitive == "" && standingOf(one) != standsGuarded {
			continue
		}
		all++
		for _, tried := range t.tried.Routes {
			if at, found := t.inventory(tried.MatrixRoute); tried.Skipped == "" && found && keyOf(at) == keyOf(one) {
				covered++
				break
			}
		}
	}
	return covered, all
}

// record sums up.
func (t *roleTrial) record(covered, all int) {
	look := t.look
	if len(t.unclear) > 0 {
		look.Lack(fmt.Sprintf("%d of %s told nothing: %s", len(t.unclear), wording.Counted(t.cells, "request", "requests"), wording.Listed(t.unclear, 3)), "Mend the tokens or the paths in `.golive/authz.yml`, then rerun.")
	}
	share := wording.Counted(all, "route", "routes")
	switch {
	case look.Errors() > 0:
		look.Headline = wording.Counted(look.Errors(), "role gets", "roles get") + " what it may not"
		if look.Errors() > 1 {
			look.Headline = fmt.Sprintf("%d times a role gets what it may not", look.Errors())
		}
		look.Why = wording.Capital(look.First().Message) + "."
	case t.held == 0:
	case all > 0 && covered*100 < all*leastCovered:
		look.Record(checks.Supports, nil, t.held, "%d of %s as %s were answered as declared, each refusal beside somebody who gets in; %d of %s that ask who asks are named, and %d %% are wanted",
			t.held, wording.Counted(t.cells, "request", "requests"), wording.Counted(len(t.tried.Roles), "role", "roles"), covered, share, leastCovered)
		if last := &look.Evidence[len(look.Evidence)-1]; last.Grade > checks.E3 {
			last.Grade = checks.E3
		}
		look.Headline = fmt.Sprintf("roles hold on %d of %s that ask who asks", covered, share)
		look.Why = "`.golive/authz.yml` names too few of them: a security engineer looks at the others, or they are added."
	default:
		text := ""
		if all > 0 {
			text = fmt.Sprintf("; %d of %s that ask who asks are named", covered, share)
		}
		look.Record(checks.Supports, nil, t.held, "%d of %s as %s were answered as declared, each refusal beside somebody who gets in%s",
			t.held, wording.Counted(t.cells, "request", "requests"), wording.Counted(len(t.tried.Roles), "role", "roles"), text)
		look.Headline, look.Why = fmt.Sprintf("%d of %s were answered to their roles as declared", t.held, wording.Counted(t.cells, "request", "requests")), ""
	}
}
