package loadreport

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/checks/evidence/load"
)

func TestABaselineIsReadFromWhatGoliveWrites(t *testing.T) {
	t.Parallel()
	path := reported(t, 10, "http://shop.test/")
	for name, test := range map[string]struct {
		path             string
		result, response bool
	}{
		"a directory":     {path, true, true},
		"a result":        {filepath.Join(path, ResultFile), true, false},
		"a histogram log": {filepath.Join(path, LogFile), false, true},
	} {
		baseline, err := ReadBaseline(test.path)
		if err != nil || (baseline.Result != nil) != test.result || (baseline.Response != nil) != test.response || baseline.Source != test.path {
			t.Fatalf("%s: %+v, %v", name, baseline, err)
		}
		if times := baseline.Times(); times.P50 < 28 || times.Max < 100 || times.Max > 101 {
			t.Errorf("%s: %+v", name, times)
		}
	}
	if err := os.Remove(filepath.Join(path, LogFile)); err != nil {
		t.Fatal(err)
	}
	if baseline, err := ReadBaseline(path); err != nil || baseline.Response != nil || baseline.Result == nil {
		t.Errorf("a directory without its log: %+v, %v", baseline, err)
	}
	for name, content := range map[string]string{"nothing": "", "text": "hello", "another result": `{"schema":"golive.report/1"}`} {
		other := filepath.Join(t.TempDir(), "other")
		if err := os.WriteFile(other, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := ReadBaseline(other); err == nil || !strings.Contains(err.Error(), other) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Both curves of percentiles are on the page, whatever is known of the earlier run.
func TestThePageShowsTheBaseline(t *testing.T) {
	t.Parallel()
	before := reported(t, 10, "http://shop.test/")
	for _, source := range []string{before, filepath.Join(before, ResultFile), filepath.Join(before, LogFile)} {
		baseline, err := ReadBaseline(source)
		if err != nil {
			t.Fatal(err)
		}
		path := t.TempDir()
		directory, err := Open(path, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		outcome := ran(t, 10, directory.Keep)
		threshold := load.BaselineThresholds()[0].Against(baseline, outcome.Plan)
		result := load.NewResult("http://shop.test/", "GET /", outcome, append(load.DefaultThresholds(100), threshold))
		result.Baseline = baseline.Told(load.Intent{URL: "http://other.test/", Steps: []string{"GET /"}, Plan: outcome.Plan})
		directory.Against(baseline)
		if err := directory.Finish(result, outcome); err != nil {
			t.Fatal(err)
		}
		page := read(t, path, PageFile)
		for _, says := range []string{"response in the baseline", "response in the earlier run", "p95 &lt; max(1.3 * baseline, baseline &#43; 50 ms)"} {
			if !strings.Contains(page, says) {
				t.Errorf("%s: the page does not say %q", source, says)
			}
		}
		if lines := strings.Count(page, "<polyline"); lines != 8 {
			t.Errorf("%s: %d lines", source, lines)
		}
	}
}
