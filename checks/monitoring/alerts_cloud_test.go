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

const cpuAlarm = "resource \"aws_cloudwatch_metric_alarm\" \"cpu\" {\n  alarm_name = \"shop-cpu\"\n  namespace = \"AWS/ECS\"\n  metric_name = \"CPUUtilization\"\n  statistic = \"Average\"\n  comparison_operator = \"GreaterThanThreshold\"\n  threshold = 80\n  period = 60\n  evaluation_periods = 5\n  alarm_actions = [aws_sns_topic.oncall.arn]\n}\n"

func TestAlarmsOfCloudsAreAlerts(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		kind    alert.Kind
		text    string
		verdict checks.Verdict
		rules   []string
	}{
		"an alarm of CloudWatch":      {alert.CPU, cpuAlarm, checks.NeedsSignOff, nil},
		"an alarm of another kind":    {alert.Memory, cpuAlarm, checks.Unknown, nil},
		"one that tells nobody":       {alert.CPU, strings.Replace(cpuAlarm, "aws_sns_topic.oncall.arn", "", 1), checks.Unknown, []string{"alerts.null-receiver"}},
		"one that scales":             {alert.CPU, strings.Replace(cpuAlarm, "aws_sns_topic.oncall.arn", "aws_appautoscaling_policy.up.arn", 1), checks.Unknown, nil},
		"one that waits for long":     {alert.CPU, strings.Replace(cpuAlarm, "evaluation_periods = 5", "evaluation_periods = 60", 1), checks.NeedsSignOff, []string{"alerts.late"}},
		"one that fires late":         {alert.CPU, strings.Replace(cpuAlarm, "threshold = 80", "threshold = 97", 1), checks.NeedsSignOff, []string{"alerts.loose"}},
		"a queue of the cloud":        {alert.Queue, "resource \"aws_sqs_queue\" \"jobs\" {}\n", checks.Unknown, nil},
		"a monitor that reaches none": {alert.CPU, "resource \"datadog_monitor\" \"m\" {\n  name = \"cpu\"\n  message = \"hm\"\n  query = \"avg(last_5m):avg:system.cpu.user{*} > 80\"\n}\n", checks.Unknown, []string{"alerts.null-receiver"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check := monitoring.NewAlerts(test.kind, manifest.NewReader(nil), projecttest.Reader(t))
			files := map[string]string{"infra/a.tf": test.text, "app.js": express, "package.json": `{"dependencies": {"express": "5"}}`}
			result := checkstest.Judge(t, alertItem(test.kind), check, checkstest.Subject(checkstest.Tree(files)))
			var rules []string
			for _, finding := range result.Findings {
				rules = append(rules, finding.Rule)
			}
			if result.Verdict() != test.verdict || !slices.Equal(rules, test.rules) {
				t.Errorf("%s (%s), %q\n%+v\n%+v", result.Verdict(), result.Why, rules, result.Findings, result.Evidence)
			}
		})
	}
}

// An alarm whose language is not read is no pass, and nobody is told that there is none.
func TestAlarmsThatAreNotReadAreTold(t *testing.T) {
	t.Parallel()
	for language, text := range map[string]string{
		"Kusto": "resource \"azurerm_monitor_scheduled_query_rules_alert_v2\" \"failing\" {\n  criteria {\n    query = \"requests | where success == false\"\n  }\n}\n",
		"MQL":   "resource \"google_monitoring_alert_policy\" \"failing\" {\n  display_name = \"failing\"\n  conditions {\n    display_name = \"x\"\n    condition_monitoring_query_language {\n      query = \"fetch x\"\n    }\n  }\n}\n",
	} {
		check := monitoring.NewAlerts(alert.ErrorRate, manifest.NewReader(nil), projecttest.Reader(t))
		result := checkstest.Judge(t, alertItem(alert.ErrorRate), check, checkstest.Subject(checkstest.Tree(map[string]string{"infra/a.tf": text, "app.js": express, "package.json": `{"dependencies": {"express": "5"}}`})))
		told := slices.ContainsFunc(result.Evidence, func(one checks.Evidence) bool {
			return one.Outcome == checks.Neutral && one.Path == "infra/a.tf" && one.Line == 1 && strings.Contains(one.Summary, language)
		})
		if result.Verdict() != checks.Unknown || !told || !strings.Contains(result.Why, "does not read") {
			t.Errorf("%s: %s (%s)\n%+v", language, result.Verdict(), result.Why, result.Evidence)
		}
	}
}

// Every alarm that is proposed for a cloud is one that golive itself reads as of its
// kind, and it names the release's own resources.
func TestProposedAlarmsAreRight(t *testing.T) {
	t.Parallel()
	for cloud, declared := range map[string]string{
		"aws":     "resource \"aws_ecs_service\" \"shop\" {}\nresource \"aws_lb\" \"front\" {}\nresource \"aws_sqs_queue\" \"jobs\" {}\nresource \"aws_ecs_cluster\" \"main\" {}\n",
		"google":  "resource \"google_cloud_run_v2_service\" \"shop\" {}\nresource \"google_pubsub_subscription\" \"jobs\" {}\n",
		"azure":   "resource \"azurerm_linux_web_app\" \"shop\" {}\nresource \"azurerm_servicebus_queue\" \"jobs\" {}\n",
		"datadog": "resource \"datadog_monitor\" \"other\" {}\nresource \"aws_sqs_queue\" \"jobs\" {}\n",
	} {
		for _, kind := range []alert.Kind{alert.ErrorRate, alert.CPU, alert.Memory, alert.Queue} {
			files := map[string]string{"a.tf": declared, "app.js": express, "package.json": `{"dependencies": {"express": "5"}}`}
			check := monitoring.NewAlerts(kind, manifest.NewReader(nil), projecttest.Reader(t))
			first := checkstest.Judge(t, alertItem(kind), check, checkstest.Subject(checkstest.Tree(files)))
			_, block, _ := strings.Cut(first.Remedy, "```hcl\n")
			files["alarm.tf"] = strings.TrimSuffix(strings.TrimSpace(block), "```")
			second := checkstest.Judge(t, alertItem(kind), check, checkstest.Subject(checkstest.Tree(files)))
			if second.Verdict() != checks.NeedsSignOff || len(second.Findings) > 0 {
				t.Errorf("%s %s: %s, %+v\n%s", cloud, kind, second.Verdict(), second.Findings, files["alarm.tf"])
			}
			if cloud == "aws" && kind == alert.CPU && !strings.Contains(block, "aws_ecs_service.shop.name") {
				t.Error(block)
			}
		}
	}
}
