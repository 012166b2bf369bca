package usage

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/config/regex"
)

// responseName matches what people call the object that answers a request.
var responseName = regex.New(`(?i)^(?:res|resp|response|reply|rep)$`)

// answerMethods are the methods of a response that send a value.
var answerMethods = set("json jsonp send")

// isResponse reports whether a value is the object that answers a request:
// res, or res.status(400).
func isResponse(f *program.Function, x program.Expression) bool {
	for range 8 {
		switch one := x.(type) {
		case *program.Call:
			member, ok := one.Callee.(*program.Member)
			if !ok {
				return false
			}
			x = member.X
		case *program.Member:
			return responseName.MatchString(one.Name)
		case *program.Name:
			if responseName.MatchString(one.Name) {
				known := f.Lookup(one.Name)
				return known == nil || known.Param != nil
			}
			return false
		default:
			return false
		}
	}
	return false
}

// answerCalls are calls that send a value, or make the answer that has it, by their
// origin; the number is the position of the value.
var answerCalls = map[family]map[string]int{
	script: {
		"next/server.NextResponse.json": 0, "Response.json": 0, "@sveltejs/kit.json": 0, "@remix-run/node.json": 0,
	},
	python: {
		"flask.jsonify": 0, "django.http.JsonResponse": 0, "django.http.HttpResponse": 0, "rest_framework.response.Response": 0, "flask.make_response": 0, "flask.Response": 0,
		"fastapi.responses.JSONResponse": 0, "fastapi.responses.PlainTextResponse": 0, "fastapi.responses.HTMLResponse": 0, "fastapi.Response": 0, "fastapi.responses.ORJSONResponse": 0,
		"starlette.responses.JSONResponse": 0, "starlette.responses.PlainTextResponse": 0, "starlette.responses.Response": 0,
	},
	golang: {
		"net/http.Error": 1, "github.com/go-chi/render.JSON": 2,
	},
}

// goAnswers are the methods by which Go's frameworks send a value, with its position.
var goAnswers = []struct {
	framework, method string
	position          int
}{
	{"github.com/gin-gonic/gin", "JSON", 1}, {"github.com/gin-gonic/gin", "IndentedJSON", 1}, {"github.com/gin-gonic/gin", "PureJSON", 1},
	{"github.com/gin-gonic/gin", "String", 1}, {"github.com/gin-gonic/gin", "AbortWithStatusJSON", 1}, {"github.com/gin-gonic/gin", "XML", 1},
	{"github.com/labstack/echo", "JSON", 1}, {"github.com/labstack/echo", "JSONPretty", 1}, {"github.com/labstack/echo", "String", 1},
	{"github.com/gofiber/fiber", "JSON", 0}, {"github.com/gofiber/fiber", "SendString", 0},
	{"encoding/json", "Encode", 0},
}

// answers returns the values that a call sends as an answer, and by what; "" where
// it sends none.
func (u use) answers() (via string, sent []program.Expression) {
	if u.call == nil {
		return "", nil
	}
	if position, found := answerCalls[u.family][u.origin]; found {
		return u.origin, from(u.call, position)
	}
	member, ok := u.call.Callee.(*program.Member)
	if !ok {
		return "", nil
	}
	switch u.family {
	case script:
		if len(u.call.Arguments) == 0 || !answerMethods[member.Name] {
			return "", nil
		}
		if isResponse(u.function, member.X) {
			return "res." + member.Name, from(u.call, 0)
		}
		// Hono's c.json(x), where c is a parameter of the handler.
		if name, ok := member.X.(*program.Name); ok && member.Name == "json" && (name.Name == "c" || name.Name == "ctx" || name.Name == "context") {
			if known := u.function.Lookup(name.Name); known != nil && known.Param != nil {
				return "c.json", from(u.call, 0)
			}
		}
	case golang:
		for _, one := range goAnswers {
			if member.Name == one.method && strings.HasPrefix(u.origin, one.framework) {
				if one.framework == "encoding/json" && !toResponse(u, member.X) {
					continue
				}
				return one.method, from(u.call, one.position)
			}
		}
	}
	return "", nil
}

// toResponse reports whether json.NewEncoder(w) writes to a response.
func toResponse(u use, encoder program.Expression) bool {
	call, ok := encoder.(*program.Call)
	if !ok || len(call.Arguments) != 1 {
		return false
	}
	origin := u.function.Origin(call.Arguments[0].Value)
	return strings.HasSuffix(origin, "http.ResponseWriter()") || origin == "w" || strings.HasSuffix(origin, ".Response()") || strings.HasSuffix(origin, ".Writer")
}

// from returns the arguments of a call from a position on.
func from(call *program.Call, position int) (sent []program.Expression) {
	for index, one := range call.Arguments {
		if index >= position || one.Name != "" {
			sent = append(sent, one.Value)
		}
	}
	return sent
}
