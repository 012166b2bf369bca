package launch_test

import (
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
	"github.com/golive-app/golive/checks/evidence/source/project/projecttest"
	"github.com/golive-app/golive/checks/launch"
)

func TestEndpoints(t *testing.T) {
	t.Parallel()
	check := launch.NewEndpoints(projecttest.Reader(t))
	item := checks.Item{ID: "launch.endpoints", Section: checks.SectionLaunch, Kind: checks.KindAuto, Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E4}, Role: checks.RoleSRE}
	const app = "const express = require('express')\nconst app = express()\n"
	for name, test := range map[string]struct {
		files    map[string]string
		verdict  checks.Verdict
		findings string
		says     string
	}{
		"a library": {files: map[string]string{"src/add.js": "export const add = (a, b) => a + b\n"}, verdict: checks.NotApplicable, says: "not a service"},
		"none":      {files: map[string]string{"src/app.js": app + "app.get('/orders', list)\n"}, verdict: checks.Unknown, findings: "warning endpoints.missing", says: "app.get(\"/health\""},
		"all four": {
			files:   map[string]string{"src/app.js": app + "app.get('/healthz', ok)\napp.get('/api/status', ok)\napp.get('/metrics', ok)\napp.get('/version', ok)\n"},
			verdict: checks.NeedsSignOff, says: "E2 supports `/health` is answered at `/healthz`",
		},
		"some": {
			files: map[string]string{"main.go": "package main\n\nimport (\n\t\"net/http\"\n\t\"github.com/prometheus/client_golang/prometheus/promhttp\"\n)\n\nfunc main() {\n\thttp.HandleFunc(\"GET /livez\", ok)\n\tgo http.ListenAndServe(\":9090\", promhttp.Handler())\n\thttp.ListenAndServe(\":80\", nil)\n}\n\nfunc ok(w http.ResponseWriter, r *http.Request) {}\n"}, verdict: checks.NeedsSignOff,
			findings: "warning endpoints.missing", says: "`/health`, `/metrics` in the code; `/status`, `/version` not found",
		},
		"status of something else": {files: map[string]string{"src/app.js": app + "app.get('/orders/:id/items/:item/status', ok)\napp.post('/health', ok)\n"}, verdict: checks.Unknown, findings: "warning endpoints.missing", says: "none of the four"},
		"documented, and not in the code": {
			files: map[string]string{
				"src/app.js":        app + "app.get('/orders', list)\napp.get('/version', ok)\n",
				"docs/openapi.yaml": "openapi: 3.0.3\nservers: [{url: /api}]\npaths:\n  /orders: {get: {}}\n  /health: {get: {}}\n  /refunds: {post: {}}\n",
			},
			verdict: checks.NeedsSignOff, findings: "warning endpoints.missing", says: "`/version` in the code; `/health` documented, and not matched with a route of the code; `/status`, `/metrics` not found",
		},
		"what documents and code agree on": {
			files: map[string]string{
				"src/app.js":        app + "app.get('/healthz', ok)\napp.get('/api/status', ok)\napp.get('/metrics', ok)\napp.get('/version', ok)\n",
				"docs/openapi.yaml": "openapi: 3.0.3\npaths:\n  /healthz: {get: {}}\n  /refunds: {post: {}}\n  /more: {$ref: more.yaml}\n",
			},
			verdict: checks.NeedsSignOff, says: "E2 neutral `docs/openapi.yaml` describes 2 operations: routes of the code confirm 1; 1 could not be matched with any, and may be routes that were not read, or not the product's: `POST /refunds` (line 4); 1 path stands elsewhere",
		},
		"a document that cannot be read": {
			files:   map[string]string{"src/app.js": app + "app.get('/healthz', ok)\napp.get('/api/status', ok)\napp.get('/metrics', ok)\napp.get('/version', ok)\n", "swagger.json": `{"swagger": "2.0", "paths": {`},
			verdict: checks.NeedsSignOff, says: "E2 neutral `swagger.json` could not be read: neither YAML nor JSON",
		},
		"a document of somebody else's": {
			files:   map[string]string{"src/app.js": app + "app.get('/orders', list)\n", "src/clients/openapi.yaml": "openapi: 3.0.3\npaths: {/health: {get: {}}}\n"},
			verdict: checks.Unknown, findings: "warning endpoints.missing", says: "none of the four",
		},
		"a library with a document": {
			files:   map[string]string{"src/add.js": "export const add = (a, b) => a + b\n", "openapi.yaml": "openapi: 3.0.3\npaths: {/health: {get: {}}}\n"},
			verdict: checks.NotApplicable, says: "`openapi.yaml` describes 1 operation, which nothing in the code answers",
		},
		"behind a guard": {
			files:   map[string]string{"src/app.js": app + "app.use((req, res, next) => req.user ? next() : res.status(401).end())\napp.get('/health', (req, res) => res.end())\n"},
			verdict: checks.NeedsSignOff, findings: "warning endpoints.missing, warning endpoints.guarded", says: "a probe without credentials is refused",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result := checkstest.Judge(t, item, check, checkstest.Subject(checkstest.Tree(test.files)))
			var rules []string
			text := result.Headline + "\n" + result.Why
			for _, finding := range result.Findings {
				rules = append(rules, string(finding.Severity)+" "+finding.Rule)
				text += "\n" + finding.Message + "\n" + finding.Remedy
			}
			for _, evidence := range result.Evidence {
				text += "\n" + evidence.Grade.String() + " " + string(evidence.Outcome) + " " + evidence.Summary
			}
			if got := strings.Join(rules, ", "); result.Verdict() != test.verdict || got != test.findings {
				t.Errorf("%s with %q, want %s with %q", result.Verdict(), got, test.verdict, test.findings)
			}
			if !strings.Contains(text, test.says) {
				t.Errorf("nothing says %q:\n%s", test.says, text)
			}
		})
	}
}
