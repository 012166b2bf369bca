package alert

import (
	"strconv"
	"strings"
	"time"

	"github.com/golive-app/golive/checks/evidence/manifest/terraform"
	"github.com/golive-app/golive/config/regex"
)

var (
	// monitorHead matches what stands before the metrics of a query: avg(last_5m):
	monitorHead = regex.New(`^\s*(?:change|pct_change)?\(?\s*(?:avg|sum|min|max|percentile|change|pct_change)\((?:avg|sum|min|max)?\(?(?:last|current|hour_before|day_before|week_before)_(\d+)([smhdw])[^:]*\)?\s*:`)
	// monitorTail matches what it is compared with.
	monitorTail = regex.New(`(>=|<=|>|<)\s*(-?\d+(?:\.\d+)?)\s*$`)
	monitorName = regex.New(`^(?:(?:avg|sum|min|max|count|p\d+)(?:\([\w.]*\))?:)?([a-zA-Z][\w.]*)`)
	monitorTags = regex.New(`^\s*\{[^{}]*\}`)
	monitorBy   = regex.New(`^\s*by\s*\{[^{}]*\}`)
	monitorCall = regex.New(`^\s*\.(as_count|as_rate|\w+)\([^()]*\)`)
	monitorLast = regex.New(`\.last\("(\d+)([smhd])"\)`)
	serverError = regex.New(`(?i)status(?:_?code)?"?\s*:\s*(?:\(?5(?:\*|xx|\?\?|\d\d)|>=?\s*(?:499|500)|\[\s*500 TO 599\s*\])`)
	tellsBy     = regex.New(`@[\w.+-]`)
	statusTag   = regex.New(`(?i)(?:^|[,{\s(])([\w.]*(?:status|code)[\w.]*):\s*(5(?:xx|\*|\d\d))`)
)

// datadog reads a monitor of Datadog
// (https://docs.datadoghq.com/api/latest/monitors/#create-a-monitor).
func datadog(r *terraform.Resource) []cloudRule {
	rule := begin(r, "Datadog", r.Get("name").Text())
	if message := r.Get("message"); message.Known() && !tellsBy.MatchString(message.Text()) {
		rule.Unsent = "its `message` names nobody (@…)"
	}
	if text := datadogQuery(r.Get("query").Text(), &rule.unit); text != "" {
		rule.expressions = []string{text}
	}
	return []cloudRule{rule}
}

// datadogQuery writes a query as an expression; empty where it watches nothing that is
// measured, or is not understood.
func datadogQuery(query string, of *unit) string {
	if len(query) > longestFormula {
		return ""
	}
	query = strings.TrimSpace(query)
	tail := monitorTail.FindStringSubmatchIndex(query)
	if tail == nil {
		return ""
	}
	operator, limit := query[tail[2]:tail[3]], query[tail[4]:tail[5]]
	if strings.HasPrefix(query, "logs(") || strings.HasPrefix(query, "trace-analytics(") {
		if !serverError.MatchString(query) {
			return ""
		}
		window := spanOf(monitorLast.FindStringSubmatch(query))
		return "(" + series("log_entries_of_requests", `status_code=~"5.."`, true, window) + ") " + operator + " " + limit
	}
	head := monitorHead.FindStringSubmatchIndex(query)
	if head == nil {
		return ""
	}
	window := spanOf(monitorHead.FindStringSubmatch(query))
	body := query[head[1]:tail[0]]
	learned := strings.Contains(body, "anomalies(") || strings.Contains(body, "outliers(") || strings.HasPrefix(query, "change(") || strings.HasPrefix(query, "pct_change(")
	expression, understood := readFormula(body, func(f *formula) (string, bool) { return datadogMetric(f, window, of) })
	if !understood {
		return ""
	}
	if strings.Contains(expression, "/") {
		*of = plainly
	}
	if learned {
		limit = "threshold_of_a_plan" // it is learned
	}
	return "(" + expression + ") " + operator + " " + limit
}

// datadogMetric reads one metric with its tags and what is done to it.
func datadogMetric(f *formula, window time.Duration, of *unit) (string, bool) {
	match := monitorName.FindStringSubmatch(f.rest)
	if match == nil {
		return "", false
	}
	f.rest = f.rest[len(match[0]):]
	tags := f.take(monitorTags)
	f.take(monitorBy)
	counted := false
	for {
		done := monitorCall.FindStringSubmatch(f.rest)
		if done == nil {
			break
		}
		f.rest = f.rest[len(done[0]):]
		counted = counted || done[1] == "as_count" || done[1] == "as_rate"
	}
	name := metricName(match[1])
	switch {
	case inPercent.MatchString(name):
		*of = percent
	case inShares.MatchString(name):
		*of = share
	}
	labels := ""
	if status := statusTag.FindStringSubmatch(tags); status != nil {
		labels = `status_code=~"5.."`
	}
	return series(name, labels, counted, window), true
}

// spanOf reads a number and a letter that stand last in a match.
func spanOf(match []string) time.Duration {
	if len(match) < 3 {
		return 0
	}
	number, err := strconv.Atoi(match[len(match)-2])
	if err != nil || number > 100_000 {
		return 0
	}
	letters := map[string]time.Duration{"s": time.Second, "m": time.Minute, "h": time.Hour, "d": 24 * time.Hour, "w": 7 * 24 * time.Hour}
	return time.Duration(number) * letters[match[len(match)-1]]
}
