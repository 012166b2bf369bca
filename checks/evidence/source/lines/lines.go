// Package lines asks costly questions of those lines of a text alone in which a word
// stands that the answer needs: most texts have none, and to look for a word costs a
// small part of what a regular expression does. Readers of package source and items
// that read texts use it.
package lines

import "strings"

// Any reports whether match holds for a line of the text, of those in which one of
// the words stands. Lines are given without their ends.
func Any(text string, words []string, match func(line string) bool) bool {
	for _, word := range words {
		for rest := text; ; {
			at := strings.Index(rest, word)
			if at < 0 {
				break
			}
			start, end := strings.LastIndexByte(rest[:at], '\n')+1, len(rest)
			if next := strings.IndexByte(rest[at:], '\n'); next >= 0 {
				end = at + next
			}
			if match(rest[start:end]) {
				return true
			}
			rest = rest[end:]
		}
	}
	return false
}
