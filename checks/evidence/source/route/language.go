package route

import (
	"strings"
	"sync"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// language is what the frameworks of one language look like.
type language struct {
	methods    map[string]row    // of routers, by name, whatever the framework
	blocks     map[string]row    // methods whose closure without parameters fills a part
	makers     map[string]maker  // by origin, without "()" and without a module's major version
	types      map[string]string // framework of a declared type
	plugins    map[string]string // framework whose routers a function of this type gets
	globals    map[string]string // framework of routers that a package itself is
	sameRouter map[string]bool   // properties that are the router in another form
	strangers  map[string]bool   // modules whose values have methods by the same names
	// call reads calls that are no methods of routers; true where it took one.
	call   func(r *reading, in *program.Function, call *program.Call) bool
	class  func(r *reading, class *program.Class)
	assign func(r *reading, in *program.Function, s *program.Assign)
	object func(r *reading, in *program.Function, x *program.Object) bool
}

// maker is a function or a class that makes routers.
type maker struct {
	framework string
	root      bool   // what it makes is served by itself
	prefix    string // the option that holds a prefix
	guards    string // the option that holds guards
}

// row is what a method of routers does.
type row struct {
	// do notes what a call does; false where by its shape it is no such call.
	do func(*site) bool
	// part completes the part of a router that the call gives; false where it
	// gives none.
	part    func(*site, *Router) bool
	gives   gives
	without gives    // what it gives where it makes no part
	methods []string // of the requests that a route is for
}

// gives says what the value of a call on a router is.
type gives int

const (
	givesNothing gives = iota
	givesSame          // the router: app.get(…).get(…)
	givesPart          // a part of it: app.Group("/x")
)

// site is one call of a method of what may be a router.
type site struct {
	*reading
	in      *program.Function
	call    *program.Call
	on      program.Expression
	name    string
	methods []string
	handler *Ref // the function below, where the call is a decorator
	guards  []Ref
}

var languages = sync.OnceValue(func() map[string]*language {
	script := scriptLanguage()
	return map[string]*language{
		"JavaScript": script, "TypeScript": script, "TSX": script,
		"Python": pythonLanguage(), "Go": golangLanguage(),
	}
})

func languageOf(name string) *language { return languages()[name] }

// typeOf returns the framework whose router an origin is by its type.
func (l *language) typeOf(origin string) string {
	if !strings.HasSuffix(origin, "()") {
		return ""
	}
	return l.types[module(origin)]
}

// module returns an origin without the call at its end and without the major
// versions in Go's modules: github.com/labstack/echo/v4.New is one name for all.
func module(origin string) string {
	origin = strings.TrimSuffix(origin, "()")
	for from := 0; ; {
		at := strings.Index(origin[from:], "/v")
		if at < 0 {
			return origin
		}
		at += from
		end := at + 2
		for end < len(origin) && origin[end] >= '0' && origin[end] <= '9' {
			end++
		}
		if end > at+2 && (end == len(origin) || origin[end] == '.' || origin[end] == '/') {
			origin = origin[:at] + origin[end:]
			from = at
			continue
		}
		from = at + 2
	}
}

// lastWord is the last name of an origin: "get" of "express().get".
func lastWord(origin string) string {
	origin = strings.TrimSuffix(strings.TrimSuffix(origin, "()"), "[]")
	return origin[strings.LastIndexAny(origin, "./)")+1:]
}

// short cuts what others wrote to one line of bounded length.
func short(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if len(text) > maxText {
		text = strings.ToValidUTF8(text[:maxText], "")
	}
	return text
}
