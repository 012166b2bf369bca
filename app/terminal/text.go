package terminal

import (
	"strings"
	"unicode"

	"charm.land/lipgloss/v2"
)

// span is text in one look.
type span struct {
	text string
	look look
}

// text is one paragraph: spans that follow each other. Its spans hold cleaned
// text; the only control character among them is "\n", a break that was meant.
type text []span

// plainly returns foreign text as a paragraph.
func plainly(foreign string) text { return text{{text: Clean(foreign)}} }

// lines returns foreign text of several lines as a paragraph that keeps them.
func lines(foreign string) text {
	var kept text
	for line := range strings.Lines(strings.TrimSpace(foreign)) {
		if len(kept) > 0 {
			kept = append(kept, span{text: "\n"})
		}
		kept = kept.add(strings.TrimRight(line, " \t\r\n"), look{})
	}
	return kept
}

// looking returns foreign text as a paragraph in one look.
func looking(foreign string, as look) text { return text{{Clean(foreign), as}} }

// add appends foreign text in a look.
func (t text) add(foreign string, as look) text { return append(t, span{Clean(foreign), as}) }

// cells returns how many cells of a terminal the text takes on one line.
func (t text) cells() int {
	total := 0
	for _, piece := range t {
		total += lipgloss.Width(piece.text)
	}
	return total
}

// word is a run of spans without a space in it.
type word struct {
	spans     text
	cells     int
	gap       int  // spaces before it
	breaks    bool // it starts a new line, whatever there is
	afterLook look // of the gap before it
}

// mostGap bounds the spaces before a word: within a line two set its parts apart;
// at the start of a line that was meant they are an indentation, as in an example.
func (w word) mostGap() int {
	if w.breaks {
		return 16
	}
	return 2
}

// words cuts the text where it may be broken.
func (t text) words() []word {
	var words []word
	current := word{}
	finish := func() {
		if len(current.spans) > 0 {
			words = append(words, current)
			current = word{}
		}
	}
	for _, piece := range t {
		rest := piece.text
		for rest != "" {
			end := strings.IndexFunc(rest, unicode.IsSpace)
			if end == 0 {
				finish()
				if rest[0] == '\n' {
					current.breaks, current.gap = true, 0
				} else {
					current.gap, current.afterLook = min(current.gap+1, current.mostGap()), piece.look
				}
				_, rest = cutRune(rest)
				continue
			}
			if end < 0 {
				end = len(rest)
			}
			current.spans = append(current.spans, span{rest[:end], piece.look})
			current.cells += lipgloss.Width(rest[:end])
			rest = rest[end:]
		}
	}
	finish()
	return words
}

func cutRune(from string) (first, rest string) {
	for index := range from {
		if index > 0 {
			return from[:index], from[index:]
		}
	}
	return from, ""
}

// wrap breaks the text into lines of at most width cells; 0 means no limit. A
// word that is longer stands on its own line in full, so that a path can still
// be copied: the terminal breaks it. With hard, it is cut.
func (t text) wrap(width int, hard bool) []text {
	var lines []text
	var line text
	used := 0
	next := func() { lines, line, used = append(lines, line), nil, 0 }
	for _, part := range t.words() {
		if part.breaks && len(lines)+len(line) > 0 {
			next()
		}
		if used > 0 && width > 0 && used+part.gap+part.cells > width {
			next()
		}
		if part.gap > 0 && (used > 0 || part.breaks) {
			line = append(line, span{strings.Repeat(" ", part.gap), part.afterLook})
			used += part.gap
		}
		for hard && width > 0 && part.cells > width && len(part.spans) > 0 {
			var head text
			head, part.spans = part.spans.cut(width)
			line = append(line, head...)
			next()
			part.cells -= head.cells() // an estimate: characters that join take less together
		}
		line = append(line, part.spans...)
		used += part.cells
	}
	if len(line) > 0 || len(lines) == 0 {
		lines = append(lines, line)
	}
	return lines
}

// cut splits a text after at most width cells and at least one character.
func (t text) cut(width int) (head, tail text) {
	used := 0
	for index, piece := range t {
		for position, character := range piece.text {
			size := lipgloss.Width(string(character))
			if used+size > width && used > 0 {
				head = append(head, span{piece.text[:position], piece.look})
				tail = append(text{{piece.text[position:], piece.look}}, t[index+1:]...)
				return head, tail
			}
			used += size
		}
		head = append(head, piece)
	}
	return head, nil
}

// render returns one line, painted when colour is wanted.
func (t text) render(colour bool) string {
	var line strings.Builder
	for index := 0; index < len(t); {
		run, as := t[index].text, t[index].look
		for index++; index < len(t) && t[index].look == as; index++ {
			run += t[index].text
		}
		if colour {
			run = as.paint(run)
		}
		line.WriteString(run)
	}
	return line.String()
}
