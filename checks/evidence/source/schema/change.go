package schema

// ChangeKind tells changes apart.
type ChangeKind string

// The kinds of changes.
const (
	CreateTable    ChangeKind = "create-table"
	DropTable      ChangeKind = "drop-table"
	RenameTable    ChangeKind = "rename-table"
	AddColumn      ChangeKind = "add-column"
	DropColumn     ChangeKind = "drop-column"
	RenameColumn   ChangeKind = "rename-column"
	SetType        ChangeKind = "set-type"
	SetNotNull     ChangeKind = "set-not-null"
	DropNotNull    ChangeKind = "drop-not-null"
	AddIndex       ChangeKind = "add-index"
	DropIndex      ChangeKind = "drop-index"
	RenameIndex    ChangeKind = "rename-index"
	AddPrimary     ChangeKind = "add-primary"
	AddForeign     ChangeKind = "add-foreign"
	AddCheck       ChangeKind = "add-check"
	DropConstraint ChangeKind = "drop-constraint"
	Validate       ChangeKind = "validate"
)

// Change is one thing that a migration does. Which fields are set depends on the
// kind.
type Change struct {
	Kind    ChangeKind  `json:"kind"`
	Table   string      `json:"table,omitempty"`
	Model   bool        `json:"model,omitempty"` // Table is a model's name
	Name    string      `json:"name,omitempty"`  // of the column, index or constraint
	To      string      `json:"to,omitempty"`    // the new name
	Define  *Table      `json:"define,omitempty"`
	Column  *Column     `json:"column,omitempty"`
	Index   *Index      `json:"index,omitempty"`
	Foreign *ForeignKey `json:"foreign,omitempty"`
	Columns []string    `json:"columns,omitempty"` // of a primary key
	Using   string      `json:"using,omitempty"`   // how a new type is made of the old value
	// NotValid says that the rows that are there are not looked at, Concurrently that
	// writes go on meanwhile, Lenient that it does nothing where it is done already.
	NotValid     bool `json:"not_valid,omitempty"`
	Concurrently bool `json:"concurrently,omitempty"`
	Lenient      bool `json:"lenient,omitempty"`
	Outside      bool `json:"outside,omitempty"` // of the transaction that the migration runs in
	// Restates says that the change tells all of a column, what is so already included.
	Restates bool   `json:"restates,omitempty"`
	Path     string `json:"path,omitempty"` // set by Link
	Line     int    `json:"line,omitempty"`
}

// Shift moves a change and all that it makes down by some lines: it was read from a
// text that stands in a file.
func (c *Change) Shift(lines int) {
	c.Line += lines
	if c.Column != nil {
		c.Column.Line += lines
	}
	if c.Index != nil {
		c.Index.Line += lines
	}
	if c.Foreign != nil {
		c.Foreign.Line += lines
	}
	if c.Define == nil {
		return
	}
	c.Define.Line += lines
	for i := range c.Define.Columns {
		c.Define.Columns[i].Line += lines
	}
	for i := range c.Define.Indexes {
		c.Define.Indexes[i].Line += lines
	}
	for i := range c.Define.Foreign {
		c.Define.Foreign[i].Line += lines
	}
}
