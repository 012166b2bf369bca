package performance_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
	"github.com/golive-app/golive/checks/evidence/manifest"
	"github.com/golive-app/golive/checks/evidence/probe"
	"github.com/golive-app/golive/checks/evidence/probe/probetest"
	"github.com/golive-app/golive/checks/evidence/source/project/projecttest"
	"github.com/golive-app/golive/checks/performance"
)

// site is a service: by path, the headers of an answer, "Name: value" each.
type site map[string][]string

func (s site) ServeHTTP(writer http.ResponseWriter, request *http.Request) {
	lines, found := s[request.URL.Path]
	if !found {
		writer.WriteHeader(http.StatusNotFound)
		return
	}
	status, tag := http.StatusOK, ""
	writer.Header().Set("Content-Type", "application/json")
	for _, line := range lines {
		name, value, _ := strings.Cut(line, ": ")
		switch name {
		case "Status":
			_, _ = fmt.Sscan(value, &status)
			continue
		case "Etag":
			tag = value
		}
		writer.Header().Set(name, value)
	}
	if asked := request.Header.Get("If-None-Match"); asked != "" && asked == tag && tag != `"ignored"` {
		writer.WriteHeader(http.StatusNotModified)
		return
	}
	writer.WriteHeader(status)
	if request.URL.Path == "/" {
		_, _ = fmt.Fprint(writer, `<!doctype html><title>Shop</title><link rel="stylesheet" href="/shop.css"><script type="module" src="/assets/index-4f2a9c1b.js"></script><script src="https://elsewhere.example/x.js"></script>`)
		return
	}
	_, _ = fmt.Fprint(writer, strings.Repeat("x", 2500))
}

// keeping is a service behind a cache that keeps answers for all, or for each apart, and
// perhaps a service that gives anybody the same.
type keeping struct {
	site
	apart, open bool
}

func (k keeping) ServeHTTP(writer http.ResponseWriter, request *http.Request) {
	switch asks := request.Header.Get("Authorization"); {
	case request.URL.Path != "/api/orders":
		k.site.ServeHTTP(writer, request)
	case !strings.Contains(asks, "invalid"):
		writer.Header().Set("X-Cache-Status", "MISS")
		_, _ = fmt.Fprint(writer, "orders of one person")
	case k.open && request.URL.RawQuery != "":
		writer.Header().Set("X-Cache-Status", "MISS")
		_, _ = fmt.Fprint(writer, "orders of one person")
	case k.apart, request.URL.RawQuery != "":
		writer.Header().Set("X-Cache-Status", "BYPASS")
		writer.WriteHeader(http.StatusUnauthorized)
	default:
		writer.Header().Set("X-Cache-Status", "HIT")
		_, _ = fmt.Fprint(writer, "orders of one person")
	}
}

func TestWhatStagingLetsBeKept(t *testing.T) {
	t.Parallel()
	const html, year, hour = "Content-Type: text/html", "Cache-Control: public, max-age=31536000, immutable", "Cache-Control: public, max-age=3600"
	routed := map[string]string{"src/app.js": `const express = require('express')
const app = express()
const requireAuth = (req, res, next) => req.user ? next() : res.status(401).end()
app.get('/api/items', (req, res) => res.json([]))
app.get('/api/orders', requireAuth, (req, res) => res.json([]))
`}
	key := func(options *probe.Options) { options.Header = http.Header{"Authorization": {"Bearer test-user-4711"}} }
	cookie := func(options *probe.Options) { options.Header = http.Header{"Cookie": {"session=test-user-4711"}} }
	const hashed = "/assets/index-4f2a9c1b.js"
	well := site{"/": {html}, "/shop.css": {hour, `Etag: "a"`}, hashed: {year, `Etag: "b"`}, "/api/items": {"Cache-Control: public, max-age=60"}, "/api/orders": {"Status: 401", "Cache-Control: no-store"}}
	but := func(path string, lines ...string) site {
		changed := site{}
		for name, value := range well {
			changed[name] = value
		}
		changed[path] = lines
		return changed
	}
	for name, test := range map[string]struct {
		serve    http.Handler
		change   func(*probe.Options)
		verdict  checks.Verdict
		findings string
		says     string
	}{
		"set up well":                                {well, nil, checks.Pass, "", "staging lets 3 of 3 answers be kept"},
		"a file that is sent anew":                   {but("/shop.css", "Cache-Control: no-store"), nil, checks.Warn, "warning caching.asset", "`GET /shop.css` is sent anew at each visit, 3 kB: `Cache-Control: no-store`"},
		"a file without anything":                    {but("/shop.css"), nil, checks.Warn, "warning caching.asset", "neither `Cache-Control` nor `ETag` nor `Last-Modified`"},
		"a file that is asked for by its tag":        {but("/shop.css", "Cache-Control: no-cache", `Etag: "a"`), nil, checks.Pass, "", ""},
		"a tag that is good for nothing":             {but("/shop.css", hour, `Etag: "ignored"`), nil, checks.Pass, "notice caching.tag", "is sent whole"},
		"a tag alone that is good for nothing":       {but("/shop.css", `Etag: "ignored"`), nil, checks.Warn, "warning caching.asset", "answered with 200 in place of 304"},
		"a hashed name for a minute":                 {but(hashed, "Cache-Control: max-age=60"), nil, checks.Pass, "notice caching.short", ""},
		"immutable without a hash":                   {but("/shop.css", year), nil, checks.Warn, "warning caching.immutable", "go on with the old one"},
		"a cache that never answers":                 {but("/shop.css", hour, "X-Cache: MISS"), nil, checks.Pass, "notice caching.miss", "answered none of 3 looks"},
		"a cache that answers":                       {but("/shop.css", hour, "Cf-Cache-Status: HIT", "Age: 12"), nil, checks.Pass, "", ""},
		"one's own answer for all":                   {but("/api/orders", hour), key, checks.Fail, "error caching.private", "gives one person's answer to the next"},
		"the same, by a cookie":                      {but("/api/orders", "Cache-Control: max-age=60"), cookie, checks.Fail, "error caching.private", ""},
		"one's own answer for a browser, of a token": {but("/api/orders", "Cache-Control: max-age=60"), key, checks.Pass, "", ""},
		"one's own answer for a browser":             {but("/api/orders", "Cache-Control: private, max-age=60"), cookie, checks.Pass, "", ""},
		"one's own answer for each of them":          {but("/api/orders", hour, "Vary: Accept-Encoding, Authorization"), key, checks.Pass, "", ""},
		"one's own answer, by a network's own age":   {but("/api/orders", "Cache-Control: max-age=0, s-maxage=600"), key, checks.Fail, "error caching.private", ""},
		"a refusal for all":                          {but("/api/orders", "Status: 401", hour), nil, checks.Warn, "warning caching.refusal", "the refusal may be kept"},
		"an answer that nobody was let in for":       {but("/api/orders", hour), nil, checks.Pass, "", ""},
		"one's own answer, kept by a cache for all":  {keeping{site: well}, key, checks.Fail, "error caching.private", "a cache (`X-Cache-Status`) gave its answer to a token that nobody has"},
		"one's own answer, kept by a cache for each": {keeping{site: well, apart: true}, key, checks.Pass, "", ""},
		"an answer that anybody is given, kept":      {keeping{site: well, open: true}, key, checks.Pass, "", ""},
		"a session that is kept":                     {but("/api/items", hour, "Set-Cookie: connect.sid=abc; HttpOnly"), nil, checks.Fail, "error caching.session", "`connect.sid`"},
		"a theme that is kept":                       {but("/api/items", hour, "Set-Cookie: theme=dark"), nil, checks.Pass, "", ""},
		"nothing may be kept":                        {site{"/": {html}, "/shop.css": nil, hashed: nil, "/api/items": nil}, nil, checks.Warn, "warning caching.asset\nwarning caching.asset\nwarning caching.none", "staging lets nothing be kept"},
		"nothing to keep":                            {site{"/": {"Content-Type: application/json"}}, nil, checks.Warn, "warning caching.none", "nothing was found on staging that could be kept"},
		"a commit that nobody knows":                 {well, func(options *probe.Options) { options.Prove = nil }, checks.Warn, "warning caching.none", "E1 supports"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			visit := probetest.Serve(t, test.serve, test.change)
			check := performance.NewCaching(manifest.NewReader(nil), projecttest.Reader(t))
			result := checkstest.Judge(t, item("caching", true), check, checkstest.Subject(checkstest.Tree(routed), func(subject *checks.Subject) { subject.Staging = visit }))
			var lines []string
			for line := range strings.SplitSeq(found(result), "\n") {
				if line != "notice caching.none" && line != "" { // of the code, which staging answered
					lines = append(lines, line)
				}
			}
			text := words(result)
			for _, missing := range result.Missing {
				text += "\n" + missing.Reason
			}
			if got := strings.Join(lines, "\n"); result.Verdict() != test.verdict || got != test.findings || !strings.Contains(text, test.says) || strings.Contains(text, "4711") {
				t.Errorf("%s, want %s; findings %q, want %q; says\n%s\nwant %q", result.Verdict(), test.verdict, got, test.findings, text, test.says)
			}
		})
	}
}
