package scenario

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// mostFile is how long a scenario may be.
const mostFile = 1 << 20

// entry is a key of a mapping with its value.
type entry struct {
	key, value *yaml.Node
}

// document reads a file of one YAML document.
func (p *problems) document(text []byte) *yaml.Node {
	switch {
	case len(text) > mostFile && !p.smoke:
		p.report(nil, fmt.Sprintf("the file is longer than %d bytes", mostFile), "move data into a CSV file: users: { file: users.csv }")
		return nil
	case len(text) > MostSmoke && p.smoke:
		p.report(nil, fmt.Sprintf("the file is longer than %d bytes", MostSmoke), "leave out what says little")
		return nil
	case !utf8.Valid(text):
		p.report(nil, "the file is no UTF-8", `save it as "UTF-8"`)
		return nil
	}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	var read yaml.Node
	if err := decoder.Decode(&read); errors.Is(err, io.EOF) {
		p.report(nil, "the file is empty", "write steps: with at least one step")
		return nil
	} else if err != nil {
		p.report(nil, "it is no YAML: "+strings.TrimPrefix(err.Error(), "yaml: "), "text that holds \": \", \"{\" or \"#\" needs quotes around it")
		return nil
	}
	if err := decoder.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		p.report(nil, "a second YAML document follows", "join the two")
		return nil
	}
	return follow(read.Content[0])
}

// follow returns what an alias repeats, as if it stood at the alias.
func follow(node *yaml.Node) *yaml.Node {
	for node.Kind == yaml.AliasNode {
		repeated := *node.Alias
		repeated.Line, repeated.Column = node.Line, node.Column
		node = &repeated
	}
	return node
}

// entries returns the entries of a mapping, each key once.
func (p *problems) entries(node *yaml.Node, what string) []entry {
	if node.Kind != yaml.MappingNode {
		p.report(node, what+" is "+describe(node)+"; a mapping is wanted", "write its keys under it, one a line")
		return nil
	}
	if p.smoke && len(node.Content) > 2*mostEntries {
		p.report(node, fmt.Sprintf("%s has %d keys; there may be %d", what, len(node.Content)/2, mostEntries), "leave out what says little")
		return nil
	}
	var all []entry
	lines := map[string]int{}
	for index := 0; index+1 < len(node.Content); index += 2 {
		key := follow(node.Content[index])
		if line, twice := lines[key.Value]; twice {
			p.report(key, fmt.Sprintf("%q stands here twice, first on line %d", key.Value, line), "keep one")
			continue
		}
		lines[key.Value] = key.Line
		all = append(all, entry{key, follow(node.Content[index+1])})
	}
	return all
}

// mapping hands the values of a mapping to those who read them, by key.
func (p *problems) mapping(node *yaml.Node, what string, keys []string, read map[string]func(*yaml.Node)) {
	for _, one := range p.entries(node, what) {
		if reader := read[one.key.Value]; reader != nil && slices.Contains(keys, one.key.Value) {
			reader(one.value)
			continue
		}
		p.report(one.key, fmt.Sprintf("%s has no key %q", what, shorten(one.key.Value)), meant(one.key.Value, keys))
	}
}

// list returns the elements of a list.
func (p *problems) list(node *yaml.Node, what string, most int) []*yaml.Node {
	switch {
	case node.Kind != yaml.SequenceNode:
		p.report(node, what+" is "+describe(node)+"; a list is wanted", "begin each entry with \"- \"")
		return nil
	case len(node.Content) == 0:
		p.report(node, what+" is an empty list", "write an entry, or remove the key")
		return nil
	case len(node.Content) > most:
		p.report(node, fmt.Sprintf("%s has %d entries; there may be %d", what, len(node.Content), most), "shorten the list")
		return nil
	}
	all := make([]*yaml.Node, len(node.Content))
	for index, element := range node.Content {
		all[index] = follow(element)
	}
	return all
}

// text returns a scalar as it is written.
func (p *problems) text(node *yaml.Node, what string) string {
	switch {
	case node.Kind == yaml.MappingNode:
		p.report(node, what+" is a mapping; text is wanted", "put it in quotes, or write it under \"|\"")
	case node.Kind != yaml.ScalarNode:
		p.report(node, what+" is "+describe(node)+"; text is wanted", "write it on one line, or under \"|\"")
	case node.Tag == "!!null":
		p.report(node, what+" is empty", "write it, or remove the key")
	default:
		return node.Value
	}
	return ""
}

// describe says what a node is.
func describe(node *yaml.Node) string {
	switch {
	case node.Kind == yaml.MappingNode:
		return "a mapping"
	case node.Kind == yaml.SequenceNode:
		return "a list"
	case node.Tag == "!!null":
		return "empty"
	default:
		return fmt.Sprintf("%q", shorten(node.Value))
	}
}
