package command

import (
	"context"
	"fmt"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/wording"
)

// standingToSign is what has to be told with a sign-off.
type standingToSign struct {
	selfAttested bool // nobody is left who could have signed and wrote nothing
	unknown      int  // commits of people whom the forge does not know
}

// note puts what has to be told before the person's own words.
func (s standingToSign) note(words string) string {
	var parts []string
	if s.selfAttested {
		parts = append(parts, "self-attested: everyone who may sign it is an author of this release")
	}
	if s.unknown > 0 {
		parts = append(parts, fmt.Sprintf("commits with an author whose account is not known: %d", s.unknown))
	}
	if words != "" {
		parts = append(parts, words)
	}
	return strings.Join(parts, "; ")
}

// maySign refuses who does not hold the item's role, and who made part of what
// is to be signed while somebody else could sign.
func (r *request) maySign(ctx context.Context, item checks.Item, release release) (standingToSign, error) {
	role := checks.SigningRole(item)
	named := release.run.Rules.Roles[string(role)]
	if holds, unread := r.holds(ctx, named); !holds {
		switch {
		case len(named) == 0:
			return standingToSign{}, refuse("%s is signed by people with the role maintain or admin in this repository", code(string(item.ID)))
		case unread != "":
			return standingToSign{}, refuse("%s is signed by the role %s, here: %s. %s", code(string(item.ID)), code(string(role)), people(named), unread)
		}
		return standingToSign{}, refuse("%s is signed by the role %s, here: %s", code(string(item.ID)), code(string(role)), people(named))
	}
	made, err := r.authorsOf(ctx, release)
	if err != nil {
		return standingToSign{}, err
	}
	standing := standingToSign{unknown: made.unknown}
	if !made.include(r.login) {
		return standing, nil
	}
	holders := r.holders(ctx, named).People()
	if len(r.holders(ctx, named).Unread()) > 0 {
		return standingToSign{}, refuse("you are an author of this release, and %s, so golive cannot tell whether somebody else could sign %s", r.holders(ctx, named).Reason(), code(string(item.ID)))
	}
	if len(named) == 0 {
		if holders, err = r.forge.Maintainers(ctx); err != nil {
			return standingToSign{}, fmt.Errorf("list maintainers: %w", err)
		}
	}
	if !made.all(holders) {
		return standingToSign{}, refuse("you are an author of this release; somebody else signs %s", code(string(item.ID)))
	}
	standing.selfAttested = true
	return standing, nil
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
