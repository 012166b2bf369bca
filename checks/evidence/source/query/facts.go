package query

import "slices"

// Facts are what one file tells of its database calls.
type Facts struct {
	Libraries []string   `json:"libraries,omitempty"` // whose calls are there, sorted
	Queries   int        `json:"queries,omitempty"`   // calls of the database, in loops or not
	Hits      []Hit      `json:"hits,omitempty"`
	Functions []Function `json:"functions,omitempty"` // that ask, call others or answer requests
	Calls     []Call     `json:"calls,omitempty"`     // in loops, of functions that may ask

	Models      []Model      `json:"models,omitempty"`
	Rows        []Rows       `json:"rows,omitempty"` // that loops go through
	Serializers []Serializer `json:"serializers,omitempty"`
	Answers     []Answer     `json:"answers,omitempty"`
	Writers     []Writer     `json:"writers,omitempty"` // serializers that are made
	Views       []View       `json:"views,omitempty"`
	Pages       []Page       `json:"pages,omitempty"`
	Gives       []Give       `json:"gives,omitempty"` // queries that functions are given
	Template    *Template    `json:"template,omitempty"`
	Listings    []Listing    `json:"listings,omitempty"`
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
	Within   int    `json:"within,omitempty"`   // the line on which the innermost function around begins; 0 for the top level
	Write    bool   `json:"write,omitempty"`
	// Lazy says that the call describes a query, which runs once something reads it.
	Lazy bool `json:"lazy,omitempty"`
	// Guessed says that the call is one of a relation by its look alone: whether the
	// model has it, and whether it was fetched along, files must be joined for.
	Guessed bool `json:"guessed,omitempty"`
	// Stored is the relation that answers it, if some query fetches that along.
	Stored string `json:"stored,omitempty"`

	// What is known once files are joined.

	// Handler says that a request waits for the function, and Route for which one;
	// empty where no route was seen and the function itself says that it answers.
	Handler bool   `json:"-"`
	Route   string `json:"-"`
	// Job says that a queue or a clock runs the function, or all that call it.
	Job bool `json:"-"`
	// Relation is the relation that is read, where no call asks; ReadIn and ReadAt are
	// where, if that is another place than the hit's: a template, a loop over what the
	// function returns.
	Relation string `json:"-"`
	ReadIn   string `json:"-"`
	ReadAt   int    `json:"-"`
	// Via are the functions between the loop and the query, the one that the loop calls
	// first; Asks, AskedAt and AskedIn are what the last one asks and where.
	Via     []string `json:"-"`
	Asks    string   `json:"-"`
	AskedAt int      `json:"-"`
	AskedIn string   `json:"-"` // empty for the file of the loop
}

// Loop is what makes a call run many times.
type Loop struct {
	Kind  string `json:"kind"` // "loop", "callback", "comprehension", "resolver", "serializer", "template", "admin", "choices", "feed", "sitemap", "document", "table", "formset", "inline", "export"
	Line  int    `json:"line"`
	Over  string `json:"over,omitempty"`  // what is gone through, as written
	Small bool   `json:"small,omitempty"` // over a handful of constants
}

// Function is a function that matters: it asks the database, calls what may, or
// answers requests.
type Function struct {
	Name   string `json:"name,omitempty"` // "find", "Orders.find"; empty for a closure
	Line   int    `json:"line"`           // on which it begins
	Within int    `json:"within,omitempty"`
	// Asks is the first call in it that reads the database, Library whose it is.
	Asks    string `json:"asks,omitempty"`
	AskedAt int    `json:"asked_at,omitempty"`
	Library string `json:"library,omitempty"`
	// Falls is what it asks where it is not given what it would ask for.
	Falls *Fall `json:"falls,omitempty"`
	// Calls are the functions that it calls: by their origins, "#12" for the one that
	// begins on this line of the same file.
	Calls   []string `json:"calls,omitempty"`
	Answers bool     `json:"answers,omitempty"` // it says itself that it answers requests
	Later   bool     `json:"later,omitempty"`   // a queue or what stands around runs it another time
	Job     bool     `json:"job,omitempty"`     // a queue or a clock runs it: nobody waits
	Kept    bool     `json:"kept,omitempty"`    // it keeps its answers: asking again costs nothing
	Early   []string `json:"early,omitempty"`   // of Calls, those before it looks for an answer that it kept
	// Tag is the name by which templates call it; Context says that it is given their
	// variables first.
	Tag     string `json:"tag,omitempty"`
	Context bool   `json:"context,omitempty"`
	// Given is what it says of rows of models.
	Given *Given `json:"given,omitempty"`
}

// Fall is a query that a function makes where a parameter is empty.
type Fall struct {
	Param    string `json:"param"`
	Position int    `json:"position"`
	Asks     string `json:"asks"`
	AskedAt  int    `json:"asked_at"`
	Library  string `json:"library"`
}

// Call is a call in a loop of a function that may ask the database.
type Call struct {
	Callee   string `json:"callee"` // as Function.Calls has it
	Written  string `json:"written"`
	Line     int    `json:"line"`
	Column   int    `json:"column"`
	EndLine  int    `json:"end_line"`
	Loop     Loop   `json:"loop"`
	Function string `json:"function,omitempty"`
	Within   int    `json:"within,omitempty"`
	// Given is how many arguments it has that have no names, and Named are the names of
	// the others.
	Given int      `json:"given,omitempty"`
	Named []string `json:"named,omitempty"`
	// Same says that nothing in the call was seen to change from round to round.
	Same bool `json:"same,omitempty"`
}

// What is kept of one file.
const (
	maxHits      = 200
	maxFunctions = 800
	maxCalls     = 300
	maxCallees   = 120 // of one function
)

// Join returns the facts of two programs of one file: a component has a script for
// the server and one for the browser.
func (f Facts) Join(other Facts) Facts {
	f.Libraries = slices.Compact(slices.Sorted(slices.Values(append(f.Libraries, other.Libraries...))))
	f.Queries += other.Queries
	f.Hits = append(f.Hits, other.Hits...)
	f.Functions = append(f.Functions, other.Functions...)
	f.Calls = append(f.Calls, other.Calls...)
	f.Models = append(f.Models, other.Models...)
	f.Rows = append(f.Rows, other.Rows...)
	f.Serializers = append(f.Serializers, other.Serializers...)
	f.Answers = append(f.Answers, other.Answers...)
	f.Writers = append(f.Writers, other.Writers...)
	f.Views = append(f.Views, other.Views...)
	f.Pages = append(f.Pages, other.Pages...)
	f.Gives = append(f.Gives, other.Gives...)
	f.Listings = append(f.Listings, other.Listings...)
	if f.Template == nil {
		f.Template = other.Template
	}
	return f
}
