package github

import (
	"context"
	"slices"

	gh "github.com/google/go-github/v66/github"

	"github.com/golive-app/golive/checks"
)

// Permission returns what a person may do in the repository now. GitHub's
// "permission" knows no maintain and no triage, so the role decides; a role
// that an organisation named itself counts as the permission it amounts to.
// https://docs.github.com/en/rest/collaborators/collaborators#get-repository-permissions-for-a-user
func (r *Repository) Permission(ctx context.Context, login string) (checks.Permission, error) {
	if login == "" {
		return checks.PermissionNone, nil
	}
	var level gh.RepositoryPermissionLevel
	if err := r.get(ctx, "/collaborators/"+escape(login)+"/permission", &level); err != nil {
		if absent := r.absent(ctx, err, "permission of %s", login); absent != nil {
			return checks.PermissionNone, absent
		}
		return checks.PermissionNone, nil // no such account
	}
	for _, word := range []string{level.GetRoleName(), level.GetPermission()} {
		switch permission := checks.Permission(word); permission {
		case checks.PermissionNone, checks.PermissionRead, checks.PermissionTriage,
			checks.PermissionWrite, checks.PermissionMaintain, checks.PermissionAdmin:
			return permission, nil
		}
	}
	return checks.PermissionNone, nil
}

// Maintainers lists, by name, the logins of the people who hold the role
// maintain or admin in the repository, or a role that includes one of them.
// https://docs.github.com/en/rest/collaborators/collaborators#list-repository-collaborators
func (p *Publishing) Maintainers(ctx context.Context) ([]string, error) {
	found, err := list[*gh.User](ctx, p.repository, "/collaborators?affiliation=all")
	if err != nil {
		return nil, p.repository.explain(err, "collaborators")
	}
	var logins []string
	for _, user := range found {
		if permissions := user.GetPermissions(); (permissions["admin"] || permissions["maintain"]) && !bot(user) {
			logins = append(logins, login(user))
		}
	}
	slices.Sort(logins)
	return logins, nil
}
