package load

// StepTally adds up what became of a scenario's step: of what was due after the
// warm-up, and of a start's step in all.
type StepTally struct {
	Ended    [failures]int64 `json:"ended"`
	Response *Histogram      `json:"response"` // from when it was due to the end of the answer
	Service  *Histogram      `json:"service"`  // from when it was sent
}

// NewStepTally returns an empty tally.
func NewStepTally() *StepTally { return &StepTally{Response: NewHistogram(), Service: NewHistogram()} }

// Requests returns how many ended, in whatever way.
func (t *StepTally) Requests() int64 {
	sum := int64(0)
	for _, count := range t.Ended {
		sum += count
	}
	return sum
}

// Errors returns how many were not served.
func (t *StepTally) Errors() int64 { return t.Requests() - t.Ended[Served] }

// Add adds what another tally holds.
func (t *StepTally) Add(other *StepTally) {
	for failure, count := range other.Ended {
		t.Ended[failure] += count
	}
	t.Response.Add(other.Response)
	t.Service.Add(other.Service)
}

// Reset empties the tally.
func (t *StepTally) Reset() {
	t.Ended = [failures]int64{}
	t.Response.Reset()
	t.Service.Reset()
}

// addSteps adds what a second saw of steps.
func (o *Outcome) addSteps(steps []*StepTally) {
	for len(o.Steps) < len(steps) {
		o.Steps = append(o.Steps, NewStepTally())
	}
	for index, step := range steps {
		o.Steps[index].Add(step)
	}
}
