package scenario

import (
	"fmt"
	"slices"
	"strconv"

	"go.yaml.in/yaml/v3"
)

// File is a scenario that was read and not compiled yet.
type File struct {
	problems *problems
	users    *usersSpec
	headers  []entry
	start    []stepSpec
	flows    []flowSpec
}

// flowSpec is the file's part about one flow.
type flowSpec struct {
	name   string
	weight int
	steps  []stepSpec
}

// The bounds of a file: each step keeps histograms of its own.
const (
	mostSteps  = 50
	mostFlows  = 20
	mostWeight = 1000
)

// Parse reads a scenario; name is what problems call it. Compile says what else is
// wrong, so that all is said at once.
func Parse(name string, text []byte) *File {
	file := &File{problems: &problems{file: name}}
	root := file.problems.document(text)
	if root == nil {
		return file
	}
	p := file.problems
	var steps []stepSpec
	var alone, several *yaml.Node
	p.mapping(root, "a scenario", []string{"users", "headers", "start", "steps", "flows"}, map[string]func(*yaml.Node){
		"users":   func(value *yaml.Node) { file.users = p.users(value) },
		"headers": func(value *yaml.Node) { file.headers = p.entries(value, "headers") },
		"start":   func(value *yaml.Node) { file.start = p.steps(value, "start") },
		"steps":   func(value *yaml.Node) { alone, steps = value, p.steps(value, "steps") },
		"flows":   func(value *yaml.Node) { several, file.flows = value, p.flows(value) },
	})
	switch {
	case alone != nil && several != nil:
		p.report(alone, "a scenario has steps, and flows as well", "move the steps into a flow")
	case alone != nil:
		file.flows = []flowSpec{{"", 1, steps}}
	case several == nil && root.Kind == yaml.MappingNode:
		p.report(root, "it says not what users do", "write steps: with at least one, such as - path: /")
	}
	count := len(file.start)
	for _, flow := range file.flows {
		count += len(flow.steps)
	}
	if count > mostSteps {
		p.report(root, fmt.Sprintf("there are %d steps in all; there may be %d", count, mostSteps), "leave out those that say little")
	}
	return file
}

// UsersFile returns the name of the file with users; empty: there is none.
func (f *File) UsersFile() string {
	if f.users == nil || f.users.file == nil || f.users.file.Kind != yaml.ScalarNode {
		return ""
	}
	return f.users.file.Value
}

func (p *problems) flows(node *yaml.Node) []flowSpec {
	var all []flowSpec
	for index, element := range p.list(node, "flows", mostFlows) {
		flow := flowSpec{name: "flow " + strconv.Itoa(index+1), weight: 1}
		written := false
		p.mapping(element, "a flow", []string{"name", "weight", "steps"}, map[string]func(*yaml.Node){
			"name":   func(value *yaml.Node) { flow.name = p.text(value, "name") },
			"weight": func(value *yaml.Node) { flow.weight = p.weight(value) },
			"steps":  func(value *yaml.Node) { written, flow.steps = true, p.steps(value, "steps") },
		})
		if !written && element.Kind == yaml.MappingNode {
			p.report(element, "a flow has no steps", "write steps: with at least one, such as - path: /")
		}
		if slices.ContainsFunc(all, func(other flowSpec) bool { return other.name == flow.name }) {
			p.report(element, fmt.Sprintf("there are two flows %q", shorten(flow.name)), "give each a name of its own")
		}
		all = append(all, flow)
	}
	return all
}

func (p *problems) weight(node *yaml.Node) int {
	text := p.text(node, "weight")
	weight, err := strconv.Atoi(text)
	if err != nil || weight < 1 || weight > mostWeight {
		p.report(node, fmt.Sprintf("weight is %q", shorten(text)), fmt.Sprintf("write a whole number from 1 to %d: of weights 3 and 1, three of four users do the first", mostWeight))
		return 1
	}
	return weight
}
