package query

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/config/regex"
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
	roots *regex.Expression
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
	// table says that what the chain begins with is called with the name of a table:
	// knex("items").where(…).
	table bool
	// direct says that roots is about the name alone, and not about where it comes from:
	// a query that is put together begins with itself.
	direct bool
	// model says that the name of a model stands before the end, and nothing but a
	// connection before that: client.User.Get, tx.order.update.
	model bool
	// edge says that a method before the end is named after a relation of the row:
	// order.QueryItems().
	edge bool
	// element says that the chain begins with what a loop goes through.
	element bool
	// conditions says that the first argument is an object: Post.find({ userId }).
	conditions bool
	// asked says that the first argument is a model, or a statement of one: session.get(Order, 1),
	// session.scalars(select(Order)).
	asked bool
	// never is matched against where the chain begins: what is called so and asks no
	// database.
	never *regex.Expression
	// filled says that the first argument is a pointer to what the rows go into, or come
	// from, and that nothing before it in the chain runs a statement: db.Where(…).Find(&rows).
	filled bool
}

// statement matches SQL that asks or changes.
var statement = regex.New(`(?is)^\s*(?:--[^\n]*\n\s*)*(?:select|insert|update|delete|with|replace|merge)\b`)

// matches reports whether a row, which is one of those that speak of the chain's end,
// speaks of the chain.
func (r *row) matches(f *file, in *program.Function, c chain) bool {
	if r.mixed && !mixedIn(in, c) {
		return false
	}
	if r.module != "" && !f.importsLike(r.module) {
		return false
	}
	before := c.names[:len(c.names)-1]
	if r.through != "" && !slices.ContainsFunc(before, func(name string) bool { return among(r.through, name) }) && !r.begun(c) {
		return false
	}
	if r.table && !c.table || r.edge && !slices.ContainsFunc(before, edge) || r.model && !c.ofModel() || r.element && !elementOf(in, c.root) || r.conditions && !conditioned(c.call) || r.never != nil && r.refuses(f, in, c) {
		return false
	}
	if r.filled && !fills(c) || f.Language != "Python" && f.Language != "Go" && listMethods[c.end()] && picks(c.call) {
		return false
	}
	if r.asked && !asksModel(c.call) || r.class && !c.asksClass() {
		return false
	}
	first := c.first()
	if r.roots != nil && !r.roots.MatchString(c.holder(f.Language)) && !r.roots.MatchString(strings.ToLower(first)) && (r.direct || !r.roots.MatchString(strings.ToLower(c.origin)) && !r.roots.MatchString(strings.ToLower(f.fieldOrigin(c))) && !r.roots.MatchString(strings.ToLower(c.gives(in)))) {
		return false
	}
	return !r.sql || f.asksSQL(in, c.call)
}

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

// asksModel reports whether a call is given a model first, or what selects rows of one.
func asksModel(call *program.Call) bool {
	if len(call.Arguments) == 0 {
		return false
	}
	at := call.Arguments[0].Value
	for range longestChain {
		inner, ok := at.(*program.Call)
		if !ok {
			break
		}
		if calledName(inner) == "select" {
			return true
		}
		member, ok := inner.Callee.(*program.Member)
		if !ok {
			return false
		}
		at = member.X
	}
	return namesClass(program.LastName(at))
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
func mixedIn(in *program.Function, c chain) bool {
	name, found := strings.CutPrefix(c.end(), "get")
	if !found {
		name, found = strings.CutPrefix(c.end(), "count")
	}
	if !found || !capital(name) || len(c.call.Arguments) > 1 {
		return false
	}
	if len(c.call.Arguments) == 0 { // of a row that Sequelize gave
		return name != "DataValue" && len(c.names) == 1 && elementOf(in, c.root) && given.MatchString(c.origin)
	}
	options, ok := c.call.Arguments[0].Value.(*program.Object)
	return ok && slices.ContainsFunc(options.Entries, func(entry program.Argument) bool {
		return entry.Name == "where" || entry.Name == "include" || entry.Name == "attributes" || entry.Name == "transaction" || entry.Name == "paranoid"
	})
}

// given matches where rows come from that Sequelize gave.
var given = regex.New(`\.(?:findAll|findAndCountAll)\(\)`)

// elementOf reports whether a name is what a loop or a callback goes through.
func elementOf(in *program.Function, root program.Expression) bool {
	name, ok := root.(*program.Name)
	if !ok {
		return false
	}
	binding := in.Lookup(name.Name)
	return binding != nil && (binding.Element || binding.Param != nil && binding.Owner != nil && binding.Owner.Name == "")
}

// conditioned reports whether a call is given an object with something in it first.
func conditioned(call *program.Call) bool {
	if len(call.Arguments) == 0 {
		return false
	}
	object, ok := call.Arguments[0].Value.(*program.Object)
	return ok && len(object.Entries) > 0
}

// refuses reports whether what a chain begins with asks no database, by where it comes
// from or by the call that gave it.
func (r *row) refuses(f *file, in *program.Function, c chain) bool {
	if r.never.MatchString(strings.ToLower(c.origin)) {
		return true
	}
	made, ok := resultOf(in, c.root)
	return ok && r.never.MatchString(strings.ToLower(f.Text(made.Span)))
}

func (r *row) isLazy(c chain) bool { return among(r.lazy, c.end()) }

func (r *row) write(c chain) bool { return among(r.writes, c.end()) }

// among reports whether a word is one of a list, whose words stand a space apart.
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
