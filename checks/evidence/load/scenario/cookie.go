package scenario

import (
	"net"
	"net/http"
	"strings"
	"time"
)

// Bounds of a user's cookies (RFC 6265, 6.1 asks for no less).
const (
	mostCookies = 50
	mostCookie  = 4096 // bytes of name and value
)

// cookies are those of one user. There is one service, so there is one host.
type cookies []cookie

type cookie struct {
	name, value, path string
}

// take takes a Set-Cookie field. One for another host, one that is too long, one too
// many and what is none are left out, as browsers do; Secure is taken as kept.
func (c *cookies) take(field, host string, now func() time.Time) {
	read, err := http.ParseSetCookie(field)
	if err != nil || len(read.Name)+len(read.Value) > mostCookie || !domainMatches(host, read.Domain) {
		return
	}
	made := cookie{read.Name, read.Value, read.Path}
	if !strings.HasPrefix(made.path, "/") {
		made.path = "/"
	}
	gone := read.MaxAge < 0 || read.MaxAge == 0 && !read.Expires.IsZero() && read.Expires.Before(now())
	for index := range *c {
		if one := &(*c)[index]; one.name == made.name && one.path == made.path {
			if gone {
				*c = append((*c)[:index], (*c)[index+1:]...)
			} else {
				*one = made
			}
			return
		}
	}
	if !gone && len(*c) < mostCookies {
		*c = append(*c, made)
	}
}

// domainMatches reports whether a host may set a cookie for a domain (RFC 6265,
// 5.1.3); an address only for itself.
func domainMatches(host, domain string) bool {
	host, domain = strings.ToLower(host), strings.ToLower(strings.TrimPrefix(domain, "."))
	if domain == "" || domain == host {
		return true
	}
	return strings.HasSuffix(host, "."+domain) && strings.Contains(domain, ".") && net.ParseIP(host) == nil
}

// append writes the cookies that go to a path as a field.
func (c cookies) append(into []byte, path []byte) []byte {
	first := true
	for index := range c {
		one := &c[index]
		if one.path != "/" && !pathMatches(path, one.path) {
			continue
		}
		if first {
			into = append(into, "Cookie: "...)
		} else {
			into = append(into, "; "...)
		}
		first = false
		into = append(append(append(into, one.name...), '='), one.value...)
	}
	if first {
		return into
	}
	return append(into, "\r\n"...)
}

// pathMatches is that of RFC 6265, 5.1.4.
func pathMatches(path []byte, of string) bool {
	if len(path) < len(of) || string(path[:len(of)]) != of {
		return false
	}
	return len(path) == len(of) || strings.HasSuffix(of, "/") || path[len(of)] == '/' || path[len(of)] == '?'
}

// value returns a cookie's value.
func (c cookies) value(name string) (string, bool) {
	for _, one := range c {
		if one.name == name {
			return one.value, true
		}
	}
	return "", false
}
