package orm

import (
	"strings"
	"unicode"
)

// snake writes a name with underscores, capitals in a row as one word: OrderID is
// order_id, HTTPServer is http_server.
func snake(name string) string {
	runes := []rune(name)
	var written strings.Builder
	for i, r := range runes {
		if unicode.IsUpper(r) && i > 0 && (!unicode.IsUpper(runes[i-1]) || i+1 < len(runes) && unicode.IsLower(runes[i+1])) && runes[i-1] != '_' {
			written.WriteByte('_')
		}
		written.WriteRune(unicode.ToLower(r))
	}
	return written.String()
}

// irregular plurals that models have.
var irregular = map[string]string{
	"person": "people", "child": "children", "man": "men", "woman": "women", "mouse": "mice", "foot": "feet", "tooth": "teeth", "datum": "data", "medium": "media",
	"news": "news", "series": "series", "species": "species", "information": "information", "equipment": "equipment", "metadata": "metadata", "data": "data", "media": "media",
}

// plural writes a noun in the plural, of several words the last.
func plural(name string) string {
	at := strings.LastIndexByte(name, '_') + 1
	head, last := name[:at], name[at:]
	lower := strings.ToLower(last)
	for one, many := range irregular {
		if lower == one {
			return head + many
		}
		if len(lower) > len(one) && strings.HasSuffix(last, strings.ToUpper(one[:1])+one[1:]) {
			return head + last[:len(last)-len(one)] + strings.ToUpper(many[:1]) + many[1:]
		}
	}
	switch {
	case strings.HasSuffix(lower, "y") && len(lower) > 1 && !strings.ContainsRune("aeiou", rune(lower[len(lower)-2])):
		return head + last[:len(last)-1] + "ies"
	case strings.HasSuffix(lower, "s"), strings.HasSuffix(lower, "x"), strings.HasSuffix(lower, "z"), strings.HasSuffix(lower, "ch"), strings.HasSuffix(lower, "sh"):
		return head + last + "es"
	default:
		return head + last + "s"
	}
}
