package security_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
	"github.com/golive-app/golive/checks/evidence/probe/probetest"
	"github.com/golive-app/golive/checks/evidence/source/project/projecttest"
	"github.com/golive-app/golive/checks/security"
)

// Before a wall nothing is known of the service, and the line that people read says which
// wall it is, whatever the code says of the item.
func TestAWallIsToldInTheLine(t *testing.T) {
	t.Parallel()
	items := map[string]checks.Check{
		"authentication": security.NewAuthentication(projecttest.Reader(t)), "exposed-endpoints": security.NewExposed(projecttest.Reader(t)),
		"rate-limit": security.NewRateLimit(projecttest.Reader(t)), "headers": security.NewHeaders(projecttest.Reader(t)),
	}
	code := map[string]map[string]string{
		"nothing":      {"src/app.js": expressApp + "app.get('/api/items', (req, res) => res.json([]))\n"},
		"some of it":   {"src/app.js": expressApp + "const helmet = require('helmet')\nconst rateLimit = require('express-rate-limit')\napp.use(helmet())\napp.use(rateLimit({ limit: 20 }))\napp.get('/admin', requireAuth, (req, res) => res.end())\n"},
		"what is open": {"src/app.js": expressApp + "app.get('/admin', (req, res) => res.end())\napp.post('/api/login', (req, res) => res.json({}))\n"},
	}
	for name, wall := range map[string]struct {
		serve http.HandlerFunc
		says  string
	}{
		"a single sign-on": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://login.sso.invalid/oauth2/authorize?redirect_uri=x", http.StatusFound)
		}, "sends everybody to login.sso.invalid to log in"},
		"a firewall":            {answer(403, "text/html", "<title>Just a moment...</title>"), "Cloudflare answers before"},
		"a firewall's soft 200": {answer(200, "text/html", "Request unsuccessful. Incapsula incident ID: 1-2"), "Imperva answers before"},
		"too many requests":     {answer(429, "text/plain", ""), "answers 429 to everything"},
	} {
		visit := probetest.ServeTLS(t, wall.serve, nil)
		for id, check := range items {
			for holds, files := range code {
				result := checkstest.Judge(t, routeItem(id), check, checkstest.Subject(checkstest.Tree(files), at(visit)))
				if verdict := result.Verdict(); verdict == checks.Pass || verdict == checks.Unknown && !strings.Contains(result.Why, wall.says) {
					t.Errorf("%s, %s before %s of the code: %s, %q, %q", id, name, holds, verdict, result.Headline, result.Why)
				}
			}
		}
	}
}
