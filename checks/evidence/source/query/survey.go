package query

import (
	"slices"
	"strconv"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/lines"
	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/config/regex"
)

// keeps matches functions that keep their answers: asking them again costs nothing.
var keeps = regex.New(`(?i)\b\w{0,40}cache\w*\.(?:get|has|fetch|remember|wrap|lookup|load)|memoi[sz]e|lru_?cache|singleflight|LoadOrStore|GetOrLoad|get_or_set|getOrSet|sync\.Once|_loaded\b|loadedOnce|@cached|cached_property|unstable_cache`)

// keepingWords are in every line that keeps matches, in small letters.
var keepingWords = []string{"cache", "memoi", "singleflight", "loadorstore", "getorload", "get_or_set", "getorset", "sync.once", "_loaded", "loadedonce"}

// keeping finds those words in a whole file: most files have none of them, and then
// nothing is asked of their functions.
var keeping = lines.NewWords(keepingWords...)

// keepsAnswers reports whether the text of a function speaks of keeping its answers.
func keepsAnswers(text string) bool {
	return lines.Any(strings.ToLower(text), keepingWords, keeps.MatchString)
}

// keptFrom looks at a function that speaks of keeping its answers: what stands before the
// place where it looks for one is asked each time. It says whether what the function asks
// itself is kept, and whom it calls before.
func (f *file) keptFrom(function *program.Function, asked uint32, called map[string]uint32) (kept bool, early []string) {
	if len(function.Body) == 0 || function.Name == "" {
		return true, nil
	}
	begins := function.Body[0].Range().Start
	at := keeps.FindStringIndex(f.Text(program.Span{Start: begins, End: max(begins, function.End)}))
	if at == nil { // a decorator says so
		return true, nil
	}
	from := begins + uint32(at[0])
	for callee, start := range called {
		if start < from {
			early = append(early, callee)
		}
	}
	slices.Sort(early)
	return asked == 0 || asked >= from, early
}

// survey counts a function's database calls, and keeps the first one that reads and
// whom the function calls.
func (f *file) survey(function *program.Function, later, job bool, libraries map[string]bool) {
	job = job || f.isJob(function)
	one := Function{Line: f.lineOf(function), Later: later || job, Job: job, Answers: !function.Top && f.answersItself(function)}
	if function.Name != "" {
		one.Name = qualified(function)
	}
	if function.Parent != nil {
		one.Within = f.lineOf(function.Parent)
	}
	chained := map[*program.Call]bool{}
	called, queries, asked := map[string]uint32{}, false, uint32(0) // where each is called, and where it asks first
	falls := f.falls(function)
	beside := map[program.Expression]bool{}
	program.VisitStatements(function.Body, func(s program.Statement) bool {
		if f.beside(function, s) {
			beside[s.(*program.Later).X] = true
		}
		return true
	}, func(x program.Expression) bool {
		call, ok := x.(*program.Call)
		if !ok || chained[call] || beside[x] {
			return true
		}
		found, c, asks := f.asks(function, call)
		if asks {
			queries = true
			skipChain(call, chained)
			f.facts.Queries++
			libraries[found.library] = true
			if fall := f.fallsBack(function, call, falls); fall != nil {
				if one.Falls == nil && !found.write(c) && !found.isLazy(c) {
					fall.Asks, fall.AskedAt, fall.Library = oneLine(c.written), f.Line(call.Start), found.library
					one.Falls = fall
				}
				return true
			}
			if one.Asks == "" && !found.write(c) && !found.isLazy(c) {
				one.Asks, one.AskedAt, one.Library = oneLine(c.written), f.Line(call.Start), found.library
				asked = call.Start
			}
			return true
		}
		callee := f.callee(function, call.Callee)
		if _, known := called[callee]; callee != "" && !known && len(one.Calls) < maxCallees {
			called[callee] = call.Start
			one.Calls = append(one.Calls, callee)
		}
		if callee != "" && f.Language == "Python" {
			f.gives(function, call, callee)
		}
		return true
	})
	one.Given = f.given(function)
	one.Tag, one.Context = f.tag(function)
	if function.Top || !queries && len(one.Calls) == 0 && !one.Answers && one.Given == nil && one.Tag == "" && function.Name != "" || len(f.facts.Functions) >= maxFunctions {
		return
	}
	text := f.Text(program.Span{Start: function.Start, End: min(function.End, function.Start+20_000)})
	for _, decorator := range function.Decorators {
		text += " @" + decoratorName(decorator)
	}
	one.Kept = f.mayKeep && keepsAnswers(text)
	if one.Kept {
		one.Kept, one.Early = f.keptFrom(function, asked, called)
	}
	f.facts.Functions = append(f.facts.Functions, one)
}

// lineOf is the line on which a function begins, 0 for the top level.
func (f *file) lineOf(function *program.Function) int {
	if function == nil || function.Top {
		return 0
	}
	return f.Line(function.Start)
}

// keptForLater are the closures that are handed to what keeps them for another time.
func (f *file) keptForLater() map[*program.Function]bool {
	later := map[*program.Function]bool{}
	for _, function := range f.Functions {
		program.VisitStatements(function.Body, nil, func(x program.Expression) bool {
			call, ok := x.(*program.Call)
			if !ok || !elsewhere[calledName(call)] {
				return true
			}
			for _, argument := range call.Arguments {
				if closure, ok := argument.Value.(*program.Closure); ok {
					later[closure.Function] = true
				}
			}
			return true
		})
	}
	return later
}

// calledName is the last name of what is called.
func calledName(call *program.Call) string {
	switch callee := call.Callee.(type) {
	case *program.Member:
		return callee.Name
	case *program.Name:
		return callee.Name
	}
	return ""
}

// callee names a function that may be one of the repository's: "#12" for one of the
// same file, else its origin. Empty for others.
func (f *file) callee(in *program.Function, x program.Expression) string {
	switch callee := x.(type) {
	case *program.Name:
		if binding := in.Lookup(callee.Name); binding != nil {
			if binding.Function != nil {
				return f.reference(binding.Function)
			}
			if len(binding.Values) == 1 {
				if closure, ok := binding.Values[0].(*program.Closure); ok {
					return f.reference(closure.Function)
				}
			}
			if binding.Param != nil {
				return f.nameAlone(callee.Name)
			}
			for _, value := range binding.Values {
				if member, ok := value.(*program.Member); ok && member.Name == callee.Name && len(binding.Values) == 1 { // const { findOrders } = queries
					if origin := in.Origin(x); f.fromElsewhere(origin) && len(origin) <= 300 {
						return origin
					}
					return f.nameAlone(callee.Name)
				}
			}
		}
	case *program.Member:
		self, ok := callee.X.(*program.Name)
		if !ok || self.Name != "this" && self.Name != "self" && self.Name != "cls" && !receives(in, self.Name) {
			break
		}
		class := classAround(in)
		if class == nil {
			break
		}
		if method := f.names[class.Name+"."+callee.Name]; method != nil {
			return f.reference(method)
		}
		if f.Language != "Go" {
			return "this." + class.Name + "." + callee.Name
		}
	default:
		return ""
	}
	origin := in.Origin(x)
	if !f.fromElsewhere(origin) || len(origin) > 300 {
		return f.nameAlone(program.LastName(x))
	}
	return origin
}

// ownName matches names that say much: findOrdersByCustomer.
var ownName = regex.New(`^[a-z]+[A-Z][a-z]+\w*[A-Z]\w*$`)

// nameAlone names a function whose place is not known, which a script was handed in an
// object, by its name: where only one is called so, it is meant.
func (f *file) nameAlone(name string) string {
	if f.Language == "Go" || f.Language == "Python" || len(name) < 12 || !ownName.MatchString(name) {
		return ""
	}
	return byName + name
}

// byName marks a function that is known by its name alone.
const byName = "~"

func (f *file) reference(function *program.Function) string {
	return "#" + strconv.Itoa(f.lineOf(function))
}

func classAround(in *program.Function) *program.Class {
	for ; in != nil; in = in.Parent {
		if in.Class != nil {
			return in.Class
		}
	}
	return nil
}

// receives reports whether a name is the receiver of the method around.
func receives(in *program.Function, name string) bool {
	for ; in != nil; in = in.Parent {
		if in.Receiver != nil {
			return in.Receiver.Name == name
		}
	}
	return false
}

// standard are first words of modules of Go's library and others that hold no code of
// the repository.
var standard = map[string]bool{
	"fmt": true, "strings": true, "strconv": true, "errors": true, "os": true, "io": true, "time": true, "context": true, "log": true, "sort": true, "slices": true, "maps": true, "bytes": true,
	"sync": true, "math": true, "net": true, "path": true, "regexp": true, "encoding": true, "reflect": true, "database": true, "crypto": true, "unicode": true, "testing": true, "bufio": true,
	"react": true, "next": true, "vue": true, "lodash": true, "zod": true, "fs": true, "util": true, "express": true, "typing": true, "logging": true, "datetime": true, "json": true,
	"re": true, "collections": true, "functools": true, "itertools": true, "django": true, "rest_framework": true, "sqlalchemy": true, "fastapi": true, "pydantic": true, "flask": true,
}

// fromElsewhere reports whether an origin may be a function of another file of the
// repository: one that is imported, or in Go of the same package.
func (f *file) fromElsewhere(origin string) bool {
	first, _, _ := strings.Cut(origin, "/")
	first, _, _ = strings.Cut(first, ".")
	if origin == "" || first == "this" || first == "self" || standard[first] || strings.HasPrefix(origin, "@types/") {
		return false
	}
	if f.Language == "Go" || strings.HasPrefix(origin, ".") {
		return true
	}
	for _, one := range f.Imports {
		module := strings.TrimPrefix(one.Module, "node:")
		if rest, found := strings.CutPrefix(origin, module); found && module != "" && (rest == "" || rest[0] == '.' || rest[0] == '(') {
			return true
		}
	}
	return false
}
