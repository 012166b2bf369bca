package github

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	gh "github.com/google/go-github/v66/github"

	"github.com/golive-app/golive/checks"
)

// environment is what golive reads of one.
// https://docs.github.com/en/rest/deployments/environments#list-environments
type environment struct {
	Name  string `json:"name"`
	URL   string `json:"html_url"`
	Rules []struct {
		Type      string     `json:"type"`
		WaitTimer int        `json:"wait_timer"` // minutes
		Reviewers []struct{} `json:"reviewers"`
	} `json:"protection_rules"`
	Branches *struct {
		Protected bool `json:"protected_branches"`
		Custom    bool `json:"custom_branch_policies"`
	} `json:"deployment_branch_policy"`
}

// Environments lists the repository's environments. GitHub wants `actions: read`
// for it.
func (r *Repository) Environments(ctx context.Context) ([]checks.Environment, error) {
	found, err := pages(func(options gh.ListOptions) ([]environment, *gh.Response, error) {
		var page struct {
			Environments []environment `json:"environments"`
		}
		response, err := r.page(ctx, "/environments", options, &page)
		return page.Environments, response, err
	})
	if err != nil {
		return nil, r.explain(err, "environments")
	}
	environments := make([]checks.Environment, 0, len(found))
	for _, one := range found {
		environments = append(environments, one.read())
	}
	return environments, nil
}

func (e environment) read() checks.Environment {
	made := checks.Environment{Name: clean(e.Name, 255), Link: clean(e.URL, 500)}
	for _, rule := range e.Rules {
		switch rule.Type {
		case "wait_timer":
			made.Wait = time.Duration(rule.WaitTimer) * time.Minute
		case "required_reviewers":
			made.Reviewers = len(rule.Reviewers)
		}
	}
	if e.Branches != nil {
		switch {
		case e.Branches.Custom:
			made.Branches = checks.SelectedBranches
		case e.Branches.Protected:
			made.Branches = checks.ProtectedBranches
		}
	}
	return made
}

// setting is a variable or secret; of a secret GitHub shows no value.
// https://docs.github.com/en/rest/actions/variables
// https://docs.github.com/en/rest/actions/secrets
type setting struct {
	Name      string    `json:"name"`
	Value     string    `json:"value"`
	UpdatedAt time.Time `json:"updated_at"`
}

// EnvironmentSettings lists an environment's own variables or secrets, for which
// GitHub wants `environments: read`.
// https://docs.github.com/en/rest/actions/variables#list-environment-variables
// https://docs.github.com/en/rest/actions/secrets#list-environment-secrets
func (r *Repository) EnvironmentSettings(ctx context.Context, environment string, kind checks.SettingKind) ([]checks.Setting, error) {
	found, err := r.settingsAt(ctx, "/environments/"+strings.ReplaceAll(escape(environment), "/", "%2F")+"/"+plural(kind), kind, false)
	if err != nil {
		return nil, r.explain(err, "%s of environment %s", plural(kind), clean(environment, 100))
	}
	return found, nil
}

// RepositorySettings lists the variables (`actions_variables: read`) or secrets
// (`secrets: read`) of the repository, then those that its organisation shares
// with it.
// https://docs.github.com/en/rest/actions/variables#list-repository-organization-variables
// https://docs.github.com/en/rest/actions/secrets#list-repository-organization-secrets
func (r *Repository) RepositorySettings(ctx context.Context, kind checks.SettingKind) ([]checks.Setting, error) {
	own, err := r.settingsAt(ctx, "/actions/"+plural(kind), kind, false)
	if err != nil {
		return nil, r.explain(err, "%s of the repository", plural(kind))
	}
	if r.known.Load().GetOwner().GetType() != "Organization" {
		return own, nil
	}
	shared, err := r.settingsAt(ctx, "/actions/organization-"+plural(kind), kind, true)
	if err != nil {
		return nil, r.explain(err, "%s that the organisation shares", plural(kind))
	}
	return append(own, shared...), nil
}

func plural(kind checks.SettingKind) string { return string(kind) + "s" }

// settingsPerPage is the most that GitHub gives of variables; of secrets it would
// give more.
const settingsPerPage = 30

func (r *Repository) settingsAt(ctx context.Context, path string, kind checks.SettingKind, shared bool) ([]checks.Setting, error) {
	found, err := pages(func(options gh.ListOptions) ([]setting, *gh.Response, error) {
		var page struct {
			Variables []setting `json:"variables"`
			Secrets   []setting `json:"secrets"`
		}
		options.PerPage = settingsPerPage
		response, err := r.page(ctx, path, options, &page)
		return append(page.Variables, page.Secrets...), response, err
	})
	if err != nil {
		return nil, err
	}
	settings := make([]checks.Setting, 0, len(found))
	for _, one := range found {
		made := checks.Setting{Name: clean(one.Name, 255), Kind: kind, UpdatedAt: one.UpdatedAt, Shared: shared}
		if kind == checks.KindVariable {
			made.Value = checks.Hide(one.Value)
		}
		settings = append(settings, made)
	}
	return settings, nil
}

// page reads one page of a list that GitHub wraps in an object.
func (r *Repository) page(ctx context.Context, path string, options gh.ListOptions, into any) (*gh.Response, error) {
	return r.request(ctx, http.MethodGet, fmt.Sprintf("%s?per_page=%d&page=%d", path, options.PerPage, options.Page), nil, into)
}

// Distance compares two commits; the one's content is told by its tree.
// https://docs.github.com/en/rest/commits/commits#compare-two-commits
func (r *Repository) Distance(ctx context.Context, from, to string) (checks.Distance, error) {
	if from == to {
		return checks.Distance{SameTree: true}, nil
	}
	type commit struct {
		Commit struct {
			Tree struct {
				SHA string `json:"sha"`
			} `json:"tree"`
		} `json:"commit"`
	}
	var comparison struct {
		Ahead  int    `json:"ahead_by"`  // of to over from
		Behind int    `json:"behind_by"` // of to under from
		Base   commit `json:"base_commit"`
	}
	if err := r.get(ctx, fmt.Sprintf("/compare/%s...%s?per_page=1", escape(from), escape(to)), &comparison); err != nil {
		return checks.Distance{}, r.explain(err, "compare %s with %s", short(from), short(to))
	}
	var other commit
	if err := r.get(ctx, "/commits/"+escape(to)+"?per_page=1", &other); err != nil {
		return checks.Distance{}, r.explain(err, "commit %s", short(to))
	}
	tree := comparison.Base.Commit.Tree.SHA
	return checks.Distance{
		SameTree: isObjectID(tree) && tree == other.Commit.Tree.SHA, Behind: comparison.Ahead, Ahead: comparison.Behind,
	}, nil
}
