package query

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// Load is a method of a serializer's class that is given the query whose rows the
// serializer writes out, and fetches along for it.
// https://www.django-rest-framework.org/api-guide/relations/ (custom querysets)
type Load struct {
	Name string `json:"name"`
	// Above says that it goes on with what the bases' method of this name gives.
	Above bool `json:"above,omitempty"`
	Spot
	Within int `json:"within"`
}

// Listed are the relations that a constant of a class names, and where.
type Listed struct {
	Names []string `json:"names,omitempty"`
	Spot
}

// loads collects the methods and constants of a serializer that say what is fetched along.
func (f *file) loads(made *Serializer, class *program.Class) {
	for _, field := range class.Fields {
		list, ok := field.Value.(*program.List)
		if !ok || strings.ToUpper(field.Name) != field.Name || len(made.Lists) >= maxPaths {
			continue
		}
		if made.Lists == nil {
			made.Lists = map[string]Listed{}
		}
		one := Listed{Spot: Spot{class.Name + "." + field.Name, f.Line(field.Start), f.Column(field.Start)}}
		for _, element := range list.Elements {
			one.Names = append(one.Names, sets{f, map[*program.Binding]bool{}, nil}.fetched(f.Top(), program.Argument{Value: element})...)
		}
		made.Lists[field.Name] = one
	}
	for _, method := range class.Methods {
		if !ofClass(method) || len(f.fetchedIn(method)) == 0 && !fetcher.MatchString(method.Name) {
			continue
		}
		results := returns(method)
		if len(results) == 0 {
			continue
		}
		last := results[len(results)-1]
		if call, ok := last.(*program.Call); ok && calledName(call) == "Prefetch" {
			continue
		}
		above := f.goesOnWith(method, last, 4)
		if _, query := f.setBehind(method, last); query || above {
			made.Loads = append(made.Loads, Load{method.Name, above, f.spot(method, last), f.lineOf(method)})
		}
	}
}

// ofClass reports whether a method is one of the class, not of its objects.
func ofClass(method *program.Function) bool {
	return slices.ContainsFunc(method.Decorators, func(x program.Expression) bool {
		return decoratorName(x) == "classmethod" || decoratorName(x) == "staticmethod"
	})
}

// goesOnWith reports whether an expression goes on with what the method of the same name
// gives that the bases have: super().load(orders).select_related("customer").
func (f *file) goesOnWith(method *program.Function, x program.Expression, depth int) bool {
	for range longestChain {
		switch at := x.(type) {
		case *program.Member:
			x = at.X
		case *program.Call:
			if outer, ok := at.Callee.(*program.Member); ok && outer.Name == method.Name {
				if inner, ok := outer.X.(*program.Call); ok && calledName(inner) == "super" {
					return true
				}
			}
			x = at.Callee
		case *program.Name:
			binding := method.Lookup(at.Name)
			return binding != nil && depth > 0 && slices.ContainsFunc(before(binding, method, at), func(value program.Expression) bool {
				return value != nil && f.goesOnWith(method, value, depth-1)
			})
		default:
			return false
		}
	}
	return false
}

// spreadIn are the constants of its class whose relations a function fetches along:
// orders.select_related(*cls.SELECT_RELATED). An empty name stands for others.
func (f *file) spreadIn(function *program.Function) []string {
	var found []string
	program.VisitStatements(function.Body, nil, func(x program.Expression) bool {
		call, ok := x.(*program.Call)
		if !ok || calledName(call) != "select_related" && calledName(call) != "prefetch_related" {
			return true
		}
		for _, argument := range call.Arguments {
			if argument.Spread == "" {
				continue
			}
			name := ""
			if member, ok := argument.Value.(*program.Member); ok && (program.LastName(member.X) == "cls" || program.LastName(member.X) == "self") {
				name = member.Name
			}
			found = append(found, name)
		}
		return true
	})
	return found
}
