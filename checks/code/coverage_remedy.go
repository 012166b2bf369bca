package code

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/coverage"
	"github.com/golive-app/golive/checks/wording"
)

// fileCounts is one file with what ran of it.
type fileCounts struct {
	path string
	coverage.Counts
}

// gain is how many more lines run once a file has the share that is asked for.
func (f fileCounts) gain(least float64) int {
	return max(int(math.Ceil(least/100*float64(f.Total)))-f.Covered, 0)
}

// mostNamed is how many files a way up names.
const mostNamed = 5

// wayUp names the fewest files that bring the whole to what is asked, the largest
// gains first: "`a.ts` (0 %, 88 lines) and `b.ts` (31 %, 40 lines) → both to 80 % gives
// 80.9 %".
func wayUp(files []fileCounts, whole coverage.Counts, least float64) string {
	ranked := slices.Clone(files)
	slices.SortStableFunc(ranked, func(a, b fileCounts) int {
		return cmp.Or(cmp.Compare(b.gain(least), a.gain(least)), cmp.Compare(a.Percent(), b.Percent()), strings.Compare(a.path, b.path))
	})
	var named []string
	after := whole
	for _, file := range ranked {
		if file.gain(least) == 0 || len(named) == mostNamed || len(named) > 0 && after.Percent() >= least {
			break
		}
		after.Covered += file.gain(least)
		named = append(named, fmt.Sprintf("%s (%s, %s)", wording.QuotedPath(file.path), percent(file.Percent()), wording.Counted(file.Total, "line", "lines")))
	}
	if len(named) == 0 {
		return ""
	}
	word := "it"
	switch {
	case len(named) == 2:
		word = "both"
	case len(named) > 2:
		word = "all"
	}
	joined := strings.Join(named, ", ")
	if last := len(named) - 1; last > 0 {
		joined = strings.Join(named[:last], ", ") + " and " + named[last]
	}
	return fmt.Sprintf("Cheapest way up: %s → %s to %s gives %s.", joined, word, percent(least), percent(after.Percent()))
}

// percent writes a share with one digit, and without where it is whole. It never
// rounds up to a number that was not reached.
func percent(value float64) string {
	cut := math.Floor(value*10+1e-9) / 10
	if cut == math.Trunc(cut) {
		return fmt.Sprintf("%.0f %%", cut)
	}
	return fmt.Sprintf("%.1f %%", cut)
}
