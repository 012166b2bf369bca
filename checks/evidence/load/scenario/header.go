package scenario

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"golang.org/x/net/http/httpguts"
)

// header is a field of a request.
type header struct {
	name  string // in canonical form
	text  string
	value template
}

// Managed reports whether a header says something of the connection, which whoever
// sends the request decides.
func Managed(name string) bool {
	return slices.Contains([]string{"Connection", "Content-Length", "Expect", "Keep-Alive", "Proxy-Connection", "Te", "Trailer", "Transfer-Encoding", "Upgrade"}, canonical(name))
}

// fields adds a file's headers to those that hold anyway; a name stands once.
func (c *compiler) fields(common []header, entries []entry) []header {
	all := slices.Clone(common)
	if common == nil {
		for _, name := range slices.Sorted(maps.Keys(c.options.Header)) {
			for _, value := range c.options.Header[name] {
				if canonical(name) != "Host" {
					all = append(all, header{canonical(name), value, literal(strings.TrimSpace(value))})
				}
			}
		}
	}
	for _, one := range entries {
		name, text := canonical(one.key.Value), strings.TrimSpace(c.text(one.value, one.key.Value))
		switch {
		case !httpguts.ValidHeaderFieldName(one.key.Value):
			c.report(one.key, fmt.Sprintf("%q is no name of a header", shorten(one.key.Value)), "write one such as Accept")
			continue
		case Managed(name) || name == "Host":
			c.report(one.key, fmt.Sprintf("the header %s cannot be set here", name), "remove it: it follows from the request and the address")
			continue
		case !httpguts.ValidHeaderFieldValue(text):
			c.report(one.value, fmt.Sprintf("the header %s has a value that HTTP cannot carry", name), "write it on one line, without invisible characters")
			continue
		}
		value, err := c.scope.compile(text, inHeader)
		if err != nil {
			c.unknown(one.value, err)
			continue
		}
		all = slices.DeleteFunc(all, func(other header) bool { return other.name == name })
		all = append(all, header{name, text, value})
	}
	return all
}
