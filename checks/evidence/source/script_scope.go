package source

import (
	sitter "github.com/tree-sitter/go-tree-sitter"

	"github.com/golive-app/golive/config/regex"
)

// shadowed reports whether a name, where it is used, is one that the file
// itself declares, takes as a parameter or imports. The declarations of a name
// are looked up once.
func (r *reading) shadowed(name string, use *sitter.Node) bool {
	scopes, known := r.scopes[name]
	if !known {
		for _, at := range r.places(name, nil) {
			leaf := r.root.DescendantForByteRange(at, at+uint(len(name)))
			if leaf == nil || leaf.ChildCount() > 0 {
				continue
			}
			if scope := r.declares(leaf); scope != nil {
				scopes = append(scopes, span{scope.StartByte(), scope.EndByte()})
			}
			if r.slow {
				break
			}
		}
		r.scopes[name] = scopes
	}
	for _, scope := range scopes {
		if scope.holds(use.StartByte()) {
			return true
		}
	}
	return false
}

// ownConsole matches what still is the console under its own name: an import of
// node:console, window.console || {}.
var ownConsole = regex.New(`(?:^|[^\w$])console\b`)

// declares returns the node within which a name is visible that is declared
// here; nil where the name is only used.
func (r *reading) declares(leaf *sitter.Node) *sitter.Node {
	switch leaf.Kind() {
	case "identifier", "shorthand_property_identifier_pattern", "type_identifier":
	default:
		return nil
	}
	name, parent := r.pattern(leaf)
	if parent == nil {
		return nil
	}
	is := func(field string) bool {
		child := parent.ChildByFieldName(field)
		return child != nil && child.Equals(*name)
	}
	switch parent.Kind() {
	case "variable_declarator":
		value := parent.ChildByFieldName("value")
		if !is("name") || value != nil && ownConsole.MatchString(r.text(value)) {
			return nil
		}
		declaration := r.up(parent)
		if declaration == nil || r.ambient(declaration) {
			return nil
		}
		if declaration.Kind() == "variable_declaration" {
			return r.enclosing(declaration, functionScopes)
		}
		return r.enclosing(declaration, blockScopes)
	case "for_in_statement":
		if is("left") && parent.ChildByFieldName("kind") != nil {
			return parent
		}
	case "formal_parameters":
		if r.handedItself(name, parent) {
			return nil
		}
		return r.up(parent)
	case "required_parameter", "optional_parameter":
		if list := r.up(parent); is("pattern") && list != nil {
			return r.up(list)
		}
	case "arrow_function":
		if is("parameter") {
			return parent
		}
	case "function_declaration", "generator_function_declaration", "class_declaration", "abstract_class_declaration", "enum_declaration":
		if is("name") && !r.ambient(parent) {
			return r.enclosing(parent, blockScopes)
		}
	case "function_expression", "class":
		if is("name") {
			return parent
		}
	case "catch_clause":
		if is("parameter") {
			return parent
		}
	case "import_specifier":
		if is("alias") || parent.ChildByFieldName("alias") == nil {
			return r.imported(parent)
		}
	case "import_clause", "namespace_import", "import_require_clause":
		return r.imported(parent)
	}
	return nil
}

// handedItself reports whether a parameter is of a function that is called at once
// with what has the same name outside: (function (window) { … })(window).
func (r *reading) handedItself(name, parameters *sitter.Node) bool {
	function := r.up(parameters)
	if function == nil || function.Kind() != "function_expression" && function.Kind() != "arrow_function" {
		return false
	}
	call := r.called(function)
	if call == nil {
		return false
	}
	arguments := call.ChildByFieldName("arguments")
	if arguments == nil || arguments.Kind() != "arguments" {
		return false
	}
	for i := range min(parameters.NamedChildCount(), 20) {
		if parameters.NamedChild(i).Equals(*name) && i < arguments.NamedChildCount() {
			return r.text(arguments.NamedChild(i)) == r.text(name)
		}
	}
	return false
}

// pattern returns the outermost destructuring pattern around a name, and what
// that stands in; nil where the name is the default or the key of one.
func (r *reading) pattern(leaf *sitter.Node) (name, parent *sitter.Node) {
	for name = leaf; ; name = parent {
		if parent = r.up(name); parent == nil {
			return name, nil
		}
		field := ""
		switch parent.Kind() {
		case "object_pattern", "array_pattern", "rest_pattern":
			continue
		case "pair_pattern":
			field = "value"
		case "assignment_pattern", "object_assignment_pattern":
			field = "left"
		default:
			return name, parent
		}
		if child := parent.ChildByFieldName(field); child == nil || !child.Equals(*name) {
			return name, nil
		}
	}
}

var (
	functionScopes = words("program function_declaration function_expression arrow_function method_definition generator_function generator_function_declaration class_static_block")
	blockScopes    = words("program statement_block for_statement for_in_statement switch_body class_static_block")
)

// enclosing returns the innermost node of the given kinds around a node.
func (r *reading) enclosing(node *sitter.Node, kinds map[string]bool) *sitter.Node {
	for parent := r.up(node); parent != nil; parent = r.up(parent) {
		if kinds[parent.Kind()] {
			return parent
		}
	}
	return r.root
}

// ambient reports whether a declaration only tells TypeScript what exists.
func (r *reading) ambient(declaration *sitter.Node) bool {
	parent := r.up(declaration)
	return parent != nil && parent.Kind() == "ambient_declaration"
}

// imported returns the scope of an import: the file, unless what is imported is
// the console under its own name.
func (r *reading) imported(node *sitter.Node) *sitter.Node {
	for parent := node; parent != nil; parent = r.up(parent) {
		if parent.Kind() != "import_statement" {
			continue
		}
		if origin := parent.ChildByFieldName("source"); origin != nil {
			switch r.text(origin) {
			case `"console"`, `'console'`, `"node:console"`, `'node:console'`:
				return nil
			}
		}
		return r.root
	}
	return r.root
}
