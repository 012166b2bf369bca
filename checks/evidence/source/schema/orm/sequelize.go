package orm

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/checks/evidence/source/schema"
)

// sequelizeMigration tells a migration of Sequelize from other files:
// up(queryInterface, Sequelize).
// https://sequelize.org/docs/v6/other-topics/migrations/
func sequelizeMigration(file *program.File) bool {
	for _, function := range file.Functions {
		if function.Name == "up" && len(function.Params) > 0 && strings.EqualFold(function.Params[0].Name, "queryInterface") {
			return true
		}
	}
	return false
}

// sequelizeFile tells a file of Sequelize from others that import nothing: it requires
// it, or is handed it.
func sequelizeFile(file *program.File) bool {
	if sequelizeMigration(file) {
		return true
	}
	for _, function := range file.Functions {
		if len(function.Params) > 0 && function.Params[0].Name == "sequelize" {
			return true
		}
		found := false
		program.VisitStatements(function.Body, nil, func(x program.Expression) bool {
			module, required := function.Required(x)
			found = found || required && module == "sequelize"
			return !found
		})
		if found {
			return true
		}
	}
	return false
}

// sequelize reads migrations of Sequelize, and models that define and init make. A
// reference makes a foreign key and no index.
func sequelize(r *reader) {
	r.facts.Tool = "sequelize"
	if !sequelizeMigration(r.file) {
		for _, function := range r.file.Functions {
			program.VisitStatements(function.Body, nil, func(x program.Expression) bool {
				if call, ok := x.(*program.Call); ok {
					r.sequelizeModel(located{call, function})
				}
				return true
			})
		}
		return
	}
	for _, function := range r.file.Functions {
		if function.Name != "up" && function.Name != "down" || len(function.Params) == 0 {
			continue
		}
		down := function.Name == "down"
		r.facts.Reversible = r.facts.Reversible || down && len(function.Body) > 0
		for _, call := range calls(function) {
			switch {
			case isParam(function, call.receiver()):
				r.queryInterface(call, down)
			case call.method() == "query":
				if source := text(call.function, positional(call.Call, 0)); source != "" {
					r.sql(down, source, r.line(call.Call))
				}
			}
		}
	}
}

// tableNamed is a table's name: "orders", { tableName: "orders" }.
func tableNamed(function *program.Function, x program.Expression) string {
	if name := text(function, x); name != "" {
		return name
	}
	return text(function, entry(x, "tableName"))
}

// queryInterface reads one call of the query interface.
func (r *reader) queryInterface(call located, down bool) {
	in := call.function
	argument := func(place int) program.Expression { return positional(call.Call, place) }
	change := schema.Change{Table: tableNamed(in, argument(0)), Line: r.line(call.Call)}
	if change.Table == "" {
		return
	}
	switch call.method() {
	case "createTable":
		table := schema.Table{Name: change.Table, Line: change.Line}
		for name, value := range entries(argument(1)) {
			r.sequelizeColumn(in, name, value, &table)
		}
		change.Kind, change.Define = schema.CreateTable, &table
		r.change(down, change)
	case "dropTable":
		change.Kind = schema.DropTable
		r.change(down, change)
	case "renameTable":
		change.Kind, change.To = schema.RenameTable, tableNamed(in, argument(1))
		r.change(down, change)
	case "addColumn":
		var with schema.Table
		r.sequelizeColumn(in, text(in, argument(1)), argument(2), &with)
		for i := range with.Columns {
			change.Kind, change.Name, change.Column = schema.AddColumn, with.Columns[i].Name, &with.Columns[i]
			r.change(down, change)
		}
		for i := range with.Indexes {
			r.change(down, schema.Change{Kind: schema.AddIndex, Table: change.Table, Index: &with.Indexes[i], Line: change.Line})
		}
		for i := range with.Foreign {
			r.change(down, schema.Change{Kind: schema.AddForeign, Table: change.Table, Foreign: &with.Foreign[i], Line: change.Line})
		}
	case "removeColumn":
		change.Kind, change.Name = schema.DropColumn, text(in, argument(1))
		r.change(down, change)
	case "renameColumn":
		change.Kind, change.Name, change.To = schema.RenameColumn, text(in, argument(1)), text(in, argument(2))
		r.change(down, change)
	case "addIndex":
		options := argument(2)
		fields := argument(1)
		if _, object := fields.(*program.Object); object {
			options, fields = fields, entry(fields, "fields")
		}
		if index, ok := r.sequelizeIndex(in, fields, options, change.Line); ok {
			change.Kind, change.Index, change.Concurrently = schema.AddIndex, &index, index.Concurrently
			r.change(down, change)
		}
	case "removeIndex":
		if name := text(in, argument(1)); name != "" {
			change.Kind, change.Name = schema.DropIndex, name
			r.change(down, change)
		}
	case "addConstraint":
		r.sequelizeConstraint(in, argument(1), change, down)
	case "removeConstraint":
		change.Kind, change.Name = schema.DropConstraint, text(in, argument(1))
		r.change(down, change)
	}
}

func (r *reader) sequelizeConstraint(in *program.Function, options program.Expression, change schema.Change, down bool) {
	fields, whole := texts(in, entry(options, "fields"))
	if !whole {
		return
	}
	switch strings.ToLower(text(in, entry(options, "type"))) {
	case "foreign key":
		change.Kind = schema.AddForeign
		change.Foreign = &schema.ForeignKey{Columns: fields, Table: tableNamed(in, entry(entry(options, "references"), "table")), Line: change.Line}
	case "unique":
		change.Kind = schema.AddIndex
		change.Index = &schema.Index{Columns: fields, Unique: true, Name: text(in, entry(options, "name")), Line: change.Line}
	case "primary key":
		change.Kind, change.Columns = schema.AddPrimary, fields
	default:
		return
	}
	r.change(down, change)
}

// sequelizeIndex reads fields and options of an index; false where a field is not
// written there.
func (r *reader) sequelizeIndex(in *program.Function, fields, options program.Expression, line int) (schema.Index, bool) {
	index := schema.Index{Line: line, Name: text(in, entry(options, "name", "indexName"))}
	for _, one := range elements(fields) {
		name := text(in, one)
		if name == "" {
			name, index.Special = text(in, entry(one, "name", "attribute")), true
		}
		if name == "" {
			name = "(" + r.file.Text(one.Range()) + ")"
		}
		index.Columns = append(index.Columns, name)
	}
	kind := strings.ToLower(text(in, entry(options, "type", "indicesType")))
	index.Unique = isTrue(entry(options, "unique")) || kind == "unique"
	index.Concurrently = isTrue(entry(options, "concurrently"))
	if method := strings.ToLower(text(in, entry(options, "using", "method"))); method != "btree" {
		index.Method = method
	}
	if where := entry(options, "where"); where != nil {
		index.Partial = r.file.Text(where.Range())
	}
	return index, len(index.Columns) > 0
}

func (r *reader) sequelizeColumn(in *program.Function, name string, value program.Expression, table *schema.Table) {
	if name == "" || value == nil {
		return
	}
	line := r.line(value)
	kind := entry(value, "type")
	if kind == nil {
		kind = value
	}
	column := schema.Column{Name: name, Type: sequelizeTypes[lastName(kind)], Nullable: !isFalse(entry(value, "allowNull")), Line: line}
	if lastName(kind) == "VIRTUAL" {
		return
	}
	if own := text(in, entry(value, "field")); own != "" && own != name {
		column.Field, column.Name = name, own
	}
	column.Default = entry(value, "defaultValue") != nil || isTrue(entry(value, "autoIncrement"))
	if isTrue(entry(value, "primaryKey")) {
		table.Primary, column.Nullable = []string{column.Name}, false
	}
	if unique := entry(value, "unique"); unique != nil && !isFalse(unique) {
		table.Indexes = append(table.Indexes, schema.Index{Columns: []string{column.Name}, Unique: true, Line: line})
	}
	if target := entry(value, "references"); target != nil {
		model := entry(target, "model")
		name := tableNamed(in, model)
		if name == "" {
			name = lastName(model)
		}
		table.Foreign = append(table.Foreign, schema.ForeignKey{Columns: []string{column.Name}, Table: name, Line: line})
	}
	table.Columns = append(table.Columns, column)
}

// sequelizeTypes are types of columns by their names.
// https://sequelize.org/docs/v6/other-topics/other-data-types/
var sequelizeTypes = map[string]string{
	"STRING": "varchar", "CHAR": "char", "TEXT": "text", "CITEXT": "citext", "INTEGER": "integer", "BIGINT": "bigint", "SMALLINT": "smallint", "FLOAT": "float", "DOUBLE": "double", "DECIMAL": "numeric",
	"BOOLEAN": "boolean", "DATE": "timestamptz", "DATEONLY": "date", "TIME": "time", "UUID": "uuid", "JSON": "json", "JSONB": "jsonb", "BLOB": "bytea", "ENUM": "enum", "ARRAY": "array",
}

// sequelizeModel reads sequelize.define("Order", {…}, {…}) and Order.init({…}, {…}).
// https://sequelize.org/docs/v6/core-concepts/model-basics/
func (r *reader) sequelizeModel(call located) {
	model, columns, options := "", positional(call.Call, 0), positional(call.Call, 1)
	switch call.method() {
	case "define":
		model, columns, options = text(call.function, positional(call.Call, 0)), positional(call.Call, 1), positional(call.Call, 2)
	case "init":
		if entry(options, "sequelize") == nil && entry(options, "modelName") == nil {
			return
		}
		if model = text(call.function, entry(options, "modelName")); model == "" {
			model = lastName(call.receiver())
		}
	default:
		return
	}
	if _, object := columns.(*program.Object); !object || model == "" {
		return
	}
	table := schema.Table{Model: model, Tool: "sequelize", Name: text(call.function, entry(options, "tableName")), Line: r.line(call.Call)}
	if table.Name == "" {
		table.Name = plural(model)
	}
	for name, value := range entries(columns) {
		r.sequelizeColumn(call.function, name, value, &table)
	}
	if len(table.Primary) == 0 {
		table.Columns = append(table.Columns, schema.Column{Name: "id", Type: "integer", Default: true, Line: table.Line})
		table.Primary = []string{"id"}
	}
	for _, one := range elements(entry(options, "indexes")) {
		if index, ok := r.sequelizeIndex(call.function, entry(one, "fields"), one, r.line(one)); ok {
			table.Indexes = append(table.Indexes, index)
		}
	}
	r.table(table)
}
