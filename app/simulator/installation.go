package simulator

import (
	"crypto/rand"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"
)

// installation is the App on one account.
type installation struct {
	id          int64
	account     string
	permissions map[string]string
	// selected restricts it to some repositories; nil means all of the account.
	selected    map[int64]bool
	suspendedAt time.Time
	createdAt   time.Time
	rate        *rate
}

// sees tells whether the installation covers the repository.
func (i *installation) sees(r *repository) bool {
	return strings.EqualFold(i.account, r.owner.login) && (i.selected == nil || i.selected[r.id])
}

// CreateInstallation installs the App on an account, with all its repositories,
// and returns its id. permissions are the App's own when nil; metadata:read is
// always given. It sends installation.created.
func (g *GitHub) CreateInstallation(account string, permissions map[string]string) int64 {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	if permissions == nil {
		permissions = g.options.Permissions
	}
	permissions = maps.Clone(permissions)
	permissions["metadata"] = "read"
	owner := g.organization(account)
	made := &installation{
		id: g.id(), account: owner.login, permissions: permissions, createdAt: g.now(),
		rate: &rate{now: g.options.ClientNow, limit: g.options.RateLimit},
	}
	g.installations[made.id] = made
	g.sendInstallation(made, "created", account)
	return made.id
}

// SuspendInstallation suspends it: its tokens answer 403. It sends installation.suspend.
func (g *GitHub) SuspendInstallation(id int64, by string) error {
	return g.changeInstallation(id, by, "suspend", func(i *installation) { i.suspendedAt = g.now() })
}

// UnsuspendInstallation ends a suspension. It sends installation.unsuspend.
func (g *GitHub) UnsuspendInstallation(id int64, by string) error {
	return g.changeInstallation(id, by, "unsuspend", func(i *installation) { i.suspendedAt = time.Time{} })
}

// DeleteInstallation uninstalls the App: its tokens are void and minting
// answers 404. It sends installation.deleted.
func (g *GitHub) DeleteInstallation(id int64, by string) error {
	return g.changeInstallation(id, by, "deleted", func(i *installation) {
		delete(g.installations, i.id)
		maps.DeleteFunc(g.tokens, func(_ string, t *token) bool { return t.installation == i.id })
	})
}

// SetInstallationPermissions accepts new permissions for later tokens. It
// sends installation.new_permissions_accepted.
func (g *GitHub) SetInstallationPermissions(id int64, by string, permissions map[string]string) error {
	return g.changeInstallation(id, by, "new_permissions_accepted", func(i *installation) {
		i.permissions = maps.Clone(permissions)
		i.permissions["metadata"] = "read"
	})
}

// SetRateLimit changes how many requests an installation has in an hour, and
// how many of them are used up.
func (g *GitHub) SetRateLimit(id int64, limit, used int) error {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	found := g.installations[id]
	if found == nil {
		return fmt.Errorf("simulator: no installation %d", id)
	}
	found.rate.refresh()
	found.rate.limit, found.rate.used = limit, used
	return nil
}

// SelectRepositories restricts an installation to these repositories
// ("owner/name"), or to all of the account when none is named. It sends
// installation_repositories.added and removed for what changed.
func (g *GitHub) SelectRepositories(id int64, by string, names ...string) error {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	found := g.installations[id]
	if found == nil {
		return fmt.Errorf("simulator: no installation %d", id)
	}
	before := g.repositoriesOf(found)
	found.selected = nil
	if len(names) > 0 {
		found.selected = map[int64]bool{}
	}
	for _, name := range names {
		r, err := g.find(name)
		if err != nil {
			return err
		}
		found.selected[r.id] = true
	}
	after := g.repositoriesOf(found)
	g.sendSelection(found, by, "added", subtract(after, before))
	g.sendSelection(found, by, "removed", subtract(before, after))
	return nil
}

func subtract(from, what []*repository) []*repository {
	return slices.DeleteFunc(slices.Clone(from), func(r *repository) bool { return slices.Contains(what, r) })
}

func (g *GitHub) sendSelection(i *installation, by, action string, changed []*repository) {
	if len(changed) == 0 {
		return
	}
	payload := object{
		"action": action, "installation": g.renderInstallation(i), "repository_selection": i.selection(),
		"repositories_added": []object{}, "repositories_removed": []object{}, "requester": nil,
		"sender": g.renderAccount(g.account(by)),
	}
	payload["repositories_"+action] = list(changed, g.renderShortRepository)
	g.queue.add(g, "installation_repositories", action, i.id, 0, payload)
}

func (g *GitHub) changeInstallation(id int64, by, action string, change func(*installation)) error {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	found := g.installations[id]
	if found == nil {
		return fmt.Errorf("simulator: no installation %d", id)
	}
	change(found)
	g.sendInstallation(found, action, by)
	return nil
}

func (g *GitHub) sendInstallation(i *installation, action, by string) {
	g.queue.add(g, "installation", action, i.id, 0, object{
		"action": action, "installation": g.renderInstallation(i), "sender": g.renderAccount(g.account(by)),
		"repositories": list(g.repositoriesOf(i), g.renderShortRepository),
	})
}

// repositoriesOf are the repositories that an installation covers, by id.
func (g *GitHub) repositoriesOf(i *installation) []*repository {
	var found []*repository
	for _, id := range sortedKeys(g.repositories) {
		if r := g.repositories[id]; i.sees(r) {
			found = append(found, r)
		}
	}
	return found
}

func (i *installation) selection() string {
	if i.selected == nil {
		return "all"
	}
	return "selected"
}

func (g *GitHub) renderInstallation(i *installation) object {
	api := fmt.Sprintf("%s/app/installations/%d", g.apiURL(), i.id)
	owner := g.account(i.account)
	rendered := object{
		"id": i.id, "node_id": nodeID("Installation", i.id), "account": g.renderAccount(owner),
		"repository_selection": i.selection(), "access_tokens_url": api + "/access_tokens",
		"repositories_url": g.apiURL() + "/installation/repositories",
		"html_url":         fmt.Sprintf("%s/organizations/%s/settings/installations/%d", g.options.PublicURL, i.account, i.id),
		"app_id":           g.options.AppID, "app_slug": g.slug, "target_id": owner.id, "target_type": owner.kind,
		"permissions": maps.Clone(i.permissions), "events": g.options.Events, "created_at": stamp(i.createdAt), "updated_at": stamp(i.createdAt),
		"single_file_name": nil, "has_multiple_single_files": false, "single_file_paths": []string{},
		"suspended_by": nil, "suspended_at": stamp(i.suspendedAt),
	}
	return rendered
}

func (g *GitHub) installationRoutes() []route {
	return []route{
		{"GET", "/app/installations", asApp, func(c *call) *answer {
			var all []*installation
			for _, id := range sortedKeys(c.g.installations) {
				all = append(all, c.g.installations[id])
			}
			return paginate(c, all, c.g.renderInstallation)
		}},
		{"GET", "/app/installations/{id}", asApp, func(c *call) *answer {
			found := c.g.installations[c.number("id")]
			if found == nil {
				return notFound()
			}
			return ok(c.g.renderInstallation(found))
		}},
		{"GET", "/repos/{org}/{name}/installation", asApp, func(c *call) *answer {
			r := c.g.repositories[c.g.names[nameKey(c.vars["org"], c.vars["name"])]]
			for _, i := range c.g.installations {
				if r != nil && i.sees(r) {
					return ok(c.g.renderInstallation(i))
				}
			}
			return notFound()
		}},
		{"GET", "/orgs/{org}/installation", asApp, func(c *call) *answer {
			for _, i := range c.g.installations {
				if strings.EqualFold(i.account, c.vars["org"]) {
					return ok(c.g.renderInstallation(i))
				}
			}
			return notFound()
		}},
		{"POST", "/app/installations/{id}/access_tokens", asApp, createToken},
		{"GET", "/installation/repositories", asToken, func(c *call) *answer {
			if c.installation == nil {
				return fail(http.StatusForbidden, "You must authenticate with an installation access token in order to list repositories for an installation.", permissionPage)
			}
			seen := slices.DeleteFunc(c.g.repositoriesOf(c.installation), func(r *repository) bool {
				return c.token.repositories != nil && !c.token.repositories[r.id]
			})
			reply := paginateIn(c, "repositories", seen, c.g.renderRepository)
			reply.body.(object)["repository_selection"] = c.installation.selection()
			return reply
		}},
		{"DELETE", "/installation/token", asToken, func(c *call) *answer {
			delete(c.g.tokens, c.token.text)
			return noContent()
		}},
	}
}

// createToken mints an installation token that lives one hour.
// https://docs.github.com/rest/apps/apps#create-an-installation-access-token-for-an-app
func createToken(c *call) *answer {
	const page = "https://docs.github.com/rest/apps/apps#create-an-installation-access-token-for-an-app"
	found := c.g.installations[c.number("id")]
	if found == nil {
		return fail(http.StatusNotFound, "Not Found", page)
	}
	if !found.suspendedAt.IsZero() {
		return suspended()
	}
	var wanted struct {
		Repositories  []string          `json:"repositories"`
		RepositoryIDs []int64           `json:"repository_ids"`
		Permissions   map[string]string `json:"permissions"`
	}
	if refused := c.decode(&wanted); refused != nil {
		return refused
	}
	made := &token{
		text: "ghs_" + rand.Text() + rand.Text()[:10], installation: found.id,
		expires: c.g.options.ClientNow().UTC().Truncate(time.Second).Add(time.Hour), permissions: maps.Clone(found.permissions),
	}
	for name, level := range wanted.Permissions {
		if permissionRank(level) > permissionRank(found.permissions[name]) {
			return fail(http.StatusUnprocessableEntity, "The permissions requested are not granted to this installation.", page)
		}
	}
	if len(wanted.Permissions) > 0 {
		made.permissions = maps.Clone(wanted.Permissions)
		made.permissions["metadata"] = "read"
	}
	for _, name := range wanted.Repositories {
		wanted.RepositoryIDs = append(wanted.RepositoryIDs, c.g.names[nameKey(found.account, name)])
	}
	reply := object{"token": made.text, "expires_at": stamp(made.expires), "permissions": made.permissions, "repository_selection": found.selection()}
	if len(wanted.RepositoryIDs) > 0 {
		made.repositories = map[int64]bool{}
		var chosen []*repository
		for _, id := range wanted.RepositoryIDs {
			r := c.g.repositories[id]
			if r == nil || !found.sees(r) {
				return fail(http.StatusUnprocessableEntity, "There is at least one repository that does not exist or is not accessible to the parent installation.", page)
			}
			made.repositories[id] = true
			chosen = append(chosen, r)
		}
		reply["repositories"] = list(chosen, c.g.renderRepository)
		reply["repository_selection"] = "selected"
	}
	c.g.tokens[made.text] = made
	return created(reply)
}
