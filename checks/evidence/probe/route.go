package probe

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/golive-app/golive/config/regex"
)

// Route is what a limit of rates may stand at: a method and a path, with a mark in place
// of what names one thing of many. The zero Route is the service as a whole.
type Route struct{ Method, Path string }

// naming matches the parts of paths that name one thing of many: numbers, UUIDs, hashes.
var naming = regex.New(`^(?:\d+|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{16,})$`)

// RouteOf returns the route of a request. Spellings that services answer alike are one:
// a slash more, another case.
func RouteOf(method, path string) Route {
	path, _, _ = strings.Cut(path, "?")
	var parts []string
	for part := range strings.SplitSeq(strings.ToLower(path), "/") {
		switch {
		case part == "":
		case naming.MatchString(part):
			parts = append(parts, "*")
		default:
			parts = append(parts, part)
		}
	}
	return Route{Method: method, Path: "/" + strings.Join(parts, "/")}
}

// Whole reports whether it is the service as a whole.
func (r Route) Whole() bool { return r.Path == "" }

// Mark is a word for the path that tells nobody what it is: a path may hold what an
// answer gave.
func (r Route) Mark() string {
	sum := sha256.Sum256([]byte(r.Path))
	return hex.EncodeToString(sum[:12])
}
