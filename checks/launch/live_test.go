package launch_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
	"github.com/golive-app/golive/checks/evidence/probe"
	"github.com/golive-app/golive/checks/evidence/probe/probetest"
	"github.com/golive-app/golive/checks/evidence/source/project/projecttest"
	"github.com/golive-app/golive/checks/launch"
)

func answer(status int, kind, body string) http.HandlerFunc {
	return func(writer http.ResponseWriter, _ *http.Request) {
		writer.Header().Set("Content-Type", kind)
		writer.WriteHeader(status)
		_, _ = fmt.Fprint(writer, body)
	}
}

func said(body string) http.HandlerFunc { return answer(200, "application/json", body) }

// site is a service of some paths.
type site struct {
	paths   map[string]http.HandlerFunc
	missing http.HandlerFunc
}

func (s site) ServeHTTP(writer http.ResponseWriter, request *http.Request) {
	if handler, found := s.paths[request.URL.Path]; found {
		handler(writer, request)
		return
	}
	s.missing(writer, request)
}

type liveCase struct {
	serve    http.Handler
	deployed checks.Deployed
	verdict  checks.Verdict
	findings string // "severity rule", without notices
	says     string
	not      string
}

func judgeLive(t *testing.T, item checks.Item, check checks.Check, files map[string]string, cases map[string]liveCase) {
	t.Helper()
	for name, one := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			visit := probetest.Serve(t, one.serve, func(options *probe.Options) {
				if one.deployed != (checks.Deployed{}) {
					options.Prove = func(context.Context, *probe.Visit) (checks.Deployed, error) { return one.deployed, nil }
				}
			})
			result := checkstest.Judge(t, item, check, checkstest.Subject(checkstest.Tree(files), func(subject *checks.Subject) { subject.Staging = visit }))
			var lines []string
			text := result.Headline + "\n" + result.Why + "\n" + result.Remedy
			for _, finding := range result.Findings {
				if finding.Severity != checks.SeverityNotice {
					lines = append(lines, string(finding.Severity)+" "+finding.Rule)
				}
				text += "\n" + finding.Message
			}
			for _, evidence := range result.Evidence {
				text += "\n" + evidence.Grade.String() + " " + string(evidence.Outcome) + " " + evidence.Summary
			}
			for _, missing := range result.Missing {
				text += "\nmissing: " + missing.Reason
			}
			if got := strings.Join(lines, "\n"); result.Verdict() != one.verdict || got != one.findings || !strings.Contains(text, one.says) || one.not != "" && strings.Contains(text, one.not) {
				t.Errorf("%s, want %s; findings %q, want %q; says\n%s\nwant %q", result.Verdict(), one.verdict, got, one.findings, text, one.says)
			}
		})
	}
}

func TestEndpointsOfStaging(t *testing.T) {
	t.Parallel()
	item := checks.Item{ID: "launch.endpoints", Section: checks.SectionLaunch, Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E4}, Role: checks.RoleSRE}
	missing := answer(404, "application/json", `{"error":"not found"}`)
	metrics := answer(200, "text/plain", "# HELP up Up.\n# TYPE up gauge\nup 1\n")
	four := func(change map[string]http.HandlerFunc) site {
		all := site{map[string]http.HandlerFunc{
			"/": answer(200, "text/html", "<h1>Shop</h1>"), "/health": said(`{"status":"ok"}`), "/status": said(`{"database":"up"}`), "/version": said(`{"version":"1.4.0","commit":"a1b2c3d"}`), "/metrics": answer(403, "text/plain", ""),
		}, missing}
		for path, handler := range change {
			if handler == nil {
				delete(all.paths, path)
			} else {
				all.paths[path] = handler
			}
		}
		return all
	}
	app := map[string]string{"src/app.js": "const express = require('express')\nconst app = express()\napp.get('/health', (req, res) => res.end())\n"}
	judgeLive(t, item, launch.NewEndpoints(projecttest.Reader(t)), app, map[string]liveCase{
		"all four":                                  {serve: four(nil), verdict: checks.Pass, says: "`/health`, `/status`, `/metrics`, `/version` answered"},
		"metrics for everybody":                     {serve: four(map[string]http.HandlerFunc{"/metrics": metrics}), verdict: checks.Warn, findings: "warning endpoints.metrics"},
		"no metrics":                                {serve: four(map[string]http.HandlerFunc{"/metrics": nil}), verdict: checks.Warn, findings: "warning endpoints.metrics"},
		"no version":                                {serve: four(map[string]http.HandlerFunc{"/version": nil}), verdict: checks.Fail, findings: "error endpoints.missing", says: "`/version` nowhere"},
		"health as Kubernetes names it":             {serve: four(map[string]http.HandlerFunc{"/health": nil, "/healthz": answer(200, "text/plain", "ok")}), verdict: checks.Pass},
		"a page for every path":                     {serve: site{nil, answer(200, "text/html", "<div id=root></div>")}, verdict: checks.Fail, findings: "error endpoints.missing\nerror endpoints.missing\nerror endpoints.missing\nwarning endpoints.metrics"},
		"the same JSON for every path":              {serve: site{nil, said(`{"ok":true}`)}, verdict: checks.Fail, findings: "error endpoints.missing\nerror endpoints.missing\nerror endpoints.missing\nwarning endpoints.metrics"},
		"an address of the inside":                  {serve: four(map[string]http.HandlerFunc{"/status": said(`{"database":"postgres://app:hunter2@10.0.0.5/shop"}`)}), verdict: checks.Fail, findings: "error endpoints.inside", not: "hunter2"},
		"an address without a name":                 {serve: four(map[string]http.HandlerFunc{"/status": said(`{"database":"10.4.0.12"}`)}), verdict: checks.Fail, findings: "error endpoints.inside"},
		"a version that begins with ten":            {serve: four(map[string]http.HandlerFunc{"/version": said(`{"version":"10.2.3"}`)}), verdict: checks.Pass},
		"not well":                                  {serve: four(map[string]http.HandlerFunc{"/health": answer(503, "application/json", `{"status":"down"}`)}), verdict: checks.Fail, findings: "error endpoints.unwell"},
		"behind a guard":                            {serve: four(map[string]http.HandlerFunc{"/health": answer(401, "application/json", `{}`)}), verdict: checks.Warn, findings: "warning endpoints.guarded"},
		"a version without one":                     {serve: four(map[string]http.HandlerFunc{"/version": said(`{"name":"shop"}`)}), deployed: checks.Deployed{Proof: checks.ProofDeployment}, verdict: checks.Warn, findings: "warning endpoints.version"},
		"a failure at a path that it need not have": {serve: four(map[string]http.HandlerFunc{"/status": nil, "/api/status": answer(500, "text/plain", "KeyError")}), verdict: checks.Fail, findings: "error endpoints.missing"},
		"a failure at its own path":                 {serve: four(map[string]http.HandlerFunc{"/status": answer(500, "text/plain", "KeyError")}), verdict: checks.Unknown, says: "whether `/status` is answered is not clear"},
		"a failure wherever nothing is":             {serve: site{map[string]http.HandlerFunc{"/": said(`{"name":"shop"}`)}, answer(500, "application/json", `{"error":"no route"}`)}, verdict: checks.Fail, findings: "error endpoints.missing\nerror endpoints.missing\nerror endpoints.missing\nwarning endpoints.metrics"},
		"too many requests":                         {serve: four(map[string]http.HandlerFunc{"/status": answer(429, "text/plain", ""), "/api/status": answer(429, "text/plain", "")}), verdict: checks.Unknown, says: "429"},
		"of a version that nobody knows":            {serve: four(nil), deployed: checks.Deployed{Words: "-"}, verdict: checks.NeedsSignOff, findings: "warning endpoints.missing"},
	})
}

func TestErrorsOfStaging(t *testing.T) {
	t.Parallel()
	item := checks.Item{ID: "launch.fallback-ui", Section: checks.SectionLaunch, Level: checks.LevelWarn, Minimum: checks.Minimum{Grade: checks.E4}, Role: checks.RoleQA, FindingsDecide: true}
	home := map[string]http.HandlerFunc{"/": answer(200, "text/html", "<title>Shop</title><h1>Welcome</h1>")}
	page := answer(404, "text/html", "<title>Shop</title><h1>We do not have this</h1><a href=/>Home</a>")
	app := map[string]string{"src/app.js": "const express = require('express')\nconst app = express()\napp.get('/', (req, res) => res.render('index'))\n", "views/index.ejs": "<h1>x</h1>", "views/404.ejs": "<h1>x</h1>"}
	judgeLive(t, item, launch.NewFallbackUI(projecttest.Reader(t)), app, map[string]liveCase{
		"a page of its own":            {serve: site{home, page}, verdict: checks.Pass, says: "errors of staging show nothing of the inside"},
		"Express's own":                {serve: site{home, answer(404, "text/html", "<pre>Cannot GET /x</pre>")}, verdict: checks.Warn, findings: "warning fallback.page"},
		"nginx's own":                  {serve: site{home, answer(404, "text/html", "<center><h1>404 Not Found</h1></center><hr><center>nginx</center>")}, verdict: checks.Warn, findings: "warning fallback.page"},
		"lighttpd's own":               {serve: site{home, answer(404, "text/html", "<html>\n <head>\n  <title>404 Not Found</title>\n </head>\n <body>\n  <h1>404 Not Found</h1>\n </body>\n</html>\n")}, verdict: checks.Warn, findings: "warning fallback.page"},
		"nothing":                      {serve: site{home, answer(404, "text/html", "<!doctype html><title>x</title><style>a{}</style>")}, verdict: checks.Warn, findings: "warning fallback.page"},
		"an app that draws it":         {serve: site{home, answer(404, "text/html", "<div id=root></div><script src=/a.js></script>")}, verdict: checks.Pass},
		"a page for everything":        {serve: site{home, answer(200, "text/html", "<div id=root></div><script src=/a.js></script>")}, verdict: checks.Warn, findings: "warning fallback.soft-404"},
		"a stack trace of Node.js":     {serve: site{home, answer(500, "text/html", "<pre>URIError: Failed to decode param<br> &nbsp; &nbsp;at decode_param (/app/node_modules/express/lib/router/layer.js:172:12)</pre>")}, verdict: checks.Fail, findings: "error fallback.trace\nerror fallback.trace\nerror fallback.trace\nerror fallback.trace", says: "a stack trace of Node.js"},
		"a stack trace in JSON":        {serve: site{home, answer(500, "application/json", `{"error":"no route","stack":"Error: no route\n    at Object.<anonymous> (/app/server.js:17:9)\n    at next (/app/node_modules/x.js:1:2)"}`)}, verdict: checks.Fail, findings: "error fallback.trace\nerror fallback.trace\nerror fallback.trace\nerror fallback.trace", says: "a stack trace of Node.js"},
		"Werkzeug's debugger":          {serve: site{home, answer(500, "text/html", "<title>KeyError // Werkzeug Debugger</title><pre>Traceback (most recent call last):")}, verdict: checks.Fail, findings: "error fallback.trace\nerror fallback.trace\nerror fallback.trace\nerror fallback.trace", says: "Werkzeug's debugger"},
		"Django's debug page of today": {serve: site{home, answer(404, "text/html", "<p>You’re seeing this error because you have <code>DEBUG = True</code></p>")}, verdict: checks.Fail, findings: "error fallback.trace\nerror fallback.trace\nerror fallback.trace\nerror fallback.trace"},
		"Django's debug page":          {serve: site{home, answer(404, "text/html", "<p>You're seeing this error because you have <code>DEBUG = True</code></p>")}, verdict: checks.Fail, findings: "error fallback.trace\nerror fallback.trace\nerror fallback.trace\nerror fallback.trace"},
		"a page that tells of traces":  {serve: site{home, answer(404, "text/html", "<h1>Not here</h1><p>Look at our guide on reading a stack trace, at home (page 4).</p>")}, verdict: checks.Pass},
		"too many requests":            {serve: site{home, answer(429, "text/plain", "")}, verdict: checks.Warn, says: "429"},
	})
	api := map[string]string{"src/app.js": "const express = require('express')\nconst app = express()\napp.get('/orders/:id', (req, res) => res.json({}))\n"}
	gone := answer(404, "application/json", `{"error":"not found"}`)
	judgeLive(t, item, launch.NewFallbackUI(projecttest.Reader(t)), api, map[string]liveCase{
		"an API alone":                      {serve: site{nil, gone}, verdict: checks.NotApplicable},
		"pages that the code does not show": {serve: site{home, page}, verdict: checks.Pass},
		"what a route cannot read": {serve: site{map[string]http.HandlerFunc{"/orders/\xff": answer(400, "text/html", "<pre>URIError: Failed to decode param<br> &nbsp; &nbsp;at decodeParam (/app/node_modules/router/lib/layer.js:332:12)</pre>")}, gone},
			verdict: checks.Fail, findings: "error fallback.trace", says: "`/orders/%ff` shows everybody a stack trace of Node.js"},
	})
}
