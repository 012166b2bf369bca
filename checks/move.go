package checks

// MoveKind tells in which way an item moved between two runs.
type MoveKind string

// The ways in which an item moves.
const (
	MoveBroken MoveKind = "new"   // it fails, and did not before
	MoveStale  MoveKind = "stale" // what it rested on no longer holds, so it was looked at again
	MoveFixed  MoveKind = "fixed" // it counts as ready, and did not before
	MoveOther  MoveKind = "other"
)

// Move is one item that stands elsewhere than after an earlier run.
type Move struct {
	Item   Item
	Kind   MoveKind
	Before Verdict
	Now    Result
}

// Compare returns how items moved from the verdicts of an earlier run to the results
// of a later one: what is new first, then what went stale, what was fixed, and the
// rest, each in the order of the items. An item that the earlier run did not know, or
// that either was still checking, has not moved.
func Compare(items []Item, before map[ItemID]Verdict, now map[ItemID]Result) []Move {
	byKind := map[MoveKind][]Move{}
	for _, item := range items {
		was, known := before[item.ID]
		result, found := now[item.ID]
		is := result.Verdict()
		if !known || !found || was == is || was == Running || is == Running {
			continue
		}
		kind := kindOf(was, result)
		byKind[kind] = append(byKind[kind], Move{item, kind, was, result})
	}
	var all []Move
	for _, kind := range []MoveKind{MoveBroken, MoveStale, MoveFixed, MoveOther} {
		all = append(all, byKind[kind]...)
	}
	return all
}

func kindOf(before Verdict, now Result) MoveKind {
	switch {
	case now.Verdict() == Fail:
		return MoveBroken
	case now.Verdict() == Stale, before.counts() && !now.Ready() && now.Lapsed() != "":
		return MoveStale
	case now.Ready() && !before.counts():
		return MoveFixed
	default:
		return MoveOther
	}
}

// counts reports whether a verdict alone lets a release go.
func (v Verdict) counts() bool {
	switch v {
	case Pass, Warn, Waived, NotApplicable:
		return true
	default:
		return false
	}
}

// Lapsed says why a person's word on the item no longer holds, in the words for
// people; empty: nobody gave one, or it holds.
func (r Result) Lapsed() string {
	switch {
	case r.SignOff != nil && r.SignOff.Outdated != "":
		return r.SignOff.Outdated
	case r.Exclusion != nil && r.Exclusion.Outdated != "":
		return r.Exclusion.Outdated
	case r.Waiver != nil && r.Waiver.Outdated != "":
		return r.Waiver.Outdated
	default:
		return ""
	}
}
