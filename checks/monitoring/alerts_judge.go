package monitoring

import (
	"fmt"
	"strconv"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/manifest/alert"
	"github.com/golive-app/golive/checks/wording"
)

// wanted says of a kind what it is, and from which share on a threshold is looser than
// the checklist's.
var wanted = map[alert.Kind]struct {
	what, asked string
	loose       float64
}{
	alert.ErrorRate: {"the rate of failed requests (5xx)", "at most 5 %", 0.10},
	alert.CPU:       {"CPU", "80 %", 0.90},
	alert.Memory:    {"memory", "at most 90 %", 0.95},
	alert.Queue:     {"work that waits in queues", "", 0},
}

// latest is how long a rule may wait before it fires.
const latest = 15 * time.Minute

// observe states what the facts mean for the item.
func (f *alertFacts) observe(release checks.Release, now time.Time) checks.Observation {
	observation := checks.Observation{Missing: []checks.Missing{{
		Connection: checks.ConnectionAlerting, Later: true, Reason: "no Alertmanager is asked yet whether the rule is loaded, fires and reaches somebody",
		Remedy: "Nothing can be connected for this yet: until then the role that signs this item looks at the rule and at who it reaches.",
	}}}
	record := func(outcome checks.Outcome, summary string, at alert.Place) {
		observation.Evidence = append(observation.Evidence, checks.Evidence{
			Grade: checks.E2, Outcome: outcome, Summary: summary, Kind: "file", Source: "golive", Path: at.Path, Line: at.Line, ObservedAt: now, Tree: release.Tree, Sample: len(f.declared.Alerts.Rules),
		})
	}
	if observation.NotApplicable = f.needless(); observation.NotApplicable != "" {
		return observation
	}
	observation.Findings = f.problems()
	silent := 0
	for _, rule := range f.rules {
		findings, told := f.rule(rule)
		observation.Findings = append(observation.Findings, findings...)
		if !told {
			silent++
		}
	}
	searched := fmt.Sprintf("%s in %s", wording.Counted(len(f.declared.Alerts.Rules), "alert rule", "alert rules"), wording.Counted(f.declared.Searched, "file", "files"))
	f.notAsked(record)
	switch {
	case len(f.rules) > 0 && silent == len(f.rules):
		record(checks.Refutes, fmt.Sprintf("%s of %s, and none of them reaches anybody", wording.Counted(len(f.rules), "rule watches", "rules watch")+" "+wanted[f.kind].what, searched), f.rules[0].Place)
	case len(f.rules) > 0:
		first, watch := f.strictest()
		record(checks.Supports, fmt.Sprintf("%s %s, read from their expressions (%s); %s looks at %s%s", wording.Counted(len(f.rules), "rule watches", "rules watch"), wanted[f.kind].what, searched, wording.Quoted(first.Name), wording.Quoted(watch.Metric), limitText(watch)), first.Place)
		observation.Headline = wording.Counted(len(f.rules), "rule watches", "rules watch") + " it; whether one reaches somebody is not seen"
	default:
		record(checks.Refutes, "no rule of Prometheus, its operator or Grafana and no alarm of CloudWatch, Google Cloud, Azure or Datadog in Terraform that watches "+wanted[f.kind].what+" ("+searched+")", alert.Place{})
		observation.Headline = "no alert for it found"
		observation.Why = "Nothing in this repository wakes anybody over it (" + searched + "). Rules that are kept elsewhere are not seen."
		observation.Remedy = "Add, or sign with a link to the rule where it is kept:\n\n" + f.ruleText()
		if count := len(f.declared.Alerts.Asked); count > 0 {
			observation.Why += " " + wording.Capital(wording.Counted(count, "alarm asks", "alarms ask")) + " in a language that golive does not read."
		}
		observation.Missing = append(observation.Missing, f.unread()...)
	}
	if wrong := len(f.declared.Alerts.Problems); wrong > 0 { // what is wrong comes before what is right
		observation.Headline = wording.Counted(wrong, "rule is wrong: Prometheus loads nothing of its file", "rules are wrong: Prometheus loads nothing of their files")
	}
	checks.SortFindings(observation.Findings)
	return observation
}

// notAsked tells of alarms whose queries are not read: they may watch this, or not.
func (f *alertFacts) notAsked(record func(checks.Outcome, string, alert.Place)) {
	asked := f.declared.Alerts.Asked
	if len(asked) == 0 {
		return
	}
	first := asked[0]
	record(checks.Neutral, fmt.Sprintf("%s in a language that golive does not read, and may watch %s or not: %s of %s in %s first", wording.Counted(len(asked), "alarm asks", "alarms ask"), wanted[f.kind].what, wording.Quoted(first.Name), first.Source, first.Language), first.Place)
}

// unread says which manifests, that may hold rules, could not be read.
func (f *alertFacts) unread() []checks.Missing {
	if len(f.declared.Unread) == 0 {
		return nil
	}
	first := f.declared.Unread[0]
	if len(f.declared.Unreachable) > 0 {
		first = f.declared.Unreachable[0]
		reason := "the related repository " + wording.QuotedPath(first.Path) + " could not be read: " + first.Reason
		return []checks.Missing{{Connection: checks.ConnectionForge, Reason: reason, Remedy: wording.Capital(reason) + ". Until it can be, an SRE reads it and signs."}}
	}
	return []checks.Missing{{Connection: checks.ConnectionForge, Reason: wording.QuotedPath(first.Path) + " could not be read: " + first.Reason, Remedy: "Commit what is rendered beside it, or an SRE reads it and signs."}}
}

// needless says why the release needs no such alert; empty: it may.
func (f *alertFacts) needless() string {
	if len(f.rules) > 0 || f.code == nil {
		return ""
	}
	if f.kind != alert.Queue {
		if len(f.declared.Alerts.Rules)+len(f.declared.Alerts.Asked) > 0 || f.declared.Runs() {
			return ""
		}
		return f.code.NotAService()
	}
	if len(f.queues) > 0 || f.broker != "" || f.listed == 0 || len(f.declared.Unread) > 0 {
		return ""
	}
	return fmt.Sprintf("No queue: no client of one (BullMQ, Celery, Sidekiq, RabbitMQ, Kafka, SQS, NATS and others) in %s of dependencies, and no broker in %s.", wording.Counted(f.listed, "manifest", "manifests"), wording.Counted(f.declared.Searched, "file", "files"))
}

// problems are the files of rules that Prometheus would refuse.
func (f *alertFacts) problems() []checks.Finding {
	var findings []checks.Finding
	for _, one := range f.declared.Alerts.Problems {
		findings = append(findings, checks.Finding{
			Rule: "alerts.invalid", Severity: checks.SeverityError, Path: one.Path, Line: one.Line, EndLine: one.Line, Message: "Prometheus refuses this file of rules: " + wording.Quoted(one.Reason),
			Remedy: "Mend it, and let CI run `promtool check rules`: a file with one wrong rule is not loaded at all.", Fingerprint: checks.Fingerprint("alerts.invalid", one.Path, one.Reason),
		})
	}
	return findings
}

// rule judges one rule that watches the kind; false where its routes reach nobody.
func (f *alertFacts) rule(rule alert.Rule) ([]checks.Finding, bool) {
	var findings []checks.Finding
	find := func(name string, severity checks.Severity, message, remedy string) {
		findings = append(findings, checks.Finding{
			Rule: "alerts." + name, Severity: severity, Path: rule.Path, Line: rule.Line, EndLine: rule.Line, Message: message, Remedy: remedy, Fingerprint: checks.Fingerprint("alerts."+name, rule.Path, rule.Name),
		})
	}
	watch, _ := rule.Watch(f.kind)
	who := "the alert " + wording.Quoted(rule.Name)
	if asked := wanted[f.kind]; asked.loose > 0 && watch.Share && watch.Threshold > asked.loose {
		find("loose", checks.SeverityNotice, fmt.Sprintf("%s fires above %s %% alone; the checklist asks for %s", who, percent(watch.Threshold), asked.asked), "Lower its threshold, or keep it beside one that fires earlier.")
	}
	if rule.For > latest {
		find("late", checks.SeverityNotice, fmt.Sprintf("%s waits %s before it fires", who, wording.Span(rule.For)), "Let it wait ten minutes at most where somebody has to act on it: "+waiting(rule)+".")
	}
	if rule.Unsent != "" {
		find("null-receiver", checks.SeverityWarning, fmt.Sprintf("%s reaches nobody: %s", who, rule.Unsent), channels[rule.Source])
		return findings, false
	}
	for _, routing := range f.declared.Alerts.Routes {
		if told, known := routing.Told(rule); known && !told {
			find("null-receiver", checks.SeverityWarning, fmt.Sprintf("%s reaches nobody: %s leads its labels to a receiver that tells no one", who, wording.QuotedPath(routing.Path)), "Give the receiver a way to tell somebody, or add a route for the labels of this alert before it.")
			return findings, false
		}
	}
	return findings, true
}

// waiting says where it stands how long a rule waits.
func waiting(rule alert.Rule) string {
	switch rule.Source {
	case "CloudWatch":
		return "`period` times `evaluation_periods`"
	case "Google Cloud":
		return "`duration`"
	case "Azure Monitor":
		return "`window_size`"
	}
	return "`for: 10m`"
}

// channels say how an alarm of a cloud tells somebody.
var channels = map[string]string{
	"CloudWatch":    "Name what tells somebody, such as a topic of SNS that leads to who is on call: `alarm_actions = [aws_sns_topic.oncall.arn]`.",
	"Google Cloud":  "Name a channel that leads to who is on call: `notification_channels = [google_monitoring_notification_channel.oncall.name]`, and leave `enabled` out.",
	"Azure Monitor": "Name a group that leads to who is on call: `action { action_group_id = azurerm_monitor_action_group.oncall.id }`, and leave `enabled` out.",
	"Datadog":       "Name who is on call in `message`, such as `@pagerduty-SERVICE`.",
}

// strictest returns the rule that fires first, as far as thresholds tell.
func (f *alertFacts) strictest() (alert.Rule, alert.Watch) {
	best := f.rules[0]
	chosen, _ := best.Watch(f.kind)
	for _, rule := range f.rules[1:] {
		if watch, _ := rule.Watch(f.kind); watch.Share && (!chosen.Share || watch.Threshold < chosen.Threshold) {
			best, chosen = rule, watch
		}
	}
	return best, chosen
}

// limitText says at what a rule fires.
func limitText(watch alert.Watch) string {
	switch {
	case watch.Share:
		return ", above " + percent(watch.Threshold) + " %"
	case watch.Known:
		return ", at " + strconv.FormatFloat(watch.Threshold, 'g', 6, 64)
	}
	return ""
}

func percent(share float64) string { return strconv.FormatFloat(share*100, 'g', 4, 64) }
