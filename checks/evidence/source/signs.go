package source

import (
	"bytes"

	"github.com/golive-app/golive/config/regex"
)

// signs are what a file says about the program that it belongs to. They weigh
// what is found and find nothing themselves, so they are read from the lines of
// every file, whether it is parsed or not. Each expression is matched against a
// line without the space around it; a nil one matches nothing.
type signs struct {
	serves  *regex.Expression // it is a part of a service or an app: a framework's import
	command *regex.Expression // it is a part of a command-line program, whose output is its work
	entry   *regex.Expression // a program starts here: a command, unless it is a service
}

// longestSign bounds the lines that are looked at.
const longestSign = 300

// outline returns the facts of a file that need no syntax.
func (g grammar) outline(content []byte) Facts {
	facts := Facts{Language: g.language}
	if g.signs == nil {
		return facts
	}
	entry := ""
	match := func(expression *regex.Expression, line []byte, found *string) {
		if *found == "" && expression != nil && expression.Match(line) {
			*found = oneLine(line)
		}
	}
	for line := range bytes.Lines(content) {
		line = bytes.TrimSpace(line)
		if len(line) == 0 || len(line) > longestSign {
			continue
		}
		match(g.signs.serves, line, &facts.Serves)
		match(g.signs.command, line, &facts.Command)
		match(g.signs.entry, line, &entry)
	}
	if facts.Command == "" && facts.Serves == "" {
		facts.Command = entry
	}
	return facts
}
