package openapi

import "go.yaml.in/yaml/v3"

// value follows an alias. An alias of an alias does not exist in YAML, and one that
// stands inside of what it names is followed once, as all others are.
func value(node *yaml.Node) *yaml.Node {
	if node.Kind == yaml.AliasNode && node.Alias != nil {
		return node.Alias
	}
	return node
}

// field returns a mapping's value, or nil. It looks at so many fields: aliases make
// one long mapping stand in a thousand places.
func field(node *yaml.Node, name string) *yaml.Node {
	if node == nil || node.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < min(len(node.Content), 2*maxFields); i += 2 {
		if node.Content[i].Value == name {
			return value(node.Content[i+1])
		}
	}
	return nil
}

// each calls with every pair of a mapping.
func each(node *yaml.Node, call func(key, value *yaml.Node)) {
	if node == nil || node.Kind != yaml.MappingNode {
		return
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		call(node.Content[i], value(node.Content[i+1]))
	}
}

func text(node *yaml.Node) string {
	if node == nil || node.Kind != yaml.ScalarNode {
		return ""
	}
	return node.Value
}

// deeper reports whether nodes are nested deeper than some levels; what aliases
// repeat is not counted again.
func deeper(node *yaml.Node, levels int) bool {
	if levels == 0 {
		return true
	}
	for _, child := range node.Content {
		if deeper(child, levels-1) {
			return true
		}
	}
	return false
}
