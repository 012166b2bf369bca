package terminal

import (
	"io"
	"strings"

	"charm.land/lipgloss/v2"
)

// page collects lines before they are written at once: what a person reads is
// never half a report with an error in the middle.
type page struct {
	colour  bool
	width   int // cells; 0: lines are not broken
	content strings.Builder
}

// narrowest is the width below which lines are broken no further.
const narrowest = 24

// room returns the cells that are left beside a prefix.
func (p *page) room(prefix int) int {
	if p.width == 0 {
		return 0
	}
	return max(p.width-prefix, narrowest)
}

// put writes a paragraph behind a prefix; the lines that follow the first one
// hang under its text.
func (p *page) put(prefix text, paragraph text) {
	p.putHanging(prefix, text{{text: strings.Repeat(" ", prefix.cells())}}, paragraph)
}

// putHanging writes a paragraph with one prefix for its first line and another
// for the rest.
func (p *page) putHanging(first, rest, paragraph text) {
	for index, line := range paragraph.wrap(p.room(first.cells()), false) {
		prefix := first
		if index > 0 {
			prefix = rest
		}
		p.putLine(append(append(text{}, prefix...), line...))
	}
}

// putLine writes a line as it is.
func (p *page) putLine(line text) {
	p.content.WriteString(strings.TrimRight(line.render(p.colour), " "))
	p.content.WriteByte('\n')
}

// gap writes one empty line, never two and never at the start.
func (p *page) gap() {
	written := p.content.String()
	if written != "" && !strings.HasSuffix(written, "\n\n") {
		p.content.WriteByte('\n')
	}
}

// writeTo writes the page.
func (p *page) writeTo(writer io.Writer) error {
	_, err := io.WriteString(writer, p.content.String())
	return err
}

// pad returns the text filled with spaces up to so many cells.
func pad(content string, cells int) string {
	return content + strings.Repeat(" ", max(0, cells-lipgloss.Width(content)))
}

// indent returns a prefix of spaces.
func indent(cells int) text { return text{{text: strings.Repeat(" ", cells)}} }
