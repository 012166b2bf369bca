package performance

import (
	"fmt"
	"math"
	"strings"
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
		missed = append(missed, missedTarget{"rate", fmt.Sprintf("%s requests a second were sent and %s served, in nineteen of twenty seconds", rate(result.OfferedRPS), rate(result.AchievedRPSP5)), result.AchievedRPSP5, asked})
	}
	for _, one := range []struct {
		name     string
		observed float64
		most     time.Duration
	}{{"p95", result.Latency.P95, plan.SLO.P95Time()}, {"p99", result.Latency.P99, plan.SLO.P99Time()}} {
		if one.most > 0 && one.observed > inMilliseconds(one.most) {
			missed = append(missed, missedTarget{one.name, fmt.Sprintf("%s was %s, and the SLO is %s", one.name, milliseconds(one.observed), wording.Span(one.most)), one.observed, inMilliseconds(one.most)})
		}
	}
	share := 0.0
	if result.Requests > 0 {
		share = 100 * float64(result.Errors.Total) / float64(result.Requests)
	}
	if most := plan.SLO.MostErrors(); share > most {
		missed = append(missed, missedTarget{"errors", fmt.Sprintf("%s of the requests failed, and the SLO is %g %%: %s", percentOf(result.Errors.Total, result.Requests), most, errorClasses(result)), share, most})
	}
	return missed
}

// steady is how long the rate was held.
func (j *loadJudge) steady() string {
	return wording.Span(time.Duration(math.Round(j.result.DurationS)) * time.Second)
}

// errorClasses tells the kinds of error by their share: "2.9 % status, 0.2 % timeout".
func errorClasses(result load.Result) string {
	var parts []string
	for _, class := range []struct {
		count int64
		name  string
	}{{result.Errors.Status, "status"}, {result.Errors.Timeout, "timeout"}, {result.Errors.Connect, "connection"}, {result.Errors.Check, "wrong answer"}} {
		if class.count > 0 {
			parts = append(parts, percentOf(class.count, result.Requests)+" "+class.name)
		}
	}
	if len(parts) == 0 {
		return "none"
	}
	return strings.Join(parts, ", ")
}

// percentOf writes a share of requests with as many digits as say something.
func percentOf(part, whole int64) string {
	if part == 0 || whole == 0 {
		return "0 %"
	}
	share := 100 * float64(part) / float64(whole)
	switch {
	case share < 0.01:
		return "under 0.01 %"
	case share < 1:
		return fmt.Sprintf("%.2f %%", share)
	default:
		return fmt.Sprintf("%.1f %%", share)
	}
}

// rate writes requests a second.
func rate(rps float64) string {
	const few = 100
	if rps < few {
		return load.Figure(rps)
	}
	return wording.Number(int64(math.Round(rps)))
}

// milliseconds writes a time as it is compared: "2,310 ms", "0.82 ms".
func milliseconds(taken float64) string {
	const many = 100
	if taken < many {
		return load.Figure(taken) + " ms"
	}
	return wording.Number(int64(math.Round(taken))) + " ms"
}

// shortTime writes a time for a headline: "182 ms", "2.3 s".
func shortTime(taken float64) string {
	const second = 1000
	if taken >= second {
		return fmt.Sprintf("%.1f s", taken/second)
	}
	return milliseconds(taken)
}

func inMilliseconds(span time.Duration) float64 { return float64(span) / float64(time.Millisecond) }
