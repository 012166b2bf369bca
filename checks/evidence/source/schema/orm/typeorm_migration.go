package orm

import (
	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/checks/evidence/source/schema"
)

// typeormMigration reads a class with up(queryRunner); it reports whether it is one.
// https://typeorm.io/docs/migrations/api
func (r *reader) typeormMigration(class *program.Class) bool {
	if !r.basedOn(class, "MigrationInterface") {
		return false
	}
	for _, field := range class.Fields {
		if field.Name == "transaction" && isFalse(field.Value) {
			r.facts.NoTransaction = true
		}
	}
	for _, method := range class.Methods {
		if method.Name != "up" && method.Name != "down" || len(method.Params) == 0 {
			continue
		}
		down := method.Name == "down"
		r.facts.Reversible = r.facts.Reversible || down && len(method.Body) > 0
		for _, call := range calls(method) {
			if receiver, ok := call.receiver().(*program.Name); ok && receiver.Name == method.Params[0].Name {
				r.queryRunner(call, down)
			}
		}
	}
	return true
}

// queryRunner reads one call of the query runner.
func (r *reader) queryRunner(call located, down bool) {
	line := r.line(call.Call)
	argument := func(place int) program.Expression { return positional(call.Call, place) }
	name := func(place int) string { return nameOf(call.function, argument(place)) }
	several := func(x program.Expression) []program.Expression {
		if all := elements(x); all != nil {
			return all
		}
		return []program.Expression{x}
	}
	add := func(change schema.Change) {
		change.Table, change.Line = name(0), line
		r.change(down, change)
	}
	switch call.method() {
	case "query":
		if source := text(call.function, argument(0)); source != "" {
			r.sql(down, source, r.line(argument(0)))
		}
	case "createTable":
		if options := optionsOf(argument(0)); options != nil {
			table := r.typeormTable(call.function, options, line)
			r.change(down, schema.Change{Kind: schema.CreateTable, Table: table.Name, Define: table, Lenient: isTrue(argument(1)), Line: line})
		}
	case "dropTable":
		add(schema.Change{Kind: schema.DropTable})
	case "renameTable":
		add(schema.Change{Kind: schema.RenameTable, To: name(1)})
	case "addColumn", "addColumns":
		for _, one := range several(argument(1)) {
			var with schema.Table
			r.typeormColumn(call.function, optionsOf(one), &with, line)
			for i := range with.Columns {
				add(schema.Change{Kind: schema.AddColumn, Name: with.Columns[i].Name, Column: &with.Columns[i]})
			}
			for i := range with.Indexes {
				add(schema.Change{Kind: schema.AddIndex, Index: &with.Indexes[i]})
			}
		}
	case "dropColumn", "dropColumns":
		for _, one := range several(argument(1)) {
			add(schema.Change{Kind: schema.DropColumn, Name: nameOf(call.function, one)})
		}
	case "renameColumn":
		add(schema.Change{Kind: schema.RenameColumn, Name: name(1), To: nameOf(call.function, argument(2))})
	case "createIndex", "createIndices", "createUniqueConstraint":
		for _, one := range several(argument(1)) {
			if index, ok := typeormIndexOptions(call.function, optionsOf(one), line); ok {
				index.Unique = index.Unique || call.method() == "createUniqueConstraint"
				add(schema.Change{Kind: schema.AddIndex, Index: &index})
			}
		}
	case "dropIndex":
		add(schema.Change{Kind: schema.DropIndex, Name: name(1)})
	case "createForeignKey", "createForeignKeys":
		for _, one := range several(argument(1)) {
			if foreign, ok := typeormKey(call.function, optionsOf(one), line); ok {
				add(schema.Change{Kind: schema.AddForeign, Name: foreign.Name, Foreign: &foreign})
			}
		}
	case "dropForeignKey", "dropUniqueConstraint":
		add(schema.Change{Kind: schema.DropConstraint, Name: name(1)})
	}
}

// nameOf is a name as written or of an object: "orders", new Table({ name: "orders" }).
func nameOf(function *program.Function, x program.Expression) string {
	if name := text(function, x); name != "" {
		return name
	}
	return text(function, entry(optionsOf(x), "name"))
}

// optionsOf are the options of new TableColumn({…}), or the object itself.
func optionsOf(x program.Expression) program.Expression {
	if call, ok := x.(*program.Call); ok {
		x = positional(call, 0)
	}
	if _, ok := x.(*program.Object); ok {
		return x
	}
	return nil
}

func (r *reader) typeormTable(function *program.Function, options program.Expression, line int) *schema.Table {
	table := &schema.Table{Name: text(function, entry(options, "name")), Line: line}
	for _, one := range elements(entry(options, "columns")) {
		r.typeormColumn(function, optionsOf(one), table, r.line(one))
	}
	for _, kind := range []string{"indices", "uniques"} {
		for _, one := range elements(entry(options, kind)) {
			if index, ok := typeormIndexOptions(function, optionsOf(one), r.line(one)); ok {
				index.Unique = index.Unique || kind == "uniques"
				table.Indexes = append(table.Indexes, index)
			}
		}
	}
	for _, one := range elements(entry(options, "foreignKeys")) {
		if foreign, ok := typeormKey(function, optionsOf(one), r.line(one)); ok {
			table.Foreign = append(table.Foreign, foreign)
		}
	}
	return table
}

func (r *reader) typeormColumn(function *program.Function, options program.Expression, table *schema.Table, line int) {
	column := schema.Column{Name: text(function, entry(options, "name")), Type: text(function, entry(options, "type")), Nullable: isTrue(entry(options, "isNullable")), Line: line}
	column.Default = entry(options, "default") != nil || isTrue(entry(options, "isGenerated"))
	if column.Name == "" {
		return
	}
	if isTrue(entry(options, "isPrimary")) {
		table.Primary = append(table.Primary, column.Name)
	}
	if isTrue(entry(options, "isUnique")) {
		table.Indexes = append(table.Indexes, schema.Index{Columns: []string{column.Name}, Unique: true, Line: line})
	}
	table.Columns = append(table.Columns, column)
}

func typeormIndexOptions(function *program.Function, options program.Expression, line int) (schema.Index, bool) {
	columns, _ := texts(function, entry(options, "columnNames"))
	return schema.Index{
		Name: text(function, entry(options, "name")), Columns: columns, Unique: isTrue(entry(options, "isUnique")), Partial: text(function, entry(options, "where")), Line: line,
	}, len(columns) > 0
}

func typeormKey(function *program.Function, options program.Expression, line int) (schema.ForeignKey, bool) {
	columns, _ := texts(function, entry(options, "columnNames"))
	return schema.ForeignKey{
		Name: text(function, entry(options, "name")), Columns: columns, Table: text(function, entry(options, "referencedTableName")), Line: line,
	}, len(columns) > 0
}

// mikroorm reads migrations of MikroORM: their statements are SQL. Its entities are not
// read, since migrations say all of the tables.
func mikroorm(r *reader) {
	for _, class := range r.file.Classes {
		if !r.basedOn(class, "Migration") {
			continue
		}
		r.facts.Tool = "mikro-orm"
		for _, method := range class.Methods {
			down := method.Name == "down"
			if !down && method.Name != "up" {
				if method.Name == "isTransactional" {
					r.facts.NoTransaction = returnsFalse(method)
				}
				continue
			}
			r.facts.Reversible = r.facts.Reversible || down
			for _, call := range calls(method) {
				if source := text(call.function, positional(call.Call, 0)); call.method() == "addSql" && source != "" {
					r.sql(down, source, r.line(positional(call.Call, 0)))
				}
			}
		}
	}
}

func returnsFalse(function *program.Function) bool {
	if len(function.Body) != 1 {
		return false
	}
	result, ok := function.Body[0].(*program.Return)
	return ok && len(result.X) == 1 && isFalse(result.X[0])
}
