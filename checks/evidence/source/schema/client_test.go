package schema_test

import (
	"testing"

	"github.com/golive-app/golive/checks/evidence/source/schema"
)

func TestClients(t *testing.T) {
	t.Parallel()
	for _, one := range []struct{ path, content, want string }{
		{"package.json", `{"dependencies": {"pg": "^8", "knex": "3", "pgx": "1"}, "scripts": {"a": "run mysql"}}`, "knex mysql:mysql pg:postgresql "},
		{"go.mod", "require (\n\tgithub.com/jackc/pgx/v5 v5.1.0\n\tgorm.io/gorm v1 // indirect\n)", "github.com/jackc/pgx/v5:postgresql gorm.io/gorm "},
		{"api/requirements/base.txt", "Django==5.0\npsycopg2-binary>=2.9\n", "django psycopg2-binary:postgresql "},
		{"pyproject.toml", "dependencies = [\"SQLAlchemy[asyncio]>=2\", 'asyncpg'] ", "asyncpg:postgresql sqlalchemy "},
		{"README.md", "pg", ""},
	} {
		var got string
		for _, client := range schema.Clients(one.path, []byte(one.content)) {
			got += client.Name
			if client.Engine != "" {
				got += ":" + string(client.Engine)
			}
			got += " "
		}
		if got != one.want {
			t.Errorf("%s: %q, want %q", one.path, got, one.want)
		}
	}
}

func TestSettle(t *testing.T) {
	t.Parallel()
	databases := linked(t, map[string]string{"shop/migrations/1_a.sql": "create table a (b int);", "blog/migrations/1_a.sql": "create table c (d int);"})
	schema.Settle(databases, []schema.Client{
		{Name: "pg", Engine: schema.PostgreSQL, Path: "shop/package.json"}, {Name: "sqlite3", Engine: schema.SQLite, Path: "shop/package.json"}, {Name: "mysql2", Engine: schema.MySQL, Path: "package.json"},
	})
	if databases[0].Engine != schema.MySQL || databases[1].Engine != schema.PostgreSQL {
		t.Errorf("%s is %s, %s is %s", databases[0].Name, databases[0].Engine, databases[1].Name, databases[1].Engine)
	}
}
