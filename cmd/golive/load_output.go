package main

import (
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/golive-app/golive/app/terminal"
	"github.com/golive-app/golive/checks/evidence/load"
)

// writeLoad writes a result to standard output.
func writeLoad(out *os.File, result load.Result, format string) error {
	if format == "json" {
		return result.WriteJSON(out)
	}
	colour, _, width := terminal.Detect(out, os.Getenv)
	return terminal.WriteLoad(out, result, terminal.Options{Colour: colour, Width: width})
}

// keep writes a result into the directory that was asked for, if one was.
func (j loadJob) keep(result load.Result, outcome load.Outcome) error {
	if j.kept == nil {
		return nil
	}
	if err := j.kept.Finish(result, outcome); err != nil {
		return fmt.Errorf("--out: %w", err)
	}
	return nil
}

// unloaded says why no load was put on a service.
func (j loadJob) unloaded(out *os.File, flags loadFlags, reason error) error {
	text := "nothing was loaded: " + terminal.Clean(reason.Error())
	outcome := load.NewGathering(j.load.Plan, 0, nil).Outcome()
	result := load.Unloaded(j.service.String(), j.step(), outcome, text)
	err := j.keep(result, outcome)
	if flags.format == "json" {
		err = errors.Join(err, writeLoad(out, result, flags.format))
	}
	if err != nil {
		return &exitError{exitFailure, err}
	}
	return &exitError{exitUnknown, errors.New(text)}
}

// live reports whether progress is a line that is written over again.
func (f loadFlags) live(messages *os.File) bool {
	_, live, _ := terminal.Detect(messages, os.Getenv)
	return live
}

// loadProgress tells every second of a run on a terminal, and every tenth where
// each stays.
type loadProgress struct {
	progress *terminal.Progress
	plan     load.Plan
	live     bool
	seconds  []load.Second
	failed   int64
	prefix   string // names the stage of a search
}

// stage returns the progress of a stage of a search.
func (p *loadProgress) stage(number int, plan load.Plan) *loadProgress {
	return &loadProgress{progress: p.progress, plan: plan, live: p.live, prefix: fmt.Sprintf("stage %d at %s/s: ", number, load.Figure(plan.Rate))}
}

func (p *loadProgress) observe(second load.Second) {
	const shown = 24
	p.seconds = append(p.seconds, second)
	if len(p.seconds) > shown {
		p.seconds = p.seconds[1:]
	}
	p.failed += second.Failed
	end := second.Start + second.Length
	const apart = 10
	if !p.live && (end < time.Second || int(end/time.Second)%apart != 0) {
		return
	}
	verb := "loading"
	switch {
	case second.WarmUp:
		verb = "warming up"
	case second.Start >= p.plan.WarmUp+p.plan.Duration:
		verb = "waiting for the last answers"
	}
	p.progress.Step(p.prefix+verb, 0, 0, fmt.Sprintf("%s left · %s", max(p.plan.WarmUp+p.plan.Duration-end, 0).Round(time.Second), terminal.LoadSecond(p.seconds, p.failed)))
}
