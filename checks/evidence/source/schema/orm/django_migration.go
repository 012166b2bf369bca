package orm

import (
	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/checks/evidence/source/schema"
	"github.com/golive-app/golive/checks/evidence/source/schema/sql"
)

// djangoMigration reads the operations of a migration. Django takes most of them back
// by itself.
// https://docs.djangoproject.com/en/stable/ref/migration-operations/
func (r *reader) djangoMigration(class *program.Class) {
	r.facts.Reversible = true
	for _, field := range class.Fields {
		switch field.Name {
		case "atomic":
			r.facts.NoTransaction = isFalse(field.Value)
		case "operations":
			for _, operation := range elements(field.Value) {
				r.djangoOperation(class.Owner, operation, 0)
			}
		}
	}
}

func (r *reader) djangoOperation(function *program.Function, x program.Expression, depth int) {
	call, ok := x.(*program.Call)
	if !ok || depth > 3 {
		return
	}
	line := r.line(call)
	constant := func(place int, names ...string) string { return text(function, given(call, place, names...)) }
	add := func(change schema.Change) {
		change.Line, change.Model = line, true
		r.change(false, change)
	}
	switch lastName(call.Callee) {
	case "CreateModel":
		r.djangoCreate(function, call)
	case "DeleteModel":
		add(schema.Change{Kind: schema.DropTable, Table: constant(0, "name")})
	case "RenameModel":
		add(schema.Change{Kind: schema.RenameTable, Table: constant(0, "old_name"), To: constant(1, "new_name")})
	case "AddField", "AlterField":
		var with schema.Table
		name := constant(1, "name")
		if !r.djangoField(function, name, given(call, 2, "field"), &with) {
			return
		}
		r.djangoColumn(constant(0, "model_name"), with, lastName(call.Callee) == "AlterField", line)
	case "RemoveField":
		add(schema.Change{Kind: schema.DropColumn, Table: constant(0, "model_name"), Name: constant(1, "name")})
	case "RenameField":
		add(schema.Change{Kind: schema.RenameColumn, Table: constant(0, "model_name"), Name: constant(1, "old_name"), To: constant(2, "new_name")})
	case "AddIndex", "AddIndexConcurrently", "AddConstraint":
		r.djangoAdd(function, call, constant(0, "model_name"))
	case "AddConstraintNotValid":
		add(schema.Change{Kind: schema.AddCheck, Table: constant(0, "model_name"), NotValid: true})
	case "ValidateConstraint":
		add(schema.Change{Kind: schema.Validate, Table: constant(0, "model_name"), Name: constant(1, "name")})
	case "RemoveIndex", "RemoveIndexConcurrently":
		add(schema.Change{Kind: schema.DropIndex, Table: constant(0, "model_name"), Name: constant(1, "name")})
	case "RemoveConstraint":
		add(schema.Change{Kind: schema.DropConstraint, Table: constant(0, "model_name"), Name: constant(1, "name")})
	case "RenameIndex":
		add(schema.Change{Kind: schema.RenameIndex, Table: constant(0, "model_name"), Name: constant(2, "old_name"), To: constant(1, "new_name")})
	case "AlterUniqueTogether", "AlterIndexTogether":
		unique := lastName(call.Callee) == "AlterUniqueTogether"
		for _, columns := range together(function, given(call, 1, "unique_together", "index_together")) {
			add(schema.Change{Kind: schema.AddIndex, Table: constant(0, "name"), Index: &schema.Index{Columns: columns, Unique: unique, Line: line}, Restates: true})
		}
	case "RunSQL":
		if keyword(call, "reverse_sql") == nil && positional(call, 1) == nil {
			r.facts.Reversible = false
		}
		for _, statement := range djangoSQL(function, given(call, 0, "sql")) {
			r.sql(false, statement, line)
		}
	case "RunPython":
		if keyword(call, "reverse_code") == nil && positional(call, 1) == nil {
			r.facts.Reversible = false
		}
	case "SeparateDatabaseAndState":
		for _, operation := range elements(given(call, 0, "database_operations")) {
			r.djangoOperation(function, operation, depth+1)
		}
	}
}

// djangoSQL are the statements of RunSQL: one text, several, or pairs with parameters.
func djangoSQL(function *program.Function, x program.Expression) []string {
	if whole := text(function, x); whole != "" {
		return []string{whole}
	}
	var found []string
	for _, one := range elements(x) {
		if pair := elements(one); len(pair) > 0 {
			one = pair[0]
		}
		if statement := text(function, one); statement != "" {
			found = append(found, statement)
		}
	}
	return found
}

// sql adds what a constant statement does.
func (r *reader) sql(down bool, source string, line int) {
	for _, change := range sql.Changes(source) {
		change.Shift(line - 1)
		r.change(down, change)
	}
	if !down {
		r.facts.Statements++
	}
}

func (r *reader) djangoCreate(function *program.Function, call *program.Call) {
	name := text(function, given(call, 0, "name"))
	table := &schema.Table{Line: r.line(call)}
	for _, pair := range elements(given(call, 1, "fields")) {
		if parts := elements(pair); len(parts) == 2 {
			r.djangoField(function, text(function, parts[0]), parts[1], table)
		}
	}
	for option, value := range entries(given(call, 2, "options")) {
		switch option {
		case "db_table":
			table.Name = text(function, value)
		case "proxy":
			if isTrue(value) {
				return
			}
		case "managed":
			if isFalse(value) {
				return
			}
		default:
			r.djangoOption(function, option, value, table)
		}
	}
	table.Open = len(elements(given(call, 3, "bases"))) > 1
	resolveFields(table, table.Indexes)
	r.change(false, schema.Change{Kind: schema.CreateTable, Table: name, Model: true, Define: table, Line: table.Line})
}

// resolveFields writes the columns of indexes where they name fields.
func resolveFields(table *schema.Table, indexes []schema.Index) {
	for i := range indexes {
		for j, name := range indexes[i].Columns {
			if column, found := table.Column(name); found {
				indexes[i].Columns[j] = column.Name
			}
		}
	}
}

// djangoColumn adds or alters a column. An alteration says all of the column, so what
// of it is there already is no change.
func (r *reader) djangoColumn(model string, with schema.Table, alters bool, line int) {
	if len(with.Columns) == 0 {
		return
	}
	column := with.Columns[0]
	add := func(change schema.Change) {
		change.Table, change.Model, change.Line, change.Restates = model, true, line, alters
		r.change(false, change)
	}
	if alters {
		add(schema.Change{Kind: schema.SetType, Name: column.Name, Column: &column})
		if !column.Nullable {
			add(schema.Change{Kind: schema.SetNotNull, Name: column.Name})
		} else {
			add(schema.Change{Kind: schema.DropNotNull, Name: column.Name})
		}
	} else {
		add(schema.Change{Kind: schema.AddColumn, Name: column.Name, Column: &column})
	}
	for _, index := range with.Indexes {
		add(schema.Change{Kind: schema.AddIndex, Index: &index})
	}
	for _, foreign := range with.Foreign {
		add(schema.Change{Kind: schema.AddForeign, Foreign: &foreign})
	}
}

func (r *reader) djangoAdd(function *program.Function, call *program.Call, model string) {
	added := given(call, 1, "index", "constraint")
	change := schema.Change{Table: model, Model: true, Line: r.line(call), Concurrently: lastName(call.Callee) == "AddIndexConcurrently"}
	index, ok := r.djangoIndex(function, added)
	switch {
	case ok:
		index.Concurrently = change.Concurrently
		change.Kind, change.Index = schema.AddIndex, &index
	case lastName(added) == "CheckConstraint":
		change.Kind = schema.AddCheck
		if constraint, ok := added.(*program.Call); ok {
			change.Name = text(function, keyword(constraint, "name"))
		}
	default:
		return
	}
	r.change(false, change)
}
