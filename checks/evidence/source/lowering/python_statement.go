package lowering

import (
	"unicode"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/checks/evidence/source/syntax"
)

// pythonEvaluate is an expression, or an assignment, as a statement.
func pythonEvaluate(l *lowerer, n syntax.Node) []program.Statement {
	first := n.NamedChild(0)
	if n.NamedChild(1).Valid() {
		return []program.Statement{&program.Evaluate{Span: spanOf(n), X: pythonList("tuple")(l, n)}}
	}
	return l.statement(first)
}

var pythonReturn = one(func(l *lowerer, n syntax.Node) program.Statement {
	statement := &program.Return{Span: spanOf(n)}
	if x := l.expression(n.NamedChild(0)); x != nil {
		statement.X = []program.Expression{x}
	}
	return statement
})

// pythonRaise is raise; the cause, which is an error caught before, is left out.
var pythonRaise = one(func(l *lowerer, n syntax.Node) program.Statement {
	statement := &program.Throw{Span: spanOf(n)}
	if raised := n.NamedChild(0); raised.FieldName() != "cause" {
		statement.X = l.expression(raised)
	}
	return statement
})

// pythonKeywordCall is a statement that does what a function of its name would:
// assert, and Python 2's print and exec.
func pythonKeywordCall(function string) statementRow {
	return one(func(l *lowerer, n syntax.Node) program.Statement {
		call := &program.Call{Span: spanOf(n), Callee: &program.Name{
			Span: program.Span{Start: n.Start(), End: n.Start() + uint32(len(function))}, Name: function,
		}}
		for child := range n.NamedChildren {
			argument := program.Argument{}
			if child.Is("chevron") {
				argument.Name, child = "file", child.NamedChild(0)
			}
			if argument.Value = l.expression(child); argument.Value != nil {
				call.Arguments = append(call.Arguments, argument)
			}
		}
		return &program.Evaluate{Span: spanOf(n), X: call}
	})
}

var pythonDelete = one(func(l *lowerer, n syntax.Node) program.Statement {
	return &program.Evaluate{Span: spanOf(n), X: &program.Unary{Span: spanOf(n), Operator: "del", X: l.expression(n.NamedChild(0))}}
})

// pythonIf is if with its elifs, each of which is the alternative of the one before.
var pythonIf = one(func(l *lowerer, n syntax.Node) program.Statement {
	first := &program.Branch{Span: spanOf(n), Condition: l.expression(n.Field("condition")), Then: l.block(n.Field("consequence"))}
	last, count := first, 0
	for alternative := range n.Fields("alternative") {
		if alternative.Is("else_clause") {
			last.Else = l.block(alternative.Field("body"))
			continue
		}
		if count++; count > deepest {
			break
		}
		next := &program.Branch{
			Span:      program.Span{Start: alternative.Start(), End: n.End()},
			Condition: l.expression(alternative.Field("condition")), Then: l.block(alternative.Field("consequence")),
		}
		last.Else = []program.Statement{next}
		last = next
	}
	return first
})

var pythonFor = one(func(l *lowerer, n syntax.Node) program.Statement {
	return &program.Loop{
		Span: spanOf(n), Kind: program.LoopEach, Async: n.Has("async"),
		Over: l.expression(n.Field("right")), Targets: []program.Expression{l.pythonTarget(n.Field("left"))},
		Body: l.block(n.Field("body")), Else: l.block(n.Field("alternative").Field("body")),
	}
})

var pythonWhile = one(func(l *lowerer, n syntax.Node) program.Statement {
	return &program.Loop{
		Span: spanOf(n), Kind: program.LoopWhile, Condition: l.expression(n.Field("condition")),
		Body: l.block(n.Field("body")), Else: l.block(n.Field("alternative").Field("body")),
	}
})

var pythonTry = one(func(l *lowerer, n syntax.Node) program.Statement {
	statement := &program.Try{Span: spanOf(n), Body: l.block(n.Field("body"))}
	for child := range n.NamedChildren {
		switch child.Kind() {
		case "except_clause":
			statement.Handlers = append(statement.Handlers, l.pythonHandler(child))
		case "else_clause":
			statement.Else = l.block(child.Field("body"))
		case "finally_clause":
			statement.Finally, statement.Ensures = l.block(child.Child("block")), true
		}
	}
	return statement
})

// pythonHandler is except A, except (A, B) as e, and Python 2's except A, e.
func (l *lowerer) pythonHandler(n syntax.Node) program.Handler {
	handler := program.Handler{Span: spanOf(n), Name: n.Field("alias").Text()}
	for value := range n.Fields("value") {
		if value.Is("as_pattern") {
			handler.Name = value.Field("alias").Text()
			value = value.NamedChild(0)
		}
		if len(handler.Types) > 0 && value.Is("identifier") && unicode.IsLower([]rune(value.Text())[0]) {
			handler.Name = value.Text()
			continue
		}
		x := l.expression(value)
		if list, ok := x.(*program.List); ok && list.Kind == "tuple" {
			handler.Types = append(handler.Types, list.Elements...)
		} else if x != nil {
			handler.Types = append(handler.Types, x)
		}
	}
	handler.Body = l.block(n.Child("block"))
	return handler
}

var pythonWith = one(func(l *lowerer, n syntax.Node) program.Statement {
	statement := &program.With{Span: spanOf(n), Async: n.Has("async")}
	for item := range n.Child("with_clause").NamedChildren {
		if !item.Is("with_item") {
			continue
		}
		value := item.Field("value")
		var target program.Expression
		if value.Is("as_pattern") {
			target = l.pythonTarget(value.Field("alias"))
			value = value.NamedChild(0)
		}
		statement.Items = append(statement.Items, l.expression(value))
		statement.Targets = append(statement.Targets, target)
	}
	statement.Body = l.block(n.Field("body"))
	return statement
})
