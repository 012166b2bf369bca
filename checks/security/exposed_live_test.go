package security_test

import (
	"net/http"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source/project/projecttest"
	"github.com/golive-app/golive/checks/security"
)

// and adds paths to a site.
func (s site) and(path string, handler http.HandlerFunc) site {
	all := site{path: handler}
	for other, one := range s {
		all[other] = one
	}
	return all
}

func TestDoorsOfStaging(t *testing.T) {
	t.Parallel()
	app := map[string]string{"src/app.js": expressApp + "app.get('/orders', (req, res) => res.json([]))\n"}
	shop := site{"/": answer(200, "text/html; charset=utf-8", shopPage)}
	everything := answer(200, "text/html; charset=utf-8", shopPage)
	plain := func(body string) http.HandlerFunc { return answer(200, "text/plain; charset=utf-8", body) }
	judgeLive(t, routeItem("exposed-endpoints"), security.NewExposed(projecttest.Reader(t)), map[string]liveCase{
		"nothing open":             {files: app, serve: shop, verdict: checks.Pass, says: "no open door among"},
		"an app for every path":    {files: app, serve: everything, verdict: checks.Pass},
		"its login for every path": {files: app, serve: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/login", http.StatusFound) }), verdict: checks.Pass},
		"404 as a page of 200": {files: app, serve: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			answer(200, "text/html", "<h1>Page "+r.URL.Path+" not found</h1>")(w, r)
		}), verdict: checks.Pass},
		"settings":                             {files: app, serve: shop.and("/.env", plain("DB_PASSWORD=hunter2\nPORT=8080\n")), verdict: checks.Fail, findings: "error exposed.live", says: "settings with their secrets", not: "hunter2"},
		"a page that talks of them":            {files: app, serve: shop.and("/.env", answer(200, "text/html", "<pre>DB_PASSWORD=x</pre>")), verdict: checks.Pass},
		"settings that are refused":            {files: app, serve: shop.and("/.env", answer(403, "text/plain", "DB_PASSWORD=hunter2")), verdict: checks.Pass},
		"the repository":                       {files: app, serve: shop.and("/.git/HEAD", plain("ref: refs/heads/main\n")), verdict: checks.Fail, findings: "error exposed.live"},
		"Go's profiler":                        {files: app, serve: shop.and("/debug/pprof/", answer(200, "text/html", "<html><title>/debug/pprof/</title> heap goroutine")), verdict: checks.Fail, findings: "error exposed.live"},
		"Spring's settings":                    {files: app, serve: shop.and("/actuator/env", answer(200, "application/json", `{"activeProfiles":[],"propertySources":[]}`)), verdict: checks.Fail, findings: "error exposed.live"},
		"metrics":                              {files: app, serve: shop.and("/metrics", plain("# HELP up Up.\n# TYPE up gauge\nup 1\n")), verdict: checks.Warn, findings: "warning exposed.live", says: "the internet should not"},
		"metrics that are a page":              {files: app, serve: shop.and("/metrics", answer(200, "text/html", "<h1># HELP</h1>")), verdict: checks.Pass},
		"Swagger":                              {files: app, serve: shop.and("/swagger-ui/index.html", answer(200, "text/html", "<title>Swagger UI</title>")), verdict: checks.Warn, findings: "warning exposed.live"},
		"the documents that FastAPI serves":    {files: app, serve: shop.and("/docs", answer(200, "text/html", "<title>Shop - Swagger UI</title>")), verdict: checks.Warn, findings: "warning exposed.live"},
		"lighttpd's state":                     {files: app, serve: shop.and("/server-status", answer(200, "text/html", "<title>Status</title><h1>Server-Status (lighttpd/1.4.69)</h1>")), verdict: checks.Fail, findings: "error exposed.live"},
		"introspection":                        {files: app, serve: shop.and("/graphql", answer(200, "application/json", `{"data":{"__schema":{"queryType":{"name":"Query"}}}}`)), verdict: checks.Warn, findings: "warning exposed.live"},
		"introspection that is off":            {files: app, serve: shop.and("/graphql", answer(400, "application/json", `{"errors":[{"message":"__schema is not allowed"}]}`)), verdict: checks.Pass},
		"uploads that nginx lists":             {files: app, serve: shop.and("/uploads/", answer(200, "text/html", "<html><head><title>Index of /uploads/</title></head><body><h1>Index of /uploads/</h1><pre><a href=\"a.txt\">a.txt</a>")), verdict: checks.Fail, findings: "error exposed.live", says: "autoindex off"},
		"a first page that is a list of files": {files: app, serve: site{"/": answer(200, "text/html", "<title>Index of /</title>")}, verdict: checks.Warn, findings: "warning exposed.live"},
		"assets that serve-index lists":        {files: app, serve: shop.and("/assets/", answer(200, "text/html; charset=utf-8", "<!DOCTYPE html><title>listing directory /assets/</title>")), verdict: checks.Warn, findings: "warning exposed.live"},
		"a page that has an index":             {files: app, serve: shop.and("/files/", answer(200, "text/html", "<title>Our files</title><h1>Index of our files</h1>")), verdict: checks.Pass},
		"pages without a program":              {files: map[string]string{"index.html": shopPage}, serve: shop, verdict: checks.Pass},
		"a route of the product's own":         {files: map[string]string{"src/app.js": expressApp + "app.get('/orders', (req, res) => res.json([]))\napp.get('/internal/stats', (req, res) => res.json({}))\n"}, serve: shop.and("/internal/stats", answer(200, "application/json", `{"users":12}`)), verdict: checks.Fail, findings: "error exposed.live", says: "src/app.js:4"},
		"one that is not there on staging":     {files: map[string]string{"src/app.js": expressApp + "app.get('/orders', (req, res) => res.json([]))\napp.get('/internal/stats', (req, res) => res.json({}))\n"}, serve: shop, verdict: checks.Pass},
		"a firewall in its place": {files: app, serve: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/" || len(r.URL.Path) > 10 && r.URL.Path[:8] == "/golive-" {
				shop.ServeHTTP(w, r)
				return
			}
			answer(403, "text/html", "Attention Required! | Cloudflare")(w, r)
		}), verdict: checks.NeedsSignOff, says: "Cloudflare answered in its place"},
		"broken meanwhile": {files: app, serve: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/" || len(r.URL.Path) > 10 && r.URL.Path[:8] == "/golive-" {
				shop.ServeHTTP(w, r)
				return
			}
			w.WriteHeader(503)
		}), verdict: checks.NeedsSignOff, says: "Service Unavailable"},
	})
}
