package secret

import "strings"

// passwordRule is the rule of a password inside a URL, which gitleaks has none
// for.
const passwordRule = "url-password"

// maximumUserinfo bounds how far behind "://" a password is looked for.
const maximumUserinfo = 300

// passwords finds "scheme://user:password@host" with a real password for a host
// that others can reach.
func passwords(salt string, searched text, places places) []Match {
	var matches []Match
	for start := 0; ; {
		at := strings.Index(searched.content[start:], "://")
		if at < 0 {
			return matches
		}
		begin := start + at + len("://")
		start = begin
		rest := searched.content[begin:min(begin+maximumUserinfo, len(searched.content))]
		if end := strings.IndexAny(rest, "/\\?# \t\r\n\"'`<>(){}[],|"); end >= 0 {
			rest = rest[:end]
		}
		userinfo, address, found := cutLast(rest, '@')
		if !found {
			continue
		}
		user, password, found := strings.Cut(userinfo, ":")
		host, _, _ := strings.Cut(address, ":")
		if !found || user == "" && password == "" || len(password) < 4 || localHost(host) || reserved(host) {
			continue
		}
		offset := begin + len(user) + 1
		line, column := places.at(offset)
		match := Match{
			Rule: passwordRule, Title: "Password in a URL", Kind: KindPassword, Hash: Hash(salt, password), Tail: tail(password),
			Placeholder: Placeholder(password) || Reference(password) || strings.HasPrefix(password, "$") || strings.HasPrefix(password, "%"),
			Strong:      !weak(password),
			Allowed:     strings.Contains(places.line(line), "gitleaks:allow"),
		}
		if !searched.binary {
			match.Line, match.EndLine, match.Column = searched.first+line, searched.first+line, column
		}
		matches = append(matches, match)
	}
}

// reserved reports whether a host name is one that exists in no network, as
// documentation uses them (RFC 2606, RFC 6761).
func reserved(host string) bool {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	for _, name := range []string{"example.com", "example.org", "example.net", "example", "test", "invalid", "localhost"} {
		if host == name || strings.HasSuffix(host, "."+name) {
			return true
		}
	}
	return strings.HasPrefix(host, "127.") || host == "your-host" || host == "domain.com"
}

func cutLast(text string, separator byte) (before, after string, found bool) {
	at := strings.LastIndexByte(text, separator)
	if at < 0 {
		return text, "", false
	}
	return text[:at], text[at+1:], true
}
