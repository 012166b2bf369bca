package program

import (
	"sort"
)

// File is one file's code, or the code of one language in it.
type File struct {
	Language  string // "JavaScript", "TypeScript", "TSX", "Python", "Go"
	Package   string // Go's package clause
	Content   []byte
	Imports   []*Import
	Functions []*Function // every function of the file in the order in which they begin; the first is the file's own top level
	Classes   []*Class
	Exports   []Export

	lines []uint32
}

// Top returns the function that stands for the file's top level.
func (f *File) Top() *Function { return f.Functions[0] }

// Line returns the line of an offset, from 1.
func (f *File) Line(offset uint32) int {
	if f.lines == nil {
		f.lines = []uint32{0}
		for i, b := range f.Content {
			if b == '\n' {
				f.lines = append(f.lines, uint32(i)+1)
			}
		}
	}
	return sort.Search(len(f.lines), func(i int) bool { return f.lines[i] > offset })
}

// Column returns the column of an offset in bytes, from 1.
func (f *File) Column(offset uint32) int {
	return int(offset-f.lines[f.Line(offset)-1]) + 1
}

// Text returns the source of a span.
func (f *File) Text(span Span) string {
	return string(f.Content[span.Start:span.End])
}

// Span is where something stands: offsets of its first byte and behind its last.
type Span struct{ Start, End uint32 }

// Range returns the span itself, so that what embeds a Span has a place.
func (s Span) Range() Span { return s }

// Import is one name that a file takes from another module.
type Import struct {
	Span
	Local  string    // the name here; empty for an import that binds none
	Module string    // as written: "./orders", "django.db", "github.com/gin-gonic/gin"; Python's relative ones keep their dots
	Name   string    // the name there; "default" for a default export, "*" for the module itself or all its names
	Owner  *Function // that it stands in; nil for the top level
}

// Export is one name that a file offers under another name, or passes on from
// another module: export { a as b }, export * from "./orders", module.exports = x.
// What is exported where it is declared is marked there (Function.Exported …).
type Export struct {
	Name   string     // "default" for a default export; "*" for everything of Module
	Local  string     // the name here, or in Module where that is set
	Module string     // passed on from there
	Value  Expression // what is exported, where it is no name
}

// Class is a class, a Go struct or interface, or a TypeScript interface.
type Class struct {
	Span
	Name       string
	Kind       string // "class", "struct", "interface"
	Bases      []Expression
	Keywords   []Argument // beside the bases, as Python has them: metaclass=Meta, table=True
	Decorators []Expression
	Fields     []*Field
	Methods    []*Function // of a Go type, those that stand in the same file
	Owner      *Function   // the function that it is declared in
	Outer      *Class      // the class that it stands in, as Django's Meta does; nil for others
	Exported   bool
	Body       []Statement // what else stands in the class: Python's assignments are Fields and stand here too
}

// Field is a field of a class.
type Field struct {
	Span
	Name       string
	Type       Expression // as written, or nil: Optional types and pointers are taken off
	Value      Expression // its first value, or nil
	Tag        string     // Go's
	Decorators []Expression
	Static     bool
}

// Function is a function, a method, an arrow, or the top level of a file.
type Function struct {
	Span
	Name       string      // its own, or of the variable, field or key that it is the first value of; empty for others
	Params     []*Param    // without a method's receiver
	Receiver   *Param      // Go's receiver, Python's self and cls
	Results    []string    // result types as written
	Body       []Statement // an arrow's expression is a Return
	Decorators []Expression
	Class      *Class    // that it is a method of
	Parent     *Function // that it stands in; nil for the top level
	Kind       string    // "" for most; "get", "set", "constructor", "static", "abstract"
	Async      bool
	Generator  bool
	Exported   bool // Go: begins with a capital; Python: at the top level without a leading underscore
	Top        bool

	bindings map[string]*Binding
}

// Param is a parameter.
type Param struct {
	Span
	Name       string     // empty where a pattern takes the value apart
	Pattern    *Pattern   // or nil
	Type       Expression // as written, or nil
	Default    Expression
	Decorators []Expression
	Rest       bool   // takes all that follow: ...rest, *args, **kwargs
	Property   bool   // TypeScript's parameter that is also a field: constructor(private db: Database)
	Keyword    string // "**" for Python's **kwargs
}
