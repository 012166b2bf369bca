package taint

import (
	"github.com/golive-app/golive/checks/evidence/source/program"
)

// golangSent looks at what is put into a request that goes out, into a command, or into the
// header of an answer: req.URL.Host = x, cmd.Args = append(cmd.Args, "-c", x),
// w.Header()["Location"] = []string{x}.
func (e *engine) golangSent(target, source program.Expression, v *value) {
	at := &arrival{callee: e.written(target), span: program.Span{Start: target.Range().Start, End: source.Range().End}, sure: sure}
	into, ok := target.(*program.Member)
	if !ok || into.X == nil {
		return
	}
	switch address, inner := into.X.(*program.Member); {
	case into.Name == "Location":
		header, ok := e.once(into.X).(*program.Call)
		if !ok || program.LastName(header.Callee) != "Header" {
			return
		}
		at.class, at.advice = redirect, "redirect"
	case into.Name == "Host" && inner && address.Name == "URL":
		switch e.requested(address.X) {
		case madeHere:
		case incoming: // which a proxy is about to hand on
			if v.whole().ownSite() {
				return
			}
			at.sure = maybe
		default:
			return
		}
		at.class, at.need, at.advice = request, wantsStart, "http"
	case into.Name == "URL" && e.requested(into.X) == madeHere:
		at.class, at.need, at.advice = request, wantsStart, "http"
	case (into.Name == "Args" || into.Name == "Stdin") && e.shelled(into.X):
		if into.Name == "Args" && !commandFlag(e, source) && !commandFlags[firstAppended(e, source)] {
			return
		}
		at.class, at.advice = command, "exec"
	default:
		return
	}
	e.found.sinks++
	e.arrive(at, v)
}

// requestKind is where a request comes from: one that this function has made, or one that it answers.
type requestKind uint8

const (
	unknownRequest requestKind = iota
	madeHere
	incoming
)

// requested says what a request is that something is put into.
func (e *engine) requested(x program.Expression) requestKind {
	call, ok := e.once(x).(*program.Call)
	if index, list := e.once(x).(*program.Index); list { // the first of two results
		call, ok = index.X.(*program.Call)
	}
	if ok {
		switch e.origin(call.Callee) {
		case "net/http.NewRequest", "net/http.NewRequestWithContext":
			return madeHere
		}
	}
	if e.origin(x) == "net/http.Request()" {
		return incoming
	}
	return unknownRequest
}

// shelled reports whether a command that this function has made is a shell.
func (e *engine) shelled(x program.Expression) bool {
	call, ok := e.once(x).(*program.Call)
	if !ok {
		return false
	}
	switch at := 0; e.origin(call.Callee) {
	case "os/exec.CommandContext":
		at = 1
		fallthrough
	case "os/exec.Command":
		return at < len(call.Arguments) && e.shell(call.Arguments[at].Value)
	}
	return false
}

// firstAppended is the first word that is appended to a list: append(cmd.Args, "-c", x).
func firstAppended(e *engine, x program.Expression) string {
	call, ok := x.(*program.Call)
	if !ok || program.LastName(call.Callee) != "append" || len(call.Arguments) < 2 {
		return ""
	}
	word, _ := e.function().Constant(call.Arguments[1].Value)
	return word
}

// makeRequests are functions that make what another call sends, and sendRequests those.
var (
	makeRequests = words("NewRequest NewRequestWithContext NewConfig")
	sendRequests = words("Do RoundTrip DialConfig")
)

// sentLater is an address at the function that makes a request of it: it is told where that
// request is sent, if the same function does that.
func (e *engine) sentLater(at *arrival, c *called) *arrival {
	if !makeRequests[c.name] {
		return at
	}
	made := ""
	program.VisitStatements(e.function().Body, func(s program.Statement) bool {
		if assign, ok := s.(*program.Assign); ok && assign.Value == program.Expression(c.x) && len(assign.Targets) > 0 {
			made = identifier(assign.Targets[0])
		}
		return made == ""
	}, nil)
	if made == "" || made == "_" {
		return at
	}
	var sent *program.Call
	program.VisitStatements(e.function().Body, nil, func(x program.Expression) bool {
		call, ok := x.(*program.Call)
		if !ok || call.Start < c.x.End || !sendRequests[program.LastName(call.Callee)] || sent != nil && sent.Start < call.Start {
			return true
		}
		for _, one := range call.Arguments {
			if name, ok := one.Value.(*program.Name); ok && name.Name == made {
				sent = call
			}
		}
		return true
	})
	if sent == nil {
		return at
	}
	moved := *at
	moved.span, moved.callee = sent.Span, e.written(sent.Callee)
	return &moved
}
