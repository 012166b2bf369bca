package alert

import "time"

// Place is a line of a file.
type Place struct {
	Path string
	Line int
}

// Rule is one rule that can fire.
type Rule struct {
	Place
	Source string // "Prometheus", "PrometheusRule", "Grafana", "ConfigMap", "CloudWatch", "Google Cloud", "Azure Monitor", "Datadog"
	Group  string
	Name   string
	Expr   string
	For    time.Duration
	Labels map[string]string
	// Runbook is where the rule says what to do; empty: nowhere.
	Runbook string
	Watches []Watch
	// Unsent says why nobody is told of the rule, where that is known; empty: somebody may be.
	Unsent string
}

// Watch is one thing that a rule watches.
type Watch struct {
	Kind      Kind
	Metric    string
	Threshold float64       // as a share of one where Share is set, else as it stands there
	Share     bool          // the threshold is a share: 0.8, or 80 with percent
	Known     bool          // there is a threshold that is a number
	Window    time.Duration // the longest that is looked back; 0: none
}

// Kind is what is watched.
type Kind string

// The kinds.
const (
	ErrorRate Kind = "error-rate"
	CPU       Kind = "cpu"
	Memory    Kind = "memory"
	Queue     Kind = "queue"
)

// Problem is what is wrong with a file of rules.
type Problem struct {
	Place
	Reason string
}

// Rules are what the files of one content declare.
type Rules struct {
	Rules    []Rule
	Problems []Problem
	Routes   []Routing
	Asked    []Asked           // that are not read
	recorded map[string]string // expressions by the names under which they are recorded
}

// Watching returns the rules that watch a kind.
func (r *Rules) Watching(kind Kind) []Rule {
	var found []Rule
	for _, rule := range r.Rules {
		if _, is := rule.Watch(kind); is {
			found = append(found, rule)
		}
	}
	return found
}

// Watch returns how a rule watches a kind; false where it does not.
func (r Rule) Watch(kind Kind) (Watch, bool) {
	for _, one := range r.Watches {
		if one.Kind == kind {
			return one, true
		}
	}
	return Watch{}, false
}
