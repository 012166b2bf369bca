package launch

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// quoted shows text that others wrote so that nothing in it is read as markup
// or as a mention.
func quoted(text string) string {
	text = strings.Map(func(character rune) rune {
		switch {
		case character == '`':
			return '\''
		case character < ' ' || character == 0x7f || character >= 0x202a && character <= 0x202e || character >= 0x2066 && character <= 0x2069:
			return ' '
		}
		return character
	}, text)
	text = strings.TrimSpace(text)
	if runes := []rune(text); len(runes) > 100 {
		text = string(runes[:99]) + "…"
	}
	return "`" + text + "`"
}

func counted(count int, one, many string) string {
	if count == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", count, many)
}

func listed(things []string, most int) string {
	if len(things) <= most {
		return strings.Join(things, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(things[:most], ", "), len(things)-most)
}

// capital makes the first letter of a sentence a capital; what begins with a
// quoted name stays.
func capital(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	if size == 0 || first == utf8.RuneError {
		return text
	}
	return string(unicode.ToUpper(first)) + text[size:]
}
