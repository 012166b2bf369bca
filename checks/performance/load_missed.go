package performance

import (
	"fmt"
	"math"
	"time"

	"github.com/golive-app/golive/checks/evidence/load"
	"github.com/golive-app/golive/checks/wording"
)

// missedTarget is something that was asked for and not reached.
type missedTarget struct {
	rule            string
	message         string
	observed, asked float64
}

// missed lists what the policy asks for and the test did not show, by the figures
// themselves: what a stored result says of its thresholds was decided by another
// policy, perhaps.
func (j *loadJudge) missed() []missedTarget {
	plan, result := j.subject.Policy.Load, j.result
	var missed []missedTarget
	asked := min(float64(j.test.RPS), float64(plan.TargetRPS))
	if least := load.LeastServed(asked); result.AchievedRPSP5 < least {
		missed = append(missed, missedTarget{"rate", fmt.Sprintf("%s requests a second were sent and %s served, in nineteen of twenty seconds", load.RateWords(result.OfferedRPS), load.RateWords(result.AchievedRPSP5)), result.AchievedRPSP5, asked})
	}
	for _, one := range []struct {
		name     string
		observed float64
		most     time.Duration
	}{{"p95", result.Latency.P95, plan.SLO.P95Time()}, {"p99", result.Latency.P99, plan.SLO.P99Time()}} {
		if one.most > 0 && one.observed > inMilliseconds(one.most) {
			missed = append(missed, missedTarget{one.name, fmt.Sprintf("%s was %s, and the SLO is %s", one.name, load.TimeWords(one.observed), wording.Span(one.most)), one.observed, inMilliseconds(one.most)})
		}
	}
	share := 0.0
	if result.Requests > 0 {
		share = 100 * float64(result.Errors.Total) / float64(result.Requests)
	}
	if most := plan.SLO.MostErrors(); share > most {
		missed = append(missed, missedTarget{"errors", fmt.Sprintf("%s of the requests failed, and the SLO is %g %%: %s", load.ShareWords(result.Errors.Total, result.Requests), most, result.Errors.Words(result.Requests)), share, most})
	}
	return missed
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
