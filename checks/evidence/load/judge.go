package load

import (
	"fmt"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/wording"
)

// LeastSamples is how many requests a verdict of pass takes.
const LeastSamples = 1000

// Judge decides a run: pass, fail, or unknown where the generator was the limit,
// the run is no whole one or too short, or nothing was measured. A generator that was
// late, and no more, hides no failure that its lateness cannot explain. The reason is one
// sentence.
func Judge(outcome Outcome, standings []Standing) (checks.Verdict, string) {
	var missed, undecided []string
	late := outcome.onlyLate()
	for _, standing := range standings {
		switch {
		case standing.Undecided != "":
			undecided = append(undecided, standing.Undecided)
		case !standing.Met && (standing.Despite || !late):
			missed = append(missed, standing.missed())
		}
	}
	limits := outcome.limitedBy(standings)
	ended := outcome.Measured.Ended()
	switch {
	case outcome.Sessions.Mixed > 0: // whatever else is: that must not happen once
		return checks.Fail, outcome.Sessions.mixed()
	case outcome.Stopped == interrupted:
		return checks.Unknown, "interrupted before its end"
	case len(limits) > 0:
		return checks.Unknown, "the generator was the limit, not the service: " + strings.Join(limits, "; ")
	case ended == 0 && outcome.Stopped == "":
		return checks.Unknown, "no request ended"
	case outcome.Stopped != "":
		return checks.Fail, outcome.Stopped + outcome.most() + outcome.late()
	case len(missed) > 0:
		return checks.Fail, strings.Join(missed, "; ") + outcome.most() + outcome.late()
	case len(undecided) > 0:
		return checks.Unknown, strings.Join(undecided, "; ")
	case ended < LeastSamples:
		return checks.Unknown, fmt.Sprintf("%s are too few to pass: it takes %d", wording.Counted(int(ended), "request", "requests"), LeastSamples)
	default:
		return checks.Pass, fmt.Sprintf("%.0f requests a second were asked for, and %.0f served in nineteen of twenty seconds", outcome.Plan.Rate, outcome.AchievedLow())
	}
}

// most tells the failure that most errors are.
func (o Outcome) most() string {
	worst := Served
	for failure := Served + 1; failure < failures; failure++ {
		if o.Measured.Of(failure) > 0 && (worst == Served || o.Measured.Of(failure) > o.Measured.Of(worst)) {
			worst = failure
		}
	}
	if worst == Served || o.Example[worst] == "" {
		return ""
	}
	return fmt.Sprintf(" (%s, the first: %s)", wording.Counted(int(o.Measured.Of(worst)), "error of that kind", "errors of that kind"), wording.Quoted(o.Example[worst]))
}

// missed tells a threshold that is missed.
func (s Standing) missed() string {
	asked := s.Threshold.String()
	if s.Threshold.Relative() {
		asked += " = " + s.words(s.Threshold.value)
	}
	return fmt.Sprintf("%s was asked for and %s observed", asked, s.words(s.Observed))
}

// words writes a value with its unit.
func (s Standing) words(value float64) string {
	if s.Threshold.measure.unit == "" {
		return fmt.Sprintf("%.0f", value)
	}
	return fmt.Sprintf("%.4g %s", value, s.Threshold.measure.unit)
}
