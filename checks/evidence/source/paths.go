package source

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// refusePath returns why a path of a repository must not be used, or "". Git
// stores any bytes between the slashes; what stays is safe to join to a
// directory, to print on one line and to put into a report.
func refusePath(path string, limit int) string {
	switch {
	case path == "":
		return "empty path"
	case len(path) > limit:
		return fmt.Sprintf("path longer than %d bytes", limit)
	case !utf8.ValidString(path):
		return "path is not UTF-8"
	case strings.ContainsFunc(path, unicode.IsControl):
		return "path with control characters"
	case strings.Contains(path, `\`):
		return "path with a backslash"
	case strings.HasPrefix(path, "/"):
		return "absolute path"
	}
	for part := range strings.SplitSeq(path, "/") {
		switch {
		case part == "" || part == ".":
			return "path that is not clean"
		case part == "..":
			return "path that leaves the repository"
		case strings.EqualFold(part, ".git"):
			return "path inside of git's own directory"
		}
	}
	return ""
}

// printable makes a refused path fit for a report: what cannot be shown on one
// line is quoted, and what is long is cut.
func printable(path string) string {
	const longest = 200
	if len(path) > longest {
		path = path[:longest] + "…"
	}
	if !utf8.ValidString(path) || strings.ContainsFunc(path, unicode.IsControl) {
		return fmt.Sprintf("%q", path)
	}
	return path
}
