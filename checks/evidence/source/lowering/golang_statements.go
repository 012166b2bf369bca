package lowering

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/checks/evidence/source/syntax"
)

// golangAssign is = , := and op=.
func golangAssign(l *lowerer, n syntax.Node) []program.Statement {
	assign := &program.Assign{
		Span: spanOf(n), Targets: golangList(l, n.Field("left")), Value: l.expression(n.Field("right")),
		Operator: strings.TrimSuffix(n.Field("operator").Text(), "="), Declares: n.Is("short_var_declaration"),
	}
	golangNamed(assign)
	return []program.Statement{assign}
}

func golangStep(operator string) statementRow {
	return one(func(l *lowerer, n syntax.Node) program.Statement {
		return &program.Evaluate{Span: spanOf(n), X: &program.Unary{Span: spanOf(n), Operator: operator, X: l.expression(n.NamedChild(0))}}
	})
}

var golangSend = one(func(l *lowerer, n syntax.Node) program.Statement {
	return &program.Evaluate{Span: spanOf(n), X: golangSent(l, n)}
})

func golangSent(l *lowerer, n syntax.Node) program.Expression {
	return &program.Binary{Span: spanOf(n), Operator: "<-", Left: l.expression(n.Field("channel")), Right: l.expression(n.Field("value"))}
}

var golangReturn = one(func(l *lowerer, n syntax.Node) program.Statement {
	return &program.Return{Span: spanOf(n), X: golangList(l, n.Child("expression_list"))}
})

var golangIf = one(func(l *lowerer, n syntax.Node) program.Statement {
	return &program.Branch{
		Span: spanOf(n), Before: l.statement(n.Field("initializer")), Condition: l.expression(n.Field("condition")),
		Then: l.block(n.Field("consequence")), Else: l.block(n.Field("alternative")),
	}
})

func golangLater(kind string) statementRow {
	return one(func(l *lowerer, n syntax.Node) program.Statement {
		return &program.Later{Span: spanOf(n), Kind: kind, X: l.expression(n.NamedChild(0))}
	})
}

// golangLabelled is the statement behind a label, which itself says nothing.
func golangLabelled(l *lowerer, n syntax.Node) []program.Statement {
	return l.statement(n.NamedChild(1))
}

// golangFor is every form of for. A range with one target goes by keys, so that the
// place of the element is empty; one over a number is a count.
var golangFor = one(func(l *lowerer, n syntax.Node) program.Statement {
	loop := &program.Loop{Span: spanOf(n), Kind: program.LoopWhile}
	head := n.NamedChild(0)
	switch {
	case head.Is("range_clause"):
		loop.Kind = program.LoopEach
		loop.Targets, loop.Over = golangList(l, head.Field("left")), l.expression(head.Field("right"))
		if len(loop.Targets) == 1 {
			loop.Targets = append(loop.Targets, nil)
		}
		if _, number := loop.Over.(*program.Literal); number {
			loop.Kind = program.LoopCount
		}
	case head.Is("for_clause"):
		loop.Kind = program.LoopCount
		loop.Before, loop.Condition = l.statement(head.Field("initializer")), l.expression(head.Field("condition"))
		loop.After = l.statement(head.Field("update"))
	case !head.Same(n.Field("body")):
		loop.Condition = l.expression(head)
	}
	loop.Body = l.block(n.Field("body"))
	return loop
})

// golangSwitch is a switch over values or types. What is done first stands before it
// in the same place, and so does the name that a switch over types gives its value.
func golangSwitch(l *lowerer, n syntax.Node) []program.Statement {
	statements := l.statement(n.Field("initializer"))
	value := n.Field("value")
	choice := &program.Switch{Span: spanOf(n), Subject: l.expression(value)}
	if n.Is("type_switch_statement") {
		asserted := &program.Asserted{Span: spanOf(value), X: choice.Subject}
		choice.Subject = asserted
		if targets := golangList(l, n.Field("alias")); len(targets) > 0 {
			statements = append(statements, &program.Assign{Span: spanOf(n.Field("alias")), Targets: targets, Value: asserted, Declares: true})
			choice.Subject = targets[0]
		}
	}
	for one := range n.NamedChildren {
		if !one.Is("expression_case", "type_case", "default_case") {
			continue
		}
		choice.Cases = append(choice.Cases, program.Case{Span: spanOf(one), Values: golangCases(l, one), Body: l.body(one.Child("statement_list"))})
	}
	return append(statements, choice)
}

func golangCases(l *lowerer, n syntax.Node) []program.Expression {
	values := golangList(l, n.Field("value"))
	for kind := range n.Fields("type") {
		if !kind.Named() {
			continue
		}
		if value := l.expression(kind); value != nil {
			values = append(values, value)
		}
	}
	return values
}

// golangSelect is select: the value of a case is what is sent or received.
var golangSelect = one(func(l *lowerer, n syntax.Node) program.Statement {
	choice := &program.Switch{Span: spanOf(n)}
	for one := range n.NamedChildren {
		if !one.Is("communication_case", "default_case") {
			continue
		}
		branch := program.Case{Span: spanOf(one)}
		if value := golangCommunication(l, one.Field("communication")); value != nil {
			branch.Values = []program.Expression{value}
		}
		branch.Body = l.body(one.Child("statement_list"))
		choice.Cases = append(choice.Cases, branch)
	}
	return choice
})

func golangCommunication(l *lowerer, n syntax.Node) program.Expression {
	if n.Is("send_statement") {
		return golangSent(l, n)
	}
	value, targets := l.expression(n.Field("right")), golangList(l, n.Field("left"))
	if len(targets) == 0 {
		return value
	}
	return &program.Assigned{Span: spanOf(n), Assign: &program.Assign{Span: spanOf(n), Targets: targets, Value: value, Declares: n.Has(":=")}}
}
