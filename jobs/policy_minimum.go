package jobs

import "fmt"

// minimumEffects tells what an item would ask for.
func (e PolicyEdit) minimumEffects() []PolicyEffect {
	before, after := e.Before.LeastCoverage(), e.After.LeastCoverage()
	switch {
	case after < before:
		return []PolicyEffect{{Text: fmt.Sprintf("`code.coverage` would ask for %g %% of lines, no longer for %g %%", after, before), Weakens: true}}
	case after > before:
		return []PolicyEffect{{Text: fmt.Sprintf("`code.coverage` would ask for %g %% of lines, not only for %g %%", after, before)}}
	}
	return nil
}
