package load

// Gathering joins what several generators see of one run.
type Gathering struct {
	plan    Plan
	guard   Guard
	harmful bool
	outcome Outcome
	latest  []int             // the last second that each generator told; noMore: it ended
	keep    func(*Interval)   // takes every second that is complete; may be nil
	open    map[int]*Interval // seconds that some have told and some have not
	seen    map[int]int       // how many have told one of those
	next    int               // the second that is complete next
}

// noMore stands for every second that is yet to come.
const noMore = int(^uint(0) >> 1)

// NewGathering returns a gathering of so many generators. keep takes every second
// once it is complete; it may be nil.
func NewGathering(plan Plan, generators int, keep func(*Interval)) *Gathering {
	gathering := &Gathering{
		plan: plan, keep: keep, latest: make([]int, generators), open: map[int]*Interval{}, seen: map[int]int{},
		outcome: Outcome{Plan: plan, WarmUp: NewTally(), Measured: NewTally()},
	}
	for index := range gathering.latest {
		gathering.latest[index] = -1
	}
	return gathering
}

// Add takes what a generator saw in a second, and returns the seconds that are
// complete by it. It keeps nothing of the interval.
func (g *Gathering) Add(generator int, interval *Interval) []Second {
	g.latest[generator] = interval.Index
	joined := g.open[interval.Index]
	if joined == nil {
		joined = newInterval(0)
		g.open[interval.Index] = joined
	}
	joined.add(interval, g.seen[interval.Index])
	g.seen[interval.Index]++
	return g.complete()
}

// End takes how a generator ended, and returns the seconds that are complete by it.
func (g *Gathering) End(generator int, ending Ending) []Second {
	g.latest[generator] = noMore
	g.outcome.Connections += ending.Connections
	g.outcome.Processor = max(g.outcome.Processor, ending.Processor)
	g.outcome.Exhausted += ending.Exhausted
	g.outcome.Sessions.Add(ending.Sessions)
	for failure, example := range ending.Example {
		if g.outcome.Example[failure] == "" {
			g.outcome.Example[failure] = example
		}
	}
	if ending.Interrupted && g.outcome.Stopped == "" {
		g.outcome.Stopped = interrupted
	}
	return g.complete()
}

// Lose takes note that a generator ended before its work did, and why, and returns the
// seconds that are complete by it.
func (g *Gathering) Lose(generator int, why string) []Second {
	g.latest[generator] = noMore
	g.outcome.Lost++
	if g.outcome.LostBy == "" {
		g.outcome.LostBy = why
	}
	return g.complete()
}

// complete closes the seconds of which no generator will tell any more.
func (g *Gathering) complete() []Second {
	until := noMore
	for _, latest := range g.latest {
		until = min(until, latest)
	}
	var seconds []Second
	for ; g.next <= until && len(g.open) > 0; g.next++ {
		interval := g.open[g.next]
		if interval == nil {
			continue
		}
		delete(g.open, g.next)
		delete(g.seen, g.next)
		g.outcome.WarmUp.Add(interval.WarmUp)
		g.outcome.Measured.Add(interval.Measured)
		g.outcome.addSteps(interval.Steps)
		if g.keep != nil {
			g.keep(interval)
		}
		seconds = append(seconds, interval.shorten(g.plan.WarmUp))
	}
	for _, second := range seconds {
		g.outcome.Seconds = append(g.outcome.Seconds, second)
		if why := g.guard.Stops(second); why != "" && !g.harmful {
			g.harmful, g.outcome.Stopped = true, why
		}
	}
	return seconds
}

// Harmful reports whether the run does nothing but harm and is to be stopped.
func (g *Gathering) Harmful() bool { return g.harmful }

// Outcome returns what was measured so far.
func (g *Gathering) Outcome() Outcome { return g.outcome }
