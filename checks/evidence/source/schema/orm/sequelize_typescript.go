package orm

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/checks/evidence/source/schema"
)

// sequelizeDates are decorators of columns that sequelize-typescript fills itself.
var sequelizeDates = []string{"CreatedAt", "UpdatedAt", "DeletedAt"}

// sequelizeTypescript reads classes with the decorators of sequelize-typescript. A
// foreign key has no index there unless it asks for one.
// https://github.com/sequelize/sequelize-typescript#model-definition
func sequelizeTypescript(r *reader) {
	r.facts.Tool = "sequelize"
	for _, class := range r.file.Classes {
		r.sequelizeClass(class)
	}
}

func (r *reader) sequelizeClass(class *program.Class) {
	entity := decorator(class.Decorators, "Table")
	table := schema.Table{Model: class.Name, Tool: "sequelize", Line: r.file.Line(class.Start), Abstract: entity == nil}
	function := class.Owner
	if entity != nil {
		options := positional(entity, 0)
		if table.Name = text(function, entry(options, "tableName")); table.Name == "" {
			table.Name = plural(class.Name)
		}
		for _, one := range elements(entry(options, "indexes")) {
			index, known := r.sequelizeIndex(function, entry(one, "fields"), one, r.line(one))
			if !known {
				continue
			}
			table.Indexes = append(table.Indexes, index)
		}
	}
	for _, base := range class.Bases {
		if name := lastName(base); name != "" && name != "Model" && name != "SequelizeModel" {
			table.Bases = append(table.Bases, name)
		}
	}
	named := map[string]int{}
	for _, field := range class.Fields {
		r.sequelizeField(function, field, &table, named)
	}
	if entity == nil && len(table.Columns) == 0 && len(table.Bases) == 0 {
		return
	}
	r.table(table)
}

func (r *reader) sequelizeField(function *program.Function, field *program.Field, table *schema.Table, named map[string]int) {
	has := func(names ...string) *program.Call { return decorator(field.Decorators, names...) }
	call := has("Column")
	if call == nil && has(sequelizeDates...) == nil && has("PrimaryKey", "ForeignKey") == nil {
		return
	}
	line := r.file.Line(field.Start)
	column := schema.Column{Name: field.Name, Type: sequelizeTypeOf(field), Nullable: true, Line: line, Default: has("Default", "AutoIncrement") != nil}
	if has(sequelizeDates...) != nil {
		column.Type = "timestamp"
	}
	options := positional(orEmpty(call), 0)
	if own := text(function, entry(options, "field")); own != "" {
		column.Field, column.Name = field.Name, own
	}
	kind := options
	if value := entry(options, "type"); value != nil {
		kind = value
	}
	switch known := lastName(kind); known {
	case "":
	case "VIRTUAL":
		return
	default:
		column.Type, column.Few = sequelizeTypes[known], known == "ENUM"
	}
	if has("PrimaryKey") != nil || isTrue(entry(options, "primaryKey")) {
		table.Primary, column.Nullable = append(table.Primary, column.Name), false
	}
	if has("Unique") != nil || isTrue(entry(options, "unique")) {
		table.Indexes = append(table.Indexes, schema.Index{Columns: []string{column.Name}, Unique: true, Line: line})
	}
	if index := has("Index"); index != nil {
		r.sequelizeFieldIndex(function, index, column.Name, table, named)
	}
	if key := has("ForeignKey"); key != nil {
		table.Foreign = append(table.Foreign, schema.ForeignKey{Columns: []string{column.Name}, Table: lastName(positional(key, 0)), Model: true, Line: line})
	}
	table.Columns = append(table.Columns, column)
}

// sequelizeFieldIndex reads @Index, @Index("name") and @Index({ name, unique }) of a
// property: those of one name are one index.
func (r *reader) sequelizeFieldIndex(function *program.Function, call *program.Call, column string, table *schema.Table, named map[string]int) {
	options := positional(call, 0)
	name := text(function, options)
	if name == "" {
		name = text(function, entry(options, "name"))
	}
	if place, known := named[name]; known && name != "" {
		table.Indexes[place].Columns = append(table.Indexes[place].Columns, column)
		return
	}
	named[name] = len(table.Indexes)
	method := strings.ToLower(text(function, entry(options, "using")))
	if method == "btree" {
		method = ""
	}
	table.Indexes = append(table.Indexes, schema.Index{Name: name, Columns: []string{column}, Unique: isTrue(entry(options, "unique")), Method: method, Line: r.line(call)})
}

// sequelizeTypeOf is the type of a column by that of its property.
func sequelizeTypeOf(field *program.Field) string {
	if slices.ContainsFunc(field.Decorators, func(x program.Expression) bool { return lastName(x) == "IsUUID" }) {
		return "uuid"
	}
	return scriptTypes[lastName(field.Type)]
}

func orEmpty(call *program.Call) *program.Call {
	if call == nil {
		return &program.Call{}
	}
	return call
}
