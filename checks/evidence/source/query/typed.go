package query

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/config/regex"
)

// typedBases matches bases of classes whose fields say by their types what of an object is
// answered with.
// https://fastapi.tiangolo.com/tutorial/response-model/ https://django-ninja.dev/guides/response/
var typedBases = regex.New(`(?:^|\.)(?:BaseModel|Schema|ModelSchema|SQLModel)$|(?:Schema|Read|Out|Public|Response|Base)$`)

// listTypes matches types of answers that are many objects.
var listTypes = regex.New(`^(?:list|List|Sequence|Iterable|Page|LimitOffsetPage|CursorPage|set|Set)$`)

// typed collects the classes of a file whose fields are typed, and the queries whose rows
// its routes answer with by them.
func (f *file) typed() {
	if !f.importsLike("pydantic") && !f.importsLike("ninja") && !f.importsLike("fastapi") && !f.importsLike("sqlmodel") {
		return
	}
	for _, class := range f.Classes {
		if class.Name != "" && class.Outer == nil && len(f.facts.Serializers) < maxReads && f.based(class, typedBases) {
			f.typedClass(class)
		}
	}
	for _, function := range f.Functions {
		for _, decorator := range function.Decorators {
			if call, ok := decorator.(*program.Call); ok && routers.MatchString(decoratorName(call)) {
				f.answersTyped(function, call)
			}
		}
	}
}

func (f *file) typedClass(class *program.Class) {
	made := Serializer{Name: class.Name, Bases: f.origins(class.Bases), Wider: true}
	for _, field := range class.Fields {
		if field.Type == nil || len(made.Fields) >= maxPaths || strings.HasPrefix(field.Name, "_") || strings.HasPrefix(field.Name, "model_") {
			continue
		}
		one := Field{Name: field.Name, Path: field.Name}
		if call, ok := field.Value.(*program.Call); ok { // customer_name: str = Field(alias="customer.name")
			if alias, is := argument(call, "alias").(*program.Text); is {
				one.Path = alias.Value
			}
		}
		if f.names[class.Name+".resolve_"+field.Name] != nil {
			one.Method, one.Path = "resolve_"+field.Name, ""
		} else {
			one.Nested, one.Many = f.elementType(f.Top(), field.Type)
		}
		made.Fields = append(made.Fields, one)
	}
	if len(made.Fields) > 0 {
		f.facts.Serializers = append(f.facts.Serializers, made)
	}
}

// elementType is the class that a type names, by its origin, or the one of a list's
// elements; empty for others.
func (f *file) elementType(in *program.Function, declared program.Expression) (origin string, many bool) {
	s := sets{f, map[*program.Binding]bool{}, nil}
	if either, ok := declared.(*program.Binary); ok && either.Operator == "|" {
		declared = either.Left
	}
	index, ok := declared.(*program.Index)
	if !ok {
		return s.classNamed(in, declared), false
	}
	inner := index.Index
	if list, several := inner.(*program.List); several && len(list.Elements) > 0 {
		inner = list.Elements[0]
	}
	switch last := program.LastName(index.X); {
	case listTypes.MatchString(last):
		return s.classNamed(in, inner), true
	case last == "Optional":
		return f.elementType(in, inner)
	}
	return "", false
}

// answersTyped reads a route that answers with many objects of a typed class.
func (f *file) answersTyped(function *program.Function, route *program.Call) {
	if strings.Contains(f.Text(function.Span), "await ") { // there relations that are not loaded fail
		return
	}
	given := argument(route, "response_model")
	if given == nil {
		given = argument(route, "response")
	}
	var types []program.Expression
	switch given := given.(type) {
	case nil:
		return
	case *program.Object: // response={200: list[OrderOut], 404: Problem}
		for _, entry := range given.Entries {
			types = append(types, entry.Value)
		}
	default:
		types = append(types, given)
	}
	var origins []string
	for _, one := range types {
		if origin, many := f.elementType(f.Top(), one); many && origin != "" {
			origins = append(origins, origin)
		}
	}
	if len(origins) == 0 {
		return
	}
	for _, result := range returns(function) {
		if pair, ok := result.(*program.List); ok && len(pair.Elements) == 2 { // return 200, orders
			result = pair.Elements[1]
		}
		set, ok := f.setBehind(function, result)
		if !ok || set.Param > 0 || len(f.facts.Answers) >= maxReads || slices.ContainsFunc(f.facts.Answers, func(one Answer) bool { return one.Within == f.lineOf(function) }) {
			continue
		}
		at := f.spot(function, result)
		f.facts.Answers = append(f.facts.Answers, Answer{Serializers: origins, Set: set, Written: at.Written, Line: at.Line, Column: at.Column, Function: qualified(function), Within: f.lineOf(function)})
	}
}
