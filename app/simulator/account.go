package simulator

import (
	"net/http"
	"net/url"
	"strings"
)

// account is a user, an organization or a bot.
type account struct {
	id       int64
	login    string
	kind     string                // User, Organization or Bot
	settings map[string][]*setting // that an organization shares with its repositories
}

// CreateUser registers a user. Methods that name an unknown login register it
// as well, so this is needed only for accounts that do nothing.
func (g *GitHub) CreateUser(login string) {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	g.account(login)
}

// CreateOrganization registers an organization.
func (g *GitHub) CreateOrganization(login string) {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	g.organization(login)
}

// AddTeamMember makes login a member of a team of an organization.
func (g *GitHub) AddTeamMember(organization, team, login string) {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	g.organization(organization)
	g.account(login)
	key := strings.ToLower(organization + "/" + team)
	if g.teams[key] == nil {
		g.teams[key] = map[string]bool{}
	}
	g.teams[key][strings.ToLower(login)] = true
}

// RemoveTeamMember ends a membership.
func (g *GitHub) RemoveTeamMember(organization, team, login string) {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	delete(g.teams[strings.ToLower(organization+"/"+team)], strings.ToLower(login))
}

func (g *GitHub) account(login string) *account { return g.register(login, "User") }

func (g *GitHub) organization(login string) *account { return g.register(login, "Organization") }

func (g *GitHub) register(login, kind string) *account {
	key := strings.ToLower(login)
	if known := g.accounts[key]; known != nil {
		return known
	}
	if strings.HasSuffix(login, "[bot]") {
		kind = "Bot"
	}
	made := &account{id: g.id(), login: login, kind: kind}
	g.accounts[key] = made
	return made
}

func (g *GitHub) renderAccount(a *account) object {
	api, web := g.apiURL()+"/users/"+url.PathEscape(a.login), g.options.PublicURL+"/"+a.login
	if slug, isBot := strings.CutSuffix(a.login, "[bot]"); isBot {
		web = g.options.PublicURL + "/apps/" + slug
	}
	return object{
		"login": a.login, "id": a.id, "node_id": nodeID(a.kind, a.id), "type": a.kind, "site_admin": false,
		"avatar_url": web + ".png", "gravatar_id": "", "url": api, "html_url": web,
		"followers_url": api + "/followers", "following_url": api + "/following{/other_user}",
		"gists_url": api + "/gists{/gist_id}", "starred_url": api + "/starred{/owner}{/repo}",
		"subscriptions_url": api + "/subscriptions", "organizations_url": api + "/orgs",
		"repos_url": api + "/repos", "events_url": api + "/events{/privacy}",
		"received_events_url": api + "/received_events", "user_view_type": "public",
	}
}

func (g *GitHub) renderLogin(login string) any {
	if login == "" {
		return nil
	}
	return g.renderAccount(g.account(login))
}

func (g *GitHub) accountRoutes() []route {
	return []route{
		{"GET", "/users/{login}", asAnyone, func(c *call) *answer {
			found := c.g.accounts[strings.ToLower(c.vars["login"])]
			if found == nil {
				return notFound()
			}
			rendered := c.g.renderAccount(found)
			for _, name := range []string{"name", "company", "blog", "location", "email", "hireable", "bio"} {
				rendered[name] = nil
			}
			for _, name := range []string{"public_repos", "public_gists", "followers", "following"} {
				rendered[name] = 0
			}
			rendered["blog"], rendered["created_at"], rendered["updated_at"] = "", stamp(epoch), stamp(epoch)
			return ok(rendered)
		}},
		{"GET", "/orgs/{org}/teams/{team}/memberships/{login}", "members:read", getTeamMembership},
		{"GET", "/orgs/{org}/teams/{team}/members", "members:read", listTeamMembers},
		{"GET", "/orgs/{org}/members/{login}", "members:read", getOrganizationMembership},
	}
}

// https://docs.github.com/rest/teams/members#get-team-membership-for-a-user
func getTeamMembership(c *call) *answer {
	if !c.belongs(c.vars["org"]) {
		return notFound()
	}
	login := strings.ToLower(c.vars["login"])
	if !c.g.teams[strings.ToLower(c.vars["org"]+"/"+c.vars["team"])][login] {
		return notFound()
	}
	return ok(object{"url": c.g.apiURL() + c.request.URL.Path, "role": "member", "state": "active"})
}

// https://docs.github.com/rest/teams/members#list-team-members
func listTeamMembers(c *call) *answer {
	members, exists := c.g.teams[strings.ToLower(c.vars["org"]+"/"+c.vars["team"])]
	if !exists || !c.belongs(c.vars["org"]) {
		return notFound()
	}
	return paginate(c, sortedKeys(members), func(login string) object { return c.g.renderAccount(c.g.account(login)) })
}

// https://docs.github.com/rest/orgs/members#check-organization-membership-for-a-user
func getOrganizationMembership(c *call) *answer {
	prefix, login := strings.ToLower(c.vars["org"])+"/", strings.ToLower(c.vars["login"])
	for team, members := range c.g.teams {
		if strings.HasPrefix(team, prefix) && members[login] {
			return &answer{status: http.StatusNoContent}
		}
	}
	return notFound()
}
