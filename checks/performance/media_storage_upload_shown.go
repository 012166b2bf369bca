package performance

import (
	"mime"
	"net/http"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/probe/header"
)

// effect is what a browser makes of an uploaded file that somebody opens by its address.
type effect int

// The effects.
const (
	isData    effect = iota // it is saved, or shown without its scripts
	isGuarded               // a page, whose own scripts are held back and those of the service's address are not
	isPage                  // a page of the service's, whose scripts run
)

// effectOf tells what a browser makes of an answer with a file in it.
// https://mimesniff.spec.whatwg.org/
func effectOf(one upload, exchange checks.Exchange) effect {
	if exchange.Status != http.StatusOK || !strings.Contains(string(exchange.Body()), inert(one.mark)) {
		return isData // what would run is taken out of it
	}
	answered := exchange.Answer()
	if attached(answered) {
		return isData
	}
	switch kind := kindOf(answered); {
	case kind == "" && (nosniff(answered) || one.kind != pageKind):
		return isData // browsers look for pages alone where nothing says what it is
	case kind == "", kind == "text/html", kind == "text/xml", kind == "application/xml", strings.HasSuffix(kind, "+xml"):
	default:
		return isData
	}
	weakest := isPage
	for _, policy := range header.ReadPolicies(answered.Values("Content-Security-Policy")) {
		weakest = min(weakest, effectUnder(policy))
	}
	return weakest
}

// effectUnder tells what a policy of content leaves of a page.
// https://www.w3.org/TR/CSP3/#directive-script-src
func effectUnder(policy header.Policy) effect {
	if sandbox, found := policy["sandbox"]; found && !(slices.Contains(sandbox, "allow-scripts") && slices.Contains(sandbox, "allow-same-origin")) {
		return isData // it runs nothing, or not as the service
	}
	sources, found := policy.Scripts()
	if !found {
		return isPage
	}
	tied, from := false, false
	for _, source := range sources {
		switch {
		case strings.HasPrefix(source, "'nonce-"), strings.HasPrefix(source, "'sha256-"), strings.HasPrefix(source, "'sha384-"), strings.HasPrefix(source, "'sha512-"), source == "'strict-dynamic'":
			tied = true
		case source == "'self'", !strings.HasPrefix(source, "'"):
			from = true
		}
	}
	switch {
	case slices.Contains(sources, "'unsafe-inline'") && !tied:
		return isPage
	case from && !slices.Contains(sources, "'strict-dynamic'"):
		return isGuarded
	default:
		return isData
	}
}

// kindOf is the type of an answer as browsers take it; empty: they look at what it is.
func kindOf(answered http.Header) string {
	kind, _, _ := strings.Cut(answered.Get("Content-Type"), ";")
	kind = strings.ToLower(strings.TrimSpace(kind))
	if !strings.Contains(kind, "/") || slices.Contains([]string{"*/*", "unknown/unknown", "application/unknown"}, kind) {
		return ""
	}
	return kind
}

// attached reports whether browsers save an answer in place of showing it.
func attached(answered http.Header) bool {
	line := answered.Get("Content-Disposition")
	disposition, _, err := mime.ParseMediaType(line)
	if err != nil {
		disposition, _, _ = strings.Cut(line, ";")
	}
	return strings.EqualFold(strings.TrimSpace(disposition), "attachment")
}

// nosniff reports whether browsers are told to take an answer for what its type says.
func nosniff(answered http.Header) bool {
	first, _, _ := strings.Cut(answered.Get("X-Content-Type-Options"), ",")
	return strings.EqualFold(strings.TrimSpace(first), "nosniff")
}
