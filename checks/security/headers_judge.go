package security

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/probe"
	"github.com/golive-app/golive/checks/evidence/probe/header"
	"github.com/golive-app/golive/checks/wording"
	"github.com/golive-app/golive/config/regex"
)

// Bounds of Strict-Transport-Security, in seconds.
const (
	leastTransport     = 15_552_000 // half a year
	advisableTransport = 31_536_000
)

// judgeHeaders says what the answers mean for security.headers.
func judgeHeaders(look *probe.Look, seen headersSeen, remedy func(string) string, now time.Time) {
	answers := 0
	for _, one := range []*checks.Exchange{seen.page, seen.api, seen.missing} {
		why := probe.Unclear(*one)
		if one == seen.missing && one.Status >= 500 && probe.Wall(*one) == "" {
			why = "" // some answer what is not there with a failure: it is their error page all the same
		}
		if why != "" {
			look.Lack(fmt.Sprintf("%s told nothing: %s", where(one), why), "See that it answers, then rerun.")
			continue
		}
		answers++
	}
	if answers < 3 {
		return
	}
	pages := probe.HTML(*seen.page) && seen.page.Status < 400
	judgeTransport(look, seen, now)
	judgePage(look, seen, pages, remedy)
	judgeOrigins(look, seen)
	judgeCookies(look, seen)
	judgeBanners(look, seen)
	outcome := checks.Supports
	if look.Errors() > 0 {
		outcome = checks.Refutes
	}
	kinds := "an answer of the API and an error"
	if pages {
		kinds = "a page, an answer of the API and an error"
	}
	look.Record(outcome, seen.page, answers+len(seen.cors), "looked at the headers of %s, and asked as a page of another origin %d times: %s", kinds, len(seen.cors), tally(look))
	switch {
	case look.Errors() > 0:
		look.Headline, look.Why = wording.Counted(look.Errors(), "header of staging is", "headers of staging are")+" missing or wrong", wording.Capital(look.First().Message)+"."
	default:
		look.Headline, look.Why = "staging sends the security headers", ""
	}
}

func tally(look *probe.Look) string {
	if look.Errors() == 0 {
		return "nothing that decides against it"
	}
	return wording.Counted(look.Errors(), "thing to mend", "things to mend")
}

// where names what was asked, for people.
func where(exchange *checks.Exchange) string {
	path := exchange.URL
	if _, rest, found := strings.Cut(path, "://"); found {
		if at := strings.IndexByte(rest, '/'); at >= 0 {
			path = rest[at:]
		}
	}
	return wording.Quoted(exchange.Method + " " + path)
}

// judgeTransport looks at HTTPS itself.
func judgeTransport(look *probe.Look, seen headersSeen, now time.Time) {
	if !strings.HasPrefix(look.Address, "https://") {
		look.Lack("staging was asked over http://, so HSTS, certificate and TLS cannot be seen", "Name the https:// address of staging.")
		return
	}
	transport, said := header.ReadTransport(seen.page.Answer().Values("Strict-Transport-Security"))
	switch {
	case !said || transport.Seconds == 0:
		look.Find("headers.hsts", checks.SeverityError, seen.page, where(seen.page)+" comes without `Strict-Transport-Security`: a browser may be led to plain http", "Send `Strict-Transport-Security: max-age=31536000; includeSubDomains` with every answer.")
	case transport.Seconds < leastTransport:
		look.Find("headers.hsts", checks.SeverityWarning, seen.page, fmt.Sprintf("`Strict-Transport-Security` holds for %d seconds, less than half a year", transport.Seconds), fmt.Sprintf("Let it hold for a year: `max-age=%d`.", advisableTransport))
	}
	if tls := seen.page.TLS; tls != nil {
		life, left := tls.NotAfter.Sub(tls.NotBefore), tls.NotAfter.Sub(now)
		days := func(d time.Duration) int { return int(d.Hours() / 24) }
		switch {
		case left < min(3*24*time.Hour, life/10):
			look.Find("headers.certificate", checks.SeverityError, seen.page, fmt.Sprintf("the certificate ends in %d days, on %s", days(left), tls.NotAfter.Format(time.DateOnly)), "Renew it, and see why it was not renewed by itself.")
		case left < min(21*24*time.Hour, life/4):
			look.Find("headers.certificate", checks.SeverityWarning, seen.page, fmt.Sprintf("the certificate ends in %d days, on %s", days(left), tls.NotAfter.Format(time.DateOnly)), "See that it is renewed by itself.")
		}
		look.Record(checks.Neutral, nil, 1, "%s, a certificate by %s until %s", tls.Version, tls.Issuer, tls.NotAfter.Format(time.DateOnly))
	}
	if plain := seen.plain; plain != nil && plain.Status >= 200 && plain.Status < 300 {
		look.Find("headers.plain", checks.SeverityError, plain, "`http://` is answered with content: whoever is on the way reads and changes it", "Answer it with 301 or 308 to https://.")
	}
}

// judgePage looks at what tells a browser to be careful.
func judgePage(look *probe.Look, seen headersSeen, pages bool, remedy func(string) string) {
	sniffed := func(one *checks.Exchange) bool {
		return strings.EqualFold(strings.TrimSpace(one.Answer().Get("X-Content-Type-Options")), "nosniff")
	}
	answer := seen.page.Answer()
	policies := header.ReadPolicies(answer.Values("Content-Security-Policy"))
	framed := header.Framed(policies) || regex.New(`(?i)^\s*(?:deny|sameorigin)\s*$`).MatchString(answer.Get("X-Frame-Options"))
	reports := answer.Get("Content-Security-Policy-Report-Only") != ""
	if pages && !sniffed(seen.page) && len(policies) == 0 && !reports && !framed {
		look.Find("headers.none", checks.SeverityError, seen.page, where(seen.page)+" is a page without any of `Content-Security-Policy`, `X-Content-Type-Options` and `X-Frame-Options`", remedy("Set them in one place"))
		return
	}
	for _, one := range []*checks.Exchange{seen.page, seen.api, seen.missing} {
		if one.Status < 300 && one.Length > 0 && !sniffed(one) {
			look.Find("headers.nosniff", checks.SeverityWarning, one, where(one)+" comes without `X-Content-Type-Options: nosniff`: a browser may take it for something else", remedy("Send it with every answer"))
			break
		}
	}
	if !pages {
		return
	}
	switch weakness := header.Weakness(policies); {
	case len(policies) == 0 && reports:
		look.Find("headers.csp", checks.SeverityWarning, seen.page, "the policy of content only reports, and stops nothing", "Send it as `Content-Security-Policy` once the reports are quiet.")
	case len(policies) == 0:
		look.Find("headers.csp", checks.SeverityWarning, seen.page, where(seen.page)+" comes without `Content-Security-Policy`", remedy("Begin with one that only reports where pages break"))
	case weakness != "":
		look.Find("headers.csp", checks.SeverityWarning, seen.page, "the policy of content stops no script that somebody puts into a page: "+weakness, "Name the sources, and tie scripts in pages by a nonce or hash.")
	}
	if !framed {
		look.Find("headers.frame", checks.SeverityWarning, seen.page, where(seen.page)+" may be put into a frame by any page", "Send `frame-ancestors 'none'` or `'self'` in the policy of content.")
	}
	if answer.Get("Referrer-Policy") == "" {
		look.Find("headers.referrer", checks.SeverityNotice, seen.page, where(seen.page)+" comes without `Referrer-Policy`: what browsers do by themselves holds", "Send `Referrer-Policy: strict-origin-when-cross-origin`.")
	}
}

// judgeOrigins looks at who may ask from other origins.
func judgeOrigins(look *probe.Look, seen headersSeen) {
	for index, one := range seen.cors {
		sent := foreign
		if index == 1 {
			sent = "null"
		}
		answer := one.Answer()
		allowed, credentials := answer.Get("Access-Control-Allow-Origin"), strings.EqualFold(answer.Get("Access-Control-Allow-Credentials"), "true")
		if allowed == sent && credentials {
			what := "every origin that asks"
			if index == 1 {
				what = "the origin `null`, which any page can have,"
			}
			look.Find("headers.cors", checks.SeverityError, one, fmt.Sprintf("%s lets %s in with its visitors' cookies: any page that they open reads the answers", where(one), what), "Name the origins that may ask, and compare whole.")
			return
		}
	}
}

// judgeCookies looks at the cookies that say who somebody is.
func judgeCookies(look *probe.Look, seen headersSeen) {
	secure := strings.HasPrefix(look.Address, "https://")
	told := map[string]bool{}
	for _, one := range append([]*checks.Exchange{seen.page, seen.api, seen.missing}, seen.cors...) {
		for _, cookie := range header.ReadCookies(one.Answer()) {
			if !header.Session(cookie) || header.Gone(cookie) || told[cookie.Name] {
				continue
			}
			told[cookie.Name] = true
			var lacks []string
			if secure && !cookie.Secure {
				lacks = append(lacks, "`Secure`")
			}
			if !cookie.HttpOnly {
				lacks = append(lacks, "`HttpOnly`")
			}
			if len(lacks) > 0 {
				look.Find("headers.cookie", checks.SeverityError, one, fmt.Sprintf("the cookie %s is set without %s", wording.Quoted(cookie.Name), wording.Listed(lacks, 2)), "Set it with `Secure; HttpOnly; SameSite=Lax`.")
			} else if cookie.SameSite == http.SameSiteDefaultMode || cookie.SameSite == 0 {
				look.Find("headers.cookie", checks.SeverityNotice, one, fmt.Sprintf("the cookie %s is set without `SameSite`: what browsers do by themselves holds", wording.Quoted(cookie.Name)), "Say `SameSite=Lax` or `Strict`.")
			}
		}
	}
}

// versioned matches the name of a server with its version.
var versioned = regex.New(`^[A-Za-z][\w .-]*/\d`)

// judgeBanners looks at what answers tell of the program.
func judgeBanners(look *probe.Look, seen headersSeen) {
	answer := seen.page.Answer()
	for _, name := range []string{"X-Powered-By", "X-Aspnet-Version", "X-Aspnetmvc-Version"} {
		if answer.Get(name) != "" {
			look.Find("headers.banner", checks.SeverityWarning, seen.page, fmt.Sprintf("%s tells everybody what the program is made with", wording.Quoted(name)), "Leave it out (`app.disable(\"x-powered-by\")` in Express).")
		}
	}
	if server := answer.Get("Server"); versioned.MatchString(server) {
		look.Find("headers.banner", checks.SeverityWarning, seen.page, "`Server` tells everybody the server's version", "Leave the version out (`server_tokens off;` in nginx).")
	}
}
