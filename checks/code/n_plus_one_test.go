package code_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
	"github.com/golive-app/golive/checks/code"
	"github.com/golive-app/golive/checks/evidence/source/project/projecttest"
)

var nPlusOneItem = checks.Item{
	ID: "code.n-plus-one", Section: checks.SectionCode, Level: checks.LevelBlock,
	Minimum: checks.Minimum{Grade: checks.E5, Attestation: true}, Role: checks.RoleSenior,
}

func TestNPlusOne(t *testing.T) {
	t.Parallel()
	reader := projecttest.Reader(t)
	const (
		head    = "import { PrismaClient } from '@prisma/client'\nconst prisma = new PrismaClient()\n"
		handler = head + "app.get('/orders', async (req, res) => {\n  for (const o of await load()) {\n    o.items = await prisma.item.findMany({ where: { id: o.id } })\n  }\n})\n"
		service = head + "export async function fill(orders) {\n  for (const o of orders) o.items = await prisma.item.findMany({ where: { id: o.id } })\n}\n"
		clean   = head + "app.get('/orders', async (req, res) => res.json(await prisma.order.findMany({ include: { items: true } })))\n"
	)
	prisma := map[string]string{"package.json": `{"dependencies": {"@prisma/client": "6.0.0"}}`}
	for name, test := range map[string]struct {
		files map[string]string
		old   bool
		want  checks.Verdict
		rules string // "severity rule line" of each finding
		says  string
	}{
		"a query in a loop while a request waits": {files: map[string]string{"src/orders.ts": handler}, want: checks.Fail, rules: "error nplusone.loop 5", says: "`include`"},
		"the same from before":                    {files: map[string]string{"src/orders.ts": handler}, old: true, want: checks.NeedsSignOff, rules: "warning nplusone.loop 5", says: "1 in request handlers from before this release"},
		"one that nobody is seen to wait for":     {files: map[string]string{"src/fill.ts": service}, want: checks.NeedsSignOff, rules: "warning nplusone.loop 4", says: "in `fill`"},
		"through a service that a handler calls": {
			files: map[string]string{
				"src/items.ts": head + "export const itemsOf = (id) => prisma.item.findMany({ where: { id } })\n",
				"src/fill.ts":  "import { itemsOf } from './items'\nexport async function fill(orders) {\n  for (const o of orders) o.items = await itemsOf(o.id)\n}\n",
				"src/app.ts":   "import { fill } from './fill'\napp.get('/orders', async (req, res) => res.json(await fill(req.body)))\n",
			},
			want: checks.Fail, rules: "error nplusone.loop 3", says: "`prisma.item.findMany`, src/items.ts:3",
		},
		"jobs come behind what a request waits for": {
			files: map[string]string{
				"src/a_job.ts": "import { Worker } from 'bullmq'\n" + head + "new Worker('nightly', async (job) => {\n  for (const o of job.data) await prisma.item.findMany({ where: { id: o.id } })\n})\n",
				"src/b.ts":     service, "src/z_orders.ts": handler,
			},
			old: true, want: checks.NeedsSignOff, rules: "warning nplusone.loop 5; warning nplusone.loop 4; warning nplusone.loop 5", says: "in a background job",
		},
		"a script, a test":                     {files: map[string]string{"scripts/fill.ts": handler, "test/fill.ts": handler, "src/a.ts": clean}, want: checks.NeedsSignOff, says: "1 in scripts"},
		"queries that fetch along":             {files: map[string]string{"src/orders.ts": clean}, want: checks.NeedsSignOff, says: "1 database call"},
		"no database":                          {files: map[string]string{"src/sum.ts": "export const sum = (a, b) => a + b\n"}, want: checks.NotApplicable, says: "no database client found"},
		"a database client, and no call of it": {files: map[string]string{"package.json": prisma["package.json"], "src/sum.ts": "export const a = 1\n"}, want: checks.Unknown, says: "from a database"},
		"a language that is not read":          {files: map[string]string{"src/A.java": "class A {}\n"}, want: checks.Unknown, says: "Java"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			options := []checkstest.Option{}
			if test.old {
				options = append(options, checkstest.Changing())
			}
			result := checkstest.Judge(t, nPlusOneItem, code.NewNPlusOne(reader), checkstest.Subject(checkstest.Tree(test.files), options...))
			var rules []string
			said := result.Headline + result.Why + result.Remedy
			for _, finding := range result.Findings {
				rules = append(rules, fmt.Sprintf("%s %s %d", finding.Severity, finding.Rule, finding.Line))
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
