package lowering

import (
	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/checks/evidence/source/syntax"
)

// The rows that languages share. Each takes the names that a grammar gives to the
// parts of a node and returns what a table holds for the kind.

type expressionRow = func(*lowerer, syntax.Node) program.Expression
type statementRow = func(*lowerer, syntax.Node) []program.Statement

// name is an identifier.
func name(l *lowerer, n syntax.Node) program.Expression {
	return &program.Name{Span: spanOf(n), Name: n.Text()}
}

// literal is a value as written.
func literal(kind program.LiteralKind) expressionRow {
	return func(_ *lowerer, n syntax.Node) program.Expression {
		return &program.Literal{Span: spanOf(n), Value: n.Text(), Kind: kind}
	}
}

// member is x.name.
func member(object, property string) expressionRow {
	return func(l *lowerer, n syntax.Node) program.Expression {
		return &program.Member{Span: spanOf(n), X: l.expression(n.Field(object)), Name: n.Field(property).Text()}
	}
}

// binary is an operator between two operands.
func binary(left, operator, right string) expressionRow {
	return func(l *lowerer, n syntax.Node) program.Expression {
		return &program.Binary{
			Span: spanOf(n), Operator: n.Field(operator).Text(),
			Left: l.expression(n.Field(left)), Right: l.expression(n.Field(right)),
		}
	}
}

// one returns a row of a single statement.
func one(lower func(*lowerer, syntax.Node) program.Statement) statementRow {
	return func(l *lowerer, n syntax.Node) []program.Statement {
		if statement := lower(l, n); statement != nil {
			return []program.Statement{statement}
		}
		return nil
	}
}

// branch is if; the alternative may be another one.
func branch(condition, then, otherwise string) statementRow {
	return one(func(l *lowerer, n syntax.Node) program.Statement {
		return &program.Branch{
			Span: spanOf(n), Condition: l.expression(n.Field(condition)),
			Then: l.block(n.Field(then)), Else: l.block(n.Field(otherwise)),
		}
	})
}

// blockOf is a block of statements.
var blockOf = one(func(l *lowerer, n syntax.Node) program.Statement {
	return &program.Block{Span: spanOf(n), Body: l.body(n)}
})

// jump is break, continue and what else only moves on.
func jump(kind string) statementRow {
	return one(func(_ *lowerer, n syntax.Node) program.Statement {
		return &program.Jump{Span: spanOf(n), Kind: kind}
	})
}

// nameClosure gives a function as a value the name of what it is the value of.
func nameClosure(value program.Expression, name string) {
	if closure, ok := value.(*program.Closure); ok && closure.Function.Name == "" && name != "_" {
		closure.Function.Name = name
	}
}

// imported enters what is taken from another module into the file.
func (l *lowerer) imported(n syntax.Node, local, module, name string) {
	one := &program.Import{Span: spanOf(n), Local: local, Module: module, Name: name}
	if !l.function.Top {
		one.Owner = l.function
	}
	l.file.Imports = append(l.file.Imports, one)
}
