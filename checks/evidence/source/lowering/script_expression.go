package lowering

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/checks/evidence/source/syntax"
)

// scriptSubscript is x[i]; x["name"] is as good as x.name.
func scriptSubscript(l *lowerer, n syntax.Node) program.Expression {
	object, index := l.expression(n.Field("object")), l.expression(n.Field("index"))
	if text, ok := index.(*program.Text); ok {
		return &program.Member{Span: spanOf(n), X: object, Name: text.Value}
	}
	return &program.Index{Span: spanOf(n), X: object, Index: index}
}

func scriptCall(l *lowerer, n syntax.Node) program.Expression {
	callee := l.expression(n.Field("function"))
	if arguments := n.Field("arguments"); arguments.Is("template_string") {
		return scriptTagged(l, n, callee, arguments)
	}
	call := &program.Call{Span: spanOf(n), Callee: callee, Arguments: scriptArguments(l, n.Field("arguments"))}
	call.Optional = n.Has("optional_chain") || n.Has("?.")
	return call
}

// scriptTagged is tag`…`, for which the grammar has await tag`…` be (await tag)`…`.
func scriptTagged(l *lowerer, n syntax.Node, tag program.Expression, template syntax.Node) program.Expression {
	awaited, waits := tag.(*program.Await)
	if waits {
		tag = awaited.X
	}
	var call program.Expression = &program.Call{
		Span: spanOf(n), Callee: tag, Arguments: []program.Argument{{Value: scriptTemplate(l, template, true)}},
	}
	if waits {
		call = &program.Await{Span: spanOf(n), X: call}
	}
	return call
}

// scriptBinary is an operation. The grammar takes a tag with a type, sql<Row>`…`,
// for two comparisons, which nobody makes with a template.
func scriptBinary(l *lowerer, n syntax.Node) program.Expression {
	left, right := n.Field("left"), n.Field("right")
	if right.Is("template_string") && n.Field("operator").Is(">") && left.Is("binary_expression") && left.Field("operator").Is("<") {
		return scriptTagged(l, n, l.expression(left.Field("left")), right)
	}
	return binary("left", "operator", "right")(l, n)
}

func scriptNew(l *lowerer, n syntax.Node) program.Expression {
	return &program.Call{
		Span: spanOf(n), Callee: l.expression(n.Field("constructor")),
		Arguments: scriptArguments(l, n.Field("arguments")), New: true,
	}
}

func scriptArguments(l *lowerer, list syntax.Node) []program.Argument {
	var arguments []program.Argument
	for child := range list.NamedChildren {
		if value := l.expression(child); value != nil {
			arguments = append(arguments, scriptArgument(value))
		}
	}
	return arguments
}

// scriptArgument is an argument with the spread taken off.
func scriptArgument(value program.Expression) program.Argument {
	if spread, ok := value.(*program.Unary); ok && spread.Operator == "..." {
		return program.Argument{Value: spread.X, Spread: "..."}
	}
	return program.Argument{Value: value}
}

// scriptMeta is import.meta and new.target.
func scriptMeta(_ *lowerer, n syntax.Node) program.Expression {
	object, property, _ := strings.Cut(n.Text(), ".")
	return &program.Member{Span: spanOf(n), X: &program.Name{Span: spanOf(n), Name: object}, Name: property}
}

func scriptObject(l *lowerer, n syntax.Node) program.Expression {
	object := &program.Object{Span: spanOf(n)}
	for child := range n.NamedChildren {
		switch child.Kind() {
		case "pair":
			entry := scriptKey(l, child.Field("key"))
			entry.Value = l.named(entry.Name, child.Field("value"))
			object.Entries = append(object.Entries, entry)
		case "method_definition":
			entry := scriptKey(l, child.Field("name"))
			function := scriptMethod(l, child, nil)
			entry.Value = &program.Closure{Span: function.Span, Function: function}
			object.Entries = append(object.Entries, entry)
		case "shorthand_property_identifier":
			object.Entries = append(object.Entries, program.Argument{Name: child.Text(), Value: l.expression(child)})
		default:
			if value := l.expression(child); value != nil {
				object.Entries = append(object.Entries, scriptArgument(value))
			}
		}
	}
	return object
}

// scriptKey is an entry's key: its name, or an expression where it is computed.
func scriptKey(l *lowerer, n syntax.Node) program.Argument {
	switch n.Kind() {
	case "string", "computed_property_name":
		key := l.expression(n)
		if text, ok := key.(*program.Text); ok {
			return program.Argument{Name: text.Value}
		}
		return program.Argument{Key: key}
	}
	return program.Argument{Name: n.Text()}
}

// named lowers a value that is given a name: a function or a class without one of
// its own is called by it.
func (l *lowerer) named(name string, n syntax.Node) program.Expression {
	value := l.expression(n)
	nameClosure(value, name)
	if class, ok := value.(*program.ClassValue); ok && class.Class.Name == "" {
		class.Class.Name = name
	}
	return value
}

func scriptArray(l *lowerer, n syntax.Node) program.Expression {
	list := &program.List{Span: spanOf(n), Kind: "list"}
	for child := range n.NamedChildren {
		if element := l.expression(child); element != nil {
			list.Elements = append(list.Elements, element)
		}
	}
	return list
}

func scriptUnary(l *lowerer, n syntax.Node) program.Expression {
	return &program.Unary{Span: spanOf(n), Operator: n.Field("operator").Text(), X: l.expression(n.Field("argument"))}
}

func scriptSpread(l *lowerer, n syntax.Node) program.Expression {
	return &program.Unary{Span: spanOf(n), Operator: "...", X: l.expression(n.NamedChild(0))}
}

func scriptAwait(l *lowerer, n syntax.Node) program.Expression {
	return &program.Await{Span: spanOf(n), X: l.expression(n.NamedChild(0))}
}

// scriptYield is yield x, and yield* x, which hands on what another one yields.
func scriptYield(l *lowerer, n syntax.Node) program.Expression {
	if n.Has("*") {
		return scriptAwait(l, n)
	}
	return &program.Yield{Span: spanOf(n), X: l.expression(n.NamedChild(0))}
}

func scriptConditional(l *lowerer, n syntax.Node) program.Expression {
	return &program.Conditional{
		Span: spanOf(n), Condition: l.expression(n.Field("condition")),
		Then: l.expression(n.Field("consequence")), Else: l.expression(n.Field("alternative")),
	}
}

func scriptSequence(l *lowerer, n syntax.Node) program.Expression {
	return l.fold(n, ",")
}

// fold makes one operation of the named children of a node, from the left.
func (l *lowerer) fold(n syntax.Node, operator string) program.Expression {
	var folded program.Expression
	for child := range n.NamedChildren {
		x := l.expression(child)
		switch {
		case x == nil:
		case folded == nil:
			folded = x
		default:
			span := program.Span{Start: folded.Range().Start, End: x.Range().End}
			folded = &program.Binary{Span: span, Operator: operator, Left: folded, Right: x}
		}
	}
	return folded
}
