package query

import (
	"slices"
	"strconv"
	"strings"
)

// graph is who calls whom in a repository.
type graph struct {
	names Names
	nodes []*node // in the order of the sources
	at    map[Place]*node
	named map[string][]*node // by the last part of their names
}

// node is one function.
type node struct {
	*Function
	path    string
	calls   []*node
	callers []*node
	early   []*node // of calls, those before it looks for an answer that it kept

	asked *Function // whose query it makes in the end; nil where it makes none
	steps int       // calls up to there, its own one counted
	next  *node     // that it calls for it

	waited bool // a request waits for it
	job    bool // a queue or a clock runs it, itself or by all that call it
	route  string
}

func newGraph(sources []Source, names Names) *graph {
	g := &graph{names: names, at: map[Place]*node{}, named: map[string][]*node{}}
	for _, one := range sources {
		for i := range one.Facts.Functions {
			made := &node{Function: &one.Facts.Functions[i], path: one.Path}
			g.nodes = append(g.nodes, made)
			if last := made.Name[strings.LastIndexByte(made.Name, '.')+1:]; last != "" {
				g.named[last] = append(g.named[last], made)
			}
			place := Place{one.Path, made.Line}
			// Of several that begin on one line, the outer one comes first and calls
			// the others.
			if known := g.at[place]; known != nil {
				known.call(made)
				continue
			}
			g.at[place] = made
		}
	}
	for _, one := range g.nodes {
		for _, callee := range one.Calls {
			for _, target := range g.targets(one.path, callee) {
				one.call(target)
				if slices.Contains(one.Early, callee) {
					one.early = append(one.early, target)
				}
			}
		}
		if around := g.at[Place{one.path, one.Within}]; one.Name == "" && !one.Later && around != nil {
			around.call(one) // a closure runs when what it stands in does
		}
	}
	return g
}

func (n *node) call(target *node) {
	if n != target {
		n.calls = append(n.calls, target)
		target.callers = append(target.callers, n)
	}
}

// targets finds the function that a file calls; several where it is a method that
// several classes have.
func (g *graph) targets(path, callee string) []*node {
	var places []Place
	switch {
	case strings.HasPrefix(callee, "#"):
		if line, err := strconv.Atoi(callee[1:]); err == nil {
			places = []Place{{path, line}}
		}
	case strings.HasPrefix(callee, byName):
		if only := g.named[strings.TrimPrefix(callee, byName)]; len(only) == 1 {
			return only
		}
	case strings.HasPrefix(callee, "this."):
		class, name, _ := strings.Cut(strings.TrimPrefix(callee, "this."), ".")
		if place, found := g.names.Method(path, class, name); found {
			places = []Place{place}
		}
	default:
		places = g.names.Callees(path, callee)
	}
	var found []*node
	for _, place := range places {
		if target := g.at[place]; target != nil {
			found = append(found, target)
		}
	}
	return found
}

// mostNamed bounds the functions of one name that a call may mean.
const mostNamed = 4

// alike are the functions that a call may mean which is known by its name alone, where
// each of them asks the database: whichever it is, it asks.
func (g *graph) alike(callee string) []*node {
	name, is := strings.CutPrefix(callee, byName)
	found := g.named[name]
	if !is || len(found) < 2 || len(found) > mostNamed || slices.ContainsFunc(found, func(one *node) bool { return one.asked == nil }) {
		return nil
	}
	return found
}

// ask finds the functions that ask the database, by the shortest way: those that do so
// themselves, then those that call one, and so on.
func (g *graph) ask() {
	var reached []*node
	for _, one := range g.nodes {
		if one.Asks != "" && !one.Kept {
			one.asked, one.steps = one.Function, 1
			reached = append(reached, one)
		}
	}
	for len(reached) > 0 {
		one := reached[0]
		reached = reached[1:]
		// The way into a closure is no call.
		for _, caller := range one.callers {
			steps := one.steps + 1
			if one.Name == "" {
				steps = one.steps
			}
			if caller.asked == nil && (!caller.Kept || slices.Contains(caller.early, one)) && steps <= deepestCall {
				caller.asked, caller.steps, caller.next = one.asked, steps, one
				reached = append(reached, caller)
			}
		}
	}
}

// jobs finds the functions that a queue or a clock runs and no request waits for.
func (g *graph) jobs() {
	var reached []*node
	for _, one := range g.nodes {
		if one.Job && !one.waited {
			one.job = true
			reached = append(reached, one)
		}
	}
	for len(reached) > 0 {
		one := reached[0]
		reached = reached[1:]
		for _, called := range one.calls {
			if !called.job && !called.waited && !slices.ContainsFunc(called.callers, func(caller *node) bool { return !caller.job }) {
				called.job = true
				reached = append(reached, called)
			}
		}
	}
}

// wait finds the functions that a request waits for: those that answer one, and what
// they call.
func (g *graph) wait() {
	type step struct {
		at    *node
		calls int
	}
	var reached []step
	for _, one := range g.nodes {
		if route, known := g.names.Route(Place{one.path, one.Line}); known {
			one.waited, one.route = true, route
			reached = append(reached, step{one, 0})
		}
	}
	for _, one := range g.nodes {
		if one.Answers && !one.waited {
			one.waited = true
			reached = append(reached, step{one, 0})
		}
	}
	for len(reached) > 0 {
		one := reached[0]
		reached = reached[1:]
		for _, called := range one.at.calls {
			calls := one.calls + 1
			if called.Name == "" {
				calls = one.calls
			}
			if !called.waited && !called.Later && calls <= deepestCall {
				called.waited, called.route = true, one.at.route
				reached = append(reached, step{called, calls})
			}
		}
	}
}
