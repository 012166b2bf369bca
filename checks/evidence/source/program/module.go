package program

import (
	"strings"

	"github.com/golive-app/golive/config/regex"
)

// moduleName writes a module as tables name it: Node's own without "node:".
func moduleName(module string) string { return strings.TrimPrefix(module, "node:") }

// majorVersion finds the major version in the path of a module of Go's, which is in
// it from the second one on: github.com/labstack/echo/v4/middleware.
// https://go.dev/ref/mod#major-version-suffixes
var majorVersion = regex.New(`^[a-z0-9.-]+\.[a-z]+(?:/[^/.()]+){1,2}(/v[2-9][0-9]*)[/.]`)

// unversioned takes the major version out of an origin. again puts it back into
// another one of the same module.
func unversioned(origin string) (plain string, again func(string) string) {
	if !strings.Contains(origin, "/v") {
		return origin, func(same string) string { return same }
	}
	at := majorVersion.FindStringSubmatchIndex(origin)
	if at == nil {
		return origin, func(same string) string { return same }
	}
	module, version := origin[:at[2]], origin[at[2]:at[3]]
	return module + origin[at[3]:], func(same string) string {
		if rest, found := strings.CutPrefix(same, module); found {
			return module + version + rest
		}
		return same
	}
}
