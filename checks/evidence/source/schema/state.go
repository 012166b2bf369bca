package schema

import (
	"slices"
	"strings"
)

// State is a database's tables as a row of changes leaves them.
type State struct {
	tables map[string]*Table // by TableKey
	order  []string
}

// NewState returns a database without tables.
func NewState() *State { return &State{tables: map[string]*Table{}} }

// Table returns a table by its name; nil for one that no change names.
func (s *State) Table(name string) *Table { return s.tables[TableKey(name)] }

// Tables returns the tables in the order in which they were created.
func (s *State) Tables() []*Table {
	var tables []*Table
	for _, key := range s.order {
		if table := s.tables[key]; table != nil {
			tables = append(tables, table)
		}
	}
	return tables
}

// Apply makes a change. A table that nothing created is assumed.
func (s *State) Apply(change Change) {
	switch change.Kind {
	case CreateTable:
		s.create(change)
		return
	case DropIndex, RenameIndex:
		s.reindex(change)
		return
	}
	table := s.Table(change.Table)
	if table == nil {
		if change.Table == "" || change.Kind == DropTable {
			return
		}
		table = &Table{Name: change.Table, Path: change.Path, Line: change.Line, Assumed: true}
		s.put(table)
	}
	switch change.Kind {
	case DropTable:
		delete(s.tables, TableKey(change.Table))
	case RenameTable:
		delete(s.tables, TableKey(change.Table))
		table.Name = change.To
		s.put(table)
	case AddColumn:
		column := *change.Column
		column.Path = change.Path
		if known, found := table.Column(column.Name); found {
			if !change.Lenient {
				*known = column
			}
			return
		}
		table.Columns = append(table.Columns, column)
	case DropColumn:
		table.dropColumn(change.Name)
	case RenameColumn:
		table.renameColumn(change.Name, change.To)
	case SetType:
		if column, found := table.Column(change.Name); found && change.Column != nil {
			column.Type = change.Column.Type
		}
	case SetNotNull, DropNotNull:
		if column, found := table.Column(change.Name); found {
			column.Nullable = change.Kind == DropNotNull
		}
	case AddIndex:
		index := *change.Index
		index.Path = change.Path
		index.Columns = slices.Clone(index.Columns)
		table.columnNames(index.Columns)
		if index.Name != "" {
			table.dropIndex(index.Name)
		}
		if !change.Restates || !table.has(index) {
			table.Indexes = append(table.Indexes, index)
		}
	case AddPrimary:
		if len(change.Columns) > 0 {
			table.Primary = slices.Clone(change.Columns)
		}
	case AddForeign:
		foreign := *change.Foreign
		foreign.Path = change.Path
		foreign.Columns = slices.Clone(foreign.Columns)
		if !change.Restates || !slices.ContainsFunc(table.Foreign, func(known ForeignKey) bool { return sameNames(known.Columns, foreign.Columns) }) {
			table.Foreign = append(table.Foreign, foreign)
		}
	case DropConstraint:
		table.dropConstraint(change.Name)
	}
}

// columnNames writes columns where fields of the model are named.
func (t *Table) columnNames(names []string) {
	for i, name := range names {
		if column, found := t.Column(name); found {
			names[i] = column.Name
		}
	}
}

// has reports whether an equal index is there under whatever name.
func (t *Table) has(index Index) bool {
	return slices.ContainsFunc(t.Indexes, func(known Index) bool {
		return sameNames(known.Columns, index.Columns) && known.Unique == index.Unique && known.Partial == index.Partial && known.Method == index.Method
	})
}

func (s *State) put(table *Table) {
	key := TableKey(table.Name)
	if s.tables[key] == nil {
		s.order = append(s.order, key)
	}
	s.tables[key] = table
}

func (s *State) create(change Change) {
	known := s.Table(change.Table)
	if change.Define == nil || change.Lenient && known != nil && !known.Assumed {
		return
	}
	s.put(change.Define.at(change.Path))
}

// at is a copy of a table whose parts stand in a file.
func (t *Table) at(path string) *Table {
	table := *t
	table.Path = path
	table.Primary = slices.Clone(t.Primary)
	table.Columns = slices.Clone(t.Columns)
	for i := range table.Columns {
		table.Columns[i].Path = path
	}
	table.Indexes = slices.Clone(t.Indexes)
	for i := range table.Indexes {
		table.Indexes[i].Path = path
		table.Indexes[i].Columns = slices.Clone(table.Indexes[i].Columns)
	}
	table.Foreign = slices.Clone(t.Foreign)
	for i := range table.Foreign {
		table.Foreign[i].Path = path
		table.Foreign[i].Columns = slices.Clone(table.Foreign[i].Columns)
	}
	return &table
}

// reindex drops or renames an index; PostgreSQL's statements do not name its table.
func (s *State) reindex(change Change) {
	for _, table := range s.tables {
		if change.Table != "" && TableKey(change.Table) != TableKey(table.Name) {
			continue
		}
		if change.Kind == DropIndex {
			table.dropIndex(change.Name)
			continue
		}
		for i := range table.Indexes {
			if table.Indexes[i].Name == change.Name {
				table.Indexes[i].Name = change.To
			}
		}
	}
}

func (t *Table) dropIndex(name string) {
	t.Indexes = slices.DeleteFunc(t.Indexes, func(index Index) bool { return index.Name == name || index.Name == "" && t.usualName(index, name) })
}

func (t *Table) dropConstraint(name string) {
	if name == "primary" || name != "" && SameName(name, bareName(t.Name)+"_pkey") {
		t.Primary = nil
	}
	t.dropIndex(name)
	t.Foreign = slices.DeleteFunc(t.Foreign, func(foreign ForeignKey) bool {
		return foreign.Name == name || foreign.Name == "" && SameName(name, usual(t.Name, foreign.Columns, "fkey"))
	})
}

// usualName reports whether a name is the one that a database or a tool gives to an
// index without a name.
func (t *Table) usualName(index Index, name string) bool {
	for _, ending := range []string{"key", "idx", "index", "unique"} {
		if SameName(name, usual(t.Name, index.Columns, ending)) {
			return true
		}
	}
	return false
}

// usual is the name that PostgreSQL makes: orders_customer_id_fkey.
func usual(table string, columns []string, ending string) string {
	name := bareName(table)
	for _, column := range columns {
		name += "_" + column
	}
	return name + "_" + ending
}

// bareName is a table's name without its schema.
func bareName(name string) string {
	for i := len(name) - 1; i >= 0; i-- {
		if name[i] == '.' {
			return name[i+1:]
		}
	}
	return name
}

func (t *Table) dropColumn(name string) {
	if column, found := t.Column(name); found {
		name = column.Name
	}
	t.Columns = slices.DeleteFunc(t.Columns, func(column Column) bool { return SameName(column.Name, name) })
	t.Indexes = slices.DeleteFunc(t.Indexes, func(index Index) bool { return holds(index.Columns, name) })
	t.Foreign = slices.DeleteFunc(t.Foreign, func(foreign ForeignKey) bool { return holds(foreign.Columns, name) })
	if holds(t.Primary, name) {
		t.Primary = nil
	}
}

func (t *Table) renameColumn(from, to string) {
	if column, found := t.Column(from); found {
		from = column.Name
		if column.Field != "" && !SameName(column.Field, from) {
			column.Field, to = to, strings.TrimSuffix(to, "_id")+"_id" // a key of Django's
		}
		column.Name = to
	}
	rename := func(columns []string) {
		for i := range columns {
			if SameName(columns[i], from) {
				columns[i] = to
			}
		}
	}
	rename(t.Primary)
	for i := range t.Indexes {
		rename(t.Indexes[i].Columns)
	}
	for i := range t.Foreign {
		rename(t.Foreign[i].Columns)
	}
}

// holds reports whether a column is among others.
func holds(columns []string, name string) bool {
	return slices.ContainsFunc(columns, func(column string) bool { return SameName(column, name) })
}
