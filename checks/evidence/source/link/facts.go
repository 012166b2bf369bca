package link

// Facts are the outline of one file. Names that stand for values from elsewhere are
// origins, as program.Function.Origin writes them.
type Facts struct {
	Package   string     `json:"package,omitempty"` // Go's package clause
	Imports   []Import   `json:"imports,omitempty"`
	Exports   []Export   `json:"exports,omitempty"`
	Functions []Function `json:"functions,omitempty"`
	Classes   []Class    `json:"classes,omitempty"`
	Values    []Value    `json:"values,omitempty"`
}

// Import is one name that the file takes from a module.
type Import struct {
	Local  string `json:"local,omitempty"` // the name here; empty where it has none: require("./orders").find()
	Module string `json:"module"`          // as written
	Name   string `json:"name,omitempty"`  // the name there; "default", "*" for the module or all of its names
	Line   int    `json:"line"`
	Inner  bool   `json:"inner,omitempty"` // it stands in a function
}

// Export is one name that the file offers by saying so. In Python and Go every name
// at the top is offered, without an Export.
type Export struct {
	Name   string `json:"name"`             // "default"; "*" for every name of Module
	Local  string `json:"local,omitempty"`  // the name here, or in Module where that is set
	Module string `json:"module,omitempty"` // passed on from there
	Origin string `json:"origin,omitempty"` // of the value, where it has no name here
}

// Function is a function with a name: of the top, of a class, or in another
// function.
type Function struct {
	Name     string   `json:"name"`             // "default" for one that has no other name and is the default export
	Class    string   `json:"class,omitempty"`  // that it is a method of
	Within   string   `json:"within,omitempty"` // the function that it stands in, "class.name" for a method
	Line     int      `json:"line"`
	Exported bool     `json:"exported,omitempty"`
	Params   []string `json:"params,omitempty"` // names in order; "" for a pattern, "...rest" for what takes all that follow
	Result   string   `json:"result,omitempty"` // origin of what it returns: "Store()"
}

// Class is a class, a struct, an interface, or an object literal with a name, whose
// entries are its methods and fields.
type Class struct {
	Name     string   `json:"name"`
	Kind     string   `json:"kind,omitempty"` // "" for a class; "struct", "interface", "object"
	Line     int      `json:"line"`
	Exported bool     `json:"exported,omitempty"`
	Bases    []string `json:"bases,omitempty"`  // origins
	Fields   []Value  `json:"fields,omitempty"` // whose origin is known
}

// Value is a name that is neither a function nor a class.
type Value struct {
	Name   string `json:"name"`
	Origin string `json:"origin,omitempty"` // of its value: "./store.Store()"; empty for data
	Line   int    `json:"line,omitempty"`
}

// The bounds of one outline: hostile files have more.
const (
	maxRows   = 4000
	maxParams = 100
	maxName   = 500
)
