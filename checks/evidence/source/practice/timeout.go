package practice

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// The kinds of waiting without an end. What is the call or the type, Note says what
// there is instead: "context" for a deadline that may come with the request.
const (
	WaitsCall   Kind = "wait.call"   // a call that waits as long as the other side likes
	WaitsServer Kind = "wait.server" // a server that waits for its clients without an end
	WaitsLimit  Kind = "wait.limit"  // a limit that is set for a library as a whole
)

var timeouts = watch{call: timeoutCall, statement: timeoutStatement}

// pythonWaits are functions that wait for ever unless told otherwise, by the keyword
// that tells them and its position. httpx waits 5 seconds, aiohttp 5 minutes.
// https://requests.readthedocs.io/en/latest/user/advanced/#timeouts
// https://docs.python.org/3/library/urllib.request.html#urllib.request.urlopen
// https://docs.python.org/3/library/smtplib.html
var pythonWaits = map[string]int{
	"requests.get": -1, "requests.post": -1, "requests.put": -1, "requests.patch": -1, "requests.delete": -1, "requests.head": -1, "requests.options": -1, "requests.request": -1,
	"requests.Session().get": -1, "requests.Session().post": -1, "requests.Session().put": -1, "requests.Session().patch": -1, "requests.Session().delete": -1, "requests.Session().request": -1,
	"requests.session().get": -1, "requests.session().post": -1,
	"urllib.request.urlopen": 2, "smtplib.SMTP": -1, "smtplib.SMTP_SSL": -1, "ftplib.FTP": -1,
}

// goWaits are functions of net/http that use a client or a server without limits.
// https://pkg.go.dev/net/http#Client https://pkg.go.dev/net/http#Server
var goWaits = map[string]Kind{
	"net/http.Get": WaitsCall, "net/http.Post": WaitsCall, "net/http.PostForm": WaitsCall, "net/http.Head": WaitsCall,
	"net/http.DefaultClient.Get": WaitsCall, "net/http.DefaultClient.Post": WaitsCall, "net/http.DefaultClient.Do": WaitsCall,
	"net/http.ListenAndServe": WaitsServer, "net/http.ListenAndServeTLS": WaitsServer, "net/http.Serve": WaitsServer,
}

// scriptWaits are methods of axios and got, by the position of their options.
// https://axios-http.com/docs/req_config https://github.com/sindresorhus/got
var scriptWaits = map[string]int{
	"axios": 0, "axios.request": 0, "axios.get": 1, "axios.delete": 1, "axios.head": 1, "axios.options": 1, "axios.post": 2, "axios.put": 2, "axios.patch": 2, "axios.create": 0,
	"got": 1, "got.get": 1, "got.post": 1, "got.put": 1, "got.patch": 1, "got.delete": 1, "fetch": 1, "node-fetch": 1, "undici.fetch": 1,
}

func timeoutCall(r *reader, c *call) {
	switch r.Language {
	case "Python":
		r.waitsInPython(c)
	case "Go":
		if kind, found := goWaits[c.origin]; found {
			r.add(c.in, c.Start, Sign{Kind: kind, What: c.written(), Note: r.deadline()})
		}
	default:
		r.waitsInScript(c)
	}
}

func (r *reader) waitsInPython(c *call) {
	position, found := pythonWaits[c.origin]
	if !found {
		return
	}
	if value, spread := c.keyword("timeout"); value != nil || spread || position >= 0 && c.argument(position) != nil {
		if literal, ok := value.(*program.Literal); !ok || literal.Kind != program.LiteralNothing {
			return
		}
	}
	if strings.HasPrefix(c.origin, "requests.") && strings.Contains(c.origin, "ession()") && r.says(".mount(") {
		return // an adapter may know of a timeout
	}
	r.add(c.in, c.Start, Sign{Kind: WaitsCall, What: c.written()})
}

func (r *reader) waitsInScript(c *call) {
	position, found := scriptWaits[c.origin]
	if !found || !r.facts.Server && !r.answers(c.in) {
		return
	}
	options := c.argument(position)
	if (c.origin == "axios" || c.origin == "got") && len(c.Arguments) == 1 {
		options = c.argument(0)
	}
	if options != nil {
		if _, object := options.(*program.Object); !object {
			if _, url := options.(*program.Text); !url {
				return // options from elsewhere
			}
		}
	}
	for _, name := range []string{"timeout", "signal", "httpsAgent", "agent", "dispatcher"} {
		if value, open := option(options, name); value != nil || open && name == "timeout" && isObject(options) {
			if c.origin == "axios.create" && value != nil {
				r.add(c.in, c.Start, Sign{Kind: WaitsLimit, What: "axios.create"})
			}
			return
		}
	}
	kind := Sign{Kind: WaitsCall, What: c.written()}
	if strings.HasSuffix(c.origin, "fetch") {
		kind.Note = "fetch" // undici ends an answer that stalls for 300 seconds
	}
	r.add(c.in, c.Start, kind)
}

func isObject(x program.Expression) bool {
	_, ok := x.(*program.Object)
	return ok
}

func timeoutStatement(r *reader, in *program.Function, s program.Statement) {
	if assign, ok := s.(*program.Assign); ok && len(assign.Targets) == 1 {
		if target := in.Origin(assign.Targets[0]); target == "axios.defaults.timeout" || target == "net/http.DefaultClient.Timeout" {
			r.add(in, s.Range().Start, Sign{Kind: WaitsLimit, What: strings.TrimSuffix(strings.TrimSuffix(target, ".Timeout"), ".defaults.timeout")})
		}
	}
	if r.Language != "Go" {
		return
	}
	for _, x := range program.Expressions(s) {
		program.Visit(x, func(x program.Expression) bool {
			if object, ok := x.(*program.Object); ok {
				r.waitsInLiteral(in, s, object)
			}
			return true
		})
	}
}

// waitsInLiteral looks at http.Client{…} and http.Server{…}.
func (r *reader) waitsInLiteral(in *program.Function, s program.Statement, object *program.Object) {
	if object.Type == nil {
		return
	}
	has := func(names ...string) bool {
		for _, name := range names {
			if value, _ := option(object, name); value != nil {
				return true
			}
		}
		return false
	}
	switch in.Origin(object.Type) {
	case "net/http.Client":
		if !has("Timeout") && !r.setLater(in, s, "Timeout") {
			r.add(in, object.Start, Sign{Kind: WaitsCall, What: "http.Client{}", Note: r.deadline()})
		}
	case "net/http.Server":
		if !has("ReadHeaderTimeout", "ReadTimeout") && !r.setLater(in, s, "ReadHeaderTimeout", "ReadTimeout") {
			r.add(in, object.Start, Sign{Kind: WaitsServer, What: "http.Server{}"})
		}
	}
}

// setLater reports whether a field of what a statement makes is set afterwards in the
// same function.
func (r *reader) setLater(in *program.Function, s program.Statement, fields ...string) bool {
	from := s.Range().End
	rest := r.Text(program.Span{Start: from, End: min(max(in.End, from), from+4000)})
	for _, field := range fields {
		if strings.Contains(rest, "."+field+" =") {
			return true
		}
	}
	return false
}

// deadline returns "context" where the file makes requests that a context can end.
func (r *reader) deadline() string {
	if r.says("NewRequestWithContext(") || r.says(".WithContext(") {
		return "context"
	}
	return ""
}
