package publish

import (
	"strings"
	"unicode/utf8"
)

// Limits of what is written. GitHub takes comments of 65,536 characters and
// check-run summaries and texts of 65,535 bytes each; comments are kept below
// that in bytes as well, so that neither count is ever met.
// https://docs.github.com/en/rest/checks/runs#create-a-check-run
const (
	maxComment = 60_000
	maxOutput  = 65_535
	maxTitle   = 120 // characters
)

// detail says how much is shown.
type detail struct {
	passed   bool // items in order get a row of their own
	findings int  // shown of each item
	message  int  // characters of each finding
	sections bool // the sections' tables, not only their totals
	steps    int  // shown of what must be done
}

// details is the order in which detail is left out until everything fits: first
// what is in order, then findings beyond five an item, then the sections'
// tables. After the last one only the headline and the link are left.
func details() []detail {
	return []detail{
		{passed: true, findings: 20, message: 300, sections: true, steps: 60},
		{findings: 20, message: 300, sections: true, steps: 60},
		{findings: 5, message: 120, sections: true, steps: 40},
		{message: 120, steps: 20},
	}
}

// fit returns the most detailed rendering that fits the limit, in bytes, or the
// short one.
func fit(limit int, render func(detail) string, short func() string) string {
	for _, shown := range details() {
		if text := render(shown); len(text) <= limit {
			return text
		}
	}
	return cut(short(), limit)
}

// cutNote tells that something was left out.
const cutNote = "\n\n… cut here: it is longer than GitHub takes.\n"

// cut shortens Markdown to a number of bytes: between lines where it can,
// between characters where it must, and closing the fences and details that are
// open at that place.
func cut(text string, limit int) string {
	if len(text) <= limit {
		return text
	}
	for room := limit - len(cutNote); room > 0; {
		end := room
		for end > 0 && !utf8.RuneStart(text[end]) {
			end--
		}
		if line := strings.LastIndexByte(text[:end], '\n'); line > end/2 {
			end = line
		}
		head := text[:end]
		closed := head + closers(head) + cutNote
		if len(closed) <= limit {
			return closed
		}
		room -= len(closed) - limit
	}
	return ""
}

// closers returns what closes the code fences and details that a text leaves
// open.
func closers(text string) string {
	fence, open := "", 0
	for line := range strings.Lines(text) {
		line = strings.TrimLeft(line, " >")
		switch {
		case fence != "":
			if strings.HasPrefix(line, fence) && strings.TrimSpace(strings.Trim(strings.TrimSpace(line), fence[:1])) == "" {
				fence = ""
			}
		case strings.HasPrefix(line, "```") || strings.HasPrefix(line, "~~~"):
			marks := len(line) - len(strings.TrimLeft(line, line[:1]))
			fence = line[:marks]
		default:
			open += strings.Count(line, "<details") - strings.Count(line, "</details>")
		}
	}
	closing := ""
	if fence != "" {
		closing = "\n" + fence
	}
	if open > 0 {
		closing += strings.Repeat("\n\n</details>", open)
	}
	return closing
}

// short cuts text to a number of characters.
func short(text string, limit int) string {
	if utf8.RuneCountInString(text) <= limit {
		return text
	}
	runes := []rune(text)
	return strings.TrimRight(string(runes[:limit-1]), " ·—,:") + "…"
}
