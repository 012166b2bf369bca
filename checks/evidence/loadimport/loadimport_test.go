package loadimport_test

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks/evidence/load"
	"github.com/golive-app/golive/checks/evidence/loadimport"
)

// told renders what a test compares.
func told(result loadimport.Imported) string {
	text := fmt.Sprintf("%s | %d requests, %d timed, %d errors, %d unsent | %.4g/s sent, %.4g/s served, %.4g/s low | %s |",
		result.Title(), result.Requests, result.Timed, result.Errors, result.Unsent, result.Offered, result.Achieved, result.Low, result.Duration.Round(1e6))
	for _, name := range []string{"p50", "p90", "p95", "p99", "p999", "max"} {
		if time, found := result.Times[name]; found {
			text += fmt.Sprintf(" %s %.4g", name, time)
		}
	}
	text += " |"
	for _, kind := range slices.Sorted(maps.Keys(result.Kinds)) {
		text += fmt.Sprintf(" %s: %d", kind, result.Kinds[kind])
	}
	for _, hold := range result.Holds {
		text += "; " + state(hold) + " " + hold.Expression
	}
	return text
}

func state(hold loadimport.Hold) string {
	switch {
	case hold.Undecided != "":
		return "open"
	case hold.Met:
		return "met"
	default:
		return "missed"
	}
}

func open(t *testing.T, name string) *os.File {
	t.Helper()
	file, err := os.Open(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = file.Close() })
	return file
}

func read(t *testing.T, name string) loadimport.Imported {
	t.Helper()
	result, err := loadimport.Read("artifact/"+name, open(t, name))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return result
}

func TestResultsThatToolsWrote(t *testing.T) {
	t.Parallel()
	tested := map[string]bool{}
	for name, want := range map[string]string{
		"artillery.json":            "Artillery, report | 672 requests, 672 timed, 13 errors, -1 unsent | 16.04/s sent, 15.73/s served, 15.6/s low | 41.883s | p50 2 p90 4 p95 7 p99 43.4 p999 45.2 max 85 | status 503: 13",
		"fortio.json":               "fortio 1.68.0, JSON | 496 requests, 496 timed, 10 errors, -1 unsent | 99.92/s sent, 97.91/s served, NaN/s low | 4.964s | p50 2.679 p90 3.48 p95 7.018 p99 40.05 p999 52.91 max 55.77 | status 503: 10",
		"gatling-2-simulation.log":  "Gatling 2.2.5, simulation.log | 39 requests, 39 timed, 0 errors, -1 unsent | 20.21/s sent, 20.21/s served, NaN/s low | 1.93s | p50 30 p90 30 p95 30 p99 30 p999 30 max 30 |",
		"gatling-assertions.json":   "Gatling, assertions.json | -1 requests, 0 timed, -1 errors, -1 unsent | NaN/s sent, NaN/s served, NaN/s low | 0s | |; missed Global: 99th percentile of response time is less than [300]; met Global: percentage of failed events is less than or equal to [2]; open front: count of all events is greater than [100]",
		"gatling-global-stats.json": "Gatling, global_stats.json | 1200 requests, 1200 timed, 0 errors, -1 unsent | 100/s sent, 100/s served, NaN/s low | 12s | p50 50 p95 78 p99 426 max 478 |",
		"gatling-simulation.log":    "Gatling 3.9.5, simulation.log | 300 requests, 295 timed, 5 errors, -1 unsent | 98.2/s sent, 96.56/s served, 96/s low | 3.055s | p50 48.03 p90 72.06 p95 75.01 p99 79.04 p999 440 max 440 | status.find.in(200,201,202,203,204,205,206,207,208,209,304), found 503: 5",
		"gatling-stats.json":        "Gatling, stats.json | 1200 requests, 1200 timed, 20 errors, -1 unsent | 100/s sent, 98.33/s served, NaN/s low | 12s | p50 50 p95 78 p99 426 max 478 |",
		"jmeter-statistics.json":    "JMeter, statistics.json | 1000 requests, 1000 timed, 24 errors, -1 unsent | 100/s sent, 97.6/s served, NaN/s low | 10s | p50 40 p90 60 p95 63 p99 64 max 5001 |",
		"jmeter.jtl":                "JMeter, JTL | 311 requests, 305 timed, 7 errors, -1 unsent | 51.91/s sent, 50.74/s served, 97/s low | 5.991s | p50 38.02 p90 60.03 p95 63.01 p99 64.03 p999 5001 max 5001 | Non HTTP response code: java.net.SocketTimeoutException: 1 Test failed: text expected to contain /price/ and something else: 3 status 503: 3",
		"k6-handle-summary.json":    "k6, handleSummary | 316 requests, 316 timed, 6 errors, 3 unsent | 78.9/s sent, 77.4/s served, NaN/s low | 4.005s | p50 2.347 p90 2.492 p95 2.581 max 42.78 |; open checks: rate>0.9; met http_req_duration: p(95)<500; open http_req_duration: p(99)<1; open http_req_duration: p(99.9)<1000; met http_req_duration{name:cart}: p(95)<400; missed http_req_failed: rate<0.01; met http_req_failed: rate<0.5; met http_reqs: count>10; met http_reqs: rate>10",
		"k6-points.csv.gz":          "k6, CSV | 316 requests, 310 timed, 6 errors, 3 unsent | 78.9/s sent, 77.4/s served, 76/s low | 4.005s | p50 2.347 p90 2.495 p95 2.583 p99 5.163 p999 42.78 max 42.78 | status 503: 6",
		"k6-points.ndjson.gz":       "k6, JSON | 316 requests, 310 timed, 6 errors, 3 unsent | 78.91/s sent, 77.41/s served, 76/s low | 4.005s | p50 2.347 p90 2.495 p95 2.583 p99 5.163 p999 42.78 max 42.78 | status 503: 6; met http_req_duration: p(95)<500; missed http_req_duration: p(99)<1; met http_req_duration: p(99.9)<1000; missed http_req_failed: rate<0.01; met http_req_failed: rate<0.5; met http_reqs: count>10; met http_reqs: rate>10",
		"k6-summary-export.json":    "k6, summary export | 802 requests, 802 timed, 16 errors, 100 unsent | 160.4/s sent, 157.2/s served, NaN/s low | 5.001s | p50 2.415 p90 3.362 p95 5.883 max 50.5 |; open checks: rate>0.9; met http_req_duration: p(95)<500; open http_req_duration: p(99)<1; open http_req_duration: p(99.9)<1000; met http_req_duration{name:cart}: p(95)<400; missed http_req_failed: rate<0.01; met http_req_failed: rate<0.5; met http_reqs: count>10; met http_reqs: rate>10",
		"k6-summary.json":           "k6 1.8.1, summary | 754 requests, 754 timed, 15 errors, 124 unsent | 150.1/s sent, 147.1/s served, NaN/s low | 5.023s | p50 2.365 p90 3.263 p95 8.367 max 42.94 |",
		"locust-history.csv":        "Locust, stats_history.csv | 400 requests, 0 timed, 3 errors, -1 unsent | 100/s sent, 99.25/s served, 60/s low | 4s | |",
		"locust-stats.csv":          "Locust, stats.csv | 6000 requests, 6000 timed, 40 errors, -1 unsent | 100/s sent, 99.3/s served, NaN/s low | 1m0s | p50 16 p90 44 p95 60 p99 140 p999 620 max 1205 |",
		"vegeta-report.json":        "vegeta, report | 500 requests, 500 timed, 10 errors, -1 unsent | 100.1/s sent, 98.1/s served, NaN/s low | 4.993s | p50 2.537 p90 3.871 p95 5.219 p99 33.89 max 43.3 | status 503: 10",
		"vegeta-results.csv":        "vegeta, CSV results | 100 requests, 98 timed, 2 errors, -1 unsent | 99.72/s sent, 97.72/s served, NaN/s low | 1.003s | p50 2.575 p90 2.787 p95 3.939 p99 5.635 p999 16.71 max 16.71 | status 503: 2",
		"vegeta-results.ndjson":     "vegeta, JSON results | 100 requests, 98 timed, 2 errors, -1 unsent | 99.72/s sent, 97.72/s served, NaN/s low | 1.003s | p50 2.575 p90 2.787 p95 3.939 p99 5.635 p999 16.71 max 16.71 | status 503: 2",
		"wrk.txt":                   "wrk, output | 13249 requests, 13249 timed, 265 errors, -1 unsent | 2637/s sent, 2584/s served, NaN/s low | 5.02s | p50 2.4 p90 12.58 p99 42.38 max 59.72 | status: 265",
		"wrk2.txt":                  "wrk2, output | 1201 requests, 192 timed, 24 errors, -1 unsent | 100/s sent, 98.04/s served, NaN/s low | 12.01s | p50 3.19 p90 4.13 p95 5.019 p99 13.9 p999 44.29 max 44.29 | status: 24",
	} {
		tested[name] = true
		if got := told(read(t, name)); got != want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, want)
		}
	}
	entries, err := os.ReadDir("testdata")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if entry.Name() != "README.md" && !tested[entry.Name()] {
			t.Errorf("%s is held against nothing: %s", entry.Name(), told(read(t, entry.Name())))
		}
	}
}

// k6 says "true" of a threshold that was crossed in one of its files and of one that was
// met in another, and of one without any sample that it held. None of it is taken.
func TestWhatK6SaysOfItsThresholdsIsNotTaken(t *testing.T) {
	t.Parallel()
	export := `{"metrics":{"http_reqs":{"count":1000,"rate":100,"thresholds":{"rate>200":false}},"http_req_failed":{"value":0.02,"passes":20,"fails":980,"thresholds":{"rate<0.01":false,"rate<=0.02":true}},
		"http_req_duration":{"avg":1,"med":1,"max":9,"p(95)":4,"p(99)":8,"thresholds":{"p(99) < 5":false,"p(95)<=4":true,"p(99.9)<9":false,"p(95)~4":false}},
		"checks":{"value":0,"passes":0,"fails":0,"thresholds":{"rate>0.9":false}}}}`
	summary := strings.NewReplacer(`"count":1000,"rate":100,`, `"values":{"count":1000,"rate":100},`, `"value":0.02,"passes":20,"fails":980,`, `"values":{"rate":0.02,"passes":20,"fails":980},`,
		`"avg":1,"med":1,"max":9,"p(95)":4,"p(99)":8,`, `"values":{"avg":1,"med":1,"max":9,"p(95)":4,"p(99)":8},`, `"value":0,"passes":0,"fails":0,`, `"values":{"rate":0,"passes":0,"fails":0},`,
		":false", `:{"ok":true}`, ":true", `:{"ok":false}`).Replace(export)
	const want = "open checks: rate>0.9; met http_req_duration: p(95)<=4; open http_req_duration: p(95)~4; missed http_req_duration: p(99) < 5; open http_req_duration: p(99.9)<9; " +
		"missed http_req_failed: rate<0.01; met http_req_failed: rate<=0.02; missed http_reqs: rate>200"
	for name, document := range map[string]string{"summary export": export, "handleSummary": summary} {
		result, err := loadimport.Read("summary.json", strings.NewReader(document))
		if err != nil || result.Format != name {
			t.Fatalf("%s: %v, %q", name, err, result.Format)
		}
		var got []string
		for _, hold := range result.Holds {
			got = append(got, state(hold)+" "+hold.Expression)
		}
		if text := strings.Join(got, "; "); text != want {
			t.Errorf("%s:\n got %s\nwant %s", name, text, want)
		}
	}
}

// What a format cannot tell is said, and what may have been the tool's limit as well.
func TestWhatAFormatLeavesOutIsSaid(t *testing.T) {
	t.Parallel()
	for name, says := range map[string]string{
		"k6-handle-summary.json": "3 iterations were never started", "jmeter.jtl": "requests that were never sent", "locust-stats.csv": "requests that were never sent",
		"fortio.json": "sends late, also with -qps", "vegeta-report.json": "from when vegeta sent", "wrk2.txt": "the first ten seconds", "wrk.txt": "requests that were never sent",
		"gatling-stats.json": "not exact", "artillery.json": "ten seconds each", "gatling-assertions.json": "nothing of rates",
	} {
		if result := read(t, name); !strings.Contains(strings.Join(result.Caveats, "; "), says) {
			t.Errorf("%s says %q, not %q", name, result.Caveats, says)
		}
	}
	if limited := read(t, "k6-points.csv.gz").Limited; !strings.Contains(limited, "never started 3 iterations") {
		t.Errorf("k6 was short of users: %q", limited)
	}
}

func TestAResultIsHeldToThresholds(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, threshold, want string }{
		{"locust-stats.csv", "p99<200ms", "met 140"},
		{"locust-stats.csv", "p99<100ms", "missed 140"},
		{"locust-stats.csv", "errors<=0.5%", "missed 0.6667"},
		{"locust-stats.csv", "achieved_rps>=99", "met 99.3"},
		{"locust-stats.csv", "achieved_rps_p5>=98", "Locust, stats.csv does not tell achieved_rps_p5"},
		{"gatling-stats.json", "p90<1s", "Gatling, stats.json does not tell p90"},
		{"wrk2.txt", "p99<1s", "192 requests are too few for p99: it takes 1000"},
		{"k6-points.ndjson.gz", "achieved_rps_p5>=70", "met 76"},
		{"gatling-assertions.json", "errors<1%", "Gatling, assertions.json does not tell errors"},
	} {
		threshold, err := load.ParseThreshold(test.threshold)
		if err != nil {
			t.Fatal(err)
		}
		standing := read(t, test.name).Hold(threshold)
		got := fmt.Sprintf("%s %.4g", map[bool]string{true: "met", false: "missed"}[standing.Met], standing.Observed)
		if standing.Undecided != "" {
			got = standing.Undecided
		}
		if got != test.want {
			t.Errorf("%s, %s: %q, want %q", test.name, test.threshold, got, test.want)
		}
	}
}

// golive's own result counts by its numbers: anybody can write "pass".
func TestGolivesOwnResultIsJudgedAnew(t *testing.T) {
	t.Parallel()
	const own = `{"schema":"golive.load/1","url":"http://shop.test/","target_rps":100,"offered_rps":100,"achieved_rps":90,"achieved_rps_p5":80,"duration_s":60,"requests":6000,"users":10,
		"errors":{"total":60,"status":50,"timeout":10,"connect":0,"check":0},"latency_ms":{"p50":1,"p90":2,"p95":3,"p99":400,"p999":500,"max":600},"steps":[{"name":"GET /","requests":6000,"latency_ms":{"p50":1}}],
		"generator":{"cpu":0.9,"limited":true},"thresholds":[{"expression":"p99 < 300 ms","observed":4,"met":true},{"expression":"a moon","met":true}],"verdict":"pass","reason":"yes"}`
	result, err := loadimport.Read("result.json", strings.NewReader(own))
	if err != nil {
		t.Fatal(err)
	}
	const want = "golive, golive.load/1 | 6000 requests, 5950 timed, 60 errors, 0 unsent | 100/s sent, 90/s served, 80/s low | 1m0s | p50 1 p90 2 p95 3 p99 400 p999 500 max 600 | status: 50 timeout: 10; missed p99 < 300 ms; open a moon"
	if got := told(result); got != want || result.Limited == "" || result.Target != 100 {
		t.Errorf("got %s, limited %q", got, result.Limited)
	}
}

func TestWhatIsNoResult(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		document string
		want     error
	}{
		"nothing":                    {"", loadimport.ErrFormat},
		"text":                       {"load test passed: 10,000 rps", loadimport.ErrFormat},
		"another JSON":               {`{"name":"shop","version":"1.0.0"}`, loadimport.ErrFormat},
		"a list":                     {`[1,2]`, loadimport.ErrFormat},
		"half a JSON":                {`{"metrics":{"http_reqs":{"count":1`, loadimport.ErrFormat},
		"metrics of something else":  {`{"metrics":{"cpu":{"value":1}}}`, loadimport.ErrFormat},
		"metrics that are no object": {`{"metrics":[1]}`, loadimport.ErrFormat},
		"another table":              {"name,value\na,1\n", loadimport.ErrFormat},
		"more errors than requests":  {`{"metrics":{"http_reqs":{"count":1,"rate":1},"http_req_failed":{"passes":2,"fails":0,"value":1}}}`, loadimport.ErrFormat},
		"a rate below nothing":       {`{"latencies":{},"status_codes":{},"requests":1,"rate":-5}`, loadimport.ErrFormat},
		"a status that is none":      {`{"latencies":{},"status_codes":{"two hundred":1},"requests":1}`, loadimport.ErrFormat},
		"gRPC":                       {`{"RunType":"GRPC","DurationHistogram":{}}`, loadimport.ErrFormat},
		"an echo of two runs":        {"Running 1s test @ http://a/\nRunning 1s test @ http://b/\n  1 requests in 1.00s, 1KB read\nRequests/sec: 1\n", loadimport.ErrFormat},
		"wrk that was killed":        {"Running 10m test @ http://a/\n", loadimport.ErrFormat},
		"a time before all":          {"timeStamp,elapsed,label,success\n-5,1,a,true\n", loadimport.ErrFormat},
		"a sample without its time":  {"timeStamp,elapsed,label,success\n1795965000000,fast,a,true\n", loadimport.ErrFormat},
		"a binary log of Gatling":    {"\x00\x00\x00\x00\x063.13.1\x00", loadimport.ErrFormat},
		"broken gzip":                {"\x1f\x8b\x00", loadimport.ErrFormat},
		"a run of a year":            {"timeStamp,elapsed,label,success\n1795965000000,1,a,true\n1827501000000,1,a,true\n", loadimport.ErrTooLarge},
		"a line without end":         {`{"metric":"http_reqs","type":"Point","data":{}}` + "\n" + strings.Repeat("a", 2<<20), loadimport.ErrTooLarge},
		"a field without end":        {"timeStamp,elapsed,label,success\n1795965000000,1,\"" + strings.Repeat("a\n", 1<<20), loadimport.ErrTooLarge},
		"a document without end":     {`{"metrics":"` + strings.Repeat("a", 33<<20) + `"}`, loadimport.ErrTooLarge},
	} {
		if result, err := loadimport.Read(name, strings.NewReader(test.document)); !errors.Is(err, test.want) {
			t.Errorf("%s: %v, %s", name, err, told(result))
		}
	}
}

func TestNamed(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"k6/summary.json": true, "results.jtl": true, "target/gatling/basket-1/js/stats.json": true, "target/gatling/basket-1/simulation.log": true, "locust_stats.csv": true,
		"locust_stats_history.csv": true, "load/result.json": true, "vegeta.txt": true, "wrk.out": true, "k6.json.gz": true, "report/statistics.json": true,
		"package.json": false, "index.html": false, "coverage.xml": false, "screenshot.png": false, "notes.txt": false,
	} {
		if loadimport.Named(name) != want {
			t.Errorf("%s: %v", name, !want)
		}
	}
}

func FuzzRead(f *testing.F) {
	entries, err := os.ReadDir("testdata")
	if err != nil {
		f.Fatal(err)
	}
	for _, entry := range entries {
		content, err := os.ReadFile(filepath.Join("testdata", entry.Name()))
		if err == nil && !entry.IsDir() {
			f.Add(content[:min(len(content), 4<<10)])
		}
	}
	f.Fuzz(func(t *testing.T, document []byte) {
		result, err := loadimport.Read("fuzz", strings.NewReader(string(document)))
		if err != nil {
			if !errors.Is(err, loadimport.ErrFormat) && !errors.Is(err, loadimport.ErrTooLarge) {
				t.Errorf("an error of another kind: %v", err)
			}
			return
		}
		if result.Errors > result.Requests || result.Tool == "" || len(result.Caveats) == 0 && result.Tool != loadimport.Golive {
			t.Errorf("%+v", result)
		}
	})
}
