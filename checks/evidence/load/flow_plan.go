package load

import (
	"fmt"
	"time"

	"github.com/golive-app/golive/checks/evidence/load/scenario"
)

// FlowPlan is what a plan says of a scenario. The clock sets when flows begin, so
// many a second that their requests reach the plan's rate; a flow's later requests
// are due once the one before was answered and the user has thought.
type FlowPlan struct {
	Requests   float64       `json:"requests"` // of a flow, in the mean
	Think      time.Duration `json:"think"`    // of a flow, in the mean
	Steps      []PlanStep    `json:"steps"`
	Identifies bool          `json:"identifies"` // answers are held to be those of who asked
}

// PlanStep is a step by its name.
type PlanStep struct {
	Name  string `json:"name"`
	Start bool   `json:"start"` // every user does it once
}

// NewFlowPlan tells of a program what a plan says of it.
func NewFlowPlan(program *scenario.Program) *FlowPlan {
	plan := &FlowPlan{Requests: program.Requests(), Think: program.Think(), Identifies: program.Identifies()}
	for _, step := range program.Steps() {
		plan.Steps = append(plan.Steps, PlanStep{step.Name, program.Starts(step)})
	}
	return plan
}

// steps returns the steps that are counted by themselves.
func (p Plan) steps() []PlanStep {
	if p.Flow == nil {
		return nil
	}
	return p.Flow.Steps
}

// arrivals returns how many times a second the clock sets something off.
func (p Plan) arrivals() float64 {
	if p.Flow == nil {
		return p.Rate
	}
	return p.Rate / p.Flow.Requests
}

// warmUp returns the stages of the warm-up. Where users think, the rate of requests
// follows that of flows by as long as they do, so that it is reached the earlier.
func (p Plan) warmUp() []Stage {
	if p.WarmUp <= 0 {
		return nil
	}
	ramp := p.WarmUp
	if p.Flow != nil && p.Flow.Think > 0 {
		const least = 4
		ramp = max(p.WarmUp-p.Flow.Think, p.WarmUp/least)
	}
	stages := []Stage{{ramp, 0, p.arrivals()}}
	if ramp < p.WarmUp {
		stages = append(stages, Stage{p.WarmUp - ramp, p.arrivals(), p.arrivals()})
	}
	return stages
}

// Users returns how many users the plan takes where each request takes so long: as
// many as begin a flow in the time that one takes (Little's law).
func (p Plan) Users(request time.Duration) float64 {
	return p.arrivals() * (p.Flow.Think.Seconds() + p.Flow.Requests*request.Seconds())
}

// tooFewUsers says that so many users could not have sent the rate, however fast the
// service is; empty: they could.
func (p Plan) tooFewUsers(fastest time.Duration) string {
	needed := p.Users(fastest)
	if needed <= float64(p.MostConnections) {
		return ""
	}
	return fmt.Sprintf("%g requests a second, with the time that users think, take at least %.0f users, and there are %d", p.Rate, needed, p.MostConnections)
}

// lateArrivals says that what the clock set off was less than planned; empty: it was
// not. A flow that ends early sends fewer requests, which is the service's doing.
func (o Outcome) lateArrivals() string {
	offered, what := o.OfferedRate(), "requests"
	if o.Plan.Flow != nil {
		offered, what = rate(o.steady(), func(one Second) int64 { return one.Flows }), "flows"
	}
	if wanted := o.Plan.arrivals(); o.Stopped == "" && offered < leastOffered*wanted {
		return fmt.Sprintf("it sent %.0f of %.4g %s a second", offered, wanted, what)
	}
	return ""
}
