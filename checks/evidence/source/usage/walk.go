package usage

import (
	"cmp"
	"slices"
	"sort"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/memo"
	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/config/regex"
)

// readFunction looks at what is in a function's own body, and at its decorators.
func (r *reading) readFunction(f *program.Function) {
	r.readDecorators(f, f.Decorators)
	r.readErrorFunction(f)
	r.readUploadFunction(f)
	r.readResults(f)
	r.readHandler(f)
	r.readServiceFunction(f)
	r.readStatements(f, f.Body)
}

// readClass looks at a class, at what stands in it, and at its decorators.
func (r *reading) readClass(class *program.Class) {
	owner := class.Owner
	if owner == nil {
		owner = r.file.Top()
	}
	r.class = class
	defer func() { r.class = nil }()
	r.readDecorators(owner, class.Decorators)
	r.readErrorClass(owner, class)
	r.readEntityClass(owner, class)
	r.readSerializer(owner, class)
	r.readStorageClass(owner, class)
	for _, field := range class.Fields {
		r.readDecorators(owner, field.Decorators)
		if len(class.Body) == 0 { // else the assignment stands in the body as well
			program.Visit(field.Value, func(x program.Expression) bool { return r.readExpression(owner, x) })
		}
	}
	r.readStatements(owner, class.Body)
}

func (r *reading) readDecorators(f *program.Function, decorators []program.Expression) {
	for _, one := range decorators {
		program.Visit(one, func(x program.Expression) bool { return r.readExpression(f, x) })
		if _, called := one.(*program.Call); !called {
			r.readUse(use{reading: r, function: f, at: one.Range(), origin: f.Origin(one)})
		}
	}
}

func (r *reading) readStatements(f *program.Function, body []program.Statement) {
	program.VisitStatements(body, func(s program.Statement) bool {
		switch s := s.(type) {
		case *program.Assign:
			r.readAssign(f, s)
		case *program.Return:
			r.readReturn(f, s)
		}
		return true
	}, func(x program.Expression) bool { return r.readExpression(f, x) })
}

func (r *reading) readExpression(f *program.Function, x program.Expression) bool {
	switch x := x.(type) {
	case *program.Call:
		r.readUse(use{reading: r, function: f, call: x, at: x.Range(), origin: f.Origin(x.Callee)})
	case *program.Member:
		r.readUploadMember(f, x)
	case *program.List:
		for _, one := range x.Elements {
			r.readHanded(f, one)
		}
	case *program.Object:
		r.readObject(f, x)
	case *program.Element:
		r.readElement(f, x)
	case *program.Text:
		r.readText(f, x)
	case *program.Assigned:
		if x.Assign != nil {
			r.readAssign(f, x.Assign)
		}
	}
	return true
}

// readUse asks every table about a call.
func (r *reading) readUse(u use) {
	u.name = lastName(u.origin)
	if u.origin == "" && u.call != nil {
		if member, ok := u.call.Callee.(*program.Member); ok {
			u.name = member.Name
		}
	}
	r.readLibrary(u)
	r.readPassed(u)
	u.readCache()
	u.readHeaderCall()
	u.readUpload()
	u.readLog()
	u.readContext()
	u.readErrorCall()
	u.readPayload()
	u.readService()
}

// takes are the calls that are handed middlewares, filters and interceptors.
var takes = set("use pre addhook register useglobalfilters useglobalinterceptors useinterceptors usefilters addmiddleware")

// readPassed asks the libraries about functions that are handed on by their names:
// r.Use(middleware.Recoverer).
func (r *reading) readPassed(u use) {
	if u.call == nil || !takes[strings.ReplaceAll(strings.ToLower(u.name), "_", "")] {
		return
	}
	for _, one := range u.call.Arguments {
		r.readHanded(u.function, one.Value)
	}
}

// readHanded asks the libraries about a function that is handed on by its name.
func (r *reading) readHanded(f *program.Function, x program.Expression) {
	switch x.(type) {
	case *program.Name, *program.Member:
		origin := f.Origin(x)
		r.readLibrary(use{reading: r, function: f, at: x.Range(), origin: origin, name: lastName(origin)})
	}
}

// readAssign asks about an assignment.
func (r *reading) readAssign(f *program.Function, s *program.Assign) {
	r.readHeaderAssign(f, s)
	r.readSetting(f, s)
	r.readErrorAssign(f, s)
	r.readContextAssign(f, s)
	r.readAnswerAssign(f, s)
}

// readObject asks about an object literal wherever it stands.
func (r *reading) readObject(f *program.Function, object *program.Object) {
	r.readHeaderObject(f, object)
	r.readErrorObject(f, object)
	r.readSettingObject(f, object)
}

// environment matches what a condition about the environment asks for.
var environment = regex.New(`(?i)^(?:node_env|app_env|go_env|rails_env|env|environment|is_?(?:dev|prod|production|development|debug|test)(?:elopment|uction)?|production|development|\w*debug\w*|dev|prod|mode|stage|gin_mode|import\.meta\.env)$`)

// ofEnvironment reports whether a name or a text is one of them.
var ofEnvironment = memo.Text(environment.MatchString)

// readGuards notes which parts of the file stand under a condition about the
// environment, such as NODE_ENV.
func (r *reading) readGuards() {
	guard := func(x program.Expression) {
		if at := x.Range(); at.End > at.Start {
			r.guards = append(r.guards, at)
		}
	}
	block := func(body []program.Statement) {
		if len(body) > 0 {
			r.guards = append(r.guards, program.Span{Start: body[0].Range().Start, End: body[len(body)-1].Range().End})
		}
	}
	see := func(x program.Expression) bool {
		switch x := x.(type) {
		case *program.Conditional:
			if r.asksEnvironment(x.Condition) {
				guard(x.Then)
				guard(x.Else)
			}
		case *program.Binary:
			if (x.Operator == "&&" || x.Operator == "and" || x.Operator == "||") && r.asksEnvironment(x.Left) && x.Right != nil {
				guard(x.Right)
			}
		}
		return true
	}
	for _, f := range r.file.Functions {
		program.VisitStatements(f.Body, func(s program.Statement) bool {
			if branch, ok := s.(*program.Branch); ok && r.asksEnvironment(branch.Condition) {
				block(branch.Then)
				block(branch.Else)
			}
			return true
		}, see)
	}
	r.guards = merged(r.guards)
}

// merged sorts spans and joins those that overlap.
func merged(spans []program.Span) []program.Span {
	slices.SortFunc(spans, func(a, b program.Span) int { return cmp.Compare(a.Start, b.Start) })
	var joined []program.Span
	for _, one := range spans {
		if last := len(joined) - 1; last >= 0 && one.Start <= joined[last].End {
			joined[last].End = max(joined[last].End, one.End)
			continue
		}
		joined = append(joined, one)
	}
	return joined
}

func (r *reading) guarded(at uint32) bool {
	next := sort.Search(len(r.guards), func(i int) bool { return r.guards[i].Start > at })
	return next > 0 && at < r.guards[next-1].End
}

// asksEnvironment reports whether a condition depends on where the program runs.
func (r *reading) asksEnvironment(condition program.Expression) bool {
	asks := false
	r.within(condition, func(x program.Expression) bool {
		switch x := x.(type) {
		case *program.Name:
			asks = asks || ofEnvironment(x.Name)
		case *program.Member:
			asks = asks || ofEnvironment(x.Name)
		case *program.Text:
			asks = asks || ofEnvironment(x.Value)
		case *program.Call:
			if name, ok := x.Callee.(*program.Name); ok {
				asks = asks || ofEnvironment(name.Name)
			}
		}
		return !asks
	})
	return asks
}

// within visits an expression that is walked through anyway: as often as hostile code
// nests what asks for it, so that the whole of these looks is bounded.
func (r *reading) within(x program.Expression, see func(program.Expression) bool) {
	if r.left <= 0 {
		return
	}
	program.Visit(x, func(x program.Expression) bool {
		r.left--
		return r.left > 0 && see(x)
	})
}

// inside visits the body of a function likewise.
func (r *reading) inside(body []program.Statement, statement func(program.Statement) bool, expression func(program.Expression) bool) {
	if r.left <= 0 {
		return
	}
	program.VisitStatements(body, func(s program.Statement) bool {
		r.left--
		return r.left > 0 && (statement == nil || statement(s))
	}, func(x program.Expression) bool {
		r.left--
		return r.left > 0 && expression != nil && expression(x)
	})
}
