package lowering

import (
	"unicode"
	"unicode/utf8"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/checks/evidence/source/syntax"
)

func golangExported(name string) bool {
	first, _ := utf8.DecodeRuneInString(name)
	return unicode.IsUpper(first)
}

func golangFunction(l *lowerer, n syntax.Node) []program.Statement {
	function := golangSignature(l, n)
	return []program.Statement{&program.Declare{Span: function.Span, Function: function}}
}

// golangMethod enters a method. It has no Declare, because its name means nothing
// without a value before it.
func golangMethod(l *lowerer, n syntax.Node) []program.Statement {
	golangSignature(l, n)
	return nil
}

func golangClosure(l *lowerer, n syntax.Node) program.Expression {
	return &program.Closure{Span: spanOf(n), Function: golangSignature(l, n)}
}

// golangSignature lowers whatever has parameters and maybe a body. Results with
// names are variables, which are declared first.
func golangSignature(l *lowerer, n syntax.Node) *program.Function {
	function := &program.Function{Span: spanOf(n), Name: n.Field("name").Text()}
	function.Exported = golangExported(function.Name)
	l.within(function, func() {
		if receivers := golangParams(l, n.Field("receiver")); len(receivers) > 0 {
			function.Receiver = receivers[0]
		}
		function.Params = golangParams(l, n.Field("parameters"))
		switch result := n.Field("result"); {
		case result.Is("parameter_list"):
			golangResults(l, function, result)
		case result.Valid():
			function.Results = []string{result.Text()}
		}
		function.Body = append(function.Body, l.body(n.Field("body"))...)
	})
	return function
}

// golangResults enters the results of a list of them.
func golangResults(l *lowerer, function *program.Function, list syntax.Node) {
	for one := range list.NamedChildren {
		if !one.Is("parameter_declaration") {
			continue
		}
		kind := one.Field("type")
		declared := &program.Assign{Span: spanOf(one), Type: l.expression(kind), Declares: true}
		for identifier := range one.Fields("name") {
			if identifier.Named() {
				function.Results = append(function.Results, kind.Text())
				declared.Targets = append(declared.Targets, l.expression(identifier))
			}
		}
		if len(declared.Targets) > 0 {
			function.Body = append(function.Body, declared)
		} else {
			function.Results = append(function.Results, kind.Text())
		}
	}
}

// golangParams returns one parameter for each name, and for each type without one.
func golangParams(l *lowerer, list syntax.Node) []*program.Param {
	var params []*program.Param
	for one := range list.NamedChildren {
		if !one.Is("parameter_declaration", "variadic_parameter_declaration") {
			continue
		}
		node := one.Field("type")
		kind := l.expression(node)
		if kind == nil {
			kind = &program.Other{Span: spanOf(node), Kind: node.Kind()}
		}
		rest := one.Is("variadic_parameter_declaration")
		if rest {
			kind = &program.List{Span: spanOf(node), Kind: "slice", Elements: []program.Expression{kind}}
		}
		named := false
		for identifier := range one.Fields("name") {
			if identifier.Named() {
				named = true
				params = append(params, &program.Param{Span: spanOf(identifier), Name: identifier.Text(), Type: kind, Rest: rest})
			}
		}
		if !named {
			params = append(params, &program.Param{Span: spanOf(one), Type: kind, Rest: rest})
		}
	}
	return params
}

// golangVariable is one line of var or const.
func golangVariable(l *lowerer, n syntax.Node) []program.Statement {
	var targets []program.Expression
	for identifier := range n.Fields("name") {
		if identifier.Named() {
			targets = append(targets, l.expression(identifier))
		}
	}
	assign := &program.Assign{
		Span: spanOf(n), Targets: targets, Type: l.expression(n.Field("type")),
		Value: l.expression(n.Field("value")), Declares: true, Constant: n.Is("const_spec"),
	}
	golangNamed(assign)
	return []program.Statement{assign}
}

// golangNamed names function literals after what they are given to.
func golangNamed(assign *program.Assign) {
	values := []program.Expression{assign.Value}
	if list, ok := assign.Value.(*program.List); ok && list.Kind == "tuple" {
		values = list.Elements
	}
	if len(values) != len(assign.Targets) {
		return
	}
	for i, target := range assign.Targets {
		switch target := target.(type) {
		case *program.Name:
			nameClosure(values[i], target.Name)
		case *program.Member:
			nameClosure(values[i], target.Name)
		}
	}
}

// golangMethods attaches methods to the types of the file.
func golangMethods(l *lowerer) {
	classes := map[string]*program.Class{}
	for _, class := range l.file.Classes {
		if class.Name != "" && class.Owner.Top {
			classes[class.Name] = class
		}
	}
	for _, function := range l.file.Functions {
		if function.Receiver == nil {
			continue
		}
		receiver := function.Receiver.Type
		if generic, ok := receiver.(*program.Index); ok {
			receiver = generic.X
		}
		if named, ok := receiver.(*program.Name); ok {
			if class := classes[named.Name]; class != nil {
				function.Class = class
				class.Methods = append(class.Methods, function)
			}
		}
	}
}
