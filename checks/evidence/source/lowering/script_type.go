package lowering

import (
	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/checks/evidence/source/syntax"
)

// scriptTypes are the rows of types; see script for what they become.
func scriptTypes() map[string]expressionRow {
	opaque := func(_ *lowerer, n syntax.Node) program.Expression {
		return &program.Other{Span: spanOf(n), Kind: n.Kind()}
	}
	return map[string]expressionRow{
		"type_identifier":           name,
		"predefined_type":           name,
		"this_type":                 name,
		"nested_type_identifier":    member("module", "name"),
		"nested_identifier":         member("object", "property"),
		"generic_type":              scriptGeneric,
		"array_type":                scriptArrayType,
		"union_type":                scriptUnion,
		"intersection_type":         func(l *lowerer, n syntax.Node) program.Expression { return l.fold(n, "&") },
		"tuple_type":                scriptTuple,
		"object_type":               scriptObjectType,
		"lookup_type":               scriptLookup,
		"function_type":             opaque,
		"constructor_type":          opaque,
		"conditional_type":          opaque,
		"index_type_query":          opaque,
		"type_query":                opaque,
		"infer_type":                opaque,
		"template_literal_type":     opaque,
		"asserts_annotation":        opaque,
		"type_predicate_annotation": opaque,
		"type_arguments":            opaque,
		"type_parameters":           opaque,
	}
}

func scriptGeneric(l *lowerer, n syntax.Node) program.Expression {
	generic := &program.Index{Span: spanOf(n), X: l.expression(n.Field("name"))}
	arguments := &program.List{Kind: "tuple"}
	for child := range n.Field("type_arguments").NamedChildren {
		if x := l.expression(child); x != nil {
			arguments.Elements = append(arguments.Elements, x)
		}
	}
	if len(arguments.Elements) == 1 {
		generic.Index = arguments.Elements[0]
	} else {
		arguments.Span = spanOf(n.Field("type_arguments"))
		generic.Index = arguments
	}
	return generic
}

// scriptArrayType is T[] as Array<T>.
func scriptArrayType(l *lowerer, n syntax.Node) program.Expression {
	element := l.expression(n.NamedChild(0))
	return &program.Index{Span: spanOf(n), X: &program.Name{Span: spanOf(n), Name: "Array"}, Index: element}
}

// scriptUnion is T | U. The grammar nests it to the left; what is null or undefined
// is put last, where readers look for it.
func scriptUnion(l *lowerer, n syntax.Node) program.Expression {
	var some, nothing []program.Expression
	for _, x := range l.united(n, nil) {
		if literal, ok := x.(*program.Literal); ok && literal.Kind == program.LiteralNothing {
			nothing = append(nothing, x)
		} else {
			some = append(some, x)
		}
	}
	var union program.Expression
	for _, x := range append(some, nothing...) {
		if union == nil {
			union = x
			continue
		}
		union = &program.Binary{Span: spanOf(n), Operator: "|", Left: union, Right: x}
	}
	return union
}

func (l *lowerer) united(n syntax.Node, members []program.Expression) []program.Expression {
	var others []syntax.Node // from the last to the first
	for ; n.Is("union_type"); n = n.NamedChild(0) {
		if second := n.NamedChild(1); second.Valid() {
			others = append(others, second)
		}
	}
	others = append(others, n)
	for i := len(others) - 1; i >= 0; i-- {
		if x := l.expression(others[i]); x != nil {
			members = append(members, x)
		}
	}
	return members
}

// present takes off a type what says that there may be nothing.
func present(x program.Expression) program.Expression {
	for {
		union, ok := x.(*program.Binary)
		if !ok || union.Operator != "|" {
			return x
		}
		if _, nothing := union.Right.(*program.Literal); !nothing {
			return x
		}
		x = union.Left
	}
}

func scriptTuple(l *lowerer, n syntax.Node) program.Expression {
	tuple := &program.List{Span: spanOf(n), Kind: "tuple"}
	for child := range n.NamedChildren {
		if child.Is("required_parameter", "optional_parameter") { // [name: T]
			child = child.Field("type")
		}
		if x := l.expression(child); x != nil {
			tuple.Elements = append(tuple.Elements, x)
		}
	}
	return tuple
}

func scriptObjectType(l *lowerer, n syntax.Node) program.Expression {
	object := &program.Object{Span: spanOf(n)}
	for _, field := range scriptSignatures(l, n) {
		object.Entries = append(object.Entries, program.Argument{Name: field.Name, Value: field.Type})
	}
	return object
}

// scriptLookup is T["name"].
func scriptLookup(l *lowerer, n syntax.Node) program.Expression {
	object, index := l.expression(n.NamedChild(0)), l.expression(n.NamedChild(1))
	if text, ok := index.(*program.Text); ok {
		return &program.Member{Span: spanOf(n), X: object, Name: text.Value}
	}
	return &program.Index{Span: spanOf(n), X: object, Index: index}
}
