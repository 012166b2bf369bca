package practice

import (
	"slices"
	"strconv"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/config/regex"
)

// The kinds of input that may be as large as its sender likes. What is the call.
const (
	UnboundedBody   Kind = "input.body"   // a request's body, read whole
	UnboundedUpload Kind = "input.upload" // files of any size and number
	UnboundedPage   Kind = "input.page"   // how many rows a list has, as the request says; Note is where it says so
)

var unbounded = watch{call: unboundedCall, function: unboundedFunction}

func unboundedCall(r *reader, c *call) {
	switch r.Language {
	case "Go":
		r.unboundedInGo(c)
	case "Python":
		r.unboundedInPython(c)
	default:
		r.unboundedInScript(c)
	}
	r.unboundedPage(c)
}

// unboundedInGo looks for io.ReadAll(r.Body) without http.MaxBytesReader.
// https://pkg.go.dev/net/http#MaxBytesReader
func (r *reader) unboundedInGo(c *call) {
	if !c.from("io.ReadAll", "io/ioutil.ReadAll") || !r.answers(c.in) {
		return
	}
	body := unversioned(c.in.Origin(c.argument(0)))
	if !strings.HasSuffix(body, "net/http.Request().Body") && !strings.HasSuffix(body, "Context().Request.Body") && !strings.HasSuffix(body, "Context().Request().Body") {
		return
	}
	if !r.says("MaxBytesReader") && !r.says("MaxBytesHandler") && !r.says("BodyLimit") && !r.says("LimitReader") {
		r.add(c.in, c.Start, Sign{Kind: UnboundedBody, What: c.written()})
	}
}

// unboundedInPython looks for await upload.read() and await request.body() in
// handlers of Starlette and FastAPI, which bound neither. Django and Flask have
// settings, of which Django's has a default.
// https://docs.djangoproject.com/en/stable/ref/settings/#data-upload-max-memory-size
func (r *reader) unboundedInPython(c *call) {
	switch {
	case c.method == "read" && len(c.Arguments) == 0 && strings.HasSuffix(strings.TrimSuffix(c.origin, ".read"), "UploadFile()"):
		r.add(c.in, c.Start, Sign{Kind: UnboundedUpload, What: c.written()})
	case c.from("fastapi.Request().body", "starlette.requests.Request().body", "fastapi.requests.Request().body"):
		r.add(c.in, c.Start, Sign{Kind: UnboundedBody, What: c.written()})
	}
}

// uploads are the parsers of uploads that bound neither size nor number by
// themselves, with the options that do.
// https://github.com/expressjs/multer#limits https://github.com/mscdex/busboy#exports
// https://github.com/richardgirges/express-fileupload#using-busboy-options
var uploads = map[string][]string{
	"multer": {"limits"}, "busboy": {"limits"}, "@fastify/busboy": {"limits"}, "express-fileupload": {"limits"},
}

// hugeBody is the limit of a body parser from which on it is none.
const hugeBody = 100 << 20

func (r *reader) unboundedInScript(c *call) {
	if limits, found := uploads[c.origin]; found {
		options := c.argument(0)
		value, open := option(options, limits[0])
		if value == nil && (options == nil || isObject(options)) && !open {
			r.add(c.in, c.Start, Sign{Kind: UnboundedUpload, What: c.written()})
		}
		return
	}
	// https://expressjs.com/en/resources/middleware/body-parser.html: 100 kB unless told.
	if c.from("express.json", "express.urlencoded", "express.raw", "express.text", "body-parser.json", "body-parser.urlencoded", "body-parser.raw", "body-parser.text") {
		value, _ := option(c.argument(0), "limit")
		switch limit := value.(type) {
		case *program.Text:
			if sizeOf(limit.Value) >= hugeBody {
				r.add(c.in, c.Start, Sign{Kind: UnboundedBody, What: c.written(), Note: limit.Value})
			}
		case *program.Name:
			if limit.Name == "Infinity" {
				r.add(c.in, c.Start, Sign{Kind: UnboundedBody, What: c.written(), Note: limit.Name})
			}
		}
		return
	}
	r.gatheredBody(c)
}

// gatheredBody is request.on("data", chunk => { body += chunk }) without a bound.
func (r *reader) gatheredBody(c *call) {
	event, ok := c.argument(0).(*program.Text)
	closure, function := c.argument(1).(*program.Closure)
	if !ok || !function || c.method != "on" || event.Value != "data" || !r.answers(c.in) {
		return
	}
	if receiver := c.receiver(); receiver != "req" && receiver != "request" {
		return
	}
	gathers := false
	program.VisitStatements(closure.Function.Body, func(s program.Statement) bool {
		if assign, ok := s.(*program.Assign); ok && assign.Operator == "+" {
			gathers = true
		}
		return true
	}, func(x program.Expression) bool {
		if one, ok := x.(*program.Call); ok && lastName(one.Callee) == "push" {
			gathers = true
		}
		return true
	})
	if text := r.body(closure.Function); gathers && !strings.Contains(text, "length") && !strings.Contains(text, "destroy") && !strings.Contains(text, "size") {
		r.add(c.in, c.Start, Sign{Kind: UnboundedBody, What: c.written()})
	}
}

var sizes = regex.New(`(?i)^\s*(\d+(?:\.\d+)?)\s*(b|kb|mb|gb|tb)?\s*$`)

// sizeOf reads a size as body parsers do: "50mb".
func sizeOf(text string) float64 {
	match := sizes.FindStringSubmatch(text)
	if match == nil {
		return 0
	}
	number, _ := strconv.ParseFloat(match[1], 64)
	unit := map[string]float64{"kb": 1 << 10, "mb": 1 << 20, "gb": 1 << 30, "tb": 1 << 40}[strings.ToLower(match[2])]
	return number * max(unit, 1)
}

// pageNames are what people call how many rows a list has.
var pageNames = regex.New(`(?i)^(?:limit|take|first|per_?page|page_?size|size|count|max_?results|amount|top)$`)

// requested matches origins of what a request says.
var requested = regex.New(`(?i)(?:^|\.|\(\)\.)(?:query|queryparams|query_params|searchparams|args|GET|req\.body|request\.body)(?:\.get|\.Get|\(\)\.Get)?[.(\[]|(?:gin|echo|fiber)\.\w+\(\)\.(?:Query|DefaultQuery|QueryParam|QueryInt)`)

// bounded matches what holds a number within bounds.
var bounded = regex.New(`(?i)\b(?:min|clamp|bound|cap|limit_?page|normaliz\w*|sanitiz\w*|validat\w*|safe\w*)\s*\(|\.(?:max|lte?|between)\(|\ble=|\blt=|maximum|max_?(?:limit|page|per_?page|size|results|take)|MAX_`)

// unboundedPage looks for take: Number(req.query.limit) and .limit(limit), where the
// function compares the number with nothing.
func (r *reader) unboundedPage(c *call) {
	if !r.answers(c.in) || r.full(UnboundedPage) {
		return
	}
	check := func(x program.Expression) {
		name, said := r.saidByRequest(c.in, x, 8)
		if !said || r.holds(c.in, x) {
			return
		}
		r.add(c.in, c.Start, Sign{Kind: UnboundedPage, What: c.written(), Note: name})
	}
	if c.method == "limit" || c.method == "Limit" || c.method == "take" || c.method == "Take" {
		if len(c.Arguments) == 1 {
			check(c.argument(0))
		}
		return
	}
	for _, argument := range c.Arguments {
		object, ok := argument.Value.(*program.Object)
		if !ok {
			continue
		}
		for _, entry := range object.Entries {
			if (entry.Name == "take" || entry.Name == "limit") && (strings.HasPrefix(c.method, "find") || strings.HasPrefix(c.method, "list")) {
				check(entry.Value)
			}
		}
	}
}

// saidByRequest reports whether a number comes from what a request says, through
// parseInt and the like, and returns where.
func (r *reader) saidByRequest(in *program.Function, x program.Expression, depth int) (string, bool) {
	if depth == 0 || x == nil {
		return "", false
	}
	switch one := x.(type) {
	case *program.Unary:
		return r.saidByRequest(in, one.X, depth-1)
	case *program.Await:
		return r.saidByRequest(in, one.X, depth-1)
	case *program.Binary: // Number(x) || 20
		if one.Operator == "||" || one.Operator == "??" || one.Operator == "or" {
			return r.saidByRequest(in, one.Left, depth-1)
		}
		return "", false
	case *program.Conditional:
		if name, said := r.saidByRequest(in, one.Then, depth-1); said {
			return name, said
		}
		return r.saidByRequest(in, one.Else, depth-1)
	case *program.Call:
		if origin := unversioned(in.Origin(one.Callee)) + "("; requested.MatchString(origin) {
			return r.Text(one.Span), true
		}
		if !converts[lastName(one.Callee)] || len(one.Arguments) == 0 {
			return "", false
		}
		return r.saidByRequest(in, one.Arguments[0].Value, depth-1)
	case *program.Index: // Go's first result
		return r.saidByRequest(in, one.X, depth-1)
	case *program.Member:
		if requested.MatchString(in.Origin(one)) {
			return r.Text(one.Span), true
		}
	case *program.Name:
		binding := in.Lookup(one.Name)
		if binding == nil || binding.Param != nil || len(binding.Values) == 0 || len(binding.Values) > 3 {
			return "", false
		}
		for _, value := range binding.Values {
			if name, said := r.saidByRequest(binding.Owner, value, depth-1); said {
				return name, true
			}
		}
	}
	return "", false
}

// converts are functions that make a number of a text.
var converts = set(`Number parseInt parseFloat int float Atoi ParseInt ParseUint String toString`)

// holds reports whether the function keeps the number within bounds: it compares it,
// or gives it to something that does.
func (r *reader) holds(in *program.Function, x program.Expression) bool {
	if bounded.MatchString(r.body(in)) {
		return true
	}
	name, ok := x.(*program.Name)
	if !ok {
		return false
	}
	found := false
	program.VisitStatements(in.Body, func(program.Statement) bool { return !found }, func(x program.Expression) bool {
		if one, ok := x.(*program.Binary); ok && slices.Contains([]string{">", ">=", "<", "<="}, one.Operator) {
			for _, side := range []program.Expression{one.Left, one.Right} {
				if compared, ok := side.(*program.Name); ok && compared.Name == name.Name {
					found = true
				}
			}
		}
		return !found
	})
	return found
}

// unboundedFunction looks for FastAPI's limit: int = 100, which takes any number.
// https://fastapi.tiangolo.com/tutorial/query-params-str-validations/
func unboundedFunction(r *reader, function *program.Function) {
	if r.Language != "Python" || !r.takes("fastapi") || !slices.ContainsFunc(function.Decorators, func(x program.Expression) bool { return routers.MatchString(strings.Join(path(x), ".")) }) {
		return
	}
	for _, param := range function.Params {
		number, plain := param.Default.(*program.Literal)
		if !pageNames.MatchString(param.Name) || lastName(param.Type) != "int" || !plain || number.Kind != program.LiteralNumber {
			continue
		}
		if text := r.body(function); bounded.MatchString(text) || strings.Contains(text, "if "+param.Name) {
			continue
		}
		r.add(function, param.Start, Sign{Kind: UnboundedPage, What: param.Name + ": int = " + number.Value, Note: param.Name})
	}
}
