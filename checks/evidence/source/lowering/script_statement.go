package lowering

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/checks/evidence/source/syntax"
)

// scriptDeclaration is const, let and var: one Assign for each declarator.
func scriptDeclaration(l *lowerer, n syntax.Node) []program.Statement {
	var assigns []program.Statement
	for child := range n.NamedChildren {
		if !child.Is("variable_declarator") {
			continue
		}
		target := child.Field("name")
		assign := &program.Assign{Span: spanOf(child), Type: l.expression(child.Field("type")), Declares: true}
		if x := l.expression(target); x != nil {
			assign.Targets = []program.Expression{x}
		}
		assign.Value = l.named(simpleName(target), child.Field("value"))
		assigns = append(assigns, assign)
	}
	return assigns
}

// simpleName is the text of an identifier, and nothing for a pattern.
func simpleName(n syntax.Node) string {
	if n.Is("identifier") {
		return n.Text()
	}
	return ""
}

// scriptAssignment is a = b and a += b as a statement.
func scriptAssignment(l *lowerer, n syntax.Node) program.Statement {
	assign := scriptAssign(l, n)
	scriptExports(l, assign)
	return assign
}

func scriptAssign(l *lowerer, n syntax.Node) *program.Assign {
	assign := &program.Assign{Span: spanOf(n), Operator: strings.TrimSuffix(n.Field("operator").Text(), "=")}
	if target := l.expression(n.Field("left")); target != nil {
		assign.Targets = []program.Expression{target}
	}
	assign.Value = l.named(lastNameOf(assign.Targets), n.Field("right"))
	return assign
}

// lastNameOf is the name that a function gets by being assigned: of x, a.x and
// Orders.prototype.x, "x"; of module.exports there is none.
func lastNameOf(targets []program.Expression) string {
	if len(targets) != 1 {
		return ""
	}
	switch target := targets[0].(type) {
	case *program.Name:
		return target.Name
	case *program.Member:
		if object, ok := target.X.(*program.Name); ok && object.Name == "module" && target.Name == "exports" {
			return ""
		}
		return target.Name
	}
	return ""
}

func scriptAssigned(l *lowerer, n syntax.Node) program.Expression {
	return &program.Assigned{Span: spanOf(n), Assign: scriptAssign(l, n)}
}

// scriptUsing is using x = y: the rest of the block is not inside of it, since it
// stands beside it.
func scriptUsing(l *lowerer, n syntax.Node) []program.Statement {
	with := &program.With{Span: spanOf(n), Async: n.Has("await")}
	for child := range n.NamedChildren {
		if !child.Is("variable_declarator") {
			continue
		}
		with.Items = append(with.Items, l.expression(child.Field("value")))
		with.Targets = append(with.Targets, l.expression(child.Field("name")))
	}
	return []program.Statement{with}
}

func scriptCount(l *lowerer, n syntax.Node) program.Statement {
	return &program.Loop{
		Span: spanOf(n), Kind: program.LoopCount,
		Before:    l.statement(n.Field("initializer")),
		Condition: scriptCondition(l, n.Field("condition")),
		After:     l.statement(n.Field("increment")),
		Body:      l.block(n.Field("body")),
	}
}

// scriptCondition is the condition of a for: an expression, a statement of one in
// older grammars, or nothing.
func scriptCondition(l *lowerer, n syntax.Node) program.Expression {
	switch n.Kind() {
	case "empty_statement", ";":
		return nil
	case "expression_statement":
		return l.expression(n.NamedChild(0))
	}
	return l.expression(n)
}

func scriptEach(l *lowerer, n syntax.Node) program.Statement {
	loop := &program.Loop{
		Span: spanOf(n), Kind: program.LoopEach, Async: n.Has("await"),
		Over: l.expression(n.Field("right")),
	}
	if target := l.expression(n.Field("left")); target != nil {
		loop.Targets = []program.Expression{target}
		if n.Field("operator").Kind() == "in" {
			loop.Targets = append(loop.Targets, nil)
		}
	}
	loop.Body = l.block(n.Field("body"))
	return loop
}

func scriptWhile(l *lowerer, n syntax.Node) program.Statement {
	return &program.Loop{
		Span: spanOf(n), Kind: program.LoopWhile,
		Condition: l.expression(n.Field("condition")), Body: l.block(n.Field("body")),
	}
}

func scriptWith(l *lowerer, n syntax.Node) program.Statement {
	return &program.With{
		Span: spanOf(n), Items: []program.Expression{l.expression(n.Field("object"))}, Body: l.block(n.Field("body")),
	}
}

func scriptSwitch(l *lowerer, n syntax.Node) program.Statement {
	made := &program.Switch{Span: spanOf(n), Subject: l.expression(n.Field("value"))}
	for child := range n.Field("body").NamedChildren {
		if !child.Is("switch_case", "switch_default") {
			continue
		}
		one := program.Case{Span: spanOf(child)}
		if value := l.expression(child.Field("value")); value != nil {
			one.Values = []program.Expression{value}
		}
		for statement := range child.Fields("body") {
			one.Body = append(one.Body, l.statement(statement)...)
		}
		made.Cases = append(made.Cases, one)
	}
	made.Cases = joinedCases(made.Cases)
	return made
}

// joinedCases makes one of cases that share their statements: case 1: case 2: x().
func joinedCases(cases []program.Case) []program.Case {
	joined := cases[:0]
	for _, one := range cases {
		if last := len(joined) - 1; last >= 0 && len(joined[last].Body) == 0 && len(joined[last].Values) > 0 && len(one.Values) > 0 {
			one.Start = joined[last].Start
			one.Values = append(joined[last].Values, one.Values...)
			joined[last] = one
			continue
		}
		joined = append(joined, one)
	}
	return joined
}

func scriptTry(l *lowerer, n syntax.Node) program.Statement {
	try := &program.Try{Span: spanOf(n), Body: l.block(n.Field("body"))}
	if handler := n.Field("handler"); handler.Valid() {
		one := program.Handler{Span: spanOf(handler), Name: simpleName(handler.Field("parameter"))}
		one.Body = l.block(handler.Field("body"))
		try.Handlers = append(try.Handlers, one)
	}
	if finally := n.Field("finalizer"); finally.Valid() {
		try.Finally, try.Ensures = l.block(finally.Field("body")), true
	}
	return try
}

func scriptThrow(l *lowerer, n syntax.Node) program.Statement {
	return &program.Throw{Span: spanOf(n), X: l.expression(n.NamedChild(0))}
}

func scriptReturn(l *lowerer, n syntax.Node) program.Statement {
	made := &program.Return{Span: spanOf(n)}
	if x := l.expression(n.NamedChild(0)); x != nil {
		made.X = []program.Expression{x}
	}
	return made
}
