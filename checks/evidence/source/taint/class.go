package taint

import "math/bits"

// Class is a class of attack, which names the kind of sink.
type Class string

// The classes.
const (
	SQL         Class = "sql"             // CWE-89
	NoSQL       Class = "nosql"           // CWE-943
	Markup      Class = "xss"             // CWE-79
	Path        Class = "path"            // CWE-22
	Command     Class = "command"         // CWE-78
	Code        Class = "code"            // CWE-95
	Request     Class = "ssrf"            // CWE-918
	Redirect    Class = "redirect"        // CWE-601
	Deserialise Class = "deserialisation" // CWE-502
	Prototype   Class = "prototype"       // CWE-1321
	Template    Class = "template"        // CWE-1336
	Entities    Class = "xxe"             // CWE-611
)

// Classes are all classes, in the order of their bits.
var Classes = []Class{SQL, NoSQL, Markup, Path, Command, Code, Request, Redirect, Deserialise, Prototype, Template, Entities}

// classes is a set of classes.
type classes uint32

const (
	sql classes = 1 << iota
	nosql
	markup
	path
	command
	code
	request
	redirect
	deserialise
	prototype
	template
	entities

	everything = 1<<iota - 1

	// encoded is what Base64 is harmless for: it has no quotes, brackets, colons or dots.
	encoded = everything&^path | dotless

	// dotless and relative are no classes either: a path without "..", and one that does
	// not begin at the root. Behind a folder the first is enough; alone it takes both.
	dotless  classes = 1 << 14
	relative classes = 1 << 13

	// quoteless is no class: a text without a double quote, which stays in the attribute that
	// it is put into.
	quoteless classes = 1 << 12

	// optionless is no class: a text that a program does not take for an option.
	optionless classes = 1 << 16

	// doubt is no class: it stands in a set of what a value was made harmless for,
	// and says that it may be harmless for all.
	doubt classes = 1 << 15
)

// name returns the class of a set of one.
func (c classes) name() Class { return Classes[bits.TrailingZeros32(uint32(c))] }
