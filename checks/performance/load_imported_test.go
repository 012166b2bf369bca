package performance_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
	"github.com/golive-app/golive/checks/evidence/source/project/projecttest"
	"github.com/golive-app/golive/checks/performance"
	"github.com/golive-app/golive/config"
)

// vegetaReport is what vegeta says of ten minutes of a staging environment.
func vegetaReport(rate, served, p95, p99 float64, failed int) string {
	const seconds = 600
	requests := int(rate * seconds)
	return fmt.Sprintf(`{"latencies":{"50th":31e6,"90th":74e6,"95th":%ge6,"99th":%ge6,"max":900e6},"earliest":"2026-11-22T10:00:00Z","duration":%de9,"requests":%d,"rate":%g,"throughput":%g,"status_codes":{"200":%d,"503":%d}}`,
		p95, p99, seconds, requests, rate, served, requests-failed, failed)
}

func TestWhatOtherToolsMeasuredInCI(t *testing.T) {
	t.Parallel()
	good := vegetaReport(10_000, 9990, 118, 182, 600)
	for name, test := range map[string]struct {
		files   map[string]string // of an artifact "load-results"
		name    string            // of the artifact
		plan    func(*config.Load)
		failing map[string]error
		verdict checks.Verdict
		rules   string
		says    []string
		never   string
	}{
		"it speaks for the content, and passes nothing": {files: map[string]string{"vegeta.json": good}, verdict: checks.NeedsSignOff, says: []string{
			"vegeta says 9,990 of 10,000 rps; golive measured nothing itself", "vegeta (report) in `load-results/vegeta.json`: 9,990 rps served · p95 118 ms · p99 182 ms · 0.01 % errors · in 10m",
			"To know: times count from when vegeta sent", "/golive sign-off performance.load LINK",
		}},
		"it was slower than the SLO": {files: map[string]string{"vegeta.json": vegetaReport(10_000, 9990, 118, 400, 600)}, verdict: checks.Fail, rules: "load.imported", says: []string{
			"vegeta in CI, at the target: p99 was 400 ms, and the SLO is 300ms",
		}},
		"it served less":              {files: map[string]string{"vegeta.json": vegetaReport(10_000, 7400, 118, 182, 600)}, verdict: checks.Fail, rules: "load.imported", says: []string{"7,400 requests a second were served"}},
		"it failed more than the SLO": {files: map[string]string{"vegeta.json": vegetaReport(10_000, 9990, 118, 182, 600_000)}, verdict: checks.Fail, rules: "load.imported", says: []string{"10.0 % of the requests failed, and the SLO is 1 %"}},
		"a smaller test that failed":  {files: map[string]string{"vegeta.json": vegetaReport(50, 40, 5000, 9000, 600)}, verdict: checks.Unknown, says: []string{"the target is 10,000", "this content was not load-tested"}},
		"what it does not tell decides nothing": {files: map[string]string{"wrk.txt": "Running 10m test @ http://staging.shop.example/\n  Latency Distribution\n     50%    2.40ms\n     99%   42.38ms\n  6600000 requests in 10.00m, 1.81GB read\nRequests/sec:  11000.00\n"},
			verdict: checks.Unknown, says: []string{"it does not tell p95", "of `staging.shop.example`"}},
		"CI's own machine": {files: map[string]string{"fortio.json": `{"RunType":"HTTP","URL":"http://localhost:3000/","RequestedQPS":"10000","ActualQPS":9999,"ActualDuration":600e9,"RetCodes":{"200":6000000},"DurationHistogram":{"Count":6000000,"Max":9,"Percentiles":[{"Percentile":95,"Value":0.9},{"Percentile":99,"Value":1.9}]}}`},
			verdict: checks.Unknown, says: []string{"it loaded a service on CI's own machine"}},
		"k6 that was short of users": {files: map[string]string{"summary.json": `{"metrics":{"http_reqs":{"count":6000000,"rate":10000},"http_req_failed":{"passes":0,"fails":6000000,"value":0},"http_req_duration":{"p(95)":100,"p(99)":900,"max":999},"dropped_iterations":{"count":70,"rate":1}},"state":{"testRunDurationMs":600000}}`},
			verdict: checks.Unknown, says: []string{"k6 never started 70 iterations"}},
		"too short":                        {files: map[string]string{"vegeta.json": strings.Replace(good, "600e9", "30e9", 1)}, verdict: checks.Unknown, says: []string{"it took 30s, and less than 1m says nothing"}},
		"two minutes":                      {files: map[string]string{"vegeta.json": strings.Replace(good, "600e9", "120e9", 1)}, verdict: checks.Unknown, says: []string{"it took 2m, and it takes 10m to speak for it"}},
		"other files":                      {files: map[string]string{"report.json": `{"name":"shop"}`, "summary.html": "<p>"}, verdict: checks.Unknown, says: []string{"this content was not load-tested"}, never: "imported"},
		"an artifact that speaks of tests": {files: map[string]string{"vegeta.json": good}, name: "unit-tests", verdict: checks.Unknown, never: "vegeta"},
		"no target":                        {files: map[string]string{"vegeta.json": good}, plan: func(l *config.Load) { *l = config.Load{} }, verdict: checks.Unknown, never: "vegeta"},
		"GitHub says no":                   {failing: map[string]error{"WorkflowRuns": checks.ErrForbidden}, verdict: checks.Unknown, says: []string{"this content was not load-tested"}},
		"the download fails":               {files: map[string]string{"vegeta.json": good}, failing: map[string]error{"ReadArtifact": checkstest.ErrForge}, verdict: checks.Unknown, says: []string{"this content was not load-tested"}},
		"a name that wants to be read":     {files: map[string]string{"load`\n# <b>.jtl": "timeStamp,elapsed,label,success\n1795965000000,1,a,true\n"}, verdict: checks.Unknown, says: []string{"JMeter (JTL)"}, never: "\n# <b>"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			subject := checkstest.Subject(checkstest.Tree(map[string]string{"src/app.js": server}), checkstest.PullRequest())
			artifact := checkstest.Artifact{Artifact: checks.Artifact{ID: 1, Run: 7, Name: "load-results", CreatedAt: checkstest.Now.Add(-time.Hour)}, Files: test.files}
			if test.name != "" {
				artifact.Name = test.name
			}
			subject.Forge = &checkstest.Forge{
				Failing: test.failing, LeftBehind: []checkstest.Artifact{artifact},
				CI: checkstest.CI{Runs: map[string][]checks.WorkflowRun{checkstest.Head: {{ID: 7, Workflow: "Load", State: checks.CISuccess}}}},
			}
			subject.Policy.Load = config.Load{TargetRPS: 10000, Steady: "10m", SLO: config.LoadSLO{P95: "150ms", P99: "300ms", Errors: "1%"}}
			if test.plan != nil {
				test.plan(&subject.Policy.Load)
			}
			result := checkstest.Judge(t, loadItem, performance.NewLoad(projecttest.Reader(t)), subject)
			text := words(result)
			if result.Verdict() != test.verdict {
				t.Errorf("%s: %s\n%s", result.Verdict(), result.Headline, text)
			}
			if got := strings.Join(checkstest.Rules(result, checks.SeverityError), " "); got != test.rules {
				t.Errorf("rules %q, want %q", got, test.rules)
			}
			for _, says := range test.says {
				if !strings.Contains(text, says) {
					t.Errorf("nothing says %q:\n%s", says, text)
				}
			}
			if test.never != "" && strings.Contains(text, test.never) {
				t.Errorf("it says %q:\n%s", test.never, text)
			}
		})
	}
}

// What golive measured itself needs nobody else's word.
func TestGolivesOwnMeasurementComesFirst(t *testing.T) {
	t.Parallel()
	result := judgeLoaded(t, loadedCase{}, map[string]string{"src/app.js": server})
	if result.Verdict() != checks.Pass || strings.Contains(words(result), "imported") {
		t.Errorf("%s: %s", result.Verdict(), words(result))
	}
}
