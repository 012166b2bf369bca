package taint

import (
	"strings"

	"github.com/golive-app/golive/config/regex"
)

// need is what a sink needs a text to be, beside untrusted.
type need uint8

const (
	always         need = iota
	wantsQuery          // the text reads as SQL: where the receiver is known by its name alone
	wantsBuilt          // it compares, and was put together: where(…) of a query builder
	wantsStatement      // the text reads as SQL, and begins as that does
	wantsTogether       // it was put together
	wantsBraces         // it was put together, and has braces as GraphQL has
	wantsPage           // the text reads as HTML
	wantsText           // it reads as HTML, or is the data alone
	wantsRead           // a text, or a field of a request, which may be one
	wantsSniffed        // it begins with the data, or reads as HTML: what net/http takes for a page
	wantsStart          // nothing stands before the data: the program that is run
	wantsObject         // it may be an object
	wantsBrowser        // a text that the address of a page, or another page, begins
	wantsOwnPage        // and it reads as HTML
	wantsOwnText        // a text of a page's own, whatever it is
	wantsLink           // a text that begins with the data, and may run: javascript:…
	wantsAddress        // such a text that may lead elsewhere, or run: javascript:…
	wantsResolved       // nothing stands before the data, or its ".." was resolved: what sends a file refuses the others
)

// field reports whether data is a field of what a request carries, as it came: it is a
// text as soon as whoever asks wants it to be one.
func (s strand) field() bool {
	return s.hints&object != 0 && s.root != nil && s.root.kind == fromSource && s.root.depth >= 2 && s.lead == ""
}

// inside reports whether a path stays where it is put.
func (s strand) inside() bool {
	return s.safe&dotless != 0 && (s.lead != "" || s.safe&relative != 0)
}

// quoted reports whether data stays within an attribute: one in double quotes, which it has
// not, and not at its beginning, where an address may run.
func (s strand) quoted() bool {
	if s.safe&quoteless == 0 || !inAttribute.MatchString(s.lead) || runsAlways.MatchString(s.lead) {
		return false
	}
	return !runsAtOnce.MatchString(s.lead) || s.root != nil && (s.safe|s.root.safe)&redirect != 0 // "?…" of an address names no scheme
}

var inAttribute = regex.New(`(?i)<[a-z][^<>]*\s[\w:.-]+="(?:[^"<>]+|)$`)

// runsAtOnce matches attributes at the beginning of what may run, runsAlways those that run
// whatever stands before.
var (
	runsAtOnce = regex.New(`(?i)\s(?:href|src|action|formaction|data)="$`)
	runsAlways = regex.New(`(?i)\s(?:srcdoc|style|on\w+)="[^"]*$`)
)

// inBrowser reports whether data may be what a page has of its own: its address, or what
// another page sent it.
func (s strand) inBrowser() bool {
	return s.root != nil && (s.root.kind != fromSource || s.root.safe&request != 0)
}

// certain reports whether nothing speaks against that data is untrusted.
func (s strand) certain() bool { return s.safe&doubt == 0 && !s.root.unsure }

// judge says how sure it is that data of this shape does harm at a sink.
func judge(at *arrival, v strand) certainty {
	switch at.need {
	case wantsQuery:
		if v.hints&query == 0 {
			return no
		}
	case wantsStatement:
		if v.hints&query == 0 || !beginsAsQuery.MatchString(v.lead) {
			return no
		}
	case wantsTogether:
		if v.hints&built == 0 {
			return no
		}
	case wantsBraces:
		if v.hints&built == 0 || !strings.Contains(v.lead, "{") && !strings.HasPrefix(v.lead, "query") && !strings.HasPrefix(v.lead, "mutation") {
			return no
		}
	case wantsBuilt:
		if v.hints&built == 0 || v.hints&(compare|query) == 0 {
			return no
		}
	case wantsPage:
		if v.hints&page == 0 {
			return no
		}
	case wantsText:
		switch {
		case v.hints&page != 0:
		case v.hints&text == 0 && !v.field():
			return no
		case strings.HasPrefix(v.lead, "{"), strings.HasPrefix(v.lead, "["):
			return maybe // it looks like JSON
		}
	case wantsRead:
		if v.hints&text == 0 && !v.field() {
			return no
		}
	case wantsSniffed:
		if v.hints&page == 0 && (strings.TrimSpace(v.lead) != "" || v.hints&text == 0 && !v.field()) {
			return no
		}
	case wantsStart:
		if v.lead != "" {
			return no
		}
	case wantsBrowser, wantsAddress:
		if v.lead != "" || !v.inBrowser() || at.need == wantsAddress && v.safe&redirect != 0 {
			return no
		}
	case wantsLink:
		if v.lead != "" || v.safe&redirect != 0 || v.hints&text == 0 && !v.field() {
			return no
		}
	case wantsResolved:
		if v.lead != "" && v.hints&normal == 0 {
			return no
		}
	case wantsOwnText:
		if !v.inBrowser() || v.root == nil || v.root.kind != fromSource {
			return no
		}
	case wantsOwnPage:
		if v.hints&page == 0 || !v.inBrowser() {
			return no
		}
	case wantsObject:
		if v.hints&object == 0 || v.hints&text != 0 {
			return no
		}
		return maybe
	}
	switch at.class {
	case markup:
		if v.hints&json != 0 {
			return maybe
		}
	case request:
		if at.need == wantsText && v.hints&page != 0 { // a page that a browser of the server shows
			return sure
		}
		return host(v.lead)
	case redirect:
		if v.lead == "/" && v.safe&relative != 0 { // "/" and what begins with none
			return no
		}
		return target(v.lead)
	}
	return sure
}

// beginsAsQuery matches the verbs of SQL's statements.
var beginsAsQuery = regex.New(`(?i)^[\s(]*(?:select|insert|update|delete|replace|with|create|drop|alter|truncate|call|exec(?:ute)?|merge|grant|pragma|show|explain|match)\s`)

// open reports whether a parameter that does no harm by itself may with what it
// is given: a text that a caller puts together.
func open(at *arrival, v strand) bool {
	switch at.class {
	case request:
		return host(v.lead) != no
	case redirect:
		return target(v.lead) != no
	}
	return at.need != wantsStart || v.lead == ""
}

// host says whether what stands behind a text decides the host of an address.
func host(lead string) certainty {
	if lead == "" {
		return sure
	}
	scheme := strings.Index(lead, "://")
	if strings.HasPrefix(lead, "//") {
		lead, scheme = ":"+lead, 0
	}
	if scheme < 0 || strings.HasPrefix(lead, unknown) {
		return no
	}
	authority := lead[scheme+3:]
	switch {
	case authority == "":
		return sure
	case strings.ContainsAny(authority, "/?#"), strings.Contains(authority, unknown):
		return no
	case strings.Contains(authority, ":"):
		return maybe
	}
	return maybe // https://example.com + ".evil.org"
}

// target says the same of where a redirect leads.
func target(lead string) certainty {
	switch {
	case strings.HasPrefix(lead, "javascript:"):
		return sure
	case strings.ContainsAny(lead, "?#"):
		return no
	case lead == "/", lead == "/\\":
		return maybe
	case strings.HasPrefix(lead, "/") && !strings.HasPrefix(lead, "//"), strings.HasPrefix(lead, "?"), strings.HasPrefix(lead, "#"):
		return no
	}
	return host(lead)
}
