package launch

import (
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
)

// What the description links to decides nothing: whoever opened the pull request wrote it.
// It spares QA looking for the link.
func TestRunsThatTheDescriptionLinksTo(t *testing.T) {
	t.Parallel()
	const repository = "https://github.com/acme/shop"
	const other = "77c0de1000000000000000000000000000000000"
	const sign = "`/golive sign-off launch.qa-checklist "
	for name, c := range map[string]struct {
		body   string
		why    string // part of it; empty: nothing is said
		remedy string
	}{
		"none":                            {"Release v1.4.0\n\nSee https://example.com/notes and https://github.com/acme/shop/pull/7.", "", sign + "https://…`"},
		"a run in TestRail":               {"QA: [run](https://acme.testrail.io/index.php?/runs/view/112).", "the description links a run in TestRail, which golive cannot look into", sign + "https://acme.testrail.io/index.php?/runs/view/112`"},
		"a run in Cypress Cloud":          {"https://cloud.cypress.io/projects/7s5okt/runs/9271", "Cypress Cloud", sign + "https://cloud.cypress.io/projects/7s5okt/runs/9271`"},
		"a workflow's run on other work":  {"E2E: " + repository + "/actions/runs/9/job/3", "the run of `e2e` that the description links to succeeded on `77c0de1`, which is other content", sign + repository + "/actions/runs/9/job/3`"},
		"a red run":                       {repository + "/actions/runs/8", "the run of `e2e` that the description links to is no success: failure", sign + "https://…`"},
		"a run under way":                 {repository + "/actions/runs/7", "the run of `e2e` that the description links to has not ended", sign + "https://…`"},
		"a run on this content":           {repository + "/actions/runs/1", "", sign + "https://…`"},
		"a run that is not there":         {repository + "/actions/runs/404404", "the run 404404 that the description links to could not be read", sign + "https://…`"},
		"another repository's run":        {"https://github.com/eve/shop/actions/runs/9", "", sign + "https://…`"},
		"a name that begins as ours does": {repository + "ping/actions/runs/9", "", sign + "https://…`"},
		"no number":                       {repository + "/actions/runs/new", "", sign + "https://…`"},
		"plain text that acts":            {"https://acme.testrail.io/runs/view/1`<script>|[x](y)@everyone", "TestRail", sign + "https://acme.testrail.io/runs/view/1`"},
		"with a password":                 {"https://qa:secret@acme.testrail.io/runs/view/1", "", sign + "https://…`"},
		"the same link many times":        {strings.Repeat("https://app.qase.io/run/SHOP/dashboard/3\n", 300), "the description links a run in Qase, which golive cannot look into", sign + "https://app.qase.io/run/SHOP/dashboard/3`"},
	} {
		forge := &checkstest.Forge{
			PullRequests: map[int]checks.PullRequest{12: {Number: 12, Body: c.body}},
			CI: checkstest.CI{Runs: map[string][]checks.WorkflowRun{
				checkstest.Head: {{ID: 1, State: checks.CISuccess, Path: "a.yml", Workflow: "e2e", Commit: checkstest.Head}},
				other:           {{ID: 9, State: checks.CISuccess, Path: "e2e.yml", Workflow: "e2e", Commit: other}, {ID: 8, State: checks.CIFailure, Path: "e2e.yml", Workflow: "e2e", Commit: other}, {ID: 7, State: checks.CIInProgress, Path: "e2e.yml", Workflow: "e2e", Commit: other}},
			}},
		}
		subject := checkstest.Subject(checkstest.Tree(nil), checkstest.PullRequest(), checkstest.On(forge))
		subject.Release.Number, subject.Release.Repository.WebURL = 12, repository
		result := checkstest.Judge(t, qaItem, NewQA(), subject)
		if c.why == "" && strings.Contains(result.Why, "description") || !strings.Contains(strings.ToLower(result.Why), strings.ToLower(c.why)) || strings.Count(result.Why, "description") > 1 {
			t.Errorf("%s: why: %q", name, result.Why)
		}
		if !strings.Contains(result.Remedy, c.remedy) {
			t.Errorf("%s: remedy: %q", name, result.Remedy)
		}
		if result.Verdict() != checks.Unknown {
			t.Errorf("%s: %v", name, result.Verdict())
		}
	}
}

func FuzzLinksOfADescription(f *testing.F) {
	f.Add("see https://acme.testrail.io/index.php?/runs/view/112 and https://github.com/acme/shop/actions/runs/9")
	f.Add("https://github.com/acme/shop/actions/runs/\x00`")
	f.Fuzz(func(t *testing.T, body string) {
		found := linkedIn(body, "https://github.com/acme/shop")
		if len(found) > maxLinked {
			t.Errorf("%d links", len(found))
		}
		for _, one := range found {
			if !strings.Contains(body, one.link) || strings.ContainsAny(one.link, "`<>|\n ") || (one.system == "") == (one.id == 0) {
				t.Errorf("%+v", one)
			}
		}
	})
}
