package launch

import (
	"fmt"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
)

var qaItem = checks.Item{ID: "launch.qa-checklist", Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E3, Attestation: true}, Role: checks.RoleQA}

func TestQA(t *testing.T) {
	t.Parallel()
	suite := func(name, inner string) string {
		return fmt.Sprintf(`<testsuite name=%q><testcase name="works">%s</testcase></testsuite>`, name, inner)
	}
	suites := func(all ...string) string { return "<testsuites>" + strings.Join(all, "") + "</testsuites>" }
	whole := suites(suite("login.spec", ""), suite("checkout.spec", ""), suite("error pages", ""))
	for name, c := range map[string]struct {
		artifact, results string
		want              checks.Verdict
	}{
		"every flow":                      {"e2e-results", whole, checks.Pass},
		"two of three":                    {"playwright-report", suites(suite("login.spec", ""), suite("error pages", "")), checks.NeedsSignOff},
		"a red flow":                      {"e2e-results", suites(suite("login.spec", ""), suite("checkout.spec", `<failure/>`), suite("error pages", "")), checks.Fail},
		"a red test of no flow":           {"e2e-results", suites(suite("login.spec", ""), suite("checkout.spec", ""), suite("error pages", ""), suite("profile", `<failure/>`)), checks.Fail},
		"all were skipped":                {"e2e-results", suites(suite("login.spec", "<skipped/>")), checks.Unknown},
		"results of unit tests":           {"unit-results", whole, checks.Unknown},
		"red unit tests":                  {"unit-results", suites(suite("login", `<failure/>`)), checks.Unknown},
		"unit tests beside browsers":      {"results", suites(suite("unit login", `<failure/>`), suite("e2e login", ""), suite("e2e checkout", ""), suite("e2e errors", "")), checks.Pass},
		"titles of Playwright":            {"playwright-report", suites(`<testsuite name="shop.spec.ts"><testcase classname="shop.spec.ts" name="account › logs in with a password"/><testcase classname="shop.spec.ts" name="basket › places an order"/><testcase classname="shop.spec.ts" name="shows the 404 page"/></testsuite>`), checks.Pass},
		"files of Cypress":                {"results", suites(`<testsuite name="Root Suite" file="cypress/e2e/login.cy.js"/><testsuite name="A visitor"><testcase name="works"/></testsuite><testsuite name="Root Suite" file="cypress/e2e/checkout.cy.js"/><testsuite name="A buyer"><testcase name="works"/></testsuite><testsuite name="Root Suite" file="cypress/e2e/errors.cy.js"/><testsuite name="Pages"><testcase name="works"/></testsuite>`), checks.Pass},
		"features of Cucumber":            {"acceptance", `<testsuite name="Cucumber"><testcase classname="Log in" name="with a password"/><testcase classname="Checkout" name="by card"/><testcase classname="Errors" name="a page that is not there"/></testsuite>`, checks.Pass},
		"who is kept out does not log in": {"e2e-results", suites(suite("shop", ""), `<testsuite name="a"><testcase name="login with an invalid password"/></testsuite>`, suite("checkout.spec", "")), checks.NeedsSignOff},
		"a plugin is no login":            {"e2e-results", suites(`<testsuite name="a"><testcase name="plugins load"/></testsuite>`, suite("checkout.spec", ""), suite("error pages", "")), checks.NeedsSignOff},
		"an order of rows is no purchase": {"e2e-results", suites(`<testsuite name="a"><testcase name="sorts in ascending order"/></testsuite>`, suite("login.spec", ""), suite("error pages", "")), checks.NeedsSignOff},
		"a red test by its title":         {"e2e-results", suites(`<testsuite name="a"><testcase name="logs in"><failure/></testcase></testsuite>`, suite("login.spec", ""), suite("checkout.spec", ""), suite("error pages", "")), checks.Fail},
		"other XML":                       {"e2e-results", "<project/>", checks.Unknown},
	} {
		forge := &checkstest.Forge{
			CI:         checkstest.CI{Runs: map[string][]checks.WorkflowRun{checkstest.Head: {{ID: 1, State: checks.CISuccess, Path: "a.yml"}}}},
			LeftBehind: []checkstest.Artifact{{Artifact: checks.Artifact{ID: 5, Run: 1, Name: c.artifact}, Files: map[string]string{"junit.xml": c.results}}},
		}
		subject := checkstest.Subject(checkstest.Tree(nil), checkstest.PullRequest(), checkstest.On(forge))
		if result := checkstest.Judge(t, qaItem, NewQA(), subject); result.Verdict() != c.want {
			t.Errorf("%s: %v %+v %+v", name, result.Verdict(), result.Findings, result.Evidence)
		}
		for _, method := range []string{"WorkflowRuns", "Artifacts", "ReadArtifact"} {
			forge.Failing = map[string]error{method: fmt.Errorf("%w: actions: read", checks.ErrForbidden)}
			if result := checkstest.Judge(t, qaItem, NewQA(), subject); result.Verdict() != checks.Unknown || len(result.Missing) != 1 {
				t.Errorf("%s, %s: %v", name, method, result.Verdict())
			}
		}
	}
	again := &checkstest.Forge{
		CI:         checkstest.CI{Runs: map[string][]checks.WorkflowRun{checkstest.Head: {{ID: 2, State: checks.CIInProgress, Path: "a.yml", Workflow: "e2e"}, {ID: 1, State: checks.CISuccess, Path: "a.yml"}}}},
		LeftBehind: []checkstest.Artifact{{Artifact: checks.Artifact{ID: 5, Run: 1, Name: "e2e-results"}, Files: map[string]string{"junit.xml": whole}}},
	}
	running := checkstest.Judge(t, qaItem, NewQA(), checkstest.Subject(checkstest.Tree(nil), checkstest.PullRequest(), checkstest.On(again)))
	if running.Verdict() != checks.Unknown || len(running.Missing) != 1 || !strings.Contains(running.Missing[0].Reason, "`e2e`") {
		t.Errorf("what ran green is at work again: %v %+v", running.Verdict(), running.Missing)
	}
	if result := checkstest.Judge(t, qaItem, NewQA(), checkstest.Subject(checkstest.Tree(nil))); result.Verdict() != checks.Unknown {
		t.Errorf("offline: %v", result.Verdict())
	}
}
