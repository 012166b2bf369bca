package taint

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// golangPage says whether what is written to is an answer that a browser may take
// for a page.
func golangPage(e *engine, c *called) certainty {
	if _, said, answer := golangAnswer(e, c); answer && !said {
		return sure
	}
	return no
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
	if c.name != "Write" && (target == nil || !golangAnswers[e.origin(target)]) {
		_, target = c.argument("0")
	}
	if target == nil || !golangAnswers[e.origin(target)] {
		return false, false, false
	}
	html, said = golangTyped(e)
	return html, said, true
}

// golangAnswers are what answers are written to.
var golangAnswers = words("net/http.ResponseWriter() github.com/gin-gonic/gin.Context().Writer github.com/labstack/echo/v4.Context().Response() github.com/labstack/echo.Context().Response() " +
	"github.com/labstack/echo/v4.Context().Response().Writer github.com/labstack/echo.Context().Response().Writer github.com/valyala/fasthttp.RequestCtx() github.com/beego/beego/v2/server/web.Controller().Ctx " +
	"github.com/astaxie/beego.Controller().Ctx github.com/beego/beego.Controller().Ctx")

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
