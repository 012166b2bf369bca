package query

import (
	"maps"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// Read returns what one file tells of its database calls.
func Read(p *program.File) Facts {
	facts := Facts{}
	if len(rows[p.Language]) == 0 || len(p.Functions) == 0 {
		return facts
	}
	f := newFile(p, &facts)
	libraries := map[string]bool{}
	for _, function := range p.Functions {
		f.survey(function, libraries)
	}
	facts.Libraries = slices.Sorted(maps.Keys(libraries))
	for _, function := range p.Functions {
		if !f.walked[function] && (function.Parent == nil || f.walked[function.Parent]) {
			f.enter(function, f.perObject(function))
		}
	}
	for _, function := range p.Functions { // what only a closure that nobody calls holds
		if !f.walked[function] {
			f.enter(function, f.perObject(function))
		}
	}
	f.calledByHandlers()
	slices.SortStableFunc(facts.Hits, func(a, b Hit) int { return (a.Line-b.Line)*10_000 + a.Column - b.Column })
	return facts
}

// survey counts a function's database calls and keeps the first that reads, by
// which those who call the function ask the database.
func (f *file) survey(function *program.Function, libraries map[string]bool) {
	chained := map[*program.Call]bool{}
	program.VisitStatements(function.Body, nil, func(x program.Expression) bool {
		call, ok := x.(*program.Call)
		if !ok || chained[call] {
			return true
		}
		found, c, asks := f.asks(function, call)
		if !asks {
			return true
		}
		skipChain(call, chained)
		f.facts.Queries++
		libraries[found.library] = true
		if named := namedAround(function); named != nil && f.reads[named] == nil && !found.write(c) && !found.isLazy(c) {
			f.reads[named] = &Function{Name: qualified(named), Line: f.Line(named.Start), Asks: oneLine(c.written), AskedAt: f.Line(call.Start), Library: found.library}
			if len(f.facts.Functions) < maxFunctions {
				f.facts.Functions = append(f.facts.Functions, *f.reads[named])
			}
		}
		return true
	})
}

// skipChain marks the calls that a call is chained to: they are one query.
func skipChain(call *program.Call, chained map[*program.Call]bool) {
	var at program.Expression = call.Callee
	for range longestChain {
		switch x := at.(type) {
		case *program.Member:
			at = x.X
		case *program.Call:
			chained[x] = true
			at = x.Callee
		case *program.Await:
			at = x.X
		default:
			return
		}
	}
}

// namedAround returns the innermost function with a name that a function is or
// stands in.
func namedAround(function *program.Function) *program.Function {
	for ; function != nil && !function.Top; function = function.Parent {
		if function.Name != "" {
			return function
		}
	}
	return nil
}

// qualified names a function as other files call it: with its class.
func qualified(function *program.Function) string {
	if function.Class != nil && function.Class.Name != "" {
		return function.Class.Name + "." + function.Name
	}
	return function.Name
}

// walker goes through one function, in the loops that it stands in.
type walker struct {
	*file
	function *program.Function
	loop     *Loop // the innermost that repeats; nil outside of loops
	targets  []program.Expression
	chained  map[*program.Call]bool
	depth    int
}

// deepest bounds how deep closures and statements in each other are followed.
const deepest = 150

func (f *file) enter(function *program.Function, loop *Loop) {
	w := &walker{file: f, function: function, loop: loop, chained: map[*program.Call]bool{}}
	w.body(function)
}

func (w *walker) body(function *program.Function) {
	if w.walked[function] || w.depth > deepest {
		return
	}
	w.walked[function] = true
	outer := w.function
	w.function = function
	w.statements(function.Body)
	w.function = outer
}

func (w *walker) statements(body []program.Statement) {
	if w.depth++; w.depth > deepest {
		w.depth--
		return
	}
	defer func() { w.depth-- }()
	for _, one := range body {
		loop, ok := one.(*program.Loop)
		if !ok {
			for _, x := range program.Expressions(one) {
				w.expression(x)
			}
			for _, inner := range program.Bodies(one) {
				w.statements(inner)
			}
			continue
		}
		w.expression(loop.Over)
		w.statements(loop.Before)
		made, repeats := w.repeats(w.function, loop)
		if !repeats {
			w.expression(loop.Condition)
			w.statements(loop.Body)
		} else {
			w.within(made, loop.Targets, func() {
				w.expression(loop.Condition)
				w.statements(loop.Body)
			})
		}
		w.statements(loop.Else)
	}
}

// within goes on inside of a loop. A small one in a large one repeats as the large
// one does.
func (w *walker) within(loop Loop, targets []program.Expression, inside func()) {
	outer, before := w.loop, w.targets
	if outer == nil || !loop.Small {
		w.loop = &loop
	}
	w.targets = append(before[:len(before):len(before)], targets...)
	inside()
	w.loop, w.targets = outer, before
}

func (w *walker) expression(x program.Expression) {
	program.Visit(x, func(x program.Expression) bool {
		switch x := x.(type) {
		case *program.Call:
			return w.call(x)
		case *program.Comprehension:
			w.comprehension(x)
			return false
		case *program.Closure:
			// One that nothing calls here is entered on its own.
			return false
		}
		return true
	})
}

func (w *walker) comprehension(x *program.Comprehension) {
	if len(x.Clauses) == 0 {
		return
	}
	w.expression(x.Clauses[0].Over)
	made := Loop{Kind: "comprehension", Line: w.Line(x.Start)}
	inside := func() {
		for i, clause := range x.Clauses {
			if i > 0 {
				w.expression(clause.Over)
			}
			for _, condition := range clause.Conditions {
				w.expression(condition)
			}
		}
		w.expression(x.Element)
		w.expression(x.Value)
	}
	if !w.goesThrough(w.function, x.Clauses[0].Over, &made) {
		inside()
		return
	}
	w.within(made, x.Clauses[0].Targets, inside)
}

// call looks at one call, and says whether what is in it is still to be looked at.
func (w *walker) call(call *program.Call) bool {
	if !w.chained[call] {
		found, c, asks := w.asks(w.function, call)
		switch {
		case asks:
			skipChain(call, w.chained)
			w.hit(call, found, c)
		case w.loop != nil && w.relation(call, c):
			skipChain(call, w.chained)
			w.hit(call, row{library: "Django"}, c)
		case w.loop != nil:
			w.through(call)
		}
	}
	w.expression(call.Callee)
	for i, argument := range call.Arguments {
		w.expression(argument.Key)
		closure, ok := argument.Value.(*program.Closure)
		if !ok {
			w.expression(argument.Value)
			continue
		}
		w.closure(call, closure, i)
	}
	return false
}

// closure goes through a function that is handed to a call.
func (w *walker) closure(call *program.Call, closure *program.Closure, position int) {
	member, ok := call.Callee.(*program.Member)
	name := ""
	if ok {
		name = member.Name
	} else if plain, ok := call.Callee.(*program.Name); ok {
		name = plain.Name
	}
	switch {
	case elsewhere[name]:
		return // entered on its own
	case listMethods[name] && (ok && position == 0 || position == 1):
		made := Loop{Kind: "callback", Line: w.Line(call.Start)}
		var over program.Expression
		if ok && position == 0 {
			over = member.X
		} else if len(call.Arguments) > 0 {
			over = call.Arguments[0].Value
		}
		var targets []program.Expression
		for _, param := range closure.Function.Params {
			if param.Name != "" {
				targets = append(targets, &program.Name{Span: param.Span, Name: param.Name})
			}
		}
		if w.goesThrough(w.function, over, &made) {
			w.within(made, targets, func() { w.body(closure.Function) })
			return
		}
	}
	w.body(closure.Function)
}

// hit records a database call in a loop, unless it asks for many at once.
func (w *walker) hit(call *program.Call, found row, c chain) {
	if w.loop == nil || w.eachItsTable(c) || len(w.facts.Hits) >= maxHits || several.MatchString(w.Text(call.Span)) {
		return
	}
	made := w.place(call)
	made.Library, made.Callee, made.Write, made.Lazy = found.library, oneLine(c.written), found.write(c), found.isLazy(c)
	w.facts.Hits = append(w.facts.Hits, made)
}

func (w *walker) place(call *program.Call) Hit {
	function := ""
	if named := namedAround(w.function); named != nil {
		function = qualified(named)
	}
	return Hit{
		Line: w.Line(call.Start), Column: w.Column(call.Start), EndLine: w.Line(call.End), Loop: *w.loop,
		Function: function, Handler: w.answers(w.function),
	}
}

// through records a call in a loop of a function that reads the database itself, or
// that another file holds.
func (w *walker) through(call *program.Call) {
	var called *program.Function
	switch callee := call.Callee.(type) {
	case *program.Name:
		if binding := w.function.Lookup(callee.Name); binding != nil {
			called = binding.Function
			if called == nil && len(binding.Values) == 1 {
				if closure, ok := binding.Values[0].(*program.Closure); ok {
					called = closure.Function
				}
			}
		}
	case *program.Member:
		if self, ok := callee.X.(*program.Name); ok && (self.Name == "this" || self.Name == "self" || w.receives(self.Name)) {
			for function := w.function; function != nil; function = function.Parent {
				if function.Class != nil {
					called = w.names[function.Class.Name+"."+callee.Name]
					break
				}
			}
		}
	}
	if called != nil {
		if asked := w.reads[called]; asked != nil && called != namedAround(w.function) && len(w.facts.Hits) < maxHits && !several.MatchString(w.Text(call.Span)) {
			made := w.place(call)
			made.Library, made.Callee = asked.Library, oneLine(w.Text(call.Callee.Range()))
			made.Via, made.Asks, made.AskedAt = asked.Name, asked.Asks, asked.AskedAt
			w.facts.Hits = append(w.facts.Hits, made)
		}
		return
	}
	origin := w.function.Origin(call.Callee)
	if len(w.facts.Calls) >= maxCalls || !w.fromElsewhere(origin) {
		return
	}
	at := w.place(call)
	w.facts.Calls = append(w.facts.Calls, Call{
		Callee: origin, Written: oneLine(w.Text(call.Callee.Range())), Line: at.Line, Column: at.Column, EndLine: at.EndLine,
		Loop: at.Loop, Function: at.Function, Handler: at.Handler,
	})
}

// receives reports whether a name is the receiver of the method around.
func (w *walker) receives(name string) bool {
	for function := w.function; function != nil; function = function.Parent {
		if function.Receiver != nil {
			return function.Receiver.Name == name
		}
	}
	return false
}

// fromElsewhere reports whether an origin begins with a module that the file
// imports.
func (f *file) fromElsewhere(origin string) bool {
	if origin == "" || strings.HasPrefix(origin, "this.") {
		return false
	}
	for _, one := range f.Imports {
		module := strings.TrimPrefix(one.Module, "node:")
		if rest, found := strings.CutPrefix(origin, module); found && module != "" && (rest == "" || rest[0] == '.' || rest[0] == '(') {
			return true
		}
	}
	return strings.HasPrefix(origin, "./") || strings.HasPrefix(origin, "../")
}

// calledByHandlers marks the hits in functions that a handler of the same file
// calls, and keeps which functions of other files handlers call.
func (f *file) calledByHandlers() {
	called, elsewhere := map[string]bool{}, map[string]bool{}
	for _, function := range f.Functions {
		if !f.answers(function) {
			continue
		}
		program.VisitStatements(function.Body, nil, func(x program.Expression) bool {
			if call, ok := x.(*program.Call); ok {
				if origin := function.Origin(call.Callee); len(elsewhere) < maxHandled && f.fromElsewhere(origin) {
					elsewhere[origin] = true
				}
				switch callee := call.Callee.(type) {
				case *program.Name:
					called[callee.Name] = true
				case *program.Member:
					if self, ok := callee.X.(*program.Name); ok && (self.Name == "this" || self.Name == "self") && function.Class != nil {
						called[function.Class.Name+"."+callee.Name] = true
					}
				}
			}
			return true
		})
	}
	f.facts.Handled = slices.Sorted(maps.Keys(elsewhere))
	for i, hit := range f.facts.Hits {
		if called[hit.Function] && hit.Function != "" {
			f.facts.Hits[i].Handler = true
		}
	}
	for i, call := range f.facts.Calls {
		if called[call.Function] && call.Function != "" {
			f.facts.Calls[i].Handler = true
		}
	}
}
