package program

import (
	"strings"

	"github.com/golive-app/golive/config/regex"
)

// elementsOf returns the type of the elements of a type of Go: a slice, an array, a
// channel, a map; nil for any other type.
func elementsOf(declared Expression) Expression {
	switch declared := declared.(type) {
	case *List:
		if (declared.Kind == "slice" || declared.Kind == "array" || declared.Kind == "channel") && len(declared.Elements) == 1 {
			return declared.Elements[0]
		}
	case *Index:
		if types, ok := declared.Index.(*List); ok && LastName(declared.X) == "map" && len(types.Elements) == 2 {
			return types.Elements[1]
		}
	}
	return nil
}

// element is the origin of an element of something.
func element(whole, index string) string {
	switch {
	case whole == "":
		return ""
	case strings.HasPrefix(whole, "[]"):
		return whole[len("[]"):]
	default:
		return whole + "[" + index + "]"
	}
}

// typeOf returns the type of a value, where it is spelled out in the file: of a
// name, of a field of such a value, of an element.
func (f *Function) typeOf(x Expression, depth int) Expression {
	if isNil(x) || depth == 0 {
		return nil
	}
	switch x := x.(type) {
	case *Name:
		binding := f.Lookup(x.Name)
		switch {
		case binding == nil:
		case !isNil(binding.Type):
			return binding.Type
		case len(binding.Values) == 1 && binding.Element:
			return elementsOf(binding.Owner.typeOf(binding.Values[0], depth-1))
		case len(binding.Values) == 1:
			return binding.Owner.typeOf(binding.Values[0], depth-1)
		}
	case *Member:
		if class := f.classOf(x.X, depth-1); class != nil {
			for _, field := range class.Fields {
				if field.Name == x.Name {
					return field.Type
				}
			}
		}
	case *Index:
		return elementsOf(f.typeOf(x.X, depth-1))
	case *Unary:
		switch x.Operator {
		case "&", "*":
			return f.typeOf(x.X, depth-1)
		case "<-":
			return elementsOf(f.typeOf(x.X, depth-1))
		}
	case *Object:
		return x.Type
	case *List:
		return x.Type
	case *Asserted:
		return x.Type
	case *Call:
		if name, ok := x.Callee.(*Name); ok && name.Name == "make" && len(x.Arguments) > 0 && f.Lookup("make") == nil && elementsOf(x.Arguments[0].Value) != nil {
			return x.Arguments[0].Value
		}
	}
	return nil
}

// classOf returns the class of the file that a value is of; nil where it is not
// known to be of one.
func (f *Function) classOf(x Expression, depth int) *Class {
	if class := f.selfClass(x); class != nil {
		return class
	}
	declared := f.typeOf(x, depth)
	if isNil(declared) {
		return nil
	}
	if value, ok := declared.(*ClassValue); ok {
		return value.Class
	}
	name, ok := plainType(declared).(*Name)
	if !ok {
		return nil
	}
	if binding := f.Lookup(name.Name); binding != nil {
		return binding.Class
	}
	return nil
}

// FieldOf returns the field that a member is, where the class of what it is a member of
// stands in the file; nil otherwise.
func (f *Function) FieldOf(x *Member) *Field {
	class := f.classOf(x.X, deepest)
	if class == nil {
		return nil
	}
	for _, field := range class.Fields {
		if field.Name == x.Name {
			return field
		}
	}
	return nil
}

func (c *Class) method(name string) *Function {
	for _, method := range c.Methods {
		if method.Name == name {
			return method
		}
	}
	return nil
}

// resultType are the results that are followed: a type by its name.
var resultType = regex.New(`^\*?([A-Za-z_]\w*)((?:\.\w+)*)$`)

// Declared is the origin of what a call gives, where a function of the file says so;
// empty for others.
func (f *Function) Declared(call *Call) string { return f.declaredResult(call.Callee, deepest) }

// declaredResult is the origin of what a function of the file says that it gives,
// where that is a type of the file or of a module.
func (f *Function) declaredResult(callee Expression, depth int) string {
	var function *Function
	switch callee := callee.(type) {
	case *Name:
		if binding := f.Lookup(callee.Name); binding != nil {
			function = binding.Function
		}
	case *Member:
		if class := f.classOf(callee.X, depth-1); class != nil {
			function = class.method(callee.Name)
		}
	}
	if function == nil || len(function.Results) == 0 || function.Generator {
		return ""
	}
	parts := resultType.FindStringSubmatch(function.Results[0])
	if parts == nil {
		return ""
	}
	known := function.top().Lookup(parts[1])
	switch {
	case known == nil:
		return ""
	case known.Import != nil:
		return call(imported(known.Import) + parts[2])
	case known.Class != nil && parts[2] == "":
		return call(parts[1])
	}
	return ""
}
