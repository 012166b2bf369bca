package delivery

import (
	"slices"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
)

func TestAJobThatWasRunUntilItWasGreen(t *testing.T) {
	t.Parallel()
	job := func(name string, state checks.CIState) checks.WorkflowJob {
		return checks.WorkflowJob{Name: name, State: state}
	}
	for name, c := range map[string]struct {
		attempts [][]checks.WorkflowJob
		want     string // of the message; empty: nothing is said
	}{
		"the test failed twice":       {[][]checks.WorkflowJob{{job("build", "success"), job("test", "failure")}, {job("build", "success"), job("test", "timed_out")}}, "`test` failed 2 times on `a1b2c3d` before it was green"},
		"the build failed once":       {[][]checks.WorkflowJob{{job("build", "failure"), job("test", "skipped")}}, "`build` failed 1 time on"},
		"only the deployment failed":  {[][]checks.WorkflowJob{{job("build", "success"), job("test", "success"), job("deploy", "failure")}}, ""},
		"somebody cancelled it":       {[][]checks.WorkflowJob{{job("build", "success"), job("test", "cancelled")}}, ""},
		"it was green the first time": {[][]checks.WorkflowJob{{job("build", "success"), job("test", "success")}}, ""},
	} {
		forge := ran("success", "build=success", "test=success", "deploy=success")
		forge.CI.Runs[checkstest.Head][0].Attempt = len(c.attempts) + 1
		forge.CI.Attempts = map[int64][][]checks.WorkflowJob{1: c.attempts}
		result := judgePipeline(t, forge, map[string]string{ciPath: ciFile})
		at := slices.IndexFunc(result.Findings, func(finding checks.Finding) bool { return finding.Rule == "pipeline.retried" })
		switch {
		case c.want == "" && (at >= 0 || result.Verdict() != checks.Pass):
			t.Errorf("%s: %v %+v", name, result.Verdict(), result.Findings)
		case c.want != "" && (at < 0 || !strings.Contains(result.Findings[at].Message, c.want) || result.Verdict() != checks.Warn):
			t.Errorf("%s: %v %+v", name, result.Verdict(), result.Findings)
		}
	}
	forge := ran("success", "build=success", "test=success")
	forge.CI.Runs[checkstest.Head][0].Attempt = 2
	forge.Failing = map[string]error{"AttemptJobs": checkstest.ErrForge}
	if result := judgePipeline(t, forge, map[string]string{ciPath: ciFile}); result.Verdict() != checks.Pass {
		t.Errorf("earlier attempts cannot be read: %v %+v", result.Verdict(), result.Missing)
	}
}

// A job can be green though the step that tests was skipped.
func TestATestStepThatWasSkipped(t *testing.T) {
	t.Parallel()
	step := func(name string, state checks.CIState) checks.WorkflowStep {
		return checks.WorkflowStep{Name: name, State: state}
	}
	const twoHalves = "      - if: runner.os == 'Linux'\n        run: npm test\n      - if: runner.os != 'Linux'\n        run: npm test -- --maxWorkers=1\n"
	for name, c := range map[string]struct {
		steps []checks.WorkflowStep
		file  string
		want  checks.Verdict
	}{
		"skipped":                     {[]checks.WorkflowStep{step("Set up job", "success"), step("Run npm test", "skipped")}, ciFile, checks.Fail},
		"run":                         {[]checks.WorkflowStep{step("Set up job", "success"), step("Run npm test", "success")}, ciFile, checks.Pass},
		"under another name":          {[]checks.WorkflowStep{step("Set up job", "success"), step("Run tests", "skipped")}, ciFile, checks.Pass},
		"no steps are told":           {nil, ciFile, checks.Pass},
		"with a name, and skipped":    {[]checks.WorkflowStep{step("Test on linux", "skipped")}, strings.Replace(ciFile, "- run: npm test", "- name: Test on ${{ runner.os }}\n        run: npm test", 1), checks.Fail},
		"the other half of a matrix":  {[]checks.WorkflowStep{step("Run npm test", "skipped"), step("Run npm test -- --maxWorkers=1", "success")}, strings.Replace(ciFile, "      - run: npm test\n", twoHalves, 1), checks.Pass},
		"both halves":                 {[]checks.WorkflowStep{step("Run npm test", "skipped"), step("Run npm test -- --maxWorkers=1", "skipped")}, strings.Replace(ciFile, "      - run: npm test\n", twoHalves, 1), checks.Fail},
		"a step beside that is none":  {[]checks.WorkflowStep{step("Run npm run lint", "skipped"), step("Run npm test", "success")}, strings.Replace(ciFile, "      - run: npm test\n", "      - run: npm run lint\n      - run: npm test\n", 1), checks.Pass},
		"a script of several lines":   {[]checks.WorkflowStep{step("Run npm ci", "skipped")}, strings.Replace(ciFile, "      - run: npm test\n", "      - run: |\n          npm ci\n          npm test\n", 1), checks.Fail},
		"an action that tests":        {[]checks.WorkflowStep{step("Run cypress-io/github-action@v6", "skipped")}, strings.Replace(ciFile, "      - run: npm test\n", "      - uses: cypress-io/github-action@v6\n", 1), checks.Fail},
		"the job failed in the setup": {[]checks.WorkflowStep{step("Set up job", "success"), step("Run npm ci", "success"), step("Run npm test", "success")}, ciFile, checks.Pass},
	} {
		forge := ran("success", "build=success", "test=success")
		forge.CI.Jobs[1][1].Steps = c.steps
		result := judgePipeline(t, forge, map[string]string{ciPath: c.file})
		skipped := slices.ContainsFunc(result.Findings, func(finding checks.Finding) bool { return finding.Rule == "pipeline.skipped-step" })
		if result.Verdict() != c.want || skipped != (c.want == checks.Fail) {
			t.Errorf("%s: %v %+v", name, result.Verdict(), result.Findings)
		}
	}
}

func TestTestsThatGotFewer(t *testing.T) {
	t.Parallel()
	suite := func(count int) map[string]string {
		return map[string]string{"results.xml": "<testsuite name=\"shop\">" + strings.Repeat(`<testcase name="a"/>`, count) + "</testsuite>"}
	}
	const from = "77c0de1000000000000000000000000000000000"
	for name, c := range map[string]struct {
		now, then int
		other     string // name of the artifact of the version before
		says      string
	}{
		"as many":                  {100, 100, "results", ""},
		"more":                     {120, 100, "results", ""},
		"a few less":               {91, 100, "results", ""},
		"a sixth less":             {84, 100, "results", "84 tests ran on `a1b2c3d`, and 100 on `77c0de1`, where this release starts: 16 % fewer"},
		"another artifact":         {10, 100, "nightly", ""},
		"nothing is left of there": {10, 0, "results", ""},
	} {
		forge := ran("success", "build=success", "test=success")
		again(forge, from, 2, "push", "success", "build=success", "test=success")
		forge.LeftBehind = []checkstest.Artifact{{Artifact: checks.Artifact{ID: 5, Run: 1, Name: "results"}, Files: suite(c.now)}}
		if c.then > 0 {
			forge.LeftBehind = append(forge.LeftBehind, checkstest.Artifact{Artifact: checks.Artifact{ID: 6, Run: 2, Name: c.other}, Files: suite(c.then)})
		}
		// The workflow ran for the push and for the pull request: the same tests twice are not twice as many.
		again(forge, checkstest.Head, 3, "pull_request", "success", "build=success", "test=success")
		forge.LeftBehind = append(forge.LeftBehind, checkstest.Artifact{Artifact: checks.Artifact{ID: 7, Run: 3, Name: "results"}, Files: suite(c.now)})
		subject := checkstest.Subject(checkstest.Tree(map[string]string{ciPath: ciFile}), checkstest.PullRequest(), checkstest.On(forge))
		subject.Range = &checks.Range{From: from, To: checkstest.Head}
		result := checkstest.Judge(t, pipelineItem, NewPipeline(), subject)
		at := slices.IndexFunc(result.Findings, func(finding checks.Finding) bool { return finding.Rule == "pipeline.fewer-tests" })
		if c.says == "" && at >= 0 || c.says != "" && (at < 0 || result.Findings[at].Message != c.says || result.Verdict() != checks.Warn) {
			t.Errorf("%s: %v %+v", name, result.Verdict(), result.Findings)
		}
	}
}
