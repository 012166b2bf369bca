package scenario

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// withCookies adds the header that carries a role's cookies to its others.
func (r *matrixReader) withCookies(headers []entry, node *yaml.Node) []entry {
	if at := slices.IndexFunc(headers, func(one entry) bool { return strings.EqualFold(one.key.Value, "Cookie") }); at >= 0 {
		r.report(headers[at].key, "a role's cookies stand in its headers and beside them", "keep them under cookies:")
		return headers
	}
	var pairs []string
	for _, one := range r.entries(node, "cookies") {
		value := r.text(one.value, "cookies")
		switch {
		case (&http.Cookie{Name: one.key.Value, Value: "x"}).Valid() != nil:
			r.report(one.key, fmt.Sprintf("%q is no name of a cookie", shorten(one.key.Value)), "it takes letters, digits, and marks such as _ - and .")
		case strings.ContainsAny(value, ";\r\n"):
			r.report(one.value, "a cookie's value ends at a ;", "write each cookie on a line of its own")
		default:
			pairs = append(pairs, one.key.Value+"="+value)
		}
	}
	if len(pairs) == 0 {
		return headers
	}
	made := func(text string) *yaml.Node {
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: text, Line: node.Line, Column: node.Column}
	}
	return append(headers, entry{made("Cookie"), made(strings.Join(pairs, "; "))})
}
