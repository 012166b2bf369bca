package terminal

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Clean returns foreign text as one line that is safe to print: line breaks and
// tabs become spaces, other control characters (C0, DEL, C1) and characters
// that reorder text are written out as "\x1b" or "\u202e", and invisible format
// characters are dropped.
//
// Escape sequences start with ESC or with a C1 control (ECMA-48, 5.3); the
// reordering characters are those of Unicode Standard Annex 9, which make a
// line read otherwise than it is (https://trojansource.codes).
func Clean(text string) string {
	if plain(text) {
		return text
	}
	var cleaned strings.Builder
	cleaned.Grow(len(text) + 8)
	for index := 0; index < len(text); {
		character, size := utf8.DecodeRuneInString(text[index:])
		switch {
		case character == utf8.RuneError && size == 1:
			fmt.Fprintf(&cleaned, `\x%02x`, text[index])
		case character == '\n', character == '\r', character == '\t', character == '\u2028', character == '\u2029':
			cleaned.WriteByte(' ')
		case unicode.IsControl(character):
			fmt.Fprintf(&cleaned, `\x%02x`, character)
		case reorders(character):
			fmt.Fprintf(&cleaned, `\u%04x`, character)
		case unicode.Is(unicode.Cf, character):
			// Invisible by definition; what hides in a name is not shown as if it
			// were not there, it is taken away.
		default:
			cleaned.WriteRune(character)
		}
		index += size
	}
	return cleaned.String()
}

// plain reports whether text is printable ASCII, as almost all text is.
func plain(text string) bool {
	for index := range len(text) {
		if text[index] < ' ' || text[index] > '~' {
			return false
		}
	}
	return true
}

func reorders(character rune) bool {
	return unicode.Is(unicode.Bidi_Control, character)
}
