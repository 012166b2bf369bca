package route

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source/link"
)

// connect notes how routers hang together: parts, mounts, and functions that fill
// the router that they are given.
func (l *linker) connect() {
	for i := range l.files {
		facts := &l.files[i].Facts
		for j := range facts.Routers {
			router := &facts.Routers[j]
			if router.Kind != RouterPart || router.Parent == 0 {
				continue
			}
			part := edge{from: l.node(i, router.Parent), to: l.node(i, j+1), file: i, at: router.At, opaque: true}
			if router.Prefix != "" {
				part.paths = []string{router.Prefix}
			}
			part.guards = l.guards(i, router.Guards, HowRouter)
			l.edge(part)
		}
		for j := range facts.Steps {
			l.connectStep(i, j)
		}
	}
}

func (l *linker) edge(e edge) {
	if e.from < 0 || e.to < 0 {
		return
	}
	if l.nodes[e.to].router.Shared {
		e.opaque = false
	}
	if l.tests(e.file) && slices.ContainsFunc(l.members(e.to), func(one int) bool { return !l.tests(l.nodes[one].file) }) {
		return // a test puts together what it needs
	}
	if e.from, e.to = l.one(e.from), l.one(e.to); e.from == e.to {
		return
	}
	l.incoming[e.to] = append(l.incoming[e.to], e)
	l.outgoing[e.from] = append(l.outgoing[e.from], e)
}

func (l *linker) connectStep(file, at int) {
	step := &l.files[file].Facts.Steps[at]
	from := l.node(file, step.Router)
	if from < 0 {
		return
	}
	base := edge{from: from, paths: step.Paths, file: file, at: at, instead: step.Key == "instead", opaque: step.Opaque, regex: step.Key == "regex", when: step.When}
	switch step.Kind {
	case StepMount:
		base.guards = l.guards(file, step.Guards, HowRouter)
		for _, ref := range step.Refs {
			l.mount(base, file, ref, step.Key)
		}
	case StepUse:
		l.connectUse(base, file, at, step)
	case StepRoute: // a handler that is a router: mux.Handle("/", api.NewRouter())
		if framework := l.framework(from); len(step.Refs) == 1 && (framework == "net/http" || framework == "chi" || framework == "gorilla/mux") {
			if to := l.routerOf(file, step.Refs[0]); to >= 0 && l.known(to) {
				base.paths = nil
				base.to = to
				l.edge(base)
			}
		}
	case StepPass:
		l.connectPass(base, file, step)
	}
}

// tests reports whether a file is there for tests.
func (l *linker) tests(file int) bool {
	switch l.files[file].Class {
	case checks.ClassTest, checks.ClassFixture, checks.ClassExample:
		return true
	}
	return false
}

// connectUse takes what is used apart: routers are mounted where they stand, the
// rest are guards.
func (l *linker) connectUse(base edge, file, at int, step *Step) {
	var guards []Ref
	for _, ref := range step.Refs {
		to := l.routerOf(file, ref)
		if to >= 0 && l.known(to) {
			mounted := base
			mounted.to = to
			for i := range guards { // app.use("/x", auth, router)
				mounted.guards = append(mounted.guards, l.guard(file, guards[i], HowRouter))
			}
			l.edge(mounted)
			guards = nil
			continue
		}
		guards = append(guards, ref)
	}
	if len(guards) > 0 {
		one := l.one(base.from)
		l.uses[one] = append(l.uses[one], use{file: file, at: at, step: step, guards: l.guards(file, guards, HowRouter)})
	}
}

// mount connects a router with what is mounted on it: another router, or a function
// that gets one of its own to fill.
func (l *linker) mount(base edge, file int, ref Ref, key string) {
	for _, folders := range []string{"dir:", "flat:"} {
		if dir, ok := strings.CutPrefix(key, folders); ok {
			l.autoload(base, file, dir, folders == "dir:")
			return
		}
	}
	if to := l.routerOf(file, ref); to >= 0 {
		base.to = to
		l.edge(base)
		return
	}
	if ref.Function != 0 {
		if base.to = l.paramOf(file, ref.Function, 0, ""); base.to >= 0 {
			l.edge(base)
		}
		return
	}
	if target, found := l.target(file, ref.Origin); found {
		if at, known := l.at[target.Path]; known {
			base.to = l.paramAt(at, target, 0, "")
			l.edge(base)
		}
	}
}

// connectPass connects a router with the parameter that it is given for.
func (l *linker) connectPass(base edge, file int, step *Step) {
	ref := step.Refs[0]
	base.paths = nil
	if ref.Function != 0 {
		if base.to = l.paramOf(file, ref.Function, step.Position, step.Key); base.to >= 0 {
			l.edge(base)
			return
		}
	} else if target, found := l.target(file, ref.Origin); found {
		if at, known := l.at[target.Path]; known {
			if base.to = l.paramAt(at, target, step.Position, step.Key); base.to >= 0 {
				l.edge(base)
				return
			}
		}
	}
	// What takes a router and adds nothing to it may stand before all of it:
	// http.ListenAndServe(addr, requireUser(mux)).
	if guard := l.guard(file, ref, HowApp); guard.Kind == KindAuthentication || guard.Kind == KindAuthorization || guard.Kind == KindRateLimit {
		if l.framework(base.from) == "net/http" || l.framework(base.from) == "gorilla/mux" || l.framework(base.from) == "chi" || l.framework(base.from) == "httprouter" {
			one := l.one(base.from)
			l.uses[one] = append(l.uses[one], use{file: file, at: base.at, step: &Step{Kind: StepUse, Late: true}, guards: []Guard{guard}})
		}
	}
}

// routerOf returns the router that a reference names; -1 for none.
func (l *linker) routerOf(file int, ref Ref) int {
	if ref.Router != 0 {
		if node := l.node(file, ref.Router); l.known(node) || ref.Origin == "" {
			return node
		}
	}
	if ref.Function != 0 && strings.HasSuffix(ref.Origin, "()") {
		if node := l.returned(file, ref.Function); node >= 0 {
			return node
		}
	}
	if ref.Origin != "" {
		return l.find(file, ref.Origin)
	}
	return -1
}

// known reports whether a router is one for certain: a framework's constructor made
// it, a type says so, or it is a list of patterns.
func (l *linker) known(node int) bool { return node >= 0 && l.framework(node) != "" }

// framework is what a router belongs to, by all that is the same router.
func (l *linker) framework(node int) string {
	if l.frameworks == nil {
		l.frameworks = make(map[int]string)
		for i, one := range l.nodes {
			framework := one.router.Framework
			if framework == "" && one.router.Kind == RouterElse {
				framework = l.subclassed(one.file, one.router.Origin, 0).framework
			}
			if all := l.one(i); framework != "" && l.frameworks[all] == "" {
				l.frameworks[all] = framework
			}
		}
	}
	return l.frameworks[l.one(node)]
}

// subclassed returns what a framework's class makes of which another class is made:
// class Router(DefaultRouter).
func (l *linker) subclassed(file int, origin string, depth int) maker {
	owner, called := strings.CutSuffix(origin, "()")
	if !called || depth > 5 {
		return maker{}
	}
	target, found := l.target(file, owner)
	if !found {
		return maker{}
	}
	at, known := l.at[target.Path]
	if !known {
		return maker{}
	}
	name := target.Name
	if target.Class != "" { // the constructor of it
		name = target.Class
	}
	for _, base := range l.basesOf(at, name) {
		for _, language := range []string{"Python", "TypeScript"} {
			if maker, known := languageOf(language).makers[base]; known {
				return maker
			}
		}
		if maker := l.subclassed(at, base+"()", depth+1); maker.framework != "" {
			return maker
		}
	}
	return maker{}
}

// basesOf lists the origins of what a class of a file is made of.
func (l *linker) basesOf(file int, name string) []string {
	for _, one := range l.classes[name] {
		if one.file == file {
			return one.class.Bases
		}
	}
	return nil
}

// paramOf returns the router that a parameter of a function of a file is.
func (l *linker) paramOf(file, function, position int, key string) int {
	facts := &l.files[file].Facts
	for i, router := range facts.Routers {
		if router.Kind != RouterParam || router.Function != function {
			continue
		}
		if router.Position == position && (router.Key == "" || router.Key == key) || key != "" && router.Name == key && router.Key == "" {
			return l.node(file, i+1)
		}
	}
	return -1
}

// paramAt is paramOf for a function that another file calls; of a class it is the
// constructor's.
func (l *linker) paramAt(file int, target link.Target, position int, key string) int {
	facts := &l.files[file].Facts
	for i, function := range facts.Functions {
		same := function.Class == target.Class && function.Name == target.Name ||
			target.Class == "" && function.Class == target.Name && (function.Name == "constructor" || function.Name == "__init__") ||
			target.Line != 0 && function.Line == target.Line
		if !same {
			continue
		}
		if node := l.paramOf(file, i+1, position, key); node >= 0 {
			return node
		}
	}
	if target.Name == "" || target.Name == "default" { // the function that a file offers by default
		only := -1
		for i, router := range facts.Routers {
			if router.Kind == RouterParam && router.Position == position && (router.Key == "" || router.Key == key) {
				if only >= 0 {
					return -1
				}
				only = l.node(file, i+1)
			}
		}
		return only
	}
	return -1
}

// autoload mounts the plugins of a folder, each below the path of its own folder
// unless it is told not to, as @fastify/autoload does.
func (l *linker) autoload(base edge, file int, dir string, nested bool) {
	root := joined(folderOf(l.files[file].Path), dir)
	for at := range l.files {
		inside, ok := strings.CutPrefix(l.files[at].Path, root+"/")
		if !ok {
			continue
		}
		for i, router := range l.files[at].Facts.Routers {
			if router.Kind != RouterParam || router.Position != 0 || router.Function == 0 {
				continue
			}
			mounted := base
			mounted.to = l.node(at, i+1)
			prefix := ""
			if nested {
				prefix = folderOf(inside)
			}
			if len(base.paths) > 0 {
				prefix = joined(base.paths[0], prefix)
			}
			mounted.paths = []string{prefix}
			l.edge(mounted)
		}
	}
}

func folderOf(name string) string {
	if at := strings.LastIndexByte(name, '/'); at >= 0 {
		return name[:at]
	}
	return ""
}
