package launch_test

import (
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
	"github.com/golive-app/golive/checks/evidence/source/project/projecttest"
	"github.com/golive-app/golive/checks/launch"
)

var fallbackItem = checks.Item{
	ID: "launch.fallback-ui", Section: checks.SectionLaunch, Kind: checks.KindMix, Level: checks.LevelWarn,
	Minimum: checks.Minimum{Grade: checks.E4}, Role: checks.RoleQA,
}

func TestFallbackUI(t *testing.T) {
	t.Parallel()
	check := launch.NewFallbackUI(projecttest.Reader(t))
	const (
		server = "const express = require('express')\nconst app = express()\n"
		page   = "export const App = () => <main>{orders}</main>\n"
		django = "from django.urls import path\nfrom django.shortcuts import render\nurlpatterns = [path('a', view)]\ndef view(r): return render(r, 'a.html')\n"
	)
	for name, test := range map[string]struct {
		files    map[string]string
		verdict  checks.Verdict
		findings string
		says     string
	}{
		"components without a boundary": {
			files: map[string]string{"src/app.tsx": page}, verdict: checks.Warn, findings: "warning fallback.none", says: "react-error-boundary",
		},
		"a boundary": {
			files: map[string]string{"src/app.tsx": page, "src/main.tsx": "import { ErrorBoundary } from 'react-error-boundary'\nroot.render(<ErrorBoundary fallback={<Broken/>}><App/></ErrorBoundary>)\n"}, verdict: checks.Warn, says: "error pages by",
		},
		"pages of Next.js": {
			files: map[string]string{"app/page.tsx": page, "app/error.tsx": "export default function Broken() { return <p/> }\n"}, verdict: checks.Warn, says: "Next.js",
		},
		"pages of SvelteKit and Nuxt": {
			files: map[string]string{"pages/a.vue": "<template><p/></template>\n", "error.vue": "<template><p/></template>\n"}, verdict: checks.Warn, says: "error pages by Nuxt",
		},
		"templates of Django": {
			files: map[string]string{"shop/urls.py": django, "shop/templates/404.html": "<p>", "shop/templates/a.html": "<p>"}, verdict: checks.Warn, says: "`404.html`",
		},
		"templates without pages for errors": {
			files: map[string]string{"shop/urls.py": django, "shop/templates/a.html": "<p>"}, verdict: checks.Warn, findings: "warning fallback.none", says: "handler500 =",
		},
		"a stack trace in an answer": {
			files:   map[string]string{"src/app.js": server + "app.use((error, req, res, next) => res.status(500).send(error.stack))\n"},
			verdict: checks.Warn, findings: "error fallback.stack-trace", says: "application/problem+json",
		},
		"a stack trace for developers": {
			files:   map[string]string{"src/app.js": server + "app.use((error, req, res, next) => res.json({ stack: process.env.NODE_ENV === 'production' ? undefined : error.stack }))\n"},
			verdict: checks.NotApplicable, says: "no user interface found",
		},
		"debug mode": {
			files: map[string]string{"shop/urls.py": "from django.urls import path\nurlpatterns = [path('a', view)]\n", "shop/settings.py": "DEBUG = True\n", "shop/settings_dev.py": "DEBUG = True\n"}, verdict: checks.Warn, findings: "warning fallback.debug-mode", says: "off by default",
		},
		"no user interface": {
			files: map[string]string{"main.go": "package main\nimport \"net/http\"\nfunc main() { http.ListenAndServe(\":80\", nil) }\nfunc f(w http.ResponseWriter) { http.Error(w, err.Error(), 500) }\n"}, verdict: checks.NotApplicable,
			findings: "notice fallback.error-text", says: "none shows a stack trace",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tree := checkstest.Tree(test.files)
			result := checkstest.Judge(t, fallbackItem, check, checkstest.Subject(tree))
			var rules []string
			text := result.Headline + "\n" + result.Why
			for _, finding := range result.Findings {
				rules = append(rules, string(finding.Severity)+" "+finding.Rule)
				text += "\n" + finding.Message + "\n" + finding.Remedy
			}
			for _, evidence := range result.Evidence {
				text += "\n" + evidence.Summary
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
