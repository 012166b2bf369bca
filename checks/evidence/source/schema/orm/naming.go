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
