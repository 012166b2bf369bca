package schema

import (
	"maps"
	"path"
	"slices"
	"strings"
)

// Client is a library by which a program talks to a database, as a manifest of
// dependencies names it.
type Client struct {
	Name   string
	Engine Engine // empty: it talks to several
	Path   string // of the manifest
}

// clients are libraries by the names that manifests give them.
var clients = map[string]map[string]Engine{
	"npm": {
		"pg": PostgreSQL, "postgres": PostgreSQL, "pg-promise": PostgreSQL, "slonik": PostgreSQL, "@neondatabase/serverless": PostgreSQL, "@vercel/postgres": PostgreSQL, "@prisma/adapter-pg": PostgreSQL, "@electric-sql/pglite": PostgreSQL,
		"@mikro-orm/postgresql": PostgreSQL, "mysql": MySQL, "mysql2": MySQL, "mariadb": MySQL, "@planetscale/database": MySQL, "@mikro-orm/mysql": MySQL,
		"sqlite3": SQLite, "better-sqlite3": SQLite, "@libsql/client": SQLite, "sql.js": SQLite, "tedious": SQLServer, "mssql": SQLServer, "@clickhouse/client": ClickHouse,
		"prisma": "", "@prisma/client": "", "typeorm": "", "sequelize": "", "sequelize-typescript": "", "knex": "", "drizzle-orm": "", "@mikro-orm/core": "", "objection": "", "kysely": "", "bookshelf": "", "mongoose": "", "mongodb": "",
	},
	"go": {
		"github.com/lib/pq": PostgreSQL, "github.com/jackc/pgx": PostgreSQL, "github.com/jackc/pgx/v4": PostgreSQL, "github.com/jackc/pgx/v5": PostgreSQL, "gorm.io/driver/postgres": PostgreSQL, "github.com/uptrace/bun/driver/pgdriver": PostgreSQL, "github.com/go-pg/pg/v10": PostgreSQL,
		"github.com/go-sql-driver/mysql": MySQL, "gorm.io/driver/mysql": MySQL, "github.com/mattn/go-sqlite3": SQLite, "modernc.org/sqlite": SQLite, "github.com/glebarez/sqlite": SQLite, "gorm.io/driver/sqlite": SQLite, "github.com/ncruces/go-sqlite3": SQLite,
		"github.com/denisenkom/go-mssqldb": SQLServer, "github.com/microsoft/go-mssqldb": SQLServer, "github.com/ClickHouse/clickhouse-go/v2": ClickHouse,
		"gorm.io/gorm": "", "github.com/jinzhu/gorm": "", "xorm.io/xorm": "", "entgo.io/ent": "", "github.com/jmoiron/sqlx": "", "github.com/uptrace/bun": "", "github.com/volatiletech/sqlboiler/v4": "", "go.mongodb.org/mongo-driver": "", "go.mongodb.org/mongo-driver/v2": "", "github.com/pocketbase/dbx": "",
	},
	"python": {
		"psycopg2": PostgreSQL, "psycopg2-binary": PostgreSQL, "psycopg": PostgreSQL, "asyncpg": PostgreSQL, "pg8000": PostgreSQL, "mysqlclient": MySQL, "pymysql": MySQL, "aiomysql": MySQL, "mysql-connector-python": MySQL, "asyncmy": MySQL, "aiosqlite": SQLite, "pyodbc": SQLServer, "mssql-django": SQLServer,
		"django": "", "sqlalchemy": "", "flask-sqlalchemy": "", "sqlmodel": "", "tortoise-orm": "", "peewee": "", "databases": "", "pymongo": "", "motor": "", "mongoengine": "", "beanie": "",
	},
	"ruby":   {"pg": PostgreSQL, "mysql2": MySQL, "trilogy": MySQL, "sqlite3": SQLite, "activerecord": "", "rails": "", "sequel": "", "mongoid": ""},
	"php":    {"doctrine/dbal": "", "doctrine/orm": "", "laravel/framework": "", "illuminate/database": "", "mongodb/mongodb": ""},
	"java":   {"postgresql": PostgreSQL, "mysql-connector-j": MySQL, "mysql-connector-java": MySQL, "mariadb-java-client": MySQL, "mssql-jdbc": SQLServer, "spring-boot-starter-data-jpa": "", "spring-boot-starter-jdbc": "", "hibernate-core": "", "mybatis": "", "jooq": "", "spring-boot-starter-data-mongodb": ""},
	"rust":   {"postgres": PostgreSQL, "tokio-postgres": PostgreSQL, "rusqlite": SQLite, "mysql_async": MySQL, "sqlx": "", "diesel": "", "sea-orm": "", "mongodb": ""},
	"dotnet": {"npgsql": PostgreSQL, "npgsql.entityframeworkcore.postgresql": PostgreSQL, "mysqlconnector": MySQL, "microsoft.data.sqlclient": SQLServer, "microsoft.entityframeworkcore": "", "dapper": "", "mongodb.driver": ""},
}

// manifests are the kinds of manifests by their names.
func manifestKind(file string) string {
	base := strings.ToLower(path.Base(file))
	switch {
	case base == "package.json":
		return "npm"
	case base == "go.mod":
		return "go"
	case base == "pyproject.toml", base == "pipfile", base == "setup.py", base == "setup.cfg", strings.HasSuffix(base, ".txt") && strings.Contains(file, "requirements"):
		return "python"
	case base == "gemfile", strings.HasSuffix(base, ".gemspec"):
		return "ruby"
	case base == "composer.json":
		return "php"
	case base == "pom.xml", strings.HasPrefix(base, "build.gradle"), base == "libs.versions.toml":
		return "java"
	case base == "cargo.toml":
		return "rust"
	case strings.HasSuffix(base, ".csproj"), strings.HasSuffix(base, ".fsproj"):
		return "dotnet"
	}
	return ""
}

// Manifest reports whether a file lists dependencies.
func Manifest(file string) bool { return manifestKind(file) != "" }

// Clients returns the database libraries that a manifest names, sorted by name. It
// looks for the names alone: what a manifest's other lines say of them is not read.
func Clients(file string, content []byte) []Client {
	var found []Client
	known := clients[manifestKind(file)]
	for _, name := range Named(file, content, func(_, name string) bool { _, is := known[name]; return is }) {
		found = append(found, Client{Name: name, Engine: known[name], Path: file})
	}
	return found
}

// Named returns those of the names in a manifest of dependencies that are wanted, by
// the kind of the manifest ("npm", "go", "python" …), sorted.
func Named(file string, content []byte, wanted func(kind, name string) bool) []string {
	kind := manifestKind(file)
	named := map[string]bool{}
	for name := range strings.FieldsFuncSeq(string(content), func(r rune) bool {
		return !(r == '@' && kind == "npm" || r == '/' || r == '.' || r == '_' || r == '-' || '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z')
	}) {
		if kind != "go" {
			name = strings.ToLower(name)
		}
		if wanted(kind, name) {
			named[name] = true
		}
	}
	return slices.Sorted(maps.Keys(named))
}

// Settle gives databases whose make the files do not tell the one that the clients of
// the nearest manifest speak for: PostgreSQL where it is among several, since the
// program may meet it, else the first.
func Settle(databases []*Database, found []Client) {
	for _, database := range databases {
		if database.Engine != "" {
			continue
		}
		places := slices.Clone(database.Roots)
		for _, table := range database.Tables[:min(len(database.Tables), 1)] {
			places = append(places, path.Dir(table.Path))
		}
		for _, place := range places {
			if database.Engine = settled(place, found); database.Engine != "" {
				break
			}
		}
	}
}

func settled(folder string, found []Client) Engine {
	for {
		if engine := preferred(found, func(client Client) bool { return path.Dir(client.Path) == folder }); engine != "" {
			return engine
		}
		if folder == "." || folder == "/" || folder == "" {
			return preferred(found, func(Client) bool { return true })
		}
		folder = path.Dir(folder)
	}
}

func preferred(found []Client, wanted func(Client) bool) Engine {
	for _, engine := range []Engine{PostgreSQL, MySQL, SQLServer, SQLite} {
		if slices.ContainsFunc(found, func(client Client) bool { return client.Engine == engine && wanted(client) }) {
			return engine
		}
	}
	return ""
}
