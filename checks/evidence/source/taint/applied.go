package taint

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// application is one run of a function for one call, where its summary does not tell
// enough: of a method on an object of which something is known, of a function that
// changes what it is given, and of one that calls a function that it is given.
type application struct {
	self    slot // the object of a method
	object  *value
	watched []slot          // what the function may change
	after   map[slot]*value // what that is where the function ends
}

// watch notes what the function that is run has made of what it changes.
func (e *engine) watch() {
	if on := e.frame.on; on != nil {
		for _, at := range on.watched {
			on.after[at] = join(on.after[at], e.state.get(at))
		}
	}
}

// effects are what a function does beside what it returns: the object and the parameters
// that it changes, and the parameters that it calls.
type effects struct {
	self    bool
	changes map[int]bool
	calls   map[int]bool
}

// deepestApplied bounds how many applications run within each other.
const deepestApplied = 4

// applied runs a function of this file for one call, where that tells more than its
// summary does.
func (e *engine) applied(c *called, function *program.Function) (*value, bool) {
	if e.applications >= deepestApplied || e.depth >= deepestSummary || e.running(function) {
		return nil, false
	}
	self, method := selfOf(function)
	object := c.receiver
	if c.x.New || c.object == nil {
		object = nil
	}
	known := method && object.known() && object.model == nil
	some := known
	for _, v := range c.values {
		some = some || v.whole().tainted()
	}
	handed := e.handsParts(c)
	some = some || handed
	does := e.effectsOf(function)
	given := e.functionsGiven(c, function, does)
	name, plain := c.x.Callee.(*program.Name)
	bound := plain && e.bindings[e.function().Lookup(name.Name)] != nil
	if !some || !bound && !known && !handed && !(method && does.self) && len(does.changes) == 0 && len(given) == 0 {
		return nil, false
	}
	on := &application{self: self, after: map[slot]*value{}}
	if method {
		on.object = object
		if does.self {
			on.watched = append(on.watched, self)
		}
	}
	arguments := make([]*value, len(function.Params))
	for i, param := range function.Params {
		arguments[i] = e.valueOf(c, function, i)
		if does.changes[i] && param.Name != "" {
			on.watched = append(on.watched, slot{binding: function.Lookup(param.Name)})
		}
	}
	returned := e.applyTo(function, arguments, on, given)
	if v := on.after[self]; method && does.self && v.known() && c.object != nil {
		e.fill(c.object, v)
	}
	for i, param := range function.Params {
		if !does.changes[i] || i >= len(c.x.Arguments) || param.Name == "" || c.x.Arguments[i].Name != "" {
			continue
		}
		if v := on.after[slot{binding: function.Lookup(param.Name)}]; v.known() {
			e.fill(c.x.Arguments[i].Value, v)
		}
	}
	return returned, true
}

// handsParts reports whether a call is given a part of a request of Go that is no text, and
// whose type says nothing of where it comes from: req.URL, a file that was uploaded.
func (e *engine) handsParts(c *called) bool {
	for _, v := range c.values {
		if e.tables.functions && v != nil && (v.model == golangAddress || v.model == golangUpload || v.model == golangPart || v.model == golangParts) {
			return true
		}
	}
	return false
}

// constructed is the object that a call of a class of this file makes, as its constructor
// leaves it.
func (e *engine) constructed(c *called) (*value, bool) {
	name, ok := c.x.Callee.(*program.Name)
	if !ok || e.tables.functions || e.applications >= deepestApplied {
		return nil, false
	}
	binding := e.function().Lookup(name.Name)
	if binding == nil || binding.Class == nil {
		return nil, false
	}
	some := false
	for _, v := range c.values {
		some = some || v.whole().tainted()
	}
	function := methodOf(binding.Class, "constructor", 3)
	if e.tables.percent {
		function = methodOf(binding.Class, "__init__", 3)
	}
	if !some || function == nil || e.running(function) {
		return nil, false
	}
	self, _ := selfOf(function)
	on := &application{self: self, watched: []slot{self}, after: map[slot]*value{}}
	arguments := make([]*value, len(function.Params))
	for i := range function.Params {
		arguments[i] = e.valueOf(c, function, i)
	}
	e.applyTo(function, arguments, on, e.functionsGiven(c, function, e.effectsOf(function)))
	made := on.after[self]
	return made, made.known()
}

func (e *engine) applyTo(function *program.Function, arguments []*value, on *application, given map[*program.Binding]*program.Function) *value {
	before := map[*program.Binding]*program.Function{}
	for binding, inner := range given {
		before[binding] = e.bindings[binding]
		e.bindings[binding] = inner
	}
	e.applications++
	e.next = on
	returned := e.inline(function, arguments)
	e.applications--
	for binding, inner := range before {
		e.bindings[binding] = inner
	}
	return returned
}

// valueOf is the value of a parameter in a call.
func (e *engine) valueOf(c *called, function *program.Function, index int) *value {
	param, position := function.Params[index], 0
	var rest *value
	for i, argument := range c.x.Arguments {
		switch {
		case argument.Name != "" && argument.Name == param.Name:
			return c.values[i]
		case argument.Name != "":
			continue
		case param.Rest && position >= index:
			rest = join(rest, c.values[i].whole())
		case position == index:
			return c.values[i]
		case argument.Spread != "":
			return c.values[i].whole()
		}
		position++
	}
	return rest
}

// functionsGiven are the functions that a call gives to parameters that are called.
func (e *engine) functionsGiven(c *called, function *program.Function, does effects) map[*program.Binding]*program.Function {
	var given map[*program.Binding]*program.Function
	for at := range does.calls {
		if at >= len(c.x.Arguments) || c.x.Arguments[at].Name != "" || function.Params[at].Rest {
			continue
		}
		if inner := e.functionOf(c.x.Arguments[at].Value); inner != nil && !e.running(inner) {
			if given == nil {
				given = map[*program.Binding]*program.Function{}
			}
			given[function.Lookup(function.Params[at].Name)] = inner
		}
	}
	return given
}

// selfOf is the variable that a method has its object in.
func selfOf(function *program.Function) (slot, bool) {
	switch {
	case function.Receiver != nil && function.Receiver.Name != "":
		return slot{binding: function.Lookup(function.Receiver.Name)}, true
	case function.Class != nil && function.Kind != "static" && function.Receiver == nil:
		return slot{name: "this", function: function}, true
	}
	return slot{}, false
}

// effectsOf finds out what a function changes and calls, by the names that it uses.
func (e *engine) effectsOf(function *program.Function) effects {
	if known, found := e.does[function]; found {
		return known
	}
	found := effects{changes: map[int]bool{}, calls: map[int]bool{}}
	e.does[function] = found
	changes := func(x program.Expression) {
		at, steps := rootOf(x)
		switch binding := function.Lookup(at); {
		case steps == 0:
		case at == "this" && function.Class != nil && e.tables.schemas:
			found.self = true
		case binding == nil || binding.Owner != function || binding.Param == nil:
		case binding.Position < 0:
			found.self = !e.tables.functions || e.pointsTo(function.Receiver)
		case !e.tables.functions || e.pointsTo(binding.Param):
			found.changes[binding.Position] = true
		}
	}
	program.VisitStatements(function.Body, func(s program.Statement) bool {
		if assign, ok := s.(*program.Assign); ok {
			for _, target := range assign.Targets {
				changes(target)
			}
		}
		return true
	}, func(x program.Expression) bool {
		call, ok := x.(*program.Call)
		if !ok {
			return true
		}
		switch callee := call.Callee.(type) {
		case *program.Name:
			if binding := function.Lookup(callee.Name); binding != nil && binding.Owner == function && binding.Param != nil && binding.Position >= 0 {
				found.calls[binding.Position] = true
			}
		case *program.Member:
			if e.tables.adds[callee.Name] || changesLists[callee.Name] {
				changes(callee)
			} else if own, ok := callee.X.(*program.Name); ok && function.Class != nil {
				if at, _ := selfOf(function); own.Name == at.name || at.binding != nil && own.Name == at.binding.Name {
					if method := methodOf(function.Class, callee.Name, 3); method != nil && e.effectsOf(method).self {
						found.self = true
					}
				}
			}
		}
		return true
	})
	e.does[function] = found
	return found
}

// rootOf is the name that a chain of members, elements and pointers begins with, and how
// many steps lead from it.
func rootOf(x program.Expression) (name string, steps int) {
	for ; steps <= deepestField; steps++ {
		switch one := x.(type) {
		case *program.Name:
			return one.Name, steps
		case *program.Member:
			x = one.X
		case *program.Index:
			x = one.X
		case *program.Unary:
			if one.Operator != "*" {
				return "", 0
			}
			x = one.X
		default:
			return "", 0
		}
	}
	return "", 0
}

// pointsTo reports whether what is changed by way of a parameter of Go is changed for who
// gave it: it is a pointer, a map or a slice.
func (e *engine) pointsTo(param *program.Param) bool {
	switch param.Type.(type) {
	case nil:
		return false
	case *program.List, *program.Index:
		return true
	}
	between := program.Span{Start: param.End, End: param.Type.Range().Start}
	return between.Start < between.End && strings.Contains(e.file.Text(between), "*")
}
