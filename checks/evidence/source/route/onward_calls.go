package route

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// widest bounds how much of one expression is looked at for what it begins with: chains
// of hostile files go on.
const widest = 200

// inspect looks at everything in a function, its closures included, for what may keep
// a request. What throws where it is caught keeps none.
func (o *onward) inspect(in *program.Function, body []program.Statement, caught bool) {
	program.VisitStatements(body, func(s program.Statement) bool {
		if o.stops != "" {
			return false
		}
		switch s := s.(type) {
		case *program.Throw:
			if !caught {
				o.stop(stopsThrows)
			}
		case *program.Assign:
			for _, target := range s.Targets {
				o.finds = o.finds || tellsWho(target)
			}
			if _, closure := s.Value.(*program.Closure); closure && len(s.Targets) == 1 && o.of(s.Targets[0], o.answer) {
				return false // res.json = function …: it runs when somebody else answers
			}
		case *program.Declare:
			if s.Function != nil && s.Function != in {
				o.inspect(s.Function, s.Function.Body, caught)
			}
		case *program.Try:
			if len(s.Handlers) == 0 {
				return true
			}
			o.inspect(in, s.Body, true)
			for _, handler := range s.Handlers {
				o.inspect(in, handler.Body, caught)
			}
			o.inspect(in, s.Finally, caught)
			return false
		}
		return true
	}, func(x program.Expression) bool {
		switch x := x.(type) {
		case *program.Closure:
			o.inspect(x.Function, x.Function.Body, caught)
		case *program.Call:
			o.calls(in, x, caught)
		}
		return o.stops == ""
	})
}

// calls looks at one call.
func (o *onward) calls(in *program.Function, call *program.Call, caught bool) {
	if o.named(call.Callee, o.next) {
		if len(call.Arguments) > 0 {
			o.stop(stopsErrors)
		}
		return
	}
	name := program.LastName(call.Callee)
	if name == "assign" && len(call.Arguments) > 1 && o.about(in, call.Arguments[0].Value) {
		o.finds = true // Object.assign(req, found)
	}
	hands := false // it gets what a request is answered with, or handed on with
	for _, argument := range call.Arguments {
		hands = hands || o.named(argument.Value, o.next) || o.named(argument.Value, o.answer)
		if text, ok := argument.Value.(*program.Text); ok && name == "set" && o.of(call.Callee, o.answer) {
			o.finds = o.finds || tells(text.Value) // c.set("user", user)
		}
	}
	switch {
	case hands && runs[name] && name != "then", hands && o.builtIn(in, call.Callee):
	case hands:
		o.follow(in, call)
	case o.of(call.Callee, o.answer):
		if member, ok := call.Callee.(*program.Member); ok && o.named(member.X, o.answer) && !heads[name] || !quiet[name] && !heads[name] {
			o.stop(stopsAnswers)
		}
	case quiet[name], runs[name] && givesClosure(call), caught, o.builtIn(in, call.Callee):
	case o.about(in, call.Callee), o.aboutAny(in, call.Arguments):
		o.follow(in, call)
	default: // it gets nothing of the request; who asks may still be known to it
		if checksWho(clip(in.Origin(call.Callee)), name) {
			o.follow(in, call)
		}
	}
}

// givesClosure reports whether a call is given a function that stands there, which is
// looked at itself.
func givesClosure(call *program.Call) bool {
	for _, argument := range call.Arguments {
		if _, closure := argument.Value.(*program.Closure); closure {
			return true
		}
	}
	return false
}

// follow notes a function that decides whether the request goes on.
func (o *onward) follow(in *program.Function, call *program.Call) {
	if inner := o.local(in, call.Callee); inner != nil && (inner == o.function || o.inside(inner)) {
		return
	}
	if len(o.through) >= maxRefs {
		o.stop(stopsUnread)
		return
	}
	o.through = append(o.through, o.callee(in, call))
}

// of reports whether a chain of members begins with a parameter.
func (o *onward) of(x program.Expression, param string) bool {
	for range widest {
		switch one := x.(type) {
		case *program.Member:
			x = one.X
		case *program.Call:
			x = one.Callee
		case *program.Name:
			return param != "" && one.Name == param
		default:
			return false
		}
	}
	return true
}

// about reports whether something of an expression was made in the function: of the
// request, as far as can be seen.
func (o *onward) about(in *program.Function, x program.Expression) bool {
	found, seen := false, 0
	program.Visit(x, func(x program.Expression) bool {
		if seen++; seen > widest {
			found = true
		}
		if name, ok := x.(*program.Name); ok && name != nil && !found {
			if binding := in.Lookup(name.Name); binding != nil && binding.Owner != nil && (binding.Owner == o.function || o.inside(binding.Owner)) {
				found = binding.Function == nil
			}
		}
		return !found
	})
	return found
}

func (o *onward) aboutAny(in *program.Function, arguments []program.Argument) bool {
	for _, argument := range arguments {
		if !nothing(argument.Value) && o.about(in, argument.Value) {
			return true
		}
	}
	return false
}

// builtIn reports whether something called is the language's own, or of a module that
// comes with it.
func (o *onward) builtIn(in *program.Function, callee program.Expression) bool {
	origin := in.Origin(callee)
	if end := strings.IndexAny(origin, ".("); end > 0 {
		origin = origin[:end]
	}
	return builtIns[origin]
}

var builtIns = words(`console Math Date JSON Object Array String Number Boolean RegExp Symbol Promise Error Map Set WeakMap URL URLSearchParams Buffer Intl BigInt
	parseInt parseFloat isNaN decodeURIComponent encodeURIComponent process performance setTimeout clearTimeout setImmediate setInterval queueMicrotask structuredClone
	TextEncoder TextDecoder Headers require crypto os path perf_hooks async_hooks util url querystring uuid nanoid ulid on-finished on-headers debug`)

// heads are the methods of what requests are answered with that do not answer.
var heads = words(`set setHeader header headers append on once off vary type cookie clearCookie get getHeader getHeaders hasHeader removeHeader addListener removeListener
	is accepts acceptsEncodings acceptsLanguages flushHeaders links elapsedTime setTimeout getResponseTime setCookie`)

// quiet are the names of methods that keep no request: of headers, texts, lists, logs,
// measures, and of what is looked up.
var quiet = words(`set setHeader header headers append on once off vary type cookie clearCookie get getHeader getHeaders hasHeader removeHeader addListener removeListener
	is accepts acceptsEncodings acceptsLanguages flushHeaders links elapsedTime
	split startsWith endsWith toLowerCase toUpperCase includes replace replaceAll trim slice substring substr indexOf lastIndexOf match matchAll test toString padStart padEnd concat charAt at
	map filter forEach some every reduce join push pop shift unshift keys values entries sort reverse has add delete flat flatMap find findIndex toFixed getTime toISOString valueOf hasOwnProperty
	log info debug warn error trace verbose http silly fatal child
	inc dec observe startTimer increment timing gauge histogram labels record setTag setTags addTags setAttribute setAttributes setUser setContext addBreadcrumb captureException captureMessage
	addEvent recordException noticeError setStatus startSpan getStore enterWith
	findOne findById findUnique findFirst findByPk countDocuments count touch`)

// tellsWho reports whether what is assigned to says who asks: req.user, ctx.state.user.
func tellsWho(target program.Expression) bool {
	member, ok := target.(*program.Member)
	return ok && tells(member.Name)
}

func tells(name string) bool {
	for _, word := range wordsOf(name) {
		if whoWords[word] {
			return true
		}
	}
	return false
}

var whoWords = words("user users account auth authenticated session token identity principal member viewer claims jwt actor customer login role roles permissions admin scope scopes")
