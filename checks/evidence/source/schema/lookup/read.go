package lookup

import (
	"bytes"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/checks/evidence/source/query"
	"github.com/golive-app/golive/checks/evidence/source/schema"
)

// libraries say how each library of package query's tables writes conditions.
var libraries = map[string]func(*reader, chain) []*asked{
	"Prisma":       one(prisma),
	"Django":       one(django),
	"SQL":          statements,
	"database/sql": statements,
	"gorm":         one(gorm),
	"xorm":         one(xorm),
	"Drizzle":      one(drizzle),
	"Knex":         one(knex),
	"Sequelize":    one(sequelize),
	"SQLAlchemy":   one(sqlalchemy),
	"TypeORM":      one(typeorm),
	"Kysely":       one(kysely),
	"ent":          one(ent),
}

// one is a reader of calls that make one query each.
func one(read func(*reader, chain) *asked) func(*reader, chain) []*asked {
	return func(r *reader, c chain) []*asked {
		if found := read(r, c); found != nil {
			return []*asked{found}
		}
		return nil
	}
}

// unlisted are calls that ask the database and stand in no table of package query:
// they only fetch one row, which no loop is made of.
var unlisted = map[string]func(*reader, chain) []*asked{
	"get_object_or_404": one(djangoShortcut), "get_list_or_404": one(djangoShortcut), "aget_object_or_404": one(djangoShortcut),
}

// words are some of what a file must have for a query with conditions to be in it.
var words = map[string][]string{
	"Python":     {".filter(", ".get(", "_or_404(", ".filter_by(", ".where(", "or_create(", "WHERE", "where"},
	"JavaScript": {"where", "WHERE", "By("}, "TypeScript": {"where", "WHERE", "By("}, "TSX": {"where", "WHERE", "By("},
	"Go": {"Where(", "where", "WHERE", ".Get(", ".First("},
}

// maxLookups bounds the facts of one file.
const maxLookups = 500

// Read adds to a file's facts by which columns its queries pick rows.
func Read(file *program.File, facts *schema.Facts) {
	if len(file.Functions) == 0 || !slices.ContainsFunc(words[file.Language], func(word string) bool { return bytes.Contains(file.Content, []byte(word)) }) {
		return
	}
	r := &reader{file: file, facts: facts, tables: query.TablesFor(file)}
	for _, function := range file.Functions {
		r.function(function)
	}
}

// reader is one file while it is read.
type reader struct {
	file   *program.File
	facts  *schema.Facts
	tables query.Tables

	uses map[program.Expression]program.Expression // of a function's expressions: what each stands in
	ends map[program.Expression]program.Statement  // the statement that one stands in directly
}

// asked is a query while it is read.
type asked struct {
	schema.Lookup
	open bool // more may be asked than is seen
}

func (a *asked) ask(column string, kind schema.ConditionKind, fixed bool) {
	if column != "" {
		a.Conditions = append(a.Conditions, schema.Condition{Column: column, Kind: kind, Fixed: fixed})
	}
}

func (r *reader) function(function *program.Function) {
	r.uses, r.ends = map[program.Expression]program.Expression{}, map[program.Expression]program.Statement{}
	var found []*program.Call
	program.VisitStatements(function.Body, func(s program.Statement) bool {
		for _, x := range program.Expressions(s) {
			r.ends[x] = s
		}
		return true
	}, func(x program.Expression) bool {
		for _, part := range program.Parts(x) {
			r.uses[part] = x
		}
		if call, ok := x.(*program.Call); ok {
			found = append(found, call)
		}
		return true
	})
	inner := map[*program.Call]bool{}
	for _, call := range found {
		if inner[call] {
			continue
		}
		c := chainOf(function, call)
		for _, one := range c.steps {
			if one.call != nil {
				inner[one.call] = true
			}
		}
		r.chain(c)
	}
}

func (r *reader) chain(c chain) {
	read := unlisted[c.end()]
	for i := len(c.steps) - 1; i >= 0 && read == nil; i-- {
		if call := c.steps[i].call; call != nil {
			if library := r.tables.Library(c.in, call); library != "" {
				if read = libraries[library]; read == nil {
					return
				}
			}
		}
	}
	if read == nil && c.rootName() == "cls" && c.steps[0].name == "query" { // a class method of a model
		read = libraries["SQLAlchemy"]
	}
	if read == nil {
		return
	}
	for _, found := range read(r, c) {
		switch {
		case found.open:
			r.facts.Unclear++
		case found.Table != "" && len(found.Conditions) > 0 && len(r.facts.Lookups) < maxLookups:
			found.Line = r.file.Line(c.call.Start)
			found.Callee = written(c)
			r.facts.Lookups = append(r.facts.Lookups, found.Lookup)
		}
	}
}

// written are the names of a chain.
func written(c chain) string {
	var names []string
	if name := c.rootName(); name != "" {
		names = append(names, name)
	}
	for _, one := range c.steps[:min(len(c.steps), 6)] {
		names = append(names, one.name)
	}
	return strings.Join(names, ".")
}
