package jobs

import "fmt"

// minimumEffects tells what an item would ask for.
func (e PolicyEdit) minimumEffects() []PolicyEffect {
	var effects []PolicyEffect
	for _, asked := range []struct {
		of            string
		before, after float64
	}{
		{"lines", e.Before.LeastCoverage(), e.After.LeastCoverage()},
		{"the lines that a release changes", e.Before.LeastChanged(), e.After.LeastChanged()},
	} {
		switch {
		case asked.after < asked.before:
			effects = append(effects, PolicyEffect{Text: fmt.Sprintf("`code.coverage` would ask for %g %% of %s, no longer for %g %%", asked.after, asked.of, asked.before), Weakens: true})
		case asked.after > asked.before:
			effects = append(effects, PolicyEffect{Text: fmt.Sprintf("`code.coverage` would ask for %g %% of %s, not only for %g %%", asked.after, asked.of, asked.before)})
		}
	}
	return effects
}
