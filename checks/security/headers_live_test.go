package security_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/probe"
	"github.com/golive-app/golive/checks/evidence/source/project/projecttest"
	"github.com/golive-app/golive/checks/security"
)

// careful are the headers of a service that is set up well.
var careful = []string{
	"Strict-Transport-Security: max-age=31536000; includeSubDomains", "X-Content-Type-Options: nosniff",
	"Content-Security-Policy: default-src 'self'; frame-ancestors 'none'", "Referrer-Policy: no-referrer",
}

// but leaves a header out.
func but(name string, more ...string) []string {
	var lines []string
	for _, line := range careful {
		if !strings.HasPrefix(line, name+":") {
			lines = append(lines, line)
		}
	}
	return append(lines, more...)
}

func TestHeadersOfStaging(t *testing.T) {
	t.Parallel()
	app := map[string]string{"src/app.js": expressApp + "app.get('/api/orders', (req, res) => res.json([]))\n"}
	shop := site{"/": answer(200, "text/html; charset=utf-8", shopPage), "/api/orders": answer(200, "application/json", `[]`)}
	api := site{"/api/orders": answer(200, "application/json", `[]`)}
	reflecting := func(credentials bool) http.Handler {
		return http.HandlerFunc(func(writer http.ResponseWriter, request *http.Request) {
			if origin := request.Header.Get("Origin"); origin != "" {
				writer.Header().Set("Access-Control-Allow-Origin", origin)
				if credentials {
					writer.Header().Set("Access-Control-Allow-Credentials", "true")
				}
			}
			shop.ServeHTTP(writer, request)
		})
	}
	judgeLive(t, routeItem("headers"), security.NewHeaders(projecttest.Reader(t)), map[string]liveCase{
		"set up well, by what the repository does not show": {files: app, serve: with(shop, careful...), verdict: checks.Pass, says: "staging sends the security headers", not: "E2 refutes"},
		"an API": {files: app, serve: with(api, "Strict-Transport-Security: max-age=31536000", "X-Content-Type-Options: nosniff"), verdict: checks.Pass},
		"an old browser's frame header in place of the policy": {files: app, serve: with(shop, but("Content-Security-Policy", "Content-Security-Policy: default-src 'self'", "X-Frame-Options: SAMEORIGIN")...), verdict: checks.Pass},
		"none at all":                             {files: app, serve: shop, verdict: checks.Fail, findings: "error headers.hsts\nerror headers.none", says: "helmet"},
		"no HSTS":                                 {files: app, serve: with(shop, but("Strict-Transport-Security")...), verdict: checks.Fail, findings: "error headers.hsts"},
		"HSTS for a day":                          {files: app, serve: with(shop, but("Strict-Transport-Security", "Strict-Transport-Security: max-age=86400")...), verdict: checks.Warn, findings: "warning headers.hsts"},
		"HSTS for no time":                        {files: app, serve: with(shop, but("Strict-Transport-Security", "Strict-Transport-Security: max-age=0")...), verdict: checks.Fail, findings: "error headers.hsts"},
		"no policy":                               {files: app, serve: with(shop, but("Content-Security-Policy", "X-Frame-Options: DENY")...), verdict: checks.Warn, findings: "warning headers.csp"},
		"a weak policy":                           {files: app, serve: with(shop, but("Content-Security-Policy", "Content-Security-Policy: script-src 'self' 'unsafe-inline'; frame-ancestors 'self'")...), verdict: checks.Warn, findings: "warning headers.csp", says: "'unsafe-inline'"},
		"a policy that only reports":              {files: app, serve: with(shop, but("Content-Security-Policy", "Content-Security-Policy-Report-Only: default-src 'self'", "X-Frame-Options: DENY")...), verdict: checks.Warn, findings: "warning headers.csp", says: "only reports"},
		"nothing but a policy that only reports":  {files: app, serve: with(shop, "Strict-Transport-Security: max-age=31536000", "Content-Security-Policy-Report-Only: default-src 'self'"), verdict: checks.Warn, findings: "warning headers.csp\nwarning headers.frame\nwarning headers.nosniff", says: "only reports"},
		"may be framed":                           {files: app, serve: with(shop, but("Content-Security-Policy", "Content-Security-Policy: default-src 'self'")...), verdict: checks.Warn, findings: "warning headers.frame"},
		"no nosniff":                              {files: app, serve: with(shop, but("X-Content-Type-Options")...), verdict: checks.Warn, findings: "warning headers.nosniff"},
		"every origin, with cookies":              {files: app, serve: with(reflecting(true), careful...), verdict: checks.Fail, findings: "error headers.cors", says: "every origin that asks"},
		"every origin, without":                   {files: app, serve: with(reflecting(false), careful...), verdict: checks.Pass},
		"the origin null, with cookies":           {files: app, serve: with(shop, append(careful, "Access-Control-Allow-Origin: null", "Access-Control-Allow-Credentials: true")...), verdict: checks.Fail, findings: "error headers.cors", says: "`null`"},
		"a star":                                  {files: app, serve: with(shop, append(careful, "Access-Control-Allow-Origin: *")...), verdict: checks.Pass},
		"one origin that it knows":                {files: app, serve: with(shop, append(careful, "Access-Control-Allow-Origin: https://app.example.com", "Access-Control-Allow-Credentials: true")...), verdict: checks.Pass},
		"a session's cookie that scripts read":    {files: app, serve: with(shop, append(careful, "Set-Cookie: connect.sid=abc; Path=/; Secure")...), verdict: checks.Fail, findings: "error headers.cookie", says: "without `HttpOnly`"},
		"a session's cookie over plain http":      {files: app, serve: with(shop, append(careful, "Set-Cookie: sessionid=abc; HttpOnly; SameSite=Lax")...), verdict: checks.Fail, findings: "error headers.cookie", says: "without `Secure`"},
		"a session's cookie that is deleted":      {files: app, serve: with(shop, append(careful, "Set-Cookie: sessionid=; Max-Age=0; Path=/")...), verdict: checks.Pass},
		"a token that scripts have to read":       {files: app, serve: with(shop, append(careful, "Set-Cookie: XSRF-TOKEN=abc; Path=/; Secure; SameSite=Lax")...), verdict: checks.Pass},
		"a cookie for a theme":                    {files: app, serve: with(shop, append(careful, "Set-Cookie: theme=dark")...), verdict: checks.Pass},
		"what it is made with":                    {files: app, serve: with(shop, append(careful, "X-Powered-By: Express", "Server: nginx/1.22.1")...), verdict: checks.Warn, findings: "warning headers.banner\nwarning headers.banner"},
		"a server without its version":            {files: app, serve: with(shop, append(careful, "Server: nginx")...), verdict: checks.Pass},
		"over plain http":                         {files: app, serve: with(shop, careful...), plain: true, verdict: checks.Unknown, says: "asked over http://"},
		"another commit":                          {files: app, serve: shop, change: runs(checks.Deployed{Proof: checks.ProofVersion, Other: true, Words: "`/version` says `77c0de1`"}), verdict: checks.Unknown, findings: "warning headers.none", says: "does not run this content: `/version` says `77c0de1`"},
		"a commit that nobody knows":              {files: app, serve: with(shop, careful...), change: runs(checks.Deployed{}), verdict: checks.NeedsSignOff, findings: "warning headers.none", says: "E1 supports"},
		"a commit that nobody knows, with a hole": {files: app, serve: with(shop, but("Strict-Transport-Security")...), change: runs(checks.Deployed{}), verdict: checks.Unknown, findings: "warning headers.hsts\nwarning headers.none", says: "as staging is now"},
		"by the deployment's record":              {files: app, serve: with(shop, careful...), change: runs(checks.Deployed{Proof: checks.ProofDeployment}), verdict: checks.Pass, says: "(by deployment record)"},
		"a wall":                                  {files: app, serve: answer(403, "text/html", "<title>Just a moment...</title>"), verdict: checks.Unknown, findings: "warning headers.none", says: "Cloudflare answers before"},
		"broken":                                  {files: app, serve: answer(502, "text/html", ""), verdict: checks.Unknown, findings: "warning headers.none", says: "502", change: func(*probe.Options) {}},
		"what is not there is a failure": {files: app, serve: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if _, found := shop[r.URL.Path]; !found {
				answer(500, "application/json", `{"error":"no route"}`)(w, r)
				return
			}
			shop.ServeHTTP(w, r)
		}), verdict: checks.Fail, findings: "error headers.hsts\nerror headers.none"},
		"a library": {files: map[string]string{"src/add.js": noService}, serve: shop, verdict: checks.NotApplicable},
	})
}
