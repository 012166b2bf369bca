package load

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os/exec"
	"sync"
	"time"
)

// Fleet runs a job in generators, each a process of its own.
type Fleet struct {
	Command    []string // starts a generator
	Generators int      // how many; at least one
	// Observe takes every second once all generators have told it, and Keep takes it
	// in full. Both may be nil.
	Observe func(Second)
	Keep    func(*Interval)
}

// Times of a fleet.
const (
	gettingReady = 30 * time.Second       // that generators have to come up
	untilStart   = 100 * time.Millisecond // from when all have, until they begin at one time
	endingTime   = 2 * time.Second        // that a generator has to end once it is told to
)

// errWordless says that a generator went as one does that did its work, and told of none.
var errWordless = errors.New("it ended without a word")

// Run runs a job and returns what all generators measured. When ctx ends, they are
// stopped and what they saw is returned. An error says that the job cannot be run.
func (f Fleet) Run(ctx context.Context, job Job) (Outcome, error) {
	generators := max(f.Generators, 1)
	working, stop := context.WithCancel(ctx)
	defer stop()
	gathering := NewGathering(job.Plan, generators, f.Keep)
	line := newStartLine(generators)
	defer time.AfterFunc(gettingReady, func() {
		if !line.open() {
			stop()
		}
	}).Stop()
	var mutex sync.Mutex // of the gathering and the problem
	var problem error
	hear := func(generator int, one message) {
		mutex.Lock()
		defer mutex.Unlock()
		var seconds []Second
		switch {
		case one.Problem != "":
			problem = errors.New(one.Problem)
		case one.Interval != nil:
			seconds = gathering.Add(generator, one.Interval)
		case one.Ending != nil:
			seconds = gathering.End(generator, *one.Ending)
		default:
			seconds = gathering.Lose(generator, one.lost)
			if !line.open() {
				stop() // without all of them, nothing is worth beginning
			}
		}
		for _, second := range seconds {
			if f.Observe != nil {
				f.Observe(second)
			}
		}
		if gathering.Harmful() {
			stop()
		}
	}
	var running sync.WaitGroup
	for index := range generators {
		job.Shard = Shard{index, generators}
		generator := generator{fleet: f, job: job, line: line}
		running.Go(func() { generator.run(working, func(one message) { hear(index, one) }) })
	}
	running.Wait()
	return gathering.Outcome(), problem
}

// generator is a process that generates load.
type generator struct {
	fleet Fleet
	job   Job
	line  *startLine
}

// run starts the process and hands on what it tells, at last that it ended: what
// says nothing at all was lost.
func (g generator) run(ctx context.Context, hear func(message)) {
	ended := false
	err := g.listen(ctx, func(one message) {
		ended = ended || one.Ending != nil || one.Problem != ""
		hear(one)
	})
	if err != nil && !ended {
		hear(message{lost: err.Error()})
	}
}

func (g generator) listen(ctx context.Context, hear func(message)) error {
	// It is killed only where it does not end by itself.
	killing, kill := context.WithCancel(context.WithoutCancel(ctx))
	defer kill()
	process := exec.CommandContext(killing, g.fleet.Command[0], g.fleet.Command[1:]...)
	input, err := process.StdinPipe()
	if err != nil {
		return err
	}
	output, err := process.StdoutPipe()
	if err != nil {
		return err
	}
	var words lastWords
	process.Stderr = &words
	if err := process.Start(); err != nil {
		var at *fs.PathError
		if errors.As(err, &at) { // where golive is installed is nothing for a result
			err = at.Err
		}
		return fmt.Errorf("it could not be started: %w", err)
	}
	defer context.AfterFunc(ctx, func() {
		_ = input.Close() // that is how it is told to end
		time.AfterFunc(endingTime, kill)
	})()
	encoder, decoder := json.NewEncoder(input), json.NewDecoder(output)
	heard := encoder.Encode(g.job)
	for heard == nil {
		var one message
		if heard = decoder.Decode(&one); heard != nil {
			break
		}
		if !one.Ready {
			hear(one)
			continue
		}
		if start, all := g.line.wait(ctx); all {
			heard = encoder.Encode(start)
		}
	}
	if errors.Is(heard, io.EOF) {
		heard = nil
	}
	_ = input.Close() // it may be closed already
	if err := process.Wait(); err != nil {
		if reason := words.reason(); reason != "" {
			return fmt.Errorf("%w, %s", err, reason)
		}
		return err
	}
	if heard == nil {
		return errWordless // unless it said that it ended
	}
	return heard
}
