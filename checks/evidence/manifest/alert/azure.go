package alert

import (
	"strconv"
	"strings"
	"time"

	"github.com/golive-app/golive/checks/evidence/manifest/terraform"
	"github.com/golive-app/golive/config/regex"
)

// waitingMetrics are metrics of work that waits whose names do not say so.
var waitingMetrics = regex.New(`(?i)^(?:active|dead-?lettered|scheduled)_?messages$`)

// statusDimension matches dimensions that tell the status of an answer.
var statusDimension = regex.New(`(?i)status_?code|http_?status|response_?code`)

// azure reads an alert on metrics of Azure Monitor: each criterion is a rule
// (https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/monitor_metric_alert).
func azure(r *terraform.Resource) []cloudRule {
	silent := ""
	if has, sure := r.Has("action"); !has && sure {
		silent = "it has no `action`"
	}
	if enabled, known := r.Get("enabled").Bool(); known && !enabled {
		silent = "`enabled` is false"
	}
	window := isoSpan(r.Get("window_size").Text())
	var rules []cloudRule
	for _, block := range []string{"criteria", "dynamic_criteria"} {
		criteria, _ := r.Blocks(block)
		for _, one := range criteria {
			rule := begin(r, "Azure Monitor", r.Get("name").Text())
			rule.Unsent, rule.For = silent, window
			if text := azureCriterion(one, block == "dynamic_criteria", window, &rule.unit); text != "" {
				rule.expressions = []string{text}
			}
			rules = append(rules, rule)
		}
	}
	return rules
}

// azureCriterion writes a criterion as an expression.
func azureCriterion(one *terraform.Block, learned bool, window time.Duration, of *unit) string {
	metric := one.Get("metric_name").Text()
	operator := map[string]string{"GreaterThan": ">", "GreaterThanOrEqual": ">=", "LessThan": "<", "LessThanOrEqual": "<=", "GreaterOrLessThan": ">", "Equals": "=="}[one.Get("operator").Text()]
	if metric == "" || operator == "" {
		return ""
	}
	if waitingMetrics.MatchString(metric) {
		metric = "queue_" + metric
	}
	name := metricName("azure", metric)
	if inPercent.MatchString(name) {
		*of = percent
	}
	labels := ""
	dimensions, _ := one.Blocks("dimension")
	for _, dimension := range dimensions {
		values, _ := dimension.Get("values").Items()
		for _, value := range values {
			if statusDimension.MatchString(dimension.Get("name").Text()) && strings.HasPrefix(value.Text(), "5") && dimension.Get("operator").Text() != "Exclude" {
				labels = `status_code=~"5.*"`
			}
		}
	}
	aggregation := one.Get("aggregation").Text()
	threshold := one.Get("threshold")
	if learned {
		threshold = terraform.Value{}
	}
	return compared(series(name, labels, aggregation == "Total" || aggregation == "Count", window), operator, threshold)
}

var isoDuration = regex.New(`^PT(?:(\d{1,3})H)?(?:(\d{1,4})M)?$`)

// isoSpan reads "PT5M".
func isoSpan(text string) time.Duration {
	match := isoDuration.FindStringSubmatch(text)
	if match == nil {
		return 0
	}
	hours, _ := strconv.Atoi(match[1])
	minutes, _ := strconv.Atoi(match[2])
	return time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute
}
