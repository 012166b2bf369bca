package taint

import (
	"slices"
	"strings"
	"sync"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// tables are what is known of a language and its libraries. A library is added by
// rows.
type tables struct {
	// Sources.
	origins  map[string]give // by the origin of an expression: "flask.request", "window.location.hash", "x.URLParam()"
	handling func(*engine, *program.Function) handling
	param    func(*engine, *program.Function, handling, int, *program.Param) give
	anywhere map[string]give // members of that name of whatever is not known: "cleaned_data"
	fixed    map[string]bool // names of parameters that are never untrusted: "res", "next"
	answers  bool            // what handlers return may be a page

	// Sinks, by the last name of the callee or of what is assigned to.
	sinks  map[string][]sinkRow
	stores map[string][]storeRow

	renders map[string][]renderRow // calls that render a template

	// Ways.
	passing  map[string][]passRow
	fills    map[string]fillRow
	adds     map[string]bool    // methods that put an argument into what they are called on
	strings  map[string]bool    // methods of texts that give a text
	harmless map[string]bool    // members that are no text: "length"
	partSafe map[string]classes // members that are harmless for some classes: "pathname"
	clean    map[string]bool    // types and conversions without free text
	flags    map[string]bool    // names of results that are flags or errors

	// Guards.
	contains map[string]bool    // methods of sets and lists: "includes"
	prefixes map[string]bool    // "startsWith"
	suffixes map[string]bool    // "HasSuffix"
	finds    map[string]bool    // functions that say where a text stands in another one: "Index"
	matches  map[string]bool    // "test", "match"
	proves   map[string]classes // functions whose answer proves something: "isUUID"
	leaving  map[string]bool    // calls that do not come back

	// The language.
	functions  bool // what others have as methods are functions here: strings.Contains(x, y)
	percent    bool // Python: % puts texts together, / joins paths, no ++
	keys       bool // the names of a request's fields are untrusted as well
	prototypes bool
	schemas    bool
	local      func(*engine, *called) bool // whether a function may be one of this repository
}

// tablesOf returns the tables of a language; nil where there are none.
func tablesOf(language string) *tables {
	switch language {
	case "JavaScript", "TypeScript", "TSX":
		return scriptTables()
	case "Python":
		return pythonTables()
	case "Go":
		return golangTables()
	}
	return nil
}

var (
	scriptTables = sync.OnceValue(newScriptTables)
	pythonTables = sync.OnceValue(newPythonTables)
	golangTables = sync.OnceValue(newGolangTables)
)

// give is what a source gives.
type give struct {
	model  *model
	hints  hints
	safe   classes
	unsure bool
	some   bool
	named  string // how it is called, where it has no name
}

func (g give) zero() bool { return !g.some }

// value is the value that a root has.
func (g give) value(self *root) *value {
	self.safe |= g.safe
	if g.model != nil {
		return &value{model: g.model, self: self}
	}
	return held(strand{root: self, hints: g.hints | direct})
}

// The kinds of sources.
var (
	asJSON  = give{some: true, hints: object | json}                 // parsed from JSON
	plain   = give{some: true, hints: text}                          // a text
	parsedX = give{some: true, hints: object}                        // it may be an object
	ownText = give{some: true, hints: text, safe: redirect | markup} // a header or a cookie: no page of another site can have a browser send it
	likely  = give{some: true, hints: object, unsure: true}          // probably untrusted
)

func is(m *model) give { return give{some: true, model: m} }

// model is a thing that has sources for members: a request.
type model struct {
	members map[string]give
	methods map[string]give
	fills   map[string]int // methods that fill the argument of this number
	itself  give           // the thing as a text
	others  give           // every other member
}

// gives makes a table of names in one line each.
func gives(rows map[string]give) map[string]give {
	all := map[string]give{}
	for names, give := range rows {
		for _, name := range strings.Fields(names) {
			all[name] = give
		}
	}
	return all
}

// owners say what a callee is called on.
type owners struct {
	origins map[string]bool
	names   []string
	any     bool
	plain   bool // on nothing: a function by itself
}

// of reads owners: origins by themselves, "~name" for what is called so where its
// origin is not known, "*" for anything, "-" for nothing.
func of(list string) owners {
	made := owners{origins: map[string]bool{}}
	for _, word := range strings.Fields(list) {
		switch {
		case word == "*":
			made.any = true
		case word == "-":
			made.plain = true
		case word[0] == '~':
			made.names = append(made.names, word[1:])
		default:
			made.origins[word] = true
		}
	}
	return made
}

// holds reports whether a call is on one of the owners.
func (o owners) holds(e *engine, c *called) bool {
	if o.any || o.origins[c.owner] && c.owner != "" || o.plain && c.owner == "" && c.object == nil {
		return true
	}
	return o.byName(e, c)
}

// byName reports whether it is by a name alone.
func (o owners) byName(_ *engine, c *called) bool {
	if len(o.names) == 0 || c.object == nil || o.any || o.origins[c.owner] {
		return false
	}
	return o.named(c.object)
}

func (o owners) named(x program.Expression) bool {
	if call, ok := x.(*program.Call); ok { // res.status(400).send(…)
		if root := rootName(call); answers[root] && slices.Contains(o.names, root) {
			return true
		}
	}
	name := identifier(x)
	for _, one := range o.names {
		if endsInWord(name, one) {
			return true
		}
	}
	return false
}

func (o owners) holdsMember(e *engine, x *program.Member) bool {
	if o.any || x.X == nil && o.plain {
		return true
	}
	return x.X != nil && (o.origins[e.origin(x.X)] || o.named(x.X))
}

// answers are names of answers, whose methods give the answer again.
var answers = words("res response reply")

// identifier is the last name of an expression: "db" of this.db, getDb(), dbs[0].
func identifier(x program.Expression) string {
	for range 8 {
		switch one := x.(type) {
		case *program.Name:
			return one.Name
		case *program.Member:
			return one.Name
		case *program.Call:
			x = one.Callee
		case *program.Await:
			x = one.X
		case *program.Index:
			x = one.X
		case *program.Unary:
			x = one.X
		default:
			return ""
		}
	}
	return ""
}

// endsInWord reports whether a name ends in a word: "db" ends userDb, user_db, db.
func endsInWord(name, word string) bool {
	if len(name) < len(word) || !strings.EqualFold(name[len(name)-len(word):], word) {
		return false
	}
	if len(name) == len(word) {
		return true
	}
	before, first := name[len(name)-len(word)-1], name[len(name)-len(word)]
	return before == '_' || before == '$' || first >= 'A' && first <= 'Z' && (before < 'A' || before > 'Z')
}

// sinkRow is a call that does harm with some of its arguments.
type sinkRow struct {
	class  classes
	call   string   // the last names of the callee
	of     owners   // what it is called on
	at     []string // the arguments: "0", "0.url", "url" (a keyword or field), "1+" (all from there), "self", "0=" (the first of a tuple)
	need   need
	when   func(*engine, *called) certainty
	sign   bool   // dangerous with anything that is not constant
	advice string // which remedy fits
}

// storeRow is a member that does harm with what is assigned to it.
type storeRow struct {
	class   classes
	name    string
	of      owners
	need    need
	least   bool // never sure
	element bool // of a member, not of an entry of an object
	sign    bool
	advice  string
	when    func(*engine) certainty
}

// gives tells what a function gives of what goes in.
type passes uint8

const (
	givesArgument passes = iota // one argument
	givesReceiver
	givesAll      // of the receiver and every argument
	givesTogether // a text of all arguments
	givesFormat   // a text by a format
	givesClean
	givesPart      // the part of an argument that the next one names: get(x, "a.b")
	givesPathParts // the parts of a path: its folder, and a name without one
	givesEnding    // a path without its ending, and the ending, which has no slash
	givesQuoted    // one argument as JSON: it begins with a bracket or a quote
)

// passRow is a function that gives what it is given.
type passRow struct {
	call  string
	of    owners
	gives passes
	from  int // the argument; of a format, -1 for the receiver
	safe  classes
	makes hints // object: what comes out may be one; normal: it is a normalised path
	when  func(*engine, *called) bool
	anew  bool // what was proven of the text says nothing of what comes out
}

// fillRow is a function that fills one argument from another.
type fillRow struct {
	of       owners
	from, to string
}

func sinkTable(rows []sinkRow) map[string][]sinkRow {
	table := map[string][]sinkRow{}
	for _, row := range rows {
		for _, name := range strings.Fields(row.call) {
			table[name] = append(table[name], row)
		}
	}
	return table
}

func storeTable(rows []storeRow) map[string][]storeRow {
	table := map[string][]storeRow{}
	for _, row := range rows {
		for _, name := range strings.Fields(row.name) {
			table[name] = append(table[name], row)
		}
	}
	return table
}

func passTable(rows []passRow) map[string][]passRow {
	table := map[string][]passRow{}
	for _, row := range rows {
		for _, name := range strings.Fields(row.call) {
			table[name] = append(table[name], row)
		}
	}
	return table
}

func at(list string) []string { return strings.Fields(list) }
