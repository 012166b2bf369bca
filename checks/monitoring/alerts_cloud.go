package monitoring

import (
	_ "embed"
	"strings"
	"sync"

	"github.com/golive-app/golive/checks/evidence/manifest/terraform"
	"github.com/golive-app/golive/checks/snippet"
	"github.com/golive-app/golive/checks/wording"
)

//go:embed alerts_cloud.md
var cloudAlertsText string

var cloudAlertSnippets = sync.OnceValue(func() snippet.Book { return snippet.Parse(cloudAlertsText) })

// cloudRuleText is an alarm of the cloud that Terraform declares, with the names of its
// resources; empty where alarms stand elsewhere or no cloud is declared.
func (f *alertFacts) cloudRuleText() string {
	declared := f.declared
	if declared.Terraform == nil || len(declared.Kubernetes) > 0 {
		return ""
	}
	for _, rule := range declared.Alerts.Rules {
		if strings.HasPrefix(rule.Source, "Prometheus") || rule.Source == "Grafana" {
			return ""
		}
	}
	cloud := cloudOf(declared.Terraform)
	text := cloudAlertSnippets()[cloud+" "+string(f.kind)]
	if text == "" {
		return ""
	}
	name := func(kinds ...string) string {
		for _, one := range declared.Terraform.Of(kinds...) {
			if one.Module == "" {
				return wording.Argument(one.Name, "")
			}
		}
		return ""
	}
	for stand, found := range map[string]string{
		"BALANCER": name("aws_lb", "aws_alb"), "CLUSTER": name("aws_ecs_cluster"), "QUEUE": name("aws_sqs_queue", "azurerm_servicebus_queue"),
		"SERVICE": name("aws_ecs_service", "google_cloud_run_v2_service", "google_cloud_run_service", "azurerm_linux_web_app"), "CHANNEL": name("google_monitoring_notification_channel", "azurerm_monitor_action_group"),
		"TOPIC": topicOf(declared.Terraform),
	} {
		if found != "" {
			text = strings.ReplaceAll(text, stand, found)
		}
	}
	return text
}

// cloudOf names the cloud whose alarms are written: Datadog where it watches already.
func cloudOf(configuration *terraform.Configuration) string {
	if len(configuration.Of("datadog_monitor")) > 0 {
		return "datadog"
	}
	for _, one := range configuration.All() {
		for prefix, cloud := range map[string]string{"aws_": "aws", "google_": "google", "azurerm_": "azure"} {
			if strings.HasPrefix(one.Kind, prefix) {
				return cloud
			}
		}
	}
	return ""
}

// topicOf names the topic that other alarms tell.
func topicOf(configuration *terraform.Configuration) string {
	for _, one := range configuration.Of("aws_cloudwatch_metric_alarm") {
		for _, address := range one.Get("alarm_actions").References() {
			if _, name, is := strings.Cut(address, "aws_sns_topic."); is && !strings.HasPrefix(address, "data.") && !strings.HasPrefix(address, "module.") {
				return wording.Argument(name, "")
			}
		}
	}
	return ""
}
