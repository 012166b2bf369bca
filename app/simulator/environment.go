package simulator

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// The page that describes environments.
const environmentsPage = "https://docs.github.com/rest/deployments/environments"

// Environment is an environment with what protects it.
type Environment struct {
	Name string
	// Reviewers are logins, of whom one must approve; at most six.
	Reviewers []string
	// Wait is in whole minutes.
	Wait time.Duration
	// Branches limits what may be deployed: empty, "protected" or "custom".
	Branches string
}

type environment struct {
	Environment
	id        int64
	createdAt time.Time
	settings  map[string][]*setting // by "variables" and "secrets"
}

// setting is a variable or a secret; the value of a secret is not kept.
type setting struct {
	name      string
	value     string
	createdAt time.Time
	updatedAt time.Time
}

// SetEnvironment makes an environment or protects it differently.
func (g *GitHub) SetEnvironment(fullName string, wanted Environment) error {
	return g.withRepository(fullName, func(r *repository) error {
		if len(wanted.Reviewers) > 6 {
			return fmt.Errorf("simulator: %d reviewers, GitHub takes six", len(wanted.Reviewers))
		}
		for _, login := range wanted.Reviewers {
			g.account(login)
		}
		g.environment(r, wanted.Name).Environment = wanted
		return nil
	})
}

// environment finds one by its name, in any case, or makes it: a deployment to an
// environment that is not there makes it as well.
// https://docs.github.com/actions/how-tos/deploy/configure-and-manage-deployments/manage-environments
func (g *GitHub) environment(r *repository, name string) *environment {
	for _, known := range r.environments {
		if strings.EqualFold(known.Name, name) {
			return known
		}
	}
	made := &environment{Environment: Environment{Name: name}, id: g.id(), createdAt: g.now(), settings: map[string][]*setting{}}
	r.environments = append(r.environments, made)
	return made
}

// SetVariable gives a variable to an environment; without an environment to the
// whole repository.
func (g *GitHub) SetVariable(fullName, environment, name, value string) error {
	return g.set(fullName, environment, "variables", name, value)
}

// SetSecret gives a secret to an environment; without an environment to the
// whole repository.
func (g *GitHub) SetSecret(fullName, environment, name string) error {
	return g.set(fullName, environment, "secrets", name, "")
}

func (g *GitHub) set(fullName, environment, kind, name, value string) error {
	return g.withRepository(fullName, func(r *repository) error {
		held := r.settings
		if environment != "" {
			held = g.environment(r, environment).settings
		}
		return g.put(held, kind, name, value)
	})
}

// ShareVariable gives a variable of an organization to all of its repositories.
func (g *GitHub) ShareVariable(organization, name, value string) error {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	return g.put(g.shared(organization), "variables", name, value)
}

// ShareSecret gives a secret of an organization to all of its repositories.
func (g *GitHub) ShareSecret(organization, name string) error {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	return g.put(g.shared(organization), "secrets", name, "")
}

func (g *GitHub) shared(organization string) map[string][]*setting {
	owner := g.organization(organization)
	if owner.settings == nil {
		owner.settings = map[string][]*setting{}
	}
	return owner.settings
}

// put keeps a setting under the name in capitals, as GitHub does. Names that
// begin with GITHUB_ are its own.
// https://docs.github.com/actions/reference/workflows-and-actions/variables#naming-conventions-for-configuration-variables
func (g *GitHub) put(held map[string][]*setting, kind, name, value string) error {
	name = strings.ToUpper(name)
	if name == "" || strings.HasPrefix(name, "GITHUB_") || strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") != "" {
		return fmt.Errorf("simulator: no name of a setting: %q", name)
	}
	at := slices.IndexFunc(held[kind], func(s *setting) bool { return s.name == name })
	if at < 0 {
		held[kind] = append(held[kind], &setting{name: name, createdAt: g.now()})
		slices.SortFunc(held[kind], func(a, b *setting) int { return strings.Compare(a.name, b.name) })
		at = slices.IndexFunc(held[kind], func(s *setting) bool { return s.name == name })
	}
	held[kind][at].value, held[kind][at].updatedAt = value, g.now()
	return nil
}

func (g *GitHub) renderEnvironment(r *repository, e *environment) object {
	rule := func(kind string, more object) object {
		more["id"], more["node_id"], more["type"] = e.id, nodeID("Gate", e.id), kind
		return more
	}
	rules := []object{}
	if e.Wait > 0 {
		rules = append(rules, rule("wait_timer", object{"wait_timer": int(e.Wait / time.Minute)}))
	}
	if len(e.Reviewers) > 0 {
		rules = append(rules, rule("required_reviewers", object{"prevent_self_review": false, "reviewers": list(e.Reviewers, func(login string) object {
			return object{"type": "User", "reviewer": g.renderLogin(login)}
		})}))
	}
	var policy any
	if e.Branches != "" {
		rules = append(rules, rule("branch_policy", object{}))
		policy = object{"protected_branches": e.Branches == "protected", "custom_branch_policies": e.Branches == "custom"}
	}
	return object{
		"id": e.id, "node_id": nodeID("Environment", e.id), "name": e.Name, "created_at": stamp(e.createdAt), "updated_at": stamp(e.createdAt),
		"url":              fmt.Sprintf("%s/repos/%s/environments/%s", g.apiURL(), r.fullName(), url.PathEscape(e.Name)),
		"html_url":         fmt.Sprintf("%s/%s/deployments/activity_log?environments_filter=%s", g.options.PublicURL, r.fullName(), url.QueryEscape(e.Name)),
		"protection_rules": rules, "deployment_branch_policy": policy,
	}
}

func (g *GitHub) environmentRoutes() []route {
	const all = "/repos/{owner}/{repo}/environments"
	const actions = "/repos/{owner}/{repo}/actions/"
	found := []route{
		// Listing environments takes "Actions", what is in them "Environments".
		// https://docs.github.com/rest/authentication/permissions-required-for-github-apps
		{"GET", all, "actions:read", func(c *call) *answer {
			return paginateIn(c, "environments", c.repository.environments, func(e *environment) object { return c.g.renderEnvironment(c.repository, e) })
		}},
		{"GET", all + "/{environment}", "actions:read", onEnvironment(func(c *call, e *environment) *answer { return ok(c.g.renderEnvironment(c.repository, e)) })},
	}
	for kind, access := range map[string]string{"variables": "actions_variables:read", "secrets": "secrets:read"} {
		found = append(found,
			route{"GET", all + "/{environment}/" + kind, "environments:read", onEnvironment(func(c *call, e *environment) *answer { return listSettings(c, kind, e.settings) })},
			route{"GET", actions + kind, access, func(c *call) *answer { return listSettings(c, kind, c.repository.settings) }},
			route{"GET", actions + "organization-" + kind, access, func(c *call) *answer { return listSettings(c, kind, c.repository.owner.settings) }},
		)
	}
	return found
}

func onEnvironment(serve func(*call, *environment) *answer) func(*call) *answer {
	return func(c *call) *answer {
		for _, e := range c.repository.environments {
			if strings.EqualFold(e.Name, c.vars["environment"]) {
				return serve(c, e)
			}
		}
		return fail(http.StatusNotFound, "Not Found", environmentsPage)
	}
}

// listSettings answers at most thirty variables a page, ten where nothing is said,
// and no secret's value.
// https://docs.github.com/rest/actions/variables#list-environment-variables
// https://docs.github.com/rest/actions/secrets#list-environment-secrets
func listSettings(c *call, kind string, held map[string][]*setting) *answer {
	if kind == "variables" {
		c.query.Set("per_page", fmt.Sprint(min(positive(c.query.Get("per_page"), 10), 30)))
	}
	return paginateIn(c, kind, held[kind], func(s *setting) object {
		shown := object{"name": s.name, "created_at": stamp(s.createdAt), "updated_at": stamp(s.updatedAt)}
		if kind == "variables" {
			shown["value"] = s.value
		}
		return shown
	})
}
