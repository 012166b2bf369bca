package orm

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/checks/evidence/source/schema"
)

// knexMigration tells a migration of Knex from other files: up(knex).
// https://knexjs.org/guide/migrations.html
func knexMigration(file *program.File) bool {
	for _, function := range file.Functions {
		if function.Name == "up" && len(function.Params) > 0 && strings.EqualFold(function.Params[0].Name, "knex") {
			return true
		}
	}
	return false
}

// knex reads migrations of Knex. A reference makes a foreign key and no index.
func knex(r *reader) {
	if !knexMigration(r.file) {
		return
	}
	r.facts.Tool = "knex"
	for _, function := range r.file.Functions {
		if function.Name != "up" && function.Name != "down" || len(function.Params) == 0 {
			continue
		}
		down := function.Name == "down"
		r.facts.Reversible = r.facts.Reversible || down && len(function.Body) > 0
		for _, call := range calls(function) {
			r.knexCall(call, down)
		}
	}
	if config := r.top.Lookup("config"); config != nil && len(config.Values) == 1 {
		r.facts.NoTransaction = isFalse(entry(config.Values[0], "transaction"))
	}
}

// knexTables are the methods that take a table's name and a closure.
var knexTables = map[string]bool{"createTable": true, "createTableIfNotExists": true, "table": true, "alterTable": true}

func (r *reader) knexCall(call located, down bool) {
	root, _ := unchain(call.Call)
	owner := lastName(root)
	if owner != "schema" && !strings.EqualFold(owner, "knex") && owner != "trx" {
		return
	}
	name := text(call.function, positional(call.Call, 0))
	change := schema.Change{Table: name, Line: r.line(call.Call)}
	switch method := call.method(); {
	case method == "raw":
		if name != "" {
			r.sql(down, name, r.line(call.Call))
		}
	case name == "":
	case knexTables[method]:
		closure := closureIn(call.Call)
		if closure == nil {
			return
		}
		r.knexTable(name, closure, strings.HasPrefix(method, "create"), down, change.Line)
	case method == "dropTable", method == "dropTableIfExists":
		change.Kind, change.Lenient = schema.DropTable, method != "dropTable"
		r.change(down, change)
	case method == "renameTable":
		change.Kind, change.To = schema.RenameTable, text(call.function, positional(call.Call, 1))
		r.change(down, change)
	}
}

// knexTable reads the closure that describes a table or what changes of it.
// https://knexjs.org/guide/schema-builder.html
func (r *reader) knexTable(name string, closure *program.Function, create, down bool, line int) {
	table := schema.Table{Name: name, Line: line}
	var changes []schema.Change
	for _, one := range chains(closure) {
		root, links := unchain(one.Call)
		if len(links) > 0 && isParam(closure, root) {
			changes = append(changes, r.knexPart(closure, links, &table)...)
		}
	}
	if create {
		r.change(down, schema.Change{Kind: schema.CreateTable, Table: name, Define: &table, Line: line})
		return
	}
	for i := range table.Columns {
		changes = append(changes, schema.Change{Kind: schema.AddColumn, Name: table.Columns[i].Name, Column: &table.Columns[i], Line: table.Columns[i].Line})
	}
	for i := range table.Indexes {
		changes = append(changes, schema.Change{Kind: schema.AddIndex, Index: &table.Indexes[i], Line: table.Indexes[i].Line})
	}
	for i := range table.Foreign {
		changes = append(changes, schema.Change{Kind: schema.AddForeign, Foreign: &table.Foreign[i], Line: table.Foreign[i].Line})
	}
	for _, change := range changes {
		change.Table = name
		r.change(down, change)
	}
}

// knexTypes are methods that make a column of their name.
var knexTypes = map[string]string{
	"integer": "integer", "bigInteger": "bigint", "bigint": "bigint", "tinyint": "smallint", "smallint": "smallint", "text": "text", "string": "varchar", "float": "float", "double": "double", "decimal": "numeric",
	"boolean": "boolean", "date": "date", "datetime": "timestamp", "dateTime": "timestamp", "time": "time", "timestamp": "timestamp", "binary": "bytea", "enum": "varchar", "enu": "varchar",
	"json": "json", "jsonb": "jsonb", "uuid": "uuid", "specificType": "", "increments": "integer", "bigIncrements": "bigint",
}

// knexPart reads one chain of a table's closure into the table; it returns what takes
// something away.
func (r *reader) knexPart(closure *program.Function, links []link, table *schema.Table) []schema.Change {
	first := links[0]
	line := r.line(first.call)
	name := text(closure, positional(first.call, 0))
	columns, whole := texts(closure, positional(first.call, 0))
	kind, column := knexTypes[first.name]
	switch {
	case column:
		r.knexColumn(closure, links, name, kind, table)
	case first.name == "timestamps":
		for _, name := range []string{"created_at", "updated_at"} {
			table.Columns = append(table.Columns, schema.Column{Name: name, Type: "timestamp", Nullable: true, Line: line})
		}
	case first.name == "index" && whole, first.name == "unique" && whole:
		index := schema.Index{Columns: columns, Unique: first.name == "unique", Name: text(closure, positional(first.call, 1)), Line: line}
		table.Indexes = append(table.Indexes, index)
	case first.name == "primary" && whole:
		table.Primary = columns
	case first.name == "foreign" && whole:
		table.Foreign = append(table.Foreign, schema.ForeignKey{Columns: columns, Table: knexTarget(closure, links), Line: line})
	case first.name == "dropColumn", first.name == "dropColumns":
		var changes []schema.Change
		for _, argument := range first.call.Arguments {
			names, _ := texts(closure, argument.Value)
			for _, name := range names {
				changes = append(changes, schema.Change{Kind: schema.DropColumn, Name: name, Line: line})
			}
		}
		return changes
	case first.name == "renameColumn":
		return []schema.Change{{Kind: schema.RenameColumn, Name: name, To: text(closure, positional(first.call, 1)), Line: line}}
	case first.name == "dropIndex", first.name == "dropUnique":
		if named := text(closure, positional(first.call, 1)); named != "" {
			return []schema.Change{{Kind: schema.DropIndex, Name: named, Line: line}}
		}
	}
	return nil
}

func (r *reader) knexColumn(closure *program.Function, links []link, name, kind string, table *schema.Table) {
	first := links[0]
	line := r.line(first.call)
	column := schema.Column{Name: name, Type: kind, Nullable: true, Line: line}
	if first.name == "specificType" {
		column.Type = strings.ToLower(text(closure, positional(first.call, 1)))
	}
	if first.name == "increments" || first.name == "bigIncrements" {
		if name == "" {
			column.Name = "id"
		}
		column.Default, column.Nullable, table.Primary = true, false, []string{column.Name}
	}
	if column.Name == "" {
		return
	}
	for _, one := range links[1:] {
		switch one.name {
		case "alter":
			return // it is there already
		case "primary":
			table.Primary, column.Nullable = []string{column.Name}, false
		case "notNullable":
			column.Nullable = false
		case "defaultTo":
			column.Default = true
		case "unique", "index":
			table.Indexes = append(table.Indexes, schema.Index{Columns: []string{column.Name}, Unique: one.name == "unique", Line: line})
		case "references":
			table.Foreign = append(table.Foreign, schema.ForeignKey{Columns: []string{column.Name}, Table: knexTarget(closure, links), Line: line})
		}
	}
	table.Columns = append(table.Columns, column)
}

// knexTarget is the table that a chain refers to: references("users.id"), or
// references("id").inTable("users").
func knexTarget(closure *program.Function, links []link) string {
	if in, found := linkOf(links, "inTable"); found {
		return text(closure, positional(in.call, 0))
	}
	if to, found := linkOf(links, "references"); found {
		if table, _, dotted := strings.Cut(text(closure, positional(to.call, 0)), "."); dotted {
			return table
		}
	}
	return ""
}
