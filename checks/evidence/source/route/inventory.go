package route

import (
	"slices"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source/link"
)

// Route is one thing that a program answers.
type Route struct {
	Method    string // "GET"; "ANY" for all; "QUERY", "MUTATION", "SUBSCRIPTION" of GraphQL; "PAGE"
	Path      string // normalised: "/orders/{id}"; of GraphQL and tRPC the operation's name
	Written   string // as the file has it, without the prefixes of what it is mounted on
	Framework string
	Kind      string  // "" for one of HTTP; "graphql", "trpc", "page", "static"
	Handler   Place   // the function that answers; a name alone where it was not found
	Guards    []Guard // what a request passes before, outermost first
	Sensitive string  // why the route must not be open to everybody; empty: nothing says so
	Public    string  // why it may be; empty: nothing says so
	When      string  // the condition that its registration stands under, as written
	Unmounted bool    // on a router that nothing mounts, as far as can be seen
	File      string  // of the registration
	Line      int     //
	Class     checks.PathClass
	Marks     []string // decorators that are no guards
	// Documented is what the product's own documents say of it.
	Documented Documented
}

// Place is where a function stands.
type Place struct {
	Name string
	File string // empty: not in the repository, or not found
	Line int
}

// How says how a guard gets before a route.
type How string

// The ways of a guard.
const (
	HowRoute     How = "route"     // named where the route is registered
	HowRouter    How = "router"    // used by a router or group around it
	HowApp       How = "app"       // used by the application
	HowDecorator How = "decorator" // a decorator of the handler, or a dependency of it
	HowClass     How = "class"     // of the class that the handler is a method of
	HowGlobal    How = "global"    // a setting that holds for every route
	HowHandler   How = "handler"   // a check in the handler itself, or in what it calls first
)

// Guard is one thing that a request passes before its handler.
type Guard struct {
	Name  string
	Kind  Kind
	How   How
	File  string // where it is put before the route
	Line  int
	Words []string // what it is told: a role, a strategy
	Why   string   // why it is not known what it does, where it is not
}

// Guarded returns the first guard of a kind; an authorization is an authentication
// too.
func (r Route) Guarded(kind Kind) (Guard, bool) {
	for _, guard := range r.Guards {
		if guard.Kind == kind || kind == KindAuthentication && guard.Kind == KindAuthorization {
			return guard, true
		}
	}
	return Guard{}, false
}

// File is one file with what it says about routes.
type File struct {
	Path  string
	Class checks.PathClass
	Facts Facts
}

// Names follows names through the files of a repository. *link.Index does.
type Names interface {
	// Find returns what an origin stands for where a file has it: a function, a
	// class or a value with its name, or a file as a whole without one.
	Find(from, origin string) (link.Target, bool)
	// Resolve returns what a name of a module is, as a file would import it.
	Resolve(from, module, name string) (link.Target, bool)
	// Callee returns the function that is called by an origin: of a file it is the
	// default export.
	Callee(from, origin string) (link.Target, bool)
}

// Answered is one schema of GraphQL, compared with the code.
type Answered struct {
	Path       string
	Operations int
	Answered   int // those whose function was found
}

// AnswersGraphQL reports whether code of a file answers fields of GraphQL: where none
// does in a repository, its schemas are somebody else's.
func (f *Facts) AnswersGraphQL() bool {
	for i := range f.Operations {
		if one := &f.Operations[i]; one.Source == SourceResolver && len(one.Refs) > 0 || one.Source == SourceRule || one.Source == SourceCode && one.Framework != "trpc" {
			return true
		}
	}
	return false
}

// WithoutSchemas leaves out what texts of GraphQL's own language define.
func (f Facts) WithoutSchemas() Facts {
	f.Operations = slices.DeleteFunc(slices.Clone(f.Operations), func(one Operation) bool { return one.Source == SourceSchema })
	return f
}

// Inventory is every route of a repository.
type Inventory struct {
	Routes     []Route
	Frameworks []string    // sorted
	Documents  []Described // of the product's own; see Describe
	Schemas    []Answered  // of GraphQL, in files and in texts of programs
	reached    func() map[functionAt]Reach
}
