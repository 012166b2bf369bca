package safeguard

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// headers are the security headers, and those that say who may ask from elsewhere.
// https://owasp.org/www-project-secure-headers/
var headers = words(`strict-transport-security content-security-policy content-security-policy-report-only x-content-type-options x-frame-options referrer-policy permissions-policy
	cross-origin-opener-policy cross-origin-resource-policy cross-origin-embedder-policy access-control-allow-origin access-control-allow-credentials`)

// setters are the methods that set a header of an answer: res.set("X", v),
// w.Header().Set("X", v), c.Header("X", v), headers.append("X", v).
var setters = []string{"set", "setHeader", "header", "append", "Set", "Add", "Header", "SetHeader", "setdefault", "headers"}

func headerRow() row { return row{kind: Header, look: lookHeader} }

func lookHeader(u use, sign *Sign) bool {
	name, known := constant(u.in, argument(u.call, 0))
	if !known || !headers[strings.ToLower(name)] {
		return false
	}
	return u.header(sign, name, argument(u.call, 1))
}

// header completes a sign with a header's name and value; a value that repeats what
// the client says of its origin is told so.
func (r *reading) headerValue(in *program.Function, value program.Expression) string {
	if text, known := constant(in, value); known {
		return text
	}
	if !absent(value) && mentionsOrigin(in, value, 0) {
		return OriginReflected
	}
	return ""
}

func (u use) header(sign *Sign, name string, value program.Expression) bool {
	sign.Name, sign.Detail = strings.ToLower(name), u.headerValue(u.in, value)
	return true
}

// mentionsOrigin reports whether a value is what the request says of its origin:
// req.headers.origin, c.GetHeader("Origin"), r.Header.Get("Origin").
func mentionsOrigin(in *program.Function, x program.Expression, depth int) bool {
	if absent(x) || depth > 4 {
		return false
	}
	switch x := x.(type) {
	case *program.Name:
		if value := follow(in, x); value != program.Expression(x) {
			return mentionsOrigin(in, value, depth+1)
		}
	case *program.Member:
		return strings.EqualFold(x.Name, "origin") && strings.Contains(strings.ToLower(in.Origin(x)), "header")
	case *program.Index:
		text, known := constant(in, x.Index)
		return known && strings.EqualFold(text, "origin")
	case *program.Call:
		text, known := constant(in, argument(x, 0))
		return known && strings.EqualFold(text, "origin")
	case *program.Binary:
		if x.Operator == "||" || x.Operator == "??" || x.Operator == "or" {
			return mentionsOrigin(in, x.Left, depth+1)
		}
	}
	return false
}

// headerEntry notes an object that spells a header out: { key: "X-Frame-Options",
// value: "DENY" } of Next.js, and { "X-Frame-Options": "DENY" }.
func (r *reading) headerEntries(in *program.Function, x *program.Object, guarded bool) {
	var key, value program.Expression
	for _, entry := range x.Entries {
		switch {
		case entry.Name == "key":
			key = entry.Value
		case entry.Name == "value":
			value = entry.Value
		case headers[strings.ToLower(entry.Name)]:
			r.add(in, x.Start, guarded, Sign{Kind: Header, Name: strings.ToLower(entry.Name), Detail: r.headerValue(in, entry.Value)})
		}
	}
	if name, known := constant(in, key); known && headers[strings.ToLower(name)] {
		r.add(in, x.Start, guarded, Sign{Kind: Header, Name: strings.ToLower(name), Detail: r.headerValue(in, value)})
	}
}

func words(list string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(list) {
		set[word] = true
	}
	return set
}
