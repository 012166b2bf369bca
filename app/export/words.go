package export

import (
	"strings"

	"github.com/golive-app/golive/app/terminal"
)

// clean makes foreign text of several lines harmless: no control characters,
// none that reorder or hide text.
func clean(text string) string {
	var cleaned []string
	for line := range strings.Lines(strings.TrimSpace(text)) {
		cleaned = append(cleaned, strings.TrimRight(terminal.Clean(line), " "))
	}
	return strings.Join(cleaned, "\n")
}

// joined joins the parts that are not empty.
func joined(separator string, parts ...string) string {
	var kept []string
	for _, part := range parts {
		if part != "" {
			kept = append(kept, part)
		}
	}
	return strings.Join(kept, separator)
}

// sentence ends text that more follows.
func sentence(text string) string {
	if text == "" || strings.ContainsAny(text[len(text)-1:], ".!?:") || strings.HasSuffix(text, "…") {
		return text
	}
	return text + "."
}

// cut shortens text to a number of characters.
func cut(text string, limit int) string {
	count := 0
	for index := range text {
		if count == limit {
			return text[:index] + "…"
		}
		count++
	}
	return text
}

// or returns the first text that is not empty.
func or(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}
