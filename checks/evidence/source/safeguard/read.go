package safeguard

import (
	"strings"
	"sync"

	"github.com/golive-app/golive/checks/evidence/source/memo"
	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/config/regex"
)

// row is what calling, or handing on, one thing of a library says.
type row struct {
	kind    Kind
	library string
	name    string
	// look completes the sign from the call; false: it says nothing after all.
	look func(u use, sign *Sign) bool
}

// language is the tables of one language.
type language struct {
	origins map[string]row // by origin, without "()" and without a module's major version
	methods map[string]row // by the name of a method, whatever it is called on
	imports map[string]row // by the module that a file imports
	texts   map[string]row // by a text in a framework's lists of names
	object  func(r *reading, in *program.Function, x *program.Object, guarded bool)
	assign  func(r *reading, in *program.Function, s *program.Assign, guarded bool)
}

// The tables are large, and the same for every file of a language.
var (
	scriptTable = sync.OnceValue(script)
	pythonTable = sync.OnceValue(python)
	goTable     = sync.OnceValue(golang)
)

func languageOf(name string) *language {
	switch name {
	case "JavaScript", "TypeScript", "TSX":
		return scriptTable()
	case "Python":
		return pythonTable()
	case "Go":
		return goTable()
	}
	return nil
}

// reading is one file while it is read.
type reading struct {
	file  *program.File
	table *language
	facts Facts
	under int // conditions around what is read
}

// use is one call, or a function that is handed on by its name, for which call is
// nil.
type use struct {
	*reading
	in     *program.Function
	call   *program.Call
	origin string
}

// Read says which safeguards a file's program sets up.
func Read(file *program.File) Facts {
	table := languageOf(file.Language)
	if table == nil {
		return Facts{}
	}
	r := &reading{file: file, table: table}
	for _, one := range file.Imports {
		if row, found := table.imports[bare(one.Module)]; found {
			r.add(file.Top(), one.Start, false, Sign{Kind: row.kind, Library: row.library, Name: row.name})
		}
	}
	for _, function := range file.Functions {
		for _, one := range function.Decorators {
			r.expression(function, one, false, 0)
		}
		r.body(function, function.Body, false, 0)
	}
	for _, class := range file.Classes {
		owner := class.Owner
		if owner == nil {
			owner = file.Top()
		}
		for _, one := range class.Decorators {
			r.expression(owner, one, false, 0)
		}
		for _, field := range class.Fields {
			r.expression(owner, field.Value, false, 0)
		}
		r.body(owner, class.Body, false, 0)
	}
	return r.facts
}

func (r *reading) body(in *program.Function, body []program.Statement, guarded bool, depth int) {
	if depth > deepest {
		return
	}
	for _, s := range body {
		inner, under := guarded, r.under
		switch s := s.(type) {
		case *program.Branch:
			inner = inner || asksEnvironment(s.Condition)
			under++
		case *program.Assign:
			if r.table.assign != nil {
				r.table.assign(r, in, s, guarded)
			}
		}
		for _, x := range program.Expressions(s) {
			r.expression(in, x, guarded, depth+1)
		}
		before := r.under
		r.under = under
		for _, block := range program.Bodies(s) {
			r.body(in, block, inner, depth+1)
		}
		r.under = before
	}
}

func (r *reading) expression(in *program.Function, x program.Expression, guarded bool, depth int) {
	if absent(x) || depth > deepest {
		return
	}
	switch x := x.(type) {
	case *program.Conditional:
		r.expression(in, x.Condition, guarded, depth+1)
		inner := guarded || asksEnvironment(x.Condition)
		r.expression(in, x.Then, inner, depth+1)
		r.expression(in, x.Else, inner, depth+1)
		return
	case *program.Binary:
		if x.Operator == "&&" || x.Operator == "and" || x.Operator == "||" {
			r.expression(in, x.Left, guarded, depth+1)
			r.expression(in, x.Right, guarded || asksEnvironment(x.Left), depth+1)
			return
		}
	case *program.Call:
		r.called(in, x, guarded)
	case *program.Object:
		if r.table.object != nil {
			r.table.object(r, in, x, guarded)
		}
	}
	for _, part := range program.Parts(x) {
		r.expression(in, part, guarded, depth+1)
	}
}

// called asks the tables about a call, and about functions that it is handed by
// their names: app.register(helmet), r.Use(middleware.Secure()).
func (r *reading) called(in *program.Function, call *program.Call, guarded bool) {
	u := use{reading: r, in: in, call: call, origin: in.Origin(call.Callee)}
	if one, found := r.table.origins[bare(u.origin)]; found {
		r.note(u, one, call.Start, guarded)
	} else if member, ok := call.Callee.(*program.Member); ok {
		if one, found := r.table.methods[member.Name]; found {
			r.note(u, one, call.Start, guarded)
		}
	}
	for i, argument := range call.Arguments {
		switch argument.Value.(type) {
		case *program.Name, *program.Member:
		case *program.Call: // register(import("@fastify/helmet"), {…})
			if module, taken := in.Required(argument.Value); taken {
				if one, found := r.table.origins[bare(module)]; found {
					r.note(handed(u, i, module), one, argument.Value.Range().Start, guarded)
				}
			}
			continue
		default:
			continue
		}
		origin := in.Origin(argument.Value)
		if one, found := r.table.origins[bare(origin)]; found {
			r.note(handed(u, i, origin), one, argument.Value.Range().Start, guarded)
		}
	}
}

// handed is a function that is handed on with the arguments behind it:
// app.register(cors, {origin: true}), app.add_middleware(CORSMiddleware, …).
func handed(u use, at int, origin string) use {
	rest := u.call.Arguments[at+1:]
	u.call = &program.Call{Span: u.call.Span, Callee: u.call.Arguments[at].Value, Arguments: rest}
	u.origin = origin
	return u
}

func (r *reading) note(u use, one row, at uint32, guarded bool) {
	sign := Sign{Kind: one.kind, Library: one.library, Name: one.name}
	if one.look != nil && !one.look(u, &sign) {
		return
	}
	r.add(u.in, at, guarded, sign)
}

func (r *reading) add(in *program.Function, at uint32, guarded bool, sign Sign) {
	if len(r.facts.Signs) >= maxSigns || sign.Kind == "" {
		return
	}
	sign.Line, sign.Guarded, sign.Detail, sign.Name = r.file.Line(at), guarded, clip(sign.Detail), clip(sign.Name)
	sign.Sometimes = r.under > 0 && !guarded
	for function := in; function != nil && sign.Function == ""; function = function.Parent {
		sign.Function = clip(function.Name)
	}
	r.facts.Signs = append(r.facts.Signs, sign)
}

// environment matches what a condition about the environment asks for.
var environment = regex.New(`(?i)^(?:node_env|app_env|go_env|env|environment|is_?(?:dev|prod|production|development|debug|test)(?:elopment|uction)?(?:_?mode)?|production|development|\w*debug\w*|dev|prod|mode|stage|gin_mode|\w*pprof\w*|\w*swagger\w*|\w*playground\w*|\w*introspection\w*|enable\w*)$`)

// ofEnvironment reports whether a name or a text is one of them.
var ofEnvironment = memo.Text(environment.MatchString)

// asksEnvironment reports whether a condition depends on where the program runs, or
// on a setting that turns something on.
func asksEnvironment(condition program.Expression) bool {
	if absent(condition) {
		return false
	}
	asks, left := false, 200
	program.Visit(condition, func(x program.Expression) bool {
		left--
		switch x := x.(type) {
		case *program.Name:
			asks = asks || ofEnvironment(x.Name)
		case *program.Member:
			asks = asks || ofEnvironment(x.Name)
		case *program.Text:
			asks = asks || ofEnvironment(x.Value)
		}
		return !asks && left > 0
	})
	return asks
}

func absent(x program.Expression) bool {
	switch x := x.(type) {
	case nil:
		return true
	case *program.Name:
		return x == nil
	case *program.Pattern:
		return x == nil
	}
	return false
}

func clip(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if len(text) > maxText {
		text = strings.ToValidUTF8(text[:maxText], "")
	}
	return text
}

var majorVersion = regex.New(`/v[0-9]+($|[./])`)

// bare is an origin without the call at its end and without the major versions of
// Go's modules.
func bare(origin string) string {
	origin = strings.TrimSuffix(strings.TrimPrefix(origin, "node:"), "()")
	if !strings.Contains(origin, "/v") {
		return origin
	}
	return majorVersion.ReplaceAllString(origin, "$1")
}
