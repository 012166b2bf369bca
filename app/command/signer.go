package command

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/wording"
)

// decision is something that a person may say of an item in one of several roles.
type decision struct {
	roles  []checks.Role
	do     string // "sign"
	passed string // "signed"
}

func signing(item checks.Item) decision {
	return decision{[]checks.Role{checks.SigningRole(item)}, "sign", "signed"}
}

func waiving(item checks.Item) decision {
	return decision{checks.WaivingRoles(item), "waive", "waived"}
}

func approving(item checks.Item) decision {
	return decision{checks.WaivingRoles(item), "approve", "approved as n/a"}
}

// standingToDecide is in which role a person decides, and what has to be told with
// what they say.
type standingToDecide struct {
	decision
	role         checks.Role
	selfAttested bool // nobody is left who could have decided and wrote nothing
	unknown      int  // commits of people whom the forge does not know
}

// note puts what has to be told before the person's own words.
func (s standingToDecide) note(words string) string {
	var parts []string
	if s.selfAttested {
		parts = append(parts, "self-attested: everyone who may "+s.do+" it is an author of this release")
	}
	if s.unknown > 0 {
		parts = append(parts, fmt.Sprintf("commits with an author whose account is not known: %d", s.unknown))
	}
	if words != "" {
		parts = append(parts, words)
	}
	return strings.Join(parts, "; ")
}

// mayDecide refuses who holds none of the roles that decide it, and who made part of
// what is to be decided while somebody else could.
func (r *request) mayDecide(ctx context.Context, item checks.Item, release release, what decision) (standingToDecide, error) {
	role, err := r.heldRole(ctx, item, release, what)
	if err != nil {
		return standingToDecide{}, err
	}
	made, err := r.authorsOf(ctx, release)
	if err != nil {
		return standingToDecide{}, err
	}
	standing := standingToDecide{decision: what, role: role, unknown: made.unknown}
	if !made.include(r.login) {
		return standing, nil
	}
	var others []string
	for _, role := range what.roles {
		named := release.run.Named(role, item.ID)
		if len(named) == 0 {
			maintainers, err := r.forge.Maintainers(ctx)
			if err != nil {
				return standingToDecide{}, fmt.Errorf("list maintainers: %w", err)
			}
			others = append(others, maintainers...)
			continue
		}
		holders := r.holders(ctx, named)
		if len(holders.Unread()) > 0 {
			return standingToDecide{}, refuse("you are an author of this release, and %s, so golive cannot tell whether somebody else could %s %s", holders.Reason(), what.do, code(string(item.ID)))
		}
		others = append(others, holders.People()...)
	}
	if !made.all(others) {
		return standingToDecide{}, refuse("you are an author of this release; somebody else %ss %s", what.do, code(string(item.ID)))
	}
	standing.selfAttested = true
	return standing, nil
}

// heldRole returns the first of the roles that the person holds, or refuses with who
// does.
func (r *request) heldRole(ctx context.Context, item checks.Item, release release, what decision) (checks.Role, error) {
	var roles, unread []string
	maintained := false
	for _, role := range what.roles {
		named := release.run.Named(role, item.ID)
		holds, reason := r.holds(ctx, named)
		switch {
		case holds:
			return role, nil
		case len(named) == 0:
			maintained = true
		default:
			roles = append(roles, "the role "+code(string(role))+", here: "+people(named))
		}
		if reason != "" && !slices.Contains(unread, reason) {
			unread = append(unread, reason)
		}
	}
	if maintained {
		roles = append(roles, "people with the role maintain or admin in this repository")
	}
	who := strings.Join(append([]string{strings.Join(roles, ", or by ")}, unread...), ". ")
	return "", refuse("%s is %s by %s", code(string(item.ID)), what.passed, who)
}

// holds reports whether the person holds a role: by the policy where it names
// anyone, else by the role in the repository. Who left the repository holds none.
// What could not be read of the teams is told with what would let it be.
func (r *request) holds(ctx context.Context, named []string) (holds bool, unread string) {
	if len(named) == 0 {
		return r.can(checks.PermissionMaintain), ""
	}
	if !r.can(checks.PermissionRead) {
		return false, ""
	}
	holders := r.holders(ctx, named)
	holds, known := holders.Hold(r.login)
	if !holds && !known {
		unread = wording.Capital(holders.Reason()) + ". " + holders.Remedy()
	}
	return holds, unread
}

// holders asks who holds a role by the policy, once for a command.
func (r *request) holders(ctx context.Context, named []string) checks.Holders {
	key := strings.Join(named, " ")
	if known, found := r.roles[key]; found {
		return known
	}
	if r.roles == nil {
		r.roles = map[string]checks.Holders{}
	}
	r.roles[key] = checks.ReadHolders(ctx, r.repository, named)
	return r.roles[key]
}

// people lists logins as code, so that nobody is pinged.
func people(logins []string) string {
	const shown = 5
	var words []string
	for index, login := range logins {
		if index == shown {
			words = append(words, fmt.Sprintf("%d more", len(logins)-shown))
			break
		}
		words = append(words, code(strings.TrimPrefix(login, "@")))
	}
	return strings.Join(words, ", ")
}
