package route

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// routerKey tells routers of a file apart.
type routerKey struct {
	kind     RouterKind
	function *program.Function
	position int
	at       program.Span
	name     string
}

// router returns the number of the router that an expression is, or may be: what
// comes from elsewhere is taken for one until Link knows better. 0: it is none.
func (r *reading) router(in *program.Function, x program.Expression) int {
	if nothing(x) || r.traced >= deepest {
		return 0
	}
	r.traced++
	defer func() { r.traced-- }()
	number := r.trace(in, x)
	for range deepest {
		part, inside := r.scope[number]
		if !inside {
			break
		}
		number = part
	}
	return number
}

func (r *reading) trace(in *program.Function, x program.Expression) int {
	switch x := x.(type) {
	case *program.Name:
		return r.routerOfName(in, x)
	case *program.Member:
		return r.routerOfMember(in, x)
	case *program.Call:
		if number, known := r.chained[x.Range()]; known {
			return number
		}
		number := r.routerOfCall(in, x)
		if number != 0 && len(r.env) == 0 && len(r.scope) == 0 { // so that a chain may be longer than values are followed
			r.chained[x.Range()] = number
		}
		return number
	case *program.Await:
		return r.router(in, x.X)
	case *program.Unary:
		if x.Operator == "&" || x.Operator == "*" {
			return r.router(in, x.X)
		}
	case *program.Object:
		return r.made(in, x, in.Origin(x.Type), nil)
	case *program.Asserted:
		if framework := r.language.types[module(in.Origin(x.Type))]; framework != "" {
			return r.intern(routerKey{kind: RouterElse, at: x.Range()}, Router{Kind: RouterElse, Framework: framework, Line: r.line(x)})
		}
	case *program.Binary:
		if x.Operator == "||" || x.Operator == "??" || x.Operator == "or" {
			return r.router(in, x.Right)
		}
	}
	return 0
}

func (r *reading) routerOfName(in *program.Function, x *program.Name) int {
	binding := in.Lookup(x.Name)
	if binding == nil {
		if r.file.Language == "Go" { // another file of the package may declare it
			return r.elsewhere(x.Name, x)
		}
		return 0
	}
	if value, held := r.env[binding]; held {
		return r.router(in, value)
	}
	switch {
	case binding.Import != nil:
		return r.elsewhere(in.Origin(x), x)
	case binding.Param != nil:
		return r.param(binding)
	case len(binding.Values) > 0 && !binding.Element:
		if number := r.router(binding.Owner, latest(binding, x)); number != 0 {
			r.name(number, x.Name)
			return number
		}
	}
	if !nothing(binding.Type) {
		if framework := r.language.typeOf(in.Origin(x)); framework != "" {
			return r.intern(routerKey{kind: RouterElse, function: binding.Owner, name: x.Name},
				Router{Kind: RouterElse, Framework: framework, Name: x.Name, Line: r.line(x)})
		}
	}
	return 0
}

// latest returns the value that a name was given last before it is used, other than
// one made of itself.
func latest(binding *program.Binding, use program.Expression) program.Expression {
	best := binding.Values[0]
	for _, value := range binding.Values[1:] {
		if value.Range().Start < use.Range().Start {
			best = value
		}
	}
	if best.Range().Start <= use.Range().Start && use.Range().End <= best.Range().End {
		return binding.Values[0] // r = r.PathPrefix("/x").Subrouter()
	}
	return best
}

// param returns the router that a parameter is.
func (r *reading) param(binding *program.Binding) int {
	framework := ""
	if !nothing(binding.Type) {
		framework = r.language.typeOf(binding.Owner.Origin(&program.Name{Name: binding.Name}))
	}
	if framework == "" {
		framework = r.pluginOf(binding)
	}
	key := ""
	if binding.Param.Name == "" {
		key = binding.Name
	}
	return r.intern(routerKey{kind: RouterParam, function: binding.Owner, position: binding.Position, name: key}, Router{
		Kind: RouterParam, Framework: framework, Function: r.functionOf(binding.Owner), Position: binding.Position, Key: key,
		Name: binding.Name, Line: r.file.Line(binding.Param.Start),
	})
}

// pluginOf returns the framework that calls a function with a router, by the type
// that the function is declared with: const plugin: FastifyPluginAsync = …
func (r *reading) pluginOf(binding *program.Binding) string {
	function := binding.Owner
	if binding.Position != 0 || function.Parent == nil || function.Name == "" {
		return ""
	}
	if declared := function.Parent.Lookup(function.Name); declared != nil && !nothing(declared.Type) {
		return r.language.plugins[module(function.Parent.Origin(&program.Name{Name: function.Name}))]
	}
	return ""
}

func (r *reading) routerOfMember(in *program.Function, x *program.Member) int {
	if value := r.entry(in, x); value != nil {
		return r.router(in, value)
	}
	if r.language.sameRouter[x.Name] { // router.urls
		return r.router(in, x.X)
	}
	if class := self(in, x.X); class != "" {
		return r.fieldOf(class, x.Name, in.Origin(x), r.line(x))
	}
	origin := in.Origin(x)
	if origin == "" {
		return 0
	}
	if framework := r.language.typeOf(origin); framework != "" {
		return r.intern(routerKey{kind: RouterElse, name: origin, function: in}, Router{Kind: RouterElse, Framework: framework, Name: x.Name, Line: r.line(x)})
	}
	return r.elsewhere(origin, x)
}

func (r *reading) routerOfCall(in *program.Function, x *program.Call) int {
	if member, ok := x.Callee.(*program.Member); ok {
		if row, found := r.language.methods[member.Name]; found && row.gives != givesNothing {
			if outer := r.router(in, member.X); outer != 0 && !r.unlikely(outer) && !r.isPackage(outer) {
				if row.gives == givesSame {
					return outer
				}
				s := &site{reading: r, in: in, call: x, on: member.X, name: member.Name, methods: row.methods}
				if part := r.part(s, outer, row); part != 0 {
					return part
				}
				if row.without == givesSame && len(x.Arguments) > 1 { // Hono's app.route("/path", other)
					return outer
				}
			}
		}
	}
	if number := r.made(in, x, in.Origin(x.Callee), x); number != 0 {
		return number
	}
	if len(x.Arguments) == 1 && transparent[lastWord(in.Origin(x.Callee))] {
		return r.router(in, x.Arguments[0].Value)
	}
	origin := in.Origin(x)
	if callee := r.local(in, x.Callee); callee != nil {
		return r.intern(routerKey{kind: RouterElse, function: callee}, Router{
			Kind: RouterElse, Function: r.functionOf(callee), Origin: clip(origin), Name: lastWord(origin), Line: r.line(x),
		})
	}
	if origin == "" {
		return 0
	}
	return r.elsewhere(origin, x)
}

// fieldOf returns the router that a field of an object is.
func (r *reading) fieldOf(class, field, origin string, line int) int {
	return r.intern(routerKey{kind: RouterField, name: class + "." + field}, Router{
		Kind: RouterField, Class: class, Field: field, Framework: r.language.typeOf(origin), Name: field, Line: line,
	})
}

// made returns the router that a framework's constructor makes.
func (r *reading) made(in *program.Function, x program.Expression, origin string, call *program.Call) int {
	maker, found := r.language.makers[module(origin)]
	if !found {
		return 0
	}
	key := routerKey{kind: RouterMade, at: x.Range()}
	if number, known := r.routers[key]; known {
		return number
	}
	made := Router{Kind: RouterMade, Framework: maker.framework, Root: maker.root, Origin: short(origin), Line: r.line(x)}
	if call != nil {
		for _, argument := range call.Arguments {
			if object, ok := argument.Value.(*program.Object); ok && argument.Name == "" {
				for _, entry := range object.Entries {
					r.option(in, &made, maker, entry)
				}
				continue
			}
			r.option(in, &made, maker, argument)
		}
	}
	return r.intern(key, made)
}

// option takes what a constructor is told about prefix and guards.
func (r *reading) option(in *program.Function, made *Router, maker maker, option program.Argument) {
	switch {
	case option.Name == "" || nothing(option.Value):
	case option.Name == maker.prefix:
		if paths, known := r.paths(in, option.Value); known || len(paths) > 0 {
			made.Prefix = paths[0]
		}
	case option.Name == maker.guards:
		made.Guards = r.dependenciesIn(in, option.Value)
	}
}

// elsewhere returns the router that another file may have under this origin.
func (r *reading) elsewhere(origin string, x program.Expression) int {
	if origin == "" || len(origin) > maxText {
		return 0
	}
	framework := r.language.globals[module(origin)]
	return r.intern(routerKey{kind: RouterElse, name: origin}, Router{
		Kind: RouterElse, Origin: origin, Framework: framework, Root: framework != "", Name: lastWord(origin), Line: r.line(x),
	})
}

// intern numbers a router.
func (r *reading) intern(key routerKey, router Router) int {
	if number, known := r.routers[key]; known {
		return number
	}
	if len(r.facts.Routers) >= maxRouters {
		return 0
	}
	r.facts.Routers = append(r.facts.Routers, router)
	r.routers[key] = len(r.facts.Routers)
	return len(r.facts.Routers)
}

// name gives a router the name that the file knows it by.
func (r *reading) name(number int, name string) {
	if router := &r.facts.Routers[number-1]; router.Name == "" || router.Kind == RouterElse && !routerName(router.Name) {
		router.Name = name
	}
}

// part returns the part of a router that a call makes of it.
func (r *reading) part(s *site, outer int, row row) int {
	key := routerKey{kind: RouterPart, at: s.call.Range(), position: outer}
	if number, known := r.routers[key]; known {
		return number
	}
	part := Router{Kind: RouterPart, Parent: outer, Framework: r.facts.Routers[outer-1].Framework, Line: r.line(s.call), At: len(r.facts.Steps)}
	if row.part != nil && !row.part(s, &part) {
		return 0
	}
	return r.intern(key, part)
}

// block returns the part of a router that a closure without parameters fills, and
// the router: m.Group("/users", func() { m.Get("/", list) }).
func (r *reading) block(in *program.Function, call *program.Call) (outer, part int) {
	member, ok := call.Callee.(*program.Member)
	if !ok {
		return 0, 0
	}
	row, found := r.language.blocks[member.Name]
	if !found {
		return 0, 0
	}
	if outer = r.router(in, member.X); outer == 0 || r.unlikely(outer) {
		return 0, 0
	}
	s := &site{reading: r, in: in, call: call, on: member.X, name: member.Name}
	return outer, r.part(s, outer, row)
}

// sure reports whether a router's framework is known in this file.
func (r *reading) sure(number int) bool {
	return number != 0 && r.facts.Routers[number-1].Framework != ""
}

// isPackage reports whether a router is a package whose functions register on one:
// net/http.
func (r *reading) isPackage(number int) bool {
	router := r.facts.Routers[number-1]
	return router.Kind == RouterElse && router.Framework != "" && r.language.globals[router.Origin] != "" && router.Origin == router.Framework
}

// unlikely reports whether what may be a router has the origin of something else
// that is often met.
func (r *reading) unlikely(number int) bool {
	router := r.facts.Routers[number-1]
	if router.Kind != RouterElse || router.Framework != "" {
		return false
	}
	root, _, _ := strings.Cut(strings.TrimSuffix(router.Origin, "()"), ".")
	return r.language.strangers[root]
}
