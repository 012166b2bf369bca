package orm

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/checks/evidence/source/schema"
)

// drizzleTables are the functions that make a table, with the make of its database.
// https://orm.drizzle.team/docs/sql-schema-declaration
var drizzleTables = map[string]schema.Engine{
	"pgTable": schema.PostgreSQL, "mysqlTable": schema.MySQL, "sqliteTable": schema.SQLite, "singlestoreTable": schema.MySQL,
}

// drizzle reads tables of Drizzle. A reference makes a foreign key and no index.
func drizzle(r *reader) {
	r.facts.Tool = "drizzle"
	program.VisitStatements(r.top.Body, func(s program.Statement) bool {
		if one, ok := s.(*program.Assign); ok && len(one.Targets) == 1 {
			name, named := one.Targets[0].(*program.Name)
			if call, ok := one.Value.(*program.Call); ok && named {
				r.drizzleTable(name.Name, call)
			}
		}
		return true
	}, nil)
}

// makesTable reports whether a call makes a table: by a function of Drizzle's, one
// that pgTableCreator made, or a method of a schema.
func (r *reader) makesTable(call *program.Call) bool {
	root, links := unchain(call)
	if len(links) != 1 {
		if len(links) != 2 || links[1].name != "enableRLS" {
			return false
		}
	}
	name := links[0].name
	if engine, known := drizzleTables[name]; known {
		r.facts.Engine = engine
		return true
	}
	made := func(x program.Expression, ending string) bool {
		name, ok := x.(*program.Name)
		if !ok {
			return false
		}
		known := r.top.Lookup(name.Name)
		if known == nil || len(known.Values) != 1 {
			return false
		}
		by, ok := known.Values[0].(*program.Call)
		return ok && strings.HasSuffix(lastName(by.Callee), ending)
	}
	return root == nil && made(links[0].call.Callee, "TableCreator") || name == "table" && made(root, "Schema")
}

func (r *reader) drizzleTable(model string, call *program.Call) {
	if !r.makesTable(call) {
		return
	}
	_, links := unchain(call)
	call = links[0].call
	table := schema.Table{Name: text(r.top, positional(call, 0)), Model: model, Tool: "drizzle", Line: r.line(call)}
	columns, ok := positional(call, 1).(*program.Object)
	if table.Name == "" || !ok {
		return
	}
	for key, value := range entries(columns) {
		r.drizzleColumn(key, value, &table)
	}
	switch extras := positional(call, 2).(type) {
	case nil:
	case *program.Closure:
		for _, one := range chains(extras.Function) {
			r.drizzlePart(extras.Function, one.Call, &table)
		}
	default:
		table.Open = true // what is declared elsewhere
	}
	r.table(table)
}

func (r *reader) drizzleColumn(key string, value program.Expression, table *schema.Table) {
	call, ok := value.(*program.Call)
	if !ok {
		return
	}
	_, links := unchain(call)
	if len(links) == 0 {
		return
	}
	line := r.line(value)
	column := schema.Column{Name: key, Type: strings.ToLower(links[0].name), Nullable: true, Line: line}
	if name := text(r.top, positional(links[0].call, 0)); name != "" && name != key {
		column.Field, column.Name = key, name
	}
	column.Default = strings.HasSuffix(column.Type, "serial")
	for _, one := range links[1:] {
		switch one.name {
		case "primaryKey":
			table.Primary, column.Nullable = []string{column.Name}, false
		case "notNull":
			column.Nullable = false
		case "default", "defaultNow", "defaultRandom", "generatedAlwaysAs", "generatedAlwaysAsIdentity", "generatedByDefaultAsIdentity":
			column.Default = true
		case "unique":
			table.Indexes = append(table.Indexes, schema.Index{Columns: []string{column.Name}, Unique: true, Line: line})
		case "references":
			if target := closureIn(one.call); target != nil {
				table.Foreign = append(table.Foreign, schema.ForeignKey{Columns: []string{column.Name}, Table: ownerOf(returned(target)), Model: true, Line: line})
			}
		}
	}
	table.Columns = append(table.Columns, column)
}

// returned is what a closure of one statement returns.
func returned(function *program.Function) program.Expression {
	if len(function.Body) == 1 {
		if result, ok := function.Body[0].(*program.Return); ok && len(result.X) == 1 {
			return result.X[0]
		}
	}
	return nil
}

// ownerOf is customers of customers.id.
func ownerOf(x program.Expression) string {
	if member, ok := x.(*program.Member); ok {
		return lastName(member.X)
	}
	return ""
}

// drizzlePart reads what the third argument of a table declares: indexes and keys.
// https://orm.drizzle.team/docs/indexes-constraints
func (r *reader) drizzlePart(function *program.Function, call *program.Call, table *schema.Table) {
	_, links := unchain(call)
	if len(links) == 0 {
		return
	}
	first := links[0]
	line := r.line(call)
	switch first.name {
	case "index", "uniqueIndex", "unique":
		index := schema.Index{Name: text(function, positional(first.call, 0)), Unique: first.name != "index", Line: line}
		on, found := linkOf(links, "on", "using", "onOnly")
		if !found {
			return
		}
		for place, argument := range on.call.Arguments {
			if place == 0 && on.name == "using" {
				if method := text(function, argument.Value); method != "btree" {
					index.Method = method
				}
				continue
			}
			index.Columns = append(index.Columns, r.drizzleName(argument.Value))
			if _, plain := argument.Value.(*program.Member); !plain {
				index.Special = true
			}
		}
		if where, found := linkOf(links, "where"); found && len(where.call.Arguments) > 0 {
			index.Partial = r.file.Text(where.call.Arguments[0].Value.Range())
		}
		_, index.Concurrently = linkOf(links, "concurrently")
		table.Indexes = append(table.Indexes, index)
	case "primaryKey":
		table.Primary = r.drizzleNames(entry(positional(first.call, 0), "columns"))
		if len(table.Primary) == 0 {
			for _, argument := range first.call.Arguments {
				table.Primary = append(table.Primary, r.drizzleName(argument.Value))
			}
		}
	case "foreignKey":
		options := positional(first.call, 0)
		target := elements(entry(options, "foreignColumns"))
		if columns := r.drizzleNames(entry(options, "columns")); len(columns) > 0 && len(target) > 0 {
			table.Foreign = append(table.Foreign, schema.ForeignKey{Columns: columns, Table: ownerOf(target[0]), Model: true, Line: line})
		}
	}
}

func (r *reader) drizzleNames(x program.Expression) []string {
	var names []string
	for _, one := range elements(x) {
		names = append(names, r.drizzleName(one))
	}
	return names
}

// drizzleName is the column of table.customerId and of table.customerId.desc(); an
// expression is itself in parentheses.
func (r *reader) drizzleName(x program.Expression) string {
	switch x := x.(type) {
	case *program.Member:
		return x.Name
	case *program.Call:
		if root, links := unchain(x); root != nil && len(links) > 0 {
			if member, ok := root.(*program.Member); ok {
				return member.Name
			}
		}
	}
	return "(" + r.file.Text(x.Range()) + ")"
}
