package simulator

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
)

var roleNames = []string{"read", "triage", "write", "maintain", "admin"}

// SetPermission gives a user a role on a repository: read, triage, write,
// maintain or admin; empty takes it away.
func (g *GitHub) SetPermission(fullName, login, role string) error {
	return g.withRepository(fullName, func(r *repository) error {
		g.account(login)
		switch {
		case role == "":
			delete(r.roles, strings.ToLower(login))
		case slices.Contains(roleNames, role):
			r.roles[strings.ToLower(login)] = role
		default:
			return fmt.Errorf("simulator: no role %q", role)
		}
		return nil
	})
}

// role is what a user may do; everyone reads what is public.
func (r *repository) role(login string) string {
	if role := r.roles[strings.ToLower(login)]; role != "" {
		return role
	}
	if strings.EqualFold(login, r.owner.login) {
		return "admin"
	}
	if !r.private {
		return "read"
	}
	return "none"
}

// legacyPermission is the coarse word that `permission` has beside role_name:
// maintain shows as write and triage as read.
// https://docs.github.com/rest/collaborators/collaborators#get-repository-permissions-for-a-user
func legacyPermission(role string) string {
	switch role {
	case "maintain":
		return "write"
	case "triage":
		return "read"
	}
	return role
}

func permissionFlags(role string) object {
	rank := slices.Index(roleNames, role)
	return object{"pull": rank >= 0, "triage": rank >= 1, "push": rank >= 2, "maintain": rank >= 3, "admin": rank >= 4}
}

// association is the author_association of what a user writes.
func (g *GitHub) association(r *repository, login string) string {
	switch {
	case strings.EqualFold(login, r.owner.login):
		return "OWNER"
	case r.roles[strings.ToLower(login)] == "":
		return "NONE"
	case r.owner.kind == "Organization":
		return "MEMBER"
	}
	return "COLLABORATOR"
}

func (g *GitHub) permissionRoutes() []route {
	return []route{
		{"GET", "/repos/{owner}/{repo}/collaborators", "metadata:read", func(c *call) *answer {
			return paginate(c, sortedKeys(c.repository.roles), func(login string) object {
				rendered := c.g.renderAccount(c.g.account(login))
				role := c.repository.roles[login]
				rendered["role_name"], rendered["permissions"] = role, permissionFlags(role)
				return rendered
			})
		}},
		{"GET", "/repos/{owner}/{repo}/collaborators/{login}/permission", "metadata:read", getPermission},
		{"GET", "/repos/{owner}/{repo}/collaborators/{login}", "metadata:read", func(c *call) *answer {
			if c.repository.roles[strings.ToLower(c.vars["login"])] == "" {
				return notFound()
			}
			return noContent()
		}},
	}
}

// https://docs.github.com/rest/collaborators/collaborators#get-repository-permissions-for-a-user
func getPermission(c *call) *answer {
	known := c.g.accounts[strings.ToLower(c.vars["login"])]
	if known == nil {
		return fail(http.StatusNotFound, c.vars["login"]+" is not a user", "https://docs.github.com/rest/collaborators/collaborators#get-repository-permissions-for-a-user")
	}
	role := c.repository.role(known.login)
	user := c.g.renderAccount(known)
	user["role_name"], user["permissions"] = role, permissionFlags(role)
	return ok(object{"permission": legacyPermission(role), "role_name": role, "user": user})
}
