package telemetry_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks/evidence/manifest/node"
	"github.com/golive-app/golive/checks/evidence/manifest/telemetry"
)

func read(content string) telemetry.Set {
	var set telemetry.Set
	for _, root := range node.Documents([]byte(content)) {
		set.Define("a.yaml", root)
		if telemetry.IsCollector(root) {
			set.AddCollector("a.yaml", root, 0)
		}
		if telemetry.IsPrometheus(root) {
			set.AddPrometheus("a.yaml", root, 0)
		}
	}
	set.AddDashboard("a.json", []byte(content))
	set.Settle()
	return set
}

func TestWhatCollectsAndShows(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ text, want string }{
		"a collector":                {"receivers: {otlp: }\nexporters: {prometheus: {endpoint: x}, debug: }\nservice:\n  pipelines:\n    metrics: {receivers: [otlp], exporters: [prometheus, debug]}\n    traces/a: {receivers: [otlp], exporters: [debug]}\n", "metrics at 5 leads; traces at 6"},
		"what is not defined":        {"receivers: {otlp: }\nexporters: {a: }\nservice: {pipelines: {metrics: {receivers: [otlp], processors: [batch], exporters: [b]}}}\n", "metrics at 3 leads undefined [b batch]"},
		"a part in another document": {"receivers: {otlp: }\nexporters: {a: }\nservice: {pipelines: {metrics: {receivers: [otlp], exporters: [a, b]}}}\n---\nexporters: {b: }\n", "metrics at 3 leads"},
		"a connector":                {"receivers: {otlp: }\nexporters: {a: }\nconnectors: {spanmetrics: }\nservice: {pipelines: {traces: {receivers: [otlp], exporters: [spanmetrics]}, metrics: {receivers: [spanmetrics], exporters: [a]}}}\n", "traces at 4 leads; metrics at 4 leads"},
		"what Prometheus scrapes":    {"scrape_configs:\n- job_name: shop\n  static_configs: [{targets: ['shop:80']}]\n- job_name: prometheus\n- job_name: node-exporter\n", "shop at 2 [shop:80] a program's; prometheus at 4 []; node-exporter at 5 []"},
		"a dashboard":                {`{"title": "Shop", "schemaVersion": 39, "panels": [{"targets": [{}, {}]}, {"panels": [{"targets": [{}]}]}]}`, "Shop with 3"},
		"an older one":               {`{"title": "Shop", "rows": [{"panels": [{"targets": [{}]}]}]}`, "Shop with 1"},
		"something else":             {`{"panels": 1}`, ""},
		"a set of services":          {"services: {a: {pipelines: b}}\n", ""},
	} {
		set := read(test.text)
		var words []string
		for _, one := range set.Pipelines {
			word := fmt.Sprintf("%s at %d", one.Signal, one.Line)
			if one.Leads() {
				word += " leads"
			}
			if len(one.Undefined) > 0 {
				word += fmt.Sprintf(" undefined %v", one.Undefined)
			}
			words = append(words, word)
		}
		for _, one := range set.Scrapes {
			word := fmt.Sprintf("%s at %d %v", one.Job, one.Line, one.Targets)
			if one.OfProgram() {
				word += " a program's"
			}
			words = append(words, word)
		}
		for _, one := range set.Dashboards {
			words = append(words, fmt.Sprintf("%s with %d", one.Title, one.Queries))
		}
		if got := strings.Join(words, "; "); got != test.want {
			t.Errorf("%s\n got %s\nwant %s", name, got, test.want)
		}
	}
}

// FuzzTelemetry reads whatever is said to collect or to show.
func FuzzTelemetry(f *testing.F) {
	for _, seed := range []string{"receivers: &a {b: *a}\nexporters: []\nservice: {pipelines: {metrics: [1], x: {receivers: {a: b}}}}\n", "scrape_configs: [1, {job_name: [a], static_configs: [{targets: {a: b}}]}]\n", `{"panels": [{"panels": [{"panels": []}], "targets": [1]}], "title": "\n"}`, "{"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, content string) {
		for _, one := range read(content).Pipelines {
			if one.Line < 1 {
				t.Errorf("%+v", one)
			}
		}
	})
}
