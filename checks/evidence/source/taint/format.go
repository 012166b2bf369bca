package taint

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// format puts a text together by a format: "%s", "{}".
func (e *engine) format(format program.Expression, values []program.Expression) *value {
	if len(values) == 1 {
		if list, ok := values[0].(*program.List); ok {
			values = list.Elements
		}
	}
	constant, known := e.function().Constant(format)
	if !known {
		parts := []part{e.part(format)}
		for _, one := range values {
			parts = append(parts, e.part(one))
		}
		return together(parts)
	}
	var parts []part
	rest, next := constant, 0
	for len(parts) < maxChain {
		at := strings.IndexAny(rest, "%{")
		if at < 0 {
			break
		}
		if rest[at] == '%' && at+1 < len(rest) && rest[at+1] == '%' || rest[at] == '{' && at+1 < len(rest) && rest[at+1] == '{' {
			parts = append(parts, part{constant: rest[:at+1], known: true})
			rest = rest[at+2:]
			continue
		}
		parts = append(parts, part{constant: rest[:at], known: true})
		verb, length := verbOf(rest[at:])
		rest = rest[at+length:]
		if length == 1 { // no verb
			parts = append(parts, part{constant: "%", known: true})
			continue
		}
		switch {
		case next >= len(values):
			parts = append(parts, part{})
		case strings.ContainsRune("dioxXbcfeEgGtp", rune(verb)):
			e.eval(values[next])
			parts = append(parts, part{})
		default:
			parts = append(parts, e.part(values[next]))
		}
		next++
	}
	parts = append(parts, part{constant: rest, known: true})
	for ; next < len(values); next++ {
		parts = append(parts, part{}, e.part(values[next]))
	}
	return together(parts)
}

// verbOf reads a verb of a format: its letter, and how long it is; 1 for none.
func verbOf(text string) (verb byte, length int) {
	if text[0] == '{' {
		end := strings.IndexByte(text[:min(len(text), 60)], '}')
		if end < 0 {
			return 0, 1
		}
		if text[end-1] == 'd' && strings.Contains(text[:end], ":") {
			return 'd', end + 1
		}
		return 's', end + 1
	}
	for i := 1; i < min(len(text), 40); i++ {
		switch c := text[i]; {
		case c == '(':
			if end := strings.IndexByte(text[i:], ')'); end > 0 {
				i += end
			}
		case c >= '0' && c <= '9', c == '+', c == '-', c == '#', c == '.', c == '*', c == '[', c == ']', c == ' ':
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z':
			return c, i + 1
		default:
			return 0, 1
		}
	}
	return 0, 1
}
