package lowering

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/checks/evidence/source/syntax"
)

// pythonAssign is an assignment. a = b = c is b = c and then a = b, so that c
// stands in the program once.
func pythonAssign(l *lowerer, n syntax.Node) []program.Statement {
	chain := []syntax.Node{n}
	for n.Field("right").Is("assignment") {
		n = n.Field("right")
		chain = append(chain, n)
	}
	var statements []program.Statement
	value := l.expression(n.Field("right"))
	for i := len(chain) - 1; i >= 0; i-- {
		left := chain[i].Field("left")
		assign := &program.Assign{Span: spanOf(chain[i]), Value: value, Type: l.expression(chain[i].Field("type"))}
		target := l.pythonTarget(left)
		assign.Targets, assign.Declares = []program.Expression{target}, l.declares(target)
		if name, ok := target.(*program.Name); ok {
			nameClosure(value, name.Name)
		}
		statements = append(statements, assign)
		if i > 0 {
			value = l.expression(left)
		}
	}
	return statements
}

// declares reports whether an assignment makes its target a name of the function
// it stands in: in Python every one does, but for names taken from outside.
func (l *lowerer) declares(target program.Expression) bool {
	switch target := target.(type) {
	case *program.Name:
		return !l.outside[l.function][target.Name]
	case *program.Pattern:
		for _, part := range target.Parts {
			if l.declares(part.Target) {
				return true
			}
		}
	}
	return false
}

// pythonOutside is global and nonlocal, which must stand before the first use.
func pythonOutside(l *lowerer, n syntax.Node) []program.Statement {
	if l.outside == nil {
		l.outside = map[*program.Function]map[string]bool{}
	}
	names := l.outside[l.function]
	if names == nil {
		names = map[string]bool{}
		l.outside[l.function] = names
	}
	for child := range n.NamedChildren {
		names[child.Text()] = true
	}
	return nil
}

// pythonTarget is what gets a value: several names are a Pattern.
func (l *lowerer) pythonTarget(n syntax.Node) program.Expression {
	if !n.Is("pattern_list", "tuple_pattern", "list_pattern", "tuple", "list", "expression_list", "as_pattern_target") || l.depth >= deepest {
		return l.expression(n)
	}
	l.depth++
	defer func() { l.depth-- }()
	if n.Is("as_pattern_target") {
		return l.pythonTarget(n.NamedChild(0))
	}
	pattern := &program.Pattern{Span: spanOf(n)}
	for child := range n.NamedChildren {
		if child.Comment() {
			continue
		}
		part := program.Part{Index: len(pattern.Parts), Rest: child.Is("list_splat_pattern", "list_splat")}
		if part.Rest {
			child = child.NamedChild(0)
		}
		if part.Target = l.pythonTarget(child); part.Target != nil {
			pattern.Parts = append(pattern.Parts, part)
		}
	}
	return pattern
}

// pythonAugment is a += b.
var pythonAugment = one(func(l *lowerer, n syntax.Node) program.Statement {
	return &program.Assign{
		Span: spanOf(n), Operator: strings.TrimSuffix(n.Field("operator").Text(), "="),
		Value: l.expression(n.Field("right")), Targets: []program.Expression{l.pythonTarget(n.Field("left"))},
	}
})

// pythonAlias is type A = B.
var pythonAlias = one(func(l *lowerer, n syntax.Node) program.Statement {
	return &program.Assign{
		Span: spanOf(n), Value: l.expression(n.Field("right")), Declares: true,
		Targets: []program.Expression{l.expression(n.Field("left"))},
	}
})

// pythonNamed is a := b.
func pythonNamed(l *lowerer, n syntax.Node) program.Expression {
	target := l.expression(n.Field("name"))
	return &program.Assigned{Span: spanOf(n), Assign: &program.Assign{
		Span: spanOf(n), Value: l.expression(n.Field("value")),
		Targets: []program.Expression{target}, Declares: l.declares(target),
	}}
}
