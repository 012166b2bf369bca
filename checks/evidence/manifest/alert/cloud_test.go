package alert_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks/evidence/manifest/alert"
	"github.com/golive-app/golive/checks/evidence/manifest/terraform"
)

// cloudRules reads the alarms of a text of Terraform.
func cloudRules(text string) []alert.Rule {
	var rules alert.Rules
	rules.AddTerraform(terraform.Read(terraform.Input{Files: map[string][]byte{"a.tf": []byte(text)}, Stage: func(string) terraform.Stage { return terraform.Any }}))
	return rules.Rules
}

// told writes what rules watch: kind, metric, threshold, and whether anybody is told.
func told(rules []alert.Rule) string {
	var all []string
	for _, rule := range rules {
		text := "-"
		for _, watch := range rule.Watches {
			text = fmt.Sprintf("%s %s", watch.Kind, watch.Metric)
			switch {
			case watch.Share:
				text += fmt.Sprintf(" %g%%", watch.Threshold*100)
			case watch.Known:
				text += fmt.Sprintf(" %g", watch.Threshold)
			}
		}
		if rule.Unsent != "" {
			text += " unsent"
		}
		all = append(all, text)
	}
	return strings.Join(all, "; ")
}

func alarm(lines ...string) string {
	return "resource \"aws_cloudwatch_metric_alarm\" \"a\" {\n  period = 60\n  evaluation_periods = 5\n" + strings.Join(lines, "\n") + "\n}\n"
}

const (
	above = `comparison_operator = "GreaterThanThreshold"`
	below = `comparison_operator = "LessThanThreshold"`
	topic = `alarm_actions = [aws_sns_topic.ops.arn]`
)

func metric(namespace, name, statistic, threshold string) string {
	return fmt.Sprintf("namespace = %q\nmetric_name = %q\nstatistic = %q\nthreshold = %s", namespace, name, statistic, threshold)
}

func TestCloudWatchAlarms(t *testing.T) {
	t.Parallel()
	query := func(id, rest string) string { return "metric_query {\n id = \"" + id + "\"\n" + rest + "\n}\n" }
	of := func(name string) string {
		return "metric {\n namespace = \"AWS/ApplicationELB\"\n metric_name = \"" + name + "\"\n period = 60\n stat = \"Sum\"\n}\n"
	}
	for name, test := range map[string]struct{ text, want string }{
		"5xx of a load balancer":          {alarm(above, topic, metric("AWS/ApplicationELB", "HTTPCode_Target_5XX_Count", "Sum", "10")), "error-rate aws_application_elb_http_code_target_5xx_count 10"},
		"4xx is the client's":             {alarm(above, topic, metric("AWS/ApplicationELB", "HTTPCode_Target_4XX_Count", "Sum", "10")), "-"},
		"5xx that are too few":            {alarm(below, topic, metric("AWS/ApplicationELB", "HTTPCode_Target_5XX_Count", "Sum", "10")), "-"},
		"a share of CloudFront's":         {alarm(above, topic, metric("AWS/CloudFront", "5xxErrorRate", "Average", "5")), "error-rate aws_cloud_front_5xx_error_rate 5%"},
		"a share of API Gateway's":        {alarm(above, topic, metric("AWS/ApiGateway", "5XXError", "Average", "0.05")), "error-rate aws_api_gateway_5xx_error 5%"},
		"a count of API Gateway's":        {alarm(above, topic, metric("AWS/ApiGateway", "5XXError", "Sum", "5")), "error-rate aws_api_gateway_5xx_error 5"},
		"errors of a function":            {alarm(above, topic, metric("AWS/Lambda", "Errors", "Sum", "0")), "error-rate aws_lambda_errors 0"},
		"CPU of a service":                {alarm(above, topic, metric("AWS/ECS", "CPUUtilization", "Average", "80")), "cpu aws_ecs_cpu_utilization 80%"},
		"CPU that is idle":                {alarm(below, topic, metric("AWS/ECS", "CPUUtilization", "Average", "10")), "-"},
		"CPU credits that end":            {alarm(below, topic, metric("AWS/EC2", "CPUCreditBalance", "Average", "20")), "cpu aws_ec2_cpu_credit_balance 20"},
		"memory of a service":             {alarm(above, topic, metric("AWS/ECS", "MemoryUtilization", "Average", "85")), "memory aws_ecs_memory_utilization 85%"},
		"memory that is left":             {alarm(below, topic, metric("AWS/RDS", "FreeableMemory", "Average", "256000000")), "memory aws_rds_freeable_memory 2.56e+08"},
		"memory that is plenty":           {alarm(above, topic, metric("AWS/RDS", "FreeableMemory", "Average", "256000000")), "-"},
		"memory by the agent":             {alarm(above, topic, metric("CWAgent", "mem_used_percent", "Average", "90")), "memory aws_cw_agent_mem_used_percent 90%"},
		"messages that wait":              {alarm(above, topic, metric("AWS/SQS", "ApproximateNumberOfMessagesVisible", "Average", "100")), "queue aws_sqs_approximate_number_of_messages_visible 100"},
		"the age of the oldest":           {alarm(above, topic, metric("AWS/SQS", "ApproximateAgeOfOldestMessage", "Maximum", "300")), "queue aws_sqs_approximate_age_of_oldest_message 300"},
		"a disk's queue is none":          {alarm(above, topic, metric("AWS/RDS", "DiskQueueDepth", "Average", "64")), "-"},
		"a volume's queue is none":        {alarm(above, topic, metric("AWS/EBS", "VolumeQueueLength", "Average", "64")), "-"},
		"a threshold that a plan knows":   {"variable \"t\" {}\n" + alarm(above, topic, metric("AWS/ECS", "CPUUtilization", "Average", "var.t")), "cpu aws_ecs_cpu_utilization"},
		"nobody is told":                  {alarm(above, metric("AWS/ECS", "CPUUtilization", "Average", "80")), "cpu aws_ecs_cpu_utilization 80% unsent"},
		"an empty list":                   {alarm(above, "alarm_actions = []", metric("AWS/ECS", "CPUUtilization", "Average", "80")), "cpu aws_ecs_cpu_utilization 80% unsent"},
		"whom, a plan knows":              {"variable \"t\" {}\n" + alarm(above, "alarm_actions = var.t", metric("AWS/ECS", "CPUUtilization", "Average", "80")), "cpu aws_ecs_cpu_utilization 80%"},
		"it is switched off":              {alarm(above, topic, "actions_enabled = false", metric("AWS/ECS", "CPUUtilization", "Average", "80")), "cpu aws_ecs_cpu_utilization 80% unsent"},
		"it scales, and wakes nobody":     {alarm(above, "alarm_actions = [aws_appautoscaling_policy.up.arn]", metric("AWS/ECS", "CPUUtilization", "Average", "80")), ""},
		"it scales, and tells":            {alarm(above, "alarm_actions = [aws_appautoscaling_policy.up.arn, aws_sns_topic.ops.arn]", metric("AWS/ECS", "CPUUtilization", "Average", "80")), "cpu aws_ecs_cpu_utilization 80%"},
		"an alarm of alarms may tell":     {alarm(above, metric("AWS/ECS", "CPUUtilization", "Average", "80")) + "resource \"aws_cloudwatch_composite_alarm\" \"c\" {\n}\n", "cpu aws_ecs_cpu_utilization 80%"},
		"none are made":                   {alarm("count = 0", above, topic, metric("AWS/ECS", "CPUUtilization", "Average", "80")), ""},
		"a share by arithmetic":           {alarm(above, topic, "threshold = 5", query("e", "expression = \"m1/m2*100\"\nreturn_data = true"), query("m1", of("HTTPCode_Target_5XX_Count")), query("m2", of("RequestCount"))), "error-rate aws_application_elb_http_code_target_5xx_count 5%"},
		"a share with a condition":        {alarm(above, topic, "threshold = 0.05", query("e", "expression = \"IF(m2 > 10, FILL(m1, 0) / m2, 0)\"\nreturn_data = true"), query("m1", of("HTTPCode_ELB_5XX_Count")), query("m2", of("RequestCount"))), "error-rate aws_application_elb_http_code_elb_5xx_count 5%"},
		"formulas of formulas":            {alarm(above, topic, "threshold = 5", query("e", "expression = \"100*(s/m2)\"\nreturn_data = true"), query("s", "expression = \"SUM([m1, m3])\""), query("m1", of("HTTPCode_Target_5XX_Count")), query("m3", of("HTTPCode_ELB_5XX_Count")), query("m2", of("RequestCount"))), "error-rate aws_application_elb_http_code_target_5xx_count 5%"},
		"arithmetic that is not read":     {alarm(above, topic, "threshold = 5", query("e", "expression = \"SEARCH('x', 'Sum') ~ m1\"\nreturn_data = true"), query("m1", of("HTTPCode_Target_5XX_Count"))), "error-rate aws_application_elb_http_code_target_5xx_count 5"},
		"a band that is learned":          {alarm("comparison_operator = \"GreaterThanUpperThreshold\"", topic, "threshold_metric_id = \"b\"", query("b", "expression = \"ANOMALY_DETECTION_BAND(m1)\""), query("m1", of("HTTPCode_Target_5XX_Count")+"return_data = true")), "error-rate aws_application_elb_http_code_target_5xx_count"},
		"a module that others made":       {"module \"a\" {\n source = \"terraform-aws-modules/cloudwatch/aws//modules/metric-alarm\"\n period = 60\n" + above + "\n" + topic + "\n" + metric("AWS/ECS", "CPUUtilization", "Average", "80") + "\n}\n", "cpu aws_ecs_cpu_utilization 80%"},
		"two services, one after another": {"resource \"aws_cloudwatch_metric_alarm\" \"a\" {\n for_each = { web = 80, jobs = 90 }\n" + above + "\n" + topic + "\n" + metric("AWS/ECS", "CPUUtilization", "Average", "each.value") + "\n}\n", "cpu aws_ecs_cpu_utilization 90%; cpu aws_ecs_cpu_utilization 80%"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := told(cloudRules(test.text)); got != test.want {
				t.Errorf("%s", got)
			}
		})
	}
}

func TestDatadogMonitors(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]string{
		`avg(last_5m):avg:system.cpu.user{env:prod} by {host} > 80`:                                                                                      "cpu system_cpu_user 80%",
		`avg(last_5m):100 - avg:system.cpu.idle{*} by {host} > 80`:                                                                                       "cpu system_cpu_idle 80%",
		`avg(last_15m):avg:system.mem.pct_usable{env:prod} < 0.1`:                                                                                        "memory system_mem_pct_usable 90%",
		`max(last_10m):avg:aws.rds.freeable_memory{db:x} < 500000000`:                                                                                    "memory aws_rds_freeable_memory 5e+08",
		`sum(last_5m):sum:aws.applicationelb.httpcode_target_5xx{lb:x}.as_count() > 10`:                                                                  "error-rate aws_applicationelb_httpcode_target_5xx 10",
		`sum(last_5m):( default_zero(sum:trace.http.request.errors{env:prod}.as_count()) / sum:trace.http.request.hits{env:prod}.as_count() ) * 100 > 5`: "error-rate trace_http_request_errors 5%",
		`sum(last_5m):sum:http.requests{status:5xx} by {service}.as_rate() / sum:http.requests{*} by {service}.as_rate() > 0.05`:                         "error-rate http_requests 5%",
		`sum(last_5m):sum:http.requests{status:4xx}.as_count() > 5`:                                                                                      "-",
		`avg(last_10m):avg:rabbitmq.queue.messages_ready{queue:x} > 1000`:                                                                                "queue rabbitmq_queue_messages_ready 1000",
		`min(last_15m):avg:aws.sqs.approximate_age_of_oldest_message{queuename:x} > 300`:                                                                 "queue aws_sqs_approximate_age_of_oldest_message 300",
		`avg(last_4h):anomalies(avg:system.cpu.user{*}, 'basic', 2, direction='both', interval=60) >= 1`:                                                 "cpu system_cpu_user",
		`logs("service:shop @http.status_code:[500 TO 599]").index("*").rollup("count").last("5m") > 10`:                                                 "error-rate log_entries_of_requests 10",
		`logs("service:shop status:error").index("*").rollup("count").last("5m") > 10`:                                                                   "-",
		`"http.can_connect".over("instance:x").by("*").last(4).count_by_status()`:                                                                        "-",
		`avg(last_5m):avg:kubernetes.memory.usage_pct{*} by {pod_name} * 100 > 90`:                                                                       "memory kubernetes_memory_usage_pct 90%",
		`avg(last_5m):`: "-",
		`avg(last_5m):` + strings.Repeat("(", 5000) + ` > 5`: "-",
	} {
		text := fmt.Sprintf("resource \"datadog_monitor\" \"m\" {\n name = \"x\"\n message = \"@pagerduty-shop\"\n query = %q\n}\n", query)
		if got := told(cloudRules(text)); got != want {
			t.Errorf("%s: %s", query, got)
		}
	}
	silent := "resource \"datadog_monitor\" \"m\" {\n message = \"look\"\n query = \"avg(last_5m):avg:system.cpu.user{*} > 80\"\n}\n"
	if got := told(cloudRules(silent)); got != "cpu system_cpu_user 80% unsent" {
		t.Errorf("a message to nobody: %s", got)
	}
}

func TestGoogleAndAzureAlerts(t *testing.T) {
	t.Parallel()
	policy := func(condition string) string {
		return "resource \"google_monitoring_alert_policy\" \"p\" {\n display_name = \"x\"\n notification_channels = [google_monitoring_notification_channel.c.name]\n conditions {\n display_name = \"c\"\n" + condition + "\n}\n}\n"
	}
	over := func(filter, rest string) string {
		return policy(fmt.Sprintf("condition_threshold {\n filter = %q\n comparison = \"COMPARISON_GT\"\n duration = \"300s\"\n%s\n}", filter, rest))
	}
	criteria := func(lines ...string) string {
		return "resource \"azurerm_monitor_metric_alert\" \"a\" {\n name = \"x\"\n window_size = \"PT5M\"\n action {\n action_group_id = azurerm_monitor_action_group.g.id\n}\n criteria {\n" + strings.Join(lines, "\n") + "\n}\n}\n"
	}
	for name, test := range map[string]struct{ text, want string }{
		"5xx of Google's load balancer":   {over(`resource.type="https_lb_rule" AND metric.type="loadbalancing.googleapis.com/https/request_count" AND metric.labels.response_code_class="500"`, "threshold_value = 5"), "error-rate gcp_loadbalancing_https_request_count 5"},
		"all requests":                    {over(`metric.type="loadbalancing.googleapis.com/https/request_count"`, "threshold_value = 5"), "-"},
		"a share of Cloud Run's":          {over(`metric.type="run.googleapis.com/request_count" metric.label."response_code_class"="5xx"`, "threshold_value = 0.05\n denominator_filter = \"metric.type=\\\"run.googleapis.com/request_count\\\"\""), "error-rate gcp_run_request_count 5%"},
		"CPU of Cloud SQL":                {over(`metric.type = "cloudsql.googleapis.com/database/cpu/utilization"`, "threshold_value = 0.8"), "cpu gcp_cloudsql_database_cpu_utilization 80%"},
		"memory of a container":           {over(`metric.type="run.googleapis.com/container/memory/utilizations"`, "threshold_value = 0.9"), "memory gcp_run_container_memory_utilizations 90%"},
		"messages of Pub/Sub":             {over(`metric.type="pubsub.googleapis.com/subscription/num_undelivered_messages"`, "threshold_value = 1000"), "queue gcp_pubsub_subscription_num_undelivered_messages 1000"},
		"PromQL":                          {policy("condition_prometheus_query_language {\n query = \"sum(rate(http_requests_total{status=~\\\"5..\\\"}[5m])) / sum(rate(http_requests_total[5m])) > 0.05\"\n}"), "error-rate http_requests_total 5%"},
		"a policy that is switched off":   {strings.Replace(over(`metric.type="cloudsql.googleapis.com/database/cpu/utilization"`, "threshold_value = 0.8"), "display_name = \"x\"", "enabled = false", 1), "cpu gcp_cloudsql_database_cpu_utilization 80% unsent"},
		"a policy without channels":       {strings.Replace(over(`metric.type="cloudsql.googleapis.com/database/cpu/utilization"`, "threshold_value = 0.8"), "google_monitoring_notification_channel.c.name", "", 1), "cpu gcp_cloudsql_database_cpu_utilization 80% unsent"},
		"5xx of App Service":              {criteria(`metric_name = "Http5xx"`, `aggregation = "Total"`, `operator = "GreaterThan"`, "threshold = 10"), "error-rate azure_http_5xx 10"},
		"CPU of a plan":                   {criteria(`metric_name = "CpuPercentage"`, `aggregation = "Average"`, `operator = "GreaterThan"`, "threshold = 80"), "cpu azure_cpu_percentage 80%"},
		"CPU of a machine":                {criteria(`metric_name = "Percentage CPU"`, `aggregation = "Average"`, `operator = "GreaterThan"`, "threshold = 80"), "cpu azure_percentage_cpu 80%"},
		"memory that is left":             {criteria(`metric_name = "Available Memory Bytes"`, `aggregation = "Average"`, `operator = "LessThan"`, "threshold = 1000"), "memory azure_available_memory_bytes 1000"},
		"messages of Service Bus":         {criteria(`metric_name = "ActiveMessages"`, `aggregation = "Average"`, `operator = "GreaterThan"`, "threshold = 100"), "queue azure_queue_active_messages 100"},
		"requests with a code of failure": {criteria(`metric_name = "Requests"`, `aggregation = "Total"`, `operator = "GreaterThan"`, "threshold = 100", "dimension {\n name = \"statusCodeCategory\"\n operator = \"Include\"\n values = [\"5xx\"]\n}"), "error-rate azure_requests 100"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := told(cloudRules(test.text)); got != test.want {
				t.Errorf("%s", got)
			}
		})
	}
}

// FuzzCloudAlarm reads any text as a query, a formula and a filter: the reader comes back.
func FuzzCloudAlarm(f *testing.F) {
	for _, seed := range []string{`avg(last_5m):avg:a.b{c:d} by {e}.as_count() / f(x, 'y') * 100 > 5`, `IF(m1>5,FILL([m1,m1],0)/m1,-1)`, `metric.type="a" metric.label."response_code">=500`, `logs("@status_code:5*").last("5m") > 1`, "((((((((((", "m1 - - - m1", "avg(last_9999999999h):x{} > 1"} {
		f.Add(seed)
	}
	f.Fuzz(func(_ *testing.T, text string) {
		if strings.ContainsAny(text, "\x00") {
			return
		}
		quoted := strings.ReplaceAll(strings.ReplaceAll(fmt.Sprintf("%q", text), "${", "$${"), "%{", "%%{")
		cloudRules("resource \"datadog_monitor\" \"m\" {\n query = " + quoted + "\n}\nresource \"aws_cloudwatch_metric_alarm\" \"a\" {\n comparison_operator = \"GreaterThanThreshold\"\n threshold = 1\n metric_query {\n id = \"e\"\n expression = " + quoted + "\n}\n metric_query {\n id = \"m1\"\n metric {\n metric_name = " + quoted + "\n}\n}\n}\n" +
			"resource \"google_monitoring_alert_policy\" \"p\" {\n conditions {\n condition_threshold {\n comparison = \"COMPARISON_GT\"\n filter = " + quoted + "\n}\n}\n}\n")
	})
}
