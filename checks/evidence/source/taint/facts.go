package taint

// Facts are what one file says of untrusted data.
type Facts struct {
	Flows   []Flow   `json:"flows,omitempty"`   // from a source to a sink, both in this file
	Reaches []Reach  `json:"reaches,omitempty"` // from a function's parameter to a sink
	Returns []Return `json:"returns,omitempty"` // functions that return untrusted data, or a parameter
	Passes  []Pass   `json:"passes,omitempty"`  // untrusted data that is handed to a function elsewhere
	Hands   []Hand   `json:"hands,omitempty"`   // what functions hand on that they were given
	Uses    []Use    `json:"uses,omitempty"`    // what a function elsewhere returns reaches a sink
	Signs   []Sign   `json:"signs,omitempty"`   // what is dangerous with untrusted data, where none is known
	Raws    []Raw    `json:"raws,omitempty"`    // what a template puts into a page as it is
	Renders []Render `json:"renders,omitempty"` // untrusted data that a template is given
	Handles int      `json:"handles,omitempty"` // places at which untrusted data comes in
	Sinks   int      `json:"sinks,omitempty"`   // calls and assignments that were looked at as sinks
	Partial bool     `json:"partial,omitempty"` // the file was too much to be followed to its end
}

// Place is a place in a file. Path is empty in the facts of a file; Link sets it.
type Place struct {
	Path string `json:"path,omitempty"`
	Line int    `json:"line"`
	What string `json:"what,omitempty"` // "req.query.id", "orders.find(…)"
}

// Sink is where data does harm.
type Sink struct {
	Class   Class  `json:"class"`
	Callee  string `json:"callee"` // as written: "db.query"
	Line    int    `json:"line"`
	Column  int    `json:"column,omitempty"`
	EndLine int    `json:"end_line,omitempty"`
	Text    string `json:"text,omitempty"`   // the code on one line
	Sure    bool   `json:"sure,omitempty"`   // that it is a sink of this class
	Need    uint8  `json:"need,omitempty"`   // what the text has to be to do harm
	Shape   Shape  `json:"shape,omitzero"`   // what it is known to be
	Remedy  string `json:"remedy,omitempty"` // which advice fits: the library's name
}

// Shape is what is known of a value beside where it comes from.
type Shape struct {
	Lead  string `json:"lead,omitempty"` // what stands before it
	Safe  uint32 `json:"safe,omitempty"` // classes that it is harmless for
	Hints uint16 `json:"hints,omitempty"`
}

// Flow is untrusted data at a sink.
type Flow struct {
	Sink   Sink    `json:"sink"`
	Source Place   `json:"source"`
	Steps  []Place `json:"steps,omitempty"` // the calls between, in order
	Sure   bool    `json:"sure,omitempty"`  // of the whole way
}

// Reach is a parameter that reaches a sink.
type Reach struct {
	Function Function `json:"function"`
	Param    int      `json:"param"`
	Name     string   `json:"name,omitempty"` // of the parameter
	Path     string   `json:"path,omitempty"` // the part of it: "filter.name"
	Sink     Sink     `json:"sink"`
	Steps    []Place  `json:"steps,omitempty"`
	Sure     bool     `json:"sure,omitempty"`
}

// Function names a function of this file as package link does.
type Function struct {
	Name  string `json:"name"`
	Class string `json:"class,omitempty"`
	Line  int    `json:"line"`
}

// Return is a function that returns untrusted data (Source), or a parameter of its
// own (Param).
type Return struct {
	Function Function `json:"function"`
	Source   *Place   `json:"source,omitempty"`
	Param    int      `json:"param,omitempty"` // from 0; meaningful without Source
	Name     string   `json:"name,omitempty"`
	Path     string   `json:"path,omitempty"`
	Field    string   `json:"field,omitempty"` // of what is returned
	Shape    Shape    `json:"shape,omitzero"`
	Sure     bool     `json:"sure,omitempty"`
}

// Call is a call of a function that is not in this file.
type Call struct {
	Origin string `json:"origin"` // of the callee
	Within string `json:"within"` // the function that the call stands in, "Class.name" for a method
	Line   int    `json:"line"`
	Column int    `json:"column"`
	What   string `json:"what,omitempty"` // as written
}

// Pass is untrusted data that is an argument of a call.
type Pass struct {
	Call     Call    `json:"call"`
	Argument int     `json:"argument"`
	Name     string  `json:"name,omitempty"` // of a keyword argument
	Path     string  `json:"path,omitempty"` // the field of the argument that holds it
	Source   Place   `json:"source"`
	Steps    []Place `json:"steps,omitempty"`
	Shape    Shape   `json:"shape,omitzero"`
	Sure     bool    `json:"sure,omitempty"`
	Inner    bool    `json:"inner,omitempty"` // by way of another function of the file
}

// Hand is what a function was given, its parameter or what a function elsewhere returned
// to it (Result), and hands on: to a function elsewhere (Call), or to who calls it.
type Hand struct {
	Function Function `json:"function"`
	Param    int      `json:"param,omitempty"` // from 0; meaningful without Result
	Name     string   `json:"name,omitempty"`  // of the parameter
	Result   *Call    `json:"result,omitempty"`
	Part     string   `json:"part,omitempty"` // of the parameter, or of the result

	Call     *Call   `json:"call,omitempty"`
	Argument int     `json:"argument,omitempty"`
	Keyword  string  `json:"keyword,omitempty"`
	Path     string  `json:"path,omitempty"` // the field of the argument, or of what is returned
	Steps    []Place `json:"steps,omitempty"`
	Shape    Shape   `json:"shape,omitzero"`
	Sure     bool    `json:"sure,omitempty"`
}

// Use is the result of a call at a sink.
type Use struct {
	Call  Call    `json:"call"`
	Field string  `json:"field,omitempty"` // of the result
	Sink  Sink    `json:"sink"`
	Steps []Place `json:"steps,omitempty"`
	Sure  bool    `json:"sure,omitempty"`
}

// Sign is a place that is dangerous if ever untrusted data comes there.
type Sign struct {
	Sink Sink   `json:"sink"`
	Of   string `json:"of,omitempty"` // what goes there: "the parameter name"
}

// The bounds of one file's facts.
const (
	maxFacts = 400
	maxSteps = 6
	maxText  = 200
)

// With adds what a component's template says to what its script says.
func (f Facts) With(template Facts) Facts {
	f.Raws = append(f.Raws, template.Raws...)
	f.Signs = append(f.Signs, template.Signs...)
	f.Sinks += template.Sinks
	f.Partial = f.Partial || template.Partial
	return f
}
