package security

import (
	"bytes"
	"fmt"
	"net/http"
	"slices"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/probe"
	"github.com/golive-app/golive/checks/evidence/source/route"
	"github.com/golive-app/golive/checks/wording"
)

// judgeAuthentication says what the answers mean for security.authentication, and
// returns the routes that refused whoever is nobody, and those that told them something. Ended says that a session that has
// ended was tried too.
func judgeAuthentication(look *probe.Look, trials []trial, all stands, root checks.Exchange, ended bool) (refused, opened []route.Route) {
	var accused []route.Route
	guards := map[string]string{} // guards that refused live, with where
	var unclear, absent []string
	why, spelled := "", 0
	for index := range trials {
		one := &trials[index]
		first := &one.answers[0]
		switch reason := probe.Unclear(*first); {
		case reason != "":
			unclear, why = append(unclear, where(first)), reason
		case probe.Refused(*first):
			refused = append(refused, one.route)
			if guard, found := one.route.Guarded(route.KindAuthentication); found {
				if _, known := guards[guard.Name]; !known {
					guards[guard.Name] = where(first)
				}
			}
			if one.variants {
				spelled++
			}
			if reason := judgeTricks(look, one, root); reason != "" {
				unclear, why = append(unclear, where(first)+" in another way"), reason
			}
		case first.Status >= 200 && first.Status < 300 && !probe.Same(look.Control, *first):
			accused = append(accused, one.route)
			if !nothing(first.Body()) {
				opened = append(opened, one.route)
			}
			accuseOpen(look, one, first)
		default: // 404, 400, the page for everything: nothing was shown, and nothing proven
			absent = append(absent, where(first))
		}
	}
	covered, rest := coverage(all, slices.Concat(refused, accused), guards)
	total := len(refused) + len(accused) + covered + len(rest)
	if len(refused) > 0 && look.Errors() == 0 {
		text := fmt.Sprintf("%d of %s that should not answer everybody refused requests without credentials and with tokens that are none, unsigned or ended", len(refused), wording.Counted(total, "route", "routes"))
		if ended {
			text += ", and a session of a test user that has ended"
		}
		if spelled > 0 {
			text += fmt.Sprintf(", %d of them in other spellings too", spelled)
		}
		if covered > 0 {
			text += fmt.Sprintf("; %d more (other methods, or such as need a thing that is there) stand behind the same guards: %s", covered, guardList(guards))
		}
		exchange := refusedExchange(trials)
		look.Record(checks.Supports, exchange, total, "%s", text)
	}
	if root.Status < 200 || root.Status >= 400 {
		look.Record(checks.Neutral, nil, 1, "`GET /` answered %d: nothing was seen that answers everybody", root.Status)
	} else {
		look.Record(checks.Neutral, nil, 1, "positive control: `GET /` answered %d, so requests get through", root.Status)
	}
	const enough = 95 // of a hundred
	switch {
	case len(unclear) > 0:
		look.Lack(fmt.Sprintf("%s told nothing: %s", wording.Listed(unclear, 3), why), "See that they answer, then rerun.")
	case total == 0:
		look.Lack("no route was found that should not answer everybody and can be tried with GET", "A security engineer tries the routes that matter, and signs.")
	case (total-len(rest))*100 < total*enough:
		names := namedAll(rest)
		if len(absent) > 0 {
			names += "; not there on staging: " + wording.Listed(absent, 3)
		}
		look.Lack(fmt.Sprintf("%d of %s could not be tried, nor stand behind a guard that was seen to refuse: %s", len(rest), wording.Counted(total, "route", "routes"), names), "A security engineer tries them without credentials, and signs.")
	}
	if look.Errors() > 0 {
		look.Headline = wording.Counted(look.Errors(), "door of staging opens", "doors of staging open") + " to nobody in particular"
		look.Why = wording.Capital(look.First().Message) + "."
	} else {
		look.Headline = fmt.Sprintf("%d of %s refused whoever is nobody on staging", len(refused)+covered, wording.Counted(total, "route", "routes"))
	}
	return refused, opened
}

// accuseOpen makes a finding of a route that answers everybody.
func accuseOpen(look *probe.Look, one *trial, first *checks.Exchange) {
	place := wording.QuotedPath(fmt.Sprintf("%s:%d", one.route.File, one.route.Line))
	severity, outcome, shown := checks.SeverityError, checks.Refutes, fmt.Sprintf("%d with %d bytes", first.Status, first.Length)
	if nothing(first.Body()) {
		severity, outcome, shown = checks.SeverityWarning, checks.Neutral, fmt.Sprintf("%d with an empty list", first.Status)
	}
	look.Find("auth.open", severity, first, fmt.Sprintf("%s answered %s without credentials (%s)", where(first), shown, place), "Put the guard of the routes beside it before it; or say in the product's own document that it is for everybody.")
	look.Record(outcome, first, 1, "%s answered %s without credentials", where(first), shown)
}

// nothing reports whether a body is an empty list or object.
func nothing(body []byte) bool {
	plain := bytes.Join(bytes.Fields(body), nil)
	return slices.Contains([]string{"", "[]", "{}", `{"data":[]}`, `{"items":[]}`, `{"results":[]}`, "null"}, string(plain))
}

// judgeTricks looks at a route that refuses, asked in other ways. It returns why one of
// them told nothing.
func judgeTricks(look *probe.Look, one *trial, root checks.Exchange) (unclear string) {
	broken := false
	for index := 1; index < len(one.answers); index++ {
		way, answer := one.attempts[index], &one.answers[index]
		if answer.Status == http.StatusForbidden || answer.Status == http.StatusUnauthorized {
			continue // by the service, or by a firewall that likes no such path
		}
		if answer.Status >= 500 && answer.Failure == "" && probe.Wall(*answer) == "" {
			if way.probe.Path == one.path && !broken { // a token, not a spelling
				broken = true
				look.Find("auth.broken", checks.SeverityWarning, answer, fmt.Sprintf("%s answered %d %s: it breaks where it should refuse", wording.Quoted("GET "+one.path), answer.Status, way.as), "Answer 401 where a token cannot be read.")
			}
			continue
		}
		if reason := probe.Unclear(*answer); reason != "" {
			unclear = way.as + ": " + reason
			continue
		}
		if answer.Status < 200 || answer.Status >= 300 || probe.Same(look.Control, *answer) || way.probe.Path == "/" && probe.Alike(answer.Body(), root.Body()) {
			continue
		}
		// The way round leads to an app's page for every path, or to the first page again.
		if probe.HTML(*answer) && probe.Alike(answer.Body(), root.Body(), one.path) {
			continue
		}
		look.Find(way.rule, checks.SeverityError, answer, fmt.Sprintf("%s refuses whoever is nobody, and answered %d %s", wording.Quoted("GET "+one.path), answer.Status, way.as), trickRemedies[way.rule])
		look.Record(checks.Refutes, answer, 1, "%s answered %d %s", wording.Quoted("GET "+one.path), answer.Status, way.as)
		return unclear
	}
	if first := one.answers[0]; first.Status == http.StatusUnauthorized && first.Answer().Get("WWW-Authenticate") == "" && !slices.ContainsFunc(look.Findings, func(one checks.Finding) bool { return one.Rule == "auth.challenge" }) {
		look.Find("auth.challenge", checks.SeverityNotice, &one.answers[0], where(&one.answers[0])+" answers 401 without `WWW-Authenticate`", "Name the scheme: `WWW-Authenticate: Bearer`.")
	}
	return unclear
}

// trickRemedies mend what got in.
var trickRemedies = map[string]string{
	"auth.token":    "Verify the token before anything of the request is answered.",
	"auth.unsigned": "Name the algorithms that are accepted when tokens are verified, and never `none`, however it is written.",
	"auth.expired":  "Verify the signature and `exp` of tokens, and ask for sessions where they are kept.",
	"auth.bypass":   "Let the guard see the path that the router sees: guard the router, not a list of paths, and drop `X-Original-URL` at the edge.",
}

// coverage tells how many other routes stand behind guards that were seen to refuse, and
// which are left.
func coverage(all stands, told []route.Route, guards map[string]string) (covered int, rest []route.Route) {
	for _, routes := range [][]route.Route{all.guarded, all.open, all.unclear} {
		for _, one := range routes {
			if one.Kind != "" || !wantsAsking(one) || slices.ContainsFunc(told, func(other route.Route) bool { return keyOf(other) == keyOf(one) }) {
				continue
			}
			guard, found := one.Guarded(route.KindAuthentication)
			if _, proven := guards[guard.Name]; found && proven {
				covered++
				continue
			}
			rest = append(rest, one)
		}
	}
	return covered, rest
}

func guardList(guards map[string]string) string {
	var names []string
	for name, at := range guards {
		names = append(names, wording.Quoted(name)+" (seen at "+at+")")
	}
	slices.Sort(names)
	return wording.Listed(names, 3)
}

// refusedExchange is the answer of the first route that refused.
func refusedExchange(trials []trial) *checks.Exchange {
	for index := range trials {
		if probe.Refused(trials[index].answers[0]) {
			return &trials[index].answers[0]
		}
	}
	return nil
}
