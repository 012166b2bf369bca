package route

import "strings"

// context is one way in which a router is reached.
type context struct {
	prefix    string
	guards    []Guard
	framework string
	when      string
	mounted   bool // it is an application, or hangs on one
	regex     bool
}

// reached returns the ways in which a router is reached. A router that nothing
// mounts has one, without a prefix.
func (l *linker) reached(node int, depth int) []context {
	node = l.one(node)
	if known, done := l.contexts[node]; done {
		return known
	}
	own := l.own(node)
	if depth > deepest {
		return []context{own}
	}
	l.contexts[node] = []context{own} // what goes in a circle ends here
	var found []context
	for _, e := range l.incoming[node] {
		for _, outer := range l.reached(e.from, depth+1) {
			if len(found) >= maxContexts {
				break
			}
			found = append(found, l.through(e, outer, own)...)
		}
	}
	if len(found) == 0 {
		found = []context{own}
	}
	l.contexts[node] = found
	return found
}

// own is what a router brings by itself.
func (l *linker) own(node int) context {
	own := context{framework: l.framework(node)}
	for _, one := range l.members(node) {
		router := l.nodes[one].router
		own.mounted = own.mounted || router.Root && (router.Kind != RouterPattern || l.servedByDjango(l.nodes[one].file))
		if router.Kind == RouterElse && router.Framework == "" && !own.mounted {
			own.mounted = l.subclassed(l.nodes[one].file, router.Origin, 0).root
		}
		if router.Kind == RouterPart { // its prefix is that of the edge
			continue
		}
		if own.prefix == "" {
			own.prefix = router.Prefix
		}
		if len(router.Guards) > 0 {
			own.guards = append(own.guards, l.guards(l.nodes[one].file, router.Guards, HowRouter)...)
		}
	}
	return own
}

// members are the routers that one node stands for.
func (l *linker) members(node int) []int {
	if l.grouped == nil {
		l.grouped = map[int][]int{}
		for i := range l.nodes {
			one := l.one(i)
			l.grouped[one] = append(l.grouped[one], i)
		}
	}
	return l.grouped[l.one(node)]
}

// through returns the contexts of a router that hangs on another one.
func (l *linker) through(e edge, outer, own context) []context {
	paths := e.paths
	if len(paths) == 0 {
		paths = []string{""}
	}
	var found []context
	for _, path := range paths {
		inner := context{
			prefix: joined(outer.prefix, l.filled(e.file, path)), framework: own.framework, mounted: outer.mounted || own.mounted,
			when: both(outer.when, e.when), regex: outer.regex || e.regex,
		}
		if inner.framework == "" {
			inner.framework = outer.framework
		}
		if e.regex {
			inner.prefix = joined(outer.prefix, unregex(path))
		}
		before := l.before(e.from, e.file, e.at, outer, 0)
		inner.guards = append(inner.guards, outer.guards...)
		for _, guard := range before {
			if guard.holds(inner.prefix) {
				inner.guards = append(inner.guards, guard.Guard)
			}
		}
		inner.guards = append(inner.guards, e.guards...)
		if !e.instead {
			inner.prefix = joined(inner.prefix, own.prefix)
		}
		inner.guards = append(inner.guards, own.guards...)
		found = append(found, inner)
	}
	return found
}

func both(a, b string) string {
	switch {
	case a == "":
		return b
	case b == "":
		return a
	}
	return a + "; " + b
}

// guarding is a guard with the paths that it holds for.
type guarding struct {
	Guard
	prefixes []string // normalised; none: all
	except   []string
}

// holds reports whether the guard is before a path.
func (g guarding) holds(path string) bool {
	path = normal(path, "", false)
	for _, one := range g.except {
		if exempt(path, one) {
			return false
		}
	}
	if len(g.prefixes) == 0 {
		return true
	}
	for _, prefix := range g.prefixes {
		if below(path, prefix) {
			return true
		}
	}
	return false
}

// exempt reports whether a path is one that a guard lets through; one that is not
// known lets everything through.
func exempt(path, one string) bool {
	if one == unknown {
		return true
	}
	return below(path, normal(one, "", false))
}

// ordered are the frameworks in which what is used holds only for what is
// registered behind it.
var ordered = words("express koa hono gin chi fiber macaron")

// before returns the guards that a router puts before what stands at a place of a
// file.
func (l *linker) before(node, file, at int, around context, depth int) []guarding {
	node = l.one(node)
	if depth > 4 {
		return nil
	}
	var found []guarding
	for _, use := range l.uses[node] {
		if !use.step.Late && ordered[around.framework] && !l.earlier(node, use.file, use.at, file, at) {
			continue
		}
		for _, guard := range use.guards {
			one := guarding{Guard: guard}
			for _, path := range use.step.Paths {
				one.prefixes = append(one.prefixes, normal(joined(around.prefix, l.filled(use.file, path)), "", false))
			}
			one.except = use.step.Except
			if l.own(node).mounted && guard.How == HowRouter {
				one.How = HowApp
			}
			found = append(found, one)
		}
	}
	for _, e := range l.outgoing[node] { // setUp(app) puts its guards before what follows
		if e.opaque || len(e.paths) > 0 || !l.earlier(node, e.file, e.at, file, at) && ordered[around.framework] {
			continue
		}
		if l.nodes[e.to].router.Kind == RouterParam {
			found = append(found, l.before(e.to, -1, 0, around, depth+1)...)
		}
	}
	return found
}

// earlier reports whether one step on a router runs before another, as far as that
// can be seen: in one file by their order, else what stands where the router is
// made comes first.
func (l *linker) earlier(node, file, at, thenFile, thenAt int) bool {
	if file == thenFile {
		return at < thenAt
	}
	if thenFile < 0 {
		return true
	}
	for _, one := range l.members(node) {
		if l.nodes[one].router.Kind == RouterMade {
			return l.nodes[one].file == file
		}
	}
	return true
}

// filled puts the constants of other files into a path.
func (l *linker) filled(file int, path string) string {
	for range 4 {
		start := strings.Index(path, "{=")
		if start < 0 {
			return path
		}
		end := start
		for end < len(path) && path[end] != '}' {
			end++
		}
		if end == len(path) {
			return path
		}
		path = path[:start] + l.constant(file, path[start+2:end]) + path[end+1:]
	}
	return path
}

// setting is the one text that the product has under the name of a field; a place
// holder where there are several, or none.
func (l *linker) setting(name string) string {
	if l.settings == nil {
		l.settings = map[string]string{}
		for i := range l.files {
			if l.tests(i) {
				continue
			}
			for full, text := range l.files[i].Facts.Texts {
				_, field, found := cutLast(full)
				if !found {
					continue
				}
				if known, some := l.settings[field]; some && known != text {
					text = unknown
				}
				l.settings[field] = text
			}
		}
	}
	if text, known := l.settings[name]; known {
		return text
	}
	return unknown
}

// constant is the text that an origin stands for; a place holder where it is not
// known.
func (l *linker) constant(file int, origin string) string {
	if name, field := strings.CutPrefix(origin, "?"); field {
		return l.setting(name)
	}
	rest := ""
	for owner := origin; owner != ""; {
		if target, found := l.target(file, owner); found && target.Path != "" {
			if at, known := l.at[target.Path]; known {
				name := target.Name
				if target.Class != "" {
					name = target.Class + "." + name
				}
				if name == "" {
					name = strings.TrimPrefix(rest, ".")
					rest = ""
				}
				if text, known := l.files[at].Facts.Texts[name+rest]; known {
					return text
				}
				if text, known := l.files[at].Facts.Texts["default"+rest]; known {
					return text
				}
			}
			return unknown
		}
		next, name, found := cutLast(owner)
		if !found {
			return unknown
		}
		owner, rest = next, "."+name+rest
	}
	return unknown
}
