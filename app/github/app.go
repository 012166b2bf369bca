package github

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/golive-app/golive/jobs"
)

// App is the App as GitHub knows it.
type App struct {
	ID          int64             `json:"id"`
	Slug        string            `json:"slug"`
	Name        string            `json:"name"`
	URL         string            `json:"html_url"`
	Permissions map[string]string `json:"permissions"`
	Events      []string          `json:"events"`
}

// Login is the account that the App writes as.
func (a App) Login() string { return a.Slug + "[bot]" }

// App asks GitHub who we are. It fails where the App id, the key or the clock
// is wrong, and is therefore what a start should do first.
// https://docs.github.com/en/rest/apps/apps#get-the-authenticated-app
func (h *Hub) App(ctx context.Context) (App, error) {
	request, err := h.app.api.NewRequest("GET", "app", nil)
	if err != nil {
		return App{}, fmt.Errorf("github: the App: %w", err)
	}
	var found App
	if _, err := h.app.api.Do(ctx, request, &found); err != nil {
		err = h.explain(h.app, "the App", err, "")
		if errors.Is(err, jobs.ErrGone) {
			err = fmt.Errorf("github: %s knows no App API under this address, or no App %d: %w", h.endpoints.api, h.options.AppID, err)
		}
		return App{}, err
	}
	if found.ID != h.options.AppID || found.Slug == "" {
		return App{}, fmt.Errorf("github: the App id is %d and the key is that of App %d", h.options.AppID, found.ID)
	}
	h.selfMutex.Lock()
	h.self = &found
	h.selfMutex.Unlock()
	return found, nil
}

// slug is the App's, asked for once.
func (h *Hub) ourselves(ctx context.Context) (App, error) {
	h.selfMutex.Lock()
	known := h.self
	h.selfMutex.Unlock()
	if known != nil {
		return *known, nil
	}
	return h.App(ctx)
}

// Need is a permission or an event that golive wants, and what for.
type Need struct {
	Name     string // as GitHub's API spells it
	Level    string // "read" or "write"; "" for an event
	Why      string
	Optional bool // without it some items cannot be judged, now or in a later version; everything else works
}

// Wanted lists the permissions and the webhook events of the App.
// https://docs.github.com/en/rest/authentication/permissions-required-for-github-apps
// https://docs.github.com/en/webhooks/webhook-events-and-payloads
func Wanted() (permissions, events []Need) {
	permissions = []Need{
		{Name: "metadata", Level: "read", Why: "names, people's permissions and rulesets"},
		{Name: "contents", Level: "read", Why: "the released content, tags and the policy file"},
		{Name: "checks", Level: "write", Why: "shows the verdict as check runs"},
		{Name: "pull_requests", Level: "write", Why: "reads which pull requests a release brings and who approved them, and shows the checklist as a comment on release pull requests"},
		{Name: "issues", Level: "write", Why: "reads commands, and opens the issue of a tag that no pull request belongs to"},
		{Name: "actions", Level: "read", Why: "what the pipelines ran on the content, and what their jobs left behind", Optional: true},
		{Name: "statuses", Level: "read", Why: "what other continuous integration says of the content", Optional: true},
		{Name: "deployments", Level: "read", Why: "what production runs, which is where a release's range starts", Optional: true},
		{Name: "environments", Level: "read", Why: "the names of what environments are configured with, and values of variables", Optional: true},
		{Name: "actions_variables", Level: "read", Why: "variables of the repository and those that its organisation shares", Optional: true},
		{Name: "secrets", Level: "read", Why: "the names of secrets of the repository and those that its organisation shares; GitHub shows nobody a value", Optional: true},
		{Name: "security_events", Level: "read", Why: "whether code scanning has analysed this content, and what is open: for `security.injection`", Optional: true},
		{Name: "secret_scanning_alerts", Level: "read", Why: "secrets that GitHub found, and those that it knows to be revoked: for `code.secrets`; golive asks for no value", Optional: true},
		{Name: "vulnerability_alerts", Level: "read", Why: "Dependabot's alerts about injections through dependencies: for `security.injection`", Optional: true},
		{Name: "members", Level: "read", Why: "who is in a team that the policy or CODEOWNERS names, and so may approve or sign", Optional: true},
		{Name: "merge_queues", Level: "read", Why: "GitHub tells of the merge queue's commits (`merge_group`) to those alone who have it", Optional: true},
	}
	events = []Need{
		{Name: "pull_request", Why: "release pull requests"},
		{Name: "push", Why: "release tags, and branches of related repositories"},
		{Name: "check_run", Why: "\"Re-run\", and the buttons \"Re-run failed\" and \"Run load test\""},
		{Name: "check_suite", Why: "\"Re-run all\", and the end of continuous integration"},
		{Name: "issue_comment", Why: "commands"},
		{Name: "pull_request_review", Why: "approvals", Optional: true},
		{Name: "repository", Why: "renames and transfers", Optional: true},
		{Name: "status", Why: "the end of continuous integration that reports by commit statuses", Optional: true},
		{Name: "deployment", Why: "not used yet: what is deployed where", Optional: true},
		{Name: "deployment_status", Why: "looks again at what a deployment changes, and where the range starts", Optional: true},
		{Name: "merge_group", Why: "shows the verdict on the commits of a merge queue, which waits for it", Optional: true},
		{Name: "release", Why: "not used yet: published releases", Optional: true},
	}
	return permissions, events
}

// Lacking says in one line each what the App lacks, what cannot work without
// it, and where it is set; what everything depends on comes first.
func Lacking(app App) []string {
	permissions, events := Wanted()
	var needed, useful []string
	add := func(need Need, line string) {
		if need.Optional {
			useful = append(useful, line+" (optional: "+need.Why+")")
		} else {
			needed = append(needed, line+" (needed: "+need.Why+")")
		}
	}
	for _, need := range permissions {
		if have := app.Permissions[need.Name]; !includes(have, need.Level) {
			line := "permission " + need.Name + ": " + need.Level
			if have != "" {
				line += ", has " + have
			}
			add(need, line)
		}
	}
	for _, need := range events {
		if !slices.Contains(app.Events, need.Name) {
			add(need, "event "+need.Name)
		}
	}
	return append(needed, useful...)
}

func includes(have, want string) bool {
	levels := []string{"", "read", "write", "admin"}
	return slices.Index(levels, strings.ToLower(have)) >= slices.Index(levels, want)
}
