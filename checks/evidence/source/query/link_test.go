package query_test

import (
	"testing"

	"github.com/golive-app/golive/checks/evidence/source/lowering"
	"github.com/golive-app/golive/checks/evidence/source/query"
)

// TestLoopsThatAskThroughOtherFiles joins a handler, a service and a loop.
func TestLoopsThatAskThroughOtherFiles(t *testing.T) {
	t.Parallel()
	read := func(code string) query.Facts {
		file, err := lowering.Parse("TypeScript", []byte(code))
		if err != nil {
			t.Fatal(err)
		}
		return query.Read(file)
	}
	const client = "import { prisma } from './prisma'\n"
	sources := []query.Source{
		{Path: "items.ts", Facts: read(client + "export async function itemsOf(id) { return prisma.item.findMany({ where: { id } }) }\nexport function label(id) { return 'item ' + id }\n")},
		{Path: "orders.ts", Facts: read("import { itemsOf, label } from './items'\nexport async function fill(orders) {\n  for (const o of orders) { o.items = await itemsOf(o.id); o.label = label(o.id) }\n}\n")},
		{Path: "routes.ts", Facts: read("import { fill } from './orders'\napp.get('/orders', async (req, res) => res.json(await fill(req.body)))\n")},
		{Path: "job.ts", Facts: read("import { itemsOf } from './items'\nexport async function nightly(orders) { for (const o of orders) await itemsOf(o.id) }\n")},
	}
	places := map[string]query.Place{
		"./items.itemsOf": {Path: "items.ts", Name: "itemsOf"}, "./items.label": {Path: "items.ts", Name: "label"}, "./orders.fill": {Path: "orders.ts", Name: "fill"},
	}
	linked := query.Link(sources, func(_, origin string) (query.Place, bool) {
		place, found := places[origin]
		return place, found
	})
	if len(linked["orders.ts"]) != 1 || len(linked["job.ts"]) != 1 || len(linked) != 2 {
		t.Fatalf("linked: %+v", linked)
	}
	hit := linked["orders.ts"][0]
	if hit.Line != 3 || hit.Via != "itemsOf" || hit.AskedIn != "items.ts" || hit.AskedAt != 2 || !hit.Handler {
		t.Errorf("the loop that a handler waits for: %+v", hit)
	}
	if linked["job.ts"][0].Handler {
		t.Error("nobody waits for the job")
	}
}
