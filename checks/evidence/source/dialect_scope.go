package source

import (
	"slices"
	"strings"

	sitter "github.com/tree-sitter/go-tree-sitter"
)

// shadowed reports whether a name, where it is used, is one that the file itself
// declares or takes as a parameter; also one that it imports, unless an import
// is what gives the name its meaning. The declarations of a name are looked up
// once.
func (d *dialect) shadowed(r *reading, name string, use *sitter.Node, imported bool) bool {
	key := name
	if imported {
		key += " imported"
	}
	scopes, known := r.scopes[key]
	if !known {
		for _, at := range r.places(name, nil) {
			leaf := r.root.DescendantForByteRange(at, at+uint(len(name)))
			if leaf == nil || leaf.ChildCount() > 0 {
				continue
			}
			if scope := d.declares(r, leaf, imported); scope != nil {
				scopes = append(scopes, span{scope.StartByte(), scope.EndByte()})
			}
			if r.slow {
				break
			}
		}
		r.scopes[key] = scopes
	}
	return slices.ContainsFunc(scopes, func(scope span) bool { return scope.holds(use.StartByte()) })
}

// declares returns the node within which a name is visible that is declared
// here; nil where the name is only used.
func (d *dialect) declares(r *reading, leaf *sitter.Node, imported bool) *sitter.Node {
	name, parent := leaf, r.up(leaf)
	for parent != nil && d.shape.patterns[parent.Kind()] {
		name, parent = parent, r.up(parent)
	}
	switch {
	case parent == nil:
		return nil
	case isPart(d.shape.imports, parent, name):
		if imported || d.genuine(r, parent) {
			return nil
		}
		return r.root
	case !isPart(d.shape.declares, parent, name):
		return nil
	}
	// A function's own name is visible around it, its parameters within.
	from := name
	if own := parent.ChildByFieldName("name"); d.shape.scopes[parent.Kind()] && own != nil && own.Equals(*name) {
		from = parent
	}
	for around := r.up(from); around != nil; around = r.up(around) {
		if d.shape.scopes[around.Kind()] {
			if d.shape.classes[around.Kind()] {
				return nil
			}
			return around
		}
	}
	return r.root
}

// isPart reports whether a node is one of the parts that a table names.
func isPart(table map[string]bool, parent, node *sitter.Node) bool {
	kind := parent.Kind()
	if table[kind+"."] {
		return true
	}
	for _, field := range []string{"alias", "left", "pattern", "parameter", "name"} {
		if !table[kind+"."+field] {
			continue
		}
		if part := parent.ChildByFieldName(field); part != nil && part.Equals(*node) {
			return true
		}
	}
	if !table[kind+".name"] {
		return false
	}
	// A list has several names: from a import b, c.
	for i := range min(parent.ChildCount(), 200) {
		if child := parent.Child(i); child != nil && child.Equals(*node) {
			return parent.FieldNameForChild(uint32(i)) == "name"
		}
	}
	return false
}

// genuine reports whether an import leaves a name what it was.
func (d *dialect) genuine(r *reading, part *sitter.Node) bool {
	const longest = 2000
	for statement := part; statement != nil && statement.Parent() != nil; statement = r.up(statement) {
		if statement.EndByte()-statement.StartByte() > longest {
			return false
		}
		text := r.text(statement)
		if slices.ContainsFunc(d.shape.genuine, func(mark string) bool { return strings.Contains(text, mark) }) {
			return true
		}
	}
	return false
}
