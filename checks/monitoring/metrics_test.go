package monitoring_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
	"github.com/golive-app/golive/checks/evidence/manifest"
	"github.com/golive-app/golive/checks/evidence/source/project/projecttest"
	"github.com/golive-app/golive/checks/monitoring"
)

var metricsItem = checks.Item{ID: "monitoring.metrics", Kind: checks.KindAuto, Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E5}, Role: checks.RoleSRE}

const (
	monitored = "apiVersion: v1\nkind: Service\nmetadata: {name: shop, labels: {app: shop}}\nspec: {selector: {app: shop}, ports: [{name: http, port: 80}]}\n---\napiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nmetadata: {name: shop}\nspec:\n  selector: {matchLabels: {app: shop}}\n  endpoints: [{port: http}]\n"
	scraped   = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: shop}\nspec: {template: {metadata: {annotations: {prometheus.io/scrape: 'true'}}, spec: {containers: [{name: a, image: b}]}}}\n"
	exported  = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: shop}\nspec: {template: {spec: {containers: [{name: a, image: b, env: [{name: OTEL_EXPORTER_OTLP_ENDPOINT, value: 'http://otel:4317'}]}]}}}\n"
)

func TestMetrics(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		files   map[string]string
		verdict checks.Verdict
		rules   []string
	}{
		"a ServiceMonitor":                    {map[string]string{"k8s/a.yaml": monitored}, checks.NeedsSignOff, nil},
		"one that selects nothing":            {map[string]string{"k8s/a.yaml": strings.ReplaceAll(monitored, "{matchLabels: {app: shop}}", "{matchLabels: {app: shops}}")}, checks.NeedsSignOff, []string{"metrics.selector"}},
		"one that asks a port nobody has":     {map[string]string{"k8s/a.yaml": strings.ReplaceAll(monitored, "[{port: http}]", "[{port: metrics}]")}, checks.NeedsSignOff, []string{"metrics.port"}},
		"an annotation":                       {map[string]string{"k8s/a.yaml": scraped}, checks.NeedsSignOff, nil},
		"an exporter":                         {map[string]string{"k8s/a.yaml": exported}, checks.NeedsSignOff, nil},
		"a job of Prometheus":                 {map[string]string{"prometheus.yml": "scrape_configs:\n- job_name: shop\n  static_configs: [{targets: ['shop:80']}]\n"}, checks.NeedsSignOff, nil},
		"one that watches Prometheus alone":   {map[string]string{"prometheus.yml": "scrape_configs:\n- job_name: prometheus\n"}, checks.Unknown, nil},
		"a collector":                         {map[string]string{"otel/config.yaml": "receivers: {otlp: }\nexporters: {prometheusremotewrite: }\nservice: {pipelines: {metrics: {receivers: [otlp], exporters: [prometheusremotewrite]}}}\n"}, checks.NeedsSignOff, nil},
		"one that leads into its log":         {map[string]string{"otel/config.yaml": "receivers: {otlp: }\nexporters: {debug: }\nservice: {pipelines: {metrics: {receivers: [otlp], exporters: [debug]}}}\n"}, checks.Unknown, []string{"metrics.collector-nowhere"}},
		"one that does not start":             {map[string]string{"k8s/c.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata:\n  config.yaml: |\n    receivers: {otlp: }\n    exporters: {a: }\n    service: {pipelines: {metrics: {receivers: [otlp], exporters: [b]}}}\n"}, checks.NeedsSignOff, []string{"metrics.collector"}},
		"a library that nobody collects from": {map[string]string{"package.json": `{"dependencies": {"prom-client": "15"}}`, "app.js": express}, checks.NeedsSignOff, []string{"metrics.uncollected"}},
		"nothing":                             {map[string]string{"app.js": express}, checks.Unknown, nil},
		"a library that others take":          {map[string]string{"package.json": `{"name": "x", "main": "index.js"}`, "index.js": "module.exports = 1;\n"}, checks.NotApplicable, nil},
		"a library of functions":              {map[string]string{"package.json": "{}", "index.js": "module.exports = 1;\n"}, checks.Unknown, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result := checkstest.Judge(t, metricsItem, monitoring.NewMetrics(manifest.NewReader(nil), projecttest.Reader(t)), checkstest.Subject(checkstest.Tree(test.files)))
			var rules []string
			for _, finding := range result.Findings {
				rules = append(rules, finding.Rule)
			}
			if result.Verdict() != test.verdict || !slices.Equal(rules, test.rules) {
				t.Errorf("%s (%s), %q\n%+v", result.Verdict(), result.Why, rules, result.Evidence)
			}
		})
	}
}
