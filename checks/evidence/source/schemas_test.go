package source

import (
	"strings"
	"testing"
	"time"
)

func TestSchemasComeFromAChild(t *testing.T) {
	t.Parallel()
	reader := newReader(t, ReaderCommand, nil)
	content := &files{content: map[string]string{
		"db/schema.sql":        "create table orders (id int primary key);",
		"db/rows.sql":          "insert into orders values (1);",
		"prisma/schema.prisma": "model Order {\n id Int @id\n}",
	}}
	facts, skipped, err := reader.FactsOf(t.Context(), content, content.Files(), all)
	if err != nil || len(skipped) != 0 {
		t.Fatalf("skipped %v, %v", skipped, err)
	}
	for path, tables := range map[string]int{"db/schema.sql": 1, "db/rows.sql": 0, "prisma/schema.prisma": 1} {
		got, found := facts[path]
		count := 0
		if got.Schema != nil {
			count = len(got.Schema.Up) + len(got.Schema.Tables)
		}
		if !found || count != tables || tables == 0 && got.Schema != nil {
			t.Errorf("%s: %+v", path, got.Schema)
		}
	}
}

// Whatever SQL does to the parser, the reader goes on with the next file.
func TestHostileSQLCostsItsFileAlone(t *testing.T) {
	t.Parallel()
	reader := newReader(t, ReaderCommand, func(options *ReaderOptions) { options.Children, options.FileTimeout = 1, 5*time.Second })
	hostile := map[string]string{
		"parentheses.sql": "create table t (a int check (" + strings.Repeat("(", 100_000) + "1" + strings.Repeat(")", 100_000) + "));",
		"negations.sql":   "create index i on t (a) where " + strings.Repeat("not ", 50_000) + "true;",
		"operators.sql":   "create table t (a int default " + strings.Repeat("1+", 100_000) + "1);",
		"quote.sql":       "create table '" + strings.Repeat("a", 900_000),
		"columns.sql":     "create table t (" + strings.Repeat("a int,", 100_000) + "b int);",
		"tables.sql":      strings.Repeat("create table t(a int,b int);", 30_000),
		"comment.sql":     strings.Repeat("/*", 400_000),
		"blocks.sql":      strings.Repeat("do $$ begin create table t (a int); end $$;", 20_000),
		"words.sql":       strings.Repeat("alter table `t` add (a int);", 30_000),
	}
	for path, text := range hostile {
		content := &files{content: map[string]string{path: text, "z.sql": "create table orders (id int);"}}
		facts, skipped, err := reader.FactsOf(t.Context(), content, content.Files(), all)
		if err != nil || facts["z.sql"].Schema == nil {
			t.Errorf("%s: skipped %v, %v", path, skipped, err)
		}
		for _, one := range skipped {
			t.Logf("%s: %s", one.Path, one.Reason)
		}
	}
}
