package lowering

import (
	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/checks/evidence/source/syntax"
)

// pythonSubscript is x[i]: a Member where i is a constant string.
func pythonSubscript(l *lowerer, n syntax.Node) program.Expression {
	x, index := l.expression(n.Field("value")), l.oneOrTuple(n, "subscript")
	if key, ok := index.(*program.Text); ok {
		return &program.Member{Span: spanOf(n), X: x, Name: key.Value}
	}
	return &program.Index{Span: spanOf(n), X: x, Index: index}
}

// oneOrTuple lowers all children that are one field: several are a tuple.
func (l *lowerer) oneOrTuple(n syntax.Node, field string) program.Expression {
	var all []program.Expression
	for child := range n.Fields(field) {
		if !child.Named() {
			continue
		}
		if x := l.expression(child); x != nil {
			all = append(all, x)
		}
	}
	switch len(all) {
	case 0:
		return nil
	case 1:
		return all[0]
	}
	span := program.Span{Start: all[0].Range().Start, End: all[len(all)-1].Range().End}
	return &program.List{Span: span, Kind: "tuple", Elements: all}
}

// pythonSlice is a:b:c. A bound that is not written is None, as in Python itself.
func pythonSlice(l *lowerer, n syntax.Node) program.Expression {
	slice := &program.List{Span: spanOf(n), Kind: "slice"}
	var bound program.Expression
	add := func() {
		if bound == nil {
			bound = &program.Literal{Span: program.Span{Start: n.Start(), End: n.Start()}, Value: "None", Kind: program.LiteralNothing}
		}
		slice.Elements = append(slice.Elements, bound)
		bound = nil
	}
	for child := range n.Children {
		switch {
		case child.Kind() == ":":
			add()
		case child.Named() && !child.Comment():
			bound = l.expression(child)
		}
	}
	add()
	return slice
}

// pythonCall is a call. f(x for x in y) has the generator as its one argument.
func pythonCall(l *lowerer, n syntax.Node) program.Expression {
	call := &program.Call{Span: spanOf(n), Callee: l.expression(n.Field("function"))}
	arguments := n.Field("arguments")
	if !arguments.Is("argument_list") {
		if x := l.expression(arguments); x != nil {
			call.Arguments = []program.Argument{{Value: x}}
		}
		return call
	}
	for child := range arguments.NamedChildren {
		var argument program.Argument
		value := child
		switch child.Kind() {
		case "keyword_argument":
			argument.Name, value = child.Field("name").Text(), child.Field("value")
		case "list_splat":
			argument.Spread, value = "*", child.NamedChild(0)
		case "dictionary_splat":
			argument.Spread, value = "**", child.NamedChild(0)
		}
		if argument.Value = l.expression(value); argument.Value != nil {
			nameClosure(argument.Value, argument.Name)
			call.Arguments = append(call.Arguments, argument)
		}
	}
	return call
}

// pythonComparison is a < b, and a < b < c, which is a < b and b < c.
func pythonComparison(l *lowerer, n syntax.Node) program.Expression {
	var operands []program.Expression
	var operators []string
	for child := range n.Children {
		switch {
		case child.FieldName() == "operators":
			operators = append(operators, child.Text())
		case child.Named() && !child.Comment():
			operands = append(operands, l.expression(child))
		}
	}
	if len(operands) != len(operators)+1 || len(operands) < 2 || len(operands) > deepest {
		return l.other(n)
	}
	var x program.Expression
	for i, operator := range operators {
		span := program.Span{Start: operands[i].Range().Start, End: operands[i+1].Range().End}
		left := operands[i]
		if i > 0 && !flat(left, true) { // standing there twice, it would double with each one nested in it
			left = &program.Other{Span: left.Range(), Kind: "operand"}
		}
		link := &program.Binary{Span: span, Operator: operator, Left: left, Right: operands[i+1]}
		if x == nil {
			x = link
			continue
		}
		x = &program.Binary{Span: program.Span{Start: n.Start(), End: span.End}, Operator: "and", Left: x, Right: link}
	}
	return x
}

// flat reports whether an expression is a name, a member, a constant, or a call of
// such with such.
func flat(x program.Expression, calls bool) bool {
	for {
		switch one := x.(type) {
		case *program.Name, *program.Literal, *program.Text:
			return true
		case *program.Member:
			x = one.X
		case *program.Call:
			for _, argument := range one.Arguments {
				if !calls || !flat(argument.Value, false) {
					return false
				}
			}
			x, calls = one.Callee, false
		default:
			return false
		}
	}
}

func pythonUnary(l *lowerer, n syntax.Node) program.Expression {
	operator := "not"
	if n.Is("unary_operator") {
		operator = n.Field("operator").Text()
	}
	return &program.Unary{Span: spanOf(n), Operator: operator, X: l.expression(n.Field("argument"))}
}

// pythonConditional is b if a else c.
func pythonConditional(l *lowerer, n syntax.Node) program.Expression {
	then := l.expression(n.NamedChild(0))
	return &program.Conditional{
		Span: spanOf(n), Then: then,
		Condition: l.expression(n.NamedChild(1)), Else: l.expression(n.NamedChild(2)),
	}
}

// pythonList is what has elements.
func pythonList(kind string) expressionRow {
	return func(l *lowerer, n syntax.Node) program.Expression {
		list := &program.List{Span: spanOf(n), Kind: kind}
		for child := range n.NamedChildren {
			if x := l.expression(child); x != nil {
				list.Elements = append(list.Elements, x)
			}
		}
		return list
	}
}

// pythonSplat is *x among the elements of a list.
func pythonSplat(l *lowerer, n syntax.Node) program.Expression {
	return &program.Unary{Span: spanOf(n), Operator: "*", X: l.expression(n.NamedChild(0))}
}

func pythonDictionary(l *lowerer, n syntax.Node) program.Expression {
	object := &program.Object{Span: spanOf(n)}
	for child := range n.NamedChildren {
		switch child.Kind() {
		case "pair":
			entry := program.Argument{Key: l.expression(child.Field("key")), Value: l.expression(child.Field("value"))}
			if key, ok := entry.Key.(*program.Text); ok {
				entry.Name, entry.Key = key.Value, nil
				nameClosure(entry.Value, entry.Name)
			}
			object.Entries = append(object.Entries, entry)
		case "dictionary_splat":
			object.Entries = append(object.Entries, program.Argument{Spread: "...", Value: l.expression(child.NamedChild(0))})
		}
	}
	return object
}

// pythonComprehension is a comprehension. Its clauses are lowered first, as they
// are what its element's names come from.
func pythonComprehension(kind string) expressionRow {
	return func(l *lowerer, n syntax.Node) program.Expression {
		x := &program.Comprehension{Span: spanOf(n), Kind: kind}
		for child := range n.NamedChildren {
			switch child.Kind() {
			case "for_in_clause":
				x.Clauses = append(x.Clauses, program.Clause{
					Targets: []program.Expression{l.pythonTarget(child.Field("left"))},
					Over:    l.oneOrTuple(child, "right"), Async: child.Has("async"),
				})
			case "if_clause":
				if last := len(x.Clauses) - 1; last >= 0 {
					x.Clauses[last].Conditions = append(x.Clauses[last].Conditions, l.expression(child.NamedChild(0)))
				}
			}
		}
		body := n.Field("body")
		if body.Is("pair") {
			x.Element, x.Value = l.expression(body.Field("key")), l.expression(body.Field("value"))
		} else {
			x.Element = l.expression(body)
		}
		return x
	}
}

func pythonAwait(l *lowerer, n syntax.Node) program.Expression {
	return &program.Await{Span: spanOf(n), X: l.expression(n.NamedChild(0))}
}

func pythonYield(l *lowerer, n syntax.Node) program.Expression {
	l.function.Generator = true
	x := l.expression(n.NamedChild(0))
	if n.Has("from") {
		return &program.Await{Span: spanOf(n), X: x}
	}
	return &program.Yield{Span: spanOf(n), X: x}
}
