package taint

import "github.com/golive-app/golive/checks/evidence/source/program"

// slot is a variable: one of the file's, or a name that it does not declare.
type slot struct {
	function *program.Function // of "this"
	binding  *program.Binding
	name     string
	fixed    bool // the constant that it has, and not what may be in it
}

// state is what variables hold at one point, and what conditions have proven of
// roots. Every change is logged, so that a branch can be taken back: the cost of a
// branch is what changes in it, not what there is.
type state struct {
	values  map[slot]*value
	cleared map[*root]classes
	log     []change
}

// change is one entry of the log: what stood before.
type change struct {
	slot   slot
	value  *value
	root   *root // of a clearing
	before classes
}

func newState() *state { return &state{values: map[slot]*value{}, cleared: map[*root]classes{}} }

func (s *state) get(at slot) *value { return s.values[at] }

func (s *state) set(at slot, v *value) {
	before := s.values[at]
	if before == v {
		return
	}
	s.log = append(s.log, change{slot: at, value: before})
	s.put(at, v)
}

func (s *state) put(at slot, v *value) {
	if v == nil {
		delete(s.values, at)
	} else {
		s.values[at] = v
	}
}

// clear says that what comes from a root is harmless for some classes from here on.
func (s *state) clear(r *root, safe classes) {
	if r.result { // command, name, err := parse(x): what is checked of one result is of all
		r = r.parent
	}
	before := s.cleared[r]
	if before|safe == before {
		return
	}
	s.log = append(s.log, change{root: r, before: before})
	s.cleared[r] = before | safe
}

// safe is what has been proven of a root, or of what it is a part of.
func (s *state) safe(r *root) classes {
	var safe classes
	for ; r != nil; r = r.parent {
		safe |= s.cleared[r]
	}
	return safe
}

// outcome is what one branch changed: how things stand at its end.
type outcome struct {
	values  map[slot]*value
	cleared map[*root]classes
	dead    bool // nothing goes on behind it
	jumped  bool // it goes on, but not here: behind the loop, or with its next round
}

// safe is what the branch has proven of a root.
func (o outcome) safe(r *root) classes {
	var safe classes
	for ; r != nil; r = r.parent {
		safe |= o.cleared[r]
	}
	return safe
}

// take returns what changed since a mark and takes it back.
func (s *state) take(mark int) outcome {
	var taken outcome
	for i := len(s.log) - 1; i >= mark; i-- {
		one := s.log[i]
		if one.root != nil {
			if taken.cleared == nil {
				taken.cleared = map[*root]classes{}
			}
			if _, later := taken.cleared[one.root]; !later {
				taken.cleared[one.root] = s.cleared[one.root]
			}
			s.cleared[one.root] = one.before
			continue
		}
		if taken.values == nil {
			taken.values = map[slot]*value{}
		}
		if _, later := taken.values[one.slot]; !later {
			taken.values[one.slot] = s.values[one.slot]
		}
		s.put(one.slot, one.value)
	}
	s.log = s.log[:mark]
	return taken
}

// merge goes on behind branches of which one was taken.
func (s *state) merge(branches ...outcome) {
	values := map[slot]bool{}
	for _, one := range branches {
		if !one.dead {
			for at := range one.values {
				values[at] = true
			}
		}
	}
	for at := range values {
		before := s.values[at]
		if at.fixed {
			s.set(at, sameIn(branches, at, before))
			continue
		}
		var after *value
		first := true
		for _, one := range branches {
			if one.dead {
				continue
			}
			changed, found := one.values[at]
			if !found {
				changed = before
			}
			if !found || len(one.cleared) > 0 { // what the branch has proven of what it has itself set
				changed = settledBy(changed, func(r *root) classes { return one.safe(r) | s.safe(r) })
			}
			if first {
				after, first = changed, false
			} else {
				after = join(after, changed)
			}
		}
		s.set(at, after)
	}
	s.mergeCleared(branches)
}

// sameIn is the constant that a variable has at the end of every branch that goes on here.
func sameIn(branches []outcome, at slot, before *value) *value {
	var same *value
	first := true
	for _, one := range branches {
		if one.dead {
			continue
		}
		after, changed := one.values[at]
		if !changed {
			after = before
		}
		switch {
		case after == nil || !first && !same.fixed.same(after.fixed):
			return nil
		case first:
			same, first = after, false
		}
	}
	return same
}

// mergeCleared keeps what every branch that goes on here has proven.
func (s *state) mergeCleared(branches []outcome) {
	var proven map[*root]classes
	for _, one := range branches {
		if one.dead || one.jumped {
			continue
		}
		if proven == nil {
			proven = map[*root]classes{}
			for r, safe := range one.cleared {
				proven[r] = safe
			}
			continue
		}
		for r, safe := range proven {
			proven[r] = safe & (one.cleared[r] | s.cleared[r])
		}
	}
	for r, safe := range proven {
		s.clear(r, safe)
	}
}
