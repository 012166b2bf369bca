package orm

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/checks/evidence/source/schema"
)

// typeorm reads entities of TypeORM. A relation has no index there, but where it is one
// to one, which is unique.
// https://typeorm.io/docs/entity/entities
func typeorm(r *reader) {
	r.facts.Tool = "typeorm"
	for _, class := range r.file.Classes {
		if !r.typeormMigration(class) {
			r.typeormEntity(class)
		}
	}
}

// decorator returns the call of a decorator by one of its names; nil for none.
func decorator(decorators []program.Expression, names ...string) *program.Call {
	for _, one := range decorators {
		for _, name := range names {
			if lastName(one) != name {
				continue
			}
			if call, ok := one.(*program.Call); ok {
				return call
			}
			return &program.Call{Span: one.Range(), Callee: one}
		}
	}
	return nil
}

// typeormColumns are decorators that make a column, with the type where it is theirs.
var typeormColumns = map[string]string{
	"Column": "", "PrimaryColumn": "", "PrimaryGeneratedColumn": "integer", "CreateDateColumn": "timestamp", "UpdateDateColumn": "timestamp", "DeleteDateColumn": "timestamp", "VersionColumn": "integer", "ObjectIdColumn": "", "Generated": "",
}

// scriptTypes are types of columns by the types of properties.
var scriptTypes = map[string]string{"string": "varchar", "number": "integer", "boolean": "boolean", "Date": "timestamp", "Buffer": "bytea"}

func (r *reader) typeormEntity(class *program.Class) {
	entity := decorator(class.Decorators, "Entity")
	table := schema.Table{Model: class.Name, Tool: "typeorm", Line: r.file.Line(class.Start), Abstract: entity == nil}
	function := class.Owner
	if entity != nil {
		table.Name = text(function, positional(entity, 0))
		for place := range 2 {
			if named := text(function, entry(positional(entity, place), "name")); named != "" {
				table.Name = named
			}
		}
		if table.Name == "" {
			table.Name = snake(class.Name)
		}
	}
	for _, base := range class.Bases {
		table.Bases = append(table.Bases, lastName(base))
	}
	for _, field := range class.Fields {
		r.typeormField(function, field, &table)
	}
	if entity == nil && len(table.Columns) == 0 {
		return
	}
	for _, one := range class.Decorators {
		call, ok := one.(*program.Call)
		if !ok || lastName(call) != "Index" && lastName(call) != "Unique" {
			continue
		}
		if index, ok := r.typeormIndex(function, call); ok {
			table.Indexes = append(table.Indexes, index)
		}
	}
	r.table(table)
}

func (r *reader) typeormField(function *program.Function, field *program.Field, table *schema.Table) {
	line := r.file.Line(field.Start)
	column := schema.Column{Name: field.Name, Type: scriptTypes[lastName(field.Type)], Line: line}
	if relation := decorator(field.Decorators, "ManyToOne", "OneToOne"); relation != nil {
		r.typeormRelation(function, field, relation, table)
		return
	}
	made := false
	for kind, own := range typeormColumns {
		call := decorator(field.Decorators, kind)
		if call == nil || kind == "Generated" {
			continue
		}
		made = true
		if own != "" {
			column.Type = own
		}
		options := positional(call, 0)
		if name := text(function, options); name != "" {
			column.Type, options = name, positional(call, 1)
		}
		if kind := text(function, entry(options, "type")); kind != "" {
			column.Type = kind
		}
		if name := text(function, entry(options, "name")); name != "" && name != field.Name {
			column.Field, column.Name = field.Name, name
		}
		column.Nullable = isTrue(entry(options, "nullable")) || kind == "DeleteDateColumn"
		column.Default = entry(options, "default") != nil || strings.HasPrefix(kind, "PrimaryGenerated") || strings.HasSuffix(kind, "DateColumn")
		if strings.HasPrefix(kind, "Primary") || isTrue(entry(options, "primary")) {
			table.Primary = append(table.Primary, column.Name)
		}
		if isTrue(entry(options, "unique")) {
			table.Indexes = append(table.Indexes, schema.Index{Columns: []string{column.Name}, Unique: true, Line: line})
		}
	}
	if !made {
		return
	}
	r.fieldIndex(function, field, column.Name, table)
	table.Columns = append(table.Columns, column)
}

// fieldIndex reads @Index() of a property.
func (r *reader) fieldIndex(function *program.Function, field *program.Field, column string, table *schema.Table) {
	call := decorator(field.Decorators, "Index", "Unique")
	if call == nil {
		return
	}
	index := schema.Index{Columns: []string{column}, Unique: lastName(call) == "Unique", Line: r.line(call)}
	for place := range 2 {
		options := positional(call, place)
		if name := text(function, options); name != "" {
			index.Name = name
		}
		index.Unique = index.Unique || isTrue(entry(options, "unique"))
		index.Partial = text(function, entry(options, "where"))
	}
	table.Indexes = append(table.Indexes, index)
}

// typeormRelation reads @ManyToOne and the side of @OneToOne that holds the key. The
// column is named for the property where @JoinColumn does not name it.
func (r *reader) typeormRelation(function *program.Function, field *program.Field, relation *program.Call, table *schema.Table) {
	join := decorator(field.Decorators, "JoinColumn")
	single := lastName(relation) == "OneToOne"
	if single && join == nil {
		return
	}
	line := r.file.Line(field.Start)
	column := schema.Column{Field: field.Name, Name: field.Name + "Id", Line: line, Nullable: true}
	if join != nil {
		options := positional(join, 0)
		if elements(options) != nil {
			return // several columns
		}
		if name := text(function, entry(options, "name")); name != "" {
			column.Name = name
		}
	}
	for place := 1; place < 4; place++ {
		options := positional(relation, place)
		if isFalse(entry(options, "nullable")) {
			column.Nullable = false
		}
		if isFalse(entry(options, "createForeignKeyConstraints")) {
			return
		}
		if isTrue(entry(options, "primary")) {
			table.Primary = append(table.Primary, column.Name)
		}
	}
	if decorator(field.Decorators, "PrimaryColumn") != nil {
		table.Primary = append(table.Primary, column.Name)
	}
	if single {
		table.Indexes = append(table.Indexes, schema.Index{Columns: []string{column.Name}, Unique: true, Line: line})
	}
	r.fieldIndex(function, field, column.Name, table)
	table.Columns = append(table.Columns, column)
	table.Foreign = append(table.Foreign, schema.ForeignKey{Columns: []string{column.Name}, Table: lastName(positional(relation, 0)), Model: true, Line: line})
}

// typeormIndex reads @Index("name", ["a", "b"], { unique: true }) and @Unique(["a"]) of
// a class.
func (r *reader) typeormIndex(function *program.Function, call *program.Call) (schema.Index, bool) {
	index := schema.Index{Unique: lastName(call) == "Unique", Line: r.line(call)}
	for place := range 3 {
		argument := positional(call, place)
		if closure, ok := argument.(*program.Closure); ok && len(closure.Function.Body) == 1 { // (order) => [order.a]
			if result, ok := closure.Function.Body[0].(*program.Return); ok && len(result.X) == 1 {
				argument = result.X[0]
			}
		}
		switch {
		case elements(argument) != nil:
			for _, one := range elements(argument) {
				if name := lastName(one); name != "" {
					index.Columns = append(index.Columns, name)
				}
			}
		case text(function, argument) != "":
			index.Name = text(function, argument)
		default:
			index.Unique = index.Unique || isTrue(entry(argument, "unique"))
			if where := text(function, entry(argument, "where")); where != "" {
				index.Partial = where
			}
		}
	}
	return index, len(index.Columns) > 0
}
