package route

import (
	"github.com/golive-app/golive/checks/evidence/source/program"
)

// deepest bounds how far values and calls are followed.
const deepest = 24

// reading is one file while it is read.
type reading struct {
	file     *program.File
	language *language
	facts    Facts

	routers   map[routerKey]int
	defined   map[string]bool      // operations of schemas in texts
	groups    map[program.Span]int // routers of tRPC
	chained   map[program.Span]int // routers that calls give: inner ones are looked at first
	functions map[*program.Function]int
	methods   map[string]*program.Function // by class and name
	entered   map[*program.Function]bool
	steps     map[program.Span]int                    // the step that a call made
	dressed   map[*program.Function]bool              // whose decorators are read
	within    map[*program.Function]bool              // that stand in a call which may do more than call them
	env       map[*program.Binding]program.Expression // what a loop over constants has in hand
	scope     map[int]int                             // a router that is a part of itself inside a closure
	when      []string                                // conditions around what is read
	depth     int                                     // of expressions inside of one another
	calls     int                                     // of functions that are entered from one another
	traced    int                                     // of values that are followed
}

// Read reads what a file says about routes.
func Read(file *program.File) Facts {
	table := languageOf(file.Language)
	if table == nil {
		return Facts{}
	}
	r := &reading{
		file: file, language: table,
		routers: map[routerKey]int{}, chained: map[program.Span]int{}, defined: map[string]bool{}, groups: map[program.Span]int{}, functions: map[*program.Function]int{}, entered: map[*program.Function]bool{},
		methods: methodsOf(file), steps: map[program.Span]int{}, dressed: map[*program.Function]bool{}, env: map[*program.Binding]program.Expression{}, scope: map[int]int{},
	}
	for _, function := range file.Functions { // the top level first; then what nothing here calls
		r.enter(function)
	}
	for _, class := range file.Classes {
		table.class(r, class)
	}
	if file.Language == "Go" {
		r.gqlgen()
	}
	r.names()
	if file.Language != "Python" && file.Language != "Go" {
		r.offers()
	}
	r.summaries()
	return r.settled()
}

// enter reads a function's body once, where it is first called: so steps stand in
// the order in which they run.
func (r *reading) enter(function *program.Function) {
	if r.entered[function] || r.calls >= deepest {
		return
	}
	r.entered[function] = true
	depth := r.depth
	r.depth = 0
	r.calls++
	r.body(function, function.Body)
	r.calls--
	r.depth = depth
}

func (r *reading) body(in *program.Function, body []program.Statement) {
	for _, statement := range body {
		r.statement(in, statement)
	}
}

func (r *reading) statement(in *program.Function, s program.Statement) {
	switch s := s.(type) {
	case *program.Declare:
		r.declare(s)
		return
	case *program.Loop:
		if s.Kind == program.LoopEach && r.unrolled(in, s) {
			return
		}
	case *program.Branch:
		r.branch(in, s)
		return
	case *program.Return:
		r.returns(in, s)
	}
	for _, x := range program.Expressions(s) {
		r.visit(in, x)
	}
	if assign, ok := s.(*program.Assign); ok {
		r.assign(in, assign)
	}
	for _, inner := range program.Bodies(s) {
		r.body(in, inner)
	}
}

// branch reads what runs under a condition only.
func (r *reading) branch(in *program.Function, s *program.Branch) {
	r.body(in, s.Before)
	r.visit(in, s.Condition)
	condition := ""
	if s.Condition != nil {
		condition = r.text(s.Condition)
	}
	r.when = append(r.when, condition)
	r.body(in, s.Then)
	r.when[len(r.when)-1] = "else of " + condition
	r.body(in, s.Else)
	r.when = r.when[:len(r.when)-1]
}

// declare reads the decorators of what is declared.
func (r *reading) declare(s *program.Declare) {
	if s.Function != nil {
		r.decorated(s.Function)
	}
	if s.Class == nil {
		return
	}
	r.decoratedClass(s.Class)
	for _, method := range s.Class.Methods {
		r.decorated(method)
	}
	if len(s.Class.Body) > 0 && s.Class.Owner != nil {
		r.body(s.Class.Owner, s.Class.Body)
	}
}

// visit reads an expression, what it is made of first. The bodies of closures run
// after the call that they are given to has begun.
func (r *reading) visit(in *program.Function, x program.Expression) {
	if nothing(x) {
		return
	}
	if r.depth++; r.depth > 400 {
		r.depth--
		return
	}
	defer func() { r.depth-- }()
	call, called := x.(*program.Call)
	var closures []*program.Function
	for _, part := range program.Parts(x) {
		if closure, ok := part.(*program.Closure); ok && called {
			closures = append(closures, closure.Function)
			continue
		}
		r.visit(in, part)
	}
	switch x := x.(type) {
	case *program.Call:
		if !r.eachOf(in, call) {
			r.call(in, x)
		}
	case *program.Closure:
		closures = append(closures, x.Function)
	case *program.Object:
		r.object(in, x)
	case *program.Assigned:
		r.assign(in, x.Assign)
	case *program.Text, *program.Template:
		r.definition(x)
	}
	for _, function := range closures {
		r.inner(in, call, function)
	}
}

// inner reads a closure where it stands.
func (r *reading) inner(in *program.Function, call *program.Call, function *program.Function) {
	if call != nil && len(function.Params) == 0 {
		if outer, part := r.block(in, call); part != 0 {
			r.scope[outer] = part
			r.enter(function)
			delete(r.scope, outer)
			return
		}
	}
	r.enter(function)
}

// call reads one call: a method of a router, a router that is handed on, or a
// function of the file that runs now.
func (r *reading) call(in *program.Function, call *program.Call) {
	if member, ok := call.Callee.(*program.Member); ok {
		if row, found := r.language.methods[member.Name]; found && row.do != nil {
			s := &site{reading: r, in: in, call: call, on: member.X, name: member.Name, methods: row.methods}
			steps := len(r.facts.Steps)
			if row.do(s) {
				if len(r.facts.Steps) > steps {
					r.steps[call.Range()] = len(r.facts.Steps)
				}
				return
			}
		}
	}
	if r.language.call != nil && r.language.call(r, in, call) {
		return
	}
	r.pass(in, call)
	if callee := r.local(in, call.Callee); callee != nil {
		r.enter(callee)
	}
}

// nothing reports whether there is no expression.
func nothing(x program.Expression) bool {
	switch x := x.(type) {
	case nil:
		return true
	case *program.Name:
		return x == nil
	case *program.Pattern:
		return x == nil
	}
	return false
}

// text returns code on one line, as people and the report see it.
func (r *reading) text(x program.Expression) string {
	span := x.Range()
	if span.End <= span.Start || int(span.End) > len(r.file.Content) {
		return ""
	}
	return short(string(r.file.Content[span.Start:min(span.End, span.Start+4*maxText)]))
}

func (r *reading) line(x program.Expression) int { return r.file.Line(x.Range().Start) }
