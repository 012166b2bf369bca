package draft

import (
	"fmt"
	"strings"
)

// pageWidth is where comments wrap, in characters.
const pageWidth = 88

// page writes the file. Everything foreign passes through it: comments are made
// plain as a whole, so nothing in them ends the line, and values are quoted by
// the YAML encoder.
type page struct {
	lines []string
}

func (p *page) bytes() []byte { return []byte(strings.Join(p.lines, "\n") + "\n") }

// gap leaves a line empty.
func (p *page) gap() {
	if len(p.lines) > 0 && p.lines[len(p.lines)-1] != "" {
		p.lines = append(p.lines, "")
	}
}

// say writes a comment and wraps it between words.
func (p *page) say(indent int, format string, arguments ...any) {
	start := strings.Repeat(" ", indent) + "#"
	line := start
	for word := range strings.FieldsSeq(plain(fmt.Sprintf(format, arguments...))) {
		if len([]rune(line))+1+len([]rune(word)) > pageWidth && line != start {
			p.lines = append(p.lines, line)
			line = start
		}
		line += " " + word
	}
	p.lines = append(p.lines, line)
}

// show writes a comment that stands apart and does not wrap.
func (p *page) show(format string, arguments ...any) {
	p.lines = append(p.lines, "#   "+plain(fmt.Sprintf(format, arguments...)))
}

// line writes an empty comment.
func (p *page) line() { p.lines = append(p.lines, "#") }

// entry is a key of the policy with the comments above it. It is active where
// it has a value that is not only an example, or a child that is active.
type entry struct {
	key      string
	because  []string // comments, one paragraph each
	value    string   // YAML on one line; empty: it has children
	example  bool     // the value is commented out
	note     string   // what an example is for, behind it on its line
	children []*entry
}

func (e *entry) active() bool {
	if e.value != "" {
		return !e.example
	}
	for _, child := range e.children {
		if child.active() {
			return true
		}
	}
	return false
}

// put writes an entry at the top of the file.
func (p *page) put(e *entry) { p.putAt(e, 0, -1) }

// putAt writes an entry. Inside of what is commented out, "#" stands in one
// column, so that taking it away leaves the YAML that belongs there.
func (p *page) putAt(e *entry, indent, commented int) {
	if commented < 0 && !e.active() {
		commented = indent
	}
	column := indent
	if commented >= 0 {
		column = commented
	}
	for _, paragraph := range e.because {
		p.say(column, "%s", paragraph)
	}
	line := strings.Repeat(" ", indent) + e.key + ":"
	if e.value != "" {
		line += " " + e.value
	}
	if e.note != "" && commented >= 0 {
		line += "  # " + plain(e.note)
	}
	if commented >= 0 {
		line = line[:commented] + "#" + line[commented:]
	}
	p.lines = append(p.lines, line)
	for _, child := range e.children {
		p.putAt(child, indent+2, commented)
	}
}

// count writes a number with its noun.
func count(number int, one, many string) string {
	if number == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", number, many)
}
