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
//	database/sql.DB().Query        db.Query, where db is declared as *sql.DB, or db, err := sql.Open(…)
//	[]Order()                      a slice, an array, a map or a channel of Go with elements of type Order
//	django.db.models.Model         from django.db import models; models.Model
//	this.orders                    a field whose type and value are not known here
//	req.query.id                   parameters without a type, and globals, by their names
//
// A default import and the module itself are the module's name alone. What calls in
// results and fluent give has the origin of its type: gin.Default() is
// "github.com/gin-gonic/gin.Engine()". A value with no single origin (a sum, a
// literal) gives "".
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
		return f.called(x, depth)
	case *Await:
		return f.origin(x.X, depth)
	case *Asserted:
		if !isNil(x.Type) {
			return f.instance(x.Type, "", depth)
		}
	case *Object:
		if !isNil(x.Type) {
			return f.instance(x.Type, "", depth) // Go: &http.Server{…}
		}
	case *List:
		if !isNil(x.Type) {
			return f.instance(x.Type, "", depth) // Go: []Order{…}
		}
	case *Unary:
		switch x.Operator {
		case "&", "*":
			return f.origin(x.X, depth-1)
		case "<-":
			return element(f.origin(x.X, depth-1), "")
		}
	case *Index:
		whole := f.origin(x.X, depth-1)
		switch index := x.Index.(type) {
		case *Literal:
			return element(whole, index.Value)
		case *List:
			if index.Kind == "slice" {
				return whole
			}
		}
		return element(whole, "")
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
	case binding.Class != nil && binding.Class.Kind == "alias" && len(binding.Class.Bases) == 1:
		return binding.Owner.origin(binding.Class.Bases[0], depth-1)
	case binding.Param != nil, binding.Function != nil, binding.Class != nil && binding.Class.Kind != "interface":
		return name
	}
	origin := binding.originOfValues(depth)
	if binding.Element {
		origin = element(origin, "")
	}
	if origin == "" {
		return name
	}
	return origin
}

// followed bounds how many values of a name are looked at, and followedFrom how
// far, where there are several.
const followed, followedFrom = 3, 6

// originOfValues returns the one origin that all values of a name have; "" where
// they differ. Nothing is none, and a value that is made of the name's own is taken
// for more of the same: query = query.Where(…).
func (b *Binding) originOfValues(depth int) string {
	if len(b.Values) > 2*followed {
		return ""
	}
	var values []Expression
	own := false
	for _, value := range b.Values {
		literal, constant := value.(*Literal)
		switch {
		case constant && literal.Kind == LiteralNothing:
		case rootName(value) == b.Name:
			own = true
		default:
			values = append(values, value)
		}
	}
	if own && len(values) == 0 && b.Owner.Parent != nil { // db := db.WithContext(ctx) begins with the name outside
		return b.Owner.Parent.originOfName(b.Name, depth-1)
	}
	if len(values) == 0 || len(values) > followed {
		return ""
	}
	if len(values) > 1 {
		depth = min(depth, followedFrom)
	}
	origin := b.Owner.origin(values[0], depth-1)
	for _, value := range values[1:] {
		if origin == "" || b.Owner.origin(value, depth-1) != origin {
			return ""
		}
	}
	return origin
}

// rootName returns the name that a chain of members and calls begins with.
func rootName(x Expression) string {
	for range 4 * deepest {
		switch one := x.(type) {
		case *Name:
			return one.Name
		case *Member:
			x = one.X
		case *Call:
			x = one.Callee
		case *Await:
			x = one.X
		default:
			return ""
		}
	}
	return ""
}

// called returns the origin of what a call gives.
func (f *Function) called(x *Call, depth int) string {
	switch callee := x.Callee.(type) {
	case *Name:
		if kind := f.typeOf(x, depth); !isNil(kind) { // make
			return f.instance(kind, "", depth)
		}
	case *List:
		return f.instance(callee, "", depth) // []byte(x)
	case *Index:
		if f.generic(callee.X) {
			return made(f.origin(callee.X, depth-1))
		}
	}
	if origin := f.declaredResult(x.Callee, depth); origin != "" {
		return origin
	}
	return made(f.origin(x.Callee, depth-1))
}

// generic reports whether something can be called with types in brackets: a
// function of the file or of a module.
func (f *Function) generic(x Expression) bool {
	switch x := x.(type) {
	case *Name:
		binding := f.Lookup(x.Name)
		return binding != nil && binding.Function != nil
	case *Member:
		if name, ok := x.X.(*Name); ok {
			binding := f.Lookup(name.Name)
			return binding != nil && binding.Import != nil
		}
	}
	return false
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
			if wrappers[LastName(t.X)] {
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

// LastName is the last name of a chain of members: find of users.find; empty where an
// expression is neither a name nor a member.
func LastName(x Expression) string {
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
