package query

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// chain is a call taken apart: users.filter(…).first() begins with users, has filter
// and ends with first.
type chain struct {
	call    *program.Call
	root    program.Expression
	names   []string      // members and methods from the root to the end
	written string        // the root and the names
	origin  string        // of the root
	own     bool          // it begins with this, self or a receiver
	table   bool          // what it begins with is called with a text
	opening *program.Call // the first call in it; nil where that is the call itself
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
			c.opening, at = x, x.Callee
			c.table = opens(x)
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

// gives is the origin of what the chain's first call gives, where a function of the file
// says so: func (s *store) orders() *gorm.DB.
func (c chain) gives(in *program.Function) string {
	if c.opening == nil {
		return ""
	}
	return strings.TrimSuffix(in.Declared(c.opening), "()")
}

// opens reports whether a call names a table: knex("items"), this.knex("items").
func opens(call *program.Call) bool {
	if len(call.Arguments) == 0 {
		return false
	}
	if _, text := call.Arguments[0].Value.(*program.Text); !text {
		return false
	}
	switch callee := call.Callee.(type) {
	case *program.Name:
		return true
	case *program.Member:
		root, plain := callee.X.(*program.Name)
		return plain && root.Name == "this"
	}
	return false
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

// holder is what a chain keeps its connection in, where that stands in something else:
// model.DB.Find, ormer.Engine.Get, h.store.db.Find, ctx.prisma.order.findMany. Empty where
// no name says so.
func (c chain) holder(language string) string {
	for _, name := range c.names[:min(len(c.names)-1, 3)] {
		if lower := strings.ToLower(name); holders[language][lower] {
			return lower
		}
	}
	return ""
}

var (
	scriptHolders = words("prisma db tx trx database drizzle knex kysely")
	holders       = map[string]map[string]bool{
		"Go": words("db tx conn database engine session sess dbmap client"), "JavaScript": scriptHolders, "TypeScript": scriptHolders, "TSX": scriptHolders,
	}
)

// begun reports whether a chain goes on with a query that a name was given: const query =
// db.selectFrom("pet"); query.execute().
func (r row) begun(c chain) bool {
	return slices.ContainsFunc(strings.Fields(r.through), func(name string) bool { return strings.Contains(c.origin, "."+name+"()") })
}

// ofModel reports whether a model is named before the end of a chain, behind a connection
// alone.
func (c chain) ofModel() bool {
	links := len(c.names)
	if c.own || links > 2 && holds(c.names[links-3]) {
		links--
	}
	return links == 2 && !c.table
}

// holds reports whether a name is one that people give to a connection.
func holds(name string) bool {
	return holders["Go"][strings.ToLower(name)] || scriptHolders[strings.ToLower(name)]
}

// edge reports whether a method gives the query of a relation, as ent names them.
// https://entgo.io/docs/traversals
func edge(name string) bool {
	rest, found := strings.CutPrefix(name, "Query")
	return found && rest != "Context" && rest != "Row" && rest != "Rowx" && capital(rest)
}
