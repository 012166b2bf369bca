package source

import (
	"regexp"
	"slices"
	"strings"

	sitter "github.com/tree-sitter/go-tree-sitter"
)

// testRoots are the names by which test runners let tests be declared.
var testRoots = []string{"it", "test", "describe", "suite", "context", "specify", "feature", "scenario"}

// only records tests that run alone: it.only("…", fn), test.describe.only(…),
// it.only.each(…)("…", fn).
func (r *reading) only(leaf *sitter.Node) {
	access := r.up(leaf)
	if leaf.Kind() == "string_fragment" && r.text(leaf) == "only" { // it["only"]
		access = r.up(access)
	} else if leaf.Kind() != "property_identifier" {
		return
	}
	if access == nil || access.Kind() != "member_expression" && access.Kind() != "subscript_expression" {
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
	if root.Kind() != "identifier" || !slices.Contains(testRoots, r.testRoot(r.text(root))) {
		return
	}
	node := access
	for range 4 {
		if call := r.called(node); call != nil {
			if declaresTest(call) || node == access && bare(call) {
				r.addFocus(r.testRoot(r.text(root))+".only", access, r.text(access.ChildByFieldName("object")))
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
			r.addFocus(r.testRoot(r.text(root))+".only", access, r.text(access.ChildByFieldName("object")))
			return
		}
		node = outer
	}
}

// testAlias matches what is imported from a test runner under another name.
var testAlias = regexp.MustCompile(`(?s)\bimport\s*\{([^{}]{0,500})\}\s*from\s*['"](?:@jest/globals|vitest|bun:test|node:test|mocha|@playwright/test)['"]`)

// testRoot returns the name that a test runner gives to what the file calls so.
func (r *reading) testRoot(name string) string {
	if slices.Contains(testRoots, name) {
		return name
	}
	for _, imported := range testAlias.FindAllSubmatch(r.content, 20) {
		for _, one := range strings.Split(string(imported[1]), ",") {
			if parts := strings.Fields(one); len(parts) == 3 && parts[1] == "as" && parts[2] == name {
				return parts[0]
			}
		}
	}
	return name
}

// focused records Jasmine's and Jest's short names for the same: fit and
// fdescribe.
func (r *reading) focused(leaf *sitter.Node) {
	if leaf.Kind() != "identifier" {
		return
	}
	if call := r.called(leaf); call != nil && (declaresTest(call) || bare(call) && r.text(leaf) == "fdescribe") && !r.shadowed(r.text(leaf), leaf) {
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
// declaration: a function, behind its title where there is one. One of only with
// none at all, which a test runner refuses, is on its way to be one.
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

// bare reports whether a call has no arguments at all.
func bare(call *sitter.Node) bool {
	arguments := call.ChildByFieldName("arguments")
	return arguments != nil && arguments.Kind() == "arguments" && arguments.NamedChildCount() == 0
}
