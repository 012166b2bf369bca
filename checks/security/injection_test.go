package security_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
	"github.com/golive-app/golive/checks/evidence/source/project/projecttest"
	"github.com/golive-app/golive/checks/security"
)

var injectionItem = checks.Item{
	ID: "security.injection", Section: checks.SectionSecurity, Level: checks.LevelBlock, Kind: checks.KindMix,
	Minimum: checks.Minimum{Grade: checks.E3}, Role: checks.RoleSecurity,
}

func TestInjection(t *testing.T) {
	t.Parallel()
	reader := projecttest.Reader(t)
	const (
		query   = "app.get('/orders', async (req, res) => {\n  const rows = await db.query(\"SELECT * FROM orders WHERE id = '\" + req.query.id + \"'\")\n  res.json(rows)\n})\n"
		params  = "app.get('/orders', async (req, res) => {\n  res.json(await db.query('SELECT * FROM orders WHERE id = $1', [req.query.id]))\n})\n"
		allowed = "app.get('/orders', async (req, res) => {\n  // golive-allow injection: an internal tool\n  await db.query(\"SELECT * FROM orders WHERE id = '\" + req.query.id + \"'\")\n})\n"
		routes  = "import { find } from './orders'\napp.get('/orders', async (req, res) => res.json(await find(req.query.name)))\n"
		orders  = "import { db } from './db'\nexport const find = (name: string) => db.query(\"SELECT * FROM orders WHERE name = '\" + name + \"'\")\n"
		shown   = "app.get('/', (req, res) => res.render('show', { bio: req.query.bio, name: 'x' }))\n"
		page    = "export const Page = ({ html }) => <div dangerouslySetInnerHTML={{ __html: html }} />\n"
	)
	for name, test := range map[string]struct {
		files map[string]string
		lines map[string][]checks.Lines // that the release added; nil: no range
		want  checks.Verdict
		rules string // "severity rule path:line" of each finding
		says  string
	}{
		"a flow": {files: map[string]string{"src/a.ts": query}, want: checks.Fail, rules: "error injection.sql src/a.ts:2", says: "CWE-89"},
		"the same from before": {
			files: map[string]string{"src/a.ts": query}, lines: map[string][]checks.Lines{"src/b.ts": nil},
			want: checks.NeedsSignOff, rules: "warning injection.sql src/a.ts:2", says: "1 flow of untrusted data from before this release",
		},
		"parameters":               {files: map[string]string{"src/a.ts": params}, want: checks.NeedsSignOff, says: "no flow of untrusted data seen"},
		"a comment that allows it": {files: map[string]string{"src/a.ts": allowed}, want: checks.NeedsSignOff, rules: "notice injection.sql src/a.ts:3", says: "an internal tool"},
		"from file to file": {
			files: map[string]string{"src/routes.ts": routes, "src/orders.ts": orders}, want: checks.Fail,
			rules: "error injection.sql src/orders.ts:2", says: "`req.query.name` (src/routes.ts:2)",
		},
		"a new call of an old function": {
			files: map[string]string{"src/routes.ts": routes, "src/orders.ts": orders}, lines: map[string][]checks.Lines{"src/routes.ts": {{First: 2, Last: 2}}},
			want: checks.Fail, rules: "error injection.sql src/orders.ts:2",
		},
		"a template": {
			files: map[string]string{"src/a.ts": shown, "views/show.ejs": "<h1><%= name %></h1>\n<p><%- bio %></p>\n"}, want: checks.Fail,
			rules: "error injection.xss views/show.ejs:2", says: "by way of `res.render(…)` (src/a.ts:1)",
		},
		"a template of what is not known to be untrusted": {
			files: map[string]string{"src/a.ts": params, "views/show.ejs": "<p><%- bio %></p>\n"}, lines: map[string][]checks.Lines{"views/show.ejs": {{First: 1, Last: 1}}},
			want: checks.NeedsSignOff, rules: "warning injection.xss views/show.ejs:1", says: "sanitize-html",
		},
		"a test":                      {files: map[string]string{"test/a.ts": query, "src/a.ts": params}, want: checks.NeedsSignOff, says: "0 flows of untrusted data"},
		"documentation":               {files: map[string]string{"docs/a.ts": query, "src/a.ts": params}, want: checks.NeedsSignOff, says: "1 in generated code and documentation"},
		"a script":                    {files: map[string]string{"scripts/a.ts": query, "src/a.ts": params}, want: checks.NeedsSignOff, rules: "warning injection.sql scripts/a.ts:2"},
		"markup of unknown origin":    {files: map[string]string{"src/a.tsx": page, "src/b.ts": params}, lines: map[string][]checks.Lines{"src/a.tsx": {{First: 1, Last: 1}}}, want: checks.NeedsSignOff, rules: "warning injection.xss src/a.tsx:1", says: "DOMPurify"},
		"no server":                   {files: map[string]string{"src/a.ts": "export const sum = (a, b) => a + b\n"}, want: checks.Unknown, says: "no place found where request data comes in, in 1 production file"},
		"a language that is not read": {files: map[string]string{"src/A.java": "class A {}\n"}, want: checks.Unknown, says: "Java"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			options := []checkstest.Option{}
			for path, lines := range test.lines {
				options = append(options, checkstest.Changing(checks.Change{Path: path, Added: lines}))
			}
			result := checkstest.Judge(t, injectionItem, security.NewInjection(reader), checkstest.Subject(checkstest.Tree(test.files), options...))
			var rules []string
			said := result.Headline + result.Why + result.Remedy
			for _, finding := range result.Findings {
				rules = append(rules, fmt.Sprintf("%s %s %s:%d", finding.Severity, finding.Rule, finding.Path, finding.Line))
				said += finding.Message + finding.Remedy
			}
			for _, evidence := range result.Evidence {
				said += evidence.Summary
			}
			for _, missing := range result.Missing {
				said += missing.Reason
			}
			if result.Verdict() != test.want || strings.Join(rules, "; ") != test.rules || !strings.Contains(said, test.says) {
				t.Errorf("%s with %q, want %s with %q; said:\n%s", result.Verdict(), rules, test.want, test.rules, said)
			}
		})
	}
}
