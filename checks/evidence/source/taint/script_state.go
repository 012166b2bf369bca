package taint

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// hook is what a hook of React gives: the state that it is begun with, and what a context
// is made with.
func (e *engine) hook(c *called) (*value, bool) {
	if !e.tables.schemas || len(c.values) == 0 {
		return nil, false
	}
	switch c.name {
	case "useState", "useRef":
		name := "0"
		if c.name == "useRef" {
			name = "current"
		}
		if !c.values[0].known() {
			return nil, false
		}
		return &value{fields: map[string]*value{name: c.values[0]}}, true
	case "Map":
		return pairs(c.values[0]), true
	case "useContext":
		if call, ok := e.once(c.x.Arguments[0].Value).(*program.Call); ok && program.LastName(call.Callee) == "createContext" && len(call.Arguments) == 1 {
			return e.quiet(call.Arguments[0].Value), true
		}
	}
	return nil, false
}

// state notes which variable a state of React is in: const [text, setText] = useState("").
func (e *engine) hooked(target, source program.Expression) {
	call, ok := source.(*program.Call)
	if !ok || program.LastName(call.Callee) != "useState" {
		return
	}
	pattern, ok := target.(*program.Pattern)
	if !ok || len(pattern.Parts) != 2 {
		return
	}
	if name, ok := pattern.Parts[0].Target.(*program.Name); ok {
		e.hooks[call] = e.slot(name)
	}
}

// sets is a call that changes a state of React: setText(x), this.setState({text: x}).
func (e *engine) sets(c *called) {
	if member, ok := c.x.Callee.(*program.Member); ok && c.name == "setState" && len(c.values) > 0 && e.tables.schemas {
		state, v := &program.Member{Span: member.Span, X: member.X, Name: "state"}, c.values[0]
		if closure, ok := c.x.Arguments[0].Value.(*program.Closure); ok && !e.running(closure.Function) { // this.setState((before) => …)
			v = e.inline(closure.Function, []*value{e.field(state)})
		}
		if v.whole().fromSource() {
			e.keeps(state, v)
		}
		return
	}
	name, ok := c.x.Callee.(*program.Name)
	if !ok || len(e.hooks) == 0 || len(c.values) != 1 {
		return
	}
	binding := e.function().Lookup(name.Name)
	if binding == nil || len(binding.Values) != 1 {
		return
	}
	index, ok := binding.Values[0].(*program.Index)
	if !ok {
		return
	}
	call, ok := index.X.(*program.Call)
	if !ok {
		return
	}
	at, found := e.hooks[call]
	if !found {
		return
	}
	v := c.values[0]
	if closure, ok := c.x.Arguments[0].Value.(*program.Closure); ok { // setText((before) => …)
		v = e.inline(closure.Function, []*value{e.state.get(at)})
	}
	if v.known() {
		e.state.set(at, join(e.state.get(at), v))
	}
}

// storages are what a page keeps things in.
var storages = words("localStorage sessionStorage window.localStorage window.sessionStorage")

// remembered is what the storage of the page gives of what this file put there.
func (e *engine) remembered(c *called) (*value, bool) {
	if !storages[c.owner] || len(c.x.Arguments) == 0 {
		return nil, false
	}
	key, ok := e.function().Constant(c.x.Arguments[0].Value)
	if !ok {
		return nil, false
	}
	key = c.owner + " " + key
	switch c.name {
	case "setItem":
		if len(c.values) > 1 && c.values[1].whole().fromSource() {
			e.kept[key] = join(e.kept[key], c.values[1].whole())
		}
		return nil, true
	case "getItem":
		return e.kept[key], e.kept[key] != nil
	}
	return nil, false
}

// class is the class whose method is run; nil for a function by itself.
func (e *engine) class() *program.Class {
	for f := e.function(); f != nil; f = f.Parent {
		if f.Class != nil {
			return f.Class
		}
	}
	return nil
}

// ofSelf is the class whose method is run, where a member is one of its object.
func (e *engine) ofSelf(x *program.Member) *program.Class {
	name, ok := x.X.(*program.Name)
	if !ok {
		return nil
	}
	for f := e.function(); f != nil; f = f.Parent {
		switch {
		case f.Class == nil:
		case e.tables.schemas && name.Name == "this", f.Receiver != nil && f.Receiver.Name == name.Name && f.Kind != "static":
			return f.Class
		default:
			return nil
		}
	}
	return nil
}

// keeps notes what a method puts into a field of its object, for the other methods. It
// is not known which of them runs first.
func (e *engine) keeps(target *program.Member, v *value) {
	e.keepsOnRequest(target, v)
	if inner, ok := target.X.(*program.Member); ok && e.tables.schemas && inner.Name == "state" && v.whole().fromSource() { // this.state.text = x
		target, v = inner, &value{fields: map[string]*value{target.Name: v}}
	}
	class := e.ofSelf(target)
	if class == nil || v == nil {
		return
	}
	if v.model != nil && v.self != nil { // this.req = req
		if e.fields[class] == nil {
			e.fields[class] = map[string]*value{}
		}
		e.fields[class][target.Name] = v
		return
	}
	if !v.whole().fromSource() {
		return
	}
	kept := e.ofSources(v, deepestField)
	if kept == nil {
		return
	}
	if e.fields[class] == nil {
		e.fields[class] = map[string]*value{}
	}
	e.fields[class][target.Name] = join(e.fields[class][target.Name], kept)
}

// ofSources is what a value holds of sources, as other methods find it: of an object, each
// of its fields by itself.
func (e *engine) ofSources(v *value, depth int) *value {
	if v == nil {
		return nil
	}
	if depth == 0 {
		v = v.whole()
	}
	made := &value{}
	for _, one := range v.strands {
		if one.root.kind == fromSource {
			one.root = e.later(one.root)
			made.strands = withStrand(made.strands, one)
		}
	}
	for name, field := range v.fields {
		if made.fields == nil {
			made.fields = map[string]*value{}
		}
		made.fields[name] = e.ofSources(field, depth-1)
	}
	if !made.whole().tainted() {
		return nil
	}
	return made
}

// keepsOnRequest notes what is put into a member of a request that it has not by itself, for
// the functions that the request is handed to: req.term = req.query.q. Those in another file
// are not followed.
func (e *engine) keepsOnRequest(target *program.Member, v *value) {
	path := target.Name
	x := target.X
	if inner, ok := x.(*program.Member); ok { // req.search.term
		path, x = inner.Name+"."+path, inner.X
	}
	if !e.tables.schemas || !v.whole().fromSource() || e.onRequests[path] != nil {
		return
	}
	if on := e.eval(x); on != nil && on.model == scriptRequest {
		e.onRequests[path] = v.whole()
	}
	if name, ok := x.(*program.Name); ok && answers[name.Name] && e.onAnswers[path] == nil { // res.locals.term = req.query.q
		e.onAnswers[path] = e.ofSources(v, deepestField)
	}
}

// putOnAnswer is what another function of the file has put into a member of an answer, which
// the functions behind it find there.
func (e *engine) putOnAnswer(x *program.Member) *value {
	if !e.tables.schemas || len(e.onAnswers) == 0 {
		return nil
	}
	path, on := x.Name, x.X
	if inner, ok := on.(*program.Member); ok {
		path, on = inner.Name+"."+path, inner.X
	}
	if name, ok := on.(*program.Name); ok && answers[name.Name] {
		return e.onAnswers[path]
	}
	return nil
}

// putOnRequest is what another function of the file has put into a member of a request.
func (e *engine) putOnRequest(v *value, name string) *value {
	if v.model != scriptRequest {
		return nil
	}
	made := &value{strands: nil}
	if whole := e.onRequests[name]; whole != nil {
		return whole
	}
	for path, inner := range e.onRequests {
		if first, field, found := strings.Cut(path, "."); found && first == name {
			made = withField(made, []string{field}, inner)
		}
	}
	if !made.known() {
		return nil
	}
	return made
}

// quietly is what a first value of a field is: an object or a plain expression.
func (e *engine) quietly(x program.Expression) *value {
	if object, ok := x.(*program.Object); ok {
		return e.object(object)
	}
	return e.quiet(x)
}

// later is a source as other methods find it: it is likely that they do.
func (e *engine) later(one *root) *root {
	at := partKey{one, "\x00later"}
	if known, found := e.parts[at]; found {
		return known
	}
	made := *one
	made.parent, made.key, made.unsure = one, "", true
	e.parts[at] = &made
	return &made
}

// field is what other methods have put into a field of this object.
func (e *engine) field(x *program.Member) *value {
	class := e.ofSelf(x)
	if class == nil {
		return nil
	}
	if v := e.fields[class][x.Name]; v != nil {
		return v
	}
	if made := methodOf(class, "constructor", 0); made != nil && e.tables.schemas && e.summaries[made] == nil { // it runs before all others
		e.summarise(made)
		if v := e.fields[class][x.Name]; v != nil {
			return v
		}
	}
	for _, field := range class.Fields { // state = {text: location.hash}
		if _, closure := field.Value.(*program.Closure); field.Name == x.Name && field.Value != nil && !closure && !field.Static {
			if v := e.quietly(field.Value); v.whole().fromSource() {
				return v
			}
		}
	}
	return nil
}

// pairs are the entries of a map that is made of a list of them.
func pairs(list *value) *value {
	if list == nil || !list.listed {
		return list.whole()
	}
	made := &value{}
	for _, name := range keys(list.fields) {
		if pair := list.fields[name]; pair != nil && pair.fields != nil {
			made = made.mixed(pair.fields["1"].whole())
		} else {
			made = made.mixed(pair.whole())
		}
	}
	if !made.tainted() {
		return nil
	}
	return made.marked(object, direct|text)
}

// flatBodies reports whether the bodies of this file's requests hold texts alone: it reads
// forms without nested fields, and no JSON. https://github.com/expressjs/body-parser#extended
func (e *engine) flatBodies() bool {
	if e.flat == nil {
		flat, nested := false, false
		for _, function := range e.file.Functions {
			program.VisitStatements(function.Body, nil, func(x program.Expression) bool {
				call, ok := x.(*program.Call)
				if !ok {
					return true
				}
				switch program.LastName(call.Callee) {
				case "urlencoded":
					flat = flat || e.extended(call, "false")
					nested = nested || e.extended(call, "true") || len(call.Arguments) == 0
				case "json", "bodyParser":
					nested = nested || len(call.Arguments) == 0 || e.origin(call.Callee) == "body-parser.json" || e.origin(call.Callee) == "express.json"
				}
				return true
			})
		}
		flat = flat && !nested
		e.flat = &flat
	}
	return *e.flat
}

// extended reports whether a call is told so: {extended: false}.
func (e *engine) extended(call *program.Call, want string) bool {
	for _, one := range call.Arguments {
		if object, ok := e.once(one.Value).(*program.Object); ok {
			for _, entry := range object.Entries {
				if literal, ok := entry.Value.(*program.Literal); ok && entry.Name == "extended" && literal.Value == want {
					return true
				}
			}
		}
	}
	return false
}
