package owner

import (
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// matcher is a pattern made ready: most patterns of large files are folders and
// extensions, which need no glob.
type matcher struct {
	all    bool
	glob   string
	folder bool // it names a folder and nothing else
	single bool // "*" as its last part: what is below a folder is not taken in
	start  string
}

// escapeBraces takes their meaning from the signs that globs have and CODEOWNERS
// has not.
var escapeBraces = strings.NewReplacer(`{`, `\{`, `}`, `\}`)

func compile(pattern string) matcher {
	switch pattern {
	case "*", "**", "/**", "**/*", "/**/*":
		return matcher{all: true}
	}
	found := matcher{glob: escapeBraces.Replace(pattern), folder: strings.HasSuffix(pattern, "/")}
	found.glob = strings.TrimSuffix(found.glob, "/")
	anchored := strings.Contains(found.glob, "/")
	found.glob = strings.TrimPrefix(found.glob, "/")
	if !anchored {
		found.glob = "**/" + found.glob
	}
	found.single = found.glob == "*" || strings.HasSuffix(found.glob, "/*")
	found.start = found.glob
	if at := strings.IndexAny(found.start, `*?\`); at >= 0 {
		found.start = found.start[:at]
	}
	if doublestar.ValidatePattern(found.glob) {
		return found
	}
	return matcher{glob: "\x00"} // matches no path
}

// Everything reports whether the rule's pattern takes in every file.
func (r Rule) Everything() bool { return compile(r.Pattern).all }

// Owns reports whether the rule's pattern takes in a file, as gitignore(5) has
// it: a pattern with a slash before its end starts at the top, one that names a
// folder takes in what is below it, and "*" as the last part does not.
func (r Rule) Owns(file string) bool {
	m := r.compiled
	if m.glob == "" && !m.all {
		m = compile(r.Pattern)
	}
	if m.all {
		return true
	}
	if !strings.HasPrefix(file, m.start) {
		return false
	}
	exact := matches(m.glob, file)
	if !m.folder && exact {
		return true
	}
	return !m.single && !exact && matches(m.glob+"/**", file)
}

func matches(glob, file string) bool {
	matched, err := doublestar.Match(glob, file)
	return err == nil && matched
}
