// Package openapi reads what a product's own OpenAPI documents (2.0, 3.0 and 3.1) say
// that it answers: each operation with its method, path and line, and whether the
// document asks who asks. A document is foreign content: its size, depth and number
// of operations are bounded. A reference to a path in another file is followed where
// that file is handed in, once and no further.
//
// A document says what somebody wrote, not what runs: package route compares it with
// the routes of the code.
package openapi

import (
	"errors"
	"path"
	"slices"
	"strings"

	"github.com/golive-app/golive/config/regex"
)

// Document is one file.
type Document struct {
	Path       string
	Operations []Operation // in the order of the file
	Elsewhere  int         // paths that stand in other files, or nowhere: not read
	Copies     []string    // other files that say the same, such as the JSON of a YAML document
	Cut        bool        // there are more operations than are read
}

// Operation is one request that a document describes.
type Operation struct {
	Method   string   // "GET"
	Path     string   // as written: "/orders/{id}"
	Bases    []string // what may stand before the path, from servers or basePath: "/api/v1"; never empty
	Security Security
	Requires []string // names of the schemes that it asks for
	File     string   // in which it stands, where that is not the document itself
	Line     int
}

// Security is what a document says of who may ask.
type Security string

// What documents say.
const (
	Unsaid    Security = ""          // nothing that tells a decision
	Public    Security = "public"    // it lifts what the document asks for elsewhere, in so many words
	Protected Security = "protected" // it asks for credentials
)

// ErrNotOpenAPI is what Read answers for a file that has the name alone: the settings
// of a viewer, say.
var ErrNotOpenAPI = errors.New("no OpenAPI document")

// The bounds of one document.
const (
	maxBytes      = 4 << 20
	maxDepth      = 200
	maxOperations = 5000
	maxBases      = 8
	maxRequires   = 8
	maxFields     = 500 // of one mapping, where it is looked into by name
	maxVariables  = 4   // of one server's address
	maxText       = 300
	maxFiles      = 500 // that paths of one document stand in
)

// documentName matches the names that such documents go by.
var documentName = regex.New(`(?i)^(?:openapi|swagger)(?:[._-]?v?\d[\w.-]*)?\.(?:ya?ml|json)$`)

// others are the folders of what the product asks and does not answer: clients that
// are generated from somebody's document, and copies of other people's.
var others = []string{
	"client", "clients", "sdk", "sdks", "generated", "__generated__", "gen", "third_party", "third-party", "thirdparty", "external", "integrations", "upstream", "mock", "mocks", "node_modules", "vendor",
}

// Named reports whether a file goes by the name of a document of the product's own.
func Named(name string) bool {
	if !documentName.MatchString(path.Base(name)) {
		return false
	}
	folders := strings.Split(strings.ToLower(name), "/")
	return !slices.ContainsFunc(folders[:len(folders)-1], func(folder string) bool {
		return slices.Contains(others, folder) || strings.HasSuffix(folder, "-client") || strings.HasSuffix(folder, "-sdk") || strings.HasSuffix(folder, "_client")
	})
}
