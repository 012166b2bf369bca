package security

import (
	"context"
	"encoding/base64"
	"net/http"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/probe"
	"github.com/golive-app/golive/checks/evidence/source/route"
	"github.com/golive-app/golive/checks/wording"
	"github.com/golive-app/golive/config/regex"
)

// Tokens that no service may take: a word, one that says it is not signed, and one that
// ended in 2021 and is signed by nobody.
const (
	wrongToken   = "golive.invalid.token"
	expiredToken = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxIiwiZXhwIjoxNjA5NDU5MjAwfQ.Z29saXZl"
)

// unsignedSpellings are ways to say that a token is not signed: some verifiers refuse the
// first alone. https://www.rfc-editor.org/rfc/rfc8725#section-2.1
var unsignedSpellings = []string{"none", "None", "NONE", "nOnE"}

// unsignedToken is a token that says so, and that it is good until 2100.
func unsignedToken(spelling string) string {
	encoded := base64.RawURLEncoding.EncodeToString
	return encoded([]byte(`{"alg":"`+spelling+`","typ":"JWT"}`)) + "." + encoded([]byte(`{"sub":"1","role":"admin","exp":4102444800}`)) + "."
}

// attempt is one way to ask without being anybody.
type attempt struct {
	probe checks.Probe
	as    string // for people: "without credentials"
	rule  string // of the finding where it gets in
}

// attempts are the ways to ask for a path. Ended are headers of a session that has ended;
// nil: there are none.
func attempts(path string, variants bool, ended http.Header) []attempt {
	bearer := func(token string) http.Header { return http.Header{"Authorization": {"Bearer " + token}} }
	all := []attempt{
		{checks.Probe{Path: path}, "without credentials", "auth.open"},
		{checks.Probe{Path: path, Header: bearer(wrongToken)}, "with a token that is none", "auth.token"},
		{checks.Probe{Path: path, Header: bearer(unsignedToken(unsignedSpellings[0]))}, "with a token that is not signed (`alg: none`)", "auth.unsigned"},
		{checks.Probe{Path: path, Header: bearer(expiredToken)}, "with a token that has ended", "auth.expired"},
	}
	if ended != nil {
		all = append(all, attempt{checks.Probe{Path: path, Header: ended}, "with the session of a test user that has ended (`probes.ended_session`)", "auth.expired"})
	}
	if variants {
		for _, spelling := range unsignedSpellings[1:] {
			all = append(all, attempt{checks.Probe{Path: path, Header: bearer(unsignedToken(spelling))}, "with a token that is not signed (`alg: " + spelling + "`)", "auth.unsigned"})
		}
		for _, other := range []string{"/" + path, strings.TrimSuffix(path, "/") + "/", strings.ToUpper(path), path + "%2f", path + ";x=1", path + "/."} {
			if other != path {
				all = append(all, attempt{checks.Probe{Path: other}, "written as " + wording.Quoted(other), "auth.bypass"})
			}
		}
		all = append(all, attempt{checks.Probe{Path: "/", Header: http.Header{"X-Original-Url": {path}, "X-Rewrite-Url": {path}}}, "as `X-Original-URL` of `/`", "auth.bypass"})
	}
	return all
}

// Bounds of what is tried.
const (
	mostTried    = 40 // routes
	mostVariants = 5  // of them in other spellings too
)

// parameter matches a parameter of a path.
var parameter = regex.New(`\{[^{}]*\}`)

// wantsAsking reports whether a route should not answer everybody: by its path, or by
// what stands before it in the code. Who asks for /health need not say who they are,
// whatever stands before it.
func wantsAsking(one route.Route) bool {
	return one.Sensitive != "" || standingOf(one) == standsGuarded && one.Public == ""
}

// tried is the path at which a route is asked: with a number for each parameter, and at
// its beginning where it takes all that is below one, as an administration does.
func tried(path string) (asked string, known bool) {
	if begins, below := strings.CutSuffix(path, "{*}"); below && strings.Trim(begins, "/") != "" {
		path = begins
	}
	return parameter.ReplaceAllString(path, "1"), !strings.ContainsAny(path, "*?")
}

// trial is a route and what was tried of it.
type trial struct {
	route    route.Route
	path     string
	variants bool // it is tried in other spellings too
	attempts []attempt
	answers  []checks.Exchange
}

// planAuthentication returns the routes to try: those that are asked with GET and should
// not answer everybody.
func planAuthentication(all stands, ended http.Header) []trial {
	var trials []trial
	seen := map[string]bool{}
	for _, routes := range [][]route.Route{all.open, all.unclear, all.guarded} {
		for _, one := range routes {
			path, known := tried(one.Path)
			if one.Method != "GET" && one.Method != "ANY" || one.Kind != "" || one.Unmounted || !known || len(trials) == mostTried {
				continue
			}
			if !wantsAsking(one) {
				continue
			}
			if seen[path] {
				continue
			}
			seen[path] = true
			trials = append(trials, trial{route: one, path: path, variants: len(trials) < mostVariants, attempts: attempts(path, len(trials) < mostVariants, ended)})
		}
	}
	return trials
}

// askTrials asks for each route without anything, and then, where that is refused, in
// the other ways: who gets in without anything needs no token.
func askTrials(ctx context.Context, look *probe.Look, trials []trial) error {
	var plan []checks.Probe
	for _, one := range trials {
		plan = append(plan, one.attempts[0].probe)
	}
	answers, err := look.Ask(ctx, plan...)
	if err != nil {
		return err
	}
	plan = nil
	for index := range trials {
		one := &trials[index]
		if one.answers = append(one.answers, answers[index]); probe.Refused(answers[index]) {
			for _, way := range one.attempts[1:] {
				plan = append(plan, way.probe)
			}
		}
	}
	if answers, err = look.Ask(ctx, plan...); err != nil {
		return err
	}
	for index := range trials {
		if one := &trials[index]; probe.Refused(one.answers[0]) {
			count := len(one.attempts) - 1
			one.answers, answers = append(one.answers, answers[:count]...), answers[count:]
		}
	}
	return nil
}

// liveAuthentication adds what staging answers to nobody to what stands before the
// routes.
func liveAuthentication(ctx context.Context, subject checks.Subject, all stands, static checks.Observation) (checks.Observation, error) {
	look, err := probe.Enter(ctx, subject, &static)
	if err != nil || look == nil {
		return static, err
	}
	ended := endedSession(look, subject.Policy.Probes.EndedSession, subject.Now())
	trials := planAuthentication(all, ended)
	if err := askTrials(ctx, look, trials); err != nil {
		return checks.Observation{}, err
	}
	root, err := look.Ask(ctx, checks.Probe{Path: "/", Follow: true})
	if err != nil {
		return checks.Observation{}, err
	}
	refused, opened := judgeAuthentication(look, trials, all, root[0], ended != nil)
	return look.Join(static, func(one *checks.Finding) bool {
		if one == nil {
			return len(look.Missing) == 0
		}
		if one.Rule == "auth.none" && len(refused) > 0 {
			return true
		}
		// A route that was refused live asks, whatever the code seemed to say, and one that
		// was open is told by what it said.
		return slices.ContainsFunc(slices.Concat(refused, opened), func(other route.Route) bool { return other.File == one.Path && other.Line == one.Line })
	}), nil
}
