package github

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"

	gh "github.com/google/go-github/v66/github"

	"github.com/golive-app/golive/checks"
)

// mostFiltered is where GitHub ends lists that are filtered, whatever their
// total_count says.
// https://docs.github.com/en/rest/actions/workflow-runs#list-workflow-runs-for-a-repository
const mostFiltered = 1000

// listIn reads every page of a list that stands under a key, beside its
// total_count.
func listIn[T any](ctx context.Context, r *Repository, key, path string) ([]T, error) {
	separator := "?"
	if strings.Contains(path, "?") {
		separator = "&"
	}
	total := 0
	found, err := pages(func(options gh.ListOptions) ([]T, *gh.Response, error) {
		var page map[string]json.RawMessage
		response, err := r.request(ctx, http.MethodGet, fmt.Sprintf("%s%sper_page=%d&page=%d", path, separator, options.PerPage, options.Page), nil, &page)
		if err != nil {
			return nil, response, err
		}
		var entries []T
		if page[key] == nil {
			return nil, response, fmt.Errorf("the answer has no %q", key) // which is not an empty list
		}
		if err := json.Unmarshal(page[key], &entries); err != nil {
			return nil, response, fmt.Errorf("%q in the answer: %w", key, err)
		}
		if err := json.Unmarshal(page["total_count"], &total); err != nil && page["total_count"] != nil {
			return nil, response, fmt.Errorf("\"total_count\" in the answer: %w", err)
		}
		return entries, response, nil
	})
	if err == nil && len(found) >= mostFiltered && len(found) < total {
		return nil, fmt.Errorf("GitHub lists %d of %d entries", len(found), total)
	}
	return found, err
}

// ciState is the conclusion, or as long as there is none the status.
func ciState(status, conclusion string) checks.CIState {
	if status != "completed" && status != "" {
		return checks.CIState(clean(status, 40))
	}
	return checks.CIState(clean(conclusion, 40))
}

// CheckRuns lists the check runs on a commit but our own: of each App and name
// the newest. GitHub's filter "latest" is by suite, so that of one name several
// are left: an older suite's, or another workflow's.
// https://docs.github.com/en/rest/checks/runs#list-check-runs-for-a-git-reference
func (r *Repository) CheckRuns(ctx context.Context, commit string) ([]checks.CheckRun, error) {
	found, err := listIn[*gh.CheckRun](ctx, r, "check_runs", "/commits/"+escape(commit)+"/check-runs?filter=latest")
	if err != nil {
		return nil, r.explain(err, "check runs of %s", short(commit))
	}
	return newestCheckRuns(found, r.hub.options.AppID), nil
}

func newestCheckRuns(found []*gh.CheckRun, ours int64) []checks.CheckRun {
	type key struct{ app, name string }
	newest := map[key]checks.CheckRun{}
	for _, one := range found {
		if isOurs(one, ours) {
			continue
		}
		run := checks.CheckRun{
			ID: one.GetID(), App: clean(one.GetApp().GetSlug(), 100), AppID: one.GetApp().GetID(), Name: clean(one.GetName(), 200), Title: clean(one.GetOutput().GetTitle(), 300),
			State: ciState(one.GetStatus(), one.GetConclusion()), StartedAt: one.GetStartedAt().Time, CompletedAt: one.GetCompletedAt().Time,
			Link: cmp.Or(one.GetHTMLURL(), one.GetDetailsURL()),
		}
		at := key{run.App, run.Name}
		known, seen := newest[at]
		if seen && run.ID < known.ID { // ids grow; started_at is what the App says
			run, known = known, run
		}
		run.Contested = seen && (run.Contested || known.Contested || known.State != run.State)
		newest[at] = run
	}
	runs := make([]checks.CheckRun, 0, len(newest))
	for _, run := range newest {
		runs = append(runs, run)
	}
	slices.SortFunc(runs, func(a, b checks.CheckRun) int { return cmp.Or(cmp.Compare(a.App, b.App), cmp.Compare(a.Name, b.Name)) })
	return runs
}

// isOurs reports whether a check run is golive's own. Who does not know which App
// golive is knows it by its names, which nobody else has a use for: a verdict must
// not hang on an earlier one.
func isOurs(run *gh.CheckRun, ours int64) bool {
	if ours != 0 {
		return run.GetApp().GetID() == ours
	}
	return checks.OwnCheck(run.GetName())
}

// CommitStatuses lists the statuses of a commit: of each context the newest.
// The list is read and not the combined status, which leaves out who set them.
// https://docs.github.com/en/rest/commits/statuses#list-commit-statuses-for-a-reference
func (r *Repository) CommitStatuses(ctx context.Context, commit string) ([]checks.CommitStatus, error) {
	found, err := list[*gh.RepoStatus](ctx, r, "/commits/"+escape(commit)+"/statuses")
	if err != nil {
		return nil, r.explain(err, "statuses of %s", short(commit))
	}
	newest := map[string]*gh.RepoStatus{}
	for _, one := range found {
		if known := newest[one.GetContext()]; known == nil || one.GetID() > known.GetID() {
			newest[one.GetContext()] = one
		}
	}
	statuses := make([]checks.CommitStatus, 0, len(newest))
	for _, one := range newest {
		statuses = append(statuses, checks.CommitStatus{
			Context: clean(one.GetContext(), 200), State: checks.StatusState(clean(strings.ToLower(one.GetState()), 40)),
			Description: clean(one.GetDescription(), 200), Creator: login(one.GetCreator()), UpdatedAt: one.GetUpdatedAt().Time, Link: one.GetTargetURL(),
		})
	}
	slices.SortFunc(statuses, func(a, b checks.CommitStatus) int { return cmp.Compare(a.Context, b.Context) })
	return statuses, nil
}
