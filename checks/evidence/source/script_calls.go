package source

import (
	"slices"
	"strings"

	sitter "github.com/tree-sitter/go-tree-sitter"

	"github.com/golive-app/golive/config/regex"
)

// scriptAnchors are the words of JavaScript and what is built on it.
func scriptAnchors() []anchor {
	return []anchor{
		{"console", (*reading).console},
		{"debugger", (*reading).debugger},
		{"alert", (*reading).alert},
		{"only", (*reading).only},
		{"fdescribe", (*reading).focused},
		{"fit", (*reading).focused},
		{"ddescribe", (*reading).focused},
		{"iit", (*reading).focused},
		{"golive-allow", (*reading).allow},
		{"drop_console", (*reading).strip},
		{"removeConsole", (*reading).strip},
		{"pure_funcs", (*reading).strip},
		{"drop", (*reading).strip},
		{"transform-remove-console", (*reading).strip},
	}
}

// globals are the names that a script reaches its global object by; of a page also
// those of the windows around it.
var globals = []string{"window", "globalThis", "self", "global", "frames", "top", "parent"}

// global returns the expression that a word stands for as a global: the word
// itself where nothing of the file's own has its name, or the access to it
// through the global object; nil where it is something else.
func (r *reading) global(leaf *sitter.Node, word string) *sitter.Node {
	parent := r.up(leaf)
	if parent == nil {
		return nil
	}
	switch leaf.Kind() {
	case "identifier":
		if r.shadowed(word, leaf) {
			return nil
		}
		return leaf
	case "property_identifier":
		if parent.Kind() == "member_expression" && r.isGlobalObject(parent.ChildByFieldName("object")) {
			return parent
		}
	case "string_fragment":
		access := r.up(parent)
		if (parent.Kind() == "string" || parent.Kind() == "template_string") && r.text(leaf) == word && access != nil && access.Kind() == "subscript_expression" &&
			r.isGlobalObject(access.ChildByFieldName("object")) {
			return access
		}
	}
	return nil
}

// isGlobalObject reports whether an expression is the global object: window, what
// stands in parentheses, window.self, and this outside of any function.
func (r *reading) isGlobalObject(object *sitter.Node) bool {
	for range 6 {
		if object == nil {
			return false
		}
		switch object.Kind() {
		case "identifier":
			return slices.Contains(globals, r.text(object)) && !r.shadowed(r.text(object), object)
		case "this":
			return r.globalThis(object)
		case "parenthesized_expression", "non_null_expression", "as_expression", "satisfies_expression":
			object = object.NamedChild(0)
		case "member_expression":
			if property := object.ChildByFieldName("property"); property == nil || !slices.Contains(globals, r.text(property)) {
				return false
			}
			object = object.ChildByFieldName("object")
		default:
			return false
		}
	}
	return false
}

// ownThis are what gives "this" a meaning of its own; an arrow function does not.
var ownThis = words("function_declaration function_expression method_definition generator_function generator_function_declaration class_body class_static_block")

// globalThis reports whether this is the global object: at the top level of a script
// of JavaScript, which a file is that neither imports nor exports.
func (r *reading) globalThis(this *sitter.Node) bool {
	if r.facts.Language != "JavaScript" {
		return false
	}
	for parent := r.up(this); parent != nil; parent = r.up(parent) {
		if ownThis[parent.Kind()] {
			return false
		}
	}
	for i := range min(r.root.NamedChildCount(), 500) {
		if kind := r.root.NamedChild(i).Kind(); kind == "import_statement" || kind == "export_statement" {
			return false
		}
	}
	return true
}

// brokenCall matches what follows "console" where the syntax around it is not in
// the grammar.
var brokenCall = regex.New(`^\s*!?\??\.\s*([A-Za-z]+)\s*\(`)

// console records calls of console's methods, and methods that are handed to a
// call: promise.then(console.log).
func (r *reading) console(leaf *sitter.Node) {
	if r.broken(leaf) {
		rest := r.content[leaf.EndByte():]
		if match := brokenCall.FindSubmatch(rest[:min(len(rest), 200)]); match != nil {
			r.add(RuleConsole, "console."+string(match[1]), leaf)
		}
		return
	}
	object := r.global(leaf, "console")
	if object == nil {
		return
	}
	method, access := r.access(object)
	if access == nil {
		if r.takenApart(object) {
			return
		}
		// console[level](…)
		if parent := r.outward(object); parent != nil && parent.Kind() == "subscript_expression" && r.called(parent) != nil {
			r.add(RuleConsole, "console[…]", r.called(parent))
		}
		return
	}
	if call := r.called(access); call != nil {
		r.add(RuleConsole, "console."+method, call)
		return
	}
	if r.namedAnew(access) {
		r.add(RuleConsole, "console."+method, access)
		return
	}
	if inner, outer := r.access(access); outer != nil && inner == "bind" {
		if call := r.called(outer); call != nil && r.namedAnew(call) {
			r.add(RuleConsole, "console."+method, access)
		}
		return
	}
	if inner, outer := r.access(access); outer != nil && (inner == "call" || inner == "apply") {
		if call := r.called(outer); call != nil {
			r.add(RuleConsole, "console."+method, call)
		}
		return
	}
	if parent := r.outward(access); parent != nil && parent.Kind() == "arguments" {
		r.add(RuleConsole, "console."+method, access)
	}
}

// takenApart records the methods that a declaration takes out of console:
// const { log, warn: w } = console.
func (r *reading) takenApart(object *sitter.Node) bool {
	declared := r.outward(object)
	if declared == nil || declared.Kind() != "variable_declarator" {
		return false
	}
	pattern := declared.ChildByFieldName("name")
	if pattern == nil || pattern.Kind() != "object_pattern" {
		return false
	}
	for i := range min(pattern.NamedChildCount(), 20) {
		part := pattern.NamedChild(i)
		if key := part.ChildByFieldName("key"); key != nil {
			part = key
		}
		r.add(RuleConsole, "console."+r.text(part), part)
	}
	return true
}

// namedAnew reports whether a value is given another name and called by it:
// const log = console.log; log(x).
func (r *reading) namedAnew(value *sitter.Node) bool {
	declared := r.outward(value)
	if declared == nil {
		return false
	}
	name := declared.ChildByFieldName("name")
	if declared.Kind() == "assignment_expression" { // log = console.log
		name = declared.ChildByFieldName("left")
	} else if declared.Kind() != "variable_declarator" {
		return false
	}
	if name == nil || name.Kind() != "identifier" {
		return false
	}
	for _, at := range r.places(r.text(name), nil) {
		use := r.root.DescendantForByteRange(at, at+uint(len(r.text(name))))
		if use != nil && use.Kind() == "identifier" && r.called(use) != nil {
			return true
		}
	}
	return false
}

// broken reports whether a name stands in or just below a part of the file that
// is not in the grammar, where its surroundings tell nothing.
func (r *reading) broken(leaf *sitter.Node) bool {
	if !r.facts.ParseError || !strings.Contains(leaf.Kind(), "identifier") {
		return false
	}
	node := leaf
	for range 3 {
		if node = r.up(node); node == nil {
			return false
		}
		if node.IsError() {
			return true
		}
	}
	return false
}

// outward returns a node's parent past what changes nothing: parentheses, and
// TypeScript's "!" and "as".
func (r *reading) outward(node *sitter.Node) *sitter.Node {
	for {
		parent := r.up(node)
		if parent == nil {
			return nil
		}
		switch parent.Kind() {
		case "parenthesized_expression", "non_null_expression", "as_expression", "satisfies_expression":
			node = parent
		case "sequence_expression": // (0, console.log)(x)
			if around := r.up(parent); around == nil || around.Kind() != "parenthesized_expression" || parent.EndByte() != node.EndByte() {
				return parent
			}
			node = parent
		default:
			return parent
		}
	}
}

// access returns the name of the member that is taken from an object, and the
// expression that takes it; nil where the object is used in another way.
func (r *reading) access(object *sitter.Node) (string, *sitter.Node) {
	parent := r.outward(object)
	if parent == nil {
		return "", nil
	}
	taken := parent.ChildByFieldName("object")
	if taken == nil || object.StartByte() < taken.StartByte() || object.EndByte() > taken.EndByte() {
		return "", nil
	}
	switch parent.Kind() {
	case "member_expression":
		if property := parent.ChildByFieldName("property"); property != nil {
			return r.text(property), parent
		}
	case "subscript_expression":
		index := parent.ChildByFieldName("index")
		if index != nil && (index.Kind() == "string" || index.Kind() == "template_string") && index.NamedChildCount() == 1 {
			return r.text(index.NamedChild(0)), parent
		}
	}
	return "", nil
}

// called returns the call whose function is this expression, or nil.
func (r *reading) called(function *sitter.Node) *sitter.Node {
	parent := r.outward(function)
	if parent == nil || parent.Kind() != "call_expression" {
		return nil
	}
	callee := parent.ChildByFieldName("function")
	if callee == nil || function.StartByte() < callee.StartByte() || function.EndByte() > callee.EndByte() {
		return nil
	}
	return parent
}

func (r *reading) debugger(leaf *sitter.Node) {
	if parent := r.up(leaf); parent != nil && parent.Kind() == "debugger_statement" {
		r.add(RuleDebugger, "debugger", parent)
	}
}

// handedOn are functions to which people hand alert, to see what comes: that of a
// test's double is none of them.
var handedOn = words("then catch finally setTimeout setInterval addEventListener forEach map subscribe on once")

// alert records calls of the browser's own alert, by whatever way, and alert that is
// handed on to be called: promise.catch(alert).
func (r *reading) alert(leaf *sitter.Node) {
	function := r.global(leaf, "alert")
	if function == nil {
		return
	}
	if call := r.called(function); call != nil {
		r.add(RuleAlert, "alert", call)
		return
	}
	if inner, outer := r.access(function); outer != nil {
		if call := r.called(outer); call != nil && (inner == "call" || inner == "apply") {
			r.add(RuleAlert, "alert", call)
		}
		return
	}
	arguments := r.outward(function)
	if arguments == nil || arguments.Kind() != "arguments" {
		return
	}
	if call := r.up(arguments); call != nil && call.Kind() == "call_expression" {
		callee := r.text(call.ChildByFieldName("function"))
		if handedOn[callee[strings.LastIndexByte(callee, '.')+1:]] {
			r.add(RuleAlert, "alert", function)
		}
	}
}
