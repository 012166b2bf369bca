package checks

// Standing is the answer to the whole question.
type Standing string

// The standings of a release.
const (
	StandingReady    Standing = "ready"
	StandingNotReady Standing = "not-ready" // something fails
	StandingWaiting  Standing = "waiting"   // only people are missing
	StandingUnknown  Standing = "unknown"   // something could not be judged
)

// Totals counts items by verdict.
type Totals map[Verdict]int

// Count totals the results of the given items; an item without a result counts
// as unknown.
func Count(items []Item, results map[ItemID]Result) Totals {
	totals := Totals{}
	for _, item := range items {
		totals[results[item.ID].Verdict()]++
	}
	return totals
}

// Undecided returns the number of items that nobody could judge: unknown,
// golive's own errors, and stale ones.
func (t Totals) Undecided() int { return t[Unknown] + t[Errored] + t[Stale] }

// Stand answers the whole question from the items' results. No items, or an
// item that blocks and does not count as ready, is never ready; an item without
// a result is unknown at its catalogue level.
func Stand(items []Item, results map[ItemID]Result) Standing {
	return stand(items, func(item Item) (Verdict, bool) {
		result, found := results[item.ID]
		if !found {
			result = Result{Item: item.ID, Level: item.Level}
		}
		return result.Verdict(), result.Ready()
	})
}

// StandBy answers the whole question from verdicts alone, as they are recorded of a
// release that was judged before.
func StandBy(items []Item, verdicts map[ItemID]Verdict, kind ReleaseKind) Standing {
	return stand(items, func(item Item) (Verdict, bool) {
		verdict := verdicts[item.ID]
		return verdict, verdict.counts() || verdict == Unknown && item.LevelFor(kind) == LevelWarn
	})
}

func stand(items []Item, of func(Item) (verdict Verdict, ready bool)) Standing {
	var failing, waiting, undecided, counted bool
	for _, item := range items {
		verdict, ready := of(item)
		if ready {
			if verdict != Unknown {
				counted = true
			}
			continue
		}
		switch verdict {
		case Fail:
			failing = true
		case NeedsSignOff:
			waiting = true
		default:
			undecided = true
		}
	}
	switch {
	case failing:
		return StandingNotReady
	case undecided || (!counted && !waiting):
		return StandingUnknown
	case waiting:
		return StandingWaiting
	default:
		return StandingReady
	}
}
