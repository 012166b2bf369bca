package taint

import (
	"slices"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// way is how a list of statements ends.
type way uint8

const (
	falls     way = iota // into what follows
	breaks               // behind the loop, or the switch
	continues            // with the next round
	leaves               // the function
)

// block runs statements until one of them leads away.
func (e *engine) block(body []program.Statement) way {
	shadows := e.shadowed(body)
	if len(shadows) == 0 {
		return e.inOrder(body)
	}
	return e.outside(shadows, func() way { return e.inOrder(body) })
}

// inOrder runs statements one after the other.
func (e *engine) inOrder(body []program.Statement) way {
	for _, one := range body {
		if !e.spend() {
			return falls
		}
		if way := e.statement(one); way != falls {
			e.declarations(body)
			return way
		}
	}
	return falls
}

// declarations notes the functions that are declared in a block behind a statement
// that leaves it: they stand for themselves.
func (e *engine) declarations(body []program.Statement) {
	for _, one := range body {
		if declare, ok := one.(*program.Declare); ok && declare.Function != nil {
			e.declare(declare.Function)
		}
	}
}

func (e *engine) declare(function *program.Function) {
	for _, known := range e.frame.declared {
		if known == function {
			return
		}
	}
	e.frame.declared = append(e.frame.declared, function)
}

func (e *engine) statement(s program.Statement) way {
	switch s := s.(type) {
	case *program.Assign:
		e.assignment(s)
	case *program.Evaluate:
		if function := e.runsHere(s.X); function != nil {
			e.here(function)
			return falls
		}
		return e.effect(s.X)
	case *program.Return:
		var returned *value
		if len(s.X) == 1 {
			returned = e.settled(e.eval(s.X[0]))
		} else if len(s.X) > 1 {
			returned = e.list(s.X)
		} else if names := e.results(); len(names) == 1 {
			returned = e.settled(e.eval(names[0]))
		} else {
			returned = e.list(names)
		}
		if e.frame.deferred != nil {
			returned = e.deferred(s, returned)
		}
		e.returns(s, returned)
		return leaves
	case *program.Throw:
		if v := e.settled(e.asText(e.eval(s.X))); v.tainted() {
			e.frame.thrown = join(e.frame.thrown, v)
		}
		return leaves
	case *program.Branch:
		return e.outside(e.shadowed(s.Before), func() way { return e.branch(s) })
	case *program.Loop:
		return e.outside(e.shadowed(s.Before), func() way { return e.loop(s) })
	case *program.Switch:
		return e.choice(s)
	case *program.Try:
		return e.try(s)
	case *program.With:
		for i, item := range s.Items {
			held := e.eval(item)
			if i < len(s.Targets) && s.Targets[i] != nil {
				e.assign(s.Targets[i], held)
			}
		}
		return e.block(s.Body)
	case *program.Later:
		if e.tables.functions {
			if inner := e.ownVariables().awaited[s]; inner != nil {
				e.here(inner)
				return falls
			}
			e.defers(s)
		}
		e.eval(s.X)
	case *program.Block:
		return e.block(s.Body)
	case *program.Declare:
		if s.Function != nil {
			e.declare(s.Function)
		}
		if s.Class != nil {
			e.block(s.Class.Body)
		}
	case *program.Jump:
		switch s.Kind {
		case "break", "goto":
			e.jump(breaks)
			return breaks
		case "continue":
			e.jump(continues)
			return continues
		}
	}
	return falls
}

// runsHere is the function of Go that a statement runs where it is written.
func (e *engine) runsHere(x program.Expression) *program.Function {
	if !e.tables.functions {
		return nil
	}
	return inPlaceOf(x, e.function())
}

// here runs a function as a part of the one that it stands in.
func (e *engine) here(function *program.Function) {
	outer := e.frame
	e.frame = &frame{function: function, mark: outer.mark, here: true}
	e.block(function.Body)
	for i := 0; i < len(e.frame.declared); i++ {
		e.summarise(e.frame.declared[i])
	}
	e.frame = outer
}

// effect runs an expression for its effect, and knows calls that do not come back.
func (e *engine) effect(x program.Expression) way {
	e.eval(x)
	if await, ok := x.(*program.Await); ok {
		x = await.X
	}
	call, ok := x.(*program.Call)
	if !ok {
		return falls
	}
	origin := e.origin(call.Callee)
	if e.tables.leaving[origin] || e.tables.leaving[lastOf(origin)] && ownerOf(origin) == "" {
		return leaves
	}
	if _, _, passed := e.checkedBy(call); len(passed) > 0 {
		e.apply(passed)
		return falls
	}
	e.checked(call)
	return falls
}

// results are the variables that a function of Go returns which names its results.
func (e *engine) results() []program.Expression {
	var names []program.Expression
	function := e.frame.function
	for _, one := range function.Body {
		declared, ok := one.(*program.Assign)
		if !ok || declared.Value != nil || !e.tables.functions || len(names) >= len(function.Results) {
			break
		}
		names = append(names, declared.Targets...)
	}
	return names
}

func (e *engine) returns(s *program.Return, v *value) {
	e.watch()
	if v.known() {
		e.frame.returned = join(e.frame.returned, v)
	}
	e.rules(s)
	if len(s.X) > 0 {
		e.answered(e.frame.function, s.X[0], v)
	}
}

func (e *engine) branch(s *program.Branch) way {
	e.inOrder(s.Before)
	condition := e.condition(s.Condition)
	mark := len(e.state.log)
	e.apply(condition.then)
	failed := e.failing(s.Condition)
	if failed != nil {
		if e.frame.failed == nil {
			e.frame.failed = map[*program.Binding]int{}
		}
		e.frame.failed[failed]++
	}
	then := e.block(s.Then)
	if failed != nil {
		e.frame.failed[failed]--
	}
	chosen, cleaned := e.cleanedByChoice(s)
	first := e.ended(mark, then)
	e.apply(condition.otherwise)
	otherwise := e.block(s.Else)
	second := e.ended(mark, otherwise)
	switch always, known := e.decided(s.Condition); {
	case known && always:
		second.dead, otherwise = true, leaves
	case known:
		first.dead, then = true, leaves
	}
	e.state.merge(first, second)
	if cleaned != nil {
		e.state.set(chosen, cleaned)
	}
	return min(then, otherwise)
}

// ended takes what a branch changed back, for the merge that follows.
func (e *engine) ended(mark int, way way) outcome {
	done := e.state.take(mark)
	done.dead = way == leaves || e.noted(way)
	done.jumped = way == breaks || way == continues
	return done
}

// deepestLoop bounds how many loops within each other are gone through twice.
const deepestLoop = 3

// loop goes through the body twice where the first round changed something that the
// second could see.
func (e *engine) loop(s *program.Loop) way {
	e.inOrder(s.Before)
	over := e.eval(s.Over)
	if e.tables.functions {
		if way, known := e.rounds(s, over); known {
			return way
		}
		e.unfixed(s)
		breaking, continuing := e.frame.breaking, e.frame.continuing
		e.frame.breaking, e.frame.continuing = nil, nil
		defer func() { e.frame.breaking, e.frame.continuing = breaking, continuing }()
	}
	rounds := 1
	if e.loops < deepestLoop {
		rounds = 2
	}
	e.loops++
	for round := range rounds {
		mark := len(e.state.log)
		e.targets(s, over)
		e.apply(e.condition(s.Condition).then)
		e.block(s.Body)
		e.block(s.After)
		changed := e.state.take(mark)
		again := round == 0 && e.grew(changed)
		changed.dead, changed.jumped = false, true
		e.state.merge(changed, outcome{})
		if !again {
			break
		}
	}
	e.loops--
	if s.Condition != nil && !breaksOut(s.Body) { // it is over once the condition holds no more
		e.apply(e.condition(s.Condition).otherwise)
	}
	e.segmented(s)
	e.block(s.Else)
	return falls
}

// breaksOut reports whether a loop may be left before its condition holds no more.
func breaksOut(body []program.Statement) bool {
	found := false
	program.VisitStatements(body, func(s program.Statement) bool {
		if jump, ok := s.(*program.Jump); ok && jump.Kind != "continue" {
			found = true
		}
		return !found
	}, nil)
	return found
}

// grew reports whether a round changed a variable in a way that another could see.
func (e *engine) grew(changed outcome) bool {
	for at, after := range changed.values {
		if before := e.state.get(at); after.known() && after != before {
			return true
		}
	}
	return false
}

func (e *engine) targets(s *program.Loop, over *value) {
	if len(s.Targets) == 0 {
		return
	}
	last := len(s.Targets) - 1
	if s.Targets[last] != nil {
		e.assign(s.Targets[last], e.elementOf(over))
	}
	if last > 0 && s.Targets[0] != nil {
		var key *value
		if over != nil && over.fields[someKey].known() {
			key = over.fields[someKey]
		} else if keyed := over.whole().named(); keyed.tainted() && (e.tables.keys || e.tables.functions && keyed.fieldsOfRequest()) {
			key = keyed.marked(text, object|direct)
		}
		if name, ok := s.Targets[0].(*program.Name); ok && s.Targets[last] == nil && e.tables.functions {
			if binding := e.function().Lookup(name.Name); binding != nil && binding.Element { // of a channel
				key = element(over)
			}
		}
		e.assign(s.Targets[0], key)
	}
}

// named is a value without what was put into it under keys of the program's own.
func (v *value) named() *value {
	if !v.hint(entry) {
		return v
	}
	named := &value{}
	for _, one := range v.strands {
		if one.hints&entry == 0 {
			named.strands = append(named.strands, one)
		}
	}
	return named
}

// fieldsOfRequest reports whether a value is a map of what a request carries, whose keys
// are chosen by whoever asks.
func (v *value) fieldsOfRequest() bool {
	return slices.ContainsFunc(v.strands, func(s strand) bool { return s.root.kind == fromSource && requestMaps[s.root.key] })
}

var requestMaps = words("Form PostForm Header Trailer Query() Queries() QueryParams() FormParams() AllParams() QueryMap() Value")

// try runs the handlers as from anywhere in the body.
func (e *engine) try(s *program.Try) way {
	mark := len(e.state.log)
	whole := e.block(s.Body)
	if whole == falls {
		whole = e.block(s.Else)
	}
	body := e.ended(mark, whole)
	outcomes := []outcome{body}
	anywhere := body
	anywhere.dead, anywhere.jumped = false, true
	thrown := e.frame.thrown
	for _, handler := range s.Handlers {
		e.state.merge(anywhere, outcome{})
		if handler.Name != "" && thrown.tainted() && e.tables.schemas {
			e.assign(&program.Name{Span: handler.Span, Name: handler.Name}, thrown)
		}
		way := e.block(handler.Body)
		whole = min(whole, way)
		outcomes = append(outcomes, e.ended(mark, way))
	}
	e.state.merge(outcomes...)
	if way := e.block(s.Finally); way == leaves {
		return leaves
	}
	return whole
}
