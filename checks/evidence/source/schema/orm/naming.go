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

// plural is the plural of an English noun, as far as object mappers form it by rule:
// order_line is order_lines, company is companies, box is boxes.
func plural(name string) string {
	lower := strings.ToLower(name)
	ends := func(endings ...string) bool {
		for _, ending := range endings {
			if strings.HasSuffix(lower, ending) {
				return true
			}
		}
		return false
	}
	switch {
	case ends("ay", "ey", "oy", "uy"):
		return name + "s"
	case ends("y"):
		return name[:len(name)-1] + "ies"
	case ends("s", "x", "z", "ch", "sh"):
		return name + "es"
	}
	return name + "s"
}
