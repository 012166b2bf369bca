package security

import (
	"fmt"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source/safeguard"
	"github.com/golive-app/golive/checks/wording"
)

// origins looks at who may ask from other origins. Any page that its visitor's browser
// opens reads what is answered with credentials to every origin: that is an error.
func origins(seen *looks, safeguards safeguard.Overview) {
	remedy := func() string {
		return headersSnippets().For("List the origins that may ask", "cors "+seen.found.framework())
	}
	listed := 0
	for _, one := range safeguards[safeguard.CORS] {
		switch {
		case one.Detail == safeguard.OriginReflected && one.Credentials:
			seen.find("headers.cors", checks.SeverityError, one, one.Library+" lets every origin ask with its visitors' cookies: any page that they open reads the answers", remedy())
		case one.Detail == safeguard.OriginAny && one.Credentials:
			seen.find("headers.cors", checks.SeverityNotice, one, one.Library+" allows `*` together with credentials, which browsers refuse: no other origin gets an answer with cookies", remedy())
		case one.Detail == safeguard.OriginListed:
			listed++
		}
	}
	if listed > 0 {
		at := safeguards.Some(safeguard.CORS, func(one safeguard.Place) bool { return one.Detail == safeguard.OriginListed })[0]
		seen.record(checks.E2, checks.Supports, at.Path, at.Line, "%s lists who may ask from other origins", at.Library)
	}
	for _, one := range safeguards[safeguard.Header] { // by hand, both headers in one file
		if one.Name != "access-control-allow-origin" || one.Detail != safeguard.OriginReflected {
			continue
		}
		together := slices.ContainsFunc(safeguards[safeguard.Header], func(other safeguard.Place) bool {
			return other.Path == one.Path && other.Function == one.Function && other.Name == "access-control-allow-credentials" && strings.EqualFold(other.Detail, "true")
		})
		if together {
			// A condition before it may look the origin up in a list, which is the right way.
			seen.find("headers.cors", checks.SeverityWarning, one, "the origin that a request names is allowed as it is, with its visitors' cookies; if nothing looks it up in a list before, any page reads the answers", remedy())
		}
	}
	for _, one := range safeguards.Set("CORS_ALLOW_ALL_ORIGINS", "CORS_ORIGIN_ALLOW_ALL") {
		with := safeguards.Set("CORS_ALLOW_CREDENTIALS")
		if one.Detail == "True" && slices.ContainsFunc(with, func(other safeguard.Place) bool { return other.Detail == "True" }) {
			seen.find("headers.cors", checks.SeverityError, one, fmt.Sprintf("%s and `CORS_ALLOW_CREDENTIALS` let every origin ask with its visitors' cookies: any page that they open reads the answers", wording.Quoted(one.Name)), "List the origins that may ask: `CORS_ALLOWED_ORIGINS = [\"https://app.example.com\"]`.")
		}
	}
}

// cookies looks at the cookies that say who somebody is.
func cookies(seen *looks, safeguards safeguard.Overview) {
	whole := 0
	for _, one := range safeguards[safeguard.Cookie] {
		if len(one.Lacks) == 0 {
			whole++
			continue
		}
		name := "the session's cookie"
		if one.Name != "" {
			name = "the cookie " + wording.Quoted(one.Name)
		}
		severity := checks.SeverityWarning
		message := name + " is set without " + wording.Listed(quotedAll(one.Lacks), 2)
		if len(one.Denied) > 0 {
			severity = checks.SeverityError
			message = name + " is told to go without " + wording.Listed(quotedAll(one.Denied), 2)
		}
		message += ": " + cookieWhy(one.Lacks)
		seen.find("headers.cookie", severity, one, message, headersSnippets().For("Set both, and `SameSite`; in development over plain http let the environment decide", "cookie "+seen.found.framework()))
	}
	if whole > 0 {
		at := safeguards.Some(safeguard.Cookie, func(one safeguard.Place) bool { return len(one.Lacks) == 0 })[0]
		seen.record(checks.E2, checks.Supports, at.Path, at.Line, "%s who somebody is with the flags that it needs", wording.Counted(whole, "cookie says", "cookies say"))
	}
}

func cookieWhy(lacks []string) string {
	if slices.Contains(lacks, "HttpOnly") {
		return "a script in the page can read it"
	}
	return "it is sent over plain http too"
}
