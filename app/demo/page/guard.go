package page

import (
	"net"
	"net/http"
	"os"
	"strings"
)

// contentPolicy allows the page its own files and nothing else.
// https://www.w3.org/TR/CSP3/
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
	"form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

// maxBody bounds what a form may send: a comment of the longest kind, each of its
// characters written as "%F0%9F%98%80".
const maxBody = 12*8000 + 4096

// guard lets in only who the page is for. A page on the loopback interface can be
// asked by any site that a browser on this machine has open: such a site can give
// its own name the address 127.0.0.1, which the Host header shows, or send a form
// across origins, which http.CrossOriginProtection refuses.
func (p *Page) guard(next http.Handler) http.Handler {
	protected := http.NewCrossOriginProtection().Handler(next)
	return http.HandlerFunc(func(writer http.ResponseWriter, request *http.Request) {
		header := writer.Header()
		header.Set("Content-Security-Policy", contentPolicy)
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("Referrer-Policy", "no-referrer")
		header.Set("Cross-Origin-Opener-Policy", "same-origin")
		header.Set("Cross-Origin-Resource-Policy", "same-origin")
		header.Set("Cache-Control", "no-store")
		if !p.answersTo(request.Host) {
			http.Error(writer, "This page does not answer to that name. Open it under the address that the terminal printed.", http.StatusMisdirectedRequest)
			return
		}
		request.Body = http.MaxBytesReader(writer, request.Body, maxBody)
		protected.ServeHTTP(writer, request)
	})
}

// answersTo reports whether a Host header names this page. Another port is
// right, too: it may be forwarded. An address cannot be rebound; a name can,
// unless it is the one that was asked for.
func (p *Page) answersTo(host string) bool {
	name := host
	if split, _, err := net.SplitHostPort(host); err == nil {
		name = split
	}
	name = strings.ToLower(strings.TrimSuffix(strings.Trim(name, "[]"), "."))
	if name == "localhost" || name == strings.ToLower(p.options.Host) && name != "" {
		return true
	}
	address := net.ParseIP(name)
	if IsLoopback(p.options.Host) {
		return address != nil && address.IsLoopback()
	}
	own, err := os.Hostname()
	return address != nil || err == nil && strings.EqualFold(name, own)
}

// IsLoopback reports whether only this machine reaches a host that is listened
// on.
func IsLoopback(host string) bool {
	address := net.ParseIP(host)
	return host == "localhost" || address != nil && address.IsLoopback()
}
