package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

// writeApplication writes a web application in TypeScript of about as many bytes
// and returns how many it wrote: routes, services with database calls, pages,
// tests and what stands around them.
func writeApplication(b *testing.B, directory string, bytes int) int64 {
	b.Helper()
	written := 0
	write := func(path, content string) {
		writeFile(b, filepath.Join(directory, path), content)
		written += len(content)
	}
	write("package.json", `{"name":"shop","private":true,"scripts":{"start":"node dist/server.js","test":"vitest"},
"dependencies":{"express":"^4.19.2","@prisma/client":"^5.17.0","react":"^18.3.1","zod":"^3.23.8"},"devDependencies":{"vitest":"^2.0.5"}}`)
	write("README.md", "# Shop\n\nAn application to measure with.\n")
	write("CHANGELOG.md", "# Changelog\n\n## [1.0.0] - 2026-11-01\n- The shop\n")
	write("prisma/schema.prisma", "datasource db {\n  provider = \"postgresql\"\n  url = env(\"DATABASE_URL\")\n}\n"+repeat(40, prismaModel))
	for n := 0; written < bytes; n++ {
		module := fmt.Sprintf("server/modules/area%d/module%d", n/50, n)
		write(module+"/service.ts", "import { prisma } from '../../../database';\nimport { logger } from '../../../logging';\n"+repeatFrom(n, 12, serviceFunction))
		write(module+"/routes.ts", "import { Router } from 'express';\nimport { z } from 'zod';\nimport * as service from './service';\n\nexport const router = Router();\n"+repeatFrom(n, 12, routeFunction))
		write(module+"/service.test.ts", "import { describe, expect, it } from 'vitest';\nimport * as service from './service';\n"+repeatFrom(n, 10, testFunction))
		write(fmt.Sprintf("app/pages/area%d/Page%d.tsx", n/50, n), "import React from 'react';\nimport { useQuery } from '../../hooks';\n"+repeatFrom(n, 8, pageFunction))
		if n%10 == 0 {
			write(fmt.Sprintf("app/locales/area%d/en%d.json", n/50, n), "{\n"+repeatFrom(n, 60, translation)+"\"end\": \"\"\n}\n")
		}
	}
	return int64(written)
}

func repeat(times int, part string) string { return repeatFrom(0, times, part) }

// repeatFrom repeats a part with the number of each time in place of §, so that no
// two are alike.
func repeatFrom(first, times int, part string) string {
	var text strings.Builder
	for n := range times {
		text.WriteString(strings.ReplaceAll(part, "§", fmt.Sprintf("%d_%d", first, n)))
	}
	return text.String()
}

const prismaModel = `
model Order§ {
  id        Int      @id @default(autoincrement())
  state     String
  customer  Int
  createdAt DateTime @default(now())
  @@index([customer])
}
`

const serviceFunction = `
/** Loads the orders of one customer, newest first. */
export async function loadOrders§(customer: number, options: { limit?: number; state?: string } = {}): Promise<Order[]> {
  const { limit = 50, state } = options;
  const orders = await prisma.order.findMany({
    where: { customer, ...(state ? { state } : {}) },
    orderBy: { createdAt: 'desc' },
    take: Math.min(limit, 200),
  });
  const result: Order[] = [];
  for (const order of orders) {
    const lines = order.lines.filter((line) => line.amount > 0).map((line) => ({ ...line, total: line.amount * line.price }));
    if (lines.length === 0) {
      logger.warn('an order without lines', { order: order.id });
      continue;
    }
    result.push({ ...order, lines, total: lines.reduce((sum, line) => sum + line.total, 0) });
  }
  return result;
}

export class OrderStore§ {
  private readonly known = new Map<number, Order>();
  constructor(private readonly clock: () => Date) {}
  async save(order: Order): Promise<void> {
    try {
      await prisma.order.update({ where: { id: order.id }, data: { state: order.state, changedAt: this.clock() } });
      this.known.set(order.id, order);
    } catch (error) {
      logger.error('the order could not be saved', { error, order: order.id });
      throw error;
    }
  }
}
`

const routeFunction = `
const query§ = z.object({ limit: z.coerce.number().int().max(200).optional(), state: z.string().optional() });
router.get('/orders/§/:customer', requireSession, async (request, response, next) => {
  try {
    const { limit, state } = query§.parse(request.query);
    const orders = await service.loadOrders§(Number(request.params.customer), { limit, state });
    response.setHeader('Cache-Control', 'private, max-age=30');
    response.json({ orders: orders.map(({ id, total, state }) => ({ id, total, state })) });
  } catch (error) {
    next(error);
  }
});
`

const testFunction = `
describe('loadOrders§', () => {
  it('leaves out what has no lines', async () => {
    const orders = await service.loadOrders§(1, { limit: 3 });
    expect(orders.every((order) => order.lines.length > 0)).toBe(true);
    expect(orders).toHaveLength(3);
  });
});
`

const pageFunction = `
export function OrderList§({ customer, onSelect }: { customer: number; onSelect: (id: number) => void }) {
  const { data, loading, error } = useQuery<Order[]>(` + "`/api/orders/§/${customer}`" + `);
  const [selected, setSelected] = React.useState<number | null>(null);
  const total = React.useMemo(() => (data ?? []).reduce((sum, order) => sum + order.total, 0), [data]);
  if (loading) return <Spinner label="Loading" />;
  if (error) return <Alert kind="error">{error.message}</Alert>;
  return (
    <section className="orders" aria-busy={loading}>
      <h2>Orders ({data.length})</h2>
      <ul>
        {data.map((order) => (
          <li key={order.id} className={order.id === selected ? 'selected' : undefined}>
            <button onClick={() => { setSelected(order.id); onSelect(order.id); }}>{order.title}</button>
            <span>{order.total.toFixed(2)}</span>
          </li>
        ))}
      </ul>
      <footer>Total: {total.toFixed(2)}</footer>
    </section>
  );
}
`

const translation = `  "order.title.§": "The order number § was sent to the customer",
`

// hostileFiles are texts of up to a mebibyte that cost parsers most.
func hostileFiles() map[string]string {
	return map[string]string{
		"src/brackets.js": "console\n" + strings.Repeat("[\n", 250_000),
		"src/objects.js":  "console\n" + strings.Repeat("{ a: b ( [ \n", 60_000),
		"src/words.js":    strings.Repeat("console\n", 120_000),
		"src/calls.ts":    strings.Repeat("console.log(\n", 60_000),
		"src/shadows.js":  strings.Repeat("function f(console) { console.log(1)\n", 20_000),
		"src/generic.ts":  "console\n" + strings.Repeat("a<\n", 100_000),
		"src/sums.ts":     "const a = " + strings.Repeat("a +\n", 200_000) + "a;",
		"src/chain.ts":    "a" + strings.Repeat("\n.then(x => x)", 60_000),
		"src/ifs.py":      strings.Repeat("if a:\n  b = a\nel", 50_000) + "se:\n  pass\n",
		"src/marks.tsx":   strings.Repeat("<a>\n", 200_000),
	}
}
