package schema

import "strings"

// Table is a table as a model declares it, or as migrations leave it.
type Table struct {
	Name     string       `json:"name,omitempty"`  // in the database; empty where a naming rule of the tool makes it of Model
	Model    string       `json:"model,omitempty"` // the class or model that stands for it
	Tool     string       `json:"tool,omitempty"`  // whose naming rules hold: "django", "prisma"
	Path     string       `json:"path,omitempty"`  // set by Link
	Line     int          `json:"line,omitempty"`
	Columns  []Column     `json:"columns,omitempty"`
	Primary  []string     `json:"primary,omitempty"`
	Indexes  []Index      `json:"indexes,omitempty"` // unique constraints among them
	Foreign  []ForeignKey `json:"foreign,omitempty"`
	Bases    []string     `json:"bases,omitempty"`    // models whose columns it takes over
	Abstract bool         `json:"abstract,omitempty"` // no table itself: its columns are those of what inherits from it
	Part     bool         `json:"part,omitempty"`     // a partition, whose indexes are its parent's
	Open     bool         `json:"open,omitempty"`     // more belongs to it than can be read
	// Assumed says that changes name the table and nothing creates it.
	Assumed bool `json:"assumed,omitempty"`
}

// Column is a column of a table.
type Column struct {
	Name     string `json:"name"`
	Field    string `json:"field,omitempty"` // what the model calls it, where that differs
	Type     string `json:"type,omitempty"`  // in lower case, with its arguments: "varchar(20)"; empty: not told
	Nullable bool   `json:"nullable,omitempty"`
	Default  bool   `json:"default,omitempty"` // the database fills it where nothing is given
	Each     bool   `json:"each,omitempty"`    // with a value of its own for each row
	Few      bool   `json:"few,omitempty"`     // it takes one of a few values: an enumeration, choices
	Path     string `json:"path,omitempty"`
	Line     int    `json:"line,omitempty"`
}

// Index is an index or a unique constraint.
type Index struct {
	Name         string   `json:"name,omitempty"`
	Columns      []string `json:"columns"` // in order; an expression is "(lower(email))"
	Unique       bool     `json:"unique,omitempty"`
	Partial      string   `json:"partial,omitempty"` // the condition of a partial index
	Method       string   `json:"method,omitempty"`  // empty: the database's own, a B-tree
	Concurrently bool     `json:"concurrently,omitempty"`
	Special      bool     `json:"special,omitempty"` // an order, an operator class or a collation of its own
	Path         string   `json:"path,omitempty"`
	Line         int      `json:"line,omitempty"`
}

// ForeignKey says that columns hold keys of another table.
type ForeignKey struct {
	Name       string   `json:"name,omitempty"`
	Columns    []string `json:"columns"`
	Table      string   `json:"table,omitempty"` // that it refers to; a model's name where Model is set
	Model      bool     `json:"model,omitempty"`
	References []string `json:"references,omitempty"`
	NotValid   bool     `json:"not_valid,omitempty"` // the rows that are there are not looked at
	Path       string   `json:"path,omitempty"`
	Line       int      `json:"line,omitempty"`
}

// Column returns a column by its name.
func (t *Table) Column(name string) (*Column, bool) {
	for i := range t.Columns {
		if SameName(t.Columns[i].Name, name) || t.Columns[i].Field != "" && t.Columns[i].Field == name {
			return &t.Columns[i], true
		}
	}
	return nil, false
}

// SameName reports whether two spellings name the same table or column. Databases
// fold case, and naming rules of object mappers write customerId as customer_id.
func SameName(a, b string) bool { return a == b || plainName(a) == plainName(b) }

// plainName is a name without what spellings differ in.
func plainName(name string) string {
	return strings.ToLower(strings.ReplaceAll(name, "_", ""))
}

// TableKey is the name under which tables are compared: without the schema that is
// meant where none is named.
func TableKey(name string) string {
	for _, usual := range []string{"public.", "dbo.", "main."} {
		name = strings.TrimPrefix(name, usual)
	}
	return plainName(name)
}
