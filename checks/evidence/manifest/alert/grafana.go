package alert

import (
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/golive-app/golive/checks/evidence/manifest/node"
	"github.com/golive-app/golive/config/regex"
)

// IsGrafana reports whether a document provisions alert rules of Grafana.
// https://grafana.com/docs/grafana/latest/alerting/set-up/provision-alerting-resources/file-provisioning/
func IsGrafana(root *yaml.Node) bool {
	for _, group := range node.Items(node.Field(root, "groups")) {
		for _, rule := range node.Items(node.Field(group, "rules")) {
			if node.Field(rule, "title") != nil && len(node.Items(node.Field(rule, "data"))) > 0 {
				return true
			}
		}
	}
	return false
}

// AddGrafana reads rules of Grafana: each query with the threshold that is laid upon it,
// as one expression.
func (r *Rules) AddGrafana(path string, root *yaml.Node) {
	meaning := reading{language: language(), recorded: r.recorded}
	for _, group := range node.Items(node.Field(root, "groups")) {
		for _, one := range node.Items(node.Field(group, "rules")) {
			if len(r.Rules) >= maxRules {
				return
			}
			rule := Rule{
				Place: Place{path, one.Line}, Source: "Grafana", Group: node.Text(node.Field(group, "name")), Name: node.Text(node.Field(one, "title")),
				Labels: node.Texts(node.Field(one, "labels")), Runbook: node.Text(node.Path(one, "annotations", "runbook_url")), For: duration(node.Text(node.Field(one, "for"))),
			}
			queries, threshold := grafanaQueries(one)
			for _, query := range queries {
				if threshold != "" {
					query = "(" + query + ") " + threshold
				}
				rule.Expr = query
				rule.Watches = append(rule.Watches, meaning.of(query)...)
			}
			rule.Expr = ""
			r.Rules = append(r.Rules, rule)
		}
	}
}

var inMath = regex.New(`\$\{?\w+\}?\s*(>=|<=|>|<)\s*(\d+(?:\.\d+)?)`)

// number matches a number as PromQL takes it.
var number = regex.New(`^-?\d+(?:\.\d+)?(?:e-?\d+)?$`)

// grafanaQueries returns the queries of a rule, and what they are compared with.
func grafanaQueries(rule *yaml.Node) (queries []string, threshold string) {
	for _, part := range node.Items(node.Field(rule, "data")) {
		model := node.Field(part, "model")
		if text := node.Text(node.Field(model, "expr")); text != "" {
			queries = append(queries, text)
		}
		if match := inMath.FindStringSubmatch(node.Text(node.Field(model, "expression"))); match != nil && threshold == "" {
			threshold = match[1] + " " + match[2]
		}
		for _, condition := range node.Items(node.Field(model, "conditions")) {
			evaluator := node.Field(condition, "evaluator")
			params := node.Items(node.Field(evaluator, "params"))
			if len(params) == 0 || !number.MatchString(strings.TrimSpace(params[0].Value)) || threshold != "" {
				continue
			}
			switch node.Text(node.Field(evaluator, "type")) {
			case "gt", "gte":
				threshold = "> " + params[0].Value
			case "lt", "lte":
				threshold = "< " + params[0].Value
			}
		}
	}
	return queries, threshold
}
