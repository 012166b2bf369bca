package load

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"time"
)

// GeneratorCommand is the command of this program that generates load for another
// process of it: a process of its own has a processor, a memory and an end of its
// own.
const GeneratorCommand = "generate-load"

// message is what a generator says, a line each.
type message struct {
	Ready    bool      `json:"ready,omitempty"` // it has the job, and waits for the start
	Interval *Interval `json:"interval,omitempty"`
	Ending   *Ending   `json:"ending,omitempty"`
	Problem  string    `json:"problem,omitempty"` // the job cannot be run
	lost     string    // why there is no generator any more; nobody but its parent says so
}

// ServeGenerator reads a job and when it starts, runs it on one processor, and tells
// every second and the end. It stops when the input ends: then nobody listens any more.
func ServeGenerator(ctx context.Context, input io.Reader, output io.Writer) error {
	// Handing requests between processors costs more than it brings: whoever wants
	// more than one takes more generators.
	runtime.GOMAXPROCS(1)
	// Every second leaves behind what was told of it: collected twice as often as usual,
	// that takes a twelfth less memory, and no processor time that can be measured.
	const growth = 50 // percent
	debug.SetGCPercent(growth)
	var job Job
	decoder, encoder := json.NewDecoder(input), json.NewEncoder(output)
	if err := decoder.Decode(&job); err != nil {
		return fmt.Errorf("read the job: %w", err)
	}
	if err := encoder.Encode(message{Ready: true}); err != nil {
		return err
	}
	var start time.Time
	if err := decoder.Decode(&start); err != nil {
		return fmt.Errorf("read the start: %w", err)
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	go func() {
		_, _ = io.Copy(io.Discard, input) // it says nothing more, and ends with who wrote it
		stop()
	}()
	var lost error
	tell := func(one message) {
		if err := encoder.Encode(one); err != nil {
			lost = errors.Join(lost, err)
			stop()
		}
	}
	ending, err := job.run(ctx, start, func(interval *Interval) { tell(message{Interval: interval}) })
	if err != nil {
		tell(message{Problem: err.Error()})
		return lost
	}
	tell(message{Ending: &ending})
	return lost
}

func (j Job) run(ctx context.Context, start time.Time, observe func(*Interval)) (Ending, error) {
	request, err := j.Request()
	if err != nil {
		return Ending{}, err
	}
	program, err := j.Program()
	if err != nil {
		return Ending{}, err
	}
	transport, err := j.Transport()
	if err != nil {
		return Ending{}, err
	}
	return Run(ctx, Options{
		Plan: j.Plan, Transport: transport, Request: request, Program: program, Now: time.Now, Processor: ProcessorTime,
		Shard: j.Shard, Start: start, Observe: observe,
	})
}
