package lowering

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/checks/evidence/source/syntax"
)

// pythonType is an annotation. A name in quotes, which Python reads later, is a
// name; what stands in brackets is an Index.
func pythonType(l *lowerer, n syntax.Node) program.Expression {
	if l.depth++; l.depth > deepest {
		l.depth--
		return &program.Other{Span: spanOf(n), Kind: n.Kind()}
	}
	defer func() { l.depth-- }()
	switch n.Kind() {
	case "type", "parenthesized_expression":
		return pythonType(l, n.NamedChild(0))
	case "string":
		return pythonQuoted(l, n)
	case "generic_type":
		x := l.expression(n.NamedChild(0))
		return &program.Index{Span: spanOf(n), X: x, Index: l.pythonTypes(n.Child("type_parameter"), x)}
	case "subscript":
		x := l.expression(n.Field("value"))
		return &program.Index{Span: spanOf(n), X: x, Index: l.pythonTypes(n, x)}
	case "union_type":
		return &program.Binary{Span: spanOf(n), Operator: "|", Left: pythonType(l, n.NamedChild(0)), Right: pythonType(l, n.NamedChild(1))}
	case "binary_operator":
		return &program.Binary{
			Span: spanOf(n), Operator: n.Field("operator").Text(),
			Left: pythonType(l, n.Field("left")), Right: pythonType(l, n.Field("right")),
		}
	case "list":
		list := &program.List{Span: spanOf(n), Kind: "list"}
		for child := range n.NamedChildren {
			if x := pythonType(l, child); x != nil {
				list.Elements = append(list.Elements, x)
			}
		}
		return list
	}
	return l.expression(n)
}

// pythonTypes lowers what stands in the brackets of a type: its named children
// without the type itself. Of Literal["a"] and Annotated[T, "note"] strings are
// strings.
func (l *lowerer) pythonTypes(n syntax.Node, of program.Expression) program.Expression {
	outer := ""
	switch of := of.(type) {
	case *program.Name:
		outer = of.Name
	case *program.Member:
		outer = of.Name
	}
	var all []program.Expression
	for child := range n.NamedChildren {
		if child.Comment() || child.FieldName() == "value" {
			continue
		}
		var x program.Expression
		if outer == "Literal" || outer == "Annotated" && len(all) > 0 {
			for child.Is("type") {
				child = child.NamedChild(0)
			}
			x = l.expression(child)
		} else {
			x = pythonType(l, child)
		}
		if x != nil {
			all = append(all, x)
		}
	}
	switch len(all) {
	case 0:
		return nil
	case 1:
		return all[0]
	}
	return &program.List{Span: spanOf(n), Kind: "tuple", Elements: all}
}

// pythonQuoted is a name in quotes as a name; anything else stays a string.
func pythonQuoted(l *lowerer, n syntax.Node) program.Expression {
	x := l.expression(n)
	text, ok := x.(*program.Text)
	if !ok || len(text.Value) > longestName {
		return x
	}
	var named program.Expression
	for part := range strings.SplitSeq(strings.TrimSpace(text.Value), ".") {
		switch {
		case !pythonIdentifier(part):
			return x
		case named == nil:
			named = &program.Name{Span: text.Span, Name: part}
		default:
			named = &program.Member{Span: text.Span, X: named, Name: part}
		}
	}
	return named
}

func pythonIdentifier(text string) bool {
	for i, c := range text {
		if letter := c == '_' || c|0x20 >= 'a' && c|0x20 <= 'z' || c >= 0x80; !letter && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return text != ""
}
