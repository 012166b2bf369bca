package taint

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/config/regex"
)

// golangPage says whether what is written to is an answer that a browser may take
// for a page.
func golangPage(e *engine, c *called) certainty {
	if _, said, answer := golangAnswer(e, c); answer && !said && !plainly(e, c) {
		return sure
	}
	return no
}

// plainly reports whether an answer is plain text unless somebody says otherwise.
// https://pkg.go.dev/github.com/valyala/fasthttp#ResponseHeader.SetContentType
func plainly(e *engine, c *called) bool {
	for _, target := range []program.Expression{c.object, argumentOf(c, 0)} {
		if target != nil && strings.HasPrefix(e.origin(target), "github.com/valyala/fasthttp.") {
			return true
		}
	}
	return false
}

func argumentOf(c *called, at int) program.Expression {
	if at < len(c.x.Arguments) {
		return c.x.Arguments[at].Value
	}
	return nil
}

// golangMarkup says whether what is written to is an answer that says that it is a
// page.
func golangMarkup(e *engine, c *called) certainty {
	if html, _, _ := golangAnswer(e, c); html {
		return sure
	}
	return no
}

// golangAnswer says whether a call writes to an answer, whether that has a content
// type, and whether it is a page's.
func golangAnswer(e *engine, c *called) (html, said, answer bool) {
	target := c.object
	if target != nil && !golangAnswers[e.origin(target)] && golangAnswers[c.owner] { // c.Ctx.Output of a controller
		html, said = golangTyped(e)
		return html, said, true
	}
	if c.name != "Write" && (target == nil || !e.answers(target)) {
		_, target = c.argument("0")
	}
	if target == nil || !e.answers(target) {
		return false, false, false
	}
	html, said = golangTyped(e)
	return html, said, true
}

// answers reports whether what is written to is an answer, or hands on to one what is
// written to it: bufio.NewWriter(w).
func (e *engine) answers(target program.Expression) bool {
	for range deepestConstant {
		if golangAnswers[e.origin(target)] {
			return true
		}
		call, ok := e.once(target).(*program.Call)
		if !ok || len(call.Arguments) == 0 || !golangWrappers[e.origin(call.Callee)] {
			return false
		}
		target = call.Arguments[0].Value
	}
	return false
}

// golangWrappers make writers that hand on what is written to them.
var golangWrappers = words("bufio.NewWriter bufio.NewWriterSize compress/gzip.NewWriter compress/flate.NewWriter io.MultiWriter")

// golangAnswers are what answers are written to.
var golangAnswers = words("net/http.ResponseWriter() " + golangWriters)

// golangTyped says whether the function that is run gives its answer a content type, and
// whether that is a page's.
func golangTyped(e *engine) (html, said bool) {
	program.VisitStatements(e.function().Body, nil, func(x program.Expression) bool {
		call, ok := x.(*program.Call)
		if !ok {
			return true
		}
		var typed program.Expression
		switch name := program.LastName(call.Callee); {
		case (name == "Set" || name == "Add" || name == "Header" || name == "SetHeader") && len(call.Arguments) == 2:
			if header, _ := e.function().Constant(call.Arguments[0].Value); strings.EqualFold(header, "content-type") || strings.HasSuffix(e.origin(call.Arguments[0].Value), ".HeaderContentType") {
				typed = call.Arguments[1].Value
			}
		case (name == "SetContentType" || name == "ContentType" || name == "Type") && len(call.Arguments) > 0:
			typed = call.Arguments[0].Value
		}
		if typed != nil {
			kind, known := e.function().Constant(typed)
			said = true
			html = html || known && !notPage(kind) && strings.Contains(strings.ToLower(kind), "html") || strings.HasPrefix(program.LastName(typed), "MIMETextHTML")
		}
		return true
	})
	return html, said
}

// golangHTML says whether an answer that is plain text unless it says otherwise says that
// it is a page.
func golangHTML(e *engine, _ *called) certainty {
	if html, _ := golangTyped(e); html {
		return sure
	}
	return no
}

// htmlType says whether the content type that an answer is given is a page's:
// c.Data(200, "text/html", x).
func htmlType(e *engine, c *called) certainty {
	if _, x := c.argument("1"); x != nil {
		if kind, _ := e.function().Constant(x); strings.Contains(strings.ToLower(kind), "html") || strings.HasPrefix(program.LastName(x), "MIMETextHTML") || program.LastName(x) == "MIMEHTML" {
			return sure
		}
	}
	return no
}

// openType says whether that is not known.
func openType(e *engine, c *called) certainty {
	if _, x := c.argument("1"); x != nil {
		if _, known := e.function().Constant(x); !known {
			return sure
		}
	}
	return no
}

// golangServes says whether a file that a request is answered with may be any: net/http
// refuses requests whose path has ".." in it, so that parts of the path itself lead nowhere
// else. gin hands its files to net/http. https://pkg.go.dev/net/http#ServeFile
func golangServes(_ *engine, c *called) certainty {
	at := 0
	switch {
	case c.owner == "net/http":
		at = 2
	case !strings.HasPrefix(c.owner, "github.com/gin-gonic/gin."):
		return sure
	}
	if at >= len(c.values) {
		return sure
	}
	whole := c.values[at].whole()
	if !whole.tainted() {
		return sure
	}
	for _, one := range whole.strands {
		if known := one.root.kind == fromSource || !whole.fromSource(); known && !ofPath(one.root) {
			return sure
		}
	}
	return no
}

// ofPath reports whether data is the path of a request, or a part of it that a router gives.
func ofPath(one *root) bool {
	for ; one != nil; one = one.parent {
		switch {
		case one.kind != fromSource:
			return false
		case one.key == "Path", one.key == "RequestURI", one.key == "EscapedPath()", strings.HasPrefix(one.key, "PathValue("), strings.HasPrefix(one.key, "Param("):
			return true
		case one.parent == nil && routeParameter.MatchString(one.what):
			return true
		}
	}
	return false
}

var routeParameter = regex.New(`^(?:chi\.URLParam|mux\.Vars)\(`)
