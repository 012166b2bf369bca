package terraform

import (
	"regexp"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// length is Terraform's: of texts too, and of what is partly unknown.
var length = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "value", Type: cty.DynamicPseudoType, AllowUnknown: true, AllowDynamicType: true}},
	Type:   function.StaticReturnType(cty.Number),
	Impl: func(arguments []cty.Value, _ cty.Type) (cty.Value, error) {
		value := arguments[0]
		switch {
		case !value.IsKnown():
			return cty.UnknownVal(cty.Number), nil
		case value.Type() == cty.String:
			return cty.NumberIntVal(int64(len([]rune(value.AsString())))), nil
		case iterable(value):
			return cty.NumberIntVal(int64(value.LengthInt())), nil
		}
		return cty.UnknownVal(cty.Number), nil
	},
})

// replacing is Terraform's: between slashes stands an expression.
var replacing = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "str", Type: cty.String}, {Name: "search", Type: cty.String}, {Name: "replace", Type: cty.String}},
	Type:   function.StaticReturnType(cty.String),
	Impl: func(arguments []cty.Value, _ cty.Type) (cty.Value, error) {
		text, search, replacement := arguments[0].AsString(), arguments[1].AsString(), arguments[2].AsString()
		if len(text)*(1+len(replacement)) > 4*mostBytes {
			return cty.UnknownVal(cty.String), nil
		}
		if len(search) > 1 && strings.HasPrefix(search, "/") && strings.HasSuffix(search, "/") {
			expression, err := regexp.Compile(search[1 : len(search)-1])
			if err != nil {
				return cty.UnknownVal(cty.String), nil
			}
			return cty.StringVal(expression.ReplaceAllString(text, replacement)), nil
		}
		return cty.StringVal(strings.ReplaceAll(text, search, replacement)), nil
	},
})

// trying is Terraform's try for what is known: the first argument that is. Those that
// fail are unknown here, and so is the answer where one stands before it.
var trying = function.New(&function.Spec{
	VarParam: &function.Parameter{Name: "any", Type: cty.DynamicPseudoType, AllowNull: true, AllowUnknown: true, AllowDynamicType: true, AllowMarked: true},
	Type:     function.StaticReturnType(cty.DynamicPseudoType),
	Impl: func(arguments []cty.Value, _ cty.Type) (cty.Value, error) {
		if len(arguments) == 0 {
			return cty.DynamicVal, nil
		}
		return arguments[0], nil
	},
})

// one is Terraform's: the element of a list that has at most one.
var one = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "list", Type: cty.DynamicPseudoType, AllowDynamicType: true}},
	Type:   function.StaticReturnType(cty.DynamicPseudoType),
	Impl: func(arguments []cty.Value, _ cty.Type) (cty.Value, error) {
		list := arguments[0]
		if !iterable(list) || list.LengthInt() > 1 {
			return cty.DynamicVal, nil
		}
		for each := list.ElementIterator(); each.Next(); {
			_, held := each.Element()
			return held, nil
		}
		return cty.NullVal(cty.DynamicPseudoType), nil
	},
})
