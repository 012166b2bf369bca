package lowering

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/checks/evidence/source/syntax"
)

// pythonDecorated is a definition with decorators, which stand outside of it.
func pythonDecorated(l *lowerer, n syntax.Node) []program.Statement {
	var decorators []program.Expression
	for child := range n.NamedChildren {
		if child.Is("decorator") {
			if x := l.expression(child.NamedChild(0)); x != nil {
				decorators = append(decorators, x)
			}
		}
	}
	definition := n.Field("definition")
	switch definition.Kind() {
	case "function_definition":
		return l.pythonFunction(definition, decorators)
	case "class_definition":
		return l.pythonClass(definition, decorators)
	}
	return nil
}

func pythonFunction(l *lowerer, n syntax.Node) []program.Statement { return l.pythonFunction(n, nil) }

func (l *lowerer) pythonFunction(n syntax.Node, decorators []program.Expression) []program.Statement {
	function := &program.Function{
		Span: spanOf(n), Name: n.Field("name").Text(), Async: n.Has("async"), Decorators: decorators, Class: l.class,
	}
	function.Kind = pythonKind(function)
	function.Exported = l.pythonExported(function.Name)
	if result := n.Field("return_type"); result.Valid() {
		function.Results = []string{result.Text()}
	}
	if l.class != nil {
		l.class.Methods = append(l.class.Methods, function)
	}
	l.within(function, func() {
		function.Params = l.pythonParams(n.Field("parameters"))
		if first := function.Params; function.Class != nil && function.Kind != "static" && len(first) > 0 && first[0].Name != "" && !first[0].Rest {
			function.Receiver, function.Params = first[0], first[1:]
		}
		function.Body = l.block(n.Field("body"))
	})
	return []program.Statement{&program.Declare{Span: spanOf(n), Function: function}}
}

// pythonExported reports whether others are meant to use a name that is defined here.
func (l *lowerer) pythonExported(name string) bool {
	return l.function.Top && l.class == nil && !strings.HasPrefix(name, "_")
}

// pythonKinds are kinds of methods by the last name of a decorator.
var pythonKinds = map[string]string{
	"staticmethod": "static", "abstractmethod": "abstract",
	"property": "get", "cached_property": "get", "hybrid_property": "get", "abstractproperty": "get", "getter": "get",
	"setter": "set",
}

func pythonKind(function *program.Function) string {
	if function.Class == nil {
		return ""
	}
	kind := ""
	if function.Name == "__init__" {
		kind = "constructor"
	}
	for _, decorator := range function.Decorators {
		if call, ok := decorator.(*program.Call); ok {
			decorator = call.Callee
		}
		name := ""
		switch x := decorator.(type) {
		case *program.Name:
			name = x.Name
		case *program.Member:
			name = x.Name
		}
		if found := pythonKinds[name]; found != "" && (kind == "" || kind == "abstract") {
			kind = found
		}
	}
	return kind
}

// pythonParams lowers parameters; the marks * and / between them leave no trace.
func (l *lowerer) pythonParams(n syntax.Node) []*program.Param {
	var params []*program.Param
	for child := range n.NamedChildren {
		if child.Comment() || child.Is("keyword_separator", "positional_separator") {
			continue
		}
		param := &program.Param{Span: spanOf(child), Type: l.expression(child.Field("type")), Default: l.expression(child.Field("value"))}
		named := child
		switch child.Kind() {
		case "typed_parameter":
			named = child.NamedChild(0)
		case "default_parameter", "typed_default_parameter":
			named = child.Field("name")
		}
		switch named.Kind() {
		case "list_splat_pattern":
			param.Rest, named = true, named.NamedChild(0)
		case "dictionary_splat_pattern":
			param.Rest, param.Keyword, named = true, "**", named.NamedChild(0)
		case "tuple_pattern":
			param.Pattern, _ = l.pythonTarget(named).(*program.Pattern)
		}
		if named.Is("identifier") {
			param.Name = named.Text()
		}
		nameClosure(param.Default, param.Name)
		params = append(params, param)
	}
	return params
}

func pythonLambda(l *lowerer, n syntax.Node) program.Expression {
	function := &program.Function{Span: spanOf(n)}
	l.within(function, func() {
		function.Params = l.pythonParams(n.Field("parameters"))
		body := n.Field("body")
		if x := l.expression(body); x != nil {
			function.Body = []program.Statement{&program.Return{Span: spanOf(body), X: []program.Expression{x}}}
		}
	})
	return &program.Closure{Span: spanOf(n), Function: function}
}

func pythonClass(l *lowerer, n syntax.Node) []program.Statement { return l.pythonClass(n, nil) }

func (l *lowerer) pythonClass(n syntax.Node, decorators []program.Expression) []program.Statement {
	class := &program.Class{Span: spanOf(n), Name: n.Field("name").Text(), Kind: "class", Decorators: decorators}
	class.Exported = l.pythonExported(class.Name)
	for base := range n.Field("superclasses").NamedChildren {
		switch {
		case base.Comment():
		case base.Is("keyword_argument"):
			class.Keywords = append(class.Keywords, program.Argument{Name: base.Field("name").Text(), Value: l.expression(base.Field("value"))})
		default:
			class.Bases = append(class.Bases, pythonType(l, base))
		}
	}
	l.inClass(class, func() {
		for _, statement := range l.block(n.Field("body")) {
			switch s := statement.(type) {
			case *program.Assign:
				class.Fields = append(class.Fields, pythonField(s)...)
			case *program.Declare:
				if s.Function != nil {
					continue // it is among the methods
				}
			}
			class.Body = append(class.Body, statement)
		}
	})
	for _, method := range class.Methods {
		if method.Kind == "constructor" && method.Receiver != nil {
			class.Fields = append(class.Fields, pythonDeclared(method)...)
		}
	}
	return []program.Statement{&program.Declare{Span: spanOf(n), Class: class}}
}

// pythonField is the field that an assignment in a class makes.
func pythonField(s *program.Assign) []*program.Field {
	name, ok := s.Targets[0].(*program.Name)
	if !ok || s.Operator != "" {
		return nil
	}
	return []*program.Field{{Span: s.Span, Name: name.Name, Type: s.Type, Value: s.Value}}
}

// pythonDeclared are the fields that a constructor declares: self.x: T = value.
func pythonDeclared(constructor *program.Function) []*program.Field {
	var fields []*program.Field
	program.VisitStatements(constructor.Body, func(s program.Statement) bool {
		assign, ok := s.(*program.Assign)
		if !ok || assign.Type == nil || len(assign.Targets) != 1 {
			return true
		}
		if member, ok := assign.Targets[0].(*program.Member); ok {
			if object, ok := member.X.(*program.Name); ok && object.Name == constructor.Receiver.Name {
				fields = append(fields, &program.Field{Span: assign.Span, Name: member.Name, Type: assign.Type, Value: assign.Value})
			}
		}
		return true
	}, nil)
	return fields
}
