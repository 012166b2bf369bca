package load

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestTheGuard(t *testing.T) {
	t.Parallel()
	second := func(answered, failed int64) Second {
		return Second{Length: time.Second, Answered: answered, Failed: failed}
	}
	repeated := func(one Second, times int) []Second {
		var list []Second
		for range times {
			list = append(list, one)
		}
		return list
	}
	for name, test := range map[string]struct {
		seconds []Second
		after   int // seconds; 0: it never stops
		says    string
	}{
		"all is well":              {repeated(second(100, 0), 100), 0, ""},
		"a fifth, and no more":     {repeated(second(80, 20), 100), 0, ""},
		"more than a fifth":        {repeated(second(79, 21), 100), 10, stoppedByErrors},
		"with a breath in between": {append(append(repeated(second(50, 50), 9), second(100, 0)), repeated(second(50, 50), 9)...), 0, ""},
		"nearly all":               {repeated(second(5, 95), 100), 3, stoppedDead},
		"not quite nearly all":     {repeated(second(6, 94), 100), 10, stoppedByErrors},
		"all of a few requests":    {repeated(second(0, 1), 100), 10, stoppedByErrors},
		"a hang before":            {append(repeated(second(0, 0), 10), repeated(second(0, 100), 100)...), 13, stoppedDead},
		"one request in ten seconds, and it fails": {func() []Second {
			var list []Second
			for range 30 {
				list = append(append(list, second(0, 1)), repeated(second(0, 0), 9)...)
			}
			return list
		}(), 91, stoppedByErrors},
		"a restart of two seconds": {append(repeated(second(0, 100), 2), repeated(second(100, 0), 60)...), 0, ""},
	} {
		var guard Guard
		stopped, says := 0, ""
		for index, one := range test.seconds {
			if says = guard.Stops(one); says != "" {
				stopped = index + 1
				break
			}
		}
		if stopped != test.after || says != test.says {
			t.Errorf("%s: after %d seconds, %q; want %d, %q", name, stopped, says, test.after, test.says)
		}
	}
}

// A service that is not there any more is left alone soon, and the verdict says why.
func TestADeadServiceIsLeftAloneSoon(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		plan := Plan{Rate: 1000, Duration: time.Hour, Timeout: 2 * time.Second, MostConnections: 50}
		outcome := gather(t, t.Context(), plan, &service{begin: time.Now(), each: 100 * time.Microsecond, stall: 5 * time.Second, resume: 24 * time.Hour})
		result := NewResult("http://shop.test/", "GET /", outcome, DefaultThresholds(plan.Rate))
		if result.Verdict != "fail" || !strings.Contains(result.Reason, stoppedDead) || outcome.Length() > 12*time.Second {
			t.Errorf("%s after %s: %s", result.Verdict, outcome.Length(), result.Reason)
		}
	})
}
