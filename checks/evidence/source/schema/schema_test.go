package schema_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks/evidence/source/schema"
	"github.com/golive-app/golive/checks/evidence/source/schema/prisma"
	"github.com/golive-app/golive/checks/evidence/source/schema/sql"
)

// linked reads files and links their facts.
func linked(t *testing.T, files map[string]string) []*schema.Database {
	t.Helper()
	var sources []schema.Source
	for path, content := range files {
		facts, err := sql.Read([]byte(content), func() bool { return false })
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(path, ".prisma") {
			facts = prisma.Read([]byte(content))
		}
		sources = append(sources, schema.Source{Path: path, Facts: &facts})
	}
	return schema.Link(sources)
}

// told writes a database's tables, each with its columns, indexes and keys.
func told(databases []*schema.Database) string {
	var lines []string
	for _, database := range databases {
		lines = append(lines, fmt.Sprintf("%s %s %d", database.Name, database.Engine, len(database.Steps)))
		for _, table := range database.Tables {
			line := table.Name
			if table.Assumed {
				line += "?"
			}
			for _, column := range table.Columns {
				line += " " + column.Name
			}
			for _, index := range table.Indexes {
				line += " [" + strings.Join(index.Columns, ",") + "]"
			}
			for _, foreign := range table.Foreign {
				line += " " + strings.Join(foreign.Columns, ",") + "→" + foreign.Table
			}
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

func TestLink(t *testing.T) {
	t.Parallel()
	for name, one := range map[string]struct {
		files map[string]string
		want  string
	}{
		"migrations are made in the order of their numbers": {
			map[string]string{
				"db/migrations/10_index.up.sql":    "create index i on orders (customer_id);",
				"db/migrations/10_index.down.sql":  "drop index i;",
				"db/migrations/2_column.up.sql":    "alter table orders add customer_id int references customers;",
				"db/migrations/2_column.down.sql":  "alter table orders drop customer_id;",
				"db/migrations/000001_init.up.sql": "create table orders (id serial primary key);",
			},
			"db/migrations postgresql 3\norders id customer_id [customer_id] customer_id→customers",
		},
		"what is dropped and renamed is gone": {
			map[string]string{
				"migrations/1_a.sql": "create table a (b int references c, d int references e, f int); create index i on a (b); create table g (h int);",
				"migrations/2_b.sql": "alter table a drop column d; drop index i; alter table a rename f to k; alter table a rename to z; drop table g;",
			},
			"migrations  2\nz b k b→c",
		},
		"a constraint is dropped by the name that PostgreSQL gave it": {
			map[string]string{"migrations/1_a.sql": "create table a (b int references c, d int unique); alter table a drop constraint a_b_fkey, drop constraint a_d_key;"},
			"migrations  1\na b d",
		},
		"Prisma's models and migrations are one database": {
			map[string]string{
				"prisma/schema.prisma":                          "datasource db {\nprovider = \"postgresql\"\n}\nmodel Order {\nid Int @id\ncustomerId Int\ncustomer Customer @relation(fields: [customerId], references: [id])\n}\nmodel Customer {\nid Int @id\n}",
				"prisma/migrations/20240101_init/migration.sql": `create table "Order" ("id" int, "customerId" int, "old" int); alter table "Order" add constraint x foreign key (old) references y; create index "i" on "Order"("customerId");`,
			},
			"prisma/migrations postgresql 1\nOrder id customerId old [customerId] customerId→Customer\nCustomer id",
		},
		"each make of database has its own": {
			map[string]string{
				"store/migration/postgres/LATEST.sql":     "create table memo (id serial, creator_id int);",
				"store/migration/postgres/0.2/01__i.sql":  "create index i on memo (creator_id);",
				"store/migration/postgres/0.10/01__j.sql": "drop index i;",
				"store/migration/sqlite/LATEST.sql":       "create table memo (id integer primary key autoincrement, creator_id int);",
			},
			"store/migration/postgres postgresql 3\nmemo id creator_id\nstore/migration/sqlite sqlite 1\nmemo id creator_id",
		},
		"a dump's statements stand in any order": {
			map[string]string{"db/a.sql": "create index i on t (a);", "db/b.sql": "create table t (a int);"},
			"db  2\nt a [a]",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := told(linked(t, one.files)); got != one.want {
				t.Errorf("got\n%s\nwant\n%s", got, one.want)
			}
		})
	}
}

func TestLeads(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]bool{
		"create table t (a int, b int)":                                                   false,
		"create table t (a int, b int); create index on t (a)":                            true,
		"create table t (a int, b int); create index on t (b, a)":                         false,
		"create table t (a int, b int, primary key (a, b))":                               true,
		"create table t (a int unique, b int)":                                            true,
		"create table t (a int, b int); create index on t using gin (a)":                  false,
		"create table t (a int, b int); create index on t using hash (a)":                 true,
		"create table t (a int, b int); create index on t (a) where b > 1":                false,
		"create table t (a int, b int); create index on t (a) where a is not null":        true,
		"create table t (a int, b int); create index on t (a) where (deleted_at is null)": true,
		"create table t (a int, b int); create index on t ((lower(a)))":                   false,
		"create table t (a int, b int); create index on t (a desc) include (b)":           true,
	} {
		table := linked(t, map[string]string{"schema.sql": source})[0].Tables[0]
		if got := table.Leads([]string{"a"}); got != want {
			t.Errorf("%s: %v", source, got)
		}
	}
	table := linked(t, map[string]string{"schema.sql": "create table t (tenant int, a int); create index on t (a)"})[0].Tables[0]
	if !table.Leads([]string{"tenant", "a"}) {
		t.Error("one column of a key of several is enough")
	}
}

func TestRedundant(t *testing.T) {
	t.Parallel()
	for source, want := range map[string][]string{
		"create index i on t (a); create index j on t (a, b)":               {"i<j"},
		"create index i on t (a); create index j on t (b, a)":               nil,
		"create unique index i on t (a); create index j on t (a, b)":        nil,
		"create index i on t (a); create unique index j on t (a)":           {"i<j"},
		"create index i on t (a); create index j on t (a)":                  {"j<i"},
		"create index i on t (a); create index j on t (a) where b = 1":      nil,
		"create index i on t (a); create index j on t (a text_pattern_ops)": nil,
		"create index i on t (id)":                                          {"i<the primary key"},
	} {
		table := linked(t, map[string]string{"schema.sql": "create table t (id int primary key, a int, b int);" + source})[0].Tables[0]
		var got []string
		for _, pair := range table.Redundant() {
			got = append(got, pair[0].Name+"<"+pair[1].Name)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", source, got, want)
		}
	}
}
