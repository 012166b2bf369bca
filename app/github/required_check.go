package github

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/jobs"
)

// branchRule is what golive reads of a rule that holds for a branch.
// https://docs.github.com/en/rest/repos/rules#get-rules-for-a-branch
type branchRule struct {
	Type       string `json:"type"`
	Parameters struct {
		RequiredStatusChecks []struct {
			Context     string `json:"context"`
			Integration int64  `json:"integration_id"`
		} `json:"required_status_checks"`
		Workflows []struct {
			Path string `json:"path"`
		} `json:"workflows"`
	} `json:"parameters"`
}

// RequiredChecks tells what must have passed before the branch is merged into:
// what the active rulesets of the repository and its owners say, and what
// classic branch protection says. The latter is read from the branch itself,
// which tells it to everybody who may read contents; the settings' own address
// asks for administration.
func (r *Repository) RequiredChecks(ctx context.Context, branch string) (checks.RequiredChecks, error) {
	var required checks.RequiredChecks
	rules, err := list[branchRule](ctx, r, "/rules/branches/"+escape(branch))
	if err != nil {
		// Private repositories have no rulesets on some plans: 403.
		err = r.explain(err, "rules of branch %s", branch)
		if !errors.Is(err, jobs.ErrForbidden) && !errors.Is(err, jobs.ErrGone) {
			return checks.RequiredChecks{}, err
		}
		required.Unread = append(required.Unread, "rulesets: "+err.Error())
	}
	for _, rule := range rules {
		required.Queue = required.Queue || rule.Type == "merge_queue"
		for _, one := range rule.Parameters.RequiredStatusChecks {
			required.Checks = append(required.Checks, checks.RequiredCheck{Name: clean(one.Context, 200), App: one.Integration})
		}
		for _, one := range rule.Parameters.Workflows {
			required.Workflows = append(required.Workflows, clean(one.Path, 300))
		}
	}
	classic, err := r.protectedBy(ctx, branch)
	if err != nil {
		if !errors.Is(err, jobs.ErrForbidden) && !errors.Is(err, jobs.ErrGone) {
			return checks.RequiredChecks{}, err
		}
		required.Unread = append(required.Unread, "branch protection: "+err.Error())
	}
	required.Checks = append(required.Checks, classic...)
	slices.SortFunc(required.Checks, func(a, b checks.RequiredCheck) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.App, b.App))
	})
	slices.Sort(required.Workflows)
	required.Checks, required.Workflows = slices.Compact(required.Checks), slices.Compact(required.Workflows)
	return required, nil
}

// protectedBy reads the checks that classic protection requires of a branch.
// https://docs.github.com/en/rest/branches/branches#get-a-branch
func (r *Repository) protectedBy(ctx context.Context, branch string) ([]checks.RequiredCheck, error) {
	var found struct {
		Name       string `json:"name"`
		Protection *struct {
			Required *struct {
				Level    string   `json:"enforcement_level"`
				Contexts []string `json:"contexts"`
				Checks   []struct {
					Context string `json:"context"`
					App     int64  `json:"app_id"`
				} `json:"checks"`
			} `json:"required_status_checks"`
		} `json:"protection"`
	}
	if err := r.get(ctx, "/branches/"+escape(branch), &found); err != nil {
		return nil, r.explain(err, "branch %s", branch)
	}
	if found.Protection == nil || found.Protection.Required == nil || found.Protection.Required.Level == "off" {
		return nil, nil
	}
	var required []checks.RequiredCheck
	named := map[string]bool{}
	for _, one := range found.Protection.Required.Checks {
		named[one.Context] = true
		required = append(required, checks.RequiredCheck{Name: clean(one.Context, 200), App: max(0, one.App)}) // -1: any App
	}
	for _, name := range found.Protection.Required.Contexts {
		if !named[name] {
			required = append(required, checks.RequiredCheck{Name: clean(name, 200)})
		}
	}
	return required, nil
}
