package lowering_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks/evidence/source/lowering"
	"github.com/golive-app/golive/checks/evidence/source/program"
)

// lowered returns the program of a piece of code, written by show.
func lowered(t *testing.T, language, code string) string {
	t.Helper()
	file, err := lowering.Parse(language, []byte(code))
	if err != nil {
		t.Fatal(err)
	}
	return show(file)
}

// show writes a program in one notation for all languages: one line for each
// import, export and statement of the top level, with what is inside in braces.
func show(file *program.File) string {
	var lines []string
	for _, one := range file.Imports {
		line := "import " + one.Module
		if one.Name != "" {
			line += " " + one.Name
		}
		if one.Local != "" {
			line += " as " + one.Local
		}
		if one.Owner != nil {
			line += " in " + one.Owner.Name
		}
		lines = append(lines, line)
	}
	for _, one := range file.Exports {
		line := "export " + one.Name
		if one.Local != "" {
			line += " = " + one.Local
		}
		if one.Module != "" {
			line += " from " + one.Module
		}
		if one.Value != nil {
			line += " is " + expression(one.Value)
		}
		lines = append(lines, line)
	}
	for _, one := range file.Top().Body {
		lines = append(lines, statement(one))
	}
	return strings.Join(lines, "\n")
}

func block(body []program.Statement) string {
	if len(body) == 0 {
		return "{}"
	}
	return "{ " + inline(body) + " }"
}

func inline(body []program.Statement) string {
	var parts []string
	for _, one := range body {
		parts = append(parts, statement(one))
	}
	return strings.Join(parts, "; ")
}

func statement(s program.Statement) string {
	switch s := s.(type) {
	case *program.Assign:
		text := list(s.Targets)
		if s.Declares {
			text = "let " + text
		}
		if s.Type != nil {
			text += ": " + expression(s.Type)
		}
		if s.Value != nil {
			text += " " + s.Operator + "= " + expression(s.Value)
		}
		return text
	case *program.Evaluate:
		return expression(s.X)
	case *program.Return:
		return strings.TrimSpace("return " + list(s.X))
	case *program.Throw:
		return strings.TrimSpace("throw " + expression(s.X))
	case *program.Branch:
		text := "if "
		if len(s.Before) > 0 {
			text += inline(s.Before) + "; "
		}
		text += expression(s.Condition) + " " + block(s.Then)
		if len(s.Else) > 0 {
			text += " else " + block(s.Else)
		}
		return text
	case *program.Loop:
		return loop(s)
	case *program.Switch:
		var cases []string
		for _, one := range s.Cases {
			label := "default"
			if len(one.Values) > 0 {
				label = "case " + list(one.Values)
			}
			cases = append(cases, label+" "+block(one.Body))
		}
		return strings.TrimSpace("switch "+expression(s.Subject)) + " { " + strings.Join(cases, "; ") + " }"
	case *program.Try:
		text := "try " + block(s.Body)
		for _, handler := range s.Handlers {
			text += " catch " + strings.Join(append(strings.Fields(handler.Name), strings.Fields(list(handler.Types))...), " ") + block(handler.Body)
		}
		if len(s.Else) > 0 {
			text += " else " + block(s.Else)
		}
		if s.Ensures {
			text += " finally " + block(s.Finally)
		}
		return text
	case *program.With:
		text := "with " + list(s.Items)
		if len(s.Targets) > 0 {
			text += " as " + list(s.Targets)
		}
		if s.Async {
			text = "async " + text
		}
		return text + " " + block(s.Body)
	case *program.Later:
		return s.Kind + " " + expression(s.X)
	case *program.Block:
		return block(s.Body)
	case *program.Declare:
		if s.Class != nil {
			return class(s.Class)
		}
		return function(s.Function)
	case *program.Jump:
		return s.Kind
	}
	return fmt.Sprintf("%T", s)
}

func loop(s *program.Loop) string {
	text := string(s.Kind)
	if s.Async {
		text = "async " + text
	}
	if len(s.Before) > 0 {
		text += " " + inline(s.Before) + ";"
	}
	if s.Kind == program.LoopEach {
		text += " " + list(s.Targets) + " in " + expression(s.Over)
	}
	if s.Condition != nil {
		text += " " + expression(s.Condition)
	}
	if len(s.After) > 0 {
		text += "; " + inline(s.After)
	}
	text += " " + block(s.Body)
	if len(s.Else) > 0 {
		text += " else " + block(s.Else)
	}
	return text
}

func list(some []program.Expression) string {
	var parts []string
	for _, one := range some {
		parts = append(parts, expression(one))
	}
	return strings.Join(parts, ", ")
}

func arguments(some []program.Argument, between string) string {
	var parts []string
	for _, one := range some {
		text := one.Spread + expression(one.Value)
		switch {
		case one.Name != "":
			text = one.Name + between + text
		case one.Key != nil:
			text = "[" + expression(one.Key) + "]" + between + text
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, ", ")
}

func expression(x program.Expression) string {
	switch x := x.(type) {
	case nil:
		return ""
	case *program.Name:
		return x.Name
	case *program.Member:
		return expression(x.X) + "." + x.Name
	case *program.Index:
		return expression(x.X) + "[" + expression(x.Index) + "]"
	case *program.Call:
		text := expression(x.Callee)
		if x.New {
			text = "new " + text
		}
		if x.Optional {
			text += "?."
		}
		return text + "(" + arguments(x.Arguments, "=") + ")"
	case *program.Text:
		return fmt.Sprintf("%q", x.Value)
	case *program.Template:
		return "`" + list(x.Parts) + "`"
	case *program.Literal:
		return x.Value
	case *program.Binary:
		return "(" + expression(x.Left) + " " + x.Operator + " " + expression(x.Right) + ")"
	case *program.Unary:
		return "(" + x.Operator + " " + expression(x.X) + ")"
	case *program.Conditional:
		return "(" + expression(x.Condition) + " ? " + expression(x.Then) + " : " + expression(x.Else) + ")"
	case *program.Object:
		return expression(x.Type) + "{" + arguments(x.Entries, ": ") + "}"
	case *program.List:
		kind := x.Kind
		if kind == "list" {
			kind = ""
		}
		return expression(x.Type) + kind + "[" + list(x.Elements) + "]"
	case *program.Closure:
		return function(x.Function)
	case *program.ClassValue:
		return class(x.Class)
	case *program.Await:
		return "(await " + expression(x.X) + ")"
	case *program.Yield:
		return "(" + strings.TrimSpace("yield "+expression(x.X)) + ")"
	case *program.Assigned:
		return "(" + statement(x.Assign) + ")"
	case *program.Comprehension:
		return comprehension(x)
	case *program.Element:
		text := "<" + strings.TrimSpace(expression(x.Name)+" "+arguments(x.Attributes, "="))
		return text + ">[" + list(x.Children) + "]"
	case *program.Pattern:
		return pattern(x)
	case *program.Asserted:
		if x.Type == nil {
			return expression(x.X) + ".(type)"
		}
		return expression(x.X) + ".(" + expression(x.Type) + ")"
	case *program.Other:
		return x.Kind + "<" + list(x.Parts) + ">"
	}
	return fmt.Sprintf("%T", x)
}

func comprehension(x *program.Comprehension) string {
	text := x.Kind + "[" + expression(x.Element)
	if x.Value != nil {
		text += ": " + expression(x.Value)
	}
	for _, clause := range x.Clauses {
		if clause.Async {
			text += " async"
		}
		text += " for " + list(clause.Targets) + " in " + expression(clause.Over)
		for _, condition := range clause.Conditions {
			text += " if " + expression(condition)
		}
	}
	return text + "]"
}

func pattern(x *program.Pattern) string {
	var parts []string
	for _, part := range x.Parts {
		text := expression(part.Target)
		switch {
		case part.Rest:
			text = "..." + text
		case part.Key != "":
			text = part.Key + ": " + text
		default:
			text = fmt.Sprint(part.Index, ": ", text)
		}
		if part.Default != nil {
			text += " = " + expression(part.Default)
		}
		parts = append(parts, text)
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

func function(f *program.Function) string {
	text := decorators(f.Decorators)
	for _, mark := range []struct {
		set  bool
		word string
	}{{f.Exported, "exported"}, {f.Async, "async"}, {f.Generator, "generator"}, {f.Kind != "", f.Kind}} {
		if mark.set {
			text += mark.word + " "
		}
	}
	text += "func "
	if f.Receiver != nil {
		text += "(" + param(f.Receiver) + ") "
	}
	var params []string
	for _, one := range f.Params {
		params = append(params, param(one))
	}
	text += f.Name + "(" + strings.Join(params, ", ") + ")"
	if len(f.Results) > 0 {
		text += " " + strings.Join(f.Results, ", ")
	}
	return text + " " + block(f.Body)
}

func decorators(some []program.Expression) string {
	text := ""
	for _, one := range some {
		text += "@" + expression(one) + " "
	}
	return text
}

func param(p *program.Param) string {
	text := decorators(p.Decorators)
	if p.Property {
		text += "field "
	}
	if p.Rest {
		text += "..."
	}
	text += p.Keyword + p.Name
	if p.Pattern != nil {
		text += pattern(p.Pattern)
	}
	if p.Type != nil {
		text += ": " + expression(p.Type)
	}
	if p.Default != nil {
		text += " = " + expression(p.Default)
	}
	return text
}

func class(c *program.Class) string {
	text := decorators(c.Decorators)
	if c.Exported {
		text += "exported "
	}
	text += strings.TrimSpace(c.Kind + " " + c.Name)
	if len(c.Bases) > 0 {
		text += "(" + list(c.Bases) + ")"
	}
	var members []string
	for _, field := range c.Fields {
		one := decorators(field.Decorators)
		if field.Static {
			one += "static "
		}
		one += "field " + field.Name
		if field.Type != nil {
			one += ": " + expression(field.Type)
		}
		if field.Value != nil {
			one += " = " + expression(field.Value)
		}
		if field.Tag != "" {
			one += " " + field.Tag
		}
		members = append(members, one)
	}
	for _, method := range c.Methods {
		members = append(members, function(method))
	}
	for _, one := range c.Body {
		members = append(members, statement(one))
	}
	if len(members) == 0 {
		return text + " {}"
	}
	return text + " { " + strings.Join(members, "; ") + " }"
}
