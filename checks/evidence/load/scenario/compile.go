package scenario

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// Options are what a scenario is compiled for.
type Options struct {
	Host   string      // of all requests, with its port
	Prefix string      // of all paths
	Header http.Header // of all requests, where the file says nothing else; a Host stands in place of the host
	Count  int         // of users
	Users  []byte      // the file of users, where the scenario names one
}

// Compile makes a program of a scenario. A FileError names all that is wrong.
func (f *File) Compile(options Options) (*Program, error) {
	p := f.problems
	c := &compiler{problems: p, options: options, program: &Program{host: hostOf(options.Host), secretPlaces: map[string]int{}, sent: map[int]bool{}}}
	c.scope.smoke = p.smoke
	c.program.users = f.users.compile(p, &c.scope, options)
	own := len(c.scope.names)
	c.common = c.fields(nil, f.headers)
	c.program.start = c.sequence(f.start, own, "")
	for index := range f.flows {
		spec := &f.flows[index]
		known := len(c.scope.names)
		flow := &Flow{Name: spec.name, weight: spec.weight, steps: c.sequence(spec.steps, own, spec.name)}
		c.program.flows = append(c.program.flows, flow)
		// What one flow extracts, no other has. Secrets are everybody's.
		for place := known; place < len(c.scope.names); place++ {
			if !strings.HasPrefix(c.scope.names[place], secretPrefix) {
				c.scope.names[place] = ""
			}
		}
	}
	if err := p.err(); err != nil {
		return nil, err
	}
	c.program.places = len(c.scope.names)
	c.program.order = weigh(c.program.flows)
	return c.program, nil
}

// compiler makes the steps of one program.
type compiler struct {
	*problems
	options Options
	program *Program
	scope   scope
	common  []header
}

// sequence compiles steps that follow each other. own is how many variables are the
// users' own.
func (c *compiler) sequence(specs []stepSpec, own int, flow string) []*Step {
	var steps []*Step
	for index := range specs {
		spec := &specs[index]
		c.scope.later = map[string]string{}
		for _, later := range slices.Backward(specs[index:]) {
			for _, one := range later.extracts {
				c.scope.later[one.key.Value] = named(&later)
			}
		}
		step := c.step(spec, own)
		if flow != "" {
			step.Name = flow + " / " + step.Name
		}
		for _, other := range c.program.steps {
			if other.Name == step.Name {
				c.report(spec.at, fmt.Sprintf("there are two steps %q", shorten(step.Name)), "give each a name: of its own")
			}
		}
		step.Index, step.Line, step.API = len(c.program.steps), spec.at.Line, step.asksAPI(spec)
		c.settle(step)
		c.program.steps = append(c.program.steps, step)
		steps = append(steps, step)
	}
	return steps
}

// settle notes what a step needs of the user.
func (c *compiler) settle(step *Step) {
	templates := []template{step.head, step.body}
	for _, one := range step.checks {
		templates = append(templates, one.wanted)
	}
	for _, made := range templates {
		for _, one := range made.parts {
			if one.variable == noVariable || slices.ContainsFunc(step.needs, func(other need) bool { return other.place == one.variable }) {
				continue
			}
			name := c.scope.names[one.variable]
			step.needs = append(step.needs, need{name, one.variable})
			if secret, is := strings.CutPrefix(name, secretPrefix); is && !slices.Contains(c.program.secrets, secret) {
				c.program.secrets = append(c.program.secrets, secret)
				c.program.secretPlaces[secret] = one.variable
			}
		}
	}
}

// named returns what a step is called.
func named(spec *stepSpec) string {
	if spec.name != "" || spec.path == nil {
		return spec.name
	}
	return spec.method + " " + spec.path.Value
}

func (c *compiler) step(spec *stepSpec, own int) *Step {
	step := &Step{Name: named(spec), Method: spec.method, think: spec.think, identity: spec.identity, cookies: true}
	step.wants.header = []string{"Set-Cookie"}
	headers := c.fields(c.common, spec.headers)
	body := c.body(step, spec, &headers)
	step.head = c.head(step, spec, headers)
	step.end(body, spec.body != nil)
	for _, node := range spec.checks {
		made, err := parseCheck(c.text(node, "check"), &c.scope)
		var unknown *unknownError
		switch {
		case errors.As(err, &unknown):
			c.unknown(node, err)
		case err != nil:
			c.report(node, fmt.Sprintf("%q is no check", shorten(node.Value)), err.Error())
		}
		step.hold(made)
	}
	for _, one := range spec.extracts {
		if place := c.scope.place(one.key.Value); place >= 0 && place < own {
			c.report(one.key, fmt.Sprintf("{%s} is the users' own", one.key.Value), "extract it under another name")
		}
		made := set{one.key.Value, c.scope.declare(one.key.Value), one.from}
		made.note(&step.wants)
		step.extracts = append(step.extracts, made)
	}
	if step.identity != nil {
		step.identity.note(&step.wants)
		if c.program.users.identity < 0 {
			c.report(spec.identityAt, "nothing tells whose data is meant to come: users have no identity", "write users: { generate: { name: \"user-{index}\" } }, and identity: name")
		}
	}
	return step
}

// hold adds a check to a step.
func (s *Step) hold(one check) {
	one.note(&s.wants)
	s.status = s.status || one.subject == "status"
	s.checks = append(s.checks, one)
}

// end settles how the header ends.
func (s *Step) end(body template, written bool) {
	s.body = body
	if !body.fixed() {
		return
	}
	length := 0
	for _, one := range body.parts {
		length += len(one.text)
	}
	s.rest = []byte("\r\n")
	if written || length > 0 || slices.Contains([]string{http.MethodPost, http.MethodPut, http.MethodPatch}, s.Method) {
		s.rest = []byte("Content-Length: " + strconv.Itoa(length) + "\r\n\r\n")
	}
}

// head compiles the request up to its cookies.
func (c *compiler) head(step *Step, spec *stepSpec, headers []header) template {
	made := literal(step.Method + " ")
	if spec.path != nil {
		made.join(c.path(spec.path))
	}
	made.join(c.after(step, headers))
	return made
}

// after compiles what follows the path.
func (c *compiler) after(step *Step, headers []header) template {
	host := c.options.Host
	if other := c.options.Header.Get("Host"); other != "" {
		host = other
	}
	made := literal(" HTTP/1.1\r\nHost: " + host + "\r\n")
	for _, one := range headers {
		made.add(one.name + ": ")
		made.join(one.value)
		for _, part := range one.value.parts {
			if part.variable != noVariable && c.program.sent != nil {
				c.program.sent[part.variable] = true
			}
		}
		made.add("\r\n")
		step.cookies = step.cookies && one.name != "Cookie"
	}
	return made
}

func literal(text string) template {
	var made template
	made.add(text)
	return made
}
