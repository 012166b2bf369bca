package taint

import (
	"strconv"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// resolves notes what a promise is resolved with: new Promise((resolve) => resolve(x)).
func (e *engine) resolves(c *called) {
	name, ok := c.x.Callee.(*program.Name)
	if !ok || len(e.promises)+len(e.handsOn) == 0 || len(c.values) == 0 {
		return
	}
	binding := e.function().Lookup(name.Name)
	e.handedOn(binding, c)
	if known, found := e.promises[binding]; found && binding != nil {
		e.promises[binding] = join(known, c.values[0])
	}
}

// promise runs the function that a promise is made with, and returns what it promises.
func (e *engine) promise(function *program.Function) *value {
	if len(function.Params) == 0 || function.Params[0].Name == "" {
		e.inline(function, []*value{})
		return nil
	}
	binding := function.Lookup(function.Params[0].Name)
	e.promises[binding] = nil
	e.inline(function, []*value{})
	promised := e.promises[binding]
	delete(e.promises, binding)
	return promised
}

// callbacks runs the functions that a call is given and returns what they do.
func (e *engine) callbacks(c *called) *value {
	if given, known := e.asyncFlow(c); known {
		return given
	}
	var returned *value
	if c.name == "Promise" && e.tables.schemas && len(c.x.Arguments) == 1 {
		if closure, ok := c.x.Arguments[0].Value.(*program.Closure); ok {
			return e.promise(closure.Function)
		}
	}
	for i, one := range c.x.Arguments {
		switch given := one.Value.(type) {
		case *program.Closure:
			if i == 0 && e.tables.schemas && wrapped(c.x) != nil { // it is called by its new name
				e.summarise(given.Function)
				continue
			}
			result := e.inline(given.Function, e.callback(c, i))
			if makesPage[c.name] { // $(…).html(() => text)
				c.values[i] = result
			}
			returned = join(returned, result)
		case *program.Member, *program.Call: // addEventListener("message", this.receive.bind(this))
			if function := e.listener(given); function != nil && !e.running(function) {
				if arguments := e.callback(c, i); len(arguments) > 0 && arguments[0].known() {
					returned = join(returned, e.inline(function, append(e.boundBefore(given), arguments...)))
				}
			} else if _, member := given.(*program.Member); member && function == nil {
				if arguments := e.callback(c, i); len(arguments) > 0 && arguments[0].known() {
					e.lent(given, c.x.Span, arguments)
				}
			}
		case *program.Name: // list.forEach(show)
			if arguments := e.callback(c, i); len(arguments) > 0 && arguments[0].known() {
				switch function := e.functionNamed(given); {
				case function == nil:
					e.lent(given, c.x.Span, arguments)
				case !e.running(function):
					returned = join(returned, e.inline(function, arguments))
				}
			}
		}
	}
	switch c.name {
	case "map", "flatMap":
		if e.tables.schemas && returned != nil && returned.fields != nil && !returned.listed && !returned.tainted() { // a list of objects
			return &value{fields: map[string]*value{someElement: returned}}
		}
		return returned
	case "replace", "replaceAll", "reduce", "then", "filter", "useMemo", "finally", "catch":
		return returned
	}
	return nil
}

// callback are the arguments of a function that a call is given: a collection gives
// its elements, a promise what it promises.
func (e *engine) callback(c *called, at int) []*value {
	switch c.name {
	case "replace", "replaceAll": // what is matched, and the groups in it
		if at == 1 && e.tables.schemas && c.receiver.whole().tainted() {
			matched := e.cut(c.receiver.whole()).marked(text, direct|begins|object)
			return []*value{matched, matched, matched, matched}
		}
	case "map", "forEach", "filter", "some", "every", "find", "findIndex", "flatMap", "findLast", "each", "sort":
		if at == 1 && c.name == "each" && jQueries[c.owner] { // $.each(list, (i, x) => …)
			return []*value{nil, e.elementOf(c.values[0])}
		}
		collection := c.receiver
		if at == 1 && !collection.known() { // _.map(list, f)
			collection = c.values[0]
		}
		return []*value{e.elementOf(collection)}
	case "reduce", "reduceRight":
		so := element(c.receiver)
		if len(c.values) > 1 {
			so = join(so, c.values[1])
		}
		return []*value{so, element(c.receiver)}
	case "query", "mutation", "subscription", "action", "handler", "mutate":
		if input := e.input(c); input != nil {
			return []*value{{fields: map[string]*value{"input": input, "parsedInput": input, "data": input, "rawInput": input}}}
		}
	case "addEventListener", "on", "once", "addListener":
		if v := e.message(c, at); v != nil {
			return []*value{v}
		}
		if v := e.chunk(c, at); v != nil {
			return []*value{v}
		}
		if values := e.formPart(c, at); values != nil {
			return values
		}
		if kind, _ := e.function().Constant(c.x.Arguments[0].Value); kind == "stream" && at == 1 && e.requires("http2") { // (stream, headers) => …
			return []*value{nil, e.gives(named(parsedX, "headers"), "headers", c.x, slot{name: "\x00stream"})}
		}
	case "realpath":
		if e.tables.schemas && at > 0 && c.values[0].tainted() { // (error, path) => …
			return []*value{nil, c.values[0].whole().marked(normal|absolute, direct|begins)}
		}
	case "parse":
		if at == 1 && len(c.values) > 0 && c.values[0] != nil && c.values[0].model == scriptRequest {
			request := c.values[0]
			return []*value{nil, e.modelGives(request, parsedX, "fields", c.x), e.modelGives(request, is(scriptUploads), "files", c.x)}
		}
	case "then", "tap", "pipe", "subscribe":
		return []*value{c.receiver}
	}
	return []*value{}
}

var jQueries = words("$ jQuery jquery")

// running reports whether a function is being run, as in a recursion.
func (e *engine) running(function *program.Function) bool {
	made := e.summaries[function]
	return made != nil && made.running
}

// inline runs a function where it is written, with the arguments that it is given.
func (e *engine) inline(function *program.Function, arguments []*value) *value {
	if e.depth >= deepestSummary {
		return nil
	}
	e.depth++
	before := e.summaries[function]
	e.summaries[function] = &summary{function: function, running: true}
	returned := e.run(function, arguments)
	if before == nil {
		before = &summary{function: function}
	}
	e.summaries[function] = before
	e.depth--
	return returned
}

// message is what a listener for messages is given: by other windows and workers, or by
// whoever holds the other end of a socket.
func (e *engine) message(c *called, at int) *value {
	if at != 1 || !e.tables.schemas {
		return nil
	}
	kind, ok := e.function().Constant(c.x.Arguments[0].Value)
	if !ok {
		return nil
	}
	name := identifier(c.object)
	if kind == "fetch" && c.name == "addEventListener" { // of a worker
		return e.gives(named(is(fetchEvent), "event"), "event", c.x, slot{name: "\x00fetch"})
	}
	if c.name == "addEventListener" && kind == "message" {
		if e.ownPeer(c.object) {
			return nil
		}
		return e.sent(c.x)
	}
	if call, ok := c.object.(*program.Call); ok && c.name == "on" && kind == "message" && (c.owner == "$()" || c.owner == "jQuery()" || c.owner == "jquery()") && len(call.Arguments) == 1 && identifier(call.Arguments[0].Value) == "window" {
		return e.gives(named(is(scriptWrapped), "event"), "event", c.x, slot{name: "\x00wrapped"})
	}
	switch socket := endsInWord(name, "socket") || endsInWord(name, "ws") || endsInWord(name, "client") && name != "client" || endsInWord(name, "sock"); {
	case c.name == "addEventListener", !socket, socketEvents[kind]:
		return nil
	}
	return e.gives(named(likelySent, name+".on("+quoted(kind)+")"), name+".on("+quoted(kind)+")", c.x, slot{name: "\x00socket " + kind})
}

// chunk is a piece of a request's body: req.on("data", (chunk) => …).
func (e *engine) chunk(c *called, at int) *value {
	if at != 1 || c.receiver == nil || c.receiver.model != scriptRequest {
		return nil
	}
	if kind, _ := e.function().Constant(c.x.Arguments[0].Value); kind != "data" {
		return nil
	}
	return e.modelGives(c.receiver, plain, "body", c.x)
}

// sent is a message that another page or a worker sent.
func (e *engine) sent(x program.Expression) *value {
	return e.gives(is(scriptMessage), "event", x, slot{name: "\x00message"})
}

// listens runs the function that is given to onmessage.
func (e *engine) listens(x program.Expression) {
	var function *program.Function
	switch x := x.(type) {
	case *program.Closure:
		function = x.Function
	case *program.Name:
		function = e.functionNamed(x)
	}
	if function != nil {
		e.inline(function, []*value{e.sent(x)})
	}
}

// socketEvents are events of sockets that carry nothing from the other end.
var socketEvents = words("connect connection disconnect disconnecting error close open end drain timeout ready lookup finish pipe unpipe connect_error reconnect upgrade headers unexpected-response listening")

// input is what a procedure is called with: t.procedure.input(schema).query(({ input })
// => …), as tRPC, next-safe-action and TanStack Start have it.
func (e *engine) input(c *called) *value {
	x := c.object
	for range 8 {
		call, ok := x.(*program.Call)
		if !ok {
			return nil
		}
		member, ok := call.Callee.(*program.Member)
		if !ok {
			return nil
		}
		switch member.Name {
		case "input", "inputSchema", "schema", "validator", "inputValidator":
			if len(call.Arguments) != 1 {
				return nil
			}
			given := e.gives(give{some: true, hints: object, safe: nosql | prototype}, "input", call, slot{name: "\x00input " + strconv.Itoa(int(call.Start))}) // two may be written alike
			if schema := e.schema(call.Arguments[0].Value, 4); schema != nil {
				return e.shaped(schema, given, 3)
			}
			if !e.free(call.Arguments[0].Value) {
				return nil
			}
			e.narrowed(call.Arguments[0].Value, given)
			for _, one := range given.strands {
				one.root.dto = true
			}
			return given
		}
		x = member.X
	}
	return nil
}

// formParts are what a parser of forms tells of each event.
// https://github.com/mscdex/busboy#api https://github.com/node-formidable/formidable#events
var formParts = map[string][]give{
	"field":     {plain, plain},
	"file":      {plain, is(scriptUpload), is(scriptUpload)},
	"fileBegin": {plain, is(scriptUpload)},
	"part":      {is(scriptUpload)},
}

// formParsers are names of what parses forms.
var formParsers = words("busboy bb form parser dicer multiparty")

// formPart is what a parser of forms tells of a part of a request.
func (e *engine) formPart(c *called, at int) []*value {
	if at != 1 || !e.tables.schemas || !formParsers[strings.TrimRight(strings.ToLower(identifier(c.object)), "0123456789")] {
		return nil
	}
	kind, _ := e.function().Constant(c.x.Arguments[0].Value)
	var values []*value
	for i, give := range formParts[kind] {
		name := kind + "[" + string(rune('0'+i)) + "]"
		values = append(values, e.gives(named(give, name), name, c.x, slot{name: "\x00form " + name}))
	}
	return values
}

// someElement is the field of a list whose elements are alike.
const someElement = "[]"

// makesPage are methods of jQuery that are given a text, or a function that gives it.
var makesPage = words("html append prepend before after replaceWith wrap wrapInner")

// boundBefore are the arguments that a function was given before it is called:
// show.bind(null, first).
func (e *engine) boundBefore(x program.Expression) []*value {
	var values []*value
	if call, ok := x.(*program.Call); ok && program.LastName(call.Callee) == "bind" {
		for _, one := range call.Arguments[min(1, len(call.Arguments)):] {
			values = append(values, e.settled(e.eval(one.Value)))
		}
	}
	return values
}

// listener is the method of this file's class that an expression is: this.receive, and
// this.receive.bind(this).
func (e *engine) listener(x program.Expression) *program.Function {
	if call, ok := x.(*program.Call); ok {
		member, ok := call.Callee.(*program.Member)
		if !ok || member.Name != "bind" || !e.tables.schemas {
			return nil
		}
		if name, ok := member.X.(*program.Name); ok {
			return e.functionNamed(name)
		}
		x = member.X
	}
	member, ok := x.(*program.Member)
	if !ok || !e.tables.schemas {
		return nil
	}
	if self, ok := member.X.(*program.Name); !ok || self.Name != "this" {
		return nil
	}
	if class := e.class(); class != nil {
		return methodOf(class, member.Name, 3)
	}
	return nil
}

// ownPeer reports whether messages come from the other end of what this file opened: a
// socket of its server, a worker.
func (e *engine) ownPeer(x program.Expression) bool {
	call, ok := e.once(x).(*program.Call)
	return ok && peers[program.LastName(call.Callee)]
}

var peers = words("WebSocket EventSource Worker SharedWorker BroadcastChannel MessageChannel ReconnectingWebSocket")
