package simulator

import (
	"crypto/rand"
	"maps"
	"net/http"
	"strings"
	"time"
)

// CreatePersonalToken returns a fine-grained personal access token of a person:
// it sees what is public and, of private repositories, those that the person has
// a role in, and may do there what permissions say. Without permissions it may
// read everything.
// https://docs.github.com/authentication/keeping-your-account-and-data-secure/managing-your-personal-access-tokens#about-personal-access-tokens
func (g *GitHub) CreatePersonalToken(login string, permissions map[string]string) string {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	made := &token{text: "github_pat_" + rand.Text(), person: strings.ToLower(g.account(login).login), expires: g.options.ClientNow().Add(30 * 24 * time.Hour)}
	if permissions == nil {
		permissions = map[string]string{}
		for name := range g.options.Permissions {
			permissions[name] = "read"
		}
	}
	made.permissions = maps.Clone(permissions)
	made.permissions["metadata"] = "read"
	g.tokens[made.text] = made
	return made.text
}

// reaches reports whether a token was given for a repository.
func (g *GitHub) reaches(known *token, r *repository) bool {
	switch {
	case known.repositories != nil && !known.repositories[r.id]:
		return false
	case known.person != "":
		return r.roles[known.person] != "" || strings.EqualFold(r.owner.login, known.person)
	default:
		found := g.installations[known.installation]
		return found != nil && found.sees(r)
	}
}

// belongs reports whether the caller sees what an organisation tells its own: an
// App that is installed there, and a member of one of its teams.
func (c *call) belongs(organization string) bool {
	if c.installation != nil {
		return strings.EqualFold(c.installation.account, organization)
	}
	for team, members := range c.g.teams {
		if strings.HasPrefix(team, strings.ToLower(organization)+"/") && members[c.token.person] {
			return true
		}
	}
	return false
}

// denied is what a token of a person is told that may not do something.
// https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api#resource-not-accessible
const denied = "Resource not accessible by personal access token"

func (c *call) inaccessible(access string) *answer {
	if c.token != nil && c.token.person != "" {
		return lacks(denied, access)
	}
	return lacks("Resource not accessible by integration", access)
}

func lacks(message, access string) *answer {
	reply := fail(http.StatusForbidden, message, permissionPage)
	// The header by which GitHub names what would have been enough.
	var wanted []string
	for _, alternative := range strings.Split(access, "|") {
		wanted = append(wanted, strings.Replace(alternative, ":", "=", 1))
	}
	reply.header = http.Header{"X-Accepted-Github-Permissions": {strings.Join(wanted, "; ")}}
	return reply
}
