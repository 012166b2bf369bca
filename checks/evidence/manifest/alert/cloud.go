package alert

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/golive-app/golive/checks/evidence/manifest/terraform"
	"github.com/golive-app/golive/config/regex"
)

// unit is what a metric of a cloud is counted in.
type unit int

// The units.
const (
	plainly unit = iota // as it stands
	percent
	share
)

// cloudRule is an alarm of a cloud while it is turned into a rule: what it looks at
// becomes an expression, which is read as every other.
type cloudRule struct {
	Rule
	expressions []string // each compared with its threshold
	unit        unit
}

// AddTerraform reads the alarms and monitors that a configuration of Terraform makes.
func (r *Rules) AddTerraform(configuration *terraform.Configuration) {
	composed := len(configuration.Of("aws_cloudwatch_composite_alarm")) > 0
	for _, one := range configuration.All() {
		var made []cloudRule
		switch one.Kind {
		case "aws_cloudwatch_metric_alarm":
			made = cloudWatch(one, composed)
		case "google_monitoring_alert_policy":
			made = googleCloud(one)
			r.askedByGoogle(one)
		case "azurerm_monitor_metric_alert":
			made = azure(one)
		case "azurerm_monitor_scheduled_query_rules_alert", "azurerm_monitor_scheduled_query_rules_alert_v2":
			r.ask("Azure Monitor", "Kusto", one)
		case "datadog_monitor":
			made = datadog(one)
		}
		for _, rule := range made {
			if len(r.Rules) >= maxRules {
				return
			}
			meaning := reading{language: language(), recorded: r.recorded, unit: rule.unit}
			for _, text := range rule.expressions {
				rule.Watches = append(rule.Watches, meaning.of(text)...)
			}
			r.Rules = append(r.Rules, rule.Rule)
		}
	}
}

// begin is a rule with what all alarms have.
func begin(r *terraform.Resource, source, name string) cloudRule {
	at := r.Place()
	if name == "" {
		name = r.Label()
	}
	return cloudRule{Rule: Rule{Place: Place{at.Path, at.Line}, Source: source, Group: r.Address, Name: name}}
}

// compared writes an expression that is held against a threshold. A threshold that a
// plan alone knows is a series of its own.
func compared(expression, operator string, threshold terraform.Value) string {
	limit := "threshold_of_a_plan"
	if value, known := threshold.Number(); known {
		limit = strconv.FormatFloat(value, 'f', -1, 64)
	}
	return "(" + expression + ") " + operator + " " + limit
}

// series writes a metric, counted over a time where it is one of events.
func series(name, labels string, counted bool, window time.Duration) string {
	if labels != "" {
		labels = "{" + labels + "}"
	}
	if !counted {
		return name + labels
	}
	if window < time.Second {
		window = 5 * time.Minute
	}
	return fmt.Sprintf("increase(%s%s[%ds])", name, labels, int(window.Seconds()))
}

var (
	statusClass = regex.New(`(?i)([a-z])(5xx)`)
	acronym     = regex.New(`([A-Z]+)([A-Z][a-z])`)
	hump        = regex.New(`([a-z0-9])([A-Z])`)
	noName      = regex.New(`[^a-zA-Z0-9]+`)
)

// snake writes a name of a cloud's metric as Prometheus would: "CPUUtilization" becomes
// cpu_utilization, "Http5xx" http_5xx.
func snake(name string) string {
	name = strings.ReplaceAll(name, "5XX", "5xx")
	name = statusClass.ReplaceAllString(name, "${1}_5xx")
	name = acronym.ReplaceAllString(name, "${1}_${2}")
	name = hump.ReplaceAllString(name, "${1}_${2}")
	return strings.Trim(strings.ToLower(noName.ReplaceAllString(name, "_")), "_")
}

// metricName puts the parts of a name together as one that PromQL can have.
func metricName(parts ...string) string {
	var kept []string
	for _, one := range parts {
		if text := snake(one); text != "" {
			kept = append(kept, text)
		}
	}
	return strings.Join(kept, "_")
}

var (
	inPercent = regex.New(`(?:^|_)(?:percent|percentage)(?:_|$)|utili[sz]ation$|_error_rate$|^system_cpu_|cpuutili[sz]ation`)
	inShares  = regex.New(`(?:^|_)(?:pct|ratio)(?:_|$)`)
)

// seconds reads a number of seconds.
func seconds(value terraform.Value) time.Duration {
	number, known := value.Number()
	if !known || number < 0 || number > 1e7 {
		return 0
	}
	return time.Duration(number) * time.Second
}

// unsent says why nobody is told by a list of actions; empty: somebody may be.
func unsent(actions terraform.Value, argument string) string {
	if actions.Unknown() {
		return ""
	}
	items, whole := actions.Items()
	if len(items) == 0 && whole {
		return "`" + argument + "` names nobody"
	}
	return ""
}

// scales reports whether all that an alarm does is to change a number of tasks or
// machines.
func scales(actions terraform.Value) bool {
	items, _ := actions.Items()
	only := func(one terraform.Value) bool {
		if references := one.References(); len(references) > 0 {
			return !slices.ContainsFunc(references, func(address string) bool { return !scaling.MatchString(address) })
		}
		return scaling.MatchString(one.Text())
	}
	return len(items) > 0 && !slices.ContainsFunc(items, func(one terraform.Value) bool { return !only(one) })
}

var scaling = regex.New(`aws_(?:app)?autoscaling_policy\.|^arn:aws[\w-]*:autoscaling:|:automate:.*:ec2:`)
