package junit

import "slices"

// settle counts the cases of the innermost suite, and leaves it.
func (r *reading) settle() {
	last := len(r.around) - 1
	for _, test := range repeated(r.around[last].cases) {
		r.finish(test)
	}
	r.around = r.around[:last]
}

// repeated makes one case of those that failed until they passed. gotestsum and Gradle
// list every attempt as a case of the same name in the same suite. Names can be equal
// without that, as those of assertions that node-tap numbers, so all attempts but the
// last have to be red: what passed is not tried again.
func repeated(cases []Case) []Case {
	type identity struct{ class, name, file, place string }
	of := func(test Case) identity { return identity{test.Class, test.Name, test.File, test.place} }
	if !slices.ContainsFunc(cases, func(test Case) bool { return test.Outcome.red() }) {
		return cases
	}
	attempts := map[identity][]Outcome{}
	for _, test := range cases {
		attempts[of(test)] = append(attempts[of(test)], test.Outcome)
	}
	var kept []Case
	for _, test := range cases {
		outcomes := attempts[of(test)]
		if flaked(outcomes) {
			if test.Outcome != Passed {
				continue
			}
			test.Flaky = true
		}
		kept = append(kept, test)
	}
	return kept
}

// flaked reports whether a test was red until it passed, once.
func flaked(outcomes []Outcome) bool {
	last := len(outcomes) - 1
	for index, outcome := range outcomes {
		if index < last && !outcome.red() || index == last && outcome != Passed {
			return false
		}
	}
	return last > 0
}
