package security

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source"
	"github.com/golive-app/golive/checks/evidence/source/lines"
	"github.com/golive-app/golive/checks/evidence/source/route"
	"github.com/golive-app/golive/checks/evidence/source/safeguard"
	"github.com/golive-app/golive/checks/snippet"
	"github.com/golive-app/golive/checks/wording"
	"github.com/golive-app/golive/config/regex"
)

//go:embed authorization.md
var authorizationText string

var authorizationSnippets = sync.OnceValue(func() snippet.Book { return snippet.Parse(authorizationText) })

// Authorization checks security.authorization: which routes ask for a role or a
// permission, which of those for administrators do not, and whether tests speak of
// refusals. That a role cannot reach what it must not is tried on staging, as
// .golive/authz.yml says.
type Authorization struct {
	Projects Projects
}

// NewAuthorization returns the check.
func NewAuthorization(projects Projects) checks.Check { return Authorization{Projects: projects} }

// Observe reads the routes, and tests for refusals.
func (a Authorization) Observe(ctx context.Context, subject checks.Subject) (checks.Observation, error) {
	if subject.Source == nil {
		return unreadable, nil
	}
	code, err := a.Projects.Project(ctx, subject.Source)
	if err != nil {
		return checks.Observation{}, fmt.Errorf("reading roles and permissions: %w", err)
	}
	found := surfaceOf(code)
	if why := found.notService(); why != "" {
		return checks.Observation{NotApplicable: why}, nil
	}
	tests, err := readRefusals(ctx, subject.Source)
	if err != nil {
		return checks.Observation{}, err
	}
	return liveAuthorization(ctx, subject, found, observeAuthorization(subject, found, tests))
}

// refusal matches what tests of permissions expect: a refusal, in so many words.
var refusal = regex.New(`\b403\b|StatusForbidden|HTTP_403|toBeForbidden|[Ff]orbidden(?:Exception|Error|Response)?\b|PermissionDenied|AccessDenied|permission denied|not authori[sz]ed|lacks? (?:the )?permission`)

// policyFile matches what says who may do what in a file of its own, with its tests.
var policyFile = regex.New(`(?i)(?:^|/)(?:[\w-]+_test\.rego|authz(?:[_-]?matrix)?\.ya?ml|rbac[_-]?(?:model|policy)?\.(?:conf|csv))$`)

// The bounds of the look at tests.
const (
	largestTest = 512 << 10
	mostTests   = 3000
)

// refusals are the tests that speak of refusals.
type refusals struct {
	tests    int // test files that were read
	refusing []string
	policies []string
}

// refusalWords are in every line that refusal matches. To look for words costs a small
// part of what the expression does.
var refusalWords = []string{"403", "orbidden", "PermissionDenied", "AccessDenied", "permission", "not authori"}

// expectsRefusal reports whether a test speaks of a refusal.
func expectsRefusal(text string) bool { return lines.Any(text, refusalWords, refusal.MatchString) }

// readRefusals reads test files for refusals.
func readRefusals(ctx context.Context, content checks.Source) (refusals, error) {
	var found refusals
	for _, file := range content.Files() {
		if file.Class != checks.ClassVendored && policyFile.MatchString(file.Path) {
			found.policies = append(found.policies, file.Path)
		}
		if file.Class != checks.ClassTest || !source.Code(file.Language) || file.Size > largestTest || found.tests >= mostTests {
			continue
		}
		text, err := content.Read(ctx, file.Path)
		switch {
		case ctx.Err() != nil:
			return refusals{}, ctx.Err()
		case errors.Is(err, checks.ErrTooLarge), errors.Is(err, fs.ErrNotExist):
			continue
		case err != nil:
			return refusals{}, fmt.Errorf("read the test %s: %w", file.Path, err)
		}
		found.tests++
		if expectsRefusal(string(text)) {
			found.refusing = append(found.refusing, file.Path)
		}
	}
	return found, nil
}

// administration matches the paths of what administrators do.
var administration = regex.New(`(?i)(?:^|[/_.-])(?:admins?|administration|superuser|backoffice|staff)(?:$|[/_.{-])`)

// forAdministrators reports whether a route is one for administrators, and not one
// that says whether somebody is: GET /users/me/admin.
func forAdministrators(one route.Route) bool {
	at := administration.FindStringIndex(one.Path)
	if at == nil || strings.Contains(one.Path, "/me/") {
		return false
	}
	return one.Method != "GET" || at[0] <= len("/api/v1/") || strings.Trim(one.Path[at[1]:], "/") != ""
}

// observeAuthorization states what was found.
func observeAuthorization(subject checks.Subject, found surface, tests refusals) checks.Observation {
	seen := looks{subject: subject, found: found}
	if missing, some := found.unread(); some {
		seen.Missing = append(seen.Missing, missing)
	}
	if len(found.routes) == 0 {
		return seen.Observation
	}
	var roles, bare []route.Route
	for _, one := range found.routes {
		_, asks := one.Guarded(route.KindAuthorization)
		switch {
		case asks:
			roles = append(roles, one)
		case forAdministrators(one) && standingOf(one) == standsGuarded && !refusesItself(one) && !unclearGuards(one) && one.Public == "":
			bare = append(bare, one)
		}
	}
	if len(roles) > 0 {
		seen.record(checks.E2, checks.Supports, roles[0].File, roles[0].Line, "%d of %s ask for a role or a permission: %s", len(roles), found.searched(), guardNames(roles, route.KindAuthorization))
	}
	switch {
	case len(tests.refusing) > 0:
		seen.record(checks.E2, checks.Supports, tests.refusing[0], 0, "%d of %s expect a refusal", len(tests.refusing), wording.Counted(tests.tests, "test file", "test files"))
	case len(roles) > 0:
		seen.record(checks.E2, checks.Refutes, "", 0, "no test expects a refusal, in %s", wording.Counted(tests.tests, "test file", "test files"))
	}
	if len(tests.policies) > 0 {
		seen.record(checks.E2, checks.Supports, tests.policies[0], 0, "who may do what stands in files of its own: %s", wording.Listed(wording.QuotedPaths(tests.policies), 3))
	}
	accuseRoles(&seen, roles, bare)
	if len(roles) > 0 && len(tests.refusing) == 0 {
		seen.find("auth.untested", checks.SeverityWarning, safeguard.Place{}, fmt.Sprintf("%s for a role or a permission, and no test expects that anybody is refused", wording.Counted(len(roles), "route asks", "routes ask")),
			authorizationSnippets().For("Test each role against one route that it must not reach, and the owner against the same route, so that the refusal proves something", found.framework()))
	}
	checks.SortFindings(seen.Findings)
	switch {
	case seen.errors() > 0:
		seen.Headline = wording.Counted(seen.errors(), "route for administrators answers", "routes for administrators answer") + " whoever is signed in"
		seen.Why = "Routes beside them ask for a role; these ask only who asks."
	case len(roles) == 0:
		seen.Headline = "no route asks for a role or a permission, as far as could be read"
		seen.Why = "Where everybody who is signed in may do everything, a security engineer says so and signs."
	case len(tests.refusing) > 0:
		seen.Headline = fmt.Sprintf("%d of %s ask for a role; %s refusals", len(roles), wording.Counted(len(found.routes), "route", "routes"), wording.Counted(len(tests.refusing), "test file expects", "test files expect"))
		seen.Why = "What the tests cover is not told."
	default:
		seen.Headline = fmt.Sprintf("%d of %s ask for a role; no test expects a refusal", len(roles), wording.Counted(len(found.routes), "route", "routes"))
	}
	return seen.Observation
}

// refusesItself reports whether a handler turns people away whom it knows: with 403.
func refusesItself(one route.Route) bool {
	return slices.ContainsFunc(one.Guards, func(guard route.Guard) bool {
		return guard.How == route.HowHandler && (guard.Kind == route.KindAuthorization || refused.MatchString(guard.Name))
	})
}

var refused = regex.New(`^answers |(?i:admin|role|permission|owner|can)`)

// accuseRoles makes findings of routes for administrators that ask only who asks.
func accuseRoles(seen *looks, roles, bare []route.Route) {
	told := map[string]int{}
	for _, one := range bare {
		if allow := seen.found.allowed("authorization", one.File, one.Line); allow != nil && allow.Reason != "" {
			continue
		}
		guard, _ := one.Guarded(route.KindAuthentication)
		if administration.MatchString(guard.Name) {
			continue
		}
		severity := checks.SeverityWarning
		message := fmt.Sprintf("%s asks who asks (%s), and not whether they may", named(one), wording.Quoted(guard.Name))
		remedy := "Ask for the role before it"
		if other, beside := roleBeside(one, roles); beside {
			with, _ := other.Guarded(route.KindAuthorization)
			message += fmt.Sprintf("; %s asks for %s", named(other), wording.Quoted(with.Name))
			remedy = fmt.Sprintf("Put %s before it, as %s has it", wording.Quoted(with.Name), wording.QuotedPath(fmt.Sprintf("%s:%d", with.File, with.Line)))
			severity = checks.SeverityError
		} else if told[one.File]++; told[one.File] > 1 {
			continue
		}
		at := placeOf(one)
		if severity == checks.SeverityError && isNew(seen.subject.Range, one) && !seen.subject.Range.Adds(one.File, one.Line) {
			at.Path, at.Line = one.Handler.File, one.Handler.Line
		}
		seen.find("auth.role", severity, at, message, authorizationSnippets().For(remedy+". Where everybody who is signed in may, say so on the line above: `golive-allow authorization: reason`", one.Framework))
	}
}

// roleBeside returns a route for administrators in the same file that asks for a role.
func roleBeside(one route.Route, roles []route.Route) (route.Route, bool) {
	for _, other := range roles {
		if other.File == one.File && forAdministrators(other) {
			return other, true
		}
	}
	return route.Route{}, false
}
