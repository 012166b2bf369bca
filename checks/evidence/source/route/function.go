package route

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// functionOf numbers a function that matters.
func (r *reading) functionOf(function *program.Function) int {
	if number, known := r.functions[function]; known {
		return number
	}
	if len(r.facts.Functions) >= maxFunctions {
		return 0
	}
	one := Function{Name: function.Name, Line: r.file.Line(function.Start)}
	one.Class = classOf(function)
	r.facts.Functions = append(r.facts.Functions, one)
	r.functions[function] = len(r.facts.Functions)
	return len(r.facts.Functions)
}

// local returns the function of this file that an expression names; nil for others.
func (r *reading) local(in *program.Function, x program.Expression) *program.Function {
	switch x := x.(type) {
	case *program.Closure:
		return x.Function
	case *program.Name:
		binding := in.Lookup(x.Name)
		if binding == nil {
			return nil
		}
		if value, held := r.env[binding]; held {
			if _, same := value.(*program.Name); !same {
				return r.local(in, value)
			}
			return nil
		}
		if binding.Function != nil {
			return binding.Function
		}
		if binding.Class != nil {
			return r.constructor(binding.Class.Name)
		}
		if binding.Param == nil && len(binding.Values) == 1 {
			switch value := binding.Values[0].(type) {
			case *program.Closure:
				return value.Function
			case *program.Call: // const list = asyncHandler(async (req, res) => …)
				if len(value.Arguments) > 0 {
					if closure, ok := value.Arguments[len(value.Arguments)-1].Value.(*program.Closure); ok {
						return closure.Function
					}
				}
			}
		}
	case *program.Member:
		if class := self(in, x.X); class != "" {
			return r.methods[class+"."+x.Name]
		}
		if value := r.entry(in, x); value != nil {
			if _, again := value.(*program.Member); !again {
				return r.local(in, value)
			}
			return nil
		}
		owner, found := strings.CutSuffix(in.Origin(x.X), "()")
		if !found {
			owner = in.Origin(x.X)
		}
		return r.methods[owner+"."+x.Name]
	}
	return nil
}

// classNamed returns the class of the file that has this name.
func (r *reading) classNamed(name string) *program.Class {
	if name == "" || strings.ContainsAny(name, "./") {
		return nil
	}
	if binding := r.file.Top().Lookup(name); binding != nil {
		return binding.Class
	}
	return nil
}

func (r *reading) constructor(class string) *program.Function {
	if method := r.methods[class+".constructor"]; method != nil {
		return method
	}
	return r.methods[class+".__init__"]
}

// methodsOf lists the methods of a file by class and name. Go's may have their type
// in another file.
func methodsOf(file *program.File) map[string]*program.Function {
	methods := map[string]*program.Function{}
	for _, function := range file.Functions {
		if class := classOf(function); class != "" && function.Name != "" {
			if key := class + "." + function.Name; methods[key] == nil {
				methods[key] = function
			}
		}
	}
	return methods
}

// classOf is the name of the class that a function is a method of.
func classOf(function *program.Function) string {
	if function.Class != nil {
		return function.Class.Name
	}
	if function.Receiver == nil {
		return ""
	}
	kind := function.Receiver.Type
	for {
		switch one := kind.(type) {
		case *program.Unary:
			kind = one.X
		case *program.Index:
			kind = one.X
		case *program.Name:
			return one.Name
		default:
			return ""
		}
	}
}

// self returns the class whose object an expression is within a method: this, self,
// Go's receiver.
func self(in *program.Function, x program.Expression) string {
	name, ok := x.(*program.Name)
	if !ok {
		return ""
	}
	for function := in; function != nil; function = function.Parent {
		if class := classOf(function); class != "" && (name.Name == "this" || function.Receiver != nil && function.Receiver.Name == name.Name) {
			return class
		}
	}
	return ""
}
