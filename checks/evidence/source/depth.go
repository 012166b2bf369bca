package source

import "github.com/golive-app/golive/checks"

// depth is how much is read from a file.
type depth string

const (
	// whole is all facts.
	whole depth = ""
	// callsAlone is what people leave behind after debugging, and what allows it: all
	// that is asked of files that are no part of the product.
	callsAlone depth = "calls"
)

// depthOf returns how much is asked of files of a class. What tests, fixtures and
// other people's code do with data, routes and queries is judged by no item, and
// tests are often two fifths of an application.
func depthOf(class checks.PathClass) depth {
	switch class {
	case checks.ClassTest, checks.ClassFixture, checks.ClassVendored:
		return callsAlone
	}
	return whole
}

// mentionsBreakpoint reports whether a debugger may be called in a file under a name
// that its imports give it, which takes the file's program to tell.
func mentionsBreakpoint(language string, content []byte) bool {
	if language != "Python" {
		return false
	}
	for word := range debuggerWords {
		if nextWord(content, 0, word) >= 0 {
			return true
		}
	}
	return false
}
