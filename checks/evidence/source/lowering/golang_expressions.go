package lowering

import (
	"strconv"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/checks/evidence/source/syntax"
)

func golangText(_ *lowerer, n syntax.Node) program.Expression {
	return &program.Text{Span: spanOf(n), Value: golangString(n)}
}

// golangString is the value of a string literal; of one that is not right, what
// stands between the quotes.
func golangString(n syntax.Node) string {
	text := n.Text()
	if value, err := strconv.Unquote(text); err == nil {
		return value
	}
	return strings.Trim(text, "\"`")
}

// golangIndex is x[i]; with a constant string it is a member, as in every language.
func golangIndex(l *lowerer, n syntax.Node) program.Expression {
	x, index := l.expression(n.Field("operand")), l.expression(n.Field("index"))
	if key, ok := index.(*program.Text); ok {
		return &program.Member{Span: spanOf(n), X: x, Name: key.Value}
	}
	return &program.Index{Span: spanOf(n), X: x, Index: index}
}

// golangSlice is x[from:to], of whose bounds those that are there stand in the list.
func golangSlice(l *lowerer, n syntax.Node) program.Expression {
	bounds := &program.List{Span: spanOf(n), Kind: "slice"}
	for _, field := range []string{"start", "end", "capacity"} {
		if bound := l.expression(n.Field(field)); bound != nil {
			bounds.Elements = append(bounds.Elements, bound)
		}
	}
	return &program.Index{Span: spanOf(n), X: l.expression(n.Field("operand")), Index: bounds}
}

// golangCall is a call. new(T) is &T{} by the language's definition, and is
// lowered as that.
func golangCall(l *lowerer, n syntax.Node) program.Expression {
	callee, list := n.Field("function"), n.Field("arguments")
	if callee.Is("identifier") && callee.Text() == "new" && list.NamedChild(0).Valid() && !list.NamedChild(1).Valid() {
		made := &program.Object{Span: spanOf(list), Type: l.expression(list.NamedChild(0))}
		return &program.Unary{Span: spanOf(n), Operator: "&", X: made}
	}
	call := &program.Call{Span: spanOf(n), Callee: l.expression(callee)}
	if types := n.Field("type_arguments"); types.Valid() {
		var arguments []program.Expression
		for one := range types.NamedChildren {
			if argument := l.expression(one); argument != nil {
				arguments = append(arguments, argument)
			}
		}
		call.Callee = &program.Index{Span: program.Span{Start: callee.Start(), End: types.End()}, X: call.Callee, Index: golangTuple(spanOf(types), arguments)}
	}
	for one := range list.NamedChildren {
		argument := program.Argument{}
		if one.Is("variadic_argument") {
			one, argument.Spread = one.NamedChild(0), "..."
		}
		if argument.Value = l.expression(one); argument.Value != nil {
			call.Arguments = append(call.Arguments, argument)
		}
	}
	return call
}

// golangConversion is T(x), which is written like a call and may be one.
func golangConversion(l *lowerer, n syntax.Node) program.Expression {
	call := &program.Call{Span: spanOf(n), Callee: l.expression(n.Field("type"))}
	if operand := l.expression(n.Field("operand")); operand != nil {
		call.Arguments = []program.Argument{{Value: operand}}
	}
	return call
}

// golangInstantiation is f[A, B] without a call.
func golangInstantiation(l *lowerer, n syntax.Node) program.Expression {
	var parts []program.Expression
	for one := range n.NamedChildren {
		if part := l.expression(one); part != nil {
			parts = append(parts, part)
		}
	}
	if len(parts) < 2 {
		return golangTuple(spanOf(n), parts)
	}
	return &program.Index{Span: spanOf(n), X: parts[0], Index: golangTuple(spanOf(n), parts[1:])}
}

func golangAssertion(l *lowerer, n syntax.Node) program.Expression {
	return &program.Asserted{Span: spanOf(n), X: l.expression(n.Field("operand")), Type: l.expression(n.Field("type"))}
}

func golangUnary(l *lowerer, n syntax.Node) program.Expression {
	return &program.Unary{Span: spanOf(n), Operator: n.Field("operator").Text(), X: l.expression(n.Field("operand"))}
}

// golangExpressions is a list of expressions where one is wanted: several values.
func golangExpressions(l *lowerer, n syntax.Node) program.Expression {
	return golangTuple(spanOf(n), golangList(l, n))
}

func golangList(l *lowerer, n syntax.Node) []program.Expression {
	var parts []program.Expression
	for one := range n.NamedChildren {
		if part := l.expression(one); part != nil {
			parts = append(parts, part)
		}
	}
	return parts
}

// golangComposite is T{…}: an object where its elements have keys, or where it has
// none and T is not one of elements; else a list.
func golangComposite(l *lowerer, n syntax.Node) program.Expression {
	return golangLiteral(l, n, l.expression(n.Field("type")), n.Field("body"))
}

func golangLiteral(l *lowerer, n syntax.Node, kind program.Expression, body syntax.Node) program.Expression {
	if l.depth++; l.depth > deepest {
		l.depth--
		return &program.Other{Span: spanOf(n), Kind: n.Kind()}
	}
	defer func() { l.depth-- }()
	element, mapping := elementType(kind)
	_, elements := kind.(*program.List)
	if body.Has("keyed_element") || !elements && !body.NamedChild(0).Valid() {
		object := &program.Object{Span: spanOf(n), Type: kind}
		for one := range body.NamedChildren {
			if value := golangValue(l, one.Field("value"), element); value != nil {
				entry := golangKey(l, one.Field("key"), keyType(kind), mapping || elements)
				entry.Value = value
				nameClosure(value, entry.Name)
				object.Entries = append(object.Entries, entry)
			}
		}
		return object
	}
	list := &program.List{Span: spanOf(n), Type: kind, Kind: "list"}
	for one := range body.NamedChildren {
		if value := golangValue(l, one, element); value != nil {
			list.Elements = append(list.Elements, value)
		}
	}
	return list
}

// golangValue is one element of a composite literal, whose type may be left out
// where the outer one says it.
func golangValue(l *lowerer, n syntax.Node, element program.Expression) program.Expression {
	if n.Is("literal_element") {
		n = n.NamedChild(0)
	}
	if n.Is("literal_value") {
		return golangLiteral(l, n, element, n)
	}
	return l.expression(n)
}

// golangKey is the key of an entry. A name is that of a field, but not in a map, an
// array or a slice.
func golangKey(l *lowerer, n syntax.Node, kind program.Expression, computed bool) program.Argument {
	inner := n.NamedChild(0)
	if inner.Is("identifier") && !computed {
		return program.Argument{Name: inner.Text()}
	}
	key := golangValue(l, n, kind)
	if text, ok := key.(*program.Text); ok {
		return program.Argument{Name: text.Value}
	}
	return program.Argument{Key: key}
}

// elementType is the type of the elements of a slice, an array or a map, and whether
// it is a map; nil where the type does not say it.
func elementType(kind program.Expression) (element program.Expression, mapping bool) {
	switch kind := kind.(type) {
	case *program.List:
		if len(kind.Elements) > 0 {
			return kind.Elements[0], false
		}
	case *program.Index:
		if named, ok := kind.X.(*program.Name); ok && named.Name == "map" {
			if types, ok := kind.Index.(*program.List); ok && len(types.Elements) == 2 {
				return types.Elements[1], true
			}
			return nil, true
		}
	}
	return nil, false
}

// keyType is the type of the keys of a map; nil for others.
func keyType(kind program.Expression) program.Expression {
	if index, ok := kind.(*program.Index); ok {
		if types, ok := index.Index.(*program.List); ok && program.LastName(index.X) == "map" && len(types.Elements) == 2 {
			return types.Elements[0]
		}
	}
	return nil
}
