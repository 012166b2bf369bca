package load

import (
	"errors"
	"fmt"
	"math"
	"sort"
	"time"
)

// Schedule says when each request of a run is due, counted from the run's start.
// It knows nothing of how the service answers.
//
// Request k is due when the integral of the rate reaches k: at a constant rate r
// that is k/r, and in a ramp the requests draw closer together evenly. A fraction
// of a request is carried from one stage to the next.
type Schedule struct {
	stages []placedStage
	total  int64
	length time.Duration
	shard  Shard
}

// Shard is one of several generators that send one schedule together: it sends
// every Count-th request, from the Index-th on. The zero value sends all.
type Shard struct{ Index, Count int }

// part returns the shard's part of a number of things that are dealt out in turn.
func (s Shard) part(things int64) int64 {
	if s.Count <= 1 {
		return things
	}
	return max(things-int64(s.Index)+int64(s.Count)-1, 0) / int64(s.Count)
}

// placedStage is a stage with what came before it.
type placedStage struct {
	Stage
	start  time.Duration
	before float64 // requests
}

// NewSchedule lays stages one after the other.
func NewSchedule(stages []Stage) (Schedule, error) {
	var schedule Schedule
	requests := 0.0
	for _, stage := range stages {
		if err := stage.validate(); err != nil {
			return Schedule{}, err
		}
		schedule.stages = append(schedule.stages, placedStage{stage, schedule.length, requests})
		schedule.length += stage.Duration
		requests += stage.requests()
	}
	if requests > float64(MostRequests) {
		return Schedule{}, fmt.Errorf("%.0f requests in all: a run has at most %d", requests, MostRequests)
	}
	// What floating point adds to a whole number is no request.
	const dust = 1e-6
	schedule.total = int64(math.Ceil(requests - dust))
	if schedule.total <= 0 {
		return Schedule{}, errors.New("the stages send no request")
	}
	return schedule, nil
}

// Of returns what a shard sends of the schedule.
func (s Schedule) Of(shard Shard) Schedule {
	s.shard = shard
	return s
}

// Total returns how many requests there are.
func (s Schedule) Total() int64 { return s.shard.part(s.total) }

// Length returns how long the stages take.
func (s Schedule) Length() time.Duration { return s.length }

// At returns when a request, from 0 to Total-1, is due. It never decreases from
// one request to the next.
func (s Schedule) At(request int64) time.Duration {
	const dust = 1e-6
	if s.shard.Count > 1 {
		request = request*int64(s.shard.Count) + int64(s.shard.Index)
	}
	position := float64(request)
	// The last stage that begins with this request or before it, and has any.
	index := sort.Search(len(s.stages), func(i int) bool { return s.stages[i].before > position+dust }) - 1
	for index > 0 && s.stages[index].requests() == 0 {
		index--
	}
	stage := s.stages[index]
	within := max(position-stage.before, 0)
	slope := (stage.To - stage.From) / stage.Duration.Seconds()
	// from·t + slope·t²/2 = within, solved for t in the form that is exact for a
	// slope of nothing too.
	root := math.Sqrt(max(stage.From*stage.From+2*slope*within, 0))
	seconds := 0.0
	if within > 0 {
		seconds = 2 * within / (stage.From + root)
	}
	return stage.start + min(time.Duration(math.Round(seconds*float64(time.Second))), stage.Duration)
}

// nth returns which one of all a shard's nth is, both from 0.
func (s Shard) nth(index int) int {
	if s.Count <= 1 {
		return index
	}
	return index*s.Count + s.Index
}
