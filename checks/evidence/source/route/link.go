package route

import (
	"cmp"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/golive-app/golive/checks/evidence/source/link"
)

// The bounds of what is joined: no program comes near them.
const (
	maxRoutes   = 20000
	maxContexts = 40 // ways in which one router is mounted
)

// linker joins the files of a repository.
type linker struct {
	files []File
	names Names
	at    map[string]int // file by path

	nodes    []node // every router of every file
	first    []int  // node of a file's first router
	same     []int  // the node that stands for all that are one router
	incoming map[int][]edge
	outgoing map[int][]edge
	uses     map[int][]use
	contexts map[int][]context
	grouped  map[int][]int // the nodes that one stands for

	frameworks map[int]string
	roots      *map[int]bool     // files in which Django's patterns begin; nil: not looked for yet
	settings   map[string]string // texts by the names of the fields that hold them; unknown where there are several

	functions []map[functionKey]int // of each file, by class and name
	classes   map[string][]classAt
	fields    map[[3]string]int
	routes    []Route
	schemas   []Answered

	middlewares *[]Guard // that Django's settings put before every route; nil: not looked for yet
}

// node is one router of one file.
type node struct {
	file   int
	router *Router
}

type functionKey struct{ class, name string }

type classAt struct {
	file  int
	class *Class
}

// edge is a way in which a router is reached through another one.
type edge struct {
	from, to int
	paths    []string
	guards   []Guard
	file     int  // in which it stands
	at       int  // how many steps of the file came before it
	instead  bool // its prefix takes the place of the router's own
	opaque   bool // what the inner one uses stays there
	regex    bool
	when     string
}

// use is what requests to a router pass through.
type use struct {
	file, at int
	step     *Step
	guards   []Guard
}

// Link joins what files say into the routes of the program.
func Link(files []File, names Names) *Inventory {
	l := &linker{
		files: files, names: names, at: map[string]int{}, incoming: map[int][]edge{}, outgoing: map[int][]edge{}, uses: map[int][]use{},
		contexts: map[int][]context{}, classes: map[string][]classAt{}, fields: map[[3]string]int{},
	}
	l.index()
	l.unite()
	l.connect()
	for i := range files {
		l.steps(i)
	}
	l.listings()
	l.controllers()
	l.operations()
	l.fileRoutes()
	return l.inventory()
}

// index numbers routers and looks up functions and classes by name.
func (l *linker) index() {
	for i := range l.files {
		file := &l.files[i]
		l.at[file.Path] = i
		l.first = append(l.first, len(l.nodes))
		for j := range file.Facts.Routers {
			l.nodes = append(l.nodes, node{i, &file.Facts.Routers[j]})
			l.same = append(l.same, len(l.same))
		}
		functions := map[functionKey]int{}
		for j, function := range file.Facts.Functions {
			key := functionKey{function.Class, function.Name}
			if _, known := functions[key]; !known && function.Name != "" {
				functions[key] = j + 1
			}
		}
		l.functions = append(l.functions, functions)
		for j := range file.Facts.Classes {
			class := &file.Facts.Classes[j]
			l.classes[class.Name] = append(l.classes[class.Name], classAt{i, class})
		}
	}
}

// node returns the number of a file's router; -1 for none.
func (l *linker) node(file, router int) int {
	if router <= 0 || router > len(l.files[file].Facts.Routers) {
		return -1
	}
	return l.first[file] + router - 1
}

// one returns the node that stands for all that are the same router.
func (l *linker) one(node int) int {
	for l.same[node] != node {
		l.same[node] = l.same[l.same[node]]
		node = l.same[node]
	}
	return node
}

func (l *linker) join(a, b int) {
	if a < 0 || b < 0 {
		return
	}
	if a, b = l.one(a), l.one(b); a != b {
		l.same[max(a, b)] = min(a, b)
	}
}

// unite finds the routers of different files that are one: what one file makes and
// offers, and others take.
func (l *linker) unite() {
	for i := range l.files {
		facts := &l.files[i].Facts
		for _, pair := range facts.Same {
			l.join(l.node(i, pair[0]), l.node(i, pair[1]))
		}
		for j := range facts.Routers {
			if router := &facts.Routers[j]; router.Kind == RouterField {
				key := [3]string{l.home(i), router.Class, router.Field}
				if known, found := l.fields[key]; found {
					l.join(known, l.node(i, j+1))
				} else {
					l.fields[key] = l.node(i, j+1)
				}
			}
		}
	}
	for i := range l.files {
		for j := range l.files[i].Facts.Routers {
			router := &l.files[i].Facts.Routers[j]
			if router.Kind != RouterElse {
				continue
			}
			if router.Function != 0 {
				l.join(l.node(i, j+1), l.returned(i, router.Function))
			} else if router.Origin != "" {
				l.join(l.node(i, j+1), l.find(i, router.Origin))
			}
		}
	}
}

// home is where a class's name means the same: Go's package, else the file.
func (l *linker) home(file int) string {
	name := l.files[file].Path
	if strings.HasSuffix(name, ".go") {
		return path.Dir(name)
	}
	return name
}

// returned is the router that a function of a file gives.
func (l *linker) returned(file, function int) int {
	if function <= 0 || function > len(l.files[file].Facts.Functions) {
		return -1
	}
	return l.node(file, l.files[file].Facts.Functions[function-1].Returns)
}

// find returns the router that an origin stands for in a file; -1 for none.
func (l *linker) find(file int, origin string) int {
	if target, found := l.target(file, origin); found {
		if node := l.routerAt(target); node >= 0 {
			return node
		}
	}
	if node := l.given(file, origin); node >= 0 {
		return node
	}
	// A field of an object: "./server.Server().app".
	owner, field, found := cutLast(strings.TrimSuffix(origin, "()"))
	if !found {
		return -1
	}
	target, found := l.target(file, owner)
	if !found {
		return -1
	}
	at, known := l.at[target.Path]
	if !known {
		return -1
	}
	if node, found := l.fields[[3]string{l.home(at), target.Name, field}]; found {
		return node
	}
	if function, found := l.functions[at][functionKey{target.Name, field}]; found { // a method that gives it
		return l.returned(at, function)
	}
	if target.Name == "" {
		return l.routerAt(link.Target{Path: target.Path, Name: field})
	}
	return -1
}

// given is the router that a function of another file gives: require("./orders")(db).
func (l *linker) given(file int, origin string) int {
	callee, called := strings.CutSuffix(origin, "()")
	if !called {
		return -1
	}
	target, found := l.target(file, callee)
	at, known := l.at[target.Path]
	if !found || !known || target.Class != "" {
		return -1
	}
	if target.Name == "" || target.Name == "default" {
		return l.returned(at, l.files[at].Facts.Default)
	}
	if function, found := l.functions[at][functionKey{"", target.Name}]; found {
		return l.returned(at, function)
	}
	return -1
}

func cutLast(origin string) (owner, name string, found bool) {
	at := strings.LastIndexByte(origin, '.')
	if at <= 0 || at == len(origin)-1 || strings.ContainsAny(origin[at:], "/") {
		return "", "", false
	}
	return origin[:at], origin[at+1:], true
}

// target is where an origin of a file leads.
func (l *linker) target(file int, origin string) (link.Target, bool) {
	if l.names == nil || origin == "" {
		return link.Target{}, false
	}
	target, found := l.names.Find(l.files[file].Path, origin)
	if found || !l.python(file) && !l.passesOn(file, origin) {
		return target, found
	}
	// Django and its like name modules in texts: include("orders.urls"). A file that only
	// passes on what another one has imports nothing: export { POST } from "./route".
	owner, name, found := cutLast(origin)
	if !found {
		return link.Target{}, false
	}
	return l.names.Resolve(l.files[file].Path, owner, name)
}

// passesOn reports whether an origin is one that a file of scripts offers to a framework
// without importing it.
func (l *linker) passesOn(file int, origin string) bool {
	return slices.ContainsFunc(l.files[file].Facts.Offers, func(offer Offer) bool {
		return len(offer.Refs) == 1 && offer.Refs[0].Origin == origin && strings.Contains(origin, "/")
	})
}

// routerAt returns the router at a place: of that name, that a function of that
// name gives, or that a file offers by default.
func (l *linker) routerAt(target link.Target) int {
	file, known := l.at[target.Path]
	if !known {
		return -1
	}
	facts := &l.files[file].Facts
	if target.Name == "" {
		if number := facts.Names["default"]; number != 0 || facts.Default == 0 {
			return l.node(file, number)
		}
		return l.returned(file, facts.Default)
	}
	if number, named := facts.Names[target.Name]; named && target.Class == "" {
		return l.node(file, number)
	}
	for i, router := range facts.Routers {
		if router.Kind == RouterPattern && router.Name == target.Name {
			return l.node(file, i+1)
		}
	}
	if function, found := l.functions[file][functionKey{target.Class, target.Name}]; found {
		return l.returned(file, function)
	}
	return -1
}

// inventory sorts the routes and leaves out what stands there twice.
func (l *linker) inventory() *Inventory {
	slices.SortStableFunc(l.routes, func(a, b Route) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Method, b.Method), cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Handler.Name, b.Handler.Name))
	})
	l.routes = slices.CompactFunc(l.routes, func(a, b Route) bool {
		return a.Path == b.Path && a.Method == b.Method && a.File == b.File && a.Line == b.Line && a.Handler == b.Handler
	})
	inventory := &Inventory{Routes: l.routes, Schemas: l.schemas}
	for _, route := range l.routes {
		if !slices.Contains(inventory.Frameworks, route.Framework) {
			inventory.Frameworks = append(inventory.Frameworks, route.Framework)
		}
	}
	slices.Sort(inventory.Frameworks)
	inventory.reached = sync.OnceValue(l.reaches)
	return inventory
}
