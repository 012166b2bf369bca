package sql

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks/evidence/source/schema"
)

func read(t *testing.T, source string) schema.Facts {
	t.Helper()
	facts, err := Read([]byte(source), func() bool { return false })
	if err != nil {
		t.Fatal(err)
	}
	return facts
}

// told writes changes in one line each, so that tables of tests are readable.
func told(changes []schema.Change) string {
	var lines []string
	for _, change := range changes {
		parts := []string{string(change.Kind), change.Table}
		add := func(some ...string) {
			for _, one := range some {
				if one != "" {
					parts = append(parts, one)
				}
			}
		}
		flag := func(set bool, word string) {
			if set {
				add(word)
			}
		}
		index := func(index schema.Index) {
			flag(index.Unique, "unique")
			add("index", index.Name, "("+strings.Join(index.Columns, ",")+")", index.Method)
			if index.Partial != "" {
				add("where", index.Partial)
			}
		}
		foreign := func(foreign schema.ForeignKey) {
			add("("+strings.Join(foreign.Columns, ",")+")", "to", foreign.Table, "("+strings.Join(foreign.References, ",")+")")
			flag(foreign.NotValid, "not-valid")
		}
		column := func(column schema.Column) {
			add(column.Name, column.Type)
			flag(column.Nullable, "null")
			flag(column.Default, "default")
		}
		switch {
		case change.Define != nil:
			for _, one := range change.Define.Columns {
				add("|")
				column(one)
			}
			if len(change.Define.Primary) > 0 {
				add("| primary", strings.Join(change.Define.Primary, ","))
			}
			for _, one := range change.Define.Indexes {
				add("|")
				index(one)
			}
			for _, one := range change.Define.Foreign {
				add("| foreign", one.Name)
				foreign(one)
			}
			flag(change.Define.Open, "| open")
			flag(change.Define.Part, "| part")
		case change.Index != nil:
			index(*change.Index)
		case change.Foreign != nil:
			add(change.Name)
			foreign(*change.Foreign)
		case change.Column != nil:
			column(*change.Column)
		default:
			add(change.Name, change.To, strings.Join(change.Columns, ","))
		}
		flag(change.Concurrently, "concurrently")
		flag(change.NotValid && change.Foreign == nil, "not-valid")
		if change.Using != "" {
			add("using", change.Using)
		}
		lines = append(lines, strings.Join(parts, " "))
	}
	return strings.Join(lines, "\n")
}

// What PostgreSQL's parser and the words say of the same statement must be the same.
func TestPostgreSQL(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		`create table orders (id bigserial primary key, customer_id bigint not null references customers(id) on delete cascade, note varchar(20), at timestamp with time zone default now())`:  `create-table orders | id bigserial default | customer_id bigint | note varchar(20) null | at timestamptz null default | primary id | foreign (customer_id) to customers (id)`,
		`CREATE TABLE IF NOT EXISTS "public"."Order Lines" ("orderId" uuid, n int4, PRIMARY KEY ("orderId", n), UNIQUE (n), CONSTRAINT "fk" FOREIGN KEY ("orderId") REFERENCES "Order"("id"))`: `create-table public.Order Lines | orderId uuid null | n integer null | primary orderId,n | unique index (n) | foreign fk (orderId) to Order (id)`,
		`create table a_2024 partition of a for values from ('2024-01-01') to ('2025-01-01')`:                                                                                                  `create-table a_2024 | part`,
		`create temporary table t (a int)`:                                                                             ``,
		`create index concurrently if not exists i on orders using gin (tags)`:                                         `add-index orders index i (tags) gin concurrently`,
		`create unique index i on only shop.orders (customer_id desc, lower(email)) where x > 1`:                       `add-index shop.orders unique index i (customer_id,(lower(email))) where x > 1`,
		`create index on orders (a text_pattern_ops, b)`:                                                               `add-index orders index (a,b)`,
		`alter table orders add column shop_id int, add constraint c foreign key (shop_id) references shops not valid`: "add-column orders shop_id integer null\nadd-foreign orders c (shop_id) to shops () not-valid",
		`alter table only orders add constraint p primary key (id)`:                                                    `add-primary orders p id`,
		`alter table orders add constraint u unique (a, b)`:                                                            `add-index orders unique index u (a,b)`,
		`alter table orders add check (total > 0) not valid`:                                                           `add-check orders not-valid`,
		`alter table orders alter column total type numeric(12,2) using total::numeric`:                                `set-type orders total numeric(12,2) using total::numeric`,
		`alter table orders alter total set not null, alter column note drop not null`:                                 "set-not-null orders total\ndrop-not-null orders note",
		`alter table orders drop column if exists note, drop constraint c`:                                             "drop-column orders note\ndrop-constraint orders c",
		`alter table orders rename column a to b`:                                                                      `rename-column orders a b`,
		`alter table orders rename to sales`:                                                                           `rename-table orders sales`,
		`alter index i rename to j`:                                                                                    `rename-index  i j`,
		`alter table orders validate constraint c`:                                                                     `validate orders c`,
		`drop index concurrently if exists i`:                                                                          `drop-index  i concurrently`,
		`drop table orders, lines cascade`:                                                                             "drop-table orders\ndrop-table lines",
		`alter table orders add total int not null default 0`:                                                          `add-column orders total integer default`,
		`alter table orders add id2 bigint generated always as identity`:                                               `add-column orders id2 bigint null default`,
		`create table t (key text not null, index int, "unique" bool)`:                                                 `create-table t | key text | index integer null | unique boolean null`,
	} {
		for s := range statements(source) {
			parsed, known := postgres(s)
			if got := told(parsed); !known || got != want {
				t.Errorf("%s\nparsed  %s\nwant    %s", source, got, want)
			}
			if got := told(byWords(s)); got != want {
				t.Errorf("%s\nby words %s\nwant     %s", source, got, want)
			}
		}
	}
}

func statements(source string) func(func(statement) bool) {
	return func(yield func(statement) bool) {
		newScript([]byte(source)).split(section{end: len(source)}, yield)
	}
}

func TestOtherDatabases(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		"CREATE TABLE `orders` (`id` int(11) NOT NULL AUTO_INCREMENT, `name` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL COMMENT 'it''s; a name', `state` enum('a','b') NOT NULL, PRIMARY KEY (`id`), UNIQUE KEY `u` (`name`(191)), KEY `k` (`state`,`id`) USING BTREE, FULLTEXT KEY f (`name`), CONSTRAINT `c` FOREIGN KEY (`id`) REFERENCES `a` (`id`)) ENGINE=InnoDB DEFAULT CHARSET=utf8": "create-table orders | id integer(11) default | name varchar(255) null | state enum | primary id | unique index u (name) | index k (state,id) | index f (name) fulltext | foreign c (id) to a (id)",
		"ALTER TABLE `orders` ADD COLUMN `a` bigint unsigned NOT NULL AFTER `id`, ADD INDEX `i` (`a`), DROP INDEX j, DROP FOREIGN KEY fk": "add-column orders a bigint\nadd-index orders index i (a)\ndrop-index orders j\ndrop-constraint orders fk",
		"ALTER TABLE `orders` CHANGE `a` `b` varchar(10) NULL, MODIFY COLUMN `c` text":                                                    "rename-column orders a b\nset-type orders b varchar(10) null\nset-type orders c text null",
		"DROP INDEX i ON orders":      "drop-index orders i",
		"RENAME TABLE a TO b, c TO d": "rename-table a b\nrename-table c d",
		"CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, [group] TEXT) WITHOUT ROWID": "create-table t | id integer default | group text null | primary id",
		"CREATE TABLE {{prefix}}t (id int)":                                                 "",
		"CREATE TABLE ${schema}.t (id int)":                                                 "",
		"create table a (`x` int default (1+(2)), `y` int)":                                 "create-table a | x integer null default | y integer null",
	} {
		if got := told(read(t, source).Up); got != want {
			t.Errorf("%s\ngot  %s\nwant %s", source, got, want)
		}
	}
}

func TestStatementsAreCutWhereTheyEnd(t *testing.T) {
	t.Parallel()
	facts := read(t, `-- create table no (a int);
/* create table no2 (a int); /* inner */ */
\connect shop
insert into t values ('create table no3 (a int);', E'it\'s; ', $$ create table no4 (a int); $$);
COPY public.t (a) FROM stdin;
1;	create table no5 (a int);
\.
create function f() returns int as $body$ begin create table no6 (a int); end $body$ language plpgsql;
create table one
(
  a int,
  b int references two
);
DO $$ BEGIN
 ALTER TABLE "one" ADD CONSTRAINT "c" FOREIGN KEY ("a") REFERENCES "two"("id");
EXCEPTION
 WHEN duplicate_object THEN null;
END $$;
`)
	want := "create-table one | a integer null | b integer null | foreign (b) to two ()\nadd-foreign one c (a) to two (id)"
	if got := told(facts.Up); got != want {
		t.Fatalf("got  %s\nwant %s", got, want)
	}
	if table := facts.Up[0]; table.Line != 9 || table.Define.Columns[1].Line != 12 || table.Define.Foreign[0].Line != 12 || facts.Up[1].Line != 15 {
		t.Errorf("lines %d, %d, %d, %d", table.Line, table.Define.Columns[1].Line, table.Define.Foreign[0].Line, facts.Up[1].Line)
	}
}

func TestMigrationToolsPartFiles(t *testing.T) {
	t.Parallel()
	const up, down = "create table a (b int);", "drop table a;"
	for source, want := range map[string]schema.Facts{
		"-- +goose Up\n-- +goose StatementBegin\n" + up + "\n-- +goose StatementEnd\n-- +goose Down\n" + down: {Tool: "goose", Reversible: true},
		"-- +goose NO TRANSACTION\n-- +goose Up\n" + up + "\n-- +goose Down\n" + down:                         {Tool: "goose", Reversible: true, NoTransaction: true},
		"-- migrate:up transaction:false\n" + up + "\n-- migrate:down\n" + down:                               {Tool: "dbmate", Reversible: true, NoTransaction: true},
		"-- +migrate Up\n" + up + "\n-- +migrate Down\n" + down:                                               {Tool: "sql-migrate", Reversible: true},
		"-- +migrate Up notransaction\n" + up + "\n-- +migrate Down\n" + down:                                 {Tool: "sql-migrate", Reversible: true, NoTransaction: true},
		"# --- !Ups\n" + up + "\n# --- !Downs\n" + down:                                                       {Reversible: true},
		"BEGIN;\n" + up + "\nCOMMIT;":                                                                         {Transaction: true},
	} {
		got := read(t, source)
		if got.Tool != want.Tool || got.Reversible != want.Reversible || got.NoTransaction != want.NoTransaction || got.Transaction != want.Transaction ||
			told(got.Up) != "create-table a | b integer null" || want.Reversible && told(got.Down) != "drop-table a" {
			t.Errorf("%q: %+v", source, got)
		}
	}
}

func TestEngineIsToldByItsWords(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]schema.Engine{
		"create table a (b int)":                                       "",
		"create table a (b jsonb)":                                     schema.PostgreSQL,
		"create table `a` (b int) engine=InnoDB":                       schema.MySQL,
		"create table `a` (b integer primary key autoincrement)":       schema.SQLite,
		"create table a (engine text)":                                 "",
		"create table a (b LowCardinality(String)) ENGINE = MergeTree": schema.ClickHouse,
	} {
		if got := read(t, source).Engine; got != want {
			t.Errorf("%s: %q, want %q", source, got, want)
		}
	}
}

func TestWhatIsNotKnownIsTold(t *testing.T) {
	t.Parallel()
	facts := read(t, "select 1;\nalter table {{prefix}}orders add x int;\ncreate trigger t after insert on x begin update y set z = 1; end;")
	if len(facts.Unread) != 1 || facts.Unread[0].Line != 2 {
		t.Errorf("%+v", facts.Unread)
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"create table a (b int references c(d));", "alter table `a` add key (b), change c d int;", "do $$ begin create index i on a (b); end $$",
		"create index concurrently on a ((lower(b))) where c;", "-- +goose Down\n'", "copy a from stdin;\n1\n\\.\n", "select $1, ?, %s, :a, %(b)s;", "create table [a b] ([c] int)",
		"alter table a add (", "create table a (primary", "$a$ $a", "e'\\", "[a", "create table a (b int default", strings.Repeat("(", 200),
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		if len(content) > 1<<14 {
			return
		}
		facts, err := Read(content, func() bool { return false })
		if err != nil {
			t.Fatal(err)
		}
		if _, err := json.Marshal(facts); err != nil {
			t.Fatal(err)
		}
		Changes(string(content))
		for s := range statements(string(content)) {
			byWords(s)
		}
	})
}
