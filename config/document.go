package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"go.yaml.in/yaml/v3"
)

// parseDocument returns the one value of a YAML file, or nil where there is
// none. What could take memory or time without end is refused before anything
// looks at it.
func parseDocument(text []byte) (*yaml.Node, *Problem) {
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	var document yaml.Node
	if err := decoder.Decode(&document); errors.Is(err, io.EOF) {
		return nil, nil
	} else if err != nil {
		return nil, syntaxProblem(text, err)
	}
	if problem := secondDocument(text, decoder, document.Content[0].Line); problem != nil {
		return nil, problem
	}
	root := document.Content[0]
	if root.Kind == yaml.ScalarNode && root.Tag == "!!null" && root.Value == "" {
		return nil, nil
	}
	if problem := tooDeep(root, 1); problem != nil {
		return nil, problem
	}
	if problem := tooRepetitive(root); problem != nil {
		return nil, problem
	}
	return root, nil
}

// secondDocument refuses a file of several documents.
func secondDocument(text []byte, decoder *yaml.Decoder, first int) *Problem {
	err := decoder.Decode(new(yaml.Node))
	if errors.Is(err, io.EOF) {
		return nil
	}
	problem := Problem{
		Problem: `a second YAML document begins here`,
		Advice:  `a policy is one document: remove this line and what follows, or join the two`,
	}
	for index, line := range bytes.Split(text, []byte("\n")) {
		marks := bytes.HasPrefix(line, []byte("---")) || bytes.HasPrefix(line, []byte("..."))
		if marks && index+1 > first {
			problem.Line, problem.Column = index+1, 1
			return &problem
		}
	}
	if err != nil {
		return syntaxProblem(text, err)
	}
	return &problem
}

// tooDeep refuses nesting that no policy has.
func tooDeep(node *yaml.Node, depth int) *Problem {
	if depth > maximumDepth {
		return &Problem{
			Line: node.Line, Column: node.Column,
			Problem: fmt.Sprintf("this is nested more than %d levels deep", maximumDepth), Advice: "no key of a policy is",
		}
	}
	for _, child := range node.Content {
		if problem := tooDeep(child, depth+1); problem != nil {
			return problem
		}
	}
	return nil
}

// tooRepetitive refuses aliases that repeat too much, or that hold themselves,
// by counting alone. https://en.wikipedia.org/wiki/Billion_laughs_attack
func tooRepetitive(root *yaml.Node) *Problem {
	counter := aliasCounter{sizes: map[*yaml.Node]int{}}
	if counter.size(root); counter.circle != nil {
		return &Problem{
			Line: counter.circle.Line, Column: counter.circle.Column,
			Problem: fmt.Sprintf("the alias *%s stands inside of what it repeats", shorten(counter.circle.Value)), Advice: "write the value out",
		}
	}
	if counter.repeated > maximumRepeated {
		return &Problem{
			Line: counter.first.Line, Column: counter.first.Column,
			Problem: fmt.Sprintf("the aliases of this file repeat more than %d values", maximumRepeated), Advice: "write out what is meant",
		}
	}
	return nil
}

// aliasCounter counts the values that a file stands for.
type aliasCounter struct {
	sizes    map[*yaml.Node]int // of what aliases repeat; 0 while it is counted
	repeated int                // values that aliases add
	first    *yaml.Node         // alias
	circle   *yaml.Node         // alias that stands inside of what it repeats
}

// size returns the number of values that a node stands for, and stops counting
// far above the maximum.
func (c *aliasCounter) size(node *yaml.Node) int {
	if node.Kind == yaml.AliasNode {
		if c.first == nil {
			c.first = node
		}
		size, counted := c.sizes[node.Alias]
		switch {
		case counted && size == 0:
			c.circle = node
		case !counted:
			size = c.size(node.Alias)
		}
		c.repeated = min(c.repeated+size, maximumRepeated+1)
		return size
	}
	if node.Anchor != "" {
		if size := c.sizes[node]; size > 0 {
			return size
		}
		c.sizes[node] = 0
	}
	size := 1
	for _, child := range node.Content {
		size = min(size+c.size(child), 2*maximumPolicy)
	}
	if node.Anchor != "" {
		c.sizes[node] = size
	}
	return size
}
