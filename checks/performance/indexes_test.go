package performance_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
	"github.com/golive-app/golive/checks/evidence/source/project/projecttest"
	"github.com/golive-app/golive/checks/performance"
)

var indexesItem = checks.Item{
	ID: "performance.indexes", Section: checks.SectionPerformance, Kind: checks.KindMix, Level: checks.LevelWarn,
	Minimum: checks.Minimum{Grade: checks.E5, Attestation: true}, Role: checks.RoleDBA,
}

const shopPrisma = "datasource db {\n  provider = \"postgresql\"\n}\nmodel Customer {\n  id Int @id\n}\nmodel Order {\n  id Int @id\n  customerId Int\n  customer Customer @relation(fields: [customerId], references: [id])\n"

const ordersByEmail = "import { prisma } from './db'\nexport const byEmail = (email: string) => prisma.order.findMany({ where: { email } })\n"

// adding gives the subject a range that adds whole files.
func adding(paths ...string) checkstest.Option {
	var changes []checks.Change
	for _, path := range paths {
		changes = append(changes, checks.Change{Path: path, Added: []checks.Lines{{First: 1, Last: 1000}}})
	}
	return checkstest.Changing(changes...)
}

func TestIndexes(t *testing.T) {
	t.Parallel()
	reader := projecttest.Reader(t)
	const before = "create table customers (id bigserial primary key);\ncreate table orders (id bigserial primary key, customer_id bigint not null references customers, note text);\ncreate index on orders (customer_id);\n"
	for name, test := range map[string]struct {
		files   map[string]string
		options []checkstest.Option
		verdict checks.Verdict
		rules   []string // "severity rule"
		says    string   // is in the headline, the reason, a finding or the evidence
		silent  string   // is in none of them
	}{
		"no database at all": {
			files: map[string]string{"main.go": "package main\n", "go.mod": "module a\n"}, verdict: checks.NotApplicable,
			says: "no table in a migration, a model or SQL, and no database client",
		},
		"a client whose tables are not read": {
			files: map[string]string{"package.json": `{"dependencies": {"pg": "8"}}`, "a.js": "x()\n"}, verdict: checks.Unknown, says: "`package.json` uses `pg`, but no table was read",
		},
		"tables of tests are none of the product": {
			files: map[string]string{"tests/schema.sql": before, "main.go": "package main\n"}, verdict: checks.NotApplicable,
		},
		"every foreign key leads an index": {
			files: map[string]string{"migrations/1_init.sql": before}, verdict: checks.Warn, says: "1 of 1 foreign key leads an index in `migrations`", silent: "no index",
		},
		"a foreign key leads none": {
			files:   map[string]string{"prisma/schema.prisma": shopPrisma + "}\n"},
			verdict: checks.Warn, rules: []string{"warning index.missing-foreign-key"},
			says: "Add `@@index([customerId])` to the model `Order`",
		},
		"the statement for it": {
			files:   map[string]string{"migrations/1_init.sql": strings.ReplaceAll(before, "create index", "-- create index")},
			verdict: checks.Warn, rules: []string{"warning index.missing-foreign-key"},
			says: "`CREATE INDEX CONCURRENTLY orders_customer_id_idx ON orders (customer_id);` in a migration that runs outside of a transaction",
		},
		"an index of two columns that begins with it": {
			files: map[string]string{"prisma/schema.prisma": shopPrisma + "  @@index([customerId, id])\n}\n"}, verdict: checks.Warn, says: "1 of 1 foreign key leads",
		},
		"one that ends with it": {
			files: map[string]string{"prisma/schema.prisma": shopPrisma + "  @@index([id, customerId])\n}\n"}, verdict: checks.Warn, rules: []string{"warning index.missing-foreign-key"},
		},
		"MySQL indexes foreign keys itself": {
			files:   map[string]string{"prisma/schema.prisma": strings.Replace(shopPrisma, "postgresql", "mysql", 1) + "}\n"},
			verdict: checks.Warn, says: "InnoDB indexes them itself",
		},
		"SQLite is told of": {
			files:   map[string]string{"prisma/schema.prisma": strings.Replace(shopPrisma, "postgresql", "sqlite", 1) + "}\n"},
			verdict: checks.Warn, rules: []string{"notice index.missing-foreign-key"},
		},
		"SQLite beside PostgreSQL is for small installations": {
			files: map[string]string{
				"db/postgres/1_init.sql": before,
				"db/sqlite/1_init.sql":   "create table customers (id integer primary key autoincrement); create table orders (id integer primary key autoincrement, customer_id int references customers);",
			},
			verdict: checks.Warn, silent: "no index",
		},
		"a table that is not known as a whole": {
			files:   map[string]string{"migrations/1_init.sql": "alter table orders add column a int references b; create table jsonb_x (like other including all, a int references b);"},
			verdict: checks.Unknown, says: "2 not known as a whole and not judged",
		},
		"an index that another one serves": {
			files:   map[string]string{"migrations/1_init.sql": before + "create index both on orders (customer_id, note);\n"},
			verdict: checks.Warn, rules: []string{"notice index.redundant"},
		},
		"an index build that blocks": {
			files:   map[string]string{"migrations/1_init.sql": before, "migrations/2_note.sql": "create index note on orders (note);\n"},
			options: []checkstest.Option{adding("migrations/2_note.sql")}, verdict: checks.Warn, rules: []string{"error index.blocking-build"},
			says: "Use `CREATE INDEX CONCURRENTLY note ON orders (note);` in a migration that runs outside of a transaction",
		},
		"old migrations have run": {
			files:   map[string]string{"migrations/1_init.sql": before, "migrations/2_note.sql": "create index note on orders (note);\n"},
			options: []checkstest.Option{adding("README.md")}, verdict: checks.Warn, says: "the release changes no table",
		},
		"without a range no migration is of the release": {
			files: map[string]string{"migrations/1_init.sql": before, "migrations/2_note.sql": "create index note on orders (note);\n"}, verdict: checks.Warn, says: "no release range",
		},
		"the make of database is not known": {
			files:   map[string]string{"migrations/1_init.sql": "create table a (b int);", "migrations/2_i.sql": "create index i on a (b);\n"},
			options: []checkstest.Option{adding("migrations/2_i.sql")}, verdict: checks.Warn, rules: []string{"warning index.blocking-build"},
		},
		"a release that changes tables well": {
			files:   map[string]string{"migrations/1_init.sql": before, "migrations/2_note.sql": "create index concurrently note on orders (note);\n"},
			options: []checkstest.Option{adding("migrations/2_note.sql")}, verdict: checks.Warn, says: "1 change of the release: none stops a table in use",
		},
		"concurrently in a transaction": {
			files:   map[string]string{"migrations/1_init.sql": before, "migrations/2_note.sql": "-- +goose Up\ncreate index concurrently note on orders (note);\n-- +goose Down\ndrop index note;\n"},
			options: []checkstest.Option{adding("migrations/2_note.sql")}, verdict: checks.Warn, rules: []string{"error index.concurrent-in-transaction"}, says: "NO TRANSACTION",
		},
		"a column by which a query picks rows leads no index": {
			files:   map[string]string{"prisma/schema.prisma": shopPrisma + "  email String\n  createdAt DateTime\n  @@index([customerId])\n}\n", "src/orders.ts": ordersByEmail},
			verdict: checks.Warn, rules: []string{"warning index.missing-filter"}, says: "Add `@@index([email])` to the model `Order`",
		},
		"what several queries pick rows by is told once": {
			files: map[string]string{
				"prisma/schema.prisma": shopPrisma + "  email String\n  createdAt DateTime\n  @@index([customerId])\n}\n", "src/orders.ts": ordersByEmail, "src/more.ts": ordersByEmail,
			},
			options: []checkstest.Option{adding("src/orders.ts")}, verdict: checks.Warn, rules: []string{"warning index.missing-filter"}, says: "`prisma.order.findMany` and 1 other query pick rows by it",
		},
		"one that leads an index": {
			files:   map[string]string{"prisma/schema.prisma": shopPrisma + "  email String\n  createdAt DateTime\n  @@index([customerId])\n  @@index([email, createdAt])\n}\n", "src/orders.ts": ordersByEmail},
			verdict: checks.Warn, says: "read by which columns 1 query picks rows",
		},
		"nobody waits for the queries of a job": {
			files:   map[string]string{"prisma/schema.prisma": shopPrisma + "  email String\n  createdAt DateTime\n  @@index([customerId])\n}\n", "src/jobs/orders.ts": ordersByEmail, "tests/orders.test.ts": ordersByEmail},
			verdict: checks.Warn, silent: "email",
		},
		"names that others chose are no markup": {
			files:   map[string]string{"migrations/1_init.sql": "create table \"a`b\" (\"c`@everyone\" int references d, e jsonb);"},
			verdict: checks.Warn, rules: []string{"warning index.missing-foreign-key"}, silent: "a`b",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result := checkstest.Judge(t, indexesItem, performance.NewIndexes(reader), checkstest.Subject(checkstest.Tree(test.files), test.options...))
			var rules []string
			said := result.Headline + "\n" + result.Why + "\n" + result.Remedy + "\n"
			for _, finding := range result.Findings {
				rules = append(rules, string(finding.Severity)+" "+finding.Rule)
				said += finding.Message + "\n" + finding.Remedy + "\n"
			}
			for _, evidence := range result.Evidence {
				said += evidence.Summary + "\n"
			}
			if result.Verdict() != test.verdict || !slices.Equal(rules, test.rules) || !strings.Contains(said, test.says) || test.silent != "" && strings.Contains(said, test.silent) {
				t.Errorf("%s, %q\n%s", result.Verdict(), rules, said)
			}
		})
	}
}
