// Package lines asks costly questions of those lines of a text alone in which a word
// stands that the answer needs: most texts have none, and to look for a word costs a
// small part of what a regular expression does. Readers of package source and items
// that read texts use it.
package lines

import (
	"slices"
	"strings"
)

// With visits the lines in which one of the words stands, in order and with their
// numbers from 1, until a visit returns false. Lines are given without their ends.
func With(text string, words []string, visit func(line string, number int) bool) {
	places := make([]int, len(words)) // where each word stands next; len(text): nowhere
	for i, word := range words {
		places[i] = after(text, 0, word)
	}
	number, counted := 1, 0
	for len(words) > 0 {
		at := slices.Min(places)
		if at == len(text) {
			return
		}
		start, end := strings.LastIndexByte(text[:at], '\n')+1, after(text, at, "\n")
		number, counted = number+strings.Count(text[counted:start], "\n"), start
		if !visit(text[start:end], number) {
			return
		}
		for i, word := range words {
			if places[i] < end {
				places[i] = after(text, end, word)
			}
		}
	}
}

// after is where a word stands from an offset on; the text's end where it does not.
func after(text string, from int, word string) int {
	if at := strings.Index(text[from:], word); at >= 0 {
		return from + at
	}
	return len(text)
}

// Any reports whether match holds for a line in which one of the words stands.
func Any(text string, words []string, match func(line string) bool) (found bool) {
	With(text, words, func(line string, _ int) bool {
		found = match(line)
		return !found
	})
	return found
}
