package alert

import (
	"strings"
	"time"

	"github.com/golive-app/golive/checks/evidence/manifest/terraform"
	"github.com/golive-app/golive/config/regex"
)

// cloudWatch reads an alarm of CloudWatch
// (https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cloudwatch_metric_alarm).
// composed: there are alarms of alarms, which may be the ones that tell somebody.
func cloudWatch(r *terraform.Resource, composed bool) []cloudRule {
	rule := begin(r, "CloudWatch", r.Get("alarm_name").Text())
	actions := r.Get("alarm_actions")
	enabled, known := r.Get("actions_enabled").Bool()
	switch {
	case known && !enabled:
		rule.Unsent = "`actions_enabled` is false"
	case scales(actions):
		return nil // it changes how many run, and wakes nobody
	case !composed:
		rule.Unsent = unsent(actions, r.Argument("alarm_actions"))
	}
	period := seconds(r.Get("period"))
	operator := cloudWatchOperator(r.Get("comparison_operator").Text())
	var expression string
	if metric := r.Get("metric_name"); metric.Set() {
		expression = cloudWatchMetric(metric, r.Get("namespace"), r.Get("statistic"), period, &rule.unit)
	} else {
		expression, period = cloudWatchMath(r, &rule.unit)
	}
	if times, known := r.Get("evaluation_periods").Number(); known && times < 1e5 {
		rule.For = time.Duration(times) * period
	}
	if expression != "" && operator != "" {
		threshold := r.Get("threshold")
		if strings.Contains(r.Get("comparison_operator").Text(), "Upper") || strings.Contains(r.Get("comparison_operator").Text(), "Lower") {
			threshold = terraform.Value{} // a band that is learned
		}
		rule.expressions = []string{compared(expression, operator, threshold)}
	}
	return []cloudRule{rule}
}

func cloudWatchOperator(text string) string {
	switch {
	case strings.HasPrefix(text, "GreaterThanOrEqual"):
		return ">="
	case strings.HasPrefix(text, "Greater"):
		return ">"
	case strings.HasPrefix(text, "LessThanOrEqual"):
		return "<="
	case strings.HasPrefix(text, "Less"):
		return "<"
	}
	return ""
}

// cloudWatchMetric writes one metric; empty where its name is not known.
func cloudWatchMetric(metric, namespace, statistic terraform.Value, period time.Duration, of *unit) string {
	if metric.Text() == "" {
		return ""
	}
	name := metricName("aws", strings.TrimPrefix(namespace.Text(), "AWS/"), metric.Text())
	counted := statistic.Text() == "Sum" || statistic.Text() == "SampleCount"
	switch {
	case inPercent.MatchString(name):
		*of = percent
	case strings.HasSuffix(name, "5xx_error") && statistic.Text() == "Average":
		*of, counted = share, true // of API Gateway and S3: the average of zeros and ones
	}
	return series(name, "", counted, period)
}

// cloudWatchMath writes what an alarm computes of several metrics.
func cloudWatchMath(r *terraform.Resource, of *unit) (string, time.Duration) {
	queries, _ := r.Blocks("metric_query")
	written, formulas := map[string]string{}, map[string]string{}
	var last, returned string
	var longest time.Duration
	for _, one := range queries {
		id := one.Get("id").Text()
		if formula := one.Get("expression").Text(); formula != "" {
			formulas[id] = formula
			last = id
		} else {
			period := seconds(one.Get("metric", "period"))
			longest = max(longest, period)
			written[id] = cloudWatchMetric(one.Get("metric", "metric_name"), one.Get("metric", "namespace"), one.Get("metric", "stat"), period, of)
		}
		if wanted, known := one.Get("return_data").Bool(); known && wanted {
			returned = id
		}
	}
	if returned == "" {
		returned = last
	}
	expression := mathOf(returned, written, formulas, 10)
	if strings.Contains(expression, "/") {
		*of = plainly
	}
	if expression == "" { // what it computes is not read; what it looks at is
		var all []string
		for _, one := range written {
			if one != "" {
				all = append(all, one)
			}
		}
		expression, *of = strings.Join(sorted(all), " + "), plainly
	}
	return expression, longest
}

// mathOf writes the formula of an id; empty where it is not understood.
func mathOf(id string, written, formulas map[string]string, depth int) string {
	if text, is := written[id]; is {
		return text
	}
	text, is := formulas[id]
	if !is || depth == 0 {
		return ""
	}
	parsed, understood := readFormula(text, func(f *formula) (string, bool) {
		name := f.take(identifier)
		if name == "" {
			return "", false
		}
		inner := mathOf(name, written, formulas, depth-1)
		return inner, inner != ""
	})
	if !understood {
		return ""
	}
	return parsed
}

var identifier = regex.New(`^[a-zA-Z_]\w*`)
