package scenario

import (
	"fmt"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// stepSpec is the file's part about one step.
type stepSpec struct {
	at           *yaml.Node
	name, method string
	path, body   *yaml.Node
	headers      []entry
	extracts     []extractSpec
	checks       []*yaml.Node
	identity     *extraction
	identityAt   *yaml.Node
	think        think
}

type extractSpec struct {
	key  *yaml.Node
	from extraction
}

// mostThink is the longest time that a user thinks.
const mostThink = 10 * time.Minute

func (p *problems) steps(node *yaml.Node, what string) []stepSpec {
	var all []stepSpec
	for _, element := range p.list(node, what, mostSteps) {
		all = append(all, p.step(element))
	}
	return all
}

func (p *problems) step(node *yaml.Node) stepSpec {
	spec := stepSpec{at: node, method: "GET"}
	p.mapping(node, "a step", p.stepKeys(), map[string]func(*yaml.Node){
		"name":    func(value *yaml.Node) { spec.name = p.text(value, "name") },
		"method":  func(value *yaml.Node) { spec.method = p.method(value) },
		"path":    func(value *yaml.Node) { spec.path = value },
		"headers": func(value *yaml.Node) { spec.headers = p.entries(value, "headers") },
		"body":    func(value *yaml.Node) { spec.body = value },
		"extract": func(value *yaml.Node) { spec.extracts = p.extracts(value) },
		"check": func(value *yaml.Node) {
			if value.Kind == yaml.ScalarNode {
				spec.checks = []*yaml.Node{value}
				return
			}
			spec.checks = p.list(value, "check", mostSteps)
		},
		"identity": func(value *yaml.Node) {
			if read, ok := p.extraction(value, "identity"); ok {
				spec.identity, spec.identityAt = &read, value
			}
		},
		"think": func(value *yaml.Node) { spec.think = p.think(value) },
	})
	if spec.path == nil && node.Kind == yaml.MappingNode {
		p.report(node, "a step has no path", "write path: /what/is/asked/for")
	}
	return spec
}

func (p *problems) method(node *yaml.Node) string {
	text := strings.ToUpper(p.text(node, "method"))
	if text != "" && (strings.Trim(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" || p.smoke && !smokeMethod(text)) {
		p.report(node, fmt.Sprintf("%q is no method", shorten(text)), "write GET, POST, PUT, PATCH or DELETE")
	}
	return text
}

func (p *problems) extracts(node *yaml.Node) []extractSpec {
	var all []extractSpec
	for _, one := range p.entries(node, "extract") {
		if !namePattern.MatchString(one.key.Value) {
			p.report(one.key, fmt.Sprintf("%q is no name of a variable", shorten(one.key.Value)), "it takes letters, digits, _ and -, and begins with a letter")
			continue
		}
		if read, ok := p.extraction(one.value, one.key.Value); ok {
			all = append(all, extractSpec{one.key, read})
		}
	}
	return all
}

// think reads "2s", or "1s..3s".
func (p *problems) think(node *yaml.Node) think {
	text := p.text(node, "think")
	from, to, between := strings.Cut(text, "..")
	shortest, err := time.ParseDuration(strings.TrimSpace(from))
	longest := shortest
	if between && err == nil {
		longest, err = time.ParseDuration(strings.TrimSpace(to))
	}
	if err != nil || shortest < 0 || longest < shortest || longest > mostThink {
		p.report(node, fmt.Sprintf("think is %q", shorten(text)), fmt.Sprintf("write a time such as 2s, or one between two such as 1s..3s, of at most %s", mostThink))
		return think{}
	}
	return think{shortest, longest}
}
