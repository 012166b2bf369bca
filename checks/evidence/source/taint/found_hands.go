package taint

import "github.com/golive-app/golive/checks/evidence/source/program"

// handKey is what is noted once of a call: each root at each of its arguments.
type handKey struct {
	call     *outside
	root     *root
	argument int
	path     string
}

// hand records what is handed to a function elsewhere: untrusted data at once, a parameter
// in the summary of its function.
func (f *finder) hand(to handed) {
	switch to.data.root.kind {
	case fromSource:
		f.pass(to)
	case fromParam:
		summary := f.e.summaries[to.data.root.owner]
		if summary == nil || !f.e.handsOver() || !f.first(to) || len(summary.hands) >= maxHands {
			return
		}
		summary.hands = append(summary.hands, to)
	case fromCall:
		if to.data.root.call == to.call || !f.e.handsOver() || !f.first(to) || len(f.collected.Hands) >= maxFacts {
			return
		}
		result := to.data.root.call.call
		f.collected.Hands = append(f.collected.Hands, Hand{Result: &result, Part: to.data.root.path()}.to(to))
	}
}

// maxHands bounds what is known of one function.
const maxHands = 40

// first reports whether something is handed there for the first time.
func (f *finder) first(to handed) bool {
	key := handKey{to.call, to.data.root, to.argument, to.name + "." + to.path}
	known := f.handed[key]
	f.handed[key] = true
	return !known
}

// to says where it is handed.
func (h Hand) to(to handed) Hand {
	call := to.call.call
	h.Call, h.Argument, h.Keyword, h.Path = &call, to.argument, to.name, to.path
	h.Steps, h.Shape, h.Sure = to.steps, shape(to.data), to.data.certain() && !to.flat
	return h
}

// pass records untrusted data that is handed to a function elsewhere.
func (f *finder) pass(to handed) {
	key := passKey{to.call, to.argument, to.name + "." + to.path}
	if f.passes[key] || len(f.collected.Passes) >= maxFacts {
		return
	}
	f.passes[key] = true
	one := to.data
	f.collected.Passes = append(f.collected.Passes, Pass{
		Call: to.call.call, Argument: to.argument, Name: to.name, Path: to.path, Source: f.place(one.root), Steps: joined(one.root.steps, to.steps),
		Shape: shape(one), Sure: one.certain() && !one.root.declared() && !to.flat && !(len(to.steps) > 0 && to.path != ""), Inner: len(to.steps) > 0,
	})
}

// handsOn adds what a function hands on of its parameters.
func (f *finder) handsOn(function Function, made *summary) {
	for _, one := range made.hands {
		if len(f.collected.Hands) >= maxFacts {
			return
		}
		of := one.data.root
		f.collected.Hands = append(f.collected.Hands, Hand{Function: function, Param: of.index, Name: paramName(made.function, of.index), Part: of.path()}.to(one))
	}
}

// handsBack adds what a function returns of what a function elsewhere returned to it.
func (f *finder) handsBack(function Function, data strand, field string) {
	if !f.e.handsOver() || len(f.collected.Hands) >= maxFacts {
		return
	}
	result := data.root.call.call
	f.collected.Hands = append(f.collected.Hands, Hand{
		Function: function, Result: &result, Part: data.root.path(), Path: field, Shape: shape(data), Sure: data.certain(),
	})
}

// handsFurther is what a function of this file hands on of an argument that it is given.
func (e *engine) handsFurther(c *called, made *summary, step Place) {
	for _, one := range made.hands {
		v := e.argumentOf(c, made.function, one.data.root)
		if !v.tainted() || len(one.steps) >= maxSteps {
			continue
		}
		of := one.data
		one.steps = append([]Place{step}, one.steps...)
		for _, given := range v.strands {
			one.data = composed(of, given)
			e.found.hand(one)
		}
	}
}

// handsOver reports whether what functions hand on is noted: in scripts, but for those of
// pages, in which little does harm that is as far away.
func (e *engine) handsOver() bool {
	return e.tables.schemas && !e.requires("react") && !e.requires("vue") && !e.requires("@angular/core")
}

// declared reports whether data is of a class that stands elsewhere and may check it.
func (r *root) declared() bool {
	for ; r != nil; r = r.parent {
		if r.dto {
			return true
		}
	}
	return false
}

// declaredElsewhere reports whether what a decorator gives to a parameter is of a class that
// is imported: @Body() order: CreateOrder. Its decorators say what the fields may be.
// https://docs.nestjs.com/techniques/validation
func declaredElsewhere(function *program.Function, param *program.Param) bool {
	name, ok := param.Type.(*program.Name)
	if !ok || len(param.Decorators) == 0 {
		return false
	}
	binding := function.Lookup(name.Name)
	return binding != nil && binding.Import != nil
}
