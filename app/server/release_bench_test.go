package server_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/config"
)

// BenchmarkRelease opens a release pull request of a repository of 10 MB that
// golive has never seen, and then pushes a commit to it. It reports how long after
// the delivery all eight check runs exist (goal: 5 s), how long after it what
// golive can judge without other systems is judged and golive / ready completed
// (goal: 10 s), and the same for the push, where content and facts are known.
func BenchmarkRelease(b *testing.B) {
	files := tenMegabytes()
	size := 0
	for path, content := range files {
		size += len(path) + len(content)
	}
	for _, queue := range queues {
		b.Run(queue, func(b *testing.B) {
			var visible, judged, again time.Duration
			for range b.N {
				b.StopTimer()
				one := newMeasuredRelease(b, queue, files)
				b.StartTimer()
				shown, completed := one.deliver(one.sha)
				visible, judged = visible+shown, judged+completed
				b.StopTimer()
				_, completed = one.deliver(one.push(map[string]string{"src/orders/service-7.ts": "export const rounding = 2;\n"}))
				again += completed
			}
			b.ReportMetric(float64(size)/1e6, "MB")
			b.ReportMetric(float64(len(files)), "files")
			milliseconds(b, visible/time.Duration(b.N), "visible-ms")
			milliseconds(b, judged/time.Duration(b.N), "verdict-ms")
			milliseconds(b, again/time.Duration(b.N), "next-verdict-ms")
		})
	}
}

// measuredRelease is a release pull request whose delivery waits.
type measuredRelease struct {
	b      *testing.B
	github *simulator.GitHub
	sha    string
}

func newMeasuredRelease(b *testing.B, queue string, files map[string]string) *measuredRelease {
	b.Helper()
	github, started := newMeasured(b, queue, config.RoleAll)
	r := &measuredRelease{b: b, github: github}
	if _, err := github.Push(shop, "main", "kim", simulator.Commit{Message: "start", Files: files}); err != nil {
		b.Fatal(err)
	}
	r.hold()
	github.DeliverTo("http://" + started.Address() + "/webhook")
	r.sha = r.push(map[string]string{
		"package.json": `{"name":"shop","version":"1.4.0"}`, "src/orders/service-3.ts": "export const shop = 2;\nconsole.log(shop);\n",
		"CHANGELOG.md": "# Changelog\n\n## [1.4.0] - 2026-11-23\n\n### Added\n\n- Exports (#7)\n",
	})
	if _, err := github.OpenPullRequest(simulator.NewPullRequest{
		Repository: shop, Title: "Release v1.4.0", Body: "Exports.", Head: "release/v1.4.0", Base: "main", User: "kim",
	}); err != nil {
		b.Fatal(err)
	}
	return r
}

func (r *measuredRelease) hold() { r.github.HoldDeliveries() }

// push commits to the release's branch and returns its new tip. Nobody is told
// yet.
func (r *measuredRelease) push(files map[string]string) string {
	r.b.Helper()
	r.hold()
	sha, err := r.github.Push(shop, "release/v1.4.0", "kim", simulator.Commit{Message: "feat: exports (#7)", Files: files})
	if err != nil {
		r.b.Fatal(err)
	}
	return sha
}

// deliver lets the deliveries go, and returns how long it took until the check
// runs of a commit existed, and until the verdict stood.
func (r *measuredRelease) deliver(sha string) (visible, judged time.Duration) {
	r.b.Helper()
	started := time.Now()
	r.github.ReleaseDeliveries(nil)
	await(r.b, "golive / ready is completed", func() bool {
		runs, err := r.github.CheckRuns(shop, sha)
		if err != nil {
			r.b.Fatal(err)
		}
		if visible == 0 && len(runs) == len(checks.Sections())+1 {
			visible = time.Since(started)
		}
		for _, run := range runs {
			if run.Name == checks.ReadyCheck && run.Status == "completed" {
				judged = time.Since(started)
			}
		}
		return judged > 0
	})
	return visible, judged
}

// tenMegabytes returns the files of a repository as teams have it: mostly
// TypeScript, with tests, pages, migrations, manifests, a lock file and images.
// It is the same at each call.
func tenMegabytes() map[string]string {
	random := rand.New(rand.NewPCG(7, 11))
	files := map[string]string{
		".golive.yml":              enforcing,
		"package.json":             `{"name":"shop","version":"1.3.0"}`,
		".github/workflows/ci.yml": "name: ci\non: [push]\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/checkout@v4\n      - run: npm ci\n      - run: npm test\n",
		"package-lock.json":        lockFile(random, 3000),
	}
	for _, area := range []string{"orders", "payments", "catalogue", "accounts", "shipping", "search", "reports", "admin"} {
		for number := range 105 {
			files[fmt.Sprintf("src/%s/service-%d.ts", area, number)] = service(random, area)
			files[fmt.Sprintf("web/%s/page-%d.tsx", area, number)] = page(random, area)
		}
		for number := range 40 {
			files[fmt.Sprintf("test/%s/service-%d.test.ts", area, number)] = unitTest(random, area)
			files[fmt.Sprintf("migrations/%s/%04d.sql", area, number)] = fmt.Sprintf("ALTER TABLE %s ADD COLUMN %s text;\nCREATE INDEX CONCURRENTLY ON %s (%s);\n", area, word(random), area, word(random))
			files[fmt.Sprintf("deploy/%s/%d.yaml", area, number)] = fmt.Sprintf("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: %s\ndata:\n  LEVEL: info\n  REGION: %s\n", area, word(random))
			files[fmt.Sprintf("docs/%s/%d.md", area, number)] = "# " + area + "\n\n" + strings.Repeat("How the "+word(random)+" of an order is kept, and who may change it.\n", 40)
		}
		for number := range 6 {
			files[fmt.Sprintf("web/%s/picture-%d.png", area, number)] = picture(random, 30<<10)
		}
	}
	return files
}

// word returns a name that hardly comes twice.
func word(random *rand.Rand) string {
	parts := []string{"order", "price", "customer", "stock", "invoice", "basket", "refund", "parcel", "session", "voucher", "supplier", "address"}
	return parts[random.IntN(len(parts))] + strings.ToUpper(parts[random.IntN(len(parts))][:1]) + fmt.Sprintf("%x", random.Uint32N(1<<16))
}

// service returns a module of about 5 KB with loops, queries and error handling.
func service(random *rand.Rand, area string) string {
	var text strings.Builder
	fmt.Fprintf(&text, "import { database } from '../database';\nimport { logger } from '../logger';\nimport type { Page } from '../types';\n\n")
	for range 6 {
		name, item := word(random), word(random)
		fmt.Fprintf(&text, `/** Lists the %[3]s that a customer may see, newest first. */
export async function list%[1]s(customer: string, limit = 50): Promise<Page<%[2]s>> {
  const rows = await database.query('SELECT id, total, created_at FROM %[3]s WHERE customer = $1 ORDER BY created_at DESC LIMIT $2', [customer, limit]);
  const %[2]s = new Map<string, number>();
  for (const row of rows) {
    if (row.total === null || row.total < 0) {
      logger.warn({ id: row.id, area: '%[3]s' }, 'a row without a total');
      continue;
    }
    %[2]s.set(row.id, (%[2]s.get(row.id) ?? 0) + Math.round(row.total * 100) / 100);
  }
  try {
    return { items: [...%[2]s.entries()].map(([id, total]) => ({ id, total, currency: 'EUR' })), next: rows.at(-1)?.created_at };
  } catch (error) {
    throw new Error(`+"`cannot list %[3]s of ${customer}: ${(error as Error).message}`"+`);
  }
}

`, name, item, area)
	}
	return text.String()
}

// page returns a React component of about 2.5 KB.
func page(random *rand.Rand, area string) string {
	var text strings.Builder
	text.WriteString("import { useEffect, useState } from 'react';\nimport { fetchJSON } from '../http';\n\n")
	for range 4 {
		name := word(random)
		fmt.Fprintf(&text, `export function View%[1]s({ id }: { id: string }) {
  const [%[1]s, set] = useState<{ id: string; total: number }[]>([]);
  useEffect(() => {
    const controller = new AbortController();
    fetchJSON('/api/%[2]s/' + encodeURIComponent(id), { signal: controller.signal }).then(set);
    return () => controller.abort();
  }, [id]);
  return (
    <ul className="%[2]s-list">
      {%[1]s.map((entry) => (
        <li key={entry.id} data-id={entry.id}>{entry.total.toFixed(2)} €</li>
      ))}
    </ul>
  );
}

`, name, area)
	}
	return text.String()
}

// unitTest returns a test file of about 2 KB.
func unitTest(random *rand.Rand, area string) string {
	var text strings.Builder
	fmt.Fprintf(&text, "import { describe, expect, it } from 'vitest';\nimport * as subject from '../../src/%s/service-1';\n\n", area)
	for range 8 {
		fmt.Fprintf(&text, "describe('%[1]s', () => {\n  it('keeps the %[1]s of an order', async () => {\n    const page = await subject.default('%[2]s', 10);\n    expect(page.items).toHaveLength(0);\n  });\n});\n\n", word(random), word(random))
	}
	return text.String()
}

// lockFile returns an npm lock file of so many packages, with hashes that look
// like secrets and are none.
func lockFile(random *rand.Rand, packages int) string {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	var text strings.Builder
	text.WriteString("{\n  \"name\": \"shop\",\n  \"lockfileVersion\": 3,\n  \"packages\": {\n")
	for number := range packages {
		hash := make([]byte, 86)
		for at := range hash {
			hash[at] = letters[random.IntN(len(letters))]
		}
		name := fmt.Sprintf("%s-%d", strings.ToLower(word(random)), number)
		fmt.Fprintf(&text, "    \"node_modules/%[1]s\": {\n      \"version\": \"1.%[2]d.0\",\n      \"resolved\": \"https://registry.example/%[1]s-1.%[2]d.0.tgz\",\n      \"integrity\": \"sha512-%[3]s==\"\n    },\n", name, number%40, hash)
	}
	text.WriteString("    \"\": {\"name\": \"shop\", \"version\": \"1.3.0\"}\n  }\n}\n")
	return text.String()
}

// picture returns bytes that neither compress nor read as text.
func picture(random *rand.Rand, size int) string {
	data := []byte("\x89PNG\r\n\x1a\n")
	for len(data) < size {
		data = append(data, byte(random.Uint32()))
	}
	return string(data)
}

// BenchmarkAReviewShowsInTheComment reviews a release of a hundred pull requests again
// and again, and reports how long after GitHub's delivery its comment says so (goal: 3 s).
func BenchmarkAReviewShowsInTheComment(b *testing.B) {
	w := newWorldWithout(b, inMemory)
	w.months(100)
	w.start()
	release := w.openRelease(tested())
	w.verdict(release.HeadSHA)
	waitFor(b, "the comment is written", func() bool { return len(w.checklists(release.Number)) == 1 })
	var longest, all time.Duration
	for round := range b.N {
		w.settled()
		before := w.checklists(release.Number)[0].Body
		state := []string{"APPROVED", "CHANGES_REQUESTED"}[round%2]
		started := time.Now()
		must(w.github.Review(shop, release.Number, "dana", state, ""))(b)
		waitEvery(b, 2*time.Millisecond, "the comment says so", func() bool { return w.checklists(release.Number)[0].Body != before })
		took := time.Since(started)
		all, longest = all+took, max(longest, took)
	}
	milliseconds(b, all/time.Duration(b.N), "comment-ms")
	milliseconds(b, longest, "longest-ms")
}
