package alert

import (
	"strings"

	"github.com/prometheus/prometheus/model/labels"

	"github.com/golive-app/golive/config/regex"
)

// watched is what a side watches, and whether its threshold is one of what is left.
type watched struct {
	Watch
	complement bool
}

// watches tells what a side watches, for what it is when it rises above or falls below
// its threshold.
func (s side) watches(above, below bool) []watched {
	var all []watched
	ofRequests := s.ofRequests()
	for _, one := range s.selectors {
		if one.divisor {
			continue
		}
		rises, falls := above, below
		if one.inverted {
			rises, falls = below, above
		}
		add := func(kind Kind, left bool) {
			all = append(all, watched{Watch{Kind: kind, Metric: one.Name}, left && !one.inverted})
		}
		switch {
		case ofRequests && erring(one) && rises:
			add(ErrorRate, false)
		case failing(one) && (one.rated || s.divided || gaugeOfErrors.MatchString(one.name)) && rises:
			add(ErrorRate, false)
		case succeeding(one) && s.divided && falls:
			add(ErrorRate, true)
		}
		if used, left := cpuOf(one); used && rises || left && falls {
			add(CPU, left)
		}
		if used, left := memoryOf(one); used && rises || left && falls {
			add(Memory, left)
		}
		if queued(one) && rises {
			add(Queue, false)
		}
	}
	return all
}

// statusLabels are labels that hold the status of an answer.
var statusLabels = regex.New(`(?i)^(?:code|status|status_?code|http_?code|http_?status(?:_?code)?|http_response_status_code|response_?code(?:_class)?|envoy_response_code(?:_class)?|status_?class|class|grpc_?(?:code|status)|grpc_response_status|return_code|rsp_code|status_group)$`)

// statuses are pairs of a success and a failure of the server, in one way to write them.
var statuses = [][2]string{{"200", "500"}, {"200", "503"}, {"200", "504"}, {"2xx", "5xx"}, {"2XX", "5XX"}, {"2", "5"}, {"OK", "Internal"}, {"OK", "Unavailable"}, {"OK", "INTERNAL"}, {"0", "13"}, {"0", "14"}}

// tells reports whether a matcher picks the failure and not the success of a pair, or
// the other way round.
func tells(matcher *labels.Matcher) (failure, success bool) {
	for _, pair := range statuses {
		good, bad := matcher.Matches(pair[0]), matcher.Matches(pair[1])
		failure, success = failure || bad && !good, success || good && !bad
	}
	return failure, success
}

var (
	namedFailure  = regex.New(`(?:^|_)5_?xx(?:_|$)|(?:http|request|rpc|api|response)\w*_(?:errors?|failures?|failed)(?:_|$)|lambda_errors|(?:^|_)(?:errors?|failures?)_(?:ratio|rate|percent)|(?:^|[_:])(?:slo|sli)[_:].*error|request_error|errors?_per_request`)
	gaugeOfErrors = regex.New(`5_?xx|error_?(?:ratio|rate|percent)|slo[_:]|ratio_rate`)
	// inner are failures of the machinery itself, and of clients.
	inner      = regex.New(`(?:^|:)(?:cilium|hubble|tempo|mimir|pilot_|gnatsd|mgob|prometheus|alertmanager|thanos|cortex|loki|etcd|kube|kubelet|node_|go_|process_|apiserver|rest_client|coredns|grafana|net_conntrack|machine_|storage_operation|workqueue|cert_?manager|argocd|flux|velero|otelcol|fluent|blackbox|probe_|scrape_|redis_|mysql_|pg_|kafka_|rabbitmq_|elasticsearch_|aws_sqs|mongodb_|cassandra_|zookeeper_|container_network|smart|zfs|ceph|minio_|nats_|vault_)`)
	errorLabel = regex.New(`(?i)^(?:outcome|result|success|error|is_error|failed|classification)$`)
)

// failing reports whether a series counts answers that are the server's failures.
func failing(one selector) bool {
	if inner.MatchString(one.name) {
		return false
	}
	for _, matcher := range one.LabelMatchers {
		if statusLabels.MatchString(matcher.Name) {
			failure, success := tells(matcher)
			return failure && !success
		}
		if errorLabel.MatchString(matcher.Name) && requests.MatchString(one.name) && (matcher.Value == "SERVER_ERROR" || matcher.Value == "error" || matcher.Value == "failure" || matcher.Name != "success" && matcher.Value == "true" || matcher.Name == "success" && matcher.Value == "false") {
			return true
		}
	}
	return namedFailure.MatchString(one.name) && !clientFailure.MatchString(one.name)
}

// errorCount matches what counts errors of something.
var errorCount = regex.New(`(?:^|_)(?:errors?|failures?|failed)(?:_?count)?(?:_|$)`)

// erring reports whether a series counts errors by its name.
func erring(one selector) bool {
	return errorCount.MatchString(one.name) && !inner.MatchString(one.name) && !clientFailure.MatchString(one.name)
}

// ofRequests reports whether what is compared is a share of requests: errors of them are
// failed requests, however they are called.
func (s side) ofRequests() bool {
	for _, one := range s.selectors {
		if one.divisor && counted.MatchString(one.name) && !inner.MatchString(one.name) {
			return true
		}
	}
	return false
}

// counted matches what counts requests.
var counted = regex.New(`requests?(?:_?count)?(?:_|$)`)

var (
	requests      = regex.New(`request|rpc|http|server_handled|responses?`)
	clientFailure = regex.New(`4_?xx|client_error|login|auth`)
)

// succeeding reports whether a series counts all answers but the server's failures.
func succeeding(one selector) bool {
	if inner.MatchString(one.name) {
		return false
	}
	for _, matcher := range one.LabelMatchers {
		if failure, success := tells(matcher); statusLabels.MatchString(matcher.Name) && success && !failure {
			return true
		}
	}
	return false
}

var (
	cpuName = regex.New(`(?:^|[_:])(?:cpu|cpus|cpuutilization|processor_(?:utili[sz]ation|usage|time|load))(?:[_:]|$)|cpu_?(?:usage|util|load|percent|seconds)|_cpuutilization`)
	// promised are what is asked for or allowed, not what is used.
	promised  = regex.New(`requests?(?:[_:]|$)|limits?(?:[_:]|$)|allocatable|capacity|quota|spec_|_count$|_info$|_total_cores|frequency|temperature|guest|hard|shares|overcommit`)
	loads     = regex.New(`^node_load(?:1|5|15)$|(?:^|_)load_?average`)
	cpuSpared = regex.New(`^(?:iowait|steal|nice|softirq|irq|guest)$`)
)

// cpuOf tells whether a series is CPU that is used, or that is left.
func cpuOf(one selector) (used, left bool) {
	if loads.MatchString(one.name) {
		return true, false
	}
	if !cpuName.MatchString(one.name) || promised.MatchString(strings.ReplaceAll(one.name, "cpu_requests", "cpu_request_")) && !strings.Contains(one.name, "utilization") && !strings.Contains(one.name, "utilisation") {
		return false, false
	}
	if strings.Contains(one.name, "pressure") {
		return true, false
	}
	for _, matcher := range one.LabelMatchers {
		if matcher.Name != "mode" && matcher.Name != "cpu_mode" && matcher.Name != "state" && matcher.Name != "dimension" {
			continue
		}
		switch {
		case matcher.Type == labels.MatchEqual && matcher.Value == "idle":
			return false, true
		case matcher.Type == labels.MatchEqual && cpuSpared.MatchString(matcher.Value):
			return false, false // other illnesses of the same organ
		case matcher.Matches("user") || matcher.Matches("system"):
			return true, false
		case matcher.Matches("idle"):
			return false, true
		default:
			return false, false
		}
	}
	if strings.Contains(one.name, "idle") || strings.Contains(one.name, "credit") {
		return false, true
	}
	return true, false
}

var (
	memoryName = regex.New(`(?:^|[_:])(?:memory|mem|rss|heap|oom|swap|ram)(?:[_:]|$)|memory|_mem(?:available|free|total)|(?:resident|working_set|allocated)_(?:memory_)?bytes|oom_?kill|outofmemory|_memstats_|^memcached_current_bytes$|_memfree|heap_(?:used|inuse|alloc)|freeablememory|pgmajfault`)
	// countedThings are held in memory, and are not memory.
	countedThings = regex.New(`memory_(?:users|series|objects|pools?|pressure_protection)(?:_|$)|free_slots`)
	memoryLeft    = regex.New(`available|usable|avail(?:_|$)|free|freeable|unused|remaining`)
	memoryAll     = regex.New(`total(?:_bytes)?$|max(?:_bytes)?$|limit|request|allocatable|capacity|quota|spec_|size|_info$|hard|overcommit|fragmentation|correctable|_edac|cache(?:_|$)|watermark`)
)

// memoryOf tells whether a series is memory that is used, or that is left.
func memoryOf(one selector) (used, left bool) {
	for _, matcher := range one.LabelMatchers {
		if matcher.Name == "reason" && strings.Contains(matcher.Value, "OOMKilled") || matcher.Name == "condition" && matcher.Value == "MemoryPressure" {
			return true, false
		}
	}
	if !memoryName.MatchString(one.name) || countedThings.MatchString(one.name) {
		return false, false
	}
	switch {
	case memoryLeft.MatchString(one.name):
		return false, true
	case strings.Contains(one.name, "oom") || strings.Contains(one.name, "util") || strings.Contains(one.name, "outofmemory") || usedUp.MatchString(one.name):
		return true, false
	case memoryAll.MatchString(one.name):
		return false, false
	}
	return true, false
}

// usedUp matches what is used of something whose limit the name may tell too.
var usedUp = regex.New(`(?:_used|_usage|_inuse|_alloc)(?:_|$)`)

var (
	queueName = regex.New(`(?:^|[_:])(?:queues?|queued|back_?log|lag|lags|dlq|dead_?letter|enqueued|unacked|unacknowledged)(?:[_:]|$)|consumer_?group_?lag|consumergroup_(?:group_)?(?:topic_)?lag|messages_(?:ready|visible|unacked|pending|unacknowledged)|(?:queue|job|task|message)s?_(?:depth|length|size|waiting|pending|backlog|latency|delayed|ready)|(?:waiting|pending|delayed)_(?:jobs|tasks|messages)|num_pending|oldest_message|approximate_number_of_messages|msg_backlog|num_undelivered_messages|subscription_backlog|queued_?(?:task|job|message)s?(?:_?count)?(?:_|$)|iterator_age|millis_behind_latest`)
	// elsewhere are queues of machines, of networks and of what watches them.
	elsewhere = regex.New(`^(?:prometheus|alertmanager|thanos|cortex|loki|mimir|tempo|etcd|apiserver|workqueue|kube|kubelet|node|scheduler|coredns|calico|cilium|felix|grafana|otelcol|fluent|vector|promtail|netdata|snmp|ifhcout|windows|libvirt|opensearch|elasticsearch|cassandra|clickhouse|container|cadvisor|go|process|haproxy|nginx|envoy|traefik|istio|apache|caddy|varnish|zfs|smart|ceph|minio|cockroachdb|vault|jenkins|gitlab_runner|openebs|zookeeper|ssl)_?|_consumers$|replication|repl_?lag|slave|standby|wal_|replica|follower|seconds_behind|pg_|mysql_|mongodb_|redis_(?:master|slave|connected)|disk|volume_queue|surge_queue|io_queue|transmit|receive|hinted|compaction|threadpool|thread_pool`)
)

// queued reports whether a series is work that waits.
func queued(one selector) bool {
	if elsewhere.MatchString(one.name) {
		return false
	}
	for _, matcher := range one.LabelMatchers {
		if stateLabel.MatchString(matcher.Name) && matcher.Type == labels.MatchEqual && waits.MatchString(matcher.Value) && jobs.MatchString(one.name) {
			return true
		}
	}
	return queueName.MatchString(one.name)
}

// Jobs that are counted by their state, as BullMQ does.
var (
	stateLabel = regex.New(`^(?:state|status|job_?state|job_?status)$`)
	waits      = regex.New(`(?i)^(?:waiting|queued|pending|delayed|enqueued|available|scheduled|prioritized)$`)
	jobs       = regex.New(`(?:^|_)(?:jobs?|tasks?|messages?)(?:_|$)`)
)
