package query

import "slices"

// Facts are what one file tells of its database calls.
type Facts struct {
	Libraries []string   `json:"libraries,omitempty"` // whose calls are there, sorted
	Queries   int        `json:"queries,omitempty"`   // calls of the database, in loops or not
	Hits      []Hit      `json:"hits,omitempty"`
	Functions []Function `json:"functions,omitempty"` // that read the database themselves
	Calls     []Call     `json:"calls,omitempty"`     // in loops, of functions of other files
	Handled   []string   `json:"handled,omitempty"`   // functions of other files that handlers call, by their origins, sorted
}

// Hit is a database call that runs once for each element of something.
type Hit struct {
	Library  string `json:"library"`
	Callee   string `json:"callee"` // as written: "prisma.order.findMany"
	Line     int    `json:"line"`   // from 1
	Column   int    `json:"column"`
	EndLine  int    `json:"end_line"`
	Loop     Loop   `json:"loop"`
	Function string `json:"function,omitempty"` // that it stands in; "" for the top level of a file
	// Handler says that the function answers requests, or is called by one that does
	// in the same file.
	Handler bool `json:"handler,omitempty"`
	Write   bool `json:"write,omitempty"`
	// Lazy says that the call describes a query, which runs once something reads it.
	Lazy bool `json:"lazy,omitempty"`
	// Via is the function that asks, where the loop calls that; Asks and AskedAt are
	// what it asks and where.
	Via     string `json:"via,omitempty"`
	Asks    string `json:"asks,omitempty"`
	AskedAt int    `json:"asked_at,omitempty"`
	AskedIn string `json:"-"` // the file that it stands in, where that is another one; known once files are joined
}

// Loop is what makes a call run many times.
type Loop struct {
	Kind  string `json:"kind"` // "loop", "callback", "comprehension", "resolver", "serializer"
	Line  int    `json:"line"`
	Over  string `json:"over,omitempty"`  // what is gone through, as written
	Small bool   `json:"small,omitempty"` // over a handful of constants
}

// Function is a function that reads the database itself.
type Function struct {
	Name    string `json:"name"` // "find", "Orders.find"
	Line    int    `json:"line"`
	Asks    string `json:"asks"` // the first call of it
	AskedAt int    `json:"asked_at"`
	Library string `json:"library"`
}

// Call is a call in a loop of a function that the file does not hold.
type Call struct {
	Callee   string `json:"callee"` // by its origin: "./orders.find"
	Written  string `json:"written"`
	Line     int    `json:"line"`
	Column   int    `json:"column"`
	EndLine  int    `json:"end_line"`
	Loop     Loop   `json:"loop"`
	Function string `json:"function,omitempty"`
	Handler  bool   `json:"handler,omitempty"`
}

// What is kept of one file.
const (
	maxHits      = 200
	maxFunctions = 500
	maxCalls     = 300
	maxHandled   = 500
)

// Join returns the facts of two programs of one file: a component has a script for
// the server and one for the browser.
func (f Facts) Join(other Facts) Facts {
	f.Libraries = slices.Compact(slices.Sorted(slices.Values(append(f.Libraries, other.Libraries...))))
	f.Queries += other.Queries
	f.Hits = append(f.Hits, other.Hits...)
	f.Functions = append(f.Functions, other.Functions...)
	f.Calls = append(f.Calls, other.Calls...)
	f.Handled = slices.Compact(slices.Sorted(slices.Values(append(f.Handled, other.Handled...))))
	return f
}
