package source

import (
	"slices"
	"strings"

	sitter "github.com/tree-sitter/go-tree-sitter"

	"github.com/golive-app/golive/config/regex"
)

// testRoots are the names by which test runners let tests be declared.
var testRoots = []string{"it", "test", "describe", "suite", "context", "specify", "feature", "scenario", "bench", "fixture", "QUnit", "Deno", "Scenario", "lab"}

// plainRoots are those that are a test runner's whatever they are handed.
var plainRoots = words("it test describe specify")

// only records tests that run alone: it.only("…", fn), test.describe.only(…),
// it.only.each(…)("…", fn).
func (r *reading) only(leaf *sitter.Node) {
	access := r.up(leaf)
	if leaf.Kind() == "string_fragment" && r.text(leaf) == "only" { // it["only"]
		access = r.up(access)
	} else if leaf.Kind() != "property_identifier" {
		return
	}
	if access != nil && access.Kind() == "pair" {
		r.onlyOption(access, leaf)
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
	if root.Kind() != "identifier" || !slices.Contains(testRoots, r.testRoot(r.text(root))) || r.ownName(root) {
		return
	}
	node := access
	for range 4 {
		if call := r.called(node); call != nil {
			if declaresTest(call) || node == access && (bare(call) || plainRoots[r.testRoot(r.text(root))]) {
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

// ownName reports whether a name is a variable or a parameter of a function around:
// what a file imports or declares for all of it may be a test runner's all the same.
func (r *reading) ownName(use *sitter.Node) bool {
	name := r.text(use)
	r.shadowed(name, use)
	one := r.root.NamedChildCount() == 1 && functionScopes[r.root.NamedChild(0).Kind()] // a file that is one function
	return slices.ContainsFunc(r.scopes[name], func(scope span) bool {
		return scope.holds(use.StartByte()) && (one || scope.start != r.root.StartByte() || scope.end != r.root.EndByte())
	})
}

// onlyOption records { only: true } among the options of a test.
// https://nodejs.org/api/test.html#only-tests https://docs.deno.com/runtime/fundamentals/testing/#only-tests
func (r *reading) onlyOption(pair, leaf *sitter.Node) {
	value, object := pair.ChildByFieldName("value"), r.up(pair)
	if value == nil || value.Kind() != "true" || object == nil || object.Kind() != "object" {
		return
	}
	arguments := r.up(object)
	if arguments == nil || arguments.Kind() != "arguments" {
		return
	}
	call := r.up(arguments)
	if call == nil || call.Kind() != "call_expression" {
		return
	}
	callee := r.text(call.ChildByFieldName("function"))
	name := callee[strings.LastIndexByte(callee, '.')+1:]
	root, _, _ := strings.Cut(callee, ".")
	if !slices.Contains(testRoots, r.testRoot(root)) && !slices.Contains([]string{"test", "it", "describe"}, name) {
		return
	}
	if declaresTest(call) || strings.Contains(r.text(object), "fn") {
		r.add(RuleFocusedTest, name+" { only: true }", leaf)
	}
}

// testExtended matches a test of the file's own, with fixtures.
// https://playwright.dev/docs/test-fixtures https://vitest.dev/guide/test-context#test-extend
var testExtended = regex.New(`\b(?:const|let|var)\s+(\w+)\s*=\s*(?:\w*(?:[tT]est|base|it)\w*\.extend\b|mergeTests\()`)

// testAlias matches what is taken from a test runner, also under another name.
var testAlias = regex.New(`(?s)\b(?:import|const|let|var)\s*\{([^{}]{0,500})\}\s*(?:from\s*|=\s*require\(\s*)['"](?:@jest/globals|vitest|bun:test|node:test|mocha|@playwright/test|@japa/runner|ava)['"]`)

// testRoot returns the name that a test runner gives to what the file calls so.
func (r *reading) testRoot(name string) string {
	if slices.Contains(testRoots, name) {
		return name
	}
	if extended := testExtended.FindAllSubmatch(r.content, 20); slices.ContainsFunc(extended, func(one [][]byte) bool { return string(one[1]) == name }) {
		return "test"
	}
	for _, imported := range testAlias.FindAllSubmatch(r.content, 20) {
		for _, one := range strings.Split(string(imported[1]), ",") {
			if parts := strings.Fields(strings.Replace(one, ":", " as ", 1)); len(parts) == 3 && parts[1] == "as" && parts[2] == name {
				return parts[0]
			}
		}
	}
	return name
}

// focused records Jasmine's and Jest's short names for the same, fit and
// fdescribe, also where they are imported under another name.
func (r *reading) focused(leaf *sitter.Node) {
	word := r.text(leaf)
	if leaf.Kind() != "identifier" {
		return
	}
	if alias := r.runnerAlias(leaf); alias != "" {
		for _, at := range r.places(alias, nil) {
			use := r.root.DescendantForByteRange(at, at+uint(len(alias)))
			if use != nil && use.Kind() == "identifier" && r.focuses(use) {
				r.add(RuleFocusedTest, word, use)
			}
		}
		return
	}
	if r.focuses(leaf) && (!r.shadowed(word, leaf) || r.testRunner(word)) {
		r.addFocus(word, leaf, word[1:])
	}
}

// focuses reports whether a name is called as a test is declared: fit("…", fn),
// fit.each(…)("…", fn).
func (r *reading) focuses(leaf *sitter.Node) bool {
	node := leaf
	for range 4 {
		if call := r.called(node); call != nil {
			if declaresTest(call) || bare(call) {
				return true
			}
			node = call
			continue
		}
		name, outer := r.access(node)
		if outer == nil {
			return false
		}
		if name == "each" || name == "for" {
			return true
		}
		node = outer
	}
	return false
}

// runnerAlias returns the other name that an import from a test runner gives to
// what is imported there; "" anywhere else.
func (r *reading) runnerAlias(leaf *sitter.Node) string {
	parent := r.up(leaf)
	if parent == nil || parent.Kind() != "import_specifier" {
		return ""
	}
	alias, name := parent.ChildByFieldName("alias"), parent.ChildByFieldName("name")
	if alias == nil || name == nil || !name.Equals(*leaf) || r.testRoot(r.text(alias)) != r.text(leaf) {
		return ""
	}
	return r.text(alias)
}

// testRunner reports whether the file imports a name from a test runner.
func (r *reading) testRunner(name string) bool {
	for _, imported := range testAlias.FindAllSubmatch(r.content, 20) {
		for _, one := range strings.Split(string(imported[1]), ",") {
			if strings.TrimSpace(one) == name {
				return true
			}
		}
	}
	return false
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
