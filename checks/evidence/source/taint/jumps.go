package taint

// jumps are how things stood where a loop or a switch was left, or a round of a loop: what
// comes behind it goes on from any of them.
type jumps struct {
	mark      int // of the log, where the loop began
	broken    []outcome
	continued []outcome
}

// since is what changed since a mark, which stays as it is.
func (s *state) since(mark int) outcome {
	taken := outcome{values: map[slot]*value{}, cleared: map[*root]classes{}}
	for _, one := range s.log[mark:] {
		if one.root != nil {
			taken.cleared[one.root] = s.cleared[one.root]
		} else {
			taken.values[one.slot] = s.values[one.slot]
		}
	}
	return taken
}

// jump notes how things stand where a loop, or a round of it, is left.
func (e *engine) jump(kind way) {
	switch {
	case kind == breaks && e.frame.breaking != nil:
		e.frame.breaking.broken = append(e.frame.breaking.broken, e.state.since(e.frame.breaking.mark))
	case kind == continues && e.frame.continuing != nil:
		e.frame.continuing.continued = append(e.frame.continuing.continued, e.state.since(e.frame.continuing.mark))
	}
}

// noted reports whether a way that does not fall into what follows was noted where it left.
func (e *engine) noted(way way) bool {
	return way == breaks && e.frame.breaking != nil || way == continues && e.frame.continuing != nil
}
