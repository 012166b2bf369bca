// Package node walks documents of YAML: aliases are followed and merges carried out
// where they stand, and a document that refers to itself ends.
package node

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"

	"go.yaml.in/yaml/v3"

	"github.com/golive-app/golive/config/regex"
)

const (
	// maxDocuments bounds how many documents of one file are read.
	maxDocuments = 200
	// deepestMerge bounds how many merges lead from one mapping to the next.
	deepestMerge = 20
)

// Documents returns the roots of a file's documents, up to the first that is no YAML.
func Documents(content []byte) []*yaml.Node {
	roots, _ := Parse(content)
	return roots
}

// ErrTooMany is returned for a file with more documents than are read.
var ErrTooMany = fmt.Errorf("it has more than %d documents", maxDocuments)

// Parse returns the roots of a file's documents, up to the first that is no YAML, and
// what is wrong with that one: an *InvalidError, or ErrTooMany.
func Parse(content []byte) (roots []*yaml.Node, err error) {
	defer func() {
		// The decoder panics on some input that it takes for impossible.
		if problem := recover(); problem != nil {
			err = &InvalidError{Message: "no YAML"}
		}
	}()
	decoder := yaml.NewDecoder(bytes.NewReader(content))
	for range maxDocuments {
		var document yaml.Node
		switch err := decoder.Decode(&document); {
		case errors.Is(err, io.EOF):
			return roots, nil
		case err != nil:
			return roots, invalid(err)
		}
		if len(document.Content) > 0 {
			roots = append(roots, document.Content[0])
		}
	}
	return roots, ErrTooMany
}

// InvalidError says why a document is no YAML, and at which line where that is known.
type InvalidError struct {
	Line    int // from 1; 0: not known
	Message string
}

func (e *InvalidError) Error() string { return e.Message }

// wrongLine takes the line out of the decoder's words.
var wrongLine = regex.New(`^yaml: (?:line (\d+): )?(.*)`)

func invalid(err error) error {
	match := wrongLine.FindStringSubmatch(err.Error())
	if match == nil {
		return &InvalidError{Message: err.Error()}
	}
	line, _ := strconv.Atoi(match[1])
	return &InvalidError{Line: line, Message: match[2]}
}

// Resolved returns what an alias stands for, or the node itself.
func Resolved(n *yaml.Node) *yaml.Node {
	if n != nil && n.Kind == yaml.AliasNode {
		return n.Alias
	}
	return n
}

// Field returns a mapping's value; nil where it has none of the name.
func Field(n *yaml.Node, name string) *yaml.Node {
	var found *yaml.Node
	Each(n, func(key, value *yaml.Node) {
		if key.Value == name && found == nil {
			found = value
		}
	})
	return found
}

// Each calls with every pair of a mapping: its own, then those of what is merged into
// it under names that it has not itself (https://yaml.org/type/merge.html).
func Each(n *yaml.Node, call func(key, value *yaml.Node)) {
	n = Resolved(n)
	if n == nil || n.Kind != yaml.MappingNode {
		return
	}
	merges(n, call, map[string]bool{}, map[*yaml.Node]bool{}, deepestMerge)
}

func merges(n *yaml.Node, call func(key, value *yaml.Node), named map[string]bool, seen map[*yaml.Node]bool, depth int) {
	if n = Resolved(n); n == nil || seen[n] || depth == 0 {
		return
	}
	seen[n] = true
	if n.Kind == yaml.SequenceNode {
		for _, one := range n.Content {
			merges(one, call, named, seen, depth-1)
		}
		return
	}
	if n.Kind != yaml.MappingNode {
		return
	}
	var merged []*yaml.Node
	for index := 0; index+1 < len(n.Content); index += 2 {
		key, value := n.Content[index], n.Content[index+1]
		switch {
		case key.Tag == "!!merge":
			merged = append(merged, value)
		case !named[key.Value]:
			named[key.Value] = true
			call(key, Resolved(value))
		}
	}
	for _, one := range merged {
		merges(one, call, named, seen, depth-1)
	}
}

// Items returns the elements of a sequence.
func Items(n *yaml.Node) []*yaml.Node {
	n = Resolved(n)
	if n == nil || n.Kind != yaml.SequenceNode {
		return nil
	}
	items := make([]*yaml.Node, 0, len(n.Content))
	for _, one := range n.Content {
		items = append(items, Resolved(one))
	}
	return items
}

// Text returns what a scalar says; nothing for null and for whatever is no scalar.
func Text(n *yaml.Node) string {
	n = Resolved(n)
	if n == nil || n.Kind != yaml.ScalarNode || n.Tag == "!!null" {
		return ""
	}
	return n.Value
}

// Walk calls with every pair of a document, each once; a call that returns false keeps
// it from going further down there.
func Walk(n *yaml.Node, deepest int, call func(key, value *yaml.Node) bool) {
	walk(n, deepest, call, map[*yaml.Node]bool{})
}

func walk(n *yaml.Node, depth int, call func(key, value *yaml.Node) bool, seen map[*yaml.Node]bool) {
	if n = Resolved(n); n == nil || depth == 0 || seen[n] {
		return
	}
	seen[n] = true
	for _, one := range Items(n) {
		walk(one, depth-1, call, seen)
	}
	Each(n, func(key, value *yaml.Node) {
		if !seen[key] && call(key, value) {
			walk(value, depth-1, call, seen)
		}
		seen[key] = true // what is merged elsewhere is the same pair
	})
}

// Path returns what stands below a mapping under one name after the other; nil where
// one of them is not there.
func Path(n *yaml.Node, names ...string) *yaml.Node {
	for _, name := range names {
		if n = Field(n, name); n == nil {
			return nil
		}
	}
	return n
}

// Key returns the name of a mapping's pair as it stands in the file; nil where it has
// none of the name.
func Key(n *yaml.Node, name string) *yaml.Node {
	var found *yaml.Node
	Each(n, func(key, _ *yaml.Node) {
		if key.Value == name && found == nil {
			found = key
		}
	})
	return found
}

// Number returns what a scalar says as a whole number; false where it is none.
func Number(n *yaml.Node) (int, bool) {
	number, err := strconv.Atoi(Text(n))
	return number, err == nil
}

// Texts returns the scalars of a mapping by their names.
func Texts(n *yaml.Node) map[string]string {
	var texts map[string]string
	Each(n, func(key, value *yaml.Node) {
		if value.Kind != yaml.ScalarNode {
			return
		}
		if texts == nil {
			texts = map[string]string{}
		}
		texts[key.Value] = Text(value)
	})
	return texts
}
