package lowering

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/checks/evidence/source/syntax"
)

func scriptFunctionDeclaration(l *lowerer, n syntax.Node) []program.Statement {
	function := scriptFunction(l, n, &program.Function{Name: n.Field("name").Text()})
	return []program.Statement{&program.Declare{Span: function.Span, Function: function}}
}

func scriptClosure(l *lowerer, n syntax.Node) program.Expression {
	function := scriptFunction(l, n, &program.Function{Name: n.Field("name").Text()})
	return &program.Closure{Span: function.Span, Function: function}
}

// scriptFunction fills in a function of which the place gave what it could: name,
// class, kind.
func scriptFunction(l *lowerer, n syntax.Node, function *program.Function) *program.Function {
	function.Span = spanOf(n)
	function.Async = n.Has("async")
	function.Generator = n.Has("*") || n.Is("generator_function", "generator_function_declaration")
	if result := n.Field("return_type"); result.Valid() {
		function.Results = []string{strings.TrimSpace(strings.TrimPrefix(result.Text(), ":"))}
	}
	l.within(function, func() {
		if parameter := n.Field("parameter"); parameter.Valid() {
			function.Params = append(function.Params, &program.Param{Span: spanOf(parameter), Name: parameter.Text()})
		}
		for parameter := range n.Field("parameters").NamedChildren {
			if param := scriptParam(l, parameter); param != nil {
				function.Params = append(function.Params, param)
			}
		}
		body := n.Field("body")
		if !body.Valid() || body.Is("statement_block") {
			function.Body = l.body(body)
		} else if x := l.expression(body); x != nil {
			function.Body = []program.Statement{&program.Return{Span: x.Range(), X: []program.Expression{x}}}
		}
	})
	return function
}

// scriptParam is one parameter; TypeScript's wraps what JavaScript's is.
func scriptParam(l *lowerer, n syntax.Node) *program.Param {
	param := &program.Param{Span: spanOf(n)}
	target := n
	switch n.Kind() {
	case "required_parameter", "optional_parameter":
		target = n.Field("pattern")
		if target.Is("this") { // says what this is, and takes nothing
			return nil
		}
		param.Decorators = scriptDecorators(l, n)
		param.Property = n.Has("accessibility_modifier") || n.Has("readonly") || n.Has("override_modifier")
		param.Type = l.expression(n.Field("type"))
		param.Default = l.named(simpleName(target), n.Field("value"))
	case "assignment_pattern":
		target = n.Field("left")
		param.Default = l.named(simpleName(target), n.Field("right"))
	case "comment":
		return nil
	}
	if target.Is("rest_pattern") {
		param.Rest = true
		target = target.NamedChild(0)
	}
	switch x := l.expression(target).(type) {
	case *program.Name:
		param.Name = x.Name
	case *program.Pattern:
		param.Pattern = x
	default: // not in the language
		return nil
	}
	return param
}

func scriptDecorators(l *lowerer, n syntax.Node) []program.Expression {
	var decorators []program.Expression
	for child := range n.Fields("decorator") {
		if x := l.expression(child.NamedChild(0)); x != nil {
			decorators = append(decorators, x)
		}
	}
	return decorators
}

// scriptMethod is a method of a class, or of an object where class is nil.
func scriptMethod(l *lowerer, n syntax.Node, class *program.Class) *program.Function {
	key := scriptKey(l, n.Field("name"))
	return scriptFunction(l, n, &program.Function{
		Name: key.Name, Class: class, Kind: scriptMethodKind(n, key.Name, class), Decorators: scriptDecorators(l, n),
	})
}

func scriptMethodKind(n syntax.Node, name string, class *program.Class) string {
	switch {
	case n.Is("abstract_method_signature"):
		return "abstract"
	case n.Has("get"):
		return "get"
	case n.Has("set"):
		return "set"
	case n.Has("static"):
		return "static"
	case class != nil && name == "constructor":
		return "constructor"
	}
	return ""
}
