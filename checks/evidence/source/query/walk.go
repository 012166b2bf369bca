package query

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// walker goes through one function, in the loops that it stands in.
type walker struct {
	*file
	function *program.Function
	loop     *Loop             // the innermost that repeats; nil outside of loops
	around   *Loop             // the one that repeats outside of that
	owner    *program.Function // that the innermost loop stands in
	targets  []program.Expression
	together bool            // what is asked here is sent at once: db.batch(orders.map(…))
	varies   map[string]bool // names that may change from round to round; nil where nothing is known
	chained  map[*program.Call]bool
	depth    int
}

// deepest bounds how deep closures and statements in each other are followed.
const deepest = 150

func (f *file) enter(function *program.Function, loop *Loop) {
	w := &walker{file: f, function: function, loop: loop, chained: map[*program.Call]bool{}}
	if loop != nil && (loop.Kind == "serializer" || loop.Kind == "resolver") {
		w.targets, _ = parameters(function)
		if loop.Kind == "resolver" {
			w.targets = objectOf(function)
		}
	}
	w.body(function)
}

// objectOf is the object whose field a resolver answers: the first that it is given, or
// what stands for self.
func objectOf(function *program.Function) []program.Expression {
	if self := function.Receiver; self != nil && (self.Name == "self" || self.Name == "root" || self.Name == "parent") {
		return []program.Expression{&program.Name{Span: self.Span, Name: self.Name}}
	}
	if len(function.Params) > 0 && function.Params[0].Name != "" {
		return []program.Expression{&program.Name{Span: function.Params[0].Span, Name: function.Params[0].Name}}
	}
	return nil
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
	if loop, around := w.loop, w.around; w.leaves(body) {
		w.loop, w.around = around, nil
		defer func() { w.loop, w.around = loop, around }()
	}
	for _, one := range body {
		loop, ok := one.(*program.Loop)
		if w.beside(w.function, one) {
			inside, around := w.loop, w.around
			w.loop, w.around = nil, nil
			for _, x := range program.Expressions(one) {
				w.expression(x)
			}
			w.loop, w.around = inside, around
			continue
		}
		if !ok {
			for _, x := range program.Expressions(one) {
				w.expression(x)
			}
			w.apart(one)
			continue
		}
		w.expression(loop.Over)
		w.statements(loop.Before)
		made, repeats := w.repeats(w.function, loop)
		if !repeats {
			w.expression(loop.Condition)
			w.statements(loop.Body)
		} else {
			w.within(made, loop.Targets, changed(loop), func() {
				w.expression(loop.Condition)
				w.statements(loop.Body)
			})
		}
		w.statements(loop.Else)
	}
}

// apart goes through the blocks of a statement. One that is for a single element, which
// is named there, runs once however many there are: if kind == "user" { … }.
func (w *walker) apart(one program.Statement) {
	if !w.chosen(one) {
		for _, inner := range program.Bodies(one) {
			w.statements(inner)
		}
		return
	}
	once := func(body []program.Statement) {
		loop, around := w.loop, w.around
		w.loop, w.around = around, nil
		w.statements(body)
		w.loop, w.around = loop, around
	}
	switch one := one.(type) {
	case *program.Branch:
		once(one.Then)
		w.statements(one.Else)
	case *program.Switch:
		for _, choice := range one.Cases {
			if len(choice.Values) > 0 {
				once(choice.Body)
			} else {
				w.statements(choice.Body)
			}
		}
	}
}

// chosen reports whether a statement chooses by which element of the loop it is.
func (w *walker) chosen(one program.Statement) bool {
	if w.loop == nil || w.owner != w.function || len(w.targets) == 0 {
		return false
	}
	var subject program.Expression
	switch one := one.(type) {
	case *program.Branch:
		compared, ok := one.Condition.(*program.Binary)
		if !ok || compared.Operator != "==" && compared.Operator != "===" || len(one.Before) > 0 {
			return false
		}
		switch right := compared.Right.(type) {
		case *program.Text:
			subject = compared.Left
		case *program.Literal:
			if right.Kind != program.LiteralNothing {
				subject = compared.Left
			}
		}
	case *program.Switch:
		subject = one.Subject
	}
	name, ok := subject.(*program.Name)
	if !ok {
		return false
	}
	elements := map[string]bool{}
	names(w.targets[len(w.targets)-1], elements)
	return elements[name.Name]
}

// leaves reports whether a block of a loop ends by leaving the loop: what stands in it
// runs at most once.
func (w *walker) leaves(body []program.Statement) bool {
	if w.loop == nil || w.owner != w.function || len(body) == 0 {
		return false
	}
	switch last := body[len(body)-1].(type) {
	case *program.Return, *program.Throw:
		return true
	case *program.Jump:
		return last.Kind == "break" && w.Language != "Go" // there it may leave a switch
	}
	return false
}

// within goes on inside of a loop. A small one in a large one repeats as the large
// one does.
func (w *walker) within(loop Loop, targets []program.Expression, varies map[string]bool, inside func()) {
	saved := *w
	if w.loop == nil || !loop.Small {
		w.loop, w.around = &loop, saved.loop
	}
	w.owner = w.function
	w.targets = append(saved.targets[:len(saved.targets):len(saved.targets)], targets...)
	w.varies = varies
	if varies != nil {
		for _, target := range w.targets {
			names(target, varies)
		}
	}
	inside()
	w.loop, w.around, w.owner, w.targets, w.varies = saved.loop, saved.around, saved.owner, saved.targets, saved.varies
}

// changed are the names that a loop's body gives values to; nil for a loop that goes
// through nothing, whose rounds draw one element after the other.
func changed(loop *program.Loop) map[string]bool {
	if loop.Kind == program.LoopWhile {
		return nil
	}
	found := map[string]bool{}
	assignedIn(append(loop.Before[:len(loop.Before):len(loop.Before)], loop.Body...), found)
	return found
}

func assignedIn(body []program.Statement, found map[string]bool) {
	program.VisitStatements(body, func(s program.Statement) bool {
		switch s := s.(type) {
		case *program.Assign:
			for _, target := range s.Targets {
				names(target, found)
			}
		case *program.Loop:
			for _, target := range s.Targets {
				names(target, found)
			}
		}
		return true
	}, nil)
}

// names enters the names in a target.
func names(target program.Expression, found map[string]bool) {
	program.Visit(target, func(x program.Expression) bool {
		if name, ok := x.(*program.Name); ok {
			found[name.Name] = true
		}
		return true
	})
}

// same reports whether nothing in a call is seen to change from round to round.
func (w *walker) same(call *program.Call) bool {
	if w.varies == nil {
		return false
	}
	changes := false
	program.Visit(call, func(x program.Expression) bool {
		switch x := x.(type) {
		case *program.Name:
			changes = changes || w.varies[x.Name]
		case *program.Closure:
			changes = true
		}
		return !changes
	})
	return !changes
}

func (w *walker) expression(x program.Expression) {
	program.Visit(x, func(x program.Expression) bool {
		switch x := x.(type) {
		case *program.Call:
			return w.call(x)
		case *program.Comprehension:
			w.comprehension(x)
			return false
		case *program.Await:
			w.awaited(x)
		case *program.Closure:
			// One that nothing calls here is entered on its own.
			return false
		}
		return true
	})
}

// awaited looks at a relation that is awaited of a row: TypeORM fetches it then.
// https://typeorm.io/docs/relations/eager-and-lazy-relations#lazy-relations
func (w *walker) awaited(x *program.Await) {
	member, ok := x.X.(*program.Member)
	if !ok || w.loop == nil || !w.importsLike("typeorm") || !elementOf(w.function, member.X) {
		return
	}
	call := &program.Call{Span: x.Span, Callee: member}
	if c, ok := chainOf(w.function, call); ok && len(c.names) == 1 {
		w.hit(call, row{library: "TypeORM"}, c)
	}
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
	varies := map[string]bool{}
	for _, clause := range x.Clauses {
		for _, target := range clause.Targets {
			names(target, varies)
		}
	}
	w.within(made, x.Clauses[0].Targets, varies, inside)
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
			w.guess(call, c)
		case w.loop != nil:
			w.through(call)
		}
	}
	w.expression(call.Callee)
	if !w.together && sendsTogether(call) {
		w.together = true
		defer func() { w.together = false }()
	}
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
		targets, varies := parameters(closure.Function)
		if w.goesThrough(w.function, over, &made) {
			w.within(made, targets, varies, func() {
				w.owner = nil // what returns from the closure goes on with the next element
				w.body(closure.Function)
			})
			return
		}
	}
	w.body(closure.Function)
}

// fetchedHere reports whether a file speaks of fetching a relation along.
func (f *file) fetchedHere(name string) bool {
	text := f.Text(f.Top().Span)
	return strings.Contains(text, "prefetch") && (strings.Contains(text, `"`+name) || strings.Contains(text, "'"+name))
}

// parameters are what a closure is given, and the names in it that may change with
// that.
func parameters(function *program.Function) (targets []program.Expression, varies map[string]bool) {
	varies = map[string]bool{}
	for _, param := range function.Params {
		if param.Name != "" {
			targets = append(targets, &program.Name{Span: param.Span, Name: param.Name})
		}
		if param.Pattern != nil {
			names(param.Pattern, varies)
		}
	}
	assignedIn(function.Body, varies)
	return targets, varies
}

func (w *walker) place(call *program.Call) Hit {
	function := ""
	if named := namedAround(w.function); named != nil {
		function = qualified(named)
	}
	return Hit{
		Line: w.Line(call.Start), Column: w.Column(call.Start), EndLine: w.Line(call.End), Loop: *w.loop,
		Function: function, Within: w.lineOf(w.function),
	}
}
