package query

import (
	"slices"

	"github.com/golive-app/golive/config/regex"
)

// copied matches statements that send one row of a copy, and answers of a batch that was
// sent at once: neither asks anything.
// https://pkg.go.dev/github.com/lib/pq#hdr-Bulk_imports https://pkg.go.dev/github.com/jackc/pgx/v5#Batch
var copied = regex.New(`copyin\(|\.sendbatch\(`)

// goRows are the libraries of Go.
var goRows = []row{
	// https://gorm.io/docs/query.html
	{
		library: "gorm", module: "gorm.io/gorm", roots: regex.New(`gorm\.io/gorm|(?:^|\W)(?:db|tx|conn|database)(?:\(\))?$`),
		ends:   "First Find Take Last Scan Pluck Count Row Rows FirstOrCreate FirstOrInit Create Save Updates Update Delete Exec",
		writes: "FirstOrCreate Create Save Updates Update Delete Exec",
	},
	// https://xorm.io/docs/chapter-05/readme/
	{
		library: "xorm", module: "xorm", roots: regex.New(`xorm|(?:^|\W)(?:x|e|db|sess|session|engine|data)(?:\(\))?$`),
		ends:   "Get Find Exist Count FindAndCount Sum Insert Update Delete Exec",
		writes: "Insert Update Delete Exec",
	},
	// https://pkg.go.dev/github.com/go-gorp/gorp/v3#DbMap
	{
		library: "gorp", module: "gorp", roots: regex.New(`gorp|dbmap|(?:^|\W)(?:db|tx|trans)(?:\(\))?$`),
		ends:   "Get Select SelectOne SelectInt SelectStr SelectNullInt SelectNullStr Insert Update Delete Exec",
		writes: "Insert Update Delete Exec",
	},
	// https://entgo.io/docs/crud
	{library: "ent", through: "Query", ends: "All Only OnlyX First FirstX Count CountX Exist ExistX IDs"},
	// https://entgo.io/docs/traversals
	{library: "ent", module: "/ent", edge: true, ends: "All AllX Only OnlyX First FirstX Count CountX Exist ExistX IDs IDsX OnlyID OnlyIDX"},
	{library: "ent", module: "/ent", model: true, roots: regex.New(`(?:^|\W)(?:client|tx|db|c|entclient)(?:\(\))?$`), ends: "Get GetX"},
	{library: "ent", module: "/ent", through: "Create CreateBulk Update UpdateOne UpdateOneID Delete DeleteOne DeleteOneID", ends: "Save SaveX Exec ExecX", writes: "Save SaveX Exec ExecX"},
	// https://bun.uptrace.dev/guide/query-select.html
	// https://pkg.go.dev/go.mongodb.org/mongo-driver/mongo#Collection
	{library: "MongoDB", module: "mongo-driver", ends: "FindOne CountDocuments Aggregate InsertOne UpdateOne ReplaceOne DeleteOne FindOneAndUpdate", writes: "InsertOne UpdateOne ReplaceOne DeleteOne FindOneAndUpdate"},
	{library: "bun", through: "NewSelect", ends: "Scan Count Exists ScanAndCount"},
	// https://pkg.go.dev/database/sql https://pkg.go.dev/github.com/jmoiron/sqlx https://pkg.go.dev/github.com/jackc/pgx/v5
	{
		library: "database/sql", never: copied, roots: regex.New(`database/sql\.|sqlx\.|pgx|squirrel`),
		ends:   "Query QueryContext QueryRow QueryRowContext QueryRowx Queryx Get GetContext Select SelectContext Exec ExecContext NamedExec NamedExecContext NamedQuery",
		writes: "Exec ExecContext NamedExec NamedExecContext",
	},
	{
		library: "database/sql", never: copied, module: "sql", roots: regex.New(`^(?:db|tx|conn|pool|stmt)$`),
		ends:   "Query QueryContext QueryRow QueryRowContext QueryRowx Queryx GetContext SelectContext Exec ExecContext NamedExec NamedExecContext NamedQuery",
		writes: "Exec ExecContext NamedExec NamedExecContext",
	},
	// A connection of another package, whose file need not import the library: model.DB.Find(&rows).
	{
		library: "gorm", roots: regex.New(`^(?:db|gormdb|tx)$`), filled: true,
		ends:   "First Find Take Last Scan Pluck Count FirstOrCreate FirstOrInit Create Save Delete",
		writes: "FirstOrCreate Create Save Delete",
	},
	// What nothing else is called: db.QueryContext of a struct, of store.GetDB().
	{library: "database/sql", ends: "QueryContext QueryRowContext QueryxContext QueryRowxContext NamedQueryContext ExecContext NamedExecContext", writes: "ExecContext NamedExecContext"},
	// https://pkg.go.dev/github.com/Masterminds/squirrel
	{library: "squirrel", through: "RunWith", ends: "Query QueryRow Exec QueryContext QueryRowContext ExecContext Scan", writes: "Exec ExecContext"},
	{
		library: "database/sql", sql: true,
		ends:   "Query QueryContext QueryRow QueryRowContext QueryRowx Queryx Get GetContext Select SelectContext Exec ExecContext NamedExec NamedQuery",
		writes: "Exec ExecContext NamedExec",
	},
}

var rows = map[string][]row{
	"JavaScript": slices.Concat(kyselyRows, scriptRows), "TypeScript": slices.Concat(kyselyRows, scriptRows), "TSX": slices.Concat(kyselyRows, scriptRows), "Python": pythonRows, "Go": goRows,
}
