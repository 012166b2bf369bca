package taint

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// handling is what is known of a function that answers requests.
type handling struct {
	request  bool   // its first parameter is the request, whatever its name
	context  bool   // it is a context, likewise
	route    string // the path that it answers
	routed   bool   // a decorator routes to it
	fields   bool   // its parameters are fields of the request, as in FastAPI
	view     bool   // its parameters behind the request come from the path
	resolves int    // it is a GraphQL resolver: its parameters from this number on are arguments
	typed    bool   // likewise: those that are texts by their types
	answers  bool   // what it returns is the answer
	exported string // the name that a framework calls it by
	value    bool   // its fourth parameter is a part of the path: app.param("id", …)
	checked  validated
	inputs   *model // of an action of Sails, which its parameter holds
}

// registered finds the functions that this file hands to a router.
func (e *engine) registered() {
	for _, function := range e.file.Functions {
		e.handlers[function] = e.tables.handling(e, function)
	}
	for _, function := range e.file.Functions {
		program.VisitStatements(function.Body, nil, func(x program.Expression) bool {
			switch x := x.(type) {
			case *program.Call:
				e.registers(function, x)
			case *program.Object:
				e.resolvers(x)
				e.action(x)
			}
			return true
		})
	}
}

// verbs are methods of routers.
var verbs = words("get post put patch delete del all use options head any add on")

// registers notes the functions that a call hands to a router: app.get("/", …).
func (e *engine) registers(within *program.Function, call *program.Call) {
	if e.tables.schemas && servers[within.Origin(call.Callee)] {
		e.listened(call)
		return
	}
	member, ok := call.Callee.(*program.Member)
	if ok && member.Name == "route" && len(call.Arguments) == 1 {
		e.routed(call.Arguments[0].Value)
		return
	}
	if ok && member.Name == "param" && len(call.Arguments) == 2 {
		if closure, ok := call.Arguments[1].Value.(*program.Closure); ok && len(closure.Function.Params) > 3 && !scriptNames[closure.Function.Params[0].Name].zero() {
			known := e.handlers[closure.Function]
			known.request, known.value = true, true
			e.handlers[closure.Function] = known
		}
		return
	}
	if !ok || !verbs[strings.ToLower(member.Name)] || len(call.Arguments) < 2 {
		return
	}
	route, ok := within.Constant(call.Arguments[0].Value)
	if !ok || route == "" || route[0] != '/' && route[0] != '*' && !routers[identifier(member.X)] {
		return
	}
	for _, argument := range call.Arguments[1:] {
		var function *program.Function
		switch x := argument.Value.(type) {
		case *program.Closure:
			function = x.Function
		case *program.Name:
			if binding := within.Lookup(x.Name); binding != nil {
				function = binding.Function
				if len(binding.Values) == 1 {
					if closure, ok := binding.Values[0].(*program.Closure); ok {
						function = closure.Function
					}
				}
			}
		}
		if function == nil || len(function.Params) == 0 {
			continue
		}
		known := e.handlers[function]
		known.route = route
		known.checked = e.validatedBy(route, call.Arguments[1:])
		known.request, known.context = len(function.Params) >= 2, len(function.Params) == 1
		if e.tables.schemas && e.origin(member.X) == "koa-route" { // (context, id) => …
			known.request, known.context, known.fields = false, true, true
		}
		e.handlers[function] = known
	}
}

// servers are functions of Node whose last argument answers requests, whatever it calls them.
// https://nodejs.org/api/http.html#httpcreateserveroptions-requestlistener
var servers = words("http.createServer https.createServer http2.createServer http2.createSecureServer")

// listened notes the function that a server of Node is made with.
func (e *engine) listened(call *program.Call) {
	if len(call.Arguments) == 0 {
		return
	}
	closure, ok := call.Arguments[len(call.Arguments)-1].Value.(*program.Closure)
	if !ok || len(closure.Function.Params) < 2 {
		return
	}
	known := e.handlers[closure.Function]
	known.request = true
	e.handlers[closure.Function] = known
}

// routers are names of what nothing but routes is registered with.
var routers = words("app router")

// routed notes the handler of a route that is described by an object, as in Hapi: what it
// returns is the answer. https://hapi.dev/api/#-serverrouteroute
func (e *engine) routed(x program.Expression) {
	object, ok := x.(*program.Object)
	if !ok {
		return
	}
	for _, entry := range object.Entries {
		closure, ok := entry.Value.(*program.Closure)
		if !ok || entry.Name != "handler" || len(closure.Function.Params) == 0 {
			continue
		}
		known := e.handlers[closure.Function]
		known.request = true
		known.checked = e.validatedBy("", []program.Argument{{Value: object}})
		known.answers = known.answers || e.requires("@hapi/hapi") || e.requires("hapi")
		e.handlers[closure.Function] = known
	}
}

// enter gives the parameters of a function their values.
func (e *engine) enter(function *program.Function, arguments []*value) {
	handling := e.handlers[function]
	if on := e.frame.on; on != nil && on.object.known() {
		e.state.set(on.self, on.object)
	}
	if e.answersBySelf(function) { // of Koa's first version
		e.state.set(slot{name: "this", function: function}, e.gives(is(scriptContext), "this", &program.Name{Span: program.Span{Start: function.Start, End: function.Start}}, slot{name: "\x00this", function: function}))
	}
	for i, param := range function.Params {
		var v *value
		if arguments != nil {
			if i < len(arguments) {
				v = arguments[i]
			}
		} else if !function.Top {
			v = e.parameter(function, i, param)
		}
		if give := e.tables.param(e, function, handling, i, param); !give.zero() {
			at := slot{name: "\x00" + param.Name, function: function}
			self, known := e.names[at]
			if !known {
				what := param.Name
				if what == "" {
					what = give.named
				}
				self = &root{what: what, span: param.Span, unsure: give.unsure, dto: declaredElsewhere(function, param)}
				e.names[at] = self
			}
			given := e.giveTo(give, self)
			if len(handling.checked) > 0 && give.model == scriptRequest {
				e.proveRequest(self, handling.checked)
			}
			if v.tainted() && given != nil && given.model != nil {
				v = v.marked(object, 0)
			}
			v = join(given, v)
		} else if give := e.tables.fixed[param.Name]; give {
			v = nil
		}
		if i == 0 && arguments == nil {
			v = join(e.pageProps(function), v)
		}
		if v == nil {
			continue
		}
		if param.Pattern != nil {
			e.takeApart(param.Pattern, v)
		} else if binding := function.Lookup(param.Name); binding != nil {
			e.state.set(slot{binding: binding}, v)
			if param.Property { // constructor(private readonly name: string)
				e.assign(&program.Member{Span: param.Span, X: &program.Name{Span: param.Span, Name: "this"}, Name: param.Name}, v)
			}
		}
	}
}

// parameter is a parameter that stands for itself; numbers and the like do not.
func (e *engine) parameter(function *program.Function, i int, param *program.Param) *value {
	if e.cleanType(function, param.Type) {
		return nil
	}
	at := slot{name: "\x00\x00" + param.Name + string(rune('0'+i)), function: function}
	self, known := e.names[at]
	if !known {
		self = &root{kind: fromParam, what: param.Name, span: param.Span, owner: function, index: i}
		e.names[at] = self
	}
	data := strand{root: self, hints: direct | object}
	switch lastOf(e.typeName(function, param.Type)) {
	case "string", "str":
		data.hints = direct | text
	}
	return held(data)
}

// cleanType reports whether values of a type are no text: numbers, dates, ids.
func (e *engine) cleanType(function *program.Function, x program.Expression) bool {
	name := e.typeName(function, x)
	return name != "" && e.tables.clean[lastOf(name)]
}

// typeName is the origin of a type as it is written; of T | null, T.
func (e *engine) typeName(function *program.Function, x program.Expression) string {
	for range 4 {
		switch t := x.(type) {
		case nil:
			return ""
		case *program.Unary:
			x = t.X
		case *program.Binary:
			x = t.Left
			if literal, ok := t.Left.(*program.Literal); ok && literal.Kind == program.LiteralNothing {
				x = t.Right
			}
		case *program.Index:
			switch program.LastName(t.X) {
			case "Optional", "Annotated", "Promise":
				x = t.Index
				if list, ok := t.Index.(*program.List); ok && len(list.Elements) > 0 {
					x = list.Elements[0]
				}
			default:
				return program.LastName(t.X)
			}
		case *program.Name:
			if binding := function.Lookup(t.Name); binding != nil && binding.Import != nil {
				return function.Origin(t)
			}
			return t.Name
		case *program.Member:
			return function.Origin(t)
		default:
			return ""
		}
	}
	return ""
}

// giveTo is the value that a root has by a table.
func (e *engine) giveTo(give give, self *root) *value {
	if give.model == nil {
		e.found.roots[self] = true
	}
	return give.value(self)
}
