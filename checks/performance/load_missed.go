package performance

import (
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/golive-app/golive/checks/evidence/load"
	"github.com/golive-app/golive/checks/wording"
)

// missedTarget is something that was asked for and not reached.
type missedTarget struct {
	rule            string
	message         string
	observed, asked float64
	despite         bool // missed whatever a generator that was late may have added
}

// missed lists what the policy asks for and the test did not show, by the figures
// themselves: what a stored result says of its thresholds was decided by another
// policy, perhaps.
func (j *loadJudge) missed() []missedTarget {
	plan, result := j.subject.Policy.Load, j.result
	var missed []missedTarget
	asked := min(float64(j.test.RPS), float64(plan.TargetRPS))
	if least := load.LeastServed(asked); result.AchievedRPSP5 < least {
		missed = append(missed, missedTarget{"rate", fmt.Sprintf("%s requests a second were sent and %s served, in nineteen of twenty seconds", load.RateWords(result.OfferedRPS), load.RateWords(result.AchievedRPSP5)), result.AchievedRPSP5, asked, false})
	}
	for _, one := range []struct {
		name              string
		observed, service float64
		most              time.Duration
	}{{"p95", result.Latency.P95, result.Service.P95, plan.SLO.P95Time()}, {"p99", result.Latency.P99, result.Service.P99, plan.SLO.P99Time()}} {
		if one.most > 0 && one.observed > inMilliseconds(one.most) {
			missed = append(missed, missedTarget{one.name, fmt.Sprintf("%s was %s, and the SLO is %s", one.name, load.TimeWords(one.observed), wording.Span(one.most)), one.observed, inMilliseconds(one.most), result.Despite(one.service) > inMilliseconds(one.most)})
		}
	}
	share := 100 * shareOf(result.Errors.Total, result.Requests)
	if most := plan.SLO.MostErrors(); share > most {
		missed = append(missed, missedTarget{"errors", fmt.Sprintf("%s of the requests failed, and the SLO is %g %%: %s", load.ShareWords(result.Errors.Total, result.Requests), most, result.Errors.Words(result.Requests)), share, most, 100*shareOf(result.Errors.Answered(), result.Requests) > most})
	}
	return j.standing(missed)
}

// standing leaves of what was missed what stands: where the generator was late, what that
// cannot explain.
func (j *loadJudge) standing(missed []missedTarget) []missedTarget {
	if !j.result.Generator.Late {
		return missed
	}
	return slices.DeleteFunc(missed, func(one missedTarget) bool { return !one.despite })
}

// limited says why nothing that was or was not missed says anything; empty: it does. A
// generator that was late passes nothing.
func (j *loadJudge) limited(missed []missedTarget) string {
	switch generator := j.result.Generator; {
	case generator.Late && len(missed) > 0, !generator.Late && !generator.Limited:
		return ""
	case generator.Limited && j.result.Reason != "":
		return j.result.Reason
	case generator.Late:
		return "the generator sent late, p99 " + load.TimeWords(j.result.Lag.P99) + ", and what was seen may come of that"
	}
	return "the generator was the limit, not the service"
}

// steady is how long the rate was held.
func (j *loadJudge) steady() string {
	return wording.Span(time.Duration(math.Round(j.result.DurationS)) * time.Second)
}

// shortTime writes a time for a headline: "182 ms", "2.3 s".
func shortTime(taken float64) string {
	const second = 1000
	if taken >= second {
		return fmt.Sprintf("%.1f s", taken/second)
	}
	return load.TimeWords(taken)
}

func inMilliseconds(span time.Duration) float64 { return float64(span) / float64(time.Millisecond) }
