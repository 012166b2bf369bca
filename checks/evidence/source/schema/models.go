package schema

import (
	"cmp"
	"slices"
	"strings"
)

// models are the databases that models declare: one a tool.
func models(files []Source) []*Database {
	byTool := map[string]*Database{}
	var order []string
	var all []*Table
	for _, file := range files {
		for i := range file.Facts.Tables {
			table := file.Facts.Tables[i].at(file.Path)
			if byTool[table.Tool] == nil {
				byTool[table.Tool] = &Database{Name: "models of " + table.Tool, Tools: []string{table.Tool}}
				order = append(order, table.Tool)
			}
			byTool[table.Tool].Tables = append(byTool[table.Tool].Tables, table)
			all = append(all, table)
		}
	}
	for _, file := range files {
		if database := byTool[file.Facts.Tool]; database != nil && database.Engine == "" && len(file.Facts.Tables) > 0 {
			database.Engine = file.Facts.Engine
		}
	}
	inherit(all)
	var found []*Database
	for _, tool := range order {
		database := byTool[tool]
		var tables []*Table
		current := map[string]bool{}
		for _, table := range database.Tables {
			if table.name(); !ofMigration(table.Path) {
				current[TableKey(table.Name)] = true
			}
		}
		for _, table := range database.Tables {
			if table.Abstract || ofMigration(table.Path) && current[TableKey(table.Name)] {
				continue
			}
			table.resolve()
			tables = append(tables, table)
		}
		if database.Tables = tables; len(tables) > 0 {
			slices.SortStableFunc(tables, func(a, b *Table) int { return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Line, b.Line)) })
			found = append(found, database)
		}
	}
	return found
}

// ofMigration reports whether a model stands in a migration, as those of xorm and
// gorm that make a table from a struct: what it says held then.
func ofMigration(file string) bool {
	_, _, numbered := history(file)
	return numbered
}

// inherit gives tables the columns of their bases, as far as those are known. What a
// base adds beside that are columns of its own, with their own indexes.
func inherit(tables []*Table) {
	byModel := map[string][]*Table{}
	for _, table := range tables {
		byModel[table.Tool+"\x00"+table.Model] = append(byModel[table.Tool+"\x00"+table.Model], table)
	}
	done := map[*Table]bool{}
	var take func(table *Table, depth int)
	take = func(table *Table, depth int) {
		if done[table] || depth > 10 {
			return
		}
		done[table] = true
		for _, name := range table.Bases {
			base := nearest(byModel[table.Tool+"\x00"+name], table.Path)
			if base == nil || base == table {
				continue
			}
			take(base, depth+1)
			if !base.Abstract {
				continue // a table of its own that is joined
			}
			table.Open = table.Open || base.Open
			table.takeOver(base)
		}
	}
	for _, table := range tables {
		take(table, 0)
	}
}

// nearest is the table whose file shares most of its path with another one.
func nearest(tables []*Table, path string) *Table {
	var best *Table
	longest := -1
	for _, table := range tables {
		shared := 0
		for shared < len(path) && shared < len(table.Path) && path[shared] == table.Path[shared] {
			shared++
		}
		if shared > longest {
			best, longest = table, shared
		}
	}
	return best
}

func (t *Table) takeOver(base *Table) {
	for _, column := range base.Columns {
		if _, own := t.Column(column.Name); !own {
			t.Columns = append(t.Columns, column)
		}
	}
	if len(t.Primary) == 0 {
		t.Primary = slices.Clone(base.Primary)
	}
	for _, index := range base.Indexes {
		index.Columns = slices.Clone(index.Columns)
		t.Indexes = append(t.Indexes, index)
	}
	for _, foreign := range base.Foreign {
		foreign.Columns = slices.Clone(foreign.Columns)
		t.Foreign = append(t.Foreign, foreign)
	}
}

// name gives a table the name that the tool makes of its model's.
func (t *Table) name() {
	switch {
	case t.Name != "":
	case t.Tool == "django":
		t.Name = appOf(t.Path) + "_" + strings.ToLower(t.Model)
	default:
		t.Name = t.Model
	}
}

// named is a change of a model's table with the table's name.
func (c Change) named(app string) Change {
	name := func(model string) string {
		if label, rest, found := strings.Cut(model, "."); found {
			return label + "_" + strings.ToLower(rest)
		}
		return app + "_" + strings.ToLower(model)
	}
	c.Table = name(c.Table)
	if c.To != "" && c.Kind == RenameTable {
		c.To = name(c.To)
	}
	if c.Define != nil {
		define := *c.Define
		if define.Name == "" {
			define.Name = c.Table
		} else {
			c.Table = define.Name
		}
		c.Define = &define
	}
	c.Model = false
	return c
}

// resolve writes columns where keys and indexes name the fields of the model.
func (t *Table) resolve() {
	columns := map[string]string{}
	for _, column := range t.Columns {
		if column.Field != "" {
			columns[column.Field] = column.Name
		}
	}
	write := func(names []string) {
		for i, name := range names {
			if column, found := columns[name]; found {
				names[i] = column
			}
		}
	}
	write(t.Primary)
	for i := range t.Indexes {
		write(t.Indexes[i].Columns)
	}
	for i := range t.Foreign {
		write(t.Foreign[i].Columns)
	}
}
