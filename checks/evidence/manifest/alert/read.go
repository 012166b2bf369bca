package alert

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/rulefmt"
	"github.com/prometheus/prometheus/promql/parser"
	"go.yaml.in/yaml/v3"

	"github.com/golive-app/golive/checks/evidence/manifest/node"
	"github.com/golive-app/golive/config/regex"
)

// maxRules bounds the rules of one content.
const maxRules = 20_000

// Is reports whether a document has groups of rules of Prometheus.
func Is(root *yaml.Node) bool {
	for _, group := range node.Items(node.Field(root, "groups")) {
		for _, rule := range node.Items(node.Field(group, "rules")) {
			if node.Field(rule, "expr") != nil || node.Field(rule, "alert") != nil || node.Field(rule, "record") != nil {
				return true
			}
		}
	}
	return false
}

var (
	rulesPath = regex.New(`(?i)(?:^|[/._-])(?:(?:recording|alerting)?_?rules?|alerts?|alerting|prometheus)(?:[/._-]|$)`)
	groupKey  = regex.New(`^(?:name|rules|interval|limit|query_offset|labels|partial_response_strategy)$`)
)

// Empty reports whether a document by its path and its form is meant for rules and has
// none that could be told by itself: Prometheus reads it, and may refuse it.
func Empty(path string, root *yaml.Node) bool {
	groups := node.Items(node.Field(root, "groups"))
	if len(groups) == 0 || !rulesPath.MatchString(path) {
		return false
	}
	meant := true
	node.Each(root, func(key, _ *yaml.Node) { meant = meant && key.Value == "groups" })
	for _, group := range groups {
		meant = meant && node.Text(node.Field(group, "name")) != ""
		node.Each(group, func(key, _ *yaml.Node) { meant = meant && groupKey.MatchString(key.Value) })
	}
	return meant
}

// Add reads the groups of rules below a node. shift is added to its lines: those of a
// text inside of another file.
func (r *Rules) Add(source, path string, root *yaml.Node, shift int) {
	if r.recorded == nil {
		r.recorded = map[string]string{}
	}
	groups := node.Items(node.Field(root, "groups"))
	r.validate(path, root, groups, shift, source != "Prometheus")
	for _, group := range groups {
		for _, one := range node.Items(node.Field(group, "rules")) {
			if name := node.Text(node.Field(one, "record")); name != "" {
				if len(r.recorded) < maxRules {
					r.recorded[name] = node.Text(node.Field(one, "expr"))
				}
				continue
			}
			name := node.Text(node.Field(one, "alert"))
			if name == "" || len(r.Rules) >= maxRules {
				continue
			}
			rule := Rule{
				Place: Place{path, one.Line + shift}, Source: source, Group: node.Text(node.Field(group, "name")), Name: name, Expr: node.Text(node.Field(one, "expr")),
				Labels: node.Texts(node.Field(one, "labels")), Runbook: node.Text(node.Path(one, "annotations", "runbook_url")), For: duration(node.Text(node.Field(one, "for"))),
			}
			r.Rules = append(r.Rules, rule)
		}
	}
}

func duration(text string) time.Duration {
	value, err := model.ParseDuration(text)
	if err != nil {
		return 0
	}
	return time.Duration(value)
}

// language reads expressions as Prometheus does, with what must be switched on there.
func language() parser.Parser {
	return parser.NewParser(parser.Options{EnableExperimentalFunctions: true})
}

// validate has Prometheus' own reader look at the groups, and says where it finds what.
// lenient: others than Prometheus, who read them, know fields that it does not.
func (r *Rules) validate(path string, root *yaml.Node, groups []*yaml.Node, shift int, lenient bool) {
	written, err := yaml.Marshal(map[string]*yaml.Node{"groups": unshared(node.Field(root, "groups"))})
	if err != nil {
		r.problem(path, root.Line+shift, "the groups cannot be read")
		return
	}
	var problems []error
	func() {
		defer func() {
			if recover() != nil {
				problems = []error{errors.New("they break what reads rules")}
			}
		}()
		_, problems = rulefmt.Parse(written, lenient, model.UTF8Validation, language(), slog.New(slog.DiscardHandler))
	}()
	for _, problem := range problems {
		line, wrong := root.Line, (*rulefmt.Error)(nil)
		reason := problem.Error()
		if errors.As(problem, &wrong) {
			line = ruleLine(groups, wrong)
			reason = wrong.Err.Error()
			if wrong.RuleName != "" {
				reason = wrong.RuleName + ": " + reason
			}
		}
		r.problem(path, line+shift, withoutPlace(reason))
	}
}

// unshared is a node without aliases, which cannot be written alone.
func unshared(n *yaml.Node) *yaml.Node {
	budget := 200_000
	return copied(n, 50, &budget)
}

func copied(n *yaml.Node, depth int, budget *int) *yaml.Node {
	if n = node.Resolved(n); n == nil || depth == 0 || *budget <= 0 {
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!null"}
	}
	*budget--
	out := &yaml.Node{Kind: n.Kind, Tag: n.Tag, Value: n.Value, Style: n.Style}
	if n.Kind == yaml.MappingNode {
		node.Each(n, func(key, value *yaml.Node) {
			out.Content = append(out.Content, &yaml.Node{Kind: key.Kind, Tag: key.Tag, Value: key.Value, Style: key.Style}, copied(value, depth-1, budget))
		})
		return out
	}
	for _, one := range n.Content {
		out.Content = append(out.Content, copied(one, depth-1, budget))
	}
	return out
}

// ruleLine finds the rule that Prometheus' reader speaks of.
func ruleLine(groups []*yaml.Node, wrong *rulefmt.Error) int {
	line := 0
	for _, group := range groups {
		if node.Text(node.Field(group, "name")) != wrong.Group {
			continue
		}
		line = group.Line
		rules := node.Items(node.Field(group, "rules"))
		if wrong.Rule >= 1 && wrong.Rule <= len(rules) {
			one := rules[wrong.Rule-1]
			if key := node.Key(one, "expr"); key != nil && strings.Contains(wrong.Err.Error(), "expression") {
				return key.Line
			}
			return one.Line
		}
	}
	return line
}

// withoutPlace takes away where in the copy something is.
func withoutPlace(reason string) string {
	if before, after, is := strings.Cut(reason, ": "); is && strings.Trim(before, "0123456789:") == "" {
		return after
	}
	return strings.TrimSpace(reason)
}

// maxProblems bounds what is told of one content.
const maxProblems = 500

func (r *Rules) problem(path string, line int, reason string) {
	const longest = 300
	if runes := []rune(reason); len(runes) > longest {
		reason = fmt.Sprintf("%s…", string(runes[:longest]))
	}
	if len(r.Problems) < maxProblems {
		r.Problems = append(r.Problems, Problem{Place{path, line}, reason})
	}
}

// Settle reads what every rule watches, once all files are there: rules look at what
// others record.
func (r *Rules) Settle() {
	meaning := reading{language: language(), recorded: r.recorded}
	for index := range r.Rules {
		r.Rules[index].Watches = append(r.Rules[index].Watches, meaning.of(r.Rules[index].Expr)...)
	}
}
