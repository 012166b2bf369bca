package alert

import (
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/golive-app/golive/checks/evidence/manifest/node"
	"github.com/golive-app/golive/config/regex"
)

// Routing is a configuration of Alertmanager: who is told of what.
// https://prometheus.io/docs/alerting/latest/configuration/
type Routing struct {
	Place
	root      route
	receivers map[string]bool // by name: whether they tell anybody
}

type route struct {
	receiver string
	matchers []matcher
	goesOn   bool // "continue"
	routes   []route
}

type matcher struct {
	label string
	value *regexp.Regexp
	not   bool
}

// IsRouting reports whether a document is a configuration of Alertmanager.
func IsRouting(root *yaml.Node) bool {
	return node.Field(root, "route") != nil && len(node.Items(node.Field(root, "receivers"))) > 0
}

const deepestRoute = 20

// AddRouting reads a configuration.
func (r *Rules) AddRouting(path string, root *yaml.Node, shift int) {
	routing := Routing{Place: Place{path, root.Line + shift}, receivers: map[string]bool{}}
	for _, one := range node.Items(node.Field(root, "receivers")) {
		name, tells := "", false
		node.Each(one, func(key, value *yaml.Node) {
			if key.Value == "name" {
				name = node.Text(value)
			} else if strings.HasSuffix(strings.ToLower(key.Value), "configs") && len(node.Items(value)) > 0 {
				tells = true
			}
		})
		routing.receivers[name] = tells
	}
	routing.root = routeOf(node.Field(root, "route"), "", deepestRoute)
	r.Routes = append(r.Routes, routing)
}

func routeOf(at *yaml.Node, inherited string, depth int) route {
	one := route{receiver: node.Text(node.Field(at, "receiver")), goesOn: node.Text(node.Field(at, "continue")) == "true"}
	if one.receiver == "" {
		one.receiver = inherited
	}
	add := func(label, value string, not bool) {
		if compiled, err := regexp.Compile("^(?:" + value + ")$"); err == nil && len(value) < 1000 {
			one.matchers = append(one.matchers, matcher{label, compiled, not})
		}
	}
	node.Each(node.Field(at, "match"), func(key, value *yaml.Node) { add(key.Value, regexp.QuoteMeta(node.Text(value)), false) })
	node.Each(node.Field(at, "match_re"), func(key, value *yaml.Node) { add(key.Value, node.Text(value), false) })
	for _, text := range node.Items(node.Field(at, "matchers")) {
		if parts := written.FindStringSubmatch(node.Text(text)); parts != nil {
			value := parts[3]
			if parts[2] == "=" || parts[2] == "!=" {
				value = regexp.QuoteMeta(value)
			}
			add(parts[1], value, strings.HasPrefix(parts[2], "!"))
		}
	}
	if depth > 0 {
		for _, inner := range node.Items(node.Field(at, "routes")) {
			one.routes = append(one.routes, routeOf(inner, one.receiver, depth-1))
		}
	}
	return one
}

var written = regex.New(`^\s*"?([A-Za-z_][\w.]*)"?\s*(=~|!~|!=|=)\s*"?(.*?)"?\s*$`)

// Answers of whether a route takes a rule.
type takes int

const (
	no takes = iota
	maybe
	yes
)

// Told reports whether anybody is told of a rule. known is false where that depends on
// labels that only its series have.
func (r Routing) Told(rule Rule) (told, known bool) {
	labels := map[string]string{"alertname": rule.Name}
	for name, value := range rule.Labels {
		labels[name] = value
	}
	receivers := map[string]bool{}
	r.root.receive(labels, receivers, deepestRoute)
	silent := 0
	for name := range receivers {
		if tells, declared := r.receivers[name]; declared && !tells {
			silent++
		}
	}
	switch silent {
	case 0:
		return true, true
	case len(receivers):
		return false, true
	}
	return true, false
}

// receive collects the receivers that a rule may reach.
func (r route) receive(labels map[string]string, into map[string]bool, depth int) {
	if depth == 0 {
		return
	}
	for _, inner := range r.routes {
		answer := inner.takes(labels)
		if answer == no {
			continue
		}
		inner.receive(labels, into, depth-1)
		if answer == yes && !inner.goesOn {
			return
		}
	}
	for _, inner := range r.routes {
		if inner.takes(labels) == yes {
			return // one that goes on has taken it
		}
	}
	into[r.receiver] = true
}

func (r route) takes(labels map[string]string) takes {
	answer := yes
	for _, one := range r.matchers {
		value, known := labels[one.label]
		switch {
		case !known:
			answer = maybe
		case one.value.MatchString(value) == one.not:
			return no
		}
	}
	return answer
}
