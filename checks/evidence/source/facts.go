package source

import (
	"github.com/golive-app/golive/checks/evidence/source/link"
	"github.com/golive-app/golive/checks/evidence/source/practice"
	"github.com/golive-app/golive/checks/evidence/source/query"
	"github.com/golive-app/golive/checks/evidence/source/route"
	"github.com/golive-app/golive/checks/evidence/source/safeguard"
	"github.com/golive-app/golive/checks/evidence/source/schema"
	"github.com/golive-app/golive/checks/evidence/source/setting"
	"github.com/golive-app/golive/checks/evidence/source/taint"
	"github.com/golive-app/golive/checks/evidence/source/usage"
)

// FactsVersion changes whenever the same content gives other facts: facts that
// were kept under an older version are read again.
const FactsVersion = 93

// The rules of debug calls, as findings name them.
const (
	RuleConsole     = "debug.console"
	RuleDebugger    = "debug.debugger"
	RuleAlert       = "debug.alert"
	RuleBreakpoint  = "debug.breakpoint"  // stops the program and waits for a debugger
	RuleDump        = "debug.dump"        // shows a value from the inside
	RulePrint       = "debug.print"       // writes to the terminal
	RuleStackTrace  = "debug.stack-trace" // writes where the program is
	RuleFocusedTest = "debug.focused-test"
)

// Facts are what was read from the syntax of one file. They depend on its
// content, its language and how much of it is asked for, never on its path.
type Facts struct {
	Language   string      `json:"language"`
	DebugCalls []DebugCall `json:"debug_calls,omitempty"`
	Allows     []Allow     `json:"allows,omitempty"`
	Strips     []Strip     `json:"strips,omitempty"`
	// Serves and Command are lines that say what the file's program is: a service
	// or an app, a command-line program. Empty where no line says so.
	Serves  string `json:"serves,omitempty"`
	Command string `json:"command,omitempty"`
	// Schema is what the file says of a database; nil where it says nothing.
	Schema *schema.Facts `json:"schema,omitempty"`
	// Queries are database calls, and the loops that they run in.
	Queries query.Facts `json:"queries,omitzero"`
	// Usage is which facilities the file's program uses, and how.
	Usage usage.Facts `json:"usage,omitzero"`
	// Practice are the habits that decide how the code behaves when things go wrong or
	// grow.
	Practice practice.Facts `json:"practice,omitzero"`
	// Settings are the environment variables that the file reads.
	Settings setting.Facts `json:"settings,omitzero"`
	// Link is the outline by which the file is joined with others.
	Link link.Facts `json:"link,omitzero"`
	// Routes are the routes that the file registers, and what guards them.
	Routes route.Facts `json:"routes,omitzero"`
	// Safeguards are what the file does to protect answers, and what it shows of the
	// program.
	Safeguards safeguard.Facts `json:"safeguards,omitzero"`
	// Taint is where untrusted data comes in and where it does harm.
	Taint taint.Facts `json:"taint,omitzero"`
	// Deep says why what needs the whole program could not be read; empty where it
	// was, or where the language has no table for it.
	Deep string `json:"deep,omitempty"`
	// ParseError says that a part of the file is not in the grammar. Calls in
	// and around that part are found all the same, by the words alone.
	ParseError bool `json:"parse_error,omitempty"`
}

// DebugCall is one call, or another statement, that people leave behind after
// debugging. Lines and columns start at 1; columns count bytes.
type DebugCall struct {
	Rule      string `json:"rule"`
	Callee    string `json:"callee"` // "console.log", however it is spelled; "debugger"; "it.only"
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	EndLine   int    `json:"end_line"`
	EndColumn int    `json:"end_column"` // behind the last byte
	Text      string `json:"text"`       // the code itself on one line, at most 200 bytes
	// Mild says that the call reports to those who operate the program, or has no
	// effect by itself.
	Mild bool `json:"mild,omitempty"`
	// Fix mends it; nil where that takes a person.
	Fix *Fix `json:"fix,omitempty"`
	// Excuse says what around the call speaks for output on purpose: "in a test".
	Excuse string `json:"excuse,omitempty"`
}

// Allow is a comment that allows what an item would report:
// "golive-allow debug-leftovers: reason".
type Allow struct {
	Item   string `json:"item"`   // as written, with or without its section
	Reason string `json:"reason"` // empty: none was given
	Line   int    `json:"line"`   // of the comment
	Target int    `json:"target"` // the line it speaks of: its own, or the next with code for a comment that stands alone
}

// Strip is a setting of a build that takes console calls out of what is
// delivered.
type Strip struct {
	Setting string `json:"setting"` // "drop_console", "removeConsole", …
	Line    int    `json:"line"`
}

// maxCalls bounds the facts of one file.
const maxCalls = 1000
