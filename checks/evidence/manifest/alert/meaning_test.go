package alert_test

import (
	"fmt"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/golive-app/golive/checks/evidence/manifest/alert"
	"github.com/golive-app/golive/checks/evidence/manifest/node"
)

// rulesOf reads a file of rules.
func rulesOf(t testing.TB, text string) alert.Rules {
	t.Helper()
	var rules alert.Rules
	for _, root := range node.Documents([]byte(text)) {
		switch {
		case alert.IsRouting(root):
			rules.AddRouting("alertmanager.yml", root, 0)
		case alert.IsGrafana(root):
			rules.AddGrafana("grafana.yml", root)
		default:
			rules.Add("Prometheus", "rules.yml", root, 0)
		}
	}
	rules.Settle()
	return rules
}

func file(expression string, more ...string) string {
	written, _ := yaml.Marshal(map[string]any{"groups": []any{map[string]any{"name": "g", "rules": []any{map[string]any{"alert": "A", "expr": expression}}}}})
	return string(written) + strings.Join(more, "")
}

func TestWhatAnExpressionWatches(t *testing.T) {
	t.Parallel()
	for expression, want := range map[string]string{
		// Failed requests.
		`sum(rate(http_requests_total{status=~"5.."}[5m])) / sum(rate(http_requests_total[5m])) > 0.05`:                                                                                                                       "error-rate 0.05",
		`sum(rate(http_requests_total{code=~"5.."}[5m])) / sum(rate(http_requests_total[5m])) * 100 > 5`:                                                                                                                      "error-rate 0.05",
		`0.05 < sum(rate(http_requests_total{code=~"5.*"}[5m])) / sum(rate(http_requests_total[5m]))`:                                                                                                                         "error-rate 0.05",
		`sum(rate(http_requests_total{code!~"5.."}[5m])) / sum(rate(http_requests_total[5m])) < 0.99`:                                                                                                                         "error-rate 0.01",
		`1 - sum(rate(http_requests_total{code!~"5.."}[5m])) / sum(rate(http_requests_total[5m])) > 0.01`:                                                                                                                     "error-rate 0.01",
		`sum(rate(grpc_server_handled_total{grpc_code=~"Internal|Unavailable"}[1m])) > 1`:                                                                                                                                     "error-rate",
		`sum(rate(http_server_request_duration_seconds_count{http_response_status_code=~"5.."}[5m])) / sum(rate(http_server_request_duration_seconds_count[5m])) > (14.4 * 0.001) and sum(rate(http_requests_total[1h])) > 0`: "error-rate 0.0144",
		`rate(http_requests_total{status="404"}[5m]) > 1`:                                                                                                                                                                     "",
		`rate(http_requests_total[5m]) > 1000`:                                                                                                                                                                                "",
		`sum(rate(http_requests_total{status=~"2.."}[5m])) < 1`:                                                                                                                                                               "",
		`sum(rate(rest_client_requests_total{code=~"5.."}[5m])) / sum(rate(rest_client_requests_total[5m])) > 0.01`:                                                                                                           "", // of the cluster's own machinery
		`node_load1 / count without (cpu, mode) (node_cpu_seconds_total{mode="idle"}) > 2`:                                                                                                                                    "cpu",
		`up{job="web"} == 0`: "",
		`rate(prometheus_tsdb_wal_corruptions_total[5m]) > 0`:                                                               "",
		`histogram_quantile(0.99, sum by (le) (rate(http_request_duration_seconds_bucket[5m]))) > 1`:                        "",
		`sum by (pod) (rate(response_total{classification="failure"}[1m])) / sum by (pod) (rate(response_total[1m])) > 0.1`: "error-rate 0.1",
		`sum(rate(haproxy_backend_connection_errors_total[1m])) > 100`:                                                      "",
		`rate(squid_server_ftp_errors_total[5m]) / clamp_min(rate(squid_server_ftp_requests_total[5m]), 1) * 100 > 5`:       "error-rate 0.05",
		`increase(tomcat_errorcount_total[5m]) / increase(tomcat_requestcount_total[5m]) * 100 > 5`:                         "error-rate 0.05",
		`rate(cache_errors_total[5m]) / rate(cache_lookups_total[5m]) > 0.1`:                                                "",
		`rate(apiserver_request_errors_total[5m]) / rate(apiserver_requests_total[5m]) > 0.1`:                               "",
		// CPU.
		`rate(otelcol_processor_refused_spans[5m]) > 0.05`:                                                                                     "",
		`netdata_cpu_percentage{dimension="steal"} > 10`:                                                                                       "",
		`netdata_cpu_percentage{dimension="idle"} < 20`:                                                                                        "cpu",
		`cortex_ingester_memory_series > 100`:                                                                                                  "",
		`metrics_worker_memFree_MB_Value == 0`:                                                                                                 "memory",
		`kube_node_status_condition{condition="MemoryPressure",status="true"} == 1`:                                                            "memory",
		`pulsar_subscription_back_log > 5000`:                                                                                                  "queue",
		`rabbitmq_queue_consumers > 1`:                                                                                                         "",
		`elasticsearch_cluster_health_number_of_pending_tasks > 0`:                                                                             "",
		`100 - (avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[5m])) * 100) > 80`:                                                 "cpu 0.8",
		`1 - avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[5m])) > 0.8`:                                                          "cpu 0.8",
		`avg(rate(node_cpu_seconds_total{mode="idle"}[5m])) * 100 < 20`:                                                                        "cpu 0.8",
		`sum(rate(container_cpu_usage_seconds_total[5m])) / sum(kube_pod_container_resource_limits{resource="cpu"}) > 0.8`:                     "cpu 0.8",
		`sum by (pod) (rate(container_cpu_usage_seconds_total[5m])) > 0.9 * sum by (pod) (kube_pod_container_resource_limits{resource="cpu"})`: "cpu 0.9",
		`avg by (instance) (rate(node_cpu_seconds_total{mode="iowait"}[5m])) > 0.1`:                                                            "",
		`sum(kube_pod_container_resource_requests{resource="cpu"}) / sum(kube_node_status_allocatable{resource="cpu"}) > 1`:                    "",
		`avg(rate(node_cpu_seconds_total{mode="idle"}[5m])) > 0.9`:                                                                             "",
		// Memory.
		`node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes < 0.1`:                                                                        "memory 0.9",
		`(node_memory_MemTotal_bytes - node_memory_MemAvailable_bytes) / node_memory_MemTotal_bytes > 0.9`:                                         "memory 0.9",
		`(1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes) * 100 > 90`:                                                             "memory 0.9",
		`container_memory_working_set_bytes / container_spec_memory_limit_bytes * 100 > 85`:                                                        "memory 0.85",
		`increase(kube_pod_container_status_restarts_total[1h]) > 0 and kube_pod_container_status_last_terminated_reason{reason="OOMKilled"} == 1`: "memory",
		`node_filesystem_avail_bytes / node_filesystem_size_bytes < 0.1`:                                                                           "",
		`node_memory_MemTotal_bytes > 0`: "",
		// Queues.
		`bullmq_job_count{queue="mail", state="waiting"} > 100`:                                     "queue",
		`bullmq_job_count{queue="mail", state="completed"} > 100`:                                   "",
		`increase(presto_QueryExecution_Executor_QueuedTaskCount[5m]) > 5`:                          "queue",
		`rabbitmq_queue_messages_ready > 1000`:                                                      "queue",
		`sum by (topic) (kafka_consumergroup_lag) > 1e4`:                                            "queue",
		`aws_sqs_approximate_age_of_oldest_message_maximum > 300`:                                   "queue",
		`sidekiq_queue_latency > 60 unless on() maintenance == 1`:                                   "queue",
		`prometheus_notifications_queue_length > 10`:                                                "",
		`mysql_slave_status_seconds_behind_master > 30`:                                             "",
		`pg_replication_lag > 30`:                                                                   "",
		`rabbitmq_queue_messages_ready < 1`:                                                         "",
		`absent(rabbitmq_queue_messages_ready)`:                                                     "",
		`rabbitmq_queue_messages_ready > 10 and sum(rate(http_requests_total{code="500"}[1m])) > 1`: "queue, error-rate",
	} {
		rules := rulesOf(t, file(expression))
		var got []string
		for _, watch := range rules.Rules[0].Watches {
			text := string(watch.Kind)
			if watch.Share {
				text += fmt.Sprintf(" %g", watch.Threshold)
			}
			got = append(got, text)
		}
		if said := strings.Join(got, ", "); said != want || len(rules.Problems) > 0 {
			t.Errorf("%s\n is %q, want %q; %v", expression, said, want, rules.Problems)
		}
	}
}

// A rule may look at what another records.
func TestRecordedNamesAreFollowed(t *testing.T) {
	t.Parallel()
	rules := rulesOf(t, "groups:\n- name: g\n  rules:\n  - record: job:bad:ratio\n    expr: sum(rate(http_requests_total{code=~'5..'}[5m])) / sum(rate(http_requests_total[5m]))\n  - {alert: A, expr: 'job:bad:ratio > 0.02'}\n  - {record: loop, expr: loop}\n  - {alert: B, expr: loop > 1}\n")
	if watch, is := rules.Rules[0].Watch(alert.ErrorRate); !is || watch.Threshold != 0.02 {
		t.Errorf("%+v", rules.Rules)
	}
}

// What Prometheus refuses is told at its line.
func TestInvalidRulesAreTold(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		text string
		line int
	}{
		"an expression":      {"groups:\n- name: g\n  rules:\n  - alert: A\n    expr: sum(rate(x[5m])\n", 5},
		"both":               {"groups:\n- name: g\n  rules:\n  - alert: A\n    record: b\n    expr: up\n", 4},
		"no expression":      {"groups:\n- name: g\n  rules:\n  - alert: A\n    for: 5m\n", 4},
		"two of one name":    {"groups:\n- {name: g, rules: [{alert: A, expr: up}]}\n- {name: g, rules: [{alert: A, expr: up}]}\n", 0},
		"a template":         {"groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up\n    annotations: {summary: '{{ $labels.x'}\n", 4},
		"an unknown field":   {"groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up\n    labls: {a: b}\n", 0},
		"the wrong type":     {"groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up\n    for: soon\n", 0},
		"a recording's name": {"groups:\n- name: g\n  rules:\n  - record: 'a{b}'\n    expr: up\n", 4},
	} {
		rules := rulesOf(t, test.text)
		if len(rules.Problems) == 0 || test.line > 0 && rules.Problems[0].Line != test.line {
			t.Errorf("%s: %+v", name, rules.Problems)
		}
	}
}

func TestWhoIsTold(t *testing.T) {
	t.Parallel()
	const routing = "---\nroute:\n  receiver: nobody\n  routes:\n  - {matchers: ['severity=\"page\"'], receiver: pager}\n  - {match_re: {team: 'a|b'}, receiver: pager, continue: true}\nreceivers:\n- name: nobody\n- name: pager\n  pagerduty_configs: [{routing_key: x}]\n"
	for labels, want := range map[string]string{
		"{severity: page}": "true true", "{severity: info}": "true false", "{severity: info, team: a}": "true true", "{severity: info, team: c}": "false true", "{}": "true false",
	} {
		rules := rulesOf(t, "groups:\n- name: g\n  rules:\n  - {alert: A, expr: up, labels: "+labels+"}\n"+routing)
		if told, known := rules.Routes[0].Told(rules.Rules[0]); fmt.Sprint(told, " ", known) != strings.ReplaceAll(want, " ", " ") && fmt.Sprint(told, known) != want {
			t.Errorf("%s: %v %v, want %s", labels, told, known, want)
		}
	}
}

func TestGrafanasRules(t *testing.T) {
	t.Parallel()
	const text = `apiVersion: 1
groups:
  - name: g
    rules:
      - title: too many fail
        condition: C
        data:
          - {refId: A, model: {expr: 'sum(rate(http_requests_total{status=~"5.."}[5m])) / sum(rate(http_requests_total[5m]))'}}
          - {refId: B, datasourceUid: __expr__, model: {type: reduce, expression: A, reducer: last}}
          - {refId: C, datasourceUid: __expr__, model: {type: threshold, expression: B, conditions: [{evaluator: {type: gt, params: [0.05]}}]}}
      - title: full
        data:
          - {refId: A, model: {expr: 'node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes'}}
          - {refId: B, model: {type: math, expression: '$A < 0.1'}}
`
	rules := rulesOf(t, text)
	first, is := rules.Rules[0].Watch(alert.ErrorRate)
	second, also := rules.Rules[1].Watch(alert.Memory)
	if !is || !also || first.Threshold != 0.05 || second.Threshold != 0.9 || rules.Rules[1].Line != 11 {
		t.Errorf("%+v", rules.Rules)
	}
}

// FuzzRules reads whatever a file of rules may hold.
func FuzzRules(f *testing.F) {
	for _, seed := range []string{
		file(`a > 1`), file(`(((((`), file(`1 - 1 / 0 > a ^ 100`), file(`{__name__=~"x|y", code=~"5.."} > bool 1`), file(`sum(rate(a{code!~"[45].."}[5m:1m] offset 1d)) @ start()`), file("x" + strings.Repeat("+x", 5000)),
		"groups: [&a {name: b, rules: [*a]}]", "groups:\n- rules: x\n- 1\n- {name: [], rules: [{alert: {}, expr: [1]}]}", "route: {routes: [{match_re: {a: '('}}]}\nreceivers: [1, {name: x}]", "route: &r {receiver: a, routes: [*r]}\nreceivers: [{name: a}]\n---\n" + file("up"),
		"groups:\n- rules: [{title: x, data: [{model: {expr: 'a', conditions: [{evaluator: {type: gt, params: ['1) or (b']}}]}}]}]",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		rules := rulesOf(t, text)
		for _, routing := range rules.Routes {
			for _, rule := range rules.Rules {
				routing.Told(rule)
			}
		}
	})
}
