package scenario

import (
	"fmt"
	"regexp"

	"go.yaml.in/yaml/v3"
)

// extraction takes one value out of an answer.
type extraction struct {
	kind    extractionKind
	name    string // of a header or a cookie
	path    jsonPath
	pattern *regexp.Regexp
}

type extractionKind int

const (
	fromJSON extractionKind = iota
	fromHeader
	fromCookie
	fromPattern
)

// extractionKeys are how a file says where a value stands.
func extractionKeys() []string { return []string{"json", "header", "cookie", "regex"} }

// value returns the value; false: there is none, or an empty one.
func (e *extraction) value(user *User, answer *Answer) (string, bool) {
	value, found := "", false
	switch e.kind {
	case fromJSON:
		value, found = e.path.value(answer.Body)
	case fromHeader:
		value, found = answer.header(e.name)
	case fromCookie:
		value, found = user.cookies.value(e.name)
	case fromPattern:
		if match := e.pattern.FindSubmatch(answer.Body); match != nil {
			value, found = string(match[len(match)-1]), true
		}
	}
	return value, found && value != ""
}

// String says where the value is looked for.
func (e *extraction) String() string {
	switch e.kind {
	case fromJSON:
		return "json " + e.path.text
	case fromHeader:
		return "header " + e.name
	case fromCookie:
		return "cookie " + e.name
	default:
		return "regex " + e.pattern.String()
	}
}

// note adds what the extraction looks at.
func (e *extraction) note(wants *wants) {
	switch e.kind {
	case fromHeader:
		wants.header = append(wants.header, canonical(e.name))
	case fromCookie:
	default:
		wants.body = true
	}
}

// extraction reads "{ json: user.name }".
func (p *problems) extraction(node *yaml.Node, what string) (extraction, bool) {
	entries := p.entries(node, what)
	if len(entries) != 1 {
		if node.Kind == yaml.MappingNode {
			p.report(node, what+" says not once where the value stands", "write one of { json: user.id }, { header: X-Id }, { cookie: session } and { regex: 'id=(\\d+)' }")
		}
		return extraction{}, false
	}
	key, text := entries[0].key, p.text(entries[0].value, what)
	if text == "" {
		return extraction{}, false
	}
	switch key.Value {
	case "json":
		path, err := parseJSONPath(text)
		if err != nil {
			p.report(entries[0].value, fmt.Sprintf("%q is no JSON path", shorten(text)), err.Error())
			return extraction{}, false
		}
		return extraction{kind: fromJSON, path: path}, true
	case "header":
		return extraction{kind: fromHeader, name: text}, true
	case "cookie":
		return extraction{kind: fromCookie, name: text}, true
	case "regex":
		pattern, err := regexp.Compile(text)
		switch {
		case err != nil:
			p.report(entries[0].value, fmt.Sprintf("%q is no regular expression", shorten(text)), err.Error())
			return extraction{}, false
		case pattern.NumSubexp() > 1:
			p.report(entries[0].value, fmt.Sprintf("%q has %d groups, and one value is taken", shorten(text), pattern.NumSubexp()), "write (?:…) for those that are not it")
			return extraction{}, false
		}
		return extraction{kind: fromPattern, pattern: pattern}, true
	default:
		p.report(key, fmt.Sprintf("%s has no key %q", what, shorten(key.Value)), meant(key.Value, extractionKeys()))
		return extraction{}, false
	}
}
