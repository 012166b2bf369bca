// Package header reads headers of answers that say how a browser is to be careful:
// policies of content, transport security, cookies, caching. It never fails: what has
// no meaning is left out, as browsers do.
package header

import (
	"slices"
	"strings"
)

// Policy is one Content-Security-Policy: the sources of each directive, in lower case.
type Policy map[string][]string

// ReadPolicies reads every policy of the header's lines; each of them is enforced.
// https://www.w3.org/TR/CSP3/#parse-serialized-policy-list
func ReadPolicies(lines []string) []Policy {
	var policies []Policy
	for _, line := range lines {
		for text := range strings.SplitSeq(line, ",") {
			policy := Policy{}
			for directive := range strings.SplitSeq(text, ";") {
				fields := strings.Fields(directive)
				if len(fields) == 0 {
					continue
				}
				name := strings.ToLower(fields[0])
				if _, twice := policy[name]; twice {
					continue // the first counts
				}
				sources := make([]string, 0, len(fields)-1)
				for _, source := range fields[1:] {
					sources = append(sources, strings.ToLower(source))
				}
				policy[name] = sources
			}
			if len(policy) > 0 {
				policies = append(policies, policy)
			}
		}
	}
	return policies
}

// Scripts returns the sources that scripts may come from, and whether the policy says
// so at all.
func (p Policy) Scripts() ([]string, bool) {
	for _, name := range []string{"script-src-elem", "script-src", "default-src"} {
		if sources, found := p[name]; found {
			return sources, true
		}
	}
	return nil, false
}

// Weakness says why a policy stops no script that somebody puts into a page; empty: it
// stops it.
func (p Policy) Weakness() string {
	sources, found := p.Scripts()
	if !found {
		return "it says nothing of scripts (`script-src` or `default-src`)"
	}
	has := func(source string) bool { return slices.Contains(sources, source) }
	tied := slices.ContainsFunc(sources, func(source string) bool {
		return strings.HasPrefix(source, "'nonce-") || strings.HasPrefix(source, "'sha256-") || strings.HasPrefix(source, "'sha384-") || strings.HasPrefix(source, "'sha512-")
	})
	switch {
	case has("'unsafe-inline'") && !tied && !has("'strict-dynamic'"):
		return "it lets scripts in the page run (`'unsafe-inline'`)"
	case has("'strict-dynamic'") && tied:
		return ""
	}
	for _, source := range []string{"*", "http:", "https:", "data:", "http://*", "https://*"} {
		if has(source) {
			return "it lets scripts come from anywhere (`" + source + "`)"
		}
	}
	return ""
}

// Weakness says why a page is open to scripts from elsewhere by all of its policies;
// empty: one of them stops them.
func Weakness(policies []Policy) string {
	why := ""
	for _, policy := range policies {
		if why = policy.Weakness(); why == "" {
			return ""
		}
	}
	return why
}

// Framed reports whether a policy says who may put the page into a frame, narrower
// than everybody.
func Framed(policies []Policy) bool {
	return slices.ContainsFunc(policies, func(policy Policy) bool {
		sources, found := policy["frame-ancestors"]
		return found && !slices.Contains(sources, "*") && !slices.Contains(sources, "http:") && !slices.Contains(sources, "https:")
	})
}
