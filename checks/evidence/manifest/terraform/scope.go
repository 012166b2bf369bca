package terraform

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
)

// scope is a module with what its variables are.
type scope struct {
	reading *reading
	module  *module
	address string           // of its resources: "module.shop."
	inputs  map[string]Value // of a root; what a caller hands on is computed when it is asked for
	stage   string           // what stands for the name of production; empty: nothing does
	caller  *caller          // nil: it is a root
	known   map[string]cty.Value
	busy    map[string]bool // what is being computed
	inner   map[string]instances
	reads   map[string]function.Function // those of Terraform, with those that read files of the module
}

// caller is who calls a module, and how.
type caller struct {
	scope *scope
	block *hclsyntax.Block
	more  map[string]cty.Value // "each" and "count"
	depth int
	many  bool // it is one of several, or may be
}

// instances are the modules that one call makes.
type instances struct {
	scopes []*scope
	unsure bool // there may be another number of them
}

func newScope(reading *reading, module *module, address string, stage string) *scope {
	return &scope{reading: reading, module: module, address: address, stage: stage, known: map[string]cty.Value{}, busy: map[string]bool{}, inner: map[string]instances{}}
}

// once computes what a name stands for, and keeps it. What leads back to itself is
// unknown.
func (s *scope) once(name string, compute func() cty.Value) cty.Value {
	if value, is := s.known[name]; is {
		return value
	}
	if s.busy[name] || len(s.busy) > deepest {
		return cty.DynamicVal
	}
	s.busy[name] = true
	value := bounded(safely(compute))
	delete(s.busy, name)
	s.known[name] = value
	return value
}

// value computes an expression. more are names that hold for it alone.
func (s *scope) value(expression hclsyntax.Expression, more map[string]cty.Value) cty.Value {
	if s.reading.spent() {
		return cty.DynamicVal
	}
	names := map[string]map[string]cty.Value{}
	variables := map[string]cty.Value{}
	outputs := map[string]map[string]cty.Value{}
	size := ranges(expression)
	for _, traversal := range expression.Variables() {
		root, next := step(traversal, 0), step(traversal, 1)
		if value, is := more[root]; is {
			variables[root] = value
			size += measure(value)
			continue
		}
		if output := step(traversal, 2); root == "module" && output != "" {
			if outputs[next] == nil {
				outputs[next] = map[string]cty.Value{}
			}
			outputs[next][output] = s.output(next, output)
			size += measure(outputs[next][output])
			continue
		}
		value := s.lookUp(root, next, traversal)
		size += measure(value)
		if next == "" {
			variables[root] = value
			continue
		}
		if names[root] == nil {
			names[root] = map[string]cty.Value{}
		}
		names[root][next] = value
	}
	for name, held := range outputs {
		if names["module"] == nil {
			names["module"] = map[string]cty.Value{}
		}
		if _, is := names["module"][name]; !is {
			names["module"][name] = cty.ObjectVal(held)
		}
	}
	for root, held := range names {
		if _, is := variables[root]; !is {
			variables[root] = cty.ObjectVal(held)
		}
	}
	cost := costs(expression, size)
	if cost > most || !s.reading.pay(cost+oneExpression) {
		return cty.DynamicVal
	}
	return bounded(safely(func() cty.Value {
		value, _ := expression.Value(&hcl.EvalContext{Variables: variables, Functions: s.functions()})
		return value
	}))
}

// lookUp returns what a name of the module stands for.
func (s *scope) lookUp(root, next string, traversal hcl.Traversal) cty.Value {
	switch {
	case root == "var" && next != "":
		return s.variable(next)
	case root == "local" && next != "":
		return s.local(next)
	case root == "module" && next != "":
		return unknownAt(s.address + "module." + next)
	case root == "terraform" && next == "workspace":
		return s.workspace()
	case root == "path":
		return s.path(next)
	case root == "data":
		return unknownAt("data." + next + "." + step(traversal, 2))
	case cloud(root) && next != "":
		return unknownAt(s.address + root + "." + next)
	}
	return cty.DynamicVal
}

func (s *scope) workspace() cty.Value {
	if s.stage == "" {
		return cty.DynamicVal
	}
	s.reading.assumed = true
	return cty.StringVal(s.stage)
}

func (s *scope) local(name string) cty.Value {
	attribute := s.module.locals[name]
	if attribute == nil {
		return cty.DynamicVal
	}
	return s.once("local."+name, func() cty.Value { return s.value(attribute.Expr, nil) })
}

// variable returns what a variable is: as given, else by its default.
func (s *scope) variable(name string) cty.Value {
	return s.once("var."+name, func() cty.Value {
		block := s.module.variables[name]
		if block == nil {
			return cty.DynamicVal
		}
		kind, defaults := cty.DynamicPseudoType, (*typeexpr.Defaults)(nil)
		if attribute := block.Body.Attributes["type"]; attribute != nil {
			if found, completed, diagnostics := typeexpr.TypeConstraintWithDefaults(attribute.Expr); !diagnostics.HasErrors() {
				kind, defaults = found, completed
			}
		}
		given, is := s.given(name)
		fallback := block.Body.Attributes["default"]
		value := cty.DynamicVal
		switch {
		case is && (given.Set() || fallback == nil):
			value = given.value
		case s.caller == nil && environmentName.MatchString(name) && s.stage != "" && !s.producing(fallback):
			s.reading.assumed = true
			return cty.StringVal(s.stage)
		case fallback != nil:
			value = s.value(fallback.Expr, nil)
		}
		return shaped(value, kind, defaults)
	})
}

// producing reports whether a default names production itself.
func (s *scope) producing(fallback *hclsyntax.Attribute) bool {
	if fallback == nil {
		return false
	}
	found, _ := text(s.value(fallback.Expr, nil))
	return productive.MatchString(found)
}

// shaped is a value in the shape that its variable has.
func shaped(value cty.Value, kind cty.Type, defaults *typeexpr.Defaults) cty.Value {
	if value == cty.NilVal {
		return cty.DynamicVal
	}
	plain, marks := value.UnmarkDeepWithPaths()
	if defaults != nil && plain.IsKnown() && !plain.IsNull() {
		plain = safely(func() cty.Value { return defaults.Apply(plain) })
	}
	converted, err := convert.Convert(plain, kind)
	if err != nil {
		return value
	}
	return safely(func() cty.Value { return converted.MarkWithPaths(marks) })
}

// given returns what a variable is given; false where that is nothing.
func (s *scope) given(name string) (Value, bool) {
	if s.caller == nil {
		value, is := s.inputs[name]
		return value, is
	}
	attribute := s.caller.block.Body.Attributes[name]
	if attribute == nil {
		return Value{}, false
	}
	return Value{value: s.caller.scope.value(attribute.Expr, s.caller.more), place: placeOf(attribute.SrcRange)}, true
}

// output is what a called module hands back under a name.
func (s *scope) output(name, output string) cty.Value {
	unknown := unknownAt(s.address + "module." + name)
	called := s.called(name)
	if len(called.scopes) != 1 || called.scopes[0].caller.many {
		return unknown
	}
	inside := called.scopes[0]
	block := inside.module.outputs[output]
	if block == nil || block.Body.Attributes["value"] == nil {
		return unknown
	}
	return inside.once("output."+output, func() cty.Value { return inside.value(block.Body.Attributes["value"].Expr, nil) })
}
