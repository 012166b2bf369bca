package lowering

import (
	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/checks/evidence/source/syntax"
)

func scriptClassDeclaration(l *lowerer, n syntax.Node) []program.Statement {
	class := scriptClass(l, n)
	return []program.Statement{&program.Declare{Span: class.Span, Class: class}}
}

func scriptClassValue(l *lowerer, n syntax.Node) program.Expression {
	class := scriptClass(l, n)
	return &program.ClassValue{Span: class.Span, Class: class}
}

func scriptClass(l *lowerer, n syntax.Node) *program.Class {
	class := &program.Class{Span: spanOf(n), Name: n.Field("name").Text(), Kind: "class", Decorators: scriptDecorators(l, n)}
	for heritage := range n.Child("class_heritage").NamedChildren {
		class.Bases = append(class.Bases, scriptBases(l, heritage)...)
	}
	l.inClass(class, func() {
		var decorators []program.Expression // of the member that follows
		for child := range n.Field("body").NamedChildren {
			if child.Is("decorator") {
				if x := l.expression(child.NamedChild(0)); x != nil {
					decorators = append(decorators, x)
				}
				continue
			}
			if child.Comment() {
				continue
			}
			scriptMember(l, child, class, decorators)
			decorators = nil
		}
	})
	return class
}

// scriptBases are what a class extends and implements. JavaScript's heritage is the
// expression itself.
func scriptBases(l *lowerer, n syntax.Node) []program.Expression {
	var bases []program.Expression
	add := func(n syntax.Node) {
		if x := l.expression(n); x != nil {
			bases = append(bases, x)
		}
	}
	switch n.Kind() {
	case "extends_clause":
		for value := range n.Fields("value") {
			add(value)
		}
	case "implements_clause", "extends_type_clause":
		for value := range n.NamedChildren {
			add(value)
		}
	default:
		add(n)
	}
	return bases
}

func scriptMember(l *lowerer, n syntax.Node, class *program.Class, decorators []program.Expression) {
	switch n.Kind() {
	case "method_definition", "abstract_method_signature":
		method := scriptMethod(l, n, class)
		method.Decorators = append(decorators, method.Decorators...)
		class.Methods = append(class.Methods, method)
	case "public_field_definition", "field_definition":
		field := scriptField(l, n)
		field.Decorators = append(decorators, field.Decorators...)
		class.Fields = append(class.Fields, field)
		if closure, ok := field.Value.(*program.Closure); ok { // handle = async () => …
			closure.Function.Class = class
			class.Methods = append(class.Methods, closure.Function)
		}
	case "class_static_block":
		class.Body = append(class.Body, l.block(n.Field("body"))...)
	}
}

func scriptField(l *lowerer, n syntax.Node) *program.Field {
	key := n.Field("name")
	if !key.Valid() {
		key = n.Field("property")
	}
	field := &program.Field{Span: spanOf(n), Name: scriptKey(l, key).Name, Decorators: scriptDecorators(l, n), Static: n.Has("static")}
	field.Type = present(l.expression(n.Field("type")))
	field.Value = l.named(field.Name, n.Field("value"))
	return field
}

// scriptInterface is an interface as a class.
func scriptInterface(l *lowerer, n syntax.Node) []program.Statement {
	class := &program.Class{Span: spanOf(n), Name: n.Field("name").Text(), Kind: "interface"}
	for child := range n.NamedChildren {
		if child.Is("extends_type_clause") {
			class.Bases = append(class.Bases, scriptBases(l, child)...)
		}
	}
	l.inClass(class, func() { class.Fields = scriptSignatures(l, n.Field("body")) })
	return []program.Statement{&program.Declare{Span: class.Span, Class: class}}
}

// scriptSignatures are the properties and methods of an object type as fields.
func scriptSignatures(l *lowerer, body syntax.Node) []*program.Field {
	var fields []*program.Field
	for child := range body.NamedChildren {
		switch child.Kind() {
		case "property_signature":
			fields = append(fields, scriptField(l, child))
		case "method_signature":
			field := &program.Field{Span: spanOf(child), Name: scriptKey(l, child.Field("name")).Name}
			field.Type = &program.Other{Span: spanOf(child), Kind: "function_type"}
			fields = append(fields, field)
		}
	}
	return fields
}

func scriptEnum(l *lowerer, n syntax.Node) []program.Statement {
	class := &program.Class{Span: spanOf(n), Name: n.Field("name").Text(), Kind: "enum"}
	l.inClass(class, func() {
		for child := range n.Field("body").NamedChildren {
			field := &program.Field{Span: spanOf(child), Static: true}
			switch {
			case child.Is("enum_assignment"):
				field.Name, field.Value = scriptKey(l, child.Field("name")).Name, l.expression(child.Field("value"))
			case child.FieldName() == "name":
				field.Name = scriptKey(l, child).Name
			default:
				continue
			}
			class.Fields = append(class.Fields, field)
		}
	})
	return []program.Statement{&program.Declare{Span: class.Span, Class: class}}
}

// scriptTypeAlias is a class for an object type. What is another name for a type
// is an assignment, so that the name leads there; others say nothing of where
// values come from, and often have the name of a value: z.infer<typeof Order>.
func scriptTypeAlias(l *lowerer, n syntax.Node) []program.Statement {
	value := n.Field("value")
	switch value.Kind() {
	case "object_type":
		class := &program.Class{Span: spanOf(n), Name: n.Field("name").Text(), Kind: "interface"}
		l.inClass(class, func() { class.Fields = scriptSignatures(l, value) })
		return []program.Statement{&program.Declare{Span: class.Span, Class: class}}
	case "type_identifier", "nested_type_identifier":
		return []program.Statement{&program.Assign{
			Span: spanOf(n), Targets: []program.Expression{l.expression(n.Field("name"))}, Value: l.expression(value), Declares: true,
		}}
	}
	return nil
}

// scriptAmbient is what "declare" stands before: names that are defined elsewhere.
func scriptAmbient(l *lowerer, n syntax.Node) []program.Statement {
	var statements []program.Statement
	for child := range n.NamedChildren {
		if child.Is("lexical_declaration", "variable_declaration", "interface_declaration", "type_alias_declaration", "enum_declaration") {
			statements = append(statements, l.statement(child)...)
		}
	}
	return statements
}
