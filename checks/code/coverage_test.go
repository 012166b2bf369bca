package code_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
	"github.com/golive-app/golive/checks/code"
)

var coverageItem = checks.Item{
	ID: "code.coverage", Section: checks.SectionCode, Level: checks.LevelBlock, Kind: checks.KindAuto,
	Minimum: checks.Minimum{Grade: checks.E3}, Role: checks.RoleSenior,
}

// trace is an LCOV record of a file with so many lines, the first of which ran.
func trace(path string, ran, lines int) string {
	text := "TN:\nSF:" + path + "\n"
	for line := 1; line <= lines; line++ {
		text += fmt.Sprintf("DA:%d,%d\n", line, map[bool]int{true: 1}[line <= ran])
	}
	return text + "end_of_record\n"
}

// left is an artifact of run 7.
func left(name string, files map[string]string) checkstest.Artifact {
	return checkstest.Artifact{Artifact: checks.Artifact{ID: int64(len(name)) + 100, Run: 7, Name: name, Size: 1000, Link: "https://github.com/acme/shop/actions/runs/7"}, Files: files}
}

func ran(state checks.CIState) map[string][]checks.WorkflowRun {
	return map[string][]checks.WorkflowRun{checkstest.Head: {{ID: 7, Workflow: "CI", Path: ".github/workflows/ci.yml", State: state, Commit: checkstest.Head}}}
}

// shop has two files of code.
var shop = map[string]string{
	"src/a.ts": "export const a = 1 + 1\n", "src/b.ts": "export const b = 2\n", "src/a.test.ts": "test('a')\n", "README.md": "# shop\n",
	".github/workflows/ci.yml": "- uses: actions/upload-artifact@v4\n", ".github/workflows/deploy.yml": "- run: ./deploy\n",
}

// said joins everything that a result tells.
func said(result checks.Result) string {
	text := result.Headline + " | " + result.Why + " | " + result.Remedy
	for _, finding := range result.Findings {
		text += fmt.Sprintf(" | %s %s %s:%d %s %s", finding.Severity, finding.Rule, finding.Path, finding.Line, finding.Message, finding.Remedy)
	}
	for _, evidence := range result.Evidence {
		text += " | " + string(evidence.Outcome) + " " + evidence.Summary
	}
	for _, missing := range result.Missing {
		text += " | " + missing.Reason + " " + missing.Remedy
	}
	return text
}

func TestCoverage(t *testing.T) {
	t.Parallel()
	lcov := func(ran int) checkstest.Artifact {
		return left("coverage", map[string]string{"lcov.info": trace("/home/runner/work/shop/shop/src/a.ts", ran, 100) + trace("/home/runner/work/shop/shop/src/b.ts", 0, 0)})
	}
	changed := checkstest.Changing(checks.Change{Path: "src/a.ts", Added: []checks.Lines{{First: 71, Last: 100}}})
	untested := checkstest.Changing(checks.Change{Path: "src/a.ts", Added: []checks.Lines{{First: 86, Last: 100}}})
	for name, test := range map[string]struct {
		files   map[string]string
		forge   checkstest.Forge
		options []checkstest.Option
		want    checks.Verdict
		says    []string
	}{
		"enough":     {forge: checkstest.Forge{LeftBehind: []checkstest.Artifact{lcov(80)}}, want: checks.Pass, says: []string{"80 % of lines covered", "80 of 100 lines ran", "`coverage/lcov.info`"}},
		"just below": {forge: checkstest.Forge{LeftBehind: []checkstest.Artifact{lcov(79)}}, want: checks.Warn, says: []string{"warning coverage.low", "just below 80 %"}},
		"below": {
			forge: checkstest.Forge{LeftBehind: []checkstest.Artifact{lcov(70)}}, want: checks.Fail,
			says: []string{"coverage 70 % (need 80 %)", "Cheapest way up: `src/a.ts` (70 %, 100 lines) → it to 80 % gives 80 %"},
		},
		"what changed is covered":     {forge: checkstest.Forge{LeftBehind: []checkstest.Artifact{lcov(95)}}, options: []checkstest.Option{changed}, want: checks.Pass, says: []string{"of what this release changed 25 of 30 lines ran"}},
		"what changed is not covered": {forge: checkstest.Forge{LeftBehind: []checkstest.Artifact{lcov(90)}}, options: []checkstest.Option{untested}, want: checks.Warn, says: []string{"warning coverage.patch src/a.ts:91 10 of 15 lines"}},
		"two halves of a matrix": {
			forge: checkstest.Forge{LeftBehind: []checkstest.Artifact{
				left("unit", map[string]string{"lcov.info": trace("src/a.ts", 50, 100)}), left("browser", map[string]string{"coverage/lcov.info": strings.Replace(trace("src/a.ts", 100, 100), "DA:1,1", "DA:1,0", 1)}),
			}},
			want: checks.Pass, says: []string{"100 % of lines covered"},
		},
		"CI still runs": {
			forge: checkstest.Forge{LeftBehind: []checkstest.Artifact{lcov(40)}, CI: checkstest.CI{Runs: ran(checks.CIInProgress)}}, want: checks.Unknown,
			says: []string{"CI is still running", "`CI`", "So far: 40 %"},
		},
		"a deployment that waits for this verdict": {
			forge: checkstest.Forge{LeftBehind: []checkstest.Artifact{lcov(90)}, CI: checkstest.CI{Runs: map[string][]checks.WorkflowRun{checkstest.Head: {
				{ID: 7, Workflow: "CI", Path: ".github/workflows/ci.yml", State: checks.CISuccess}, {ID: 8, Workflow: "Deploy", Path: ".github/workflows/deploy.yml", State: checks.CIInProgress},
			}}}}, want: checks.Pass,
		},
		"a red run may have left a part": {forge: checkstest.Forge{LeftBehind: []checkstest.Artifact{lcov(40)}, CI: checkstest.CI{Runs: ran(checks.CIFailure)}}, want: checks.Unknown, says: []string{"CI ended red (`CI`)"}},
		"a red run with enough":          {forge: checkstest.Forge{LeftBehind: []checkstest.Artifact{lcov(90)}, CI: checkstest.CI{Runs: ran(checks.CIFailure)}}, want: checks.Pass, says: []string{"CI ended red"}},
		"CI is green and published nothing": {
			forge: checkstest.Forge{LeftBehind: []checkstest.Artifact{left("dist", map[string]string{"index.html": "<p>"})}}, want: checks.Unknown,
			says: []string{"CI is green but published no coverage", "actions/upload-artifact"},
		},
		"CI of Ruby published nothing": {
			files: map[string]string{"lib/shop.rb": "module Shop\nend\n"}, forge: checkstest.Forge{LeftBehind: []checkstest.Artifact{left("coverage", map[string]string{"index.html": "<p>"})}}, want: checks.Unknown,
			says: []string{"published no coverage", "include-hidden-files: true"},
		},
		"CI is red and published nothing": {forge: checkstest.Forge{CI: checkstest.CI{Runs: ran(checks.CIFailure)}}, want: checks.Unknown, says: []string{"CI is red and published no coverage"}},
		"no CI":                           {forge: checkstest.Forge{CI: checkstest.CI{Runs: map[string][]checks.WorkflowRun{}}}, want: checks.Unknown, says: []string{"ran no workflow for this content"}},
		"the report has expired": {
			forge: checkstest.Forge{LeftBehind: []checkstest.Artifact{{Artifact: checks.Artifact{ID: 1, Run: 7, Name: "coverage", Expired: true, ExpiresAt: time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC)}}}}, want: checks.Unknown,
			says: []string{"the report has expired", "2 November 2026", "Run CI again"},
		},
		"no permission": {
			forge: checkstest.Forge{Failing: map[string]error{"WorkflowRuns": fmt.Errorf("github: %w: the App lacks a permission (actions: read)", checks.ErrForbidden)}}, want: checks.Unknown,
			says: []string{"lacks `actions: read`", "Grant the App `actions: read`"},
		},
		"artifacts without permission": {
			forge: checkstest.Forge{LeftBehind: []checkstest.Artifact{lcov(90)}, Failing: map[string]error{"ReadArtifact": fmt.Errorf("%w", checks.ErrForbidden)}}, want: checks.Unknown,
			says: []string{"Grant the App `actions: read`"},
		},
		"GitHub fails":              {forge: checkstest.Forge{Failing: map[string]error{"Artifacts": checkstest.ErrForge}}, want: checks.Unknown, says: []string{"could not be read from GitHub", "/golive rerun code.coverage"}},
		"the download fails":        {forge: checkstest.Forge{LeftBehind: []checkstest.Artifact{lcov(90)}, Failing: map[string]error{"ReadArtifact": checkstest.ErrForge}}, want: checks.Unknown, says: []string{"the report could not be read", "could not be downloaded or opened"}},
		"a damaged report":          {forge: checkstest.Forge{LeftBehind: []checkstest.Artifact{left("coverage", map[string]string{"lcov.info": "TN:\nSF:src/a.ts\nDA:1,1\n"})}}, want: checks.Unknown, says: []string{"it is damaged"}},
		"an artifact of bombs":      {forge: checkstest.Forge{LeftBehind: []checkstest.Artifact{{Artifact: checks.Artifact{ID: 1, Run: 7, Name: "coverage"}, Left: []checks.Skipped{{Path: "lcov.info", Reason: "it unpacks to more than 300 times its size"}}}}}, want: checks.Unknown, says: []string{"unpacks to more than 300 times"}},
		"a packed report":           {forge: checkstest.Forge{LeftBehind: []checkstest.Artifact{{Artifact: checks.Artifact{ID: 1, Run: 7, Name: "coverage"}, Left: []checks.Skipped{{Path: "lcov.info.gz", Reason: "an archive within the archive is not opened"}}}}}, want: checks.Unknown, says: []string{"the report is packed"}},
		"a report of no lines":      {forge: checkstest.Forge{LeftBehind: []checkstest.Artifact{left("coverage", map[string]string{"lcov.info": trace("src/a.ts", 0, 0)})}}, want: checks.Unknown, says: []string{"counts no line of production code"}},
		"an empty report":           {forge: checkstest.Forge{LeftBehind: []checkstest.Artifact{left("coverage", map[string]string{"lcov.info": "TN:\n"})}}, want: checks.Unknown, says: []string{"counts no line of production code"}},
		"a report of tests alone":   {forge: checkstest.Forge{LeftBehind: []checkstest.Artifact{left("coverage", map[string]string{"lcov.info": trace("src/a.test.ts", 9, 9)})}}, want: checks.Unknown, says: []string{"counts no line of production code"}},
		"a report of another build": {forge: checkstest.Forge{LeftBehind: []checkstest.Artifact{left("coverage", map[string]string{"lcov.info": trace("x/1.js", 9, 9) + trace("x/2.js", 9, 9) + trace("x/3.js", 9, 9) + trace("x/4.js", 9, 9)})}}, want: checks.Unknown, says: []string{"only 0 are files of this repository"}},
		"a report of one of two packages, it is not said which": {
			files: map[string]string{"packages/api/src/index.ts": "a\n", "packages/web/src/index.ts": "b\n"},
			forge: checkstest.Forge{LeftBehind: []checkstest.Artifact{left("coverage", map[string]string{"lcov.info": trace("src/index.ts", 9, 9)})}}, want: checks.Unknown,
			says: []string{"the report is of other files", "only 0 are files of this repository for certain", "paths relative to the repository"},
		},
		"a report in an artifact that is named after its package": {
			files: map[string]string{"packages/api/src/index.ts": "a\n", "packages/web/src/index.ts": "b\n"},
			forge: checkstest.Forge{LeftBehind: []checkstest.Artifact{left("coverage-web", map[string]string{"lcov.info": trace("src/index.ts", 9, 9)}), left("unit-api", map[string]string{"lcov.info": trace("src/index.ts", 9, 10)})}}, want: checks.Pass,
			says: []string{"18 of 19 lines ran", "least of 2 packages: `packages/api` with 90 % (9 of 10)"},
		},
		"no test ran": {
			forge: checkstest.Forge{LeftBehind: []checkstest.Artifact{left("coverage", map[string]string{"lcov.info": trace("src/a.ts", 90, 100), "junit.xml": `<testsuites tests="0"/>`})}}, want: checks.Fail,
			says: []string{"the evidence disagrees", "no test that ran"},
		},
		"tests ran":                      {forge: checkstest.Forge{LeftBehind: []checkstest.Artifact{left("coverage", map[string]string{"lcov.info": trace("src/a.ts", 90, 100), "junit.xml": `<testsuite><testcase name="a"/></testsuite>`})}}, want: checks.Pass, says: []string{"1 test ran, by 1 test report"}},
		"shares of two parts, one below": {forge: checkstest.Forge{LeftBehind: []checkstest.Artifact{left("coverage", map[string]string{"a/.last_run.json": `{"result":{"line":95}}`, "b/.last_run.json": `{"result":{"line":40}}`})}}, want: checks.Unknown, says: []string{"the lowest counts"}},
		"only SimpleCov's share":         {forge: checkstest.Forge{LeftBehind: []checkstest.Artifact{left("coverage", map[string]string{"coverage/.last_run.json": `{"result":{"line":81.2}}`})}}, want: checks.Pass, says: []string{"81.2 % of lines", "tells no files"}},
		"most of the code is in no report": {
			files: map[string]string{"src/a.ts": "export const a = 1\n", "src/large.ts": strings.Repeat("export const a = 1\n", 50)},
			forge: checkstest.Forge{LeftBehind: []checkstest.Artifact{left("coverage", map[string]string{"lcov.info": trace("src/a.ts", 90, 100)})}}, want: checks.Warn, says: []string{"coverage.unmeasured", "collectCoverageFrom"},
		},
		"packages of a monorepo": {
			files: map[string]string{"packages/api/src/a.ts": "a\n", "packages/web/src/b.ts": "b\n", "packages/api/package.json": "{}", "packages/web/package.json": "{}"},
			forge: checkstest.Forge{LeftBehind: []checkstest.Artifact{left("coverage", map[string]string{"lcov.info": trace("packages/api/src/a.ts", 100, 100) + trace("packages/web/src/b.ts", 0, 10)})}},
			want:  checks.Pass, says: []string{"least of 2 packages: `packages/web` with 0 % (0 of 10)"},
		},
		"no code": {files: map[string]string{"main.tf": "resource \"x\" \"y\" {}\n", "README.md": "# x\n"}, want: checks.NotApplicable, says: []string{"no program code in 2 files"}},
		"a status of Codecov with enough": {
			forge: checkstest.Forge{CI: checkstest.CI{Runs: ran(checks.CISuccess), Statuses: map[string][]checks.CommitStatus{checkstest.Head: {{Context: "codecov/project", State: checks.StatusSuccess, Description: "91.30% (+0.10%) compared to 1a2b3c4"}}}}},
			want:  checks.NeedsSignOff, says: []string{"Codecov says 91.3 %; golive has no report", "published no coverage"},
		},
		"a status of Coveralls with too little": {
			forge: checkstest.Forge{CI: checkstest.CI{Runs: ran(checks.CISuccess), Statuses: map[string][]checks.CommitStatus{checkstest.Head: {{Context: "coverage/coveralls", State: checks.StatusSuccess, Description: "Coverage increased (+0.1%) to 62.35%"}}}}},
			want:  checks.Fail, says: []string{"Coveralls says 62.3 % (need 80 %)"},
		},
		"a status of a flag of Codecov is of a part": {
			forge: checkstest.Forge{CI: checkstest.CI{Runs: ran(checks.CISuccess), Statuses: map[string][]checks.CommitStatus{checkstest.Head: {{Context: "codecov/project/frontend", State: checks.StatusSuccess, Description: "97.82% (+0.00%) compared to d65a2a9"}}}}},
			want:  checks.Unknown, says: []string{"published no coverage"},
		},
		"a share of new code": {
			forge: checkstest.Forge{CI: checkstest.CI{Runs: ran(checks.CISuccess), Statuses: map[string][]checks.CommitStatus{checkstest.Head: {{Context: "SonarCloud Code Analysis", State: checks.StatusFailure, Description: "58.7% Coverage on New Code (required ≥ 80%)"}}}}},
			want:  checks.Unknown, says: []string{"SonarQube Cloud's status says 58.7 %", "can set a status", "published no coverage"},
		},
		"a change without a share": {
			forge: checkstest.Forge{CI: checkstest.CI{Runs: ran(checks.CISuccess), Statuses: map[string][]checks.CommitStatus{checkstest.Head: {{Context: "coverage/coveralls (push)", State: checks.StatusSuccess, Description: "Coverage decreased (-0.2%)"}}}}},
			want:  checks.Unknown, says: []string{"names no share"},
		},
		"a check run of Codecov's App": {
			forge: checkstest.Forge{CI: checkstest.CI{Runs: ran(checks.CISuccess), Checks: map[string][]checks.CheckRun{checkstest.Head: {{App: "codecov", Name: "codecov/project", Title: "85.10% (+0.20%) compared to 1234abc", State: checks.CISuccess}}}}},
			want:  checks.NeedsSignOff, says: []string{"Codecov says 85.1 %; golive has no report"},
		},
		"a check run that only calls itself Codecov's": {
			forge: checkstest.Forge{CI: checkstest.CI{Runs: ran(checks.CISuccess), Checks: map[string][]checks.CheckRun{checkstest.Head: {{App: "github-actions", Name: "codecov/project", Title: "99% (+0.20%) compared to 1234abc", State: checks.CISuccess}}}}},
			want:  checks.Unknown, says: []string{"published no coverage"},
		},
		"a check run of Sonar without a share": {
			forge: checkstest.Forge{CI: checkstest.CI{Runs: ran(checks.CISuccess), Checks: map[string][]checks.CheckRun{checkstest.Head: {{App: "sonarqubecloud", Name: "SonarCloud Code Analysis", State: checks.CISuccess}}}}},
			want:  checks.Unknown, says: []string{"names no share", "published no coverage"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files := test.files
			if files == nil {
				files = shop
			}
			if test.forge.CI.Runs == nil {
				test.forge.CI.Runs = ran(checks.CISuccess)
			}
			options := append([]checkstest.Option{checkstest.PullRequest(), checkstest.On(&test.forge)}, test.options...)
			result := checkstest.Judge(t, coverageItem, code.NewCoverage(), checkstest.Subject(checkstest.Tree(files), options...))
			if result.Verdict() != test.want {
				t.Errorf("%s, want %s: %s", result.Verdict(), test.want, said(result))
			}
			for _, words := range test.says {
				if !strings.Contains(said(result), words) {
					t.Errorf("it does not say %q: %s", words, said(result))
				}
			}
		})
	}
	result := checkstest.Judge(t, coverageItem, code.NewCoverage(), checkstest.Subject(checkstest.Tree(shop)))
	if result.Verdict() != checks.Unknown {
		t.Errorf("a directory: %s", result.Verdict())
	}
}

func TestCoverageOfAnEqualTree(t *testing.T) {
	t.Parallel()
	forge := &checkstest.Forge{
		LeftBehind: []checkstest.Artifact{left("coverage", map[string]string{"lcov.info": trace("src/a.ts", 90, 100)})},
		CI:         checkstest.CI{Runs: map[string][]checks.WorkflowRun{"5eed": {{ID: 7, State: checks.CISuccess}}}},
	}
	subject := checkstest.Subject(checkstest.Tree(shop), checkstest.Tagged("v1.4.0", "1.4.0"), checkstest.On(forge))
	subject.Content = &checks.Content{Tree: subject.Release.Tree, Commits: []checks.ContentCommit{{SHA: subject.Release.SHA, Origin: checks.OriginRelease}, {SHA: "5eed", Origin: checks.OriginHead, Number: 12}}}
	result := checkstest.Judge(t, coverageItem, code.NewCoverage(), subject)
	if result.Verdict() != checks.Pass || !strings.Contains(result.Why, "the head of #12") {
		t.Errorf("%s: %s", result.Verdict(), said(result))
	}
}

func TestCoverageAsksOfChangedLinesWhatThePolicySays(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		changed float64
		ran     int // of the twenty lines that changed
		want    checks.Verdict
		says    string
	}{
		"a policy that says nothing": {0, 15, checks.Warn, "warning coverage.patch src/a.ts:96 5 of 20 lines"},
		"less, and reached":          {75, 15, checks.Pass, "15 of 20 lines ran: 75 %, and 75 % is asked for"},
		"less, and not reached":      {75, 14, checks.Warn, "warning coverage.patch src/a.ts:95 6 of 20 lines"},
		"more than the built-in":     {90, 17, checks.Warn, "85 %, and 90 % is asked for"},
	} {
		forge := &checkstest.Forge{
			LeftBehind: []checkstest.Artifact{left("coverage", map[string]string{"lcov.info": trace("src/a.ts", 80+test.ran, 100)})},
			CI:         checkstest.CI{Runs: ran(checks.CISuccess)},
		}
		subject := checkstest.Subject(checkstest.Tree(shop), checkstest.PullRequest(), checkstest.On(forge), checkstest.Changing(checks.Change{Path: "src/a.ts", Added: []checks.Lines{{First: 81, Last: 100}}}))
		subject.Policy.Items.Coverage.Changed = test.changed
		result := checkstest.Judge(t, coverageItem, code.NewCoverage(), subject)
		if result.Verdict() != test.want || !strings.Contains(said(result), test.says) {
			t.Errorf("%s: %s: %s", name, result.Verdict(), said(result))
		}
	}
}

func TestCoverageAsksForWhatThePolicySays(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		minimum float64
		ran     int
		want    checks.Verdict
		says    string
	}{
		"more than the built-in":        {85, 82, checks.Fail, "coverage 82 % (need 85 %)"},
		"just below it":                 {85, 84, checks.Warn, "just below 85 %"},
		"reached":                       {85, 85, checks.Pass, "85 % of lines covered"},
		"less than the built-in":        {60, 61, checks.Pass, "61 % of lines covered"},
		"less, and not reached":         {60, 40, checks.Fail, "to 60 % gives 60 %"},
		"a policy that says nothing":    {0, 79, checks.Warn, "just below 80 %"},
		"nothing ran, whatever is less": {1, 0, checks.Fail, "coverage 0 % (need 1 %)"},
	} {
		forge := &checkstest.Forge{
			LeftBehind: []checkstest.Artifact{left("coverage", map[string]string{"lcov.info": trace("src/a.ts", test.ran, 100)})},
			CI:         checkstest.CI{Runs: ran(checks.CISuccess)},
		}
		subject := checkstest.Subject(checkstest.Tree(shop), checkstest.PullRequest(), checkstest.On(forge))
		subject.Policy.Items.Coverage.Minimum = test.minimum
		result := checkstest.Judge(t, coverageItem, code.NewCoverage(), subject)
		if result.Verdict() != test.want || !strings.Contains(said(result), test.says) {
			t.Errorf("%s: %s: %s", name, result.Verdict(), said(result))
		}
	}
}
