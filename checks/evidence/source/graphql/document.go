// Package graphql reads what a schema of GraphQL says that a product answers: each
// field of its queries, mutations and subscriptions with its line, and the directives
// that stand there. A schema is foreign content: its size, depth and number of
// operations are bounded, and nothing of it is run.
//
// What a front end asks (queries, fragments) is no schema. A schema says what somebody
// wrote: package route compares it with the code that answers.
package graphql

import (
	"errors"
	"path"
	"strings"
)

// Schema is what one file, or one text in a program, defines.
type Schema struct {
	Path       string
	Operations []Operation // in the order of the text
	Cut        bool        // there are more operations than are read
}

// Operation is one field of a root type.
type Operation struct {
	Kind       string // "QUERY", "MUTATION", "SUBSCRIPTION"
	Name       string // "createOrder"
	Directives []Directive
	Line       int // from 1
}

// Directive is a mark at an operation, or at the type that it is a field of.
type Directive struct {
	Name  string   // "hasRole"
	Words []string // constant arguments: "ADMIN"
}

// ErrNotSchema is what Read answers for a text that defines no operation: what a front
// end asks, and parts of a schema that hold other types alone.
var ErrNotSchema = errors.New("no schema with operations")

// errSyntax leaves out what the parser says: it quotes the text.
var errSyntax = errors.New("no GraphQL that can be read")

// The bounds of one schema.
const (
	maxBytes      = 4 << 20
	maxTokens     = 400_000
	maxDepth      = 100
	maxOperations = 5000
	maxDirectives = 8
	maxWords      = 8
	maxText       = 100
)

// Named reports whether a file is one of GraphQL by its name.
func Named(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".graphql", ".graphqls", ".gql":
		return true
	}
	return false
}
