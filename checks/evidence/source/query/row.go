package query

import (
	"regexp"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// row is one way in which a library asks the database: a chain of calls, by the
// methods in it. To teach a library is to add a row and a test.
type row struct {
	library string
	// ends are the methods that a chain ends with: "findMany first".
	ends string
	// through are methods or members, one of which must stand in the chain before
	// its end: "objects", "NewSelect". Empty: none need.
	through string
	// roots is matched against what the chain begins with, as written and by its
	// origin, either in lower case: a name that people give to a connection, a
	// module. nil: anything.
	roots *regexp.Regexp
	// module is a part of the name of a module that the file imports; empty: none
	// need.
	module string
	// class says that the chain begins with a class: a name with a capital.
	class bool
	// sql says that the first argument is a constant statement of SQL.
	sql bool
	// writes are those of the ends that change the database.
	writes string
	// lazy are those that only describe a query.
	lazy string
	// mixed says that the method is one that the library gave the row, known by its name
	// and by the options that it is given: order.getItems({ where: … }).
	mixed bool
	// filled says that the first argument is a pointer to what the rows go into, or come
	// from, and that nothing before it in the chain runs a statement: db.Where(…).Find(&rows).
	filled bool
}

// chain is a call taken apart: users.filter(…).first() begins with users, has filter
// and ends with first.
type chain struct {
	call    *program.Call
	root    program.Expression
	names   []string // members and methods from the root to the end
	written string   // the root and the names
	origin  string   // of the root
	own     bool     // it begins with this, self or a receiver
}

// longestChain bounds the steps of one chain.
const longestChain = 60

// chainOf takes a call apart; false where what is called has no name.
func chainOf(in *program.Function, call *program.Call) (chain, bool) {
	c := chain{call: call}
	var at program.Expression = call.Callee
	for range longestChain {
		switch x := at.(type) {
		case *program.Member:
			c.names = append(c.names, x.Name)
			at = x.X
			continue
		case *program.Call:
			at = x.Callee
			continue
		case *program.Await:
			at = x.X
			continue
		case *program.Index:
			at = x.X
			continue
		}
		break
	}
	if len(c.names) == 0 {
		return chain{}, false
	}
	slices.Reverse(c.names)
	c.root = at
	root := ""
	if name, ok := at.(*program.Name); ok {
		root = name.Name
		c.own = root == "this" || root == "self" || receives(in, root)
	}
	c.written = strings.TrimPrefix(root+"."+strings.Join(c.names, "."), ".")
	c.origin = in.Origin(at)
	return c, true
}

func (c chain) end() string { return c.names[len(c.names)-1] }

// first is the name that a chain is known by: its root, or the member of this and
// self that it begins with.
func (c chain) first() string {
	if name, ok := c.root.(*program.Name); ok {
		if c.own && len(c.names) > 1 {
			return c.names[0]
		}
		return name.Name
	}
	return ""
}

// statement matches SQL that asks or changes.
var statement = regexp.MustCompile(`(?is)^\s*(?:--[^\n]*\n\s*)*(?:select|insert|update|delete|with|replace|merge)\b`)

// builtins are classes of the language's own, which ask no database.
var builtins = map[string]bool{
	"Math": true, "Object": true, "Array": true, "Promise": true, "Map": true, "Set": true, "JSON": true, "Date": true, "Number": true, "String": true, "Reflect": true, "Buffer": true,
}

// matches reports whether a row speaks of a chain.
func (r row) matches(f *file, in *program.Function, c chain) bool {
	if r.mixed && !mixedIn(c) || !r.mixed && !among(r.ends, c.end()) {
		return false
	}
	if r.module != "" && !f.importsLike(r.module) {
		return false
	}
	if r.through != "" && !slices.ContainsFunc(c.names[:len(c.names)-1], func(name string) bool { return among(r.through, name) }) {
		return false
	}
	if r.filled && !fills(c) || f.Language != "Python" && f.Language != "Go" && listMethods[c.end()] && picks(c.call) {
		return false
	}
	first := c.first()
	if r.class && (builtins[first] || first == "" || first[0] < 'A' || first[0] > 'Z' || strings.ToUpper(first) == first && len(first) > 3) {
		return false
	}
	if r.roots != nil && !(f.Language == "Go" && r.roots.MatchString(c.holder())) && !r.roots.MatchString(strings.ToLower(first)) && !r.roots.MatchString(strings.ToLower(c.origin)) && !r.roots.MatchString(strings.ToLower(f.fieldOrigin(c))) {
		return false
	}
	return !r.sql || f.asksSQL(in, c.call)
}

// holder is what a chain of Go keeps its connection in, where that stands in something else:
// model.DB.Find, ormer.Engine.Get, h.store.db.Find. Empty where no name says so.
func (c chain) holder() string {
	for _, name := range c.names[:min(len(c.names)-1, 3)] {
		if lower := strings.ToLower(name); holders[lower] {
			return lower
		}
	}
	return ""
}

var holders = map[string]bool{"db": true, "tx": true, "conn": true, "database": true, "engine": true, "session": true, "sess": true, "dbmap": true}

// fills reports whether a call is given a pointer, and its chain runs no statement before.
func fills(c chain) bool {
	if len(c.call.Arguments) == 0 {
		return false
	}
	pointer, ok := c.call.Arguments[0].Value.(*program.Unary)
	return ok && pointer.Operator == "&" && !slices.ContainsFunc(c.names[:len(c.names)-1], func(name string) bool {
		return strings.HasPrefix(name, "Query") || strings.HasPrefix(name, "Prepare") || strings.HasPrefix(name, "NewSelect") || name == "Exec"
	})
}

// picks reports whether a call is given a function first, as arrays have it:
// rows.find((one) => one.id === id).
func picks(call *program.Call) bool {
	if len(call.Arguments) == 0 {
		return false
	}
	_, closure := call.Arguments[0].Value.(*program.Closure)
	return closure
}

// mixedIn reports whether a method is named and given what Sequelize's rows have for
// their associations.
// https://sequelize.org/docs/v6/core-concepts/assocs/#special-methodsmixins-added-to-instances
func mixedIn(c chain) bool {
	name, found := strings.CutPrefix(c.end(), "get")
	if !found {
		name, found = strings.CutPrefix(c.end(), "count")
	}
	if !found || !capital(name) || len(c.call.Arguments) != 1 {
		return false
	}
	options, ok := c.call.Arguments[0].Value.(*program.Object)
	return ok && slices.ContainsFunc(options.Entries, func(entry program.Argument) bool {
		return entry.Name == "where" || entry.Name == "include" || entry.Name == "attributes" || entry.Name == "transaction" || entry.Name == "paranoid"
	})
}

func (r row) isLazy(c chain) bool { return among(r.lazy, c.end()) }

func (r row) write(c chain) bool { return among(r.writes, c.end()) }

// among reports whether a word is one of a list, whose words stand a space apart.
// Every call of a release is asked for by every row, so the list is not taken
// apart.
func among(list, word string) bool {
	if word == "" {
		return false
	}
	for at := 0; ; {
		next := strings.Index(list[at:], word)
		if next < 0 {
			return false
		}
		start := at + next
		at = start + len(word)
		if (start == 0 || list[start-1] == ' ') && (at == len(list) || list[at] == ' ') {
			return true
		}
	}
}
