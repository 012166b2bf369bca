package lowering

import (
	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/checks/evidence/source/syntax"
)

// golangType is a type with a name: a struct, an interface, or a "type" or an
// "alias" whose one base is what it is made of.
func golangType(l *lowerer, n syntax.Node) []program.Statement {
	class := &program.Class{Span: spanOf(n), Name: n.Field("name").Text()}
	class.Exported = golangExported(class.Name)
	golangClass(l, class, n.Field("type"))
	if n.Is("type_alias") {
		class.Kind = "alias"
	}
	return []program.Statement{&program.Declare{Span: class.Span, Class: class}}
}

// golangAnonymous is a struct or an interface that has no name. The empty interface
// is "any".
func golangAnonymous(l *lowerer, n syntax.Node) program.Expression {
	if n.Is("interface_type") && !n.NamedChild(0).Valid() {
		return &program.Name{Span: spanOf(n), Name: "any"}
	}
	class := &program.Class{Span: spanOf(n)}
	golangClass(l, class, n)
	return &program.ClassValue{Span: class.Span, Class: class}
}

func golangClass(l *lowerer, class *program.Class, n syntax.Node) {
	l.inClass(class, func() {
		switch n.Kind() {
		case "struct_type":
			class.Kind = "struct"
			for one := range n.Child("field_declaration_list").NamedChildren {
				if one.Is("field_declaration") {
					golangField(l, class, one)
				}
			}
		case "interface_type":
			class.Kind = "interface"
			for one := range n.NamedChildren {
				switch {
				case one.Is("method_elem"):
					method := golangSignature(l, one)
					method.Class, method.Kind = class, "abstract"
					class.Methods = append(class.Methods, method)
				case one.Is("type_elem"):
					class.Bases = append(class.Bases, l.expression(one))
				}
			}
		default:
			class.Kind = "type"
			if base := l.expression(n); base != nil {
				class.Bases = append(class.Bases, base)
			}
		}
	})
}

// golangField enters the fields of one line. An embedded one is a base as well, and
// has the name of its type.
func golangField(l *lowerer, class *program.Class, n syntax.Node) {
	kind, tag, embedded := l.expression(n.Field("type")), golangString(n.Field("tag")), true
	for identifier := range n.Fields("name") {
		if identifier.Named() {
			embedded = false
			class.Fields = append(class.Fields, &program.Field{Span: spanOf(n), Name: identifier.Text(), Type: kind, Tag: tag})
		}
	}
	if embedded && kind != nil {
		class.Bases = append(class.Bases, kind)
		class.Fields = append(class.Fields, &program.Field{Span: spanOf(n), Name: golangTypeName(kind), Type: kind, Tag: tag})
	}
}

// golangTypeName is the name of a type without package and arguments.
func golangTypeName(kind program.Expression) string {
	if generic, ok := kind.(*program.Index); ok {
		kind = generic.X
	}
	switch kind := kind.(type) {
	case *program.Name:
		return kind.Name
	case *program.Member:
		return kind.Name
	}
	return ""
}

// golangElements is a type of elements: a slice, an array, a channel.
func golangElements(kind, element string) expressionRow {
	return func(l *lowerer, n syntax.Node) program.Expression {
		list := &program.List{Span: spanOf(n), Kind: kind}
		if one := l.expression(n.Field(element)); one != nil {
			list.Elements = []program.Expression{one}
		}
		return list
	}
}

// golangMap is map[K]V, written as the generic type that it is.
func golangMap(l *lowerer, n syntax.Node) program.Expression {
	keyword := n.First()
	return &program.Index{
		Span: spanOf(n), X: &program.Name{Span: spanOf(keyword), Name: "map"},
		Index: golangTuple(spanOf(n), []program.Expression{l.expression(n.Field("key")), l.expression(n.Field("value"))}),
	}
}

// golangGeneric is T[A, B]; it is also how the grammar sees f[T] of f[T](x).
func golangGeneric(l *lowerer, n syntax.Node) program.Expression {
	var arguments []program.Expression
	for one := range n.Field("type_arguments").NamedChildren {
		if argument := l.expression(one); argument != nil {
			arguments = append(arguments, argument)
		}
	}
	return &program.Index{Span: spanOf(n), X: l.expression(n.Field("type")), Index: golangTuple(spanOf(n.Field("type_arguments")), arguments)}
}

// golangTuple is what stands for several expressions where one is wanted.
func golangTuple(span program.Span, parts []program.Expression) program.Expression {
	if len(parts) == 1 {
		return parts[0]
	}
	return &program.List{Span: span, Kind: "tuple", Elements: parts}
}

// golangFunctionType is a type of functions, of which nothing is read.
func golangFunctionType(_ *lowerer, n syntax.Node) program.Expression {
	return &program.Other{Span: spanOf(n), Kind: n.Kind()}
}

// golangUnion is a constraint: ~int | ~string.
func golangUnion(l *lowerer, n syntax.Node) program.Expression {
	var union program.Expression
	for one := range n.NamedChildren {
		kind := l.expression(one)
		switch {
		case kind == nil:
		case union == nil:
			union = kind
		default:
			union = &program.Binary{Span: program.Span{Start: n.Start(), End: one.End()}, Operator: "|", Left: union, Right: kind}
		}
	}
	return union
}
