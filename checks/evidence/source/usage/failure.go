package usage

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/config/regex"
)

// errorModules are what shows an error to people, and what turns it into an answer.
var errorModules = modules{
	script: {
		"react-error-boundary":   {library: "react-error-boundary", kind: ErrorPage},
		"@sentry/react":          {library: "Sentry", names: each(row{kind: ErrorPage}, "withErrorBoundary", "wrapCreateBrowserRouter")},
		"errorhandler":           {library: "errorhandler", names: each(row{kind: ErrorLeak, detail: LeakStack}, "")},
		"express":                {library: "Express", names: each(row{kind: ErrorHandler, look: fourParams}, "*.use")},
		"fastify":                {library: "Fastify", names: each(row{kind: ErrorHandler}, "*.setErrorHandler")},
		"koa":                    {library: "Koa", names: each(row{kind: ErrorHandler, look: onError}, "*.on")},
		"koa-onerror":            {library: "koa-onerror", kind: ErrorHandler},
		"koa-error":              {library: "koa-error", kind: ErrorHandler},
		"koa-json-error":         {library: "koa-json-error", kind: ErrorHandler},
		"hono":                   {library: "Hono", names: each(row{kind: ErrorHandler}, "*.onError", "*.notFound")},
		"elysia":                 {library: "Elysia", names: each(row{kind: ErrorHandler}, "*.onError")},
		"@nestjs/core":           {library: "NestJS", names: each(row{kind: ErrorHandler}, "*.useGlobalFilters")},
		"@nestjs/common":         {library: "NestJS", names: each(row{kind: ErrorHandler}, "Catch", "UseFilters")},
		"@hapi/hapi":             {library: "hapi", names: each(row{kind: ErrorHandler, look: preResponse}, "*.ext")},
		"http-problem-details":   {library: "problem details", kind: ErrorHandler},
		"@fastify/sensible":      {library: "@fastify/sensible", kind: ErrorHandler},
		"next-connect":           {library: "next-connect", names: each(row{kind: ErrorHandler}, "createRouter")},
		"@trpc/server":           {library: "tRPC", names: each(row{kind: ErrorHandler, look: errorFormatter}, "initTRPC.create", "*.create")},
		"@tanstack/react-router": {library: "TanStack Router", names: each(row{kind: ErrorPage}, "ErrorComponent")},
	},
	python: {
		"flask":                   {library: "Flask", names: both(each(row{kind: ErrorHandler}, "*.errorhandler", "*.app_errorhandler", "*.register_error_handler"), each(row{kind: DebugMode, look: debugKeyword}, "*.run"))},
		"fastapi":                 {library: "FastAPI", names: both(each(row{kind: ErrorHandler}, "*.exception_handler", "*.add_exception_handler"), each(row{kind: DebugMode, look: debugKeyword}, "FastAPI"))},
		"starlette":               {library: "Starlette", names: both(each(row{kind: ErrorHandler}, "*.exception_handler", "*.add_exception_handler"), each(row{kind: DebugMode, look: debugKeyword}, "applications.Starlette"))},
		"litestar":                {library: "Litestar", names: each(row{kind: DebugMode, look: debugKeyword}, "Litestar")},
		"drf_problems":            {library: "drf-problems", kind: ErrorHandler},
		"drf_standardized_errors": {library: "drf-standardized-errors", kind: ErrorHandler},
		"werkzeug.debug":          {library: "Werkzeug", names: each(row{kind: DebugMode}, "DebuggedApplication")},
	},
	golang: {
		"github.com/gin-gonic/gin":                              {library: "gin", names: both(each(row{kind: ErrorHandler}, "Default", "Recovery", "CustomRecovery", "RecoveryWithWriter", "*.NoRoute"), each(row{kind: DebugMode, look: ginDebug}, "SetMode"))},
		"github.com/labstack/echo":                              {library: "echo", names: each(row{kind: ErrorHandler}, "middleware.Recover", "middleware.RecoverWithConfig")},
		"github.com/go-chi/chi":                                 {library: "chi", names: each(row{kind: ErrorHandler}, "middleware.Recoverer")},
		"github.com/gofiber/fiber":                              {library: "fiber", names: each(row{kind: ErrorHandler}, "middleware.recover.New")},
		"github.com/gorilla/handlers":                           {library: "gorilla/handlers", names: each(row{kind: ErrorHandler}, "RecoveryHandler")},
		"connectrpc.com/connect":                                {library: "connect", names: each(row{kind: ErrorHandler}, "WithRecover")},
		"github.com/grpc-ecosystem/go-grpc-middleware/recovery": {library: "gRPC", kind: ErrorHandler},
	},
}

// fourParams looks at app.use((error, req, res, next) => …): Express knows an error
// handler by its four parameters
// (https://expressjs.com/en/guide/error-handling.html#the-default-error-handler).
func fourParams(u use, _ *Sign) bool {
	for _, one := range u.call0() {
		if f := functionOf(u.function, one.Value); f != nil && len(f.Params) == 4 {
			return true
		}
	}
	return false
}

// functionOf returns the function that a value is; nil where that is not told here.
func functionOf(f *program.Function, x program.Expression) *program.Function {
	switch x := x.(type) {
	case *program.Closure:
		return x.Function
	case *program.Name:
		known := f.Lookup(x.Name)
		if known == nil {
			return nil
		}
		if known.Function != nil {
			return known.Function
		}
		if len(known.Values) == 1 {
			if closure, ok := known.Values[0].(*program.Closure); ok {
				return closure.Function
			}
		}
	}
	return nil
}

func onError(u use, _ *Sign) bool     { return u.text(0) == "error" }
func preResponse(u use, _ *Sign) bool { return u.text(0) == "onPreResponse" }

func errorFormatter(u use, _ *Sign) bool { return u.keyword("errorFormatter") != nil }

func debugKeyword(u use, sign *Sign) bool {
	on, _ := truth(u.keyword("debug"))
	sign.Detail = "debug=True"
	return on
}

func ginDebug(u use, sign *Sign) bool {
	sign.Detail = "gin.DebugMode"
	return strings.HasSuffix(u.function.Origin(u.argument(0)), ".DebugMode") || u.text(0) == "debug"
}

// errorParams matches the four parameters of an error handler of Express.
var errorParams = regex.New(`(?i)^_?e(?:rr(?:or)?)?$`)

// readErrorFunction finds error handlers by their shape.
func (r *reading) readErrorFunction(f *program.Function) {
	switch r.family {
	case script:
		if len(f.Params) == 4 && errorParams.MatchString(f.Params[0].Name) && isNamed(f.Params[1], "req") && isNamed(f.Params[2], "res") {
			r.add(f, f.Range(), Sign{Kind: ErrorHandler, Library: "Express", Callee: "(error, req, res, next)"})
		}
		if f.Exported && (f.Name == "ErrorBoundary" || f.Name == "CatchBoundary") {
			r.add(f, f.Range(), Sign{Kind: ErrorPage, Library: "React Router", Callee: f.Name})
		}
		if f.Exported && f.Name == "handleError" {
			r.add(f, f.Range(), Sign{Kind: ErrorHandler, Library: "SvelteKit or React Router", Callee: f.Name})
		}
	}
}

func isNamed(param *program.Param, prefix string) bool {
	return strings.HasPrefix(strings.TrimPrefix(strings.ToLower(param.Name), "_"), prefix)
}

// answersRequests matches the types by which a function of Go answers a request.
var answersRequests = regex.New(`net/http\.|gin\.Context|echo(?:/v\d+)?\.Context|fiber(?:/v\d+)?\.Ctx|connectrpc\.com/connect\.|google\.golang\.org/grpc\.`)

// inHandler reports whether a function, or one that it stands in, answers requests.
func inHandler(f *program.Function) bool {
	for ; f != nil && !f.Top; f = f.Parent {
		for _, param := range f.Params {
			if answersRequests.MatchString(f.Origin(param.Type)) {
				return true
			}
		}
	}
	return false
}

// readErrorClass finds components and filters that catch errors.
func (r *reading) readErrorClass(owner *program.Function, class *program.Class) {
	if r.family != script {
		return
	}
	for _, method := range class.Methods {
		switch method.Name {
		case "componentDidCatch", "getDerivedStateFromError":
			r.add(owner, class.Range(), Sign{Kind: ErrorPage, Library: "React", Callee: class.Name})
			return
		}
	}
	for _, base := range class.Bases {
		if owner.Origin(base) == "@angular/core.ErrorHandler" {
			r.add(owner, class.Range(), Sign{Kind: ErrorPage, Library: "Angular", Callee: class.Name})
		}
	}
}

// readElement finds error boundaries among elements, and that there is a user
// interface at all.
func (r *reading) readElement(f *program.Function, x *program.Element) {
	r.count(f, x.Range(), Sign{Kind: View, Library: "JSX"})
	name := ""
	switch x := x.Name.(type) {
	case *program.Name:
		name = x.Name
	case *program.Member:
		name = x.Name
	}
	if strings.HasSuffix(name, "ErrorBoundary") || name == "CatchBoundary" {
		r.count(f, x.Range(), Sign{Kind: ErrorPage, Library: "React", Callee: "<" + name + ">", Detail: "used"})
	}
	for _, attribute := range x.Attributes {
		switch attribute.Name {
		case "errorElement", "errorComponent", "ErrorBoundary", "defaultErrorComponent":
			r.count(f, x.Range(), Sign{Kind: ErrorPage, Library: "React Router", Callee: attribute.Name, Detail: "used"})
		}
	}
}

// errorEntries are the entries of objects that name what is shown or done in place of
// what failed.
var errorEntries = map[string]Sign{
	"errorElement":          {Kind: ErrorPage, Library: "React Router"},
	"errorComponent":        {Kind: ErrorPage, Library: "TanStack Router"},
	"defaultErrorComponent": {Kind: ErrorPage, Library: "TanStack Router"},
	"ErrorBoundary":         {Kind: ErrorPage, Library: "React Router"},
	"errorCaptured":         {Kind: ErrorPage, Library: "Vue"},
	"exception_handlers":    {Kind: ErrorHandler, Library: "FastAPI"},
	"EXCEPTION_HANDLER":     {Kind: ErrorHandler, Library: "Django REST framework"},
	"ErrorHandler":          {Kind: ErrorHandler, Library: "Go"},
}

func (r *reading) readErrorObject(f *program.Function, object *program.Object) {
	for _, one := range object.Entries {
		name := keyName(f, one)
		sign, found := errorEntries[name]
		switch {
		case found && name == "ErrorHandler" && r.family != golang, found && r.family == golang && name != "ErrorHandler":
		case found:
			sign.Callee = name
			r.count(f, object.Range(), sign)
		case name == "provide" && f.Origin(one.Value) == "@angular/core.ErrorHandler":
			r.add(f, object.Range(), Sign{Kind: ErrorPage, Library: "Angular", Callee: "ErrorHandler"})
		case name == "includeStacktraceInErrorResponses": // https://www.apollographql.com/docs/apollo-server/api/apollo-server
			if on, _ := truth(one.Value); on {
				r.add(f, object.Range(), Sign{Kind: ErrorLeak, Library: "Apollo Server", Callee: name, Detail: LeakStack})
			}
		}
	}
}

// readErrorAssign finds handlers that are assigned.
func (r *reading) readErrorAssign(f *program.Function, s *program.Assign) {
	for _, target := range s.Targets {
		name := settingName(f, target)
		switch {
		case r.family == python && f.Top && (name == "handler404" || name == "handler500"):
			r.add(f, s.Range(), Sign{Kind: ErrorPage, Library: "Django", Callee: name})
		case r.family == script && name == "errorHandler" && strings.HasSuffix(f.Origin(target), ".config.errorHandler"):
			r.add(f, s.Range(), Sign{Kind: ErrorPage, Library: "Vue", Callee: "app.config.errorHandler"})
		case r.family == script && f.Top && name == "handleError":
			r.add(f, s.Range(), Sign{Kind: ErrorHandler, Library: "SvelteKit", Callee: name})
		case r.family == golang && name == "HTTPErrorHandler":
			r.add(f, s.Range(), Sign{Kind: ErrorHandler, Library: "echo", Callee: name})
		case r.family == golang && name == "Debug" && strings.HasPrefix(f.Origin(target), "github.com/labstack/echo"):
			if on, _ := truth(s.Value); on {
				r.add(f, s.Range(), Sign{Kind: DebugMode, Library: "echo", Callee: name, Detail: "Debug = true"})
			}
		}
		if origin := f.Origin(target); r.family == script && (strings.HasSuffix(origin, "ctx.body") || strings.HasSuffix(origin, "context.body") || strings.HasSuffix(origin, "response.body")) {
			r.readLeak(f, s.Range(), origin, []program.Expression{s.Value})
		}
	}
}

// readDebug looks at DEBUG = True, and at what is True where the environment says
// nothing.
func (r *reading) readDebug(f *program.Function, s *program.Assign) {
	sign := Sign{Kind: DebugMode, Callee: "DEBUG"}
	if on, constant := truth(s.Value); constant {
		if on {
			sign.Detail = "DEBUG = True"
			r.add(f, s.Range(), sign)
		}
		return
	}
	call, ok := s.Value.(*program.Call)
	if !ok {
		return
	}
	for position, one := range call.Arguments {
		on, _ := truth(one.Value)
		text, _ := f.Constant(one.Value)
		if (position == 1 || one.Name == "default") && (on || strings.EqualFold(text, "true") || text == "1") {
			sign.Detail = "on where the environment does not say"
			r.add(f, s.Range(), sign)
		}
	}
}

// readErrorCall finds answers that hold what only developers may see.
func (u use) readErrorCall() {
	if u.family == golang && u.origin == "recover" && inHandler(u.function) {
		u.count(Sign{Kind: ErrorHandler, Library: "Go"})
	}
	if via, sent := u.answers(); via != "" {
		u.readLeak(u.function, u.at, via, sent)
	}
	// raise HTTPException(500, detail=traceback.format_exc())
	if u.family == python && u.name == "HTTPException" && u.call != nil {
		u.readLeak(u.function, u.at, u.origin, values(u.call))
	}
}

func values(call *program.Call) (all []program.Expression) {
	for _, one := range call.Arguments {
		all = append(all, one.Value)
	}
	return all
}

// errorName matches what people call an error.
var errorName = regex.New(`(?i)^_?(?:e|ex|exc|err|error|exception|cause|reason)$|(?:Err|Error|Exception)$`)

// traces are the calls that give a stack trace.
var traces = []string{"traceback.format_exc", "traceback.format_exception", "traceback.format_stack", "traceback.print_exc", "runtime/debug.Stack", "runtime.Stack"}

// readLeak looks for a stack trace or an error's own words in what is sent.
func (r *reading) readLeak(f *program.Function, at program.Span, via string, sent []program.Expression) {
	leak := ""
	for _, one := range sent {
		r.within(one, func(x program.Expression) bool {
			switch x := x.(type) {
			case *program.Member:
				if x.Name == "stack" && isError(x.X) {
					if !r.guarded(x.Range().Start) {
						leak = LeakStack
					}
					return false
				}
			case *program.Call:
				origin := f.Origin(x.Callee)
				switch {
				case slices.Contains(traces, origin):
					leak = LeakStack
				case r.family == golang && lastName(origin) == "Error" && len(x.Arguments) == 0 && leak == "":
					leak = LeakMessage
				case r.family == python && (origin == "str" || origin == "repr") && len(x.Arguments) == 1 && isError(x.Arguments[0].Value) && leak == "":
					leak = LeakMessage
				}
			}
			return true
		})
	}
	switch leak {
	case LeakStack:
		r.add(f, at, Sign{Kind: ErrorLeak, Callee: via, Detail: LeakStack})
	case LeakMessage:
		r.count(f, at, Sign{Kind: ErrorLeak, Callee: via, Detail: LeakMessage})
	}
}

func isError(x program.Expression) bool {
	switch x := x.(type) {
	case *program.Name:
		return errorName.MatchString(x.Name)
	case *program.Member:
		return errorName.MatchString(x.Name)
	}
	return false
}
