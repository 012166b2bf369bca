package program

import "strings"

// deepest bounds how far names are followed.
const deepest = 12

// Origin says where a value comes from, in one word that tables can name: an
// import by its module and name, what is made by calling something by "()".
//
//	express.Router                 import express from "express"; import { Router } from "express"
//	express()                      const app = express()
//	express().get                  app.get
//	@prisma/client.PrismaClient()  new PrismaClient(), or a parameter, field or variable of this type
//	database/sql.DB().Query        db.Query, where db is declared as *sql.DB
//	django.db.models.Model         from django.db import models; models.Model
//	this.orders                    a field whose type and value are not known here
//	req.query.id                   parameters without a type, and globals, by their names
//
// A default import and the module itself are the module's name alone. A value
// with no single origin (a sum, a literal) gives "".
func (f *Function) Origin(x Expression) string { return f.origin(x, deepest) }

func (f *Function) origin(x Expression, depth int) string {
	if isNil(x) || depth == 0 {
		return ""
	}
	switch x := x.(type) {
	case *Name:
		return f.originOfName(x.Name, depth)
	case *Member:
		if known := f.field(x, depth); known != "" {
			return known
		}
		return join(f.origin(x.X, depth-1), x.Name)
	case *Call:
		if module, ok := f.required(x); ok {
			return module
		}
		return call(f.origin(x.Callee, depth-1))
	case *Await:
		return f.origin(x.X, depth)
	case *Asserted:
		return call(f.origin(x.Type, depth-1))
	case *Object:
		return call(f.origin(x.Type, depth-1)) // Go: &http.Server{…}
	case *Unary:
		if x.Operator == "&" || x.Operator == "*" {
			return f.origin(x.X, depth)
		}
	case *Index:
		if inner := f.origin(x.X, depth-1); inner != "" {
			if _, constant := x.Index.(*Literal); constant {
				return inner + "[" + x.Index.(*Literal).Value + "]"
			}
			return inner + "[]"
		}
	}
	return ""
}

func (f *Function) originOfName(name string, depth int) string {
	binding := f.Lookup(name)
	if binding == nil {
		return name
	}
	switch {
	case binding.Import != nil:
		return imported(binding.Import)
	case !isNil(binding.Type):
		if origin := binding.Owner.instance(binding.Type, name, depth); origin != "" {
			return origin
		}
		return name
	case binding.Param != nil, binding.Function != nil, binding.Class != nil && binding.Class.Kind != "interface":
		return name
	case len(binding.Values) == 1:
		if same, ok := binding.Values[0].(*Name); ok && same.Name == name {
			return name
		}
		origin := binding.Owner.origin(binding.Values[0], depth-1)
		if origin == "" {
			return name
		}
		if binding.Element {
			return origin + "[]"
		}
		return origin
	default:
		return name
	}
}

// instance returns the origin of a value of a type that is declared for a name.
func (f *Function) instance(declared Expression, name string, depth int) string {
	plain, scope := plainType(declared), f
	if firstName(plain) == name { // user: user means what the name is outside
		if scope = f.Parent; scope == nil {
			return ""
		}
	}
	if alias, ok := plain.(*Name); ok { // Database = Annotated[Session, Depends(…)]
		if known := scope.Lookup(alias.Name); known != nil && len(known.Values) == 1 {
			if index, ok := known.Values[0].(*Index); ok && wrappers[lastName(index.X)] {
				plain, scope = plainType(index), known.Owner
			}
		}
	}
	return call(scope.origin(plain, depth-1))
}

// field follows this.x and self.x to the type or the first value of the field.
func (f *Function) field(x *Member, depth int) string {
	class := f.selfClass(x.X)
	if class == nil {
		return ""
	}
	for _, field := range class.Fields {
		if field.Name != x.Name {
			continue
		}
		if !isNil(field.Type) {
			return f.top().instance(field.Type, "", depth)
		}
		if origin := f.top().origin(field.Value, depth-1); origin != "" {
			return origin
		}
	}
	for _, method := range class.Methods {
		if method.Kind != "constructor" && method.Name != "__init__" {
			continue
		}
		for _, param := range method.Params {
			if param.Property && param.Name == x.Name && !isNil(param.Type) {
				return f.top().instance(param.Type, "", depth)
			}
		}
		if value := assignedTo(method, x.Name); value != nil {
			return method.origin(value, depth-1)
		}
	}
	return ""
}

// assignedTo returns what a constructor assigns to a field of its object.
func assignedTo(constructor *Function, name string) (value Expression) {
	VisitStatements(constructor.Body, func(s Statement) bool {
		if assign, ok := s.(*Assign); ok && len(assign.Targets) == 1 {
			if member, ok := assign.Targets[0].(*Member); ok && member.Name == name && constructor.selfClass(member.X) != nil {
				value = assign.Value
			}
		}
		return true
	}, nil)
	return value
}

// selfClass returns the class whose object an expression is: this, self, a
// receiver; nil for anything else.
func (f *Function) selfClass(x Expression) *Class {
	name, ok := x.(*Name)
	if !ok {
		return nil
	}
	for function := f; function != nil; function = function.Parent {
		if function.Class == nil {
			continue
		}
		if name.Name == "this" || function.Receiver != nil && function.Receiver.Name == name.Name {
			return function.Class
		}
	}
	return nil
}

func (f *Function) top() *Function {
	for f.Parent != nil {
		f = f.Parent
	}
	return f
}

// Required returns the module that an expression takes: require("x"), import("x").
func (f *Function) Required(x Expression) (string, bool) {
	one, ok := x.(*Call)
	if !ok {
		return "", false
	}
	return f.required(one)
}

func (f *Function) required(x *Call) (string, bool) {
	name, ok := x.Callee.(*Name)
	if !ok || name.Name != "require" && name.Name != "import" || len(x.Arguments) != 1 || f.Lookup(name.Name) != nil {
		return "", false
	}
	text, ok := x.Arguments[0].Value.(*Text)
	if !ok {
		return "", false
	}
	return moduleName(text.Value), true
}

func imported(one *Import) string { return ImportOrigin(one.Module, one.Name) }

// ImportOrigin is the origin of a name that is taken from a module.
func ImportOrigin(module, name string) string {
	module = moduleName(module)
	if name == "" || name == "*" || name == "default" {
		return module
	}
	if strings.HasSuffix(module, ".") { // Python's from . import orders
		return module + name
	}
	return join(module, name)
}

// TypeOrigin is the origin of a type: of what it is a pointer to, an option of or a
// promise of.
func (f *Function) TypeOrigin(x Expression) string { return f.origin(plainType(x), deepest) }

// moduleName writes a module as tables name it: Node's own without "node:".
func moduleName(module string) string { return strings.TrimPrefix(module, "node:") }

func call(origin string) string {
	if origin == "" {
		return ""
	}
	return origin + "()"
}

func join(origin, name string) string {
	if origin == "" {
		return ""
	}
	return origin + "." + name
}

// plainType takes off what is around the type that matters: T | null, Optional[T],
// Promise<T>, Annotated[T, …].
func plainType(x Expression) Expression {
	for {
		switch t := x.(type) {
		case *Unary:
			x = t.X
		case *Binary: // T | null, T | None
			if t.Operator != "|" {
				return x
			}
			if _, nothing := t.Right.(*Literal); nothing {
				x = t.Left
			} else if _, nothing := t.Left.(*Literal); nothing {
				x = t.Right
			} else {
				return x
			}
		case *Index:
			if wrappers[lastName(t.X)] {
				x = t.Index
				if list, ok := x.(*List); ok && len(list.Elements) > 0 {
					x = list.Elements[0]
				}
				continue
			}
			return t.X // Repository<Order>, list[Order]
		default:
			return x
		}
	}
}

// wrappers are generic types that are about the type in them.
var wrappers = map[string]bool{"Optional": true, "Annotated": true, "Promise": true, "Awaitable": true}

// firstName returns the name that a chain of members begins with.
func firstName(x Expression) string {
	for {
		switch one := x.(type) {
		case *Name:
			return one.Name
		case *Member:
			x = one.X
		default:
			return ""
		}
	}
}

func lastName(x Expression) string {
	switch x := x.(type) {
	case *Name:
		return x.Name
	case *Member:
		return x.Name
	}
	return ""
}

// Constant returns the text that an expression always is: a constant string, a sum
// of such, a name that is given one once.
func (f *Function) Constant(x Expression) (string, bool) { return f.constant(x, deepest) }

func (f *Function) constant(x Expression, depth int) (string, bool) {
	if isNil(x) || depth == 0 {
		return "", false
	}
	switch x := x.(type) {
	case *Text:
		return x.Value, true
	case *Template:
		var text strings.Builder
		for _, part := range x.Parts {
			constant, ok := f.constant(part, depth-1)
			if !ok {
				return "", false
			}
			text.WriteString(constant)
		}
		return text.String(), true
	case *Binary:
		if x.Operator != "+" {
			return "", false
		}
		left, ok := f.constant(x.Left, depth-1)
		if !ok {
			return "", false
		}
		right, ok := f.constant(x.Right, depth-1)
		return left + right, ok
	case *Name:
		binding := f.Lookup(x.Name)
		if binding == nil || binding.Param != nil || binding.Element || len(binding.Values) != 1 {
			return "", false
		}
		return binding.Owner.constant(binding.Values[0], depth-1)
	}
	return "", false
}
