package publish

import (
	"strings"
	"unicode"
)

// suggestion is text that a check proposes to write, such as a section of a
// changelog: the fenced block of a remedy.
type suggestion struct {
	around   string // the remedy without the block
	language string
	text     string
}

// maxSuggestion bounds the lines of a proposed text in the comment.
const maxSuggestion = 40

// splitSuggestion takes the fenced block out of a remedy. A remedy without one,
// or with one that never ends, is all around.
func splitSuggestion(remedy string) suggestion {
	before, rest, found := strings.Cut(remedy, "```")
	if !found {
		return suggestion{around: remedy}
	}
	language, rest, found := strings.Cut(rest, "\n")
	block, after, closed := strings.Cut(rest, "```")
	if !found || !closed {
		return suggestion{around: remedy}
	}
	// What introduced the block is said by whoever shows it.
	before = strings.TrimRight(strings.TrimSuffix(strings.TrimSpace(before), "Suggested text:"), " :.")
	after = strings.TrimLeft(strings.TrimSpace(after), ". ")
	return suggestion{
		around: strings.TrimSpace(before + ". " + after), language: plain(language, longName), text: block,
	}
}

// block renders the text inside of a list item. It comes from outside (titles of
// commits), so the fence is longer than any that it holds.
func (s suggestion) block() string {
	if s.text == "" {
		return ""
	}
	fence := "```"
	for strings.Contains(s.text, fence) {
		fence += "`"
	}
	lines := strings.Split(strings.TrimRight(s.text, "\n"), "\n")
	if len(lines) > maxSuggestion {
		lines = append(lines[:maxSuggestion], "…")
	}
	var out strings.Builder
	out.WriteString("\n  Suggested text:\n\n  " + fence + s.language + "\n")
	for _, line := range lines {
		out.WriteString("  " + plainLine(line) + "\n")
	}
	out.WriteString("  " + fence + "\n")
	return out.String()
}

// plainLine keeps a line of a block one line, without control characters and
// those that turn the direction of writing.
func plainLine(line string) string {
	return strings.Map(func(char rune) rune {
		if unicode.IsControl(char) && char != '\t' || unicode.Is(unicode.Cf, char) || char == '\u2028' || char == '\u2029' {
			return -1
		}
		return char
	}, strings.ToValidUTF8(line, "\ufffd"))
}
