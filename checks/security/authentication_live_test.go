package security_test

import (
	"encoding/base64"
	"net/http"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source/project/projecttest"
	"github.com/golive-app/golive/checks/security"
)

// guarded refuses whoever brings no token that it takes.
func guarded(takes func(token string) bool, next http.HandlerFunc) http.HandlerFunc {
	return func(writer http.ResponseWriter, request *http.Request) {
		token, found := strings.CutPrefix(request.Header.Get("Authorization"), "Bearer ")
		if !found || !takes(token) {
			writer.Header().Set("WWW-Authenticate", "Bearer")
			answer(http.StatusUnauthorized, "application/json", `{"error":"unauthorized"}`)(writer, request)
			return
		}
		next(writer, request)
	}
}

func TestStagingWithoutCredentials(t *testing.T) {
	t.Parallel()
	app := map[string]string{"src/auth.js": authGuard, "src/app.js": expressApp + "const { requireAuth } = require('./auth')\n" +
		"app.get('/', (req, res) => res.end())\napp.get('/orders', requireAuth, (req, res) => res.json([]))\napp.get('/users/:id', requireAuth, (req, res) => res.json({}))\napp.post('/orders', requireAuth, (req, res) => res.end())\n"}
	orders := answer(200, "application/json", `[{"id":1,"total":10}]`)
	nobody := func(string) bool { return false }
	home := answer(200, "text/html", shopPage)
	shop := func(takes func(string) bool) site {
		return site{"/": home, "/orders": guarded(takes, orders), "/users/1": guarded(takes, answer(200, "application/json", `{"id":1}`))}
	}
	segment := func(token string, at int) string { return strings.Split(token, ".")[at] }
	judgeLive(t, routeItem("authentication"), security.NewAuthentication(projecttest.Reader(t)), map[string]liveCase{
		"everything refused": {files: app, serve: shop(nobody), verdict: checks.Pass, says: "2 of 3 routes that should not answer everybody refused requests without credentials and with tokens that are none, unsigned or ended, 2 of them in other spellings too; 1 more"},
		"to the login": {files: app, serve: site{"/": home, "/orders": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/login?next=/orders", http.StatusFound)
		}, "/users/1": guarded(nobody, orders)}, verdict: checks.Pass},
		"an open route":               {files: app, serve: site{"/": home, "/orders": orders, "/users/1": guarded(nobody, orders)}, verdict: checks.Fail, findings: "error auth.open", says: "`GET /orders` answered 200 with 21 bytes without credentials (`src/app.js:5`)"},
		"an open route that is empty": {files: app, serve: site{"/": home, "/orders": answer(200, "application/json", "[]"), "/users/1": guarded(nobody, orders)}, verdict: checks.Warn, findings: "warning auth.open", says: "an empty list"},
		"an open route beside guarded ones, told once": {files: map[string]string{"src/auth.js": authGuard, "src/app.js": expressApp + "const { requireAuth } = require('./auth')\napp.get('/', (req, res) => res.end())\napp.get('/users', (req, res) => res.json([]))\napp.get('/admin/users', requireAuth, (req, res) => res.json({}))\n"},
			serve: site{"/": home, "/users": orders, "/admin/users": guarded(nobody, orders)}, verdict: checks.Fail, findings: "error auth.open", says: "`GET /users` answered 200"},
		"an open route beside guarded ones, that is empty": {files: map[string]string{"src/auth.js": authGuard, "src/app.js": expressApp + "const { requireAuth } = require('./auth')\napp.get('/', (req, res) => res.end())\napp.get('/users', (req, res) => res.json([]))\napp.get('/admin/users', requireAuth, (req, res) => res.json({}))\n"},
			serve: site{"/": home, "/users": answer(200, "application/json", "[]"), "/admin/users": guarded(nobody, orders)}, verdict: checks.Warn, findings: "warning auth.open\nwarning auth.unguarded", says: "1 of 2 routes refused whoever is nobody on staging"},
		"any token":                  {files: app, serve: shop(func(string) bool { return true }), verdict: checks.Fail, findings: "error auth.token\nerror auth.token"},
		"a token that is not signed": {files: app, serve: shop(func(token string) bool { return strings.Count(token, ".") == 2 && segment(token, 2) == "" }), verdict: checks.Fail, findings: "error auth.unsigned\nerror auth.unsigned", says: "never `none`"},
		"none, but for how it is written": {files: app, serve: shop(func(token string) bool {
			header, _ := base64.RawURLEncoding.DecodeString(strings.Split(token, ".")[0])
			return strings.Contains(strings.ToLower(string(header)), `"alg":"none"`) && !strings.Contains(string(header), `"none"`)
		}), verdict: checks.Fail, findings: "error auth.unsigned\nerror auth.unsigned", says: "with a token that is not signed (`alg: None`)"},
		"in one odd spelling alone": {files: app, serve: shop(func(token string) bool {
			header, _ := base64.RawURLEncoding.DecodeString(strings.Split(token, ".")[0])
			return strings.Contains(string(header), `"nOnE"`)
		}), verdict: checks.Fail, findings: "error auth.unsigned\nerror auth.unsigned", says: "`alg: nOnE`"},
		"a token that has ended": {files: app, serve: shop(func(token string) bool { return strings.HasPrefix(token, "eyJ") && segment(token, 2) != "" }), verdict: checks.Fail, findings: "error auth.expired\nerror auth.expired"},
		"it breaks on a token": {files: app, serve: site{"/": home, "/orders": guarded(nobody, orders), "/users/1": func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Authorization") != "" {
				answer(500, "application/json", "{}")(w, r)
				return
			}
			guarded(nobody, orders)(w, r)
		}}, verdict: checks.Warn, findings: "warning auth.broken", says: "breaks where it should refuse"},
		"tokens that are not looked at": {files: app, serve: site{"/": home, "/users/1": guarded(nobody, orders), "/orders": func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Authorization") != "" {
				answer(429, "", "")(w, r)
				return
			}
			guarded(nobody, orders)(w, r)
		}}, verdict: checks.Unknown, says: "429"},
		"a firewall that likes no odd path": {files: app, serve: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.Contains(r.RequestURI, "%2f") || strings.HasPrefix(r.RequestURI, "//") {
				answer(403, "text/html", "Attention Required! | Cloudflare")(w, r)
				return
			}
			shop(nobody).ServeHTTP(w, r)
		}), verdict: checks.Pass},
		"another spelling": {files: app, serve: shop(nobody).and("/ORDERS", orders), verdict: checks.Fail, findings: "error auth.bypass", says: "written as `/ORDERS`"},
		"a slash more at the end, on a page for everything": {files: app, serve: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if handler, found := shop(nobody)[r.URL.Path]; found {
				handler(w, r)
				return
			}
			home(w, r)
		}), verdict: checks.Pass},
		"a rewritten address": {files: app, serve: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("X-Original-URL") == "/orders" {
				orders(w, r)
				return
			}
			shop(nobody).ServeHTTP(w, r)
		}), verdict: checks.Fail, findings: "error auth.bypass", says: "X-Original-URL"},
		"an administration, whose own page is the login": {files: map[string]string{"manage.py": "import django\n", "shop/urls.py": "from django.contrib import admin\nfrom django.urls import path\nurlpatterns = [path('admin/', admin.site.urls)]\n"}, serve: site{"/": home, "/admin/": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/admin/login/?next=/admin/", http.StatusFound)
		}}, verdict: checks.Pass},
		"health behind a guard in the code, and open": {files: map[string]string{"src/auth.js": authGuard, "src/app.js": app["src/app.js"] + "app.get('/health', requireAuth, (req, res) => res.end())\n"}, serve: shop(nobody).and("/health", answer(200, "application/json", `{"status":"ok"}`)), verdict: checks.Pass},
		"too many requests":                           {files: app, serve: site{"/": home, "/orders": answer(429, "", ""), "/users/1": guarded(nobody, orders)}, verdict: checks.Unknown, says: "429"},
		"nothing that it has":                         {files: app, serve: site{"/": home}, verdict: checks.NeedsSignOff, says: "could not be tried"},
		"a guard that nothing proves": {files: map[string]string{"src/auth.js": authGuard + "exports.requireKey = (req, res, next) => req.get('x-api-key') ? next() : res.status(401).end()\n", "src/app.js": expressApp + "const { requireAuth, requireKey } = require('./auth')\napp.get('/orders', requireAuth, (req, res) => res.json([]))\napp.post('/payments', requireKey, (req, res) => res.end())\n"},
			serve: shop(nobody), verdict: checks.Unknown, says: "1 of 2 routes could not be tried, nor stand behind a guard that was seen to refuse: `POST /payments`"},
	})
}
