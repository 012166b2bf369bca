package route

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// onward finds out whether a function of JavaScript's hands every request on that it
// gets: each of its ways ends in next(), and nothing in it answers or throws. What it
// asks of other functions on the way is noted, for Link to follow.
type onward struct {
	*reading
	function *program.Function // in question
	next     string            // the name of its parameter that hands on; empty: it has none
	answer   string            // the parameter that it could answer with, and that must not get out of sight
	through  []Ref
	finds    bool
	stops    string                     // why it may keep a request; empty: nothing says so
	known    map[*program.Function]bool // whether its closures hand on always; false while that is looked at
}

// The reasons for which a function may keep a request.
const (
	stopsAnswers = "it answers some requests itself"
	stopsThrows  = "it throws"
	stopsErrors  = "it hands on an error"
	stopsEnds    = "it does not hand on every request"
	stopsUnread  = "what it is made by is not read"
)

// handingOn are the names of the second parameter where there is no third: Koa's,
// Hono's, Fastify's.
var handingOn = words("next _next done nxt cb callback")

// answering are the names of parameters that requests are answered with.
var answering = words("res response reply rep ctx context c _res _response _reply _ctx")

// passings completes the functions of JavaScript's that matter, and those that they ask
// on the way.
func (r *reading) passings() {
	if r.file.Language == "Go" || r.file.Language == "Python" {
		return
	}
	r.within = r.shrouded()
	numbered := make([]*program.Function, 0, len(r.functions))
	done := map[*program.Function]bool{}
	for range deepest {
		numbered = numbered[:0]
		for function := range r.functions {
			if !done[function] {
				numbered = append(numbered, function)
			}
		}
		if len(numbered) == 0 {
			return
		}
		slices.SortFunc(numbered, func(a, b *program.Function) int { return int(a.Start) - int(b.Start) })
		for _, function := range numbered {
			done[function] = true
			one := Function{}
			r.passing(function, &one) // may number more
			facts := &r.facts.Functions[r.functions[function]-1]
			if params := function.Params; len(params) == 2 && strings.HasSuffix(params[1].Name, "reply") {
				facts.Passes = true // Fastify's hooks hand on by returning
			}
			facts.Lets, facts.Finds, facts.Stops, facts.Through = one.Lets, one.Finds, one.Stops, one.Through
		}
	}
}

// passing completes a function of JavaScript's with what it does to requests.
func (r *reading) passing(function *program.Function, facts *Function) {
	if made := r.makes(function); len(made) > 0 {
		facts.Lets = true
		for _, one := range made {
			o := r.onwards(one.function)
			if one.function == nil {
				o = &onward{through: []Ref{one.ref}}
			}
			o.into(facts)
		}
		return
	}
	facts.Lets = true
	r.onwards(function).into(facts)
}

// into adds what was found to the facts of a function.
func (o *onward) into(facts *Function) {
	facts.Lets = facts.Lets && o.stops == ""
	facts.Finds = facts.Finds || o.finds
	if facts.Stops == "" {
		facts.Stops = o.stops
	}
	if o.stops == "" && len(facts.Through)+len(o.through) <= maxRefs {
		facts.Through = append(facts.Through, o.through...)
	} else if o.stops == "" {
		facts.Lets = false
	}
	if !facts.Lets {
		facts.Through = nil
	}
}

// onwards looks at one function.
func (r *reading) onwards(function *program.Function) *onward {
	o := &onward{reading: r, function: function}
	if function == nil {
		return o
	}
	params := function.Params
	if r.within[function] {
		o.stops = stopsUnread
		return o
	}
	if len(params) == 4 && handingOn[params[3].Name] && handlerParams[params[1].Name] { // it gets what others throw, and no request that goes well
		return o
	}
	for _, param := range params {
		if answering[param.Name] {
			o.answer = param.Name
		}
	}
	switch {
	case len(params) == 3 && handlerParams[params[0].Name] && (handingOn[params[2].Name] || answering[params[1].Name]):
		o.answer, o.next = params[1].Name, params[2].Name
	case len(params) == 2 && handingOn[params[1].Name]:
		o.answer, o.next = params[0].Name, params[1].Name
	}
	if slices.ContainsFunc(params, func(param *program.Param) bool { return param.Name == "" && param.Pattern == nil }) {
		o.stops = stopsUnread
		return o
	}
	o.inspect(function, function.Body, false)
	if o.stops == "" && o.next != "" {
		if falls, passed := o.ways(function, function.Body, false, 0); falls && !passed {
			o.stop(stopsEnds)
		}
	}
	return o
}

func (o *onward) stop(why string) {
	if o.stops == "" {
		o.stops = why
	}
}

// ways follows the ways through statements. It tells whether some way goes on behind
// them, and whether the request was handed on by all that do. A way that ends
// without is a reason to stop.
func (o *onward) ways(in *program.Function, body []program.Statement, passed bool, depth int) (falls, after bool) {
	if depth > deepest {
		o.stop(stopsEnds)
		return true, false
	}
	for _, s := range body {
		switch s := s.(type) {
		case *program.Return:
			for _, x := range s.X {
				passed = passed || o.passes(in, x, depth)
			}
			if !passed {
				o.stop(stopsEnds)
			}
			return false, true
		case *program.Throw, *program.Jump:
			return false, true
		case *program.Evaluate:
			passed = passed || o.passes(in, s.X, depth)
		case *program.Assign:
			passed = passed || o.passes(in, s.Value, depth)
		case *program.Branch:
			passed = passed || o.passes(in, s.Condition, depth)
			if falls, passed = o.either(in, [][]program.Statement{s.Then, s.Else}, passed, depth); !falls {
				return false, true
			}
		case *program.Loop:
			o.ways(in, s.Body, passed, depth+1)
		case *program.Switch:
			for _, one := range s.Cases {
				o.ways(in, one.Body, passed, depth+1)
			}
		case *program.Try:
			parts := [][]program.Statement{s.Body}
			for _, handler := range s.Handlers {
				parts = append(parts, handler.Body)
			}
			falls, passed = o.either(in, parts, passed, depth)
			if _, at := o.ways(in, s.Finally, passed, depth+1); at && len(s.Finally) > 0 {
				passed = true
			}
			if !falls {
				return false, true
			}
		case *program.Block:
			if falls, passed = o.ways(in, s.Body, passed, depth+1); !falls {
				return false, true
			}
		}
	}
	return true, passed
}

// either follows parts of which one is gone through.
func (o *onward) either(in *program.Function, parts [][]program.Statement, passed bool, depth int) (falls, after bool) {
	after = true
	for _, part := range parts {
		if goes, at := o.ways(in, part, passed, depth+1); goes {
			falls, after = true, after && at
		}
	}
	return falls, after
}

// passes reports whether an expression hands the request on whenever it is evaluated.
func (o *onward) passes(in *program.Function, x program.Expression, depth int) bool {
	if nothing(x) || depth > deepest {
		return false
	}
	switch x := x.(type) {
	case *program.Await:
		return o.passes(in, x.X, depth+1)
	case *program.Unary:
		return o.passes(in, x.X, depth+1)
	case *program.Binary:
		return o.passes(in, x.Left, depth+1)
	case *program.Conditional:
		return o.passes(in, x.Condition, depth+1) || o.passes(in, x.Then, depth+1) && o.passes(in, x.Else, depth+1)
	case *program.Call:
		return o.handsOn(in, x, depth)
	}
	return false
}

// handsOn reports whether a call hands the request on: next(), other(req, res, next),
// storage.run(id, () => next()).
func (o *onward) handsOn(in *program.Function, call *program.Call, depth int) bool {
	if o.named(call.Callee, o.next) {
		return true
	}
	if inner := o.local(in, call.Callee); inner != nil && o.inside(inner) {
		return o.allWays(inner, depth)
	}
	for _, argument := range call.Arguments {
		if o.named(argument.Value, o.next) {
			return true // and what gets it is followed
		}
		if closure, ok := argument.Value.(*program.Closure); ok && runs[program.LastName(call.Callee)] && o.allWays(closure.Function, depth) {
			return true
		}
	}
	return false
}

func (o *onward) allWays(function *program.Function, depth int) bool {
	if known, done := o.known[function]; done {
		return known
	}
	if o.known == nil {
		o.known = map[*program.Function]bool{}
	}
	o.known[function] = false
	before := o.stops
	falls, passed := o.ways(function, function.Body, false, depth+1)
	all := o.stops == before && (passed || !falls)
	o.stops, o.known[function] = before, all
	return all
}

// runs are the names of functions that call what they are given, at once or later.
var runs = words(`run runWith runWithContext runInContext runPromise setTimeout setImmediate nextTick queueMicrotask startActiveSpan startSpan withScope with
	withContext withIsolationScope bindEmitter then trace`)

func (o *onward) named(x program.Expression, name string) bool {
	one, ok := x.(*program.Name)
	return ok && one != nil && name != "" && one.Name == name
}

// inside reports whether a function stands in the one in question.
func (o *onward) inside(function *program.Function) bool {
	for one := function.Parent; one != nil; one = one.Parent {
		if one == o.function {
			return true
		}
	}
	return false
}
