package orm

import (
	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/checks/evidence/source/schema"
)

// alembic reads a migration of Alembic's: what upgrade() and downgrade() do.
// https://alembic.sqlalchemy.org/en/latest/ops.html
func alembic(r *reader) {
	revision := r.top.Lookup("revision")
	if revision == nil || len(revision.Values) == 0 {
		return
	}
	r.facts.Tool, r.facts.Revision = "alembic", text(r.top, revision.Values[0])
	if before := r.top.Lookup("down_revision"); before != nil && len(before.Values) > 0 {
		r.facts.Follows, _ = texts(r.top, before.Values[0])
	}
	for _, function := range r.file.Functions {
		switch {
		case function.Parent != r.top:
		case function.Name == "upgrade":
			r.operations(function, false)
		case function.Name == "downgrade":
			r.facts.Reversible = len(function.Body) > 0
			r.operations(function, true)
		}
	}
}

func (r *reader) operations(function *program.Function, down bool) {
	outside, batches := r.blocks(function)
	for _, call := range calls(function) {
		receiver, ok := call.receiver().(*program.Name)
		if !ok {
			continue
		}
		table, batch := "", false
		for _, one := range batches {
			if one.name == receiver.Name && one.holds(call.Start) {
				table, batch = one.table, true
			}
		}
		if !batch && receiver.Name != "op" {
			continue
		}
		o := operation{reader: r, call: call, table: table, batch: batch, down: down}
		for _, one := range outside {
			o.outside = o.outside || one.Start <= call.Start && call.Start < one.End
		}
		o.run()
	}
}

// batch is a block of op.batch_alter_table.
type batch struct {
	program.Span
	name, table string
}

func (b batch) holds(offset uint32) bool { return b.Start <= offset && offset < b.End }

// blocks finds the parts of a function that run outside of the transaction, and those
// whose operations are on one table.
func (r *reader) blocks(function *program.Function) (outside []program.Span, batches []batch) {
	program.VisitStatements(function.Body, func(s program.Statement) bool {
		with, ok := s.(*program.With)
		if !ok {
			return true
		}
		for i, item := range with.Items {
			call, ok := item.(*program.Call)
			if !ok {
				continue
			}
			switch lastName(call.Callee) {
			case "autocommit_block":
				outside = append(outside, with.Span)
			case "batch_alter_table":
				if i < len(with.Targets) {
					if name, ok := with.Targets[i].(*program.Name); ok {
						batches = append(batches, batch{with.Span, name.Name, text(function, given(call, 0, "table_name"))})
					}
				}
			}
		}
		return true
	}, nil)
	return outside, batches
}

// operation is one call of op's, or of a batch's, whose table is the block's.
type operation struct {
	*reader
	call    located
	table   string
	batch   bool
	down    bool
	outside bool
}

// name is a constant argument; a batch's calls lack the table at tableAt.
func (o operation) value(place, tableAt int, names ...string) program.Expression {
	if o.batch && place > tableAt {
		place--
	}
	return given(o.call.Call, place, names...)
}

func (o operation) text(place, tableAt int, names ...string) string {
	x := o.value(place, tableAt, names...)
	if call, ok := x.(*program.Call); ok && lastName(call.Callee) == "f" { // op.f("name")
		x = positional(call, 0)
	}
	return text(o.call.function, x)
}

func (o operation) on(tableAt int, names ...string) string {
	if o.batch {
		return o.table
	}
	return o.text(tableAt, tableAt, names...)
}

func (o operation) add(change schema.Change) {
	if change.Line == 0 {
		change.Line = o.line(o.call.Call)
	}
	change.Outside = o.outside
	o.change(o.down, change)
}

func (o operation) run() {
	const none = 99 // the call names no table
	switch o.call.method() {
	case "create_table":
		table := &schema.Table{Name: o.text(0, none, "table_name"), Line: o.line(o.call.Call)}
		o.sqlalchemyParts(o.call.function, o.call.Arguments, table)
		if table.Name != "" {
			o.add(schema.Change{Kind: schema.CreateTable, Table: table.Name, Define: table})
		}
	case "drop_table":
		o.add(schema.Change{Kind: schema.DropTable, Table: o.text(0, none, "table_name")})
	case "rename_table":
		o.add(schema.Change{Kind: schema.RenameTable, Table: o.text(0, none, "old_table_name"), To: o.text(1, none, "new_table_name")})
	case "add_column":
		var with schema.Table
		if column, ok := o.value(1, 0, "column").(*program.Call); ok {
			o.sqlalchemyParts(o.call.function, []program.Argument{{Value: column}}, &with)
		}
		if len(with.Columns) == 0 {
			return
		}
		table := o.on(0, "table_name")
		o.add(schema.Change{Kind: schema.AddColumn, Table: table, Name: with.Columns[0].Name, Column: &with.Columns[0]})
		for i := range with.Indexes {
			o.add(schema.Change{Kind: schema.AddIndex, Table: table, Index: &with.Indexes[i]})
		}
		for i := range with.Foreign {
			o.add(schema.Change{Kind: schema.AddForeign, Table: table, Foreign: &with.Foreign[i]})
		}
	case "drop_column":
		o.add(schema.Change{Kind: schema.DropColumn, Table: o.on(0, "table_name"), Name: o.text(1, 0, "column_name")})
	case "alter_column":
		o.alter()
	case "create_index", "create_unique_constraint":
		o.index()
	case "drop_index":
		o.add(schema.Change{Kind: schema.DropIndex, Table: o.on(1, "table_name"), Name: o.text(0, 1, "index_name"), Concurrently: isTrue(keyword(o.call.Call, "postgresql_concurrently"))})
	case "create_foreign_key":
		columns, whole := texts(o.call.function, o.value(3, 1, "local_cols"))
		if !whole {
			return
		}
		foreign := &schema.ForeignKey{Name: o.text(0, none, "constraint_name"), Columns: columns, Table: o.text(2, 1, "referent_table"), NotValid: isTrue(keyword(o.call.Call, "postgresql_not_valid")), Line: o.line(o.call.Call)}
		o.add(schema.Change{Kind: schema.AddForeign, Table: o.on(1, "source_table"), Name: foreign.Name, Foreign: foreign, NotValid: foreign.NotValid})
	case "create_check_constraint":
		o.add(schema.Change{Kind: schema.AddCheck, Table: o.on(1, "table_name"), Name: o.text(0, 1, "constraint_name"), NotValid: isTrue(keyword(o.call.Call, "postgresql_not_valid"))})
	case "create_primary_key":
		columns, _ := texts(o.call.function, o.value(2, 1, "columns"))
		o.add(schema.Change{Kind: schema.AddPrimary, Table: o.on(1, "table_name"), Name: o.text(0, 1, "constraint_name"), Columns: columns})
	case "drop_constraint":
		o.add(schema.Change{Kind: schema.DropConstraint, Table: o.on(1, "table_name"), Name: o.text(0, 1, "constraint_name")})
	case "execute":
		o.execute()
	}
}

func (o operation) alter() {
	table, name := o.on(0, "table_name"), o.text(1, 0, "column_name")
	if kind := keyword(o.call.Call, "type_"); kind != nil {
		column := schema.Column{Name: name, Type: sqlalchemyTypes[lastName(kind)]}
		o.add(schema.Change{Kind: schema.SetType, Table: table, Name: name, Column: &column})
	}
	switch nullable := keyword(o.call.Call, "nullable"); {
	case isFalse(nullable):
		o.add(schema.Change{Kind: schema.SetNotNull, Table: table, Name: name})
	case isTrue(nullable):
		o.add(schema.Change{Kind: schema.DropNotNull, Table: table, Name: name})
	}
	if renamed := text(o.call.function, keyword(o.call.Call, "new_column_name")); renamed != "" {
		o.add(schema.Change{Kind: schema.RenameColumn, Table: table, Name: name, To: renamed})
	}
}

func (o operation) index() {
	index := &schema.Index{
		Name: o.text(0, 1, "index_name", "constraint_name"), Unique: o.call.method() == "create_unique_constraint" || isTrue(keyword(o.call.Call, "unique")),
		Method: text(o.call.function, keyword(o.call.Call, "postgresql_using")), Concurrently: isTrue(keyword(o.call.Call, "postgresql_concurrently")), Line: o.line(o.call.Call),
	}
	for _, column := range elements(o.value(2, 1, "columns")) {
		index.Columns = append(index.Columns, o.indexed(o.call.function, column))
	}
	if where := keyword(o.call.Call, "postgresql_where"); where != nil {
		index.Partial = "…"
		if call, ok := where.(*program.Call); ok {
			if condition := text(o.call.function, positional(call, 0)); condition != "" {
				index.Partial = condition
			}
		}
	}
	if len(index.Columns) == 0 {
		return
	}
	o.add(schema.Change{Kind: schema.AddIndex, Table: o.on(1, "table_name"), Index: index, Concurrently: index.Concurrently, Lenient: isTrue(keyword(o.call.Call, "if_not_exists"))})
}

// execute reads op.execute("…") and op.execute(sa.text("…")).
func (o operation) execute() {
	statement := positional(o.call.Call, 0)
	if call, ok := statement.(*program.Call); ok && lastName(call.Callee) == "text" {
		statement = positional(call, 0)
	}
	if source := text(o.call.function, statement); source != "" {
		before := len(o.facts.Up)
		o.sql(o.down, source, o.line(statement))
		for i := before; i < len(o.facts.Up); i++ {
			o.facts.Up[i].Outside = o.outside
		}
	}
}
