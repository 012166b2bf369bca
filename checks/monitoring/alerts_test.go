package monitoring_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
	"github.com/golive-app/golive/checks/evidence/manifest"
	"github.com/golive-app/golive/checks/evidence/manifest/alert"
	"github.com/golive-app/golive/checks/evidence/source/project/projecttest"
	"github.com/golive-app/golive/checks/monitoring"
)

func alertItem(kind alert.Kind) checks.Item {
	return checks.Item{ID: checks.ItemID("monitoring.alerts." + string(kind)), Kind: checks.KindAuto, Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E3}, Role: checks.RoleSRE}
}

const (
	errorRule = "groups:\n  - name: shop\n    rules:\n      - alert: Anything\n        expr: sum(rate(http_requests_total{status=~\"5..\"}[5m])) / sum(rate(http_requests_total[5m])) > 0.05\n        labels: {severity: page}\n"
	operator  = "apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata: {name: shop}\nspec:\n  groups:\n    - name: shop\n      rules:\n        - alert: Queue\n          expr: rabbitmq_queue_messages_ready > 1000\n"
	inside    = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: rules}\ndata:\n  rules.yml: |\n    groups:\n      - name: a\n        rules:\n          - alert: Full\n            expr: node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes < 0.1\n"
	nobody    = "route: {receiver: nobody}\nreceivers: [{name: nobody}]\n"
	express   = "const app = require('express')();\napp.get('/', (req, res) => res.send('hi'));\napp.listen(3000);\n"
)

func TestAlerts(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		kind    alert.Kind
		files   map[string]string
		verdict checks.Verdict
		rules   []string
	}{
		"a rule":                         {alert.ErrorRate, map[string]string{"monitoring/rules.yml": errorRule}, checks.NeedsSignOff, nil},
		"a rule of another kind":         {alert.CPU, map[string]string{"monitoring/rules.yml": errorRule}, checks.Unknown, nil},
		"by its name alone":              {alert.CPU, map[string]string{"rules.yml": strings.ReplaceAll(errorRule, "Anything", "HighCPU")}, checks.Unknown, nil},
		"of the operator":                {alert.Queue, map[string]string{"k8s/rules.yaml": operator}, checks.NeedsSignOff, nil},
		"inside of a ConfigMap":          {alert.Memory, map[string]string{"k8s/rules.yaml": inside}, checks.NeedsSignOff, nil},
		"in an example":                  {alert.ErrorRate, map[string]string{"examples/rules.yml": errorRule, "app.js": express}, checks.Unknown, nil},
		"nothing at all":                 {alert.ErrorRate, map[string]string{"app.js": express}, checks.Unknown, nil},
		"a library":                      {alert.CPU, map[string]string{"package.json": "{}", "index.js": "module.exports = (a, b) => a + b;\n"}, checks.NotApplicable, nil},
		"a rule that reaches nobody":     {alert.ErrorRate, map[string]string{"rules.yml": errorRule, "alertmanager.yml": nobody}, checks.Unknown, []string{"alerts.null-receiver"}},
		"a file that Prometheus refuses": {alert.ErrorRate, map[string]string{"rules.yml": errorRule, "more.yml": "groups:\n  - name: a\n    rules:\n      - alert: A\n        expr: sum(\n"}, checks.Fail, []string{"alerts.invalid"}},
		"a loose threshold":              {alert.ErrorRate, map[string]string{"rules.yml": strings.ReplaceAll(errorRule, "> 0.05", "> 0.5")}, checks.NeedsSignOff, []string{"alerts.loose"}},
		"no queue":                       {alert.Queue, map[string]string{"package.json": `{"dependencies": {"express": "5"}}`, "app.js": express}, checks.NotApplicable, nil},
		"a queue without a rule":         {alert.Queue, map[string]string{"package.json": `{"dependencies": {"bullmq": "5"}}`, "app.js": express}, checks.Unknown, nil},
		"a broker without a rule":        {alert.Queue, map[string]string{"go.mod": "module x\n", "compose.yaml": "services:\n  mq: {image: 'rabbitmq:4'}\n  web: {build: .}\n"}, checks.Unknown, nil},
		"no manifest of dependencies":    {alert.Queue, map[string]string{"app.js": express}, checks.Unknown, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check := monitoring.NewAlerts(test.kind, manifest.NewReader(nil), projecttest.Reader(t))
			result := checkstest.Judge(t, alertItem(test.kind), check, checkstest.Subject(checkstest.Tree(test.files)))
			var rules []string
			for _, finding := range result.Findings {
				rules = append(rules, finding.Rule)
			}
			if result.Verdict() != test.verdict || !slices.Equal(rules, test.rules) {
				t.Errorf("%s (%s), %q\n%+v\n%+v", result.Verdict(), result.Why, rules, result.Evidence, result.Missing)
			}
		})
	}
}

// Whoever has no rule gets one in the words of the broker that the code speaks to.
func TestARuleIsProposed(t *testing.T) {
	t.Parallel()
	source := checkstest.Tree(map[string]string{"package.json": `{"dependencies": {"bullmq": "5"}}`, "app.js": express})
	result := checkstest.Judge(t, alertItem(alert.Queue), monitoring.NewAlerts(alert.Queue, manifest.NewReader(nil), projecttest.Reader(t)), checkstest.Subject(source))
	if !strings.Contains(result.Remedy, "bullmq_job_count") || !strings.Contains(result.Remedy, "kind: PrometheusRule") {
		t.Error(result.Remedy)
	}
}

// Every rule that is proposed is one that golive itself reads as of its kind.
func TestProposedRulesAreRight(t *testing.T) {
	t.Parallel()
	for kind, files := range map[alert.Kind]map[string]string{
		alert.ErrorRate: {}, alert.CPU: {}, alert.Memory: {}, alert.Queue: {"package.json": `{"dependencies": {"amqplib": "1"}}`},
	} {
		files["app.js"] = express
		check := monitoring.NewAlerts(kind, manifest.NewReader(nil), projecttest.Reader(t))
		first := checkstest.Judge(t, alertItem(kind), check, checkstest.Subject(checkstest.Tree(files)))
		_, block, _ := strings.Cut(first.Remedy, "```yaml\n")
		files["k8s/rule.yaml"] = strings.TrimSuffix(strings.TrimSpace(block), "```")
		if second := checkstest.Judge(t, alertItem(kind), check, checkstest.Subject(checkstest.Tree(files))); second.Verdict() != checks.NeedsSignOff {
			t.Errorf("%s: %s, %+v\n%s", kind, second.Verdict(), second.Findings, files["k8s/rule.yaml"])
		}
	}
}

// What is wrong is said before what is right: a rule that is there and not loaded watches
// nothing.
func TestAWrongFileOfRulesIsToldFirst(t *testing.T) {
	t.Parallel()
	files := map[string]string{"rules.yml": errorRule, "more.yml": "groups:\n  - name: a\n    rules:\n      - alert: A\n        expr: sum(\n"}
	result := checkstest.Judge(t, alertItem(alert.ErrorRate), monitoring.NewAlerts(alert.ErrorRate, manifest.NewReader(nil), projecttest.Reader(t)), checkstest.Subject(checkstest.Tree(files)))
	if want := "1 rule is wrong: Prometheus loads nothing of its file"; result.Headline != want {
		t.Errorf("%q, want %q", result.Headline, want)
	}
}
