package webhook

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/golive-app/golive/jobs"
)

var us = AppIdentity{ID: 29310}

const (
	zeros  = "0000000000000000000000000000000000000000"
	commit = "ec26c3e57ca3a959ca5aad62de7213c562f8c821"
	object = "6113728f27ae82c7b1a177c8d03f9e96e0adf246"
)

// event builds a payload as GitHub sends it to an App: its own fields between
// those that every event has.
func event(action, fields string) string {
	if action != "" {
		action = fmt.Sprintf(`"action": %q,`, action)
	}
	if fields != "" {
		fields += ","
	}
	return `{` + action + fields + `
		"repository": {"id": 186853002, "node_id": "MDEwOlJlcG9zaXRvcnkxODY4NTMwMDI=", "name": "Hello-World", "full_name": "Codertocat/Hello-World",
			"private": false, "owner": {"login": "Codertocat", "id": 21031067, "type": "User"}, "default_branch": "master"},
		"sender": {"login": "Codertocat", "id": 21031067, "type": "User", "site_admin": false},
		"installation": {"id": 957387, "node_id": "MDIzOkludGVncmF0aW9uSW5zdGFsbGF0aW9uOTU3Mzg3"}}`
}

func pullRequest(action string) string {
	return event(action, `"number": 2, "pull_request": {"id": 279147437, "number": 2, "state": "open", "draft": false, "title": "Release v1.4.0",
		"user": {"login": "Codertocat", "type": "User"}, "body": "/golive rerun", "head": {"ref": "changes", "sha": "`+commit+`", "repo": null},
		"base": {"ref": "master"}, "merged": null, "milestone": null}`)
}

func push(ref, before, after, rest string) string {
	return event("", fmt.Sprintf(`"ref": %q, "before": %q, "after": %q, "base_ref": null, "forced": false, "commits": [], %s`, ref, before, after, rest))
}

func comment(action, body, user, sender, app string) string {
	quoted, _ := json.Marshal(body)
	written := event(action, `"issue": {"number": 2, "user": {"login": "Codertocat", "type": "User"}, "body": "/golive rerun all", "pull_request": {"url": "…"}},
		"comment": {"id": 492700400, "user": `+user+`, "body": `+string(quoted)+`, "performed_via_github_app": `+app+`,
			"created_at": "2019-05-15T15:20:21Z", "updated_at": "2019-05-15T15:20:21Z"}`)
	if sender != "" {
		written = strings.Replace(written, `"type": "User", "site_admin"`, `"type": "`+sender+`", "site_admin"`, 1)
	}
	return written
}

func checkRun(action string, app int64, rest string) string {
	return event(action, fmt.Sprintf(`"check_run": {"id": 128620228, "name": "golive / ready", "head_sha": %q, "external_id": "186853002:pr:2",
		"status": "completed", "conclusion": "failure", "output": {"title": null, "summary": null}, "check_suite": {"id": 118578147, "head_branch": null, "pull_requests": []},
		"app": {"id": %d, "slug": "golive", "owner": {"login": "acme"}}, "pull_requests": []}%s`, commit, app, rest))
}

func checkSuite(action string, app int64) string {
	return event(action, fmt.Sprintf(`"check_suite": {"id": 118578147, "head_branch": null, "head_sha": %q, "status": "completed", "pull_requests": [],
		"app": {"id": %d, "slug": "golive"}, "head_commit": {"id": %q}}`, commit, app, commit))
}

func installation(action, repositories string) string {
	return `{"action": "` + action + `", "installation": {"id": 2, "account": {"login": "octocat", "id": 1}, "app_id": 29310, "events": ["push"]},` +
		repositories + `"requester": null, "sender": {"login": "octocat", "id": 1, "type": "User"}}`
}

func TestTriggersOf(t *testing.T) {
	t.Parallel()
	about := func(kind jobs.TriggerKind, fill func(*jobs.Trigger)) []jobs.Trigger {
		trigger := jobs.Trigger{Kind: kind, Delivery: "guid", Installation: 957387, Repository: 186853002, Sender: "Codertocat"}
		if fill != nil {
			fill(&trigger)
		}
		return []jobs.Trigger{trigger}
	}
	two := func(trigger *jobs.Trigger) { trigger.Number = 2 }
	tag := func(name string, forced bool) func(*jobs.Trigger) {
		return func(trigger *jobs.Trigger) { trigger.Tag, trigger.Forced = name, forced }
	}
	ref := func(name string) func(*jobs.Trigger) { return func(trigger *jobs.Trigger) { trigger.Ref = name } }
	person, app := `{"login": "dana", "type": "User"}`, `{"login": "renovate[bot]", "type": "Bot"}`
	said := about(jobs.TriggerCommand, func(trigger *jobs.Trigger) {
		trigger.Number, trigger.Comment, trigger.Sender = 2, 492700400, "dana"
	})
	changed := about(jobs.TriggerCommentChanged, func(trigger *jobs.Trigger) { trigger.Number, trigger.Comment = 2, 492700400 })
	run := func(trigger *jobs.Trigger) {
		trigger.CheckRun, trigger.CheckName, trigger.SHA, trigger.External = 128620228, "golive / ready", commit, "186853002:pr:2"
	}
	deployment := func(state string) string {
		return event("created", `"deployment": {"id": 7, "sha": "`+commit+`", "ref": "main", "environment": "production"}, "deployment_status": {"id": 8, "state": "`+state+`"}`)
	}
	mergeGroup := func(action, ref string) string {
		return event(action, `"merge_group": {"head_sha": "`+commit+`", "head_ref": "`+ref+`", "base_ref": "refs/heads/main"}`)
	}
	deployed := func(trigger *jobs.Trigger) { trigger.SHA, trigger.Environment = commit, "production" }
	ids := func(kind jobs.TriggerKind, repositories ...int64) []jobs.Trigger {
		return []jobs.Trigger{{Kind: kind, Delivery: "guid", Installation: 2, Repositories: repositories, Sender: "octocat"}}
	}

	cases := map[string]struct {
		event, payload string
		want           []jobs.Trigger
	}{
		"pull request opened":             {"pull_request", pullRequest("opened"), about(jobs.TriggerPullRequest, two)},
		"pull request reopened":           {"pull_request", pullRequest("reopened"), about(jobs.TriggerPullRequest, two)},
		"pull request got commits":        {"pull_request", pullRequest("synchronize"), about(jobs.TriggerPullRequest, two)},
		"pull request left draft":         {"pull_request", pullRequest("ready_for_review"), about(jobs.TriggerPullRequest, two)},
		"pull request edited":             {"pull_request", pullRequest("edited"), about(jobs.TriggerPullRequest, two)},
		"pull request labelled":           {"pull_request", pullRequest("labeled"), about(jobs.TriggerPullRequest, two)},
		"pull request unlabelled":         {"pull_request", pullRequest("unlabeled"), about(jobs.TriggerPullRequest, two)},
		"pull request closed":             {"pull_request", pullRequest("closed"), about(jobs.TriggerClosed, two)},
		"pull request assigned":           {"pull_request", pullRequest("assigned"), nil},
		"pull request action of tomorrow": {"pull_request", pullRequest("teleported"), nil},

		"review submitted":                         {"pull_request_review", pullRequest("submitted"), about(jobs.TriggerReview, two)},
		"review edited":                            {"pull_request_review", pullRequest("edited"), about(jobs.TriggerReview, two)},
		"review dismissed":                         {"pull_request_review", pullRequest("dismissed"), about(jobs.TriggerReview, two)},
		"review of a pull request that was merged": {"pull_request_review", strings.Replace(pullRequest("submitted"), `"merged": null`, `"merged_at": "2026-11-23T10:00:00Z"`, 1), about(jobs.TriggerReviewOfMerged, two)},
		"review requested":                         {"pull_request_review", pullRequest("requested"), nil},

		"tag created": {"push", push("refs/tags/v1", zeros, commit, `"created": true, "deleted": false, "head_commit": {"id": "`+commit+`"}`), about(jobs.TriggerTag, tag("v1", false))},
		"annotated tag created, whose after is the tag object": {
			"push", push("refs/tags/release/v1.4.0", zeros, object, `"created": true, "deleted": false, "head_commit": {"id": "`+commit+`"}`), about(jobs.TriggerTag, tag("release/v1.4.0", false)),
		},
		"tag moved, also forwards":    {"push", push("refs/tags/release/v1", object, commit, `"created": false, "deleted": false, "head_commit": null`), append(about(jobs.TriggerTag, tag("release/v1", true)), about(jobs.TriggerRefMoved, ref("release/v1"))...)},
		"tag deleted":                 {"push", push("refs/tags/release/v1", commit, zeros, `"created": false, "deleted": true, "head_commit": null`), about(jobs.TriggerTagDeleted, tag("release/v1", false))},
		"tag deleted, by its zeros":   {"push", push("refs/tags/v1", commit, zeros+"000000000000000000000000", `"head_commit": null`), about(jobs.TriggerTagDeleted, tag("v1", false))},
		"branch of a tag's name":      {"push", push("refs/heads/release/v1", zeros, commit, `"created": true`), about(jobs.TriggerRefMoved, ref("release/v1"))},
		"branch named like a tag ref": {"push", push("refs/heads/refs/tags/v1", zeros, commit, `"created": true`), about(jobs.TriggerRefMoved, ref("refs/tags/v1"))},
		"branch moved":                {"push", push("refs/heads/main", object, commit, `"created": false`), about(jobs.TriggerRefMoved, ref("main"))},
		"branch without a name":       {"push", push("refs/heads/", object, commit, `"created": false`), nil},
		"tag without a name":          {"push", push("refs/tags/", zeros, commit, `"created": true`), nil},
		"notes":                       {"push", push("refs/notes/commits", zeros, commit, `"created": true`), nil},

		"command on a pull request":                     {"issue_comment", comment("created", "/golive rerun", person, "", "null"), said},
		"command below a blank line":                    {"issue_comment", comment("created", "\r\n/golive status\r\nthanks", person, "", "null"), said},
		"command through somebody's own App":            {"issue_comment", comment("created", "/golive status", person, "", `{"id": 4711}`), said},
		"comment through our App":                       {"issue_comment", comment("created", "/golive status", person, "", `{"id": 29310}`), nil},
		"comment without a command":                     {"issue_comment", comment("created", "thanks for /golive", person, "", "null"), nil},
		"quoted command":                                {"issue_comment", comment("created", "> /golive rerun", person, "", "null"), nil},
		"command in code":                               {"issue_comment", comment("created", "```\n/golive rerun\n```", person, "", "null"), nil},
		"command by a bot":                              {"issue_comment", comment("created", "/golive rerun", app, "", "null"), nil},
		"command sent by a bot in a person's name":      {"issue_comment", comment("created", "/golive rerun", person, "Bot", "null"), nil},
		"edited into a command":                         {"issue_comment", comment("edited", "/golive rerun", person, "", "null"), changed},
		"edited into a command by a bot":                {"issue_comment", comment("edited", "/golive rerun", app, "", "null"), nil},
		"our own comment edited by a person":            {"issue_comment", comment("edited", "x", person, "", `{"id": 29310}`), nil},
		"deleted command":                               {"issue_comment", comment("deleted", "/golive sign-off rollback", person, "", "null"), changed},
		"comment deleted by a bot":                      {"issue_comment", comment("deleted", "/golive sign-off rollback", person, "Bot", "null"), changed},
		"command by an account that is gone, user null": {"issue_comment", comment("created", "/golive help", "null", "", "null"), about(jobs.TriggerCommand, func(trigger *jobs.Trigger) { trigger.Number, trigger.Comment, trigger.Sender = 2, 492700400, "" })},

		"re-run of our check run, without pull requests or branch": {"check_run", checkRun("rerequested", us.ID, ""), about(jobs.TriggerRerunCheckRun, run)},
		"button on our check run": {"check_run", checkRun("requested_action", us.ID, `, "requested_action": {"identifier": "rerun_failed"}`), about(jobs.TriggerAction, func(trigger *jobs.Trigger) {
			run(trigger)
			trigger.Action = "rerun_failed"
		})},
		"re-run of another App's":         {"check_run", checkRun("rerequested", 4711, ""), nil},
		"button of another App's":         {"check_run", checkRun("requested_action", 4711, `, "requested_action": {"identifier": "rerun_failed"}`), nil},
		"our check run created":           {"check_run", checkRun("created", us.ID, ""), nil},
		"our check run completed":         {"check_run", checkRun("completed", us.ID, ""), nil},
		"re-run of all our check runs":    {"check_suite", checkSuite("rerequested", us.ID), about(jobs.TriggerRerunCheckSuite, func(trigger *jobs.Trigger) { trigger.SHA = commit })},
		"continuous integration finished": {"check_suite", checkSuite("completed", 15368), about(jobs.TriggerCI, func(trigger *jobs.Trigger) { trigger.SHA = commit })},
		"a commit status":                 {"status", event("", `"sha": "`+commit+`", "state": "success", "context": "ci/build"`), about(jobs.TriggerCI, func(trigger *jobs.Trigger) { trigger.SHA = commit })},
		"a commit status that is pending": {"status", event("", `"sha": "`+commit+`", "state": "pending"`), nil},
		"a commit status of no commit":    {"status", event("", `"state": "success"`), nil},
		"a deployment went live":          {"deployment_status", deployment("success"), about(jobs.TriggerDeployed, deployed)},
		"a deployment failed":             {"deployment_status", deployment("failure"), about(jobs.TriggerDeployed, deployed)},
		"a deployment was taken down":     {"deployment_status", deployment("inactive"), about(jobs.TriggerDeployed, deployed)},
		"a deployment that is under way":  {"deployment_status", deployment("in_progress"), nil},
		"a deployment that was asked for": {"deployment", event("created", `"deployment": {"sha": "`+commit+`"}`), nil},
		"a merge queue wants its checks":  {"merge_group", mergeGroup("checks_requested", "refs/heads/gh-readonly-queue/release/1/pr-2-"+commit), about(jobs.TriggerQueued, func(trigger *jobs.Trigger) { trigger.Number, trigger.SHA = 2, commit })},
		"a merge queue let go":            {"merge_group", mergeGroup("destroyed", "refs/heads/gh-readonly-queue/main/pr-2-"+commit), nil},
		"a merge queue of another form":   {"merge_group", mergeGroup("checks_requested", "refs/heads/main"), nil},
		"a deployment of nothing":         {"deployment_status", event("created", `"deployment_status": {"state": "success"}`), nil},
		"re-run of all another App's":     {"check_suite", checkSuite("rerequested", 4711), nil},
		"check suite requested by a push": {"check_suite", checkSuite("requested", us.ID), nil},
		"our check suite completed":       {"check_suite", checkSuite("completed", us.ID), nil},

		"installed":                {"installation", installation("created", `"repositories": [{"id": 5, "name": "a"}, {"id": 6, "name": "b"}],`), ids(jobs.TriggerInstalled, 5, 6)},
		"installed on nothing":     {"installation", installation("created", ``), ids(jobs.TriggerInstalled)},
		"unsuspended":              {"installation", installation("unsuspend", ``), ids(jobs.TriggerInstalled)},
		"permissions accepted":     {"installation", installation("new_permissions_accepted", ``), ids(jobs.TriggerInstalled)},
		"uninstalled":              {"installation", installation("deleted", `"repositories": [{"id": 5}],`), ids(jobs.TriggerUninstalled)},
		"suspended":                {"installation", installation("suspend", ``), ids(jobs.TriggerUninstalled)},
		"installation of tomorrow": {"installation", installation("moved", ``), nil},
		"repositories added":       {"installation_repositories", installation("added", `"repositories_added": [{"id": 7}], "repositories_removed": [{"id": 8}],`), ids(jobs.TriggerRepositories, 7)},
		"repositories removed":     {"installation_repositories", installation("removed", `"repositories_added": [], "repositories_removed": [{"id": 8}, {"id": 9}],`), ids(jobs.TriggerRepositoriesOut, 8, 9)},
		"no repositories added":    {"installation_repositories", installation("added", `"repositories_added": [],`), nil},
		"repository renamed":       {"repository", event("renamed", `"changes": {"repository": {"name": {"from": "Hi"}}}`), about(jobs.TriggerRepositoryMoved, nil)},
		"repository transferred":   {"repository", event("transferred", ""), about(jobs.TriggerRepositoryMoved, nil)},
		"repository deleted":       {"repository", event("deleted", ""), about(jobs.TriggerRepositoryGone, nil)},
		"repository archived":      {"repository", event("archived", ""), nil},

		"an event that golive does not use":  {"star", event("created", ""), nil},
		"an event that does not exist":       {"teleport", `[]`, nil},
		"payload of a repository's own hook": {"pull_request", strings.Replace(pullRequest("opened"), `"installation"`, `"x"`, 1), nil},
		"payload without a repository":       {"pull_request", strings.Replace(pullRequest("opened"), `"repository"`, `"x"`, 1), nil},
		"payload without its pull request":   {"pull_request", event("opened", ""), nil},
		"payload with a null pull request":   {"pull_request", event("opened", `"pull_request": null`), nil},
		"an empty object":                    {"push", `{}`, nil},
		"null":                               {"push", `null`, nil},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := TriggersOf(test.event, "guid", []byte(test.payload), us)
			if err != nil || !reflect.DeepEqual(got, test.want) {
				t.Errorf("got %+v, %v\nwant %+v", got, err, test.want)
			}
		})
	}
}

func TestPayloadOfAnotherShapeIsAnError(t *testing.T) {
	t.Parallel()
	for event, payload := range map[string]string{
		"push": `not json`, "star": `{"action": `, "pull_request": `{"action": 4}`, "installation": `[]`, "check_run": `{} {}`,
		"issue_comment": ``, "repository": `{"repository": {"id": "186853002"}}`, "check_suite": `"x"`,
		"installation_repositories": `{"repositories_added": {}}`, "pull_request_review": `{"pull_request": []}`,
	} {
		if triggers, err := TriggersOf(event, "guid", []byte(payload), us); !errors.Is(err, ErrPayload) || triggers != nil {
			t.Errorf("%s: %+v, %v", event, triggers, err)
		}
	}
}

func TestWithoutAnIdentityNoCheckRunIsOurs(t *testing.T) {
	t.Parallel()
	for event, payload := range map[string]string{"check_run": checkRun("rerequested", 0, ""), "check_suite": checkSuite("rerequested", 0)} {
		if triggers, err := TriggersOf(event, "guid", []byte(payload), AppIdentity{}); err != nil || len(triggers) != 0 {
			t.Errorf("%s: %+v, %v", event, triggers, err)
		}
	}
}

func TestInstallationOnThousandsOfRepositoriesStaysSmall(t *testing.T) {
	t.Parallel()
	var list []string
	for id := range 1201 {
		list = append(list, fmt.Sprintf(`{"id": %d}`, 9_000_000_000_000_000_000+id))
	}
	triggers, err := TriggersOf("installation", "guid", []byte(installation("created", `"repositories": [`+strings.Join(list, ",")+`],`)), us)
	if err != nil || len(triggers) != 3 || len(triggers[2].Repositories) != 201 {
		t.Fatalf("%d triggers, %v", len(triggers), err)
	}
	for _, trigger := range triggers {
		const payloadLimit = 16 << 10
		if encoded, err := json.Marshal(trigger); err != nil || len(encoded) > payloadLimit {
			t.Errorf("%d bytes, %v", len(encoded), err)
		}
	}
}

// FuzzTriggersOf holds the intake to its promises for whatever is signed: it
// never panics, fails in one way only, and what it lets through names whom and
// what it is about.
func FuzzTriggersOf(f *testing.F) {
	f.Add("pull_request", pullRequest("opened"))
	f.Add("push", push("refs/tags/release/v1", zeros, commit, `"created": true`))
	f.Add("issue_comment", comment("created", "/golive rerun", `{"login": "dana", "type": "User"}`, "", "null"))
	f.Add("check_run", checkRun("requested_action", us.ID, `, "requested_action": {"identifier": "rerun_failed"}`))
	f.Add("check_suite", checkSuite("rerequested", us.ID))
	f.Add("installation", installation("created", `"repositories": [{"id": 5}],`))
	f.Add("installation_repositories", installation("added", `"repositories_added": [{"id": 7}],`))
	f.Add("repository", event("renamed", ""))
	f.Fuzz(func(t *testing.T, event, payload string) {
		triggers, err := TriggersOf(event, "guid", []byte(payload), us)
		if err != nil && (!errors.Is(err, ErrPayload) || triggers != nil) {
			t.Fatalf("%+v, %v", triggers, err)
		}
		for _, trigger := range triggers {
			wholeInstallation := strings.HasPrefix(event, "installation")
			if trigger.Kind == "" || trigger.Delivery != "guid" || trigger.Installation <= 0 || (trigger.Repository <= 0 && !wholeInstallation) {
				t.Fatalf("%+v", trigger)
			}
		}
	})
}
