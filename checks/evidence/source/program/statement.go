package program

// Statement is one statement. Declarations of functions and classes are none:
// they stand in File.Functions and File.Classes; where the order matters, a
// Declare marks their place.
type Statement interface {
	Range() Span
	statement()
}

// Assign gives a value to targets: a declaration, an assignment, and one with an
// operator. Several targets take one value apart: Go's a, b := f().
type Assign struct {
	Span
	Targets  []Expression // *Name, *Member, *Index, *Pattern
	Value    Expression   // nil for a declaration without one
	Type     Expression   // of a declaration, or nil
	Operator string       // "" or "+" of +=
	Declares bool         // let, const, var, :=; Python's assignments to plain names do too
	Constant bool         // of Go: const
}

// Evaluate is an expression for its effect.
type Evaluate struct {
	Span
	X Expression
}

// Return leaves the function; X is nil where it returns nothing.
type Return struct {
	Span
	X []Expression
}

// Throw raises.
type Throw struct {
	Span
	X Expression
}

// Branch is if, elif, unless, and a conditional chain: Else holds at most the
// alternative.
type Branch struct {
	Span
	Before    []Statement // Go's if v, err := f(); …
	Condition Expression
	Then      []Statement
	Else      []Statement
}

// Loop is any loop.
type Loop struct {
	Span
	Kind      LoopKind
	Before    []Statement  // for (i = 0; …
	Targets   []Expression // what each round gets: of a LoopEach
	Over      Expression   // what is gone through: of a LoopEach
	Condition Expression   // of a LoopWhile or a LoopCount
	After     []Statement  // i++
	Body      []Statement
	Else      []Statement // Python's
	Async     bool        // for await, async for
}

// LoopKind tells loops apart.
type LoopKind string

// The kinds of loops.
const (
	LoopEach  LoopKind = "each"  // over the elements of something
	LoopCount LoopKind = "count" // for (init; condition; step)
	LoopWhile LoopKind = "while" // while a condition holds; for {} without one
)

// Switch is switch, match and Go's select.
type Switch struct {
	Span
	Subject Expression
	Cases   []Case
}

// Case is one case; without values it is the default.
type Case struct {
	Span
	Values []Expression
	Body   []Statement
}

// Try is try with its handlers.
type Try struct {
	Span
	Body     []Statement
	Handlers []Handler
	Else     []Statement // Python's
	Finally  []Statement
	Ensures  bool // there is a finally, also an empty one
}

// Handler is catch or except.
type Handler struct {
	Span
	Name  string       // of the caught error, or ""
	Types []Expression // that it catches; none: all
	Body  []Statement
}

// With is Python's with and JavaScript's using.
type With struct {
	Span
	Items   []Expression
	Targets []Expression // beside Items; nil where nothing is bound
	Body    []Statement
	Async   bool
}

// Later is a call that runs later or beside: Go's defer and go.
type Later struct {
	Span
	Kind string // "defer", "go"
	X    Expression
}

// Block is a block of its own.
type Block struct {
	Span
	Body []Statement
}

// Declare is the place of a declaration of a function or a class.
type Declare struct {
	Span
	Function *Function
	Class    *Class
}

// Jump is break, continue, goto, pass.
type Jump struct {
	Span
	Kind string
}

func (*Assign) statement()   {}
func (*Evaluate) statement() {}
func (*Return) statement()   {}
func (*Throw) statement()    {}
func (*Branch) statement()   {}
func (*Loop) statement()     {}
func (*Switch) statement()   {}
func (*Try) statement()      {}
func (*With) statement()     {}
func (*Later) statement()    {}
func (*Block) statement()    {}
func (*Declare) statement()  {}
func (*Jump) statement()     {}
