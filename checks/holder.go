package checks

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/wording"
)

// Ghost is what a forge calls whoever had an account that was deleted. Several
// people share it, so it holds no role.
const Ghost = "ghost"

// mostRoleTeams bounds the teams of one role whose members are asked for.
const mostRoleTeams = 20

// TeamReader tells who is in a team; a Forge is one.
type TeamReader interface {
	TeamMembers(ctx context.Context, team string) ([]string, error)
}

// Holders are those who hold a role by a policy that names people and teams, by
// what could be read of the teams.
type Holders struct {
	Named   []string // as the policy has them
	members map[string][]string
	unread  map[string]error
}

// ReadHolders asks who is in the teams that a policy names for a role. What could
// not be read is kept: then only those whom it does not name elsewhere are in doubt.
func ReadHolders(ctx context.Context, teams TeamReader, named []string) Holders {
	holders := Holders{Named: named, members: map[string][]string{}, unread: map[string]error{}}
	for _, name := range named {
		if !namesTeam(name) {
			continue
		}
		team := bareTeam(name)
		if len(holders.members)+len(holders.unread) >= mostRoleTeams {
			holders.unread[team] = ErrTooLarge
			continue
		}
		members, err := teams.TeamMembers(ctx, team)
		if err != nil {
			holders.unread[team] = err
			continue
		}
		holders.members[team] = members
	}
	return holders
}

// namesTeam tells a team from a login. With a colon it is neither: code owners of a path
// that nobody was found for.
func namesTeam(name string) bool { return strings.Contains(name, "/") && !strings.Contains(name, ":") }

func bareTeam(name string) string { return strings.ToLower(strings.TrimPrefix(name, "@")) }

// Hold reports whether a person holds the role. It is not known where they may be
// in a team whose members could not be read.
func (h Holders) Hold(login string) (holds, known bool) {
	if login == "" || strings.EqualFold(login, Ghost) {
		return false, true
	}
	same := func(one string) bool {
		return strings.EqualFold(strings.TrimPrefix(strings.TrimSpace(one), "@"), login)
	}
	for _, name := range h.Named {
		if !namesTeam(name) && same(name) || namesTeam(name) && slices.ContainsFunc(h.members[bareTeam(name)], same) {
			return true, true
		}
	}
	return false, len(h.unread) == 0
}

// People lists the logins of all who hold the role, by what could be read.
func (h Holders) People() []string {
	var logins []string
	add := func(login string) {
		login = strings.TrimPrefix(login, "@")
		if !slices.ContainsFunc(logins, func(known string) bool { return strings.EqualFold(known, login) }) {
			logins = append(logins, login)
		}
	}
	for _, name := range h.Named {
		if !namesTeam(name) {
			add(name)
			continue
		}
		for _, login := range h.members[bareTeam(name)] {
			add(login)
		}
	}
	return logins
}

// Members lists the logins of a team that the policy names; none where they could not
// be read.
func (h Holders) Members(team string) []string { return h.members[bareTeam(team)] }

// Unread lists the teams whose members could not be read, as the policy names them.
func (h Holders) Unread() []string {
	return h.teams(func(team string) bool { return h.unread[team] != nil })
}

// Empty lists the teams that have no members.
func (h Holders) Empty() []string {
	return h.teams(func(team string) bool { members, known := h.members[team]; return known && len(members) == 0 })
}

func (h Holders) teams(which func(team string) bool) []string {
	var found []string
	for _, name := range h.Named {
		if namesTeam(name) && which(bareTeam(name)) {
			found = append(found, name)
		}
	}
	return found
}

// Reason says that the members of teams could not be read, without a full stop.
func (h Holders) Reason() string {
	return "who is in " + wording.Listed(h.Unread(), 3) + " could not be read from GitHub"
}

// Remedy names the one thing that would let the teams be read. GitHub answers for
// a team that does not exist, and for one that may not be seen, alike.
// https://docs.github.com/en/rest/teams/members#list-team-members
func (h Holders) Remedy() string {
	forbidden, gone := false, false
	for _, err := range h.unread {
		forbidden, gone = forbidden || errors.Is(err, ErrForbidden), gone || !errors.Is(err, ErrForbidden)
	}
	const grant = "Grant the App the organisation permission `members: read`"
	switch {
	case forbidden:
		return grant + " under \"Permissions & events\" and accept it"
	case gone:
		return "See that " + wording.Listed(h.Unread(), 3) + " exists in the repository's organisation and that the App may read it (organisation permission `members: read`)"
	}
	return grant
}
