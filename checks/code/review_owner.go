package code

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/owner"
	"github.com/golive-app/golive/checks/wording"
)

// ownership is who owns which files, by the CODEOWNERS file of the branch that is
// merged into: what the release itself says of it does not hold. Where the policy
// names no senior, those who own everything that a pull request changes are
// seniors for it.
type ownership struct {
	path    string
	file    owner.File
	members map[string][]string // of teams, lower case; without those that could not be read
	unread  map[string]error    // teams whose members could not be read
	notice  string              // what of the file does not count
	failed  bool                // the file could not be read
}

// mostTeams bounds the teams whose members are asked for.
const mostTeams = 40

// readOwnership reads the file and the teams that it names for the paths. It is nil
// where there is nothing to read.
func readOwnership(ctx context.Context, forge checks.Forge, branch string, paths []string) *ownership {
	found, err := forge.CodeOwners(ctx, branch)
	if err != nil {
		return &ownership{failed: true}
	}
	if found.Path == "" {
		return nil
	}
	owners := &ownership{path: found.Path, members: map[string][]string{}, unread: map[string]error{}}
	if found.TooLarge {
		owners.notice = wording.QuotedPath(found.Path) + " is larger than 3 MB: GitHub does not read it, and nobody is senior by it"
		return owners
	}
	owners.file = owner.Parse(found.Data)
	if invalid := owners.file.Invalid; len(invalid) > 0 {
		owners.notice = fmt.Sprintf("%s of %s cannot be read by GitHub, and nobody is senior by it: the first is line %d",
			wording.Counted(len(invalid), "line", "lines"), wording.QuotedPath(found.Path), invalid[0])
	}
	for _, path := range paths {
		rule, _ := owners.file.Of(path)
		for _, team := range rule.Teams {
			owners.ask(ctx, forge, strings.ToLower(team))
		}
	}
	return owners
}

func (o *ownership) ask(ctx context.Context, forge checks.Forge, team string) {
	if _, known := o.members[team]; known || o.unread[team] != nil || len(o.members)+len(o.unread) >= mostTeams {
		return
	}
	members, err := forge.TeamMembers(ctx, strings.TrimPrefix(team, "@"))
	if err != nil {
		o.unread[team] = err
		return
	}
	o.members[team] = members
}

// cover reports whether the logins together own every path, and if not, whether
// they might by teams that could not be read.
func (o *ownership) cover(paths, logins []string) (covered bool, unread []string) {
	if len(paths) == 0 || len(logins) == 0 {
		return false, nil
	}
	for _, path := range paths {
		rule, _ := o.file.Of(path)
		if slices.ContainsFunc(logins, func(login string) bool { return o.owns(rule, login) }) {
			continue
		}
		asked := len(unread)
		for _, team := range rule.Teams {
			if _, known := o.members[strings.ToLower(team)]; !known && !slices.Contains(unread, team) {
				unread = append(unread, team)
			}
		}
		if len(unread) == asked && !slices.ContainsFunc(rule.Teams, func(team string) bool { return slices.Contains(unread, team) }) {
			return false, nil // nobody of them owns this one, whatever the teams are
		}
	}
	return len(unread) == 0, unread
}

func (o *ownership) owns(rule owner.Rule, login string) bool {
	same := func(one string) bool { return strings.EqualFold(strings.TrimPrefix(one, "@"), login) }
	return slices.ContainsFunc(rule.People, same) || slices.ContainsFunc(rule.Teams, func(team string) bool {
		return slices.ContainsFunc(o.members[strings.ToLower(team)], same)
	})
}

// mayOwn reports whether anybody's approval hangs on who owns the files: somebody
// approved who may write and is senior by nothing else.
func mayOwn(reviews []checks.Review, permissions map[string]checks.Permission, roles []string) bool {
	return len(roles) == 0 && slices.ContainsFunc(reviews, func(review checks.Review) bool {
		permission := permissions[review.Login]
		return review.State == checks.ReviewApproved && !review.Bot && permission.AtLeast(checks.PermissionWrite) && !permission.AtLeast(checks.PermissionMaintain)
	})
}

// countOwners finds the approvals that count since those who gave them own, together,
// all that is changed. Each has to hold for the content by itself.
func (f *reviewFacts) countOwners(reviews []checks.Review, who authors, release checks.Release) {
	f.owning, f.unreadTeams, f.ownersUnread = nil, nil, false
	if f.owners == nil || len(f.roles) > 0 {
		return
	}
	var logins []string
	for _, review := range reviews {
		permission, known := f.permissions[review.Login]
		if review.State != checks.ReviewApproved || !permission.AtLeast(checks.PermissionWrite) {
			continue
		}
		if _, refusal := f.refuseUnlessSenior(review, permission, known, who, release, true); !refusal {
			logins = append(logins, review.Login)
		}
	}
	if f.owners.failed {
		f.ownersUnread = len(logins) > 0
		return
	}
	covered, unread := f.owners.cover(f.paths, logins)
	if covered {
		f.owning = logins
	}
	f.unreadTeams, f.ownersUnread = unread, len(unread) > 0
}

// missingOwners says what of who owns the files could not be read, and which grant
// would tell it.
func (f *reviewFacts) missingOwners() checks.Missing {
	if f.owners.failed {
		return checks.Missing{
			Connection: checks.ConnectionForge, Reason: fmt.Sprintf("Who owns what #%d changes, by CODEOWNERS, could not be read from GitHub.", f.pull.Number),
			Remedy: "Try `/golive rerun code.review`, or name the logins of your seniors under `roles: senior:` in .golive.yml.",
		}
	}
	remedy := "See that " + wording.Listed(f.unreadTeams, 3) + " exists and belongs to the repository's organisation"
	if slices.ContainsFunc(f.unreadTeams, func(team string) bool { return errors.Is(f.owners.unread[strings.ToLower(team)], checks.ErrForbidden) }) {
		remedy = "Grant the App `members: read`"
	}
	return checks.Missing{
		Connection: checks.ConnectionForge,
		Reason:     fmt.Sprintf("Who is in %s, which owns what #%d changes by %s, could not be read from GitHub.", wording.Listed(f.unreadTeams, 3), f.pull.Number, wording.QuotedPath(f.owners.path)),
		Remedy:     remedy + ", or name the logins of your seniors under `roles: senior:` in .golive.yml, then `/golive rerun code.review`.",
	}
}
