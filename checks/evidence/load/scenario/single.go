package scenario

import "fmt"

// Single makes a program of one request, whose text is taken as it is, and whose
// answers are held to checks. target is its path with its query.
func Single(options Options, method, target string, body []byte, checks []string) (*Program, error) {
	c := &compiler{problems: &problems{}, options: options, program: &Program{host: hostOf(options.Host), secretPlaces: map[string]int{}, users: users{identity: -1, count: options.Count}}}
	c.scope.declare(indexVariable)
	step := &Step{Name: method + " " + target, Method: method}
	step.head = literal(method + " " + target)
	step.head.join(c.after(step, c.fields(nil, nil)))
	step.end(literal(string(body)), len(body) > 0)
	for _, text := range checks {
		one, err := parseCheck(text, &c.scope)
		if err != nil {
			return nil, fmt.Errorf("%q: %w", text, err)
		}
		step.hold(one)
	}
	c.settle(step)
	flow := &Flow{weight: 1, steps: []*Step{step}}
	c.program.steps, c.program.flows, c.program.order, c.program.places = []*Step{step}, []*Flow{flow}, []*Flow{flow}, len(c.scope.names)
	return c.program, nil
}
