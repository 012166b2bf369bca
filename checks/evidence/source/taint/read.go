package taint

import (
	"cmp"
	"slices"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// engine follows data through one file.
type engine struct {
	file   *program.File
	tables *tables
	state  *state
	frame  *frame
	found  *finder

	summaries map[*program.Function]*summary
	origins   map[program.Expression]string
	parts     map[partKey]*root
	names     map[slot]*root
	outsides  map[*program.Call]*root
	given     map[*program.Binding]*value
	handlers  map[*program.Function]handling
	said      map[*program.Function][]spoken          // of the types of answers
	last      map[*program.Binding]program.Expression // what variables were given last, where it is a condition

	modules  map[string]bool                      // that the file imports, once they were asked for
	flat     *bool                                // whether bodies hold texts alone
	hooks    map[*program.Call]slot               // the variables of React's state
	fields   map[*program.Class]map[string]*value // what methods put into an object
	kept     map[string]*value                    // what is put into the storage of the page
	flagged  map[*program.Binding]verdict         // variables that are set to true where something was proven
	runs     map[*program.Call]*program.Call      // calls of functions that others are given to call
	handsOn  map[*program.Binding][]*value        // what the functions by which tasks hand on were given
	promises map[*program.Binding]*value          // what the functions that resolve promises were given
	holding  map[*program.Binding]bool            // variables whose condition is looked at

	variables    *variables // of the file's functions, once they were asked for
	does         map[*program.Function]effects
	built        map[*program.Binding]string               // what was written into builders of text so far
	escapes      map[*program.Function]bool                // whether a function writes "&lt;" for a bracket
	bindings     map[*program.Binding]*program.Function    // what parameters are that are called
	applications int                                       // that run within each other
	next         *application                              // of the function that is run next
	lists        map[*program.Binding][]program.Expression // that variables of Go hold, and what is appended to them
	callers      map[*program.Function][]written           // the calls of the file's functions, once they were asked for
	inMembers    *memberFunctions                          // once they were asked for
	onRequests   map[string]*value                         // what the file puts into members of requests
	onAnswers    map[string]*value                         // likewise of answers: res.locals

	budget    int    // steps that are left
	entryOf   string // the entry whose value is the object that is looked at next
	following int    // of variables by one another, to what they are
	depth     int    // of functions that are summed up within others
	loops     int    // that are gone through again at this point
}

// frame is one function while it is run.
type frame struct {
	function *program.Function
	mark     int // of the log, where it began
	returned *value
	ends     verdicts
	failed   map[*program.Binding]int // errors that there are at this point
	thrown   *value                   // what was thrown in it
	declared []*program.Function      // that are run at the end
	on       *application             // the call that it is run for; nil where it is summed up
	here     bool                     // it is run where it is written

	deferred             []*program.Function // what a function of Go does last, whichever way it goes
	breaking, continuing *jumps              // of the switch or loop that break leaves, and of the one that continue goes on with
}

type partKey struct {
	parent *root
	key    string
}

// stepsPerByte bounds the work on a file by its size: ordinary code takes less than
// one step a byte.
const stepsPerByte = 40

// Read follows untrusted data through a file.
func Read(file *program.File) Facts {
	tables := tablesOf(file.Language)
	if tables == nil || len(file.Functions) == 0 {
		return Facts{}
	}
	e := &engine{
		file: file, tables: tables, state: newState(),
		summaries: map[*program.Function]*summary{}, origins: map[program.Expression]string{},
		parts: map[partKey]*root{}, names: map[slot]*root{}, outsides: map[*program.Call]*root{}, given: map[*program.Binding]*value{},
		said: map[*program.Function][]spoken{}, hooks: map[*program.Call]slot{}, fields: map[*program.Class]map[string]*value{}, kept: map[string]*value{},
		handlers: map[*program.Function]handling{}, last: map[*program.Binding]program.Expression{}, holding: map[*program.Binding]bool{}, flagged: map[*program.Binding]verdict{}, runs: map[*program.Call]*program.Call{},
		handsOn: map[*program.Binding][]*value{}, promises: map[*program.Binding]*value{}, does: map[*program.Function]effects{}, escapes: map[*program.Function]bool{}, built: map[*program.Binding]string{}, onRequests: map[string]*value{}, onAnswers: map[string]*value{}, lists: map[*program.Binding][]program.Expression{}, bindings: map[*program.Binding]*program.Function{},
		budget: stepsPerByte * (len(file.Content) + 1000),
	}
	e.found = newFinder(e)
	e.registered()
	e.summarise(file.Top())
	for _, function := range file.Functions {
		e.summarise(function)
	}
	e.shown()
	return e.found.facts()
}

// spend counts one step; it reports false when no more may be taken.
func (e *engine) spend() bool {
	e.budget--
	return e.budget > 0
}

// summary is what a function does with its parameters.
type summary struct {
	function *program.Function
	returned *value
	reaches  []reach
	hands    []handed    // what it hands to functions elsewhere
	calls    []paramCall // of the functions that it is given
	ends     verdicts
	running  bool
}

// reach is a parameter at a sink.
type reach struct {
	data  strand // of the parameter, or a part of it, as the function makes it
	at    *arrival
	steps []Place
}

// deepestSummary bounds how far functions are summed up within each other.
const deepestSummary = 40

// summarise returns what a function does; nil while that is being found out, as in
// a recursion.
func (e *engine) summarise(function *program.Function) *summary {
	if done, found := e.summaries[function]; found {
		if done.running {
			return nil
		}
		return done
	}
	if e.depth >= deepestSummary || e.budget <= 0 {
		return nil
	}
	e.depth++
	made := &summary{function: function, running: true}
	e.summaries[function] = made
	loops := e.loops
	e.loops = 0
	made.returned = e.run(function, nil)
	e.loops = loops
	made.running = false
	e.depth--
	return made
}

// run goes through a function's body and returns what it returns. Parameters have
// the values that are given; the others stand for themselves.
func (e *engine) run(function *program.Function, arguments []*value) *value {
	outer, mark := e.frame, len(e.state.log)
	e.frame = &frame{function: function, mark: mark, on: e.next}
	e.next = nil
	e.enter(function, arguments)
	if e.block(function.Body) == falls {
		e.watch()
		e.frame.ends.no.and(e.proven(nil))
		e.frame.ends.passed.and(e.proven(nil))
	}
	for i := 0; i < len(e.frame.declared); i++ {
		e.summarise(e.frame.declared[i])
	}
	returned := e.frame.returned
	if made := e.summaries[function]; made != nil && arguments == nil {
		made.ends = e.frame.ends
	}
	e.frame = outer
	changed := e.state.take(mark)
	changed.jumped = true // it may never be called: nothing is proven by it
	for at := range changed.values {
		if !function.Top && (at.binding == nil || e.within(at.binding.Owner, function)) {
			delete(changed.values, at)
		}
	}
	if function.Top {
		changed.jumped = false
		e.state.merge(changed)
	} else {
		e.state.merge(changed, outcome{})
	}
	return returned
}

// within reports whether a function is another one or stands in it.
func (e *engine) within(inner, outer *program.Function) bool {
	for ; inner != nil; inner = inner.Parent {
		if inner == outer {
			return true
		}
	}
	return false
}

func (e *engine) function() *program.Function {
	if e.frame == nil {
		return e.file.Top()
	}
	return e.frame.function
}

// origin is where an expression comes from, as tables name it.
func (e *engine) origin(x program.Expression) string {
	if x == nil {
		return ""
	}
	if known, found := e.origins[x]; found {
		return known
	}
	origin := e.function().Origin(x)
	if origin == "util.promisify()" {
		origin = e.promised(x)
	}
	e.origins[x] = origin
	return origin
}

// promised is what util.promisify was given: const run = promisify(exec).
func (e *engine) promised(x program.Expression) string {
	in := e.function()
	if name, ok := x.(*program.Name); ok {
		binding := in.Lookup(name.Name)
		if binding == nil || len(binding.Values) != 1 {
			return ""
		}
		in, x = binding.Owner, binding.Values[0]
	}
	call, ok := x.(*program.Call)
	if !ok || len(call.Arguments) != 1 {
		return ""
	}
	return in.Origin(call.Arguments[0].Value)
}

// sortFlows puts flows in the order of their sinks.
func sortFlows(flows []Flow) {
	slices.SortStableFunc(flows, func(a, b Flow) int {
		return cmp.Or(cmp.Compare(a.Sink.Line, b.Sink.Line), cmp.Compare(a.Sink.Column, b.Sink.Column),
			cmp.Compare(a.Sink.Class, b.Sink.Class), cmp.Compare(a.Source.Line, b.Source.Line))
	})
}
