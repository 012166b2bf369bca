package schema_test

import (
	"strings"
	"testing"

	"github.com/golive-app/golive/checks/evidence/source/schema"
)

func TestHazards(t *testing.T) {
	t.Parallel()
	const before = "create table orders (id bigserial primary key, note varchar(20), total numeric(10,2), shop int not null);"
	for name, one := range map[string]struct{ path, content, want string }{
		"an index of a table that is in use":                 {"m/2_a.sql", "create index i on orders (note);", "blocks-writes"},
		"an index that is built beside":                      {"m/2_a.sql", "create index concurrently i on orders (note);", ""},
		"what a failed build left is taken for the index":    {"m/2_a.sql", "create index concurrently if not exists i on orders (note);", "keeps-invalid"},
		"an index of a new table":                            {"m/2_a.sql", "create table a (b int); create index i on a (b);", ""},
		"an index of a table that nothing here creates":      {"m/2_a.sql", "create index i on sales (b);", "blocks-writes"},
		"a unique constraint":                                {"m/2_a.sql", "alter table orders add constraint u unique (note);", "blocks-writes"},
		"a unique constraint of an index that is there":      {"m/2_a.sql", "alter table orders add constraint u unique using index i;", ""},
		"concurrently in goose's transaction":                {"m/2_a.sql", "-- +goose Up\ncreate index concurrently i on orders (note);\n-- +goose Down\n", "cannot-run"},
		"concurrently without goose's transaction":           {"m/2_a.sql", "-- +goose NO TRANSACTION\n-- +goose Up\ncreate index concurrently i on orders (note);\n-- +goose Down\n", ""},
		"concurrently between BEGIN and COMMIT":              {"m/2_a.sql", "BEGIN;\ncreate index concurrently i on orders (note);\nCOMMIT;", "cannot-run"},
		"Prisma sends several statements at once":            {"m/20240101_a/migration.sql", "create index concurrently i on orders (note);\ncreate index concurrently j on orders (total);", "cannot-run cannot-run"},
		"Prisma sends one statement by itself":               {"m/20240101_a/migration.sql", "create index concurrently i on orders (note);", ""},
		"a column that needs a value":                        {"m/2_a.sql", "alter table orders add a int not null;", "requires-value"},
		"a column with a default":                            {"m/2_a.sql", "alter table orders add a int not null default 0, add b timestamptz not null default now();", ""},
		"a column whose default is another one for each row": {"m/2_a.sql", "alter table orders add a uuid not null default gen_random_uuid();", "rewrites-table"},
		"a longer text":                                      {"m/2_a.sql", "alter table orders alter note type varchar(40); alter table orders alter note type text;", ""},
		"a shorter text":                                     {"m/2_a.sql", "alter table orders alter note type varchar(10);", "rewrites-table"},
		"a wider number":                                     {"m/2_a.sql", "alter table orders alter total type numeric(12,2);", ""},
		"another type":                                       {"m/2_a.sql", "alter table orders alter total type bigint;", "rewrites-table"},
		"a foreign key that looks at every row":              {"m/2_a.sql", "alter table orders add foreign key (shop) references shops;", "validates-rows"},
		"a foreign key that is validated later":              {"m/2_a.sql", "alter table orders add constraint c foreign key (shop) references shops not valid;", ""},
		"a foreign key of a new column":                      {"m/2_a.sql", "alter table orders add a int references shops;", "validates-rows recent"},
		"a check":                                            {"m/2_a.sql", "alter table orders add check (total > 0);", "validates-rows"},
		"not null":                                           {"m/2_a.sql", "alter table orders alter note set not null;", "forbids-null"},
		"not null that it is already":                        {"m/2_a.sql", "alter table orders alter shop set not null;", ""},
		"not null behind a check that was validated":         {"m/2_a.sql", "alter table orders add constraint c check (note is not null) not valid; alter table orders validate constraint c; alter table orders alter note set not null;", ""},
		"another database":                                   {"m/2_a.sql", "create index i on `orders` (note);", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, database := range linked(t, map[string]string{"m/1_a.sql": before, one.path: one.content}) {
				if strings.Contains(one.content, "`") {
					database.Engine = schema.MySQL
				}
				for _, hazard := range database.Hazards(func(path string, _ int) bool { return path == one.path }) {
					told := string(hazard.Kind)
					if hazard.Recent {
						told += " recent"
					}
					got = append(got, told)
				}
			}
			if told := strings.Join(got, " "); told != one.want {
				t.Errorf("%q, want %q", told, one.want)
			}
		})
	}
}
