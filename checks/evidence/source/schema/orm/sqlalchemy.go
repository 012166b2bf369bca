package orm

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/checks/evidence/source/schema"
)

// sqlalchemy reads models of SQLAlchemy, Flask-SQLAlchemy and SQLModel. A foreign key
// has no index there unless it asks for one.
// https://docs.sqlalchemy.org/en/20/core/metadata.html
func sqlalchemy(r *reader) {
	if len(r.facts.Up)+len(r.facts.Down) > 0 || r.facts.Revision != "" {
		return // a migration of Alembic's
	}
	r.facts.Tool = "sqlalchemy"
	for _, class := range r.file.Classes {
		r.sqlalchemyModel(class)
	}
	for _, call := range calls(r.top) {
		if lastName(call.Callee) == "Table" && strings.HasPrefix(r.top.Origin(call.Callee), "sqlalchemy.") || call.method() == "Table" && lastName(call.receiver()) == "db" {
			table := schema.Table{Name: text(call.function, positional(call.Call, 0)), Tool: "sqlalchemy", Line: r.line(call.Call)}
			r.sqlalchemyParts(call.function, call.Arguments, &table)
			if table.Name != "" && len(table.Columns) > 0 {
				r.table(table)
			}
		}
	}
}

// declaresTable reports whether a class of the file names its table: models import db
// from another file of the application.
func declaresTable(file *program.File) bool {
	return file.Language == "Python" && slices.ContainsFunc(file.Classes, func(class *program.Class) bool {
		return slices.ContainsFunc(class.Fields, func(field *program.Field) bool { return field.Name == "__tablename__" }) ||
			slices.ContainsFunc(class.Bases, func(base program.Expression) bool { return strings.HasSuffix(class.Owner.Origin(base), "db.Model") })
	})
}

// columnCalls are calls that make a column.
var columnCalls = map[string]bool{"Column": true, "mapped_column": true, "Field": true}

func (r *reader) sqlalchemyModel(class *program.Class) {
	table := schema.Table{Model: class.Name, Tool: "sqlalchemy", Line: r.file.Line(class.Start), Abstract: true}
	function := class.Owner
	var arguments program.Expression
	sqlmodel := false
	for _, field := range class.Fields {
		switch field.Name {
		case "__tablename__":
			table.Name = text(function, field.Value)
			table.Abstract = false
			continue
		case "__abstract__":
			continue
		case "__table_args__":
			arguments = field.Value
			continue
		}
		call, ok := field.Value.(*program.Call)
		if !ok || !columnCalls[lastName(call.Callee)] {
			if sqlmodelColumn(field) && r.basedOn(class, "SQLModel") {
				table.Columns = append(table.Columns, schema.Column{Name: field.Name, Line: r.file.Line(field.Start)})
			}
			continue
		}
		if lastName(call.Callee) == "Field" {
			sqlmodel = sqlmodel || isTrue(keyword(call, "primary_key"))
		}
		r.sqlalchemyColumn(function, field.Name, call, &table)
	}
	for _, method := range class.Methods {
		r.declared(method, &table)
	}
	for _, base := range class.Bases {
		switch origin := function.Origin(base); {
		case strings.HasSuffix(origin, "db.Model"), origin == "flask_sqlalchemy.SQLAlchemy().Model":
			if table.Name == "" {
				table.Name, table.Abstract = snake(class.Name), false
			}
		default:
			if name := lastName(base); name != "" && name != "Base" && name != "DeclarativeBase" {
				table.Bases = append(table.Bases, name)
			}
		}
	}
	if sqlmodel && table.Name == "" {
		table.Name, table.Abstract = strings.ToLower(class.Name), false
	}
	for _, field := range class.Fields {
		if field.Name == "__abstract__" && isTrue(field.Value) {
			table.Abstract, table.Name = true, ""
		}
	}
	if len(table.Columns) == 0 && table.Name == "" {
		return
	}
	if arguments != nil {
		r.sqlalchemyParts(function, argumentsOf(arguments), &table)
	}
	r.table(table)
}

// sqlmodelColumn reports whether a field of SQLModel's is a plain column: name: str.
func sqlmodelColumn(field *program.Field) bool {
	if field.Type == nil {
		return false
	}
	_, relation := field.Value.(*program.Call)
	return !relation
}

func argumentsOf(x program.Expression) []program.Argument {
	var arguments []program.Argument
	for _, one := range elements(x) {
		arguments = append(arguments, program.Argument{Value: one})
	}
	return arguments
}

// declared reads @declared_attr methods that return a column.
func (r *reader) declared(method *program.Function, table *schema.Table) {
	if !slices.ContainsFunc(method.Decorators, func(x program.Expression) bool {
		return strings.HasPrefix(lastName(x), "declared_attr") || lastName(x) == "directive"
	}) {
		return
	}
	if method.Name == "__table_args__" {
		table.Open = true
		return
	}
	for _, statement := range method.Body {
		if result, ok := statement.(*program.Return); ok && len(result.X) == 1 {
			if call, ok := result.X[0].(*program.Call); ok && columnCalls[lastName(call.Callee)] {
				r.sqlalchemyColumn(method, method.Name, call, table)
			}
		}
	}
}

// sqlalchemyTypes are types of columns, as far as they matter.
var sqlalchemyTypes = map[string]string{
	"Integer": "integer", "BigInteger": "bigint", "SmallInteger": "smallint", "Boolean": "boolean", "String": "varchar", "Unicode": "varchar", "Text": "text", "UnicodeText": "text",
	"DateTime": "timestamp", "Date": "date", "Time": "time", "Float": "double precision", "Numeric": "numeric", "JSON": "json", "JSONB": "jsonb", "UUID": "uuid", "LargeBinary": "bytea", "ARRAY": "array", "TSVECTOR": "tsvector",
}

// sqlalchemyColumn reads Column(…), mapped_column(…) and SQLModel's Field(…).
func (r *reader) sqlalchemyColumn(function *program.Function, name string, call *program.Call, table *schema.Table) {
	if inner, ok := keyword(call, "sa_column").(*program.Call); ok {
		r.sqlalchemyColumn(function, name, inner, table)
		return
	}
	line := r.line(call)
	column := schema.Column{Name: name, Nullable: !isFalse(keyword(call, "nullable")), Line: line}
	column.Default = keyword(call, "server_default") != nil || isTrue(keyword(call, "autoincrement"))
	foreign := schema.ForeignKey{Line: line}
	if target := text(function, keyword(call, "foreign_key")); target != "" {
		foreign.Table, foreign.References = target, nil
	}
	for place, argument := range call.Arguments {
		if argument.Name != "" && argument.Name != "type_" && argument.Name != "name" {
			continue
		}
		value, constant := function.Constant(argument.Value)
		kind := lastName(argument.Value)
		switch {
		case constant && (place == 0 || argument.Name == "name"):
			column.Field, column.Name = name, value
		case kind == "ForeignKey":
			if key, ok := argument.Value.(*program.Call); ok {
				foreign.Table = text(function, given(key, 0, "column"))
				if foreign.Table == "" {
					foreign.Table = "?"
				}
			}
		case sqlalchemyTypes[kind] != "":
			column.Type = sqlalchemyTypes[kind]
			if length, ok := argument.Value.(*program.Call); ok {
				if literal, ok := given(length, 0, "length").(*program.Literal); ok && column.Type == "varchar" {
					column.Type += "(" + literal.Value + ")"
				}
			}
		}
	}
	if column.Name == column.Field {
		column.Field = ""
	}
	switch {
	case isTrue(keyword(call, "primary_key")):
		table.Primary = append(table.Primary, column.Name)
		column.Nullable = false
	case isTrue(keyword(call, "unique")), isTrue(keyword(call, "index")):
		table.Indexes = append(table.Indexes, schema.Index{Columns: []string{column.Name}, Unique: isTrue(keyword(call, "unique")), Line: line})
	}
	if foreign.Table != "" {
		foreign.Table, foreign.References = tableOf(foreign.Table)
		foreign.Columns = []string{column.Name}
		table.Foreign = append(table.Foreign, foreign)
	}
	table.Columns = append(table.Columns, column)
}

// tableOf takes "orders.id" apart.
func tableOf(target string) (table string, columns []string) {
	if at := strings.LastIndex(target, "."); at > 0 {
		return target[:at], []string{target[at+1:]}
	}
	return strings.TrimSuffix(target, "?"), nil
}

// sqlalchemyParts reads what Table(…), create_table(…) and __table_args__ hold.
func (r *reader) sqlalchemyParts(function *program.Function, arguments []program.Argument, table *schema.Table) {
	for _, argument := range arguments {
		if argument.Spread != "" {
			r.spread(function, argument.Value, table)
			continue
		}
		call, ok := argument.Value.(*program.Call)
		if !ok || argument.Name != "" {
			continue
		}
		line := r.line(call)
		switch kind := lastName(call.Callee); kind {
		case "Column":
			name := text(function, given(call, 0, "name"))
			if name != "" {
				r.sqlalchemyColumn(function, name, call, table)
			}
		case "Index", "UniqueConstraint":
			index := schema.Index{Unique: kind == "UniqueConstraint" || isTrue(keyword(call, "unique")), Name: text(function, keyword(call, "name")), Method: text(function, keyword(call, "postgresql_using")), Line: line}
			start := 0
			if kind == "Index" {
				index.Name, start = text(function, positional(call, 0)), 1
			}
			index.Columns = r.columnsFrom(function, call, start)
			if where := keyword(call, "postgresql_where"); where != nil {
				index.Partial = r.file.Text(where.Range())
			}
			if len(index.Columns) > 0 {
				table.Indexes = append(table.Indexes, index)
			}
		case "PrimaryKeyConstraint":
			table.Primary = r.columnsFrom(function, call, 0)
		case "ForeignKeyConstraint":
			columns, whole := texts(function, given(call, 0, "columns"))
			targets, _ := texts(function, given(call, 1, "refcolumns"))
			if !whole || len(targets) == 0 {
				continue
			}
			target, _ := tableOf(targets[0])
			table.Foreign = append(table.Foreign, schema.ForeignKey{Name: text(function, keyword(call, "name")), Columns: columns, Table: target, Line: line})
		}
	}
}

// spread reads *timestamps(), where a function of the file returns columns; else more
// belongs to the table than can be read.
func (r *reader) spread(function *program.Function, x program.Expression, table *schema.Table) {
	if call, ok := x.(*program.Call); ok {
		if name, ok := call.Callee.(*program.Name); ok {
			if known := function.Lookup(name.Name); known != nil && known.Function != nil && len(known.Function.Body) > 0 {
				if result, ok := known.Function.Body[len(known.Function.Body)-1].(*program.Return); ok {
					returned := result.X
					if len(returned) == 1 {
						returned = elements(returned[0])
					}
					for _, one := range returned {
						if column, ok := one.(*program.Call); ok && lastName(column.Callee) == "Column" {
							r.sqlalchemyColumn(known.Function, text(known.Function, given(column, 0, "name")), column, table)
						}
					}
					return
				}
			}
		}
	}
	table.Open = true
}

// columnsFrom are the columns among the arguments of a call from a place on: names,
// attributes of the model, and expressions in parentheses.
func (r *reader) columnsFrom(function *program.Function, call *program.Call, place int) []string {
	var columns []string
	for ; ; place++ {
		argument := positional(call, place)
		if argument == nil {
			return columns
		}
		columns = append(columns, r.indexed(function, argument))
	}
}

func (r *reader) indexed(function *program.Function, x program.Expression) string {
	if name, constant := function.Constant(x); constant {
		return name
	}
	switch x := x.(type) {
	case *program.Name:
		return x.Name
	case *program.Member:
		return x.Name
	case *program.Call: // Order.created.desc()
		if member, ok := x.Callee.(*program.Member); ok && (member.Name == "desc" || member.Name == "asc") && len(x.Arguments) == 0 {
			return r.indexed(function, member.X)
		}
	}
	return "(" + r.file.Text(x.Range()) + ")"
}
