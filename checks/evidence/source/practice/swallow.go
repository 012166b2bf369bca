package practice

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/config/regex"
)

// The kinds of errors that are swallowed. What is the call or the keyword, Writes
// what was tried. Note is "commented" where words stand in for the handling, "returns"
// where the caller gets an empty answer, "explicit" where the code says _ =, "commit"
// for the end of a transaction.
const (
	SwallowedCatch  Kind = "swallow.catch"  // a handler that does nothing
	SwallowedBare   Kind = "swallow.bare"   // Python's except: that raises nothing, so that even an interrupt is lost
	SwallowedResult Kind = "swallow.result" // Go's error that is dropped, or asked for and left
)

var swallowed = watch{statement: swallowedStatement, call: swallowedPromise}

// harmless matches what may fail without harm: the end of something, a nicety.
var harmless = regex.New(`(?i)^_*(?:close|cleanup|clean|clear|destroy|dispose|disconnect|end|quit|kill|terminate|unlink|rm|rmdir|rmsync|unlinksync|remove(?:all|file|listener)?|abort|cancel|release|rollback|stop|unsubscribe|unlock|shutdown|teardown|play|pause|prefetch|preload|requestfullscreen|exitfullscreen|vibrate|share|writetext|track|capture\w*|identify|log\w*|warm\w*|ping|notify\w*|emit|sync|flush|setdeadline|heartbeat|touch|drain|return|next)$`)

// excused matches functions whose name says that they try and no more.
var excused = regex.New(`(?i)(?:^|\.|_)(?:try|safe|maybe|attempt|best_?effort|silent|ignore|quiet|cleanup|teardown|shutdown|dispose|close|destroy|optional)`)

func swallowedStatement(r *reader, in *program.Function, s program.Statement) {
	switch s := s.(type) {
	case *program.Try:
		for _, handler := range s.Handlers {
			r.swallowedHandler(in, s, handler)
		}
	case *program.Branch:
		if r.Language == "Go" {
			r.swallowedBranch(in, s)
		}
	case *program.Assign:
		if r.Language == "Go" {
			r.swallowedBlank(in, s)
		}
	case *program.Evaluate:
		if r.Language == "Go" {
			r.swallowedResult(in, s)
		}
	}
}

func (r *reader) swallowedHandler(in *program.Function, s *program.Try, handler program.Handler) {
	keyword := "catch"
	if r.Language == "Python" {
		keyword = "except"
		if !broad(in, handler.Types) {
			return
		}
	}
	if !idle(handler.Body) {
		if r.Language == "Python" && len(handler.Types) == 0 && !r.reports(handler.Body) {
			r.add(in, handler.Start, Sign{Kind: SwallowedBare, What: "except", Writes: r.firstWrite(in, s.Body)})
		}
		return
	}
	sign := Sign{Kind: SwallowedCatch, What: keyword, Writes: r.firstWrite(in, s.Body), Note: r.excuse(handler.Span, handler.Body)}
	if sign.Writes == "" && (sign.Note != "" || r.harmlessBody(s.Body)) || excused.MatchString(named(in)) {
		return
	}
	r.add(in, handler.Start, sign)
}

// broad reports whether an except clause takes errors of every kind. What it names
// one by one is what it expects.
func broad(in *program.Function, types []program.Expression) bool {
	if len(types) == 0 {
		return true
	}
	return slices.ContainsFunc(types, func(x program.Expression) bool {
		name := lastName(x)
		return name == "Exception" || name == "BaseException" || name == "StandardError"
	})
}

// idle reports whether a handler does nothing but go on.
func idle(body []program.Statement) bool {
	for _, s := range body {
		switch s := s.(type) {
		case *program.Jump:
		case *program.Evaluate: // "...", a docstring, void error
			switch x := s.X.(type) {
			case *program.Text, *program.Name, *program.Literal:
			case *program.Other:
				if x.Kind != "ellipsis" {
					return false
				}
			case *program.Unary:
				if _, name := x.X.(*program.Name); !name || x.Operator != "void" {
					return false
				}
			default:
				return false
			}
		case *program.Return:
			if !slices.ContainsFunc(s.X, func(x program.Expression) bool { return !empty(x) }) {
				continue
			}
			return false
		default:
			return false
		}
	}
	return true
}

// leaves reports whether a handler goes elsewhere: it gives an answer, of a kind.
func leaves(body []program.Statement) bool {
	return slices.ContainsFunc(body, func(s program.Statement) bool {
		jump, ok := s.(*program.Jump)
		_, returns := s.(*program.Return)
		return returns || ok && jump.Kind != "pass"
	})
}

// empty reports whether a value says nothing: null, false, "", [], {}.
func empty(x program.Expression) bool {
	switch x := x.(type) {
	case *program.Literal:
		return x.Kind == program.LiteralNothing || x.Value == "false" || x.Value == "False" || x.Value == "0"
	case *program.Name:
		return x.Name == "undefined"
	case *program.Text:
		return x.Value == ""
	case *program.List:
		return len(x.Elements) == 0
	case *program.Object:
		return len(x.Entries) == 0
	}
	return x == nil
}

// reports reports whether a handler raises, or tells somebody.
func (r *reader) reports(body []program.Statement) bool {
	found, left := false, farthest
	program.VisitStatements(body, func(s program.Statement) bool {
		_, throws := s.(*program.Throw)
		found = found || throws
		left--
		return !found && left > 0
	}, func(x program.Expression) bool {
		if one, ok := x.(*program.Call); ok {
			found = found || reporting.MatchString(strings.Join(path(one.Callee), "."))
		}
		return !found
	})
	return found
}

var reporting = regex.New(`(?i)log|warn|print|capture|sentry|report|notify|traceback|exit|abort|messages\.|flash|error`)

// harmlessBody reports whether what a body is there for may fail without harm.
func (r *reader) harmlessBody(body []program.Statement) bool {
	mild, left := 0, farthest
	program.VisitStatements(body, func(program.Statement) bool { return left > 0 }, func(x program.Expression) bool {
		left--
		if one, ok := x.(*program.Call); ok {
			if names := path(one.Callee); len(names) > 0 && harmless.MatchString(names[len(names)-1]) {
				mild++
			}
		}
		return left > 0
	})
	return mild > 0
}

// excuse returns what speaks for a handler that does nothing: see SwallowedCatch.
func (r *reader) excuse(span program.Span, body []program.Statement) string {
	switch {
	case r.commented(span):
		return "commented"
	case leaves(body):
		return "returns"
	}
	return ""
}

// commented reports whether words stand in a piece of code.
func (r *reader) commented(span program.Span) bool {
	text := r.Text(program.Span{Start: span.Start, End: min(span.End, span.Start+2000)})
	mark := "//"
	if r.Language == "Python" {
		mark = "#"
	}
	return strings.Contains(text, mark) || strings.Contains(text, "/*")
}

// swallowedPromise is .catch(() => {}), which lets go of a promise's error.
func swallowedPromise(r *reader, c *call) {
	if c.method != "catch" || len(c.Arguments) != 1 || r.Language == "Python" || r.Language == "Go" {
		return
	}
	var body []program.Statement
	switch handler := unwrapped(c.Arguments[0].Value).(type) {
	case *program.Closure:
		if body = handler.Function.Body; !idle(body) {
			return
		}
	case *program.Name:
		if handler.Name != "noop" {
			return
		}
	default:
		return
	}
	member, ok := c.Callee.(*program.Member)
	if !ok {
		return
	}
	tried, ok := member.X.(*program.Call)
	if !ok {
		return
	}
	what := r.callOf(c.in, tried)
	if harmless.MatchString(what.method) || excused.MatchString(named(c.in)) || slices.ContainsFunc(what.names, harmless.MatchString) {
		return
	}
	sign := Sign{Kind: SwallowedCatch, What: ".catch", Writes: r.writes(what), Note: r.excuse(program.Span{Start: tried.End, End: c.End}, body)}
	if sign.Writes == "" && sign.Note != "" {
		return
	}
	r.add(c.in, c.Arguments[0].Value.Range().Start, sign)
}
