package scenario

import (
	"net"
	"slices"
	"strings"
	"time"
)

// Program is a compiled scenario. All users share it, and it does not change.
type Program struct {
	users  users
	start  []*Step
	flows  []*Flow
	steps  []*Step
	order  []*Flow // the flows in turn, each as often as its weight says
	places int     // of variables
	host   string  // of cookies

	secrets      []string // that are used, by name
	secretPlaces map[string]int
	given        map[string]string   // values of secrets, that users have from the beginning
	hide         func(string) string // takes them out of what faults show; nil: there are none
	sent         map[int]bool        // the places of variables that go into headers
}

// Flow is what a user does in one go.
type Flow struct {
	Name   string
	weight int
	steps  []*Step
}

// Steps returns all steps, by their index.
func (p *Program) Steps() []*Step { return p.steps }

// Count returns how many users there are.
func (p *Program) Count() int { return p.users.count }

// Flow returns the flow that is the next one after so many.
func (p *Program) Flow(before uint64) *Flow { return p.order[before%uint64(len(p.order))] }

// Identifies reports whether answers are held to be those of the user who asked.
func (p *Program) Identifies() bool {
	for _, step := range p.steps {
		if step.identity != nil {
			return true
		}
	}
	return false
}

// Requests returns how many requests a flow has in the mean. The start's are none of
// them: each user sends those once.
func (p *Program) Requests() float64 {
	sum := 0
	for _, flow := range p.order {
		sum += len(flow.steps)
	}
	return float64(sum) / float64(len(p.order))
}

// Think returns how long a flow's thinking takes in the mean.
func (p *Program) Think() time.Duration {
	sum := time.Duration(0)
	for _, flow := range p.order {
		for index, step := range flow.steps {
			if index < len(flow.steps)-1 { // after the last step nobody waits
				sum += step.think.mean()
			}
		}
	}
	return sum / time.Duration(len(p.order))
}

// weigh puts the flows into turns, spread evenly: of a weight of 3 and one of 1,
// every fourth is the other.
func weigh(flows []*Flow) []*Flow {
	total := 0
	for _, flow := range flows {
		total += flow.weight
	}
	credit := make([]int, len(flows))
	order := make([]*Flow, 0, total)
	for range total {
		most := 0
		for index, flow := range flows {
			if credit[index] += flow.weight; credit[index] > credit[most] {
				most = index
			}
		}
		credit[most] -= total
		order = append(order, flows[most])
	}
	return order
}

// hostOf returns a host without its port.
func hostOf(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		return name
	}
	return strings.Trim(host, "[]")
}

// Starts reports whether a step is one of the start.
func (p *Program) Starts(step *Step) bool { return slices.Contains(p.start, step) }

// Turns returns for each flow after how many it comes first.
func (p *Program) Turns() []uint64 {
	var turns []uint64
	for _, flow := range p.flows {
		turns = append(turns, uint64(slices.Index(p.order, flow)))
	}
	return turns
}
