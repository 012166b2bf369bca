package program

// Expression is one expression. Parentheses, TypeScript's "as", "!" and
// "satisfies", and Go's parentheses and pointers in types leave no trace.
type Expression interface {
	Range() Span
	expression()
}

// Name is a plain name; "this", "self" (of a method) and "super" are names too.
type Name struct {
	Span
	Name string
}

// Member is x.name, x?.name, x["name"], and x::name.
type Member struct {
	Span
	X    Expression
	Name string
}

// Index is x[i] with anything but a constant string; Go's and Python's slices are
// one with the bounds in a List.
type Index struct {
	Span
	X, Index Expression
}

// Call is a call, new included.
type Call struct {
	Span
	Callee    Expression
	Arguments []Argument
	New       bool
	Optional  bool // x?.()
}

// Argument is one argument of a call, an attribute of an element, or an entry of
// an Object: keyword arguments, attributes and entries have names.
type Argument struct {
	Name   string // "" for a positional one, and where Key says it
	Key    Expression
	Value  Expression
	Spread string // "*" or "..." for a list, "**" for names; "..." in an Object
}

// Text is a constant string.
type Text struct {
	Span
	Value string
}

// Template is a string with expressions in it: parts alternate freely, constant
// ones are *Text. A tagged template is a Call with the Template as its argument.
type Template struct {
	Span
	Parts []Expression
}

// Literal is a number, a boolean, nothing, or a regular expression, as written.
type Literal struct {
	Span
	Value string
	Kind  LiteralKind
}

// LiteralKind tells literals apart.
type LiteralKind string

// The kinds of literals.
const (
	LiteralNumber  LiteralKind = "number"
	LiteralBool    LiteralKind = "bool"
	LiteralNothing LiteralKind = "nothing" // null, undefined, None, nil
	LiteralPattern LiteralKind = "pattern" // a regular expression
)

// Binary is an operator between two operands: "+", "%", "&&", "and", "??", "in",
// "==" … as written.
type Binary struct {
	Span
	Operator    string
	Left, Right Expression
}

// Unary is an operator before or behind one operand: "!", "not", "-", "typeof",
// "&", "*", "<-", "++".
type Unary struct {
	Span
	Operator string
	X        Expression
}

// Conditional is a ? b : c and b if a else c.
type Conditional struct {
	Span
	Condition, Then, Else Expression
}

// Object is an object literal, a dictionary, a Go composite literal of fields or a
// map; Type is what is built, where that is written.
type Object struct {
	Span
	Type    Expression
	Entries []Argument
}

// List is a list, tuple or set literal, or a Go composite literal of elements.
type List struct {
	Span
	Type     Expression
	Kind     string // "list", "tuple", "set", "slice"
	Elements []Expression
}

// Closure is a function as a value: arrow, lambda, function expression, func
// literal.
type Closure struct {
	Span
	Function *Function
}

// ClassValue is a class as a value.
type ClassValue struct {
	Span
	Class *Class
}

// Await is await x, and yield from.
type Await struct {
	Span
	X Expression
}

// Yield is yield x.
type Yield struct {
	Span
	X Expression
}

// Assigned is an assignment that is an expression: a = b inside of another one,
// and Python's :=.
type Assigned struct {
	Span
	Assign *Assign
}

// Comprehension is a list, set, dictionary or generator comprehension.
type Comprehension struct {
	Span
	Kind    string // "list", "set", "dict", "generator"
	Element Expression
	Value   Expression // of a dictionary
	Clauses []Clause
}

// Clause is one for of a comprehension with the conditions behind it.
type Clause struct {
	Targets    []Expression
	Over       Expression
	Conditions []Expression
	Async      bool
}

// Element is a JSX element; a component's name begins with a capital or has dots.
// A fragment has no name.
type Element struct {
	Span
	Name       Expression // *Text for "div", else *Name or *Member
	Attributes []Argument
	Children   []Expression
}

// Pattern takes a value apart: {a, b: c, ...rest}, [x, y], (k, v).
type Pattern struct {
	Span
	Parts []Part
}

// Part is one part of a pattern.
type Part struct {
	Key     string // of an object pattern
	Index   int    // of a list pattern, where Key is empty
	Target  Expression
	Default Expression
	Rest    bool
}

// Asserted is Go's x.(T), for which Type is nil in x.(type).
type Asserted struct {
	Span
	X    Expression
	Type Expression
}

// Other is what has no form of its own; its parts still count.
type Other struct {
	Span
	Kind  string // the grammar's
	Parts []Expression
}

func (*Name) expression()          {}
func (*Member) expression()        {}
func (*Index) expression()         {}
func (*Call) expression()          {}
func (*Text) expression()          {}
func (*Template) expression()      {}
func (*Literal) expression()       {}
func (*Binary) expression()        {}
func (*Unary) expression()         {}
func (*Conditional) expression()   {}
func (*Object) expression()        {}
func (*List) expression()          {}
func (*Closure) expression()       {}
func (*ClassValue) expression()    {}
func (*Await) expression()         {}
func (*Yield) expression()         {}
func (*Assigned) expression()      {}
func (*Comprehension) expression() {}
func (*Element) expression()       {}
func (*Pattern) expression()       {}
func (*Asserted) expression()      {}
func (*Other) expression()         {}
