package delivery

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
)

var pipelineItem = checks.Item{ID: "delivery.pipeline", Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E3}, AbsenceDecides: true, Role: checks.RoleSRE}

// ciFile is a workflow that builds, tests and deploys as one should.
const ciFile = `name: CI
on: [push, pull_request, workflow_dispatch]
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - run: npm run build
  test:
    runs-on: ubuntu-latest
    steps:
      - run: npm test
  deploy:
    needs: [build, test]
    environment: production
    runs-on: ubuntu-latest
    steps:
      - run: fly deploy
`

const ciPath = ".github/workflows/ci.yml"

// ran makes the forge of a run of ciFile whose jobs ended so; "name=state".
func ran(state checks.CIState, jobs ...string) *checkstest.Forge {
	forge := &checkstest.Forge{CI: checkstest.CI{
		Runs: map[string][]checks.WorkflowRun{}, Jobs: map[int64][]checks.WorkflowJob{}, Checks: map[string][]checks.CheckRun{}, Statuses: map[string][]checks.CommitStatus{},
		Required: map[string]checks.RequiredChecks{"main": {Checks: []checks.RequiredCheck{{Name: "test"}}}},
	}}
	again(forge, checkstest.Head, 1, "push", state, jobs...)
	return forge
}

// again adds a run.
func again(forge *checkstest.Forge, commit string, id int64, event string, state checks.CIState, jobs ...string) {
	run := checks.WorkflowRun{ID: id, Workflow: "CI", Path: ciPath, Event: event, Commit: commit, State: state, CreatedAt: checkstest.Now.Add(time.Duration(id) * time.Minute), Link: fmt.Sprint("https://github.com/acme/shop/actions/runs/", id)}
	forge.CI.Runs[commit] = append([]checks.WorkflowRun{run}, forge.CI.Runs[commit]...)
	for n, job := range jobs {
		name, ended, _ := strings.Cut(job, "=")
		forge.CI.Jobs[id] = append(forge.CI.Jobs[id], checks.WorkflowJob{ID: id*100 + int64(n), Name: name, State: checks.CIState(ended), Link: fmt.Sprint("https://github.com/acme/shop/actions/runs/", id, "/job/", n)})
	}
}

func judgePipeline(t *testing.T, forge checks.Forge, files map[string]string) checks.Result {
	t.Helper()
	options := []checkstest.Option{checkstest.PullRequest()}
	if forge != nil {
		options = append(options, checkstest.On(forge))
	} else {
		options = nil
	}
	return checkstest.Judge(t, pipelineItem, NewPipeline(), checkstest.Subject(checkstest.Tree(files), options...))
}

func TestPipeline(t *testing.T) {
	t.Parallel()
	whole := map[string]string{ciPath: ciFile}
	with := func(old, fresh string) map[string]string {
		return map[string]string{ciPath: strings.Replace(ciFile, old, fresh, 1)}
	}
	for name, c := range map[string]struct {
		forge    *checkstest.Forge
		files    map[string]string
		want     checks.Verdict
		rules    string // of errors and warnings
		headline string
	}{
		"built and tested":             {ran("success", "build=success", "test=success", "deploy=success"), whole, checks.Pass, "", "tests ran and passed on `a1b2c3d`"},
		"with a matrix":                {ran("success", "build=success", "test (20, linux)=success", "test (22, linux)=success"), with("  test:\n", "  test:\n    name: test\n"), checks.Warn, "not-required", ""},
		"a red test":                   {ran("failure", "build=success", "test=failure", "deploy=skipped"), whole, checks.Fail, "red", "`test` failed on `a1b2c3d`"},
		"a red build":                  {ran("failure", "build=failure", "test=success"), whole, checks.Fail, "red", ""},
		"cancelled":                    {ran("cancelled", "build=success", "test=cancelled"), whole, checks.Fail, "red", "`test` was cancelled on `a1b2c3d`"},
		"out of time":                  {ran("failure", "build=success", "test=timed_out"), whole, checks.Fail, "red", "`test` ran out of time on `a1b2c3d`"},
		"a workflow that is not valid": {ran("startup_failure"), whole, checks.Fail, "red", "`CI` could not start on `a1b2c3d`"},
		"a skipped test":               {ran("success", "build=success", "test=skipped"), whole, checks.Fail, "skipped", "`test` was **skipped** on `a1b2c3d`, so no test ran. GitHub shows that as success"},
		"a run that was skipped":       {ran("skipped"), whole, checks.Fail, "skipped", ""},
		"one of two tests skipped":     {ran("success", "build=success", "test=success", "e2e=skipped"), with("  deploy:", "  e2e:\n    runs-on: x\n    steps: [{run: npx cypress run}]\n  deploy:"), checks.Pass, "", ""},
		"still running":                {ran("in_progress", "build=success", "test=in_progress"), whole, checks.Unknown, "", "CI has not ended"},
		"queued":                       {ran("queued"), whole, checks.Unknown, "", "CI has not ended"},
		"waiting for approval":         {ran("action_required"), whole, checks.Unknown, "", "CI has not ended"},
		"the deployment waits for us":  {ran("waiting", "build=success", "test=success", "deploy=waiting"), whole, checks.Pass, "", ""},
		"a red deployment":             {ran("failure", "build=success", "test=success", "deploy=failure"), whole, checks.Fail, "red", "`deploy` failed on `a1b2c3d`"},
		"nothing has run":              {&checkstest.Forge{}, whole, checks.Unknown, "", "CI has not ended"},
		"only another workflow ran":    {ran("success", "build=success"), whole, checks.Fail, "not-run", ""},
		"no CI":                        {&checkstest.Forge{}, map[string]string{"main.go": "package main"}, checks.Fail, "", ""},
		"no tests in CI":               {ran("success", "build=success"), with("      - run: npm test\n", "      - run: npm run lint\n"), checks.Fail, "", ""},
		"no way to production":         {ran("success", "build=success", "test=success"), with("fly deploy", "echo done"), checks.Pass, "", ""}, // its name still says so
		"no deploy job":                {ran("success", "build=success", "test=success"), map[string]string{ciPath: ciFile[:strings.Index(ciFile, "  deploy:")]}, checks.Fail, "no-deploy", ""},
		"a platform deploys":           {ran("success", "build=success", "test=success"), map[string]string{ciPath: ciFile[:strings.Index(ciFile, "  deploy:")], "fly.toml": "app = \"shop\""}, checks.Pass, "", ""},
		"a library publishes":          {ran("success", "build=success", "test=success"), with("fly deploy", "npm publish"), checks.Pass, "", ""},
		"no environment":               {ran("success", "build=success", "test=success"), with("    environment: production\n", ""), checks.Warn, "no-environment", ""},
		"deployed untested":            {ran("success", "build=success", "test=success"), with("needs: [build, test]", "needs: build"), checks.Warn, "untested-deploy", ""},
		"swallowed":                    {ran("success", "build=success", "test=success"), with("npm test", "npm test || true"), checks.Warn, "swallowed", ""},
		"may fail":                     {ran("success", "build=success", "test=success"), with("npm test", "npm test\n        continue-on-error: true"), checks.Warn, "continue-on-error", ""},
		"a foreign action by tag":      {ran("success", "build=success", "test=success"), with("      - run: npm test", "      - uses: acme/setup@v1\n      - run: npm test"), checks.Warn, "unpinned", ""},
		"write-all":                    {ran("success", "build=success", "test=success"), with("jobs:", "permissions: write-all\njobs:"), checks.Warn, "broad-permissions", ""},
		"not required": {func() *checkstest.Forge {
			f := ran("success", "build=success", "test=success")
			f.CI.Required = nil
			return f
		}(), whole, checks.Warn, "not-required", ""},
		"an aggregator is required": {func() *checkstest.Forge {
			f := ran("success", "build=success", "test=success", "all green=success")
			f.CI.Required = map[string]checks.RequiredChecks{"main": {Checks: []checks.RequiredCheck{{Name: "all green"}}}}
			return f
		}(), with("  deploy:", "  ok:\n    name: all green\n    needs: [test]\n    runs-on: x\n    steps: [{run: echo ok}]\n  deploy:"), checks.Pass, "", ""},
		"requirements cannot be read": {func() *checkstest.Forge {
			f := ran("success", "build=success", "test=success")
			f.CI.Required = map[string]checks.RequiredChecks{"main": {Unread: []string{"rulesets: 403"}}}
			return f
		}(), whole, checks.Pass, "", ""},
		"a bot's run is red": {func() *checkstest.Forge {
			f := ran("success", "build=success", "test=success")
			again(f, checkstest.Head, 2, "issue_comment", "failure", "test=failure")
			return f
		}(), whole, checks.Pass, "", ""},
		"a red run was run again": {func() *checkstest.Forge {
			f := ran("failure", "build=success", "test=failure")
			again(f, checkstest.Head, 2, "push", "success", "build=success", "test=success")
			return f
		}(), whole, checks.Warn, "retried", ""},
		"a green run was run again": {func() *checkstest.Forge {
			f := ran("success", "build=success", "test=success")
			again(f, checkstest.Head, 2, "push", "failure", "build=success", "test=failure")
			return f
		}(), whole, checks.Fail, "red", ""},
		"a push's run cancelled": {func() *checkstest.Forge {
			f := ran("cancelled", "build=cancelled", "test=cancelled")
			again(f, checkstest.Head, 2, "pull_request", "success", "build=success", "test=success")
			return f
		}(), whole, checks.Pass, "", ""},
		"red on the pull request alone": {func() *checkstest.Forge {
			f := ran("success", "build=success", "test=success")
			again(f, checkstest.Head, 2, "pull_request", "failure", "build=success", "test=failure")
			return f
		}(), whole, checks.Fail, "red", ""},
		"a required check has not reported": {func() *checkstest.Forge {
			f := ran("success", "build=success", "test=success")
			f.CI.Required = map[string]checks.RequiredChecks{"main": {Checks: []checks.RequiredCheck{{Name: "test"}, {Name: "golive / ready"}, {Name: "golive / 2 delivery"}, {Name: "ci/old"}, {Name: "e2e", App: 7}}}}
			f.CI.Checks[checkstest.Head] = []checks.CheckRun{{App: "another", AppID: 8, Name: "e2e", State: checks.CISuccess}}
			return f
		}(), whole, checks.Warn, "never-reported", ""},
		"all required checks have reported": {func() *checkstest.Forge {
			f := ran("success", "build=success", "test=success")
			f.CI.Required = map[string]checks.RequiredChecks{"main": {Checks: []checks.RequiredCheck{{Name: "test"}, {Name: "ci/old"}, {Name: "e2e", App: 7}}}}
			f.CI.Checks[checkstest.Head] = []checks.CheckRun{{App: "seven", AppID: 7, Name: "e2e", State: checks.CISuccess}}
			f.CI.Statuses[checkstest.Head] = []checks.CommitStatus{{Context: "ci/old", State: checks.StatusSuccess}}
			return f
		}(), whole, checks.Pass, "", ""},
		"a required check may come yet": {func() *checkstest.Forge {
			f := ran("in_progress", "build=success", "test=in_progress")
			f.CI.Required = map[string]checks.RequiredChecks{"main": {Checks: []checks.RequiredCheck{{Name: "all green"}}}}
			return f
		}(), whole, checks.Unknown, "", ""},
		"a job that may fail": {ran("success", "build=success", "test=success", "test nightly=failure"), whole, checks.Warn, "red-beside", ""},
	} {
		result := judgePipeline(t, c.forge, c.files)
		var rules []string
		for _, finding := range result.Findings {
			if finding.Severity != checks.SeverityNotice {
				rules = append(rules, strings.TrimPrefix(finding.Rule, "pipeline."))
			}
		}
		if result.Verdict() != c.want || c.rules != "" && !slices.Contains(rules, c.rules) || c.rules == "" && len(rules) > 0 && c.want == checks.Pass || c.headline != "" && result.Headline != c.headline {
			t.Errorf("%s: %v %v %q %+v", name, result.Verdict(), rules, result.Headline, result.Missing)
		}
	}
}

func TestPipelineThatCannotBeRead(t *testing.T) {
	t.Parallel()
	for _, method := range []string{"WorkflowRuns", "WorkflowJobs", "CheckRuns", "CommitStatuses"} {
		for _, err := range []error{checkstest.ErrForge, fmt.Errorf("runs: %w: the App lacks a permission (actions: read)", checks.ErrForbidden)} {
			forge := ran("success", "build=success", "test=success")
			forge.Failing = map[string]error{method: err}
			result := judgePipeline(t, forge, map[string]string{ciPath: ciFile})
			if result.Verdict() != checks.Unknown || len(result.Missing) != 1 || !strings.Contains(result.Missing[0].Reason, err.Error()) || !strings.Contains(result.Missing[0].Remedy, ": read`") {
				t.Errorf("%s %v: %v %+v %+v", method, err, result.Verdict(), result.Missing, result.Findings)
			}
		}
	}
	forge := ran("success", "build=success", "test=success")
	forge.Failing = map[string]error{"WorkflowRuns": checkstest.ErrForge}
	forge.CI.Checks[checkstest.Head] = []checks.CheckRun{{App: "github-actions", Name: "test", State: checks.CIFailure}}
	if result := judgePipeline(t, forge, map[string]string{ciPath: ciFile}); result.Verdict() != checks.Fail {
		t.Errorf("red where runs cannot be read: %v", result.Verdict())
	}
	forge = ran("success", "build=success", "test=success")
	forge.Failing = map[string]error{"Deployments": checkstest.ErrForge, "RequiredChecks": checkstest.ErrForge}
	if result := judgePipeline(t, forge, map[string]string{ciPath: ciFile}); result.Verdict() != checks.Pass {
		t.Errorf("what decides nothing cannot be read: %v %+v", result.Verdict(), result.Missing)
	}
	if result := judgePipeline(t, ran("success", "x=success"), map[string]string{ciPath: "on: ["}); result.Verdict() != checks.Unknown {
		t.Errorf("a workflow that cannot be read: %v %+v", result.Verdict(), result.Findings)
	}
}

func TestPipelineOfOtherSystems(t *testing.T) {
	t.Parallel()
	files := map[string]string{"Jenkinsfile": "sh 'npm test'\nsh 'kubectl apply -f k8s'"}
	for name, c := range map[string]struct {
		statuses []checks.CommitStatus
		runs     []checks.CheckRun
		want     checks.Verdict
	}{
		"a green status":      {[]checks.CommitStatus{{Context: "continuous-integration/jenkins/pr-merge", State: checks.StatusSuccess}}, nil, checks.Warn},
		"a red status":        {[]checks.CommitStatus{{Context: "continuous-integration/jenkins/pr-merge", State: checks.StatusFailure}}, nil, checks.Fail},
		"a pending status":    {[]checks.CommitStatus{{Context: "ci/jenkins", State: checks.StatusPending}}, nil, checks.Unknown},
		"coverage alone":      {[]checks.CommitStatus{{Context: "codecov/project", State: checks.StatusSuccess}}, nil, checks.Fail},
		"red coverage beside": {[]checks.CommitStatus{{Context: "codecov/project", State: checks.StatusFailure}, {Context: "ci/jenkins", State: checks.StatusSuccess}}, nil, checks.Warn},
		"a green check":       {nil, []checks.CheckRun{{App: "circleci-checks", Name: "unit tests", State: checks.CISuccess}}, checks.Warn},
		"a red check":         {nil, []checks.CheckRun{{App: "circleci-checks", Name: "lint", State: checks.CIFailure}}, checks.Fail},
		"nothing":             {nil, nil, checks.Unknown},
	} {
		forge := &checkstest.Forge{CI: checkstest.CI{Statuses: map[string][]checks.CommitStatus{checkstest.Head: c.statuses}, Checks: map[string][]checks.CheckRun{checkstest.Head: c.runs}}}
		result := judgePipeline(t, forge, files)
		if result.Verdict() != c.want {
			t.Errorf("%s: %v %+v %+v", name, result.Verdict(), result.Findings, result.Missing)
		}
		told := slices.ContainsFunc(result.Evidence, func(evidence checks.Evidence) bool {
			return strings.Contains(evidence.Summary, "golive cannot look into what it ran")
		})
		if told != (c.want == checks.Warn) {
			t.Errorf("%s: whose word it is: %+v", name, result.Evidence)
		}
	}
}

func TestPipelineOfEqualContent(t *testing.T) {
	t.Parallel()
	const head = "77c0de1000000000000000000000000000000000"
	forge := &checkstest.Forge{CI: checkstest.CI{Runs: map[string][]checks.WorkflowRun{}, Jobs: map[int64][]checks.WorkflowJob{}}}
	again(forge, head, 1, "pull_request", "success", "build=success", "test=success")
	subject := checkstest.Subject(checkstest.Tree(map[string]string{ciPath: ciFile}), checkstest.Tagged("release/v1.4.0", "1.4.0"), checkstest.On(forge))
	subject.Content = &checks.Content{Tree: subject.Release.Tree, Commits: []checks.ContentCommit{{SHA: checkstest.Head, Origin: checks.OriginRelease}, {SHA: head, Origin: checks.OriginHead, Number: 12}}}
	result := checkstest.Judge(t, pipelineItem, NewPipeline(), subject)
	if result.Verdict() != checks.Warn || !slices.ContainsFunc(result.Evidence, func(evidence checks.Evidence) bool {
		return strings.Contains(evidence.Summary, "the head of #12, which has the same content")
	}) {
		t.Errorf("%v %+v %+v", result.Verdict(), result.Evidence, result.Findings)
	}
	subject.Content = nil
	if result := checkstest.Judge(t, pipelineItem, NewPipeline(), subject); result.Verdict() != checks.Unknown {
		t.Errorf("of other content: %v", result.Verdict())
	}
}

func TestPipelineCountsTests(t *testing.T) {
	t.Parallel()
	const passing = `<testsuite name="shop"><testcase name="a"/><testcase name="b"/></testsuite>`
	for name, c := range map[string]struct {
		files map[string]string
		want  checks.Verdict
		says  string
	}{
		"two passed":       {map[string]string{"results.xml": passing}, checks.Pass, "2 tests ran in 1 result file"},
		"none":             {map[string]string{"results.xml": `<testsuite name="shop"></testsuite>`}, checks.Fail, ""},
		"all were skipped": {map[string]string{"results.xml": `<testsuite><testcase name="a"><skipped/></testcase></testsuite>`}, checks.Fail, ""},
		"one failed":       {map[string]string{"results.xml": `<testsuite><testcase name="a"/><testcase name="b"><failure/></testcase></testsuite>`}, checks.Warn, ""},
		"other XML":        {map[string]string{"pom.xml": `<project/>`}, checks.Pass, "not known"},
		"no results":       {map[string]string{"app.tgz": "x"}, checks.Pass, "not known"},
	} {
		forge := ran("success", "build=success", "test=success")
		forge.LeftBehind = []checkstest.Artifact{{Artifact: checks.Artifact{ID: 5, Run: 1, Name: "results"}, Files: c.files}, {Artifact: checks.Artifact{ID: 6, Run: 1, Name: "old", Expired: true}}}
		result := judgePipeline(t, forge, map[string]string{ciPath: ciFile})
		if result.Verdict() != c.want || c.says != "" && !slices.ContainsFunc(result.Evidence, func(evidence checks.Evidence) bool { return strings.Contains(evidence.Summary, c.says) }) {
			t.Errorf("%s: %v %+v %+v", name, result.Verdict(), result.Findings, result.Evidence)
		}
	}
}

func TestPipelineOffline(t *testing.T) {
	t.Parallel()
	if result := judgePipeline(t, nil, map[string]string{ciPath: ciFile}); result.Verdict() != checks.NeedsSignOff || len(result.Missing) != 1 {
		t.Errorf("%v %+v", result.Verdict(), result.Missing)
	}
	if result := judgePipeline(t, nil, map[string]string{"main.go": ""}); result.Verdict() != checks.Fail {
		t.Errorf("without CI: %v", result.Verdict())
	}
}

// Jobs of other systems are judged like those of GitHub, as far as they are read.
func TestPipelinesOfOtherSystems(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		file, text, rule, says string
		line                   int
	}{
		"GitLab deploys before its tests":     {".gitlab-ci.yml", "unit:\n  script: [npm test]\nlive:\n  stage: deploy\n  needs: []\n  environment: production\n  script: [kubectl apply -f k8s]\n", "pipeline.untested-deploy", "1 CI file read; GitLab CI's configuration is read as it is written: 2 jobs", 7},
		"GitLab lets tests fail":              {".gitlab-ci.yml", "unit:\n  allow_failure: true\n  script: [npm test]\n", "pipeline.allowed-to-fail", "", 2},
		"CircleCI deploys before its tests":   {".circleci/config.yml", "jobs:\n  unit: {steps: [{run: npm test}]}\n  ship:\n    steps:\n      - run: kubectl apply -f k8s\nworkflows: {w: {jobs: [unit, ship]}}\n", "pipeline.untested-deploy", "CircleCI's configuration is read as it is written", 5},
		"Jenkins goes on after failed tests":  {"Jenkinsfile", "node {\n  stage('Test') {\n    sh 'npm test || true'\n  }\n}\n", "pipeline.swallowed", "Jenkins's configuration", 3},
		"another system's commands are found": {".travis.yml", "script:\n- npm test\n", "", "Travis CI's configuration is read for its commands alone", 0},
	} {
		result := checkstest.Judge(t, pipelineItem, NewPipeline(), checkstest.Subject(checkstest.Tree(map[string]string{test.file: test.text})))
		found := test.rule == ""
		for _, one := range result.Findings {
			found = found || one.Rule == test.rule && one.Path == test.file && one.Line == test.line
		}
		text := result.Why
		for _, one := range result.Evidence {
			text += "\n" + one.Summary
		}
		if !found || !strings.Contains(text, test.says) {
			t.Errorf("%s:\n%+v\n%s", name, result.Findings, text)
		}
	}
}
