package schema

// Facts are what one file says about a database.
type Facts struct {
	Tool   string `json:"tool,omitempty"`   // whose form the file has: "django", "goose", "prisma"
	Engine Engine `json:"engine,omitempty"` // where the content tells

	Tables     []Table  `json:"tables,omitempty"`     // that it declares
	Up         []Change `json:"up,omitempty"`         // that it makes, in order
	Down       []Change `json:"down,omitempty"`       // by which it takes them back
	Statements int      `json:"statements,omitempty"` // of SQL, on the way up
	// Reversible says that the file holds a way back, even an empty one.
	Reversible bool `json:"reversible,omitempty"`
	// NoTransaction says that its changes are not made in one transaction, Transaction
	// that they expressly are.
	NoTransaction bool `json:"no_transaction,omitempty"`
	Transaction   bool `json:"transaction,omitempty"`

	Revision string   `json:"revision,omitempty"` // of a migration that names itself
	Follows  []string `json:"follows,omitempty"`  // the revisions before it

	Lookups []Lookup `json:"lookups,omitempty"` // that its queries make
	// Unclear counts the queries whose conditions are not all written out: others may
	// narrow them.
	Unclear int      `json:"unclear,omitempty"`
	Unread  []Unread `json:"unread,omitempty"`
}

// Empty reports whether the file says nothing of a database.
func (f *Facts) Empty() bool {
	return f == nil || len(f.Tables)+len(f.Up)+len(f.Down)+len(f.Lookups)+f.Unclear+len(f.Unread) == 0 && f.Engine == "" && f.Revision == ""
}

// Unread is a statement that could not be read.
type Unread struct {
	Line   int    `json:"line"`
	Reason string `json:"reason"`
}

// Engine is a database's make.
type Engine string

// The makes of databases whose rules are known here.
const (
	PostgreSQL Engine = "postgresql"
	MySQL      Engine = "mysql" // MariaDB too
	SQLite     Engine = "sqlite"
	SQLServer  Engine = "sqlserver"
	ClickHouse Engine = "clickhouse" // no foreign keys, no such indexes
)
