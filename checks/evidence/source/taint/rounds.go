package taint

import (
	"go/constant"
	"strconv"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// maxRounds bounds the rounds of a loop that are gone through one by one.
const maxRounds = 40

// rounds goes through a loop of Go round by round, where it is known how many there are; and
// through one that only break ends, or that has one round at least. known is false for others.
func (e *engine) rounds(s *program.Loop, over *value) (way way, known bool) {
	if e.loops >= deepestLoop || e.ownVariables().jumping[e.function()] {
		return falls, false
	}
	size := -1
	if s.Over != nil {
		if size = e.sizeOf(s, over); size < 0 || size > maxRounds {
			return falls, false
		}
	} else if s.Condition != nil {
		if holds, decided := e.fixedTruth(s.Condition); !decided || !holds {
			return falls, false
		}
	}
	l := &jumps{mark: len(e.state.log)}
	breaking, continuing := e.frame.breaking, e.frame.continuing
	e.frame.breaking, e.frame.continuing = l, l
	e.loops++
	if size >= 0 {
		way = e.elements(s, l, over, size)
	} else {
		way = e.whileKnown(s, l)
	}
	e.loops--
	e.frame.breaking, e.frame.continuing = breaking, continuing
	return way, true
}

// whileKnown goes through the rounds of a loop while its condition is known to hold.
func (e *engine) whileKnown(s *program.Loop, l *jumps) way {
	before := e.budget
	for round := range maxRounds {
		holds, decided := true, round == 0
		if s.Condition != nil {
			holds, decided = e.fixedTruth(s.Condition)
		}
		switch {
		case !decided || before-e.budget > maxRoundSteps:
			return e.more(s, l)
		case !holds:
			return e.left(l, e.ended(l.mark, falls))
		case !e.round(s, l):
			return e.left(l, outcome{dead: true})
		}
	}
	return e.more(s, l)
}

// maxRoundSteps bounds the work on the rounds of one loop.
const maxRoundSteps = 4000

// round runs the body once and reports whether another round may follow.
func (e *engine) round(s *program.Loop, l *jumps) bool {
	mark := len(e.state.log)
	if s.Condition != nil {
		e.apply(e.condition(s.Condition).then)
	}
	ended := e.ended(mark, e.block(s.Body))
	next := l.continued
	l.continued = nil
	if ended.dead && len(next) == 0 {
		return false
	}
	e.state.merge(append(next, ended)...)
	e.inOrder(s.After)
	return true
}

// left goes on behind a loop: from wherever it was left, and from its end.
func (e *engine) left(l *jumps, end outcome) way {
	if end.dead && len(l.broken) == 0 {
		return leaves
	}
	e.state.merge(append(l.broken, end)...)
	return falls
}

// more goes through the rounds that may follow those whose number is known: behind any of them
// the next one may begin, or the loop be over.
func (e *engine) more(s *program.Loop, l *jumps) way {
	e.unfixed(s)
	for range 2 {
		mark := len(e.state.log)
		follows := e.round(s, l)
		end := e.state.take(mark)
		end.dead, end.jumped = !follows, true
		grown := follows && e.grew(end)
		e.state.merge(end, outcome{})
		if !grown {
			break
		}
	}
	if s.Condition == nil {
		e.state.take(l.mark)
		return e.left(l, outcome{dead: true})
	}
	e.apply(e.condition(s.Condition).otherwise)
	return e.left(l, e.ended(l.mark, falls))
}

// sizeOf is how many elements a loop goes through: those of a list that is known, or as many
// as a number says; -1 where that is not known.
func (e *engine) sizeOf(s *program.Loop, over *value) int {
	if over != nil {
		if over.listed && over.exact && !over.tainted() && !e.ofChannel(s) {
			return over.size
		}
		return -1
	}
	if number, known := e.fixedNumber(s.Over); known {
		return max(number, 0)
	}
	return -1
}

// ofChannel reports whether a loop of Go takes what a channel gives.
func (e *engine) ofChannel(s *program.Loop) bool {
	if len(s.Targets) == 0 {
		return true // it may be one
	}
	name, ok := s.Targets[0].(*program.Name)
	if !ok {
		return false
	}
	binding := e.function().Lookup(name.Name)
	return binding != nil && binding.Element && s.Targets[len(s.Targets)-1] == nil
}

// elements goes through a loop element by element.
func (e *engine) elements(s *program.Loop, l *jumps, over *value, size int) way {
	for i := range size {
		if len(s.Targets) > 0 && s.Targets[0] != nil {
			e.assign(s.Targets[0], nil)
			e.fixes(s.Targets[0], &fixed{constant.MakeInt64(int64(i)), "int"})
		}
		if last := len(s.Targets) - 1; last > 0 && s.Targets[last] != nil {
			v := over
			if name, ok := s.Over.(*program.Name); ok { // it may have changed on the way
				v = e.name(name)
			}
			if v != nil && v.listed {
				v = v.fields[strconv.Itoa(i)]
			} else {
				v = element(v)
			}
			e.assign(s.Targets[last], v)
		}
		if !e.round(s, l) {
			return e.left(l, outcome{dead: true})
		}
	}
	return e.left(l, e.ended(l.mark, falls))
}
