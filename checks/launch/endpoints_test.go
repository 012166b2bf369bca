package launch_test

import (
	"os"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
	"github.com/golive-app/golive/checks/evidence/source"
	"github.com/golive-app/golive/checks/evidence/source/project"
	"github.com/golive-app/golive/checks/launch"
)

func TestEndpoints(t *testing.T) {
	t.Parallel()
	reader, err := source.NewReader(source.ReaderOptions{
		Command: []string{os.Args[0], "-test.run=^TestSyntaxChild$", source.ReaderCommand}, Children: 1,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = reader.Close() })
	check := launch.NewEndpoints(project.NewReader(reader))
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
