package query

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// Given is what a function says of rows: what it reads of its own row and of those
// that it is given, what it fetches along, and which query it returns.
type Given struct {
	Self    *Reads        `json:"self,omitempty"`
	Params  map[int]Reads `json:"params,omitempty"` // by the position of the parameter, self not counted
	Names   []string      `json:"names,omitempty"`  // of those parameters, in the same order
	Fetched []string      `json:"fetched,omitempty"`
	// Spread are the constants of its class whose relations it fetches along; Fetched has
	// "*" for them.
	Spread  []string `json:"spread,omitempty"`
	Returns *Set     `json:"returns,omitempty"`
	Stands  *Spot    `json:"stands,omitempty"` // where the query stands that it returns
	Once    bool     `json:"once,omitempty"`   // an object keeps its answer: cached_property
}

// Spot is where a query stands: where fetching along is to be added.
type Spot struct {
	Written string `json:"written"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
}

// spot is where the query stands that an expression of a function is: for a name, the
// one that it was given first.
func (f *file) spot(in *program.Function, x program.Expression) Spot {
	if name, ok := x.(*program.Name); ok && f.standsAt(in, x) > 0 {
		x = in.Lookup(name.Name).Values[0]
	}
	at := x.Range().Start
	return Spot{oneLine(f.expression(x)), f.Line(at), f.Column(at)}
}

// Give is a query that a call hands to a function.
type Give struct {
	Callee string `json:"callee"` // as Function.Calls has it
	At     int    `json:"at"`     // the position of the argument, from 1
	Set    Set    `json:"set"`
}

// gives notes the queries that a call hands over.
func (f *file) gives(in *program.Function, call *program.Call, callee string) {
	for i, argument := range call.Arguments {
		if i >= longestParams || argument.Name != "" || len(f.facts.Gives) >= maxReads {
			return
		}
		if set, ok := f.setBehind(in, argument.Value); ok && set.Param == 0 && (len(set.Steps) > 0 || set.Callee != "") {
			f.facts.Gives = append(f.facts.Gives, Give{callee, i + 1, set})
		}
	}
}

// noRows are names of parameters that stand for no row.
var noRows = map[string]bool{"request": true, "args": true, "kwargs": true, "context": true, "self": true, "cls": true, "form": true, "response": true, "session": true, "db": true}

// longestParams is of how many parameters what is read is kept.
const longestParams = 4

// given reads one function; nil where it says nothing.
func (f *file) given(function *program.Function) *Given {
	if f.Language != "Python" || function.Top {
		return nil
	}
	made := Given{}
	if function.Receiver != nil && function.Receiver.Name == "self" && function.Class != nil && !views.MatchString(function.Class.Name) {
		if reads := f.readsOf(function, "self"); len(reads.Uses)+len(reads.Passed) > 0 {
			made.Self = &reads
		}
	}
	for i, param := range function.Params {
		if i < longestParams {
			made.Names = append(made.Names, param.Name)
		}
		if i >= longestParams || param.Name == "" || noRows[param.Name] || param.Rest {
			continue
		}
		if reads := f.readsOf(function, param.Name); len(reads.Uses)+len(reads.Passed) > 0 {
			if made.Params == nil {
				made.Params = map[int]Reads{}
			}
			made.Params[i] = reads
		}
	}
	if made.Fetched = f.fetchedIn(function); slices.Contains(made.Fetched, everything) && function.Class != nil {
		made.Spread = f.spreadIn(function)
	}
	made.Returns, made.Stands = f.returned(function)
	made.Once = slices.ContainsFunc(function.Decorators, func(x program.Expression) bool { return strings.HasSuffix(decoratorName(x), "cached_property") })
	if made.Params == nil {
		made.Names = nil
	}
	if made.Self == nil && made.Params == nil && made.Fetched == nil && made.Returns == nil {
		return nil
	}
	return &made
}

func (f *file) readsOf(function *program.Function, name string) Reads {
	r := f.newReader(function, name)
	r.statements(function.Body)
	return r.reads()
}

// fetchedIn are the relations that the calls of a function fetch along.
func (f *file) fetchedIn(function *program.Function) []string {
	var found []string
	program.VisitStatements(function.Body, nil, func(x program.Expression) bool {
		call, ok := x.(*program.Call)
		if !ok {
			return true
		}
		switch name := calledName(call); {
		case name == "prefetch_related_objects":
			found = append(found, everything)
		case name == "select_related", name == "prefetch_related", name == "options" && f.mapsSQL():
			found = append(found, sets{f, map[*program.Binding]bool{}, nil}.fetchedBy(function, call)...)
		}
		return true
	})
	slices.Sort(found)
	return slices.Compact(found)
}

// returned is the query that a function returns, and where it stands; nil where it
// returns none, or several.
func (f *file) returned(function *program.Function) (found *Set, stands *Spot) {
	several := false
	add := func(x program.Expression, each bool) {
		set, ok := f.setBehind(function, x)
		if each {
			ok = ok && len(set.Steps) > 0
			set = set.with(Step{Name: collected})
		}
		switch {
		case !ok:
			several = true
		case found == nil || found.begins(set) && len(set.fetched()) > len(found.fetched()):
			spot := f.spot(function, x)
			found, stands = &set, &spot
		case !found.begins(set):
			several = true
		}
	}
	program.VisitStatements(function.Body, func(s program.Statement) bool {
		if result, ok := s.(*program.Return); ok && len(result.X) == 1 && !empty(result.X[0]) {
			add(result.X[0], false)
		}
		return true
	}, func(x program.Expression) bool {
		if each, ok := x.(*program.Yield); ok { // a generator gives rows one by one
			add(each.X, true)
		}
		return true
	})
	if several || found != nil && found.nothing() {
		return nil, nil
	}
	return found, stands
}

// tagDecorators are those that make a function one that templates call.
// https://docs.djangoproject.com/en/stable/howto/custom-template-tags/
var tagDecorators = map[string]bool{
	"register.simple_tag": true, "register.filter": true, "register.function": true, "register.inclusion_tag": true, "register.assignment_tag": true,
	"library.filter": true, "library.global_function": true, "library.simple_tag": true, "register.as_tag": true, "register.tag": true,
}

// tag is the name by which templates call a function, and whether they give it their
// variables first.
func (f *file) tag(function *program.Function) (name string, context bool) {
	if f.Language != "Python" {
		return "", false
	}
	for _, decorator := range function.Decorators {
		if strings.HasSuffix(decoratorName(decorator), "contextfunction") || strings.HasSuffix(decoratorName(decorator), "pass_context") {
			context = true
		}
		if !tagDecorators[decoratorName(decorator)] {
			continue
		}
		name = function.Name
		if call, ok := decorator.(*program.Call); ok {
			if own, given := argument(call, "name").(*program.Text); given {
				name = own.Value
			}
			context = context || isSet(call, "takes_context")
		}
	}
	return name, context
}
