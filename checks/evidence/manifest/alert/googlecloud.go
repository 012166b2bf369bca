package alert

import (
	"strings"
	"time"

	"github.com/golive-app/golive/checks/evidence/manifest/terraform"
	"github.com/golive-app/golive/config/regex"
)

var (
	metricType  = regex.New(`metric\.type\s*=\s*"?([\w./-]+)"?`)
	metricLabel = regex.New(`metric\.labels?\.?"?(\w+)"?\]?\s*(=|!=|>=|>|=\s*(?:starts_with|monitoring\.regex\.full_match)\()\s*"?([\w.*\[\]|-]+)"?`)
)

// googleCloud reads a policy of Cloud Monitoring: each of its conditions is a rule
// (https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/monitoring_alert_policy).
func googleCloud(r *terraform.Resource) []cloudRule {
	var rules []cloudRule
	silent := unsent(r.Get("notification_channels"), "notification_channels")
	if enabled, known := r.Get("enabled").Bool(); known && !enabled {
		silent = "`enabled` is false"
	}
	conditions, _ := r.Blocks("conditions")
	for _, one := range conditions {
		rule := begin(r, "Google Cloud", r.Get("display_name").Text())
		rule.Unsent = silent
		if name := one.Get("display_name").Text(); name != "" && len(conditions) > 1 {
			rule.Name += ": " + name
		}
		at := one.Place()
		rule.Place = Place{at.Path, at.Line}
		for _, way := range []string{"condition_prometheus_query_language", "condition_threshold"} {
			if has, _ := one.Has(way); has {
				rule.For = max(rule.For, span(one.Get(way, "duration").Text()))
			}
		}
		if query := one.Get("condition_prometheus_query_language", "query").Text(); query != "" {
			rule.Expr, rule.expressions = query, []string{query}
		} else if text := googleThreshold(one, &rule.unit); text != "" {
			rule.expressions = []string{text}
		}
		rules = append(rules, rule)
	}
	return rules
}

// span reads "300s".
func span(text string) time.Duration {
	value, err := time.ParseDuration(text)
	if err != nil || value < 0 {
		return 0
	}
	return value
}

// googleThreshold writes a condition that compares with a number; empty where it is none.
func googleThreshold(one *terraform.Block, of *unit) string {
	operator := map[string]string{"COMPARISON_GT": ">", "COMPARISON_GE": ">=", "COMPARISON_LT": "<", "COMPARISON_LE": "<="}[one.Get("condition_threshold", "comparison").Text()]
	window := span(one.Get("condition_threshold", "aggregations", "alignment_period").Text())
	aligner := one.Get("condition_threshold", "aggregations", "per_series_aligner").Text()
	over := googleMetric(one.Get("condition_threshold", "filter").Text(), aligner, window, of)
	if over == "" || operator == "" {
		return ""
	}
	if under := one.Get("condition_threshold", "denominator_filter").Text(); under != "" {
		aligner = one.Get("condition_threshold", "denominator_aggregations", "per_series_aligner").Text()
		if whole := googleMetric(under, aligner, window, of); whole != "" {
			over, *of = "("+over+") / ("+whole+")", plainly
		}
	}
	return compared(over, operator, one.Get("condition_threshold", "threshold_value"))
}

// googleMetric writes the metric of a filter
// (https://cloud.google.com/monitoring/api/v3/filters).
func googleMetric(filter, aligner string, window time.Duration, of *unit) string {
	if len(filter) > longestFormula {
		return ""
	}
	match := metricType.FindStringSubmatch(filter)
	if match == nil {
		return ""
	}
	name := metricName("gcp", strings.Replace(match[1], ".googleapis.com", "", 1))
	if strings.HasSuffix(name, "utilization") || strings.HasSuffix(name, "utilizations") || inShares.MatchString(name) {
		*of = share
	} else if inPercent.MatchString(name) {
		*of = percent
	}
	labels := ""
	for _, label := range metricLabel.FindAllStringSubmatch(filter, 20) {
		value := label[3]
		if !statusLabels.MatchString(label[1]) {
			continue
		}
		switch {
		case strings.HasPrefix(label[2], ">") && (value == "500" || value == "499"), strings.HasPrefix(value, "5"):
			labels = label[1] + `=~"5.*"`
		}
	}
	return series(name, labels, aligner == "ALIGN_RATE" || aligner == "ALIGN_DELTA" || labels != "", window)
}
