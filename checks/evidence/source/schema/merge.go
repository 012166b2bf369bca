package schema

import "slices"

// merged puts together what describes one database: sets that share at least half of
// the smaller one's tables and are not told to be of different makes.
func merged(sets []*Database) []*Database {
	var found []*Database
	for _, set := range sets {
		if len(set.Tables) == 0 && len(set.Steps) == 0 {
			continue
		}
		if index := slices.IndexFunc(found, func(other *Database) bool { return other.same(set) }); index >= 0 {
			found[index].merge(set)
		} else {
			found = append(found, set)
		}
	}
	return found
}

func (d *Database) same(other *Database) bool {
	if d.Engine != "" && other.Engine != "" && d.Engine != other.Engine {
		// SQLite takes MySQL's quotes, by which a migration is guessed at; models say it.
		guessed := d.Engine == SQLite && len(d.Steps) == 0 && other.Engine == MySQL
		return guessed && d.Shares(other)
	}
	return d.Shares(other)
}

// declares are the tools whose models say all foreign keys: those that only an old
// migration knows are gone.
var declares = map[string]bool{"django": true, "prisma": true, "sqlalchemy": true, "drizzle": true, "typeorm": true, "mikro-orm": true, "gorm": true}

// merge takes over what another set knows. An index counts that any of them knows.
func (d *Database) merge(other *Database) {
	byKey := map[string][]*Table{} // several models may stand for one table
	for _, table := range d.Tables {
		byKey[TableKey(table.Name)] = append(byKey[TableKey(table.Name)], table)
	}
	for _, table := range other.Tables {
		known := byKey[TableKey(table.Name)]
		for _, one := range known {
			one.merge(table)
		}
		if len(known) == 0 {
			byKey[TableKey(table.Name)] = []*Table{table}
			d.Tables = append(d.Tables, table)
		}
	}
	for _, tool := range other.Tools {
		if !slices.Contains(d.Tools, tool) {
			d.Tools = append(d.Tools, tool)
		}
	}
	if len(other.Steps) > d.named {
		d.Name, d.named = other.Name, len(other.Steps)
	}
	d.Roots = append(d.Roots, other.Roots...)
	d.Steps = append(d.Steps, other.Steps...)
	if d.Engine == "" {
		d.Engine = other.Engine
	}
}

func (t *Table) merge(other *Table) {
	if t.Assumed {
		t.Model, t.Tool, t.Path, t.Line, t.Open, t.Assumed = other.Model, other.Tool, other.Path, other.Line, other.Open, other.Assumed
	}
	for _, column := range other.Columns {
		known, found := t.Column(column.Name)
		if !found {
			t.Columns = append(t.Columns, column)
			continue
		}
		if known.Type == "" {
			known.Type = column.Type
		}
		known.Few = known.Few || column.Few
	}
	if len(t.Primary) == 0 {
		t.Primary = other.Primary
	}
	for _, index := range other.Indexes {
		t.addIndex(index)
	}
	if t.Tool == "sequelize" && other.Tool == "" && !other.Assumed {
		t.Foreign = other.Foreign // an association says which rows belong together; the migration makes the key
	} else if !declares[t.Tool] {
		for _, foreign := range other.Foreign {
			if !slices.ContainsFunc(t.Foreign, func(known ForeignKey) bool { return sameNames(known.Columns, foreign.Columns) }) {
				t.Foreign = append(t.Foreign, foreign)
			}
		}
	}
	t.Part = t.Part || other.Part
}

// addIndex adds an index that is not known yet under this or another name.
func (t *Table) addIndex(index Index) {
	if !slices.ContainsFunc(t.Indexes, func(known Index) bool {
		return known.Name != "" && known.Name == index.Name
	}) && !t.has(index) {
		t.Indexes = append(t.Indexes, index)
	}
}

func sameNames(a, b []string) bool { return slices.EqualFunc(a, b, SameName) }

// Shares reports whether two databases hold mostly the same tables.
func (d *Database) Shares(other *Database) bool {
	names := map[string]bool{}
	for _, table := range d.Tables {
		names[TableKey(table.Name)] = true
	}
	shared := 0
	for _, table := range other.Tables {
		if names[TableKey(table.Name)] {
			shared++
		}
	}
	return shared > 0 && 2*shared >= min(len(d.Tables), len(other.Tables))
}
