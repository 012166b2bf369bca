package security

import (
	"context"
	_ "embed"
	"fmt"
	"slices"
	"sync"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source/route"
	"github.com/golive-app/golive/checks/evidence/source/safeguard"
	"github.com/golive-app/golive/checks/snippet"
	"github.com/golive-app/golive/checks/wording"
	"github.com/golive-app/golive/config/regex"
)

//go:embed rate_limit.md
var rateLimitText string

var rateLimitSnippets = sync.OnceValue(func() snippet.Book { return snippet.Parse(rateLimitText) })

// RateLimit checks security.rate-limit: which limits of rates the code and the servers
// before it set up, whether the routes that take credentials have one, and whether
// staging keeps the limits that the policy declares.
type RateLimit struct {
	Projects Projects
}

// NewRateLimit returns the check.
func NewRateLimit(projects Projects) checks.Check { return RateLimit{Projects: projects} }

// Observe reads the code for limiters, and configuration for those of servers.
func (r RateLimit) Observe(ctx context.Context, subject checks.Subject) (checks.Observation, error) {
	if subject.Source == nil {
		return unreadable, nil
	}
	code, err := r.Projects.Project(ctx, subject.Source)
	if err != nil {
		return checks.Observation{}, fmt.Errorf("looking for limits of rates: %w", err)
	}
	edge, err := readEdge(ctx, subject.Source, edgeLimit)
	if err != nil {
		return checks.Observation{}, err
	}
	found := surfaceOf(code)
	static, limits := observeRateLimit(subject, found, code.Safeguards(), edge)
	return liveRateLimit(ctx, subject, found, limits, static)
}

// credentials matches the routes that take a secret and say whether it is right, or
// that send something to somebody.
var credentials = regex.New(`(?i)(?:^|[/_.-])(?:log-?in|sign-?in|sign-?up|register|registration|authenticate|forgot(?:-?password)?|(?:reset|change)-?password|password-?reset|otp|2fa|mfa|verify-?(?:code|otp|email|phone)|magic-?link|resend)(?:$|[/_.{-])`)

// rateLimits are the limits that were found.
type rateLimits struct {
	libraries []safeguard.Place // limiters, those left out that are only for calls to others
	weak      []safeguard.Place // such as may be for calls to others
	settings  []safeguard.Place
	edge      []edgePlace
	limited   []route.Route // routes with a limit before them
	open      []route.Route // routes that take credentials, without one
	covered   []route.Route // routes that take credentials, with one
}

func rateLimitsOf(found surface, safeguards safeguard.Overview, edge []edgePlace) rateLimits {
	limits := rateLimits{edge: edge}
	for _, one := range safeguards[safeguard.Limiter] {
		switch one.Library {
		case "x/time/rate", "limiter", "limits":
			limits.weak = append(limits.weak, one)
		default:
			limits.libraries = append(limits.libraries, one)
		}
	}
	for _, one := range safeguards.Set("DEFAULT_THROTTLE_CLASSES", "DEFAULT_THROTTLE_RATES") {
		if one.Detail != "empty" {
			limits.settings = append(limits.settings, one)
		}
	}
	for _, one := range found.routes {
		_, limited := one.Guarded(route.KindRateLimit)
		if limited {
			limits.limited = append(limits.limited, one)
		}
		if _, signedIn := one.Guarded(route.KindAuthentication); signedIn && !takesCredentials(one) {
			continue
		}
		if one.Method == "GET" || one.Method == "HEAD" || one.Method == "DELETE" || one.Kind != "" || one.Unmounted || !credentials.MatchString(one.Path) {
			continue
		}
		if limited {
			limits.covered = append(limits.covered, one)
		} else {
			limits.open = append(limits.open, one)
		}
	}
	return limits
}

// takesCredentials reports whether what asks who asks is the handler itself, as that
// of signing in does.
func takesCredentials(one route.Route) bool {
	guard, _ := one.Guarded(route.KindAuthentication)
	return guard.How == route.HowHandler && signingIn.MatchString(guard.Name)
}

// signingIn matches what handlers that take credentials do with them.
var signingIn = regex.New(`(?i)^answers |authenticat|log_?in|sign_?in|verify|password`)

func (l rateLimits) none() bool {
	return len(l.libraries)+len(l.settings)+len(l.edge)+len(l.limited) == 0
}

// signingIn reports whether a library guards signing in by itself, wherever its
// routes are.
func (l rateLimits) signingIn() bool {
	return slices.ContainsFunc(l.libraries, func(one safeguard.Place) bool { return one.Name == "signing in" })
}

// observeRateLimit states what the limits mean for the item, and which there are.
func observeRateLimit(subject checks.Subject, found surface, safeguards safeguard.Overview, edge []edgePlace) (checks.Observation, rateLimits) {
	if why := found.notService(); why != "" {
		return checks.Observation{NotApplicable: why}, rateLimits{}
	}
	seen := looks{subject: subject, found: found}
	if missing, some := found.unread(); some {
		seen.Missing = append(seen.Missing, missing)
	}
	seen.Missing = append(seen.Missing, checks.Unvisited("whether limits of rates hold is seen on staging", "a security engineer sends more requests than a client should to the routes below"))
	limits := rateLimitsOf(found, safeguards, faults(&seen, "ratelimit.edge", edge))
	limits.record(&seen)
	limits.accuse(&seen, safeguards)
	checks.SortFindings(seen.Findings)
	switch {
	case seen.errors() > 0:
		seen.Headline = wording.Counted(seen.errors(), "route that takes credentials has", "routes that take credentials have") + " no limit"
		seen.Why = "Whoever guesses passwords may do so as fast as the server answers."
	case limits.none():
		seen.Headline = "no limit of rates found"
		seen.Why = "No limiter is set up in the code, and no server or gateway in the repository is configured to limit. One outside of it may."
	case len(limits.open) > 0 && len(limits.edge) == 0 && !limits.signingIn():
		seen.Headline = fmt.Sprintf("limits by %s; %s without one seen", limits.names(), wording.Counted(len(limits.open), "route that takes credentials", "routes that take credentials"))
	default:
		seen.Headline = "limits by " + limits.names()
		seen.Why = "It stands in the code; whether the limits hold can only be seen live."
	}
	return seen.Observation, limits
}

func (l rateLimits) names() string {
	names := safeguard.Libraries(l.libraries)
	if len(l.settings) > 0 {
		names = append(names, "Django REST framework")
	}
	for _, one := range l.edge {
		if !slices.Contains(names, one.library) {
			names = append(names, one.library)
		}
	}
	if len(names) == 0 && len(l.limited) > 0 {
		guard, _ := l.limited[0].Guarded(route.KindRateLimit)
		names = append(names, wording.Quoted(guard.Name))
	}
	return wording.Listed(names, 3)
}

// record puts what was found on record.
func (l rateLimits) record(seen *looks) {
	for _, library := range safeguard.Libraries(l.libraries) {
		at := l.libraries[slices.IndexFunc(l.libraries, func(one safeguard.Place) bool { return one.Library == library })]
		where := ""
		if at.Name != "" {
			where = " for " + at.Name
		}
		seen.record(checks.E2, checks.Supports, at.Path, at.Line, "%s limits rates%s", library, where)
	}
	if len(l.settings) > 0 {
		at := l.settings[0]
		seen.record(checks.E2, checks.Supports, at.Path, at.Line, "Django REST framework limits by %s", wording.Quoted(at.Name))
	}
	if len(l.limited) > 0 {
		at := l.limited[0]
		seen.record(checks.E2, checks.Supports, at.File, at.Line, "%d of %s have a limit before them: %s", len(l.limited), seen.found.searched(), guardNames(l.limited, route.KindRateLimit))
	}
	if len(l.edge) > 0 {
		seen.record(checks.E2, checks.Supports, l.edge[0].path, l.edge[0].line, "%s is configured to limit rates", l.edge[0].library)
	}
	for _, one := range l.weak[:min(len(l.weak), 1)] {
		seen.record(checks.E1, checks.Neutral, one.Path, one.Line, "%s limits something; whether that is what clients ask or what the program asks of others was not told", one.Library)
	}
	if len(l.open) > 0 && len(l.edge) == 0 && !l.signingIn() {
		seen.record(checks.E2, checks.Refutes, l.open[0].File, l.open[0].Line, "%s no limit before them: %s", wording.Counted(len(l.open), "route that takes credentials has", "routes that take credentials have"), namedAll(l.open))
	}
	if l.none() {
		seen.record(checks.E2, checks.Refutes, "", 0, "no limit of rates found in %s", seen.found.Searched())
	}
}

// accuse makes findings of what is wrong with the limits.
func (l rateLimits) accuse(seen *looks, safeguards safeguard.Overview) {
	framework := seen.found.framework()
	switch {
	case l.none():
		at := safeguard.Place{}
		message := "nothing limits how often clients may ask"
		if len(l.open) > 0 {
			at = placeOf(l.open[0])
			message += ", " + named(l.open[0]) + " least of all"
		}
		seen.find("ratelimit.none", checks.SeverityWarning, at, message, rateLimitSnippets().For("Limit the routes that take credentials first, then the rest. Where a gateway outside of the repository limits, a security engineer says so and signs", framework))
	case len(l.edge) == 0 && !l.signingIn():
		for _, one := range l.open {
			if allow := seen.found.allowed("rate-limit", one.File, one.Line); allow != nil && allow.Reason != "" {
				continue
			}
			severity := checks.SeverityWarning
			message := named(one) + " takes credentials, and nothing limits how often it is asked"
			// A limiter that stands before other routes shows how this product limits.
			if other, beside := l.beside(one); beside && one.Handler.File != "" && !unclearGuards(one) {
				guard, _ := other.Guarded(route.KindRateLimit)
				message += fmt.Sprintf("; %s passes %s first", named(other), wording.Quoted(guard.Name))
				severity = checks.SeverityError
			}
			seen.find("ratelimit.credentials", severity, placeOf(one), message, rateLimitSnippets().For("Let it pass a limit by address and by account", one.Framework))
		}
	}
	for _, one := range safeguards[safeguard.Limiter] {
		if one.Detail == "x-forwarded-for" {
			seen.find("ratelimit.spoofable", checks.SeverityWarning, one, one.Library+" counts by `X-Forwarded-For`, which clients write themselves: a new value is a new client", "Count by the address that the framework works out (`req.ip` with `trust proxy` set to the number of your proxies).")
		}
	}
	if !l.none() && len(l.libraries) > 0 {
		for _, one := range safeguards[safeguard.Trust] {
			if one.Detail == "all" {
				seen.find("ratelimit.trust", checks.SeverityWarning, one, wording.Quoted(one.Name)+" believes every proxy: a client that writes `X-Forwarded-For` itself passes the limit", "Set it to the number of proxies before the program: `app.set(\"trust proxy\", 1)`.")
			}
		}
	}
}

// beside returns a limited route that shows how this product limits such as one: it
// takes credentials too, or is registered in the same file.
func (l rateLimits) beside(one route.Route) (route.Route, bool) {
	for _, other := range l.limited {
		if other.File == one.File {
			return other, true
		}
	}
	if len(l.covered) > 0 {
		return l.covered[0], true
	}
	return route.Route{}, false
}

// placeOf is the place of a route, for findings.
func placeOf(one route.Route) safeguard.Place {
	return safeguard.Place{Path: one.File, Sign: safeguard.Sign{Line: one.Line, Name: one.Method + " " + one.Path}}
}

// unclearGuards reports whether something stands before a route whose meaning is not
// known.
func unclearGuards(one route.Route) bool {
	return slices.ContainsFunc(one.Guards, func(guard route.Guard) bool {
		return guard.Kind == route.KindUnknown && !harmless.MatchString(guard.Name)
	})
}
