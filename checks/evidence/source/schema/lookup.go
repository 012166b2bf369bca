package schema

// Lookup is how one query picks rows of one table: what it asks of columns, all of it
// at once. A query with conditions that are not written out is none.
type Lookup struct {
	Table      string      `json:"table"`           // in the database; a model's name where Model is set
	Model      bool        `json:"model,omitempty"` // Table is a model's name
	Line       int         `json:"line"`
	Callee     string      `json:"callee"` // as written: "prisma.order.findMany"
	Conditions []Condition `json:"conditions"`
	// Bounded says that no more rows are read than a number that stands there.
	Bounded bool `json:"bounded,omitempty"`
}

// ConditionKind tells what a query asks of a column.
type ConditionKind string

// The kinds of conditions that an index can serve.
const (
	ConditionEqual ConditionKind = "equal" // to one value, or to one of a list
	ConditionRange ConditionKind = "range" // above or below a value
	ConditionSort  ConditionKind = "sort"
)

// Condition is what a query asks of a column. Those that no plain index serves, as
// "is not" and "contains", are left out.
type Condition struct {
	// Column is a column's or a field's name. "customer.email" is one of the row that
	// the foreign key customer refers to.
	Column string        `json:"column"`
	Kind   ConditionKind `json:"kind"`
	// Fixed says that the value is a constant of the program: such a condition picks a
	// kind of rows, of which there are many.
	Fixed bool `json:"fixed,omitempty"`
}
