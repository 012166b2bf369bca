package source

import (
	"slices"
	"strings"

	sitter "github.com/tree-sitter/go-tree-sitter"
)

// testRoots are the names by which test runners let tests be declared.
var testRoots = []string{"it", "test", "describe", "suite", "context", "specify", "feature", "scenario"}

// only records tests that run alone: it.only("…", fn), test.describe.only(…),
// it.only.each(…)("…", fn).
func (r *reading) only(leaf *sitter.Node) {
	if leaf.Kind() != "property_identifier" {
		return
	}
	access := r.up(leaf)
	if access == nil || access.Kind() != "member_expression" {
		return
	}
	root := access
	for range 6 {
		object := root.ChildByFieldName("object")
		if object == nil {
			object = root.ChildByFieldName("function")
		}
		if object == nil {
			break
		}
		root = object
	}
	if root.Kind() != "identifier" || !slices.Contains(testRoots, r.text(root)) {
		return
	}
	node := access
	for range 4 {
		if call := r.called(node); call != nil {
			if declaresTest(call) {
				r.addFocus(r.text(root)+".only", access, r.text(access.ChildByFieldName("object")))
				return
			}
			node = call
			continue
		}
		name, outer := r.access(node)
		if outer == nil {
			return
		}
		if name == "each" || name == "for" {
			r.addFocus(r.text(root)+".only", access, r.text(access.ChildByFieldName("object")))
			return
		}
		node = outer
	}
}

// focused records Jasmine's and Jest's short names for the same: fit and
// fdescribe.
func (r *reading) focused(leaf *sitter.Node) {
	if leaf.Kind() != "identifier" {
		return
	}
	if call := r.called(leaf); call != nil && declaresTest(call) && !r.shadowed(r.text(leaf), leaf) {
		r.addFocus(r.text(leaf), leaf, strings.TrimPrefix(r.text(leaf), "f"))
	}
}

// addFocus records a test that runs alone; plain is how it is written without.
func (r *reading) addFocus(callee string, node *sitter.Node, plain string) {
	if added := r.add(RuleFocusedTest, callee, node); added != nil {
		added.Fix = r.rewriting(node, plain)
	}
}

// declaresTest reports whether a call has the arguments of a test's
// declaration: a function, behind its title where there is one.
func declaresTest(call *sitter.Node) bool {
	arguments := call.ChildByFieldName("arguments")
	if arguments == nil {
		return false
	}
	for i := range min(arguments.NamedChildCount(), 4) {
		switch arguments.NamedChild(i).Kind() {
		case "arrow_function", "function_expression", "generator_function":
			return true
		case "identifier", "call_expression", "await_expression":
			if i == 0 {
				continue
			}
			if first := arguments.NamedChild(0).Kind(); first == "string" || first == "template_string" {
				return true
			}
		}
	}
	return false
}
