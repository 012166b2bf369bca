package link

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// readClasses enters every class that has a name.
func (r *reader) readClasses() {
	for _, class := range r.file.Classes {
		name := r.className(class)
		if name == "" || len(name) > maxName || len(r.facts.Classes) >= maxRows {
			continue
		}
		one := Class{Name: name, Kind: class.Kind, Line: r.line(class.Span), Exported: class.Exported}
		if one.Kind == "class" {
			one.Kind = ""
		}
		owner := class.Owner
		if owner == nil {
			owner = r.top
		}
		for _, base := range class.Bases {
			if origin := short(owner.TypeOrigin(base)); origin != "" && !builtin[origin] {
				one.Bases = append(one.Bases, origin)
			}
		}
		one.Fields = r.fields(class, owner)
		r.facts.Classes = append(r.facts.Classes, one)
	}
}

// fields are those whose origin is known: declared ones, constructors' parameters
// that are fields, and what a constructor assigns.
func (r *reader) fields(class *program.Class, owner *program.Function) []Value {
	var fields []Value
	known := map[string]bool{}
	add := func(name, origin string) {
		if name == "" || origin == "" || known[name] || len(fields) >= maxRows/10 || builtin[strings.TrimSuffix(origin, "()")] {
			return
		}
		known[name] = true
		fields = append(fields, Value{Name: name, Origin: origin})
	}
	for _, field := range class.Fields {
		if !isClosure(field.Value) {
			add(field.Name, r.declared(owner, field.Value, field.Type))
		}
	}
	for _, method := range class.Methods {
		if method.Kind != "constructor" && method.Name != "constructor" && method.Name != "__init__" {
			continue
		}
		for _, param := range method.Params {
			if param.Property {
				add(param.Name, r.declared(owner, nil, param.Type))
			}
		}
		program.VisitStatements(method.Body, func(s program.Statement) bool {
			assign, ok := s.(*program.Assign)
			if !ok || len(assign.Targets) != 1 {
				return true
			}
			member, ok := assign.Targets[0].(*program.Member)
			if !ok || !isSelf(method, member.X) || unknownParam(method, assign.Value) {
				return true
			}
			add(member.Name, r.declared(method, assign.Value, assign.Type))
			return true
		}, nil)
	}
	return fields
}

// isSelf reports whether an expression is the object of a method.
func isSelf(method *program.Function, x program.Expression) bool {
	name, ok := x.(*program.Name)
	return ok && (name.Name == "this" || method.Receiver != nil && method.Receiver.Name == name.Name)
}

// unknownParam reports whether a value begins with a parameter of which no type is
// written: its name says nothing elsewhere.
func unknownParam(method *program.Function, x program.Expression) bool {
	for {
		switch one := x.(type) {
		case *program.Member:
			x = one.X
		case *program.Call:
			x = one.Callee
		case *program.Name:
			binding := method.Lookup(one.Name)
			return binding != nil && binding.Param != nil && binding.Type == nil
		default:
			return false
		}
	}
}
