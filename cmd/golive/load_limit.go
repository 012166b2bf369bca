package main

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"time"

	"github.com/spf13/pflag"

	"github.com/golive-app/golive/checks/evidence/load"
)

// limitFlags are the flags of the search for the highest rate that holds.
type limitFlags struct {
	find  bool
	most  float64
	stage time.Duration
	total time.Duration
}

func (f *limitFlags) add(set *pflag.FlagSet) {
	set.BoolVar(&f.find, "find-limit", false, "look for the highest rate that holds, after the run at --rps")
	set.Float64Var(&f.most, "max-rps", 0, "with --find-limit, the highest rate that may be tried, `N` (default ten times --rps)")
	set.DurationVar(&f.stage, "stage", 10*time.Second, "with --find-limit, how long each rate is tried, `D`, and longer where a verdict takes more requests")
	set.DurationVar(&f.total, "search-time", 10*time.Minute, "with --find-limit, how long the search may take, `D`")
}

// check refuses what the search cannot do.
func (f limitFlags) check(rate float64, named map[string]bool) error {
	const shortest = 2 * time.Second
	switch {
	case !f.find && (named["max-rps"] || named["stage"] || named["search-time"]):
		return errors.New("--max-rps, --stage and --search-time are of --find-limit")
	case !f.find:
		return nil
	case named["max-rps"] && !(f.most >= rate && f.most <= load.MostRate):
		return fmt.Errorf("--max-rps %g: it takes from --rps to %d", f.most, load.MostRate)
	case f.stage < shortest || f.stage > time.Hour:
		return fmt.Errorf("--stage %s: it takes from %s to %s", f.stage, shortest, time.Hour)
	case f.total < f.stage || f.total > load.MostDuration:
		return fmt.Errorf("--search-time %s: it takes from --stage to %s", f.total, load.MostDuration)
	default:
		return nil
	}
}

// processesFor returns how many processes send a rate.
func processesFor(rate float64, plan load.Plan) int {
	return min(int(rate/manyRequests)+1, runtime.NumCPU(), mostProcesses, plan.MostConnections)
}

// findLimit looks for the highest rate that holds, after a first run.
func (j loadJob) findLimit(ctx context.Context, flags loadFlags, fleet load.Fleet, live *loadProgress, first load.LimitStage) (load.Limit, error) {
	const times, warmUp = 10, 2 * time.Second
	options := load.SearchOptions{
		Start: j.load.Plan.Rate, Most: flags.limit.most, Stage: flags.limit.stage, WarmUp: min(warmUp, flags.limit.stage), Total: flags.limit.total,
		Timeout: j.load.Plan.Timeout, Thresholds: load.StageThresholds(j.load.Plan.Rate, j.thresholds),
	}
	if !flags.named["max-rps"] {
		options.Most = min(times*options.Start, load.MostRate)
	}
	limiter := load.Limiter{
		Now: time.Now, Ready: func() error { return j.try(ctx) },
		Run: func(plan load.Plan, number int) (load.Outcome, error) {
			staged := j.load
			staged.Plan = plan
			fleet.Keep, fleet.Observe = nil, live.stage(number, plan).observe
			if !flags.named["processes"] {
				fleet.Generators = processesFor(plan.Rate, plan)
			}
			return fleet.Run(ctx, staged)
		},
	}
	return limiter.FindLimit(options, j.load.Plan, first, func(outcome load.Outcome) load.Result {
		return load.NewResult(j.service.String(), j.step(), outcome, load.StageThresholds(outcome.Plan.Rate, j.thresholds))
	})
}
