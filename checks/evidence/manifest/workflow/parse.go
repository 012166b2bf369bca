package workflow

import (
	"bytes"
	"fmt"
	"math"

	"github.com/rhysd/actionlint"
	"go.yaml.in/yaml/v4"
)

// parsed is a workflow as the library reads it.
type parsed struct {
	workflow *actionlint.Workflow
	faults   []Fault
	why      string // it is not read
}

// maxFaults bounds what is told of one file.
const maxFaults = 10

// parse reads a file once.
func (r *reader) parse(name string) *parsed {
	if known := r.parsed[name]; known != nil {
		return known
	}
	made := &parsed{}
	r.parsed[name] = made
	data, why := r.text(name, maxFileBytes)
	if why == "" {
		made.workflow, made.faults, why = parseWorkflow(data)
	}
	made.why = why
	return made
}

// parseWorkflow parses YAML that anybody may have written: its size with aliases
// written out is bounded first, and a panic of the library costs this file alone.
func parseWorkflow(data []byte) (workflow *actionlint.Workflow, faults []Fault, why string) {
	defer func() {
		if failure := recover(); failure != nil {
			workflow, faults, why = nil, nil, "it could not be parsed"
		}
	}()
	root, why := yamlOf(data)
	if why != "" {
		return nil, nil, why
	}
	if root.Kind == 0 || len(root.Content) == 0 || root.Content[0].Kind != yaml.MappingNode {
		return nil, nil, "it is no workflow"
	}
	workflow, errs := actionlint.Parse(data)
	for _, err := range errs {
		if len(faults) < maxFaults && workflow == nil || len(faults) < maxFaults && decisive(err.Message) {
			faults = append(faults, Fault{Line: err.Line, Message: clip(err.Message, 200)})
		}
	}
	if workflow == nil {
		return nil, nil, fmt.Sprintf("it is not valid (line %d)", lineOf(errs))
	}
	return workflow, faults, ""
}

// decisive leaves out what the library only knows from its own lists, which are
// older than GitHub's syntax.
func decisive(message string) bool {
	return !bytes.Contains([]byte(message), []byte("unexpected key")) && !bytes.Contains([]byte(message), []byte("is defined but not used")) &&
		!bytes.Contains([]byte(message), []byte("step must run script"))
}

func lineOf(errs []*actionlint.Error) int {
	if len(errs) == 0 {
		return 0
	}
	return errs[0].Line
}

// yamlOf parses YAML into nodes and refuses what is too much of it.
func yamlOf(data []byte) (root yaml.Node, why string) {
	defer func() {
		if failure := recover(); failure != nil {
			root, why = yaml.Node{}, "it could not be parsed"
		}
	}()
	if bytes.IndexByte(data, 0) >= 0 {
		return root, "it is not text"
	}
	if err := yaml.Unmarshal(data, &root); err != nil {
		return root, "it is no valid YAML"
	}
	if size := weigh(&root, map[*yaml.Node]int{}, 0); size > maxNodes {
		return root, "it is too large with its aliases written out"
	}
	return root, ""
}

// maxDepth bounds nesting; a workflow has ten levels.
const maxDepth = 100

// weigh counts nodes with aliases written out, without writing them out.
func weigh(node *yaml.Node, known map[*yaml.Node]int, depth int) int {
	if node == nil {
		return 0
	}
	if depth > maxDepth {
		return math.MaxInt32
	}
	if node.Kind == yaml.AliasNode {
		size, found := known[node.Alias]
		if !found {
			return math.MaxInt32 // it leads to where it stands
		}
		return size
	}
	size := 1
	for _, child := range node.Content {
		if size += weigh(child, known, depth+1); size > maxNodes {
			size = math.MaxInt32 / 2
			break
		}
	}
	if node.Anchor != "" {
		known[node] = size
	}
	return size
}

// clip shortens foreign text.
func clip(text string, most int) string {
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	return string(runes[:most]) + "…"
}
