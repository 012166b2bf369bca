package taint

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// said is what a function says of the type of what it answers.
type said struct {
	page  bool // HTML
	other bool // something that browsers do not read as a page, or that is not known
}

// kinds are calls that say of what type an answer is.
var kinds = words("type contentType set setHeader header writeHead attachment append")

// answering reports whether an expression is named as answers are.
func answering(x program.Expression) bool {
	for _, one := range []string{"res", "response", "reply", "ctx", "context"} {
		if endsInWord(identifier(x), one) {
			return true
		}
	}
	return false
}

func (s *said) hears(e *engine, x program.Expression) {
	if kind, ok := e.function().Constant(x); ok {
		s.page = s.page || strings.Contains(strings.ToLower(kind), "html")
		s.other = s.other || notPage(kind)
	}
}

// look is what one call says.
func (s *said) look(e *engine, x program.Expression) {
	call, ok := x.(*program.Call)
	if !ok || !kinds[program.LastName(call.Callee)] {
		return
	}
	if program.LastName(call.Callee) == "attachment" {
		s.other = true
	}
	if len(call.Arguments) == 0 {
		return
	}
	for _, argument := range call.Arguments {
		if object, ok := e.once(argument.Value).(*program.Object); ok {
			for _, entry := range object.Entries {
				if strings.EqualFold(entry.Name, "content-type") {
					s.hears(e, entry.Value)
					s.other = s.other || !e.isConstant(entry.Value) // a type that is not known
				}
			}
		}
		s.hears(e, argument.Value)
	}
	if name, _ := e.function().Constant(call.Arguments[0].Value); len(call.Arguments) == 2 && strings.EqualFold(name, "content-disposition") { // it is saved, not shown
		how, _ := e.letters(call.Arguments[1].Value)
		s.other = s.other || !strings.HasPrefix(how, "inline")
	}
	if len(call.Arguments) == 2 { // a type that is not known
		name, _ := e.function().Constant(call.Arguments[0].Value)
		if _, known := e.function().Constant(call.Arguments[1].Value); !known && strings.EqualFold(name, "content-type") {
			s.other = true
		}
	}
}

// answersPage says whether an answer is read as HTML: not where the function says
// that it is something else.
func answersPage(e *engine, c *called) certainty {
	found := e.says(c.x.Span)
	if member, ok := c.x.Callee.(*program.Member); ok && !found.other {
		program.Visit(member.X, func(x program.Expression) bool {
			found.look(e, x)
			return !found.other
		})
	}
	if found.other {
		return no
	}
	return sure
}

// saysPage says whether the function says that it answers HTML, and nothing else.
func saysPage(e *engine, c *called) certainty {
	if found := e.says(c.x.Span); found.page && !found.other {
		return sure
	}
	return no
}

// storesPage says whether the body that an answer is given is read as HTML.
func storesPage(e *engine) certainty {
	if e.says(program.Span{}).other {
		return no
	}
	return sure
}

// storesKoaPage says the same of an answer that Koa gives apart from its context.
func storesKoaPage(e *engine) certainty {
	if !e.ofKoa() {
		return no
	}
	return storesPage(e)
}

// answersBySelf reports whether a function is one of Koa's first version, whose context is
// "this". https://github.com/koajs/koa/blob/v1.x/docs/api/context.md
func (e *engine) answersBySelf(function *program.Function) bool {
	return function.Generator && e.tables.schemas && function.Class == nil && len(function.Params) < 2 && e.ofKoa()
}

// ofKoa reports whether a file answers by Koa.
func (e *engine) ofKoa() bool {
	return e.requires("koa") || e.requires("koa-router") || e.requires("@koa/router") || e.requires("koa-route")
}

// madePage says whether an answer that is made says of itself that it is HTML: new
// Response(body, {headers: {"Content-Type": "text/html"}}).
func madePage(e *engine, c *called) certainty {
	if len(c.x.Arguments) < 2 {
		return no
	}
	options, ok := e.once(c.x.Arguments[1].Value).(*program.Object)
	if !ok {
		return no
	}
	for _, entry := range options.Entries {
		if entry.Name != "headers" {
			continue
		}
		var found said
		found.headers(e, entry.Value)
		if found.page && !found.other {
			return sure
		}
	}
	return no
}

// headers are what some headers say: an object, what Headers are made of, and what is
// put into those later.
func (s *said) headers(e *engine, x program.Expression) {
	made := e.once(x)
	if call, ok := made.(*program.Call); ok && program.LastName(call.Callee) == "Headers" && len(call.Arguments) == 1 {
		made = e.once(call.Arguments[0].Value)
	}
	if object, ok := made.(*program.Object); ok {
		for _, entry := range object.Entries {
			if strings.EqualFold(entry.Name, "content-type") {
				s.hears(e, entry.Value)
			}
		}
	}
	name, ok := x.(*program.Name)
	if !ok {
		return
	}
	program.VisitStatements(e.function().Body, nil, func(x program.Expression) bool {
		call, ok := x.(*program.Call)
		if !ok || len(call.Arguments) != 2 {
			return true
		}
		member, ok := call.Callee.(*program.Member)
		if !ok || member.Name != "set" && member.Name != "append" {
			return true
		}
		if on, ok := member.X.(*program.Name); ok && on.Name == name.Name {
			if header, _ := e.function().Constant(call.Arguments[0].Value); strings.EqualFold(header, "content-type") {
				s.hears(e, call.Arguments[1].Value)
			}
		}
		return true
	})
}

// insertsPage says whether a command of the editor inserts HTML.
func insertsPage(e *engine, c *called) certainty {
	if len(c.x.Arguments) == 3 {
		if what, _ := e.function().Constant(c.x.Arguments[0].Value); strings.EqualFold(what, "insertHTML") {
			return sure
		}
	}
	return no
}

// parsesPage says whether a document is made of HTML: its scripts do not run, what is
// taken from it may.
func parsesPage(e *engine, c *called) certainty {
	if len(c.x.Arguments) == 2 {
		if kind, _ := e.function().Constant(c.x.Arguments[1].Value); strings.Contains(kind, "html") {
			return maybe
		}
	}
	return no
}
