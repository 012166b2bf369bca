package terraform

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// diagnostics are what walks over trees hand back.
type diagnostics = hcl.Diagnostics

// reference marks what is computed from a resource with its address.
type reference string

// most is what computing one expression may cost, in elements and runs of 16 bytes.
const most = 2_000_000

// costs estimates what it takes to compute an expression over values of a size: each
// loop goes through all of it once more.
func costs(expression hclsyntax.Expression, size int) int {
	walk := costWalk{}
	_ = hclsyntax.Walk(expression, &walk)
	total := walk.nodes * (1 + size/64)
	for range walk.deepest {
		if total *= 1 + size; total > most {
			return total
		}
	}
	return total
}

// costWalk counts loops inside of loops.
type costWalk struct{ nodes, loops, deepest int }

// multiplying are functions that answer more than they are given.
func multiplying(name string) bool {
	switch name {
	case "setproduct", "range", "join", "flatten", "distinct", "setunion", "setintersection", "setsubtract", "regexall":
		return true
	}
	return false
}

func loops(node hclsyntax.Node) bool {
	switch one := node.(type) {
	case *hclsyntax.ForExpr, *hclsyntax.SplatExpr:
		return true
	case *hclsyntax.FunctionCallExpr:
		return multiplying(one.Name)
	}
	return false
}

// Enter implements hclsyntax.Walker.
func (w *costWalk) Enter(node hclsyntax.Node) hcl.Diagnostics {
	w.nodes++
	if loops(node) {
		w.loops++
		w.deepest = max(w.deepest, w.loops)
	}
	return nil
}

// Exit implements hclsyntax.Walker.
func (w *costWalk) Exit(node hclsyntax.Node) hcl.Diagnostics {
	if loops(node) {
		w.loops--
	}
	return nil
}

// ranges reports whether an expression makes a list by itself, and how long at most.
func ranges(expression hclsyntax.Expression) int {
	longest := 0
	_ = hclsyntax.VisitAll(expression, func(node hclsyntax.Node) hcl.Diagnostics {
		if call, is := node.(*hclsyntax.FunctionCallExpr); is && call.Name == "range" {
			longest = 1024
		}
		return nil
	})
	return longest
}

// keyword is the name that stands as a key of an object.
func keyword(key *hclsyntax.ObjectConsKeyExpr) string {
	if name := hcl.ExprAsKeyword(key.Wrapped); name != "" {
		return name
	}
	if template, is := key.Wrapped.(*hclsyntax.TemplateExpr); is && template.IsStringLiteral() {
		value, _ := template.Value(nil)
		found, _ := text(value)
		return found
	}
	return ""
}

// step is the name that a traversal goes to at a depth; empty where there is none.
func step(traversal hcl.Traversal, depth int) string {
	if len(traversal) <= depth {
		return ""
	}
	switch one := traversal[depth].(type) {
	case hcl.TraverseRoot:
		return one.Name
	case hcl.TraverseAttr:
		return one.Name
	case hcl.TraverseIndex:
		found, _ := text(one.Key)
		return found
	}
	return ""
}

// cloud reports whether a name can be the type of a resource.
func cloud(name string) bool { return strings.Contains(name, "_") }

// unknownAt is what is not known of a resource.
func unknownAt(address string) cty.Value { return cty.DynamicVal.Mark(reference(address)) }
