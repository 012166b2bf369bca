package jobs

import (
	"fmt"
	"time"

	"github.com/golive-app/golive/config"
)

// loadEffects tells what a load test would ask for, and who could start one.
func (e PolicyEdit) loadEffects() []PolicyEffect {
	before, after := e.Before.Load, e.After.Load
	var effects []PolicyEffect
	add := func(weakens bool, format string, arguments ...any) {
		effects = append(effects, PolicyEffect{Text: fmt.Sprintf(format, arguments...), Weakens: weakens})
	}
	switch was, is := before.TargetRPS, after.TargetRPS; {
	case was == is:
	case is == 0:
		add(false, "no load test would be run any more, and `performance.load` would stay unknown")
	case was == 0:
		add(false, "staging would be loaded with %d requests a second, once for each release that runs there", is)
	default:
		add(is < was, "`performance.load` would ask for %d requests a second, %s %d", is, instead(is < was), was)
	}
	if before.TargetRPS > 0 && after.TargetRPS > 0 {
		shorter := after.SteadyTime() < before.SteadyTime()
		if after.SteadyTime() != before.SteadyTime() {
			add(shorter, "they would be sent for %s, %s %s", after.SteadyTime(), instead(shorter), before.SteadyTime())
		}
		effects = append(effects, timeEffect("95", before.SLO.P95Time(), after.SLO.P95Time())...)
		effects = append(effects, timeEffect("99", before.SLO.P99Time(), after.SLO.P99Time())...)
		if was, is := before.SLO.MostErrors(), after.SLO.MostErrors(); was != is {
			add(is > was, "up to %g %% of the requests could fail, %s %g %%", is, instead(is < was), was)
		}
		switch was, is := before.Scenario, after.Scenario; {
		case was == is:
		case is == "":
			add(true, "no users would be simulated any more, and `performance.concurrency` would stay unknown")
		case was == "":
			add(false, "users who do what `%s` says would be simulated, in place of one request", is)
		default:
			add(true, "users would do what `%s` says, no longer `%s`", is, was)
		}
		if was, is := before.UsersAtOnce(), after.UsersAtOnce(); was != is {
			add(is < was, "`performance.concurrency` would ask for %d users at once, %s %d", is, instead(is < was), was)
		}
		if was, is := before.MostRPS(), after.MostRPS(); is > was {
			add(false, "load tests could send %d requests a second, not only %d", is, was)
		}
	}
	return append(effects, e.loadTesterEffects()...)
}

// instead is how what was stands beside what would be.
func instead(less bool) string {
	if less {
		return "no longer"
	}
	return "not only"
}

func timeEffect(share string, was, is time.Duration) []PolicyEffect {
	switch {
	case was == is:
		return nil
	case is == 0:
		return []PolicyEffect{{Text: fmt.Sprintf("%s of 100 requests could take any time, no longer at most %s", share, was), Weakens: true}}
	case was == 0:
		return []PolicyEffect{{Text: fmt.Sprintf("%s of 100 requests would have to be answered in %s", share, is)}}
	default:
		return []PolicyEffect{{Text: fmt.Sprintf("%s of 100 requests would have to be answered in %s, no longer in %s", share, is, was), Weakens: is > was}}
	}
}

// loadTesterEffects tells who could start load tests: the role signs nothing.
func (e PolicyEdit) loadTesterEffects() []PolicyEffect {
	before, after := people(e.Before.Roles[config.RoleLoadTesters]), people(e.After.Roles[config.RoleLoadTesters])
	var effects []PolicyEffect
	if gained := without(after, before); len(gained) > 0 {
		effects = append(effects, PolicyEffect{Weakens: e.include(gained), Text: mentioned(gained) + " could start load tests" + e.authored(gained)})
	}
	if lost := without(before, after); len(lost) > 0 {
		effects = append(effects, PolicyEffect{Text: mentioned(lost) + " could not start load tests any more"})
	}
	return effects
}
