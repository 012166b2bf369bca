package performance

import (
	"fmt"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source/schema"
	"github.com/golive-app/golive/checks/wording"
)

// hazardRules are the rules by what a change does.
var hazardRules = map[schema.HazardKind]string{
	schema.BlocksWrites: "index.blocking-build", schema.CannotRun: "index.concurrent-in-transaction", schema.KeepsInvalid: "index.invalid",
	schema.RewritesTable: "index.table-rewrite", schema.ValidatesRows: "index.blocking-constraint", schema.RequiresValue: "index.required-column", schema.ForbidsNull: "index.blocking-not-null",
}

// hazardsIn finds what the release's migrations do to a database in use. Without a
// range there are no migrations of the release: old ones have run.
func hazardsIn(database *schema.Database, span *checks.Range) []checks.Finding {
	if span == nil {
		return nil
	}
	var findings []checks.Finding
	for _, hazard := range database.Hazards(span.Adds) {
		message, remedy := describeHazard(database, hazard)
		change := hazard.Change
		findings = append(findings, checks.Finding{
			Rule: hazardRules[hazard.Kind], Severity: hazardSeverity(database, hazard), Grade: checks.E2, Path: hazard.Step.Path, Line: change.Line, EndLine: change.Line,
			Message: message, Remedy: remedy,
			Fingerprint: checks.Fingerprint(hazardRules[hazard.Kind], hazard.Step.Path, change.Table, change.Name, indexColumns(change)),
		})
	}
	return findings
}

// hazardSeverity ranks what a change does: an index that is built while nobody may
// write, and a migration that cannot run, are errors where the database is known.
func hazardSeverity(database *schema.Database, hazard schema.Hazard) checks.Severity {
	severity := checks.SeverityWarning
	switch hazard.Kind {
	case schema.BlocksWrites, schema.CannotRun:
		severity = checks.SeverityError
	case schema.KeepsInvalid:
		severity = checks.SeverityNotice
	}
	if hazard.Recent || hazard.Unsure || database.Engine == "" {
		severity = severity.Lower()
	}
	return severity
}

func indexColumns(change schema.Change) string {
	if change.Index != nil {
		return strings.Join(change.Index.Columns, ",")
	}
	return strings.Join(change.Columns, ",")
}

// describeHazard words a hazard and what to do instead.
// https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY
// https://www.postgresql.org/docs/current/sql-altertable.html
func describeHazard(database *schema.Database, hazard schema.Hazard) (message, remedy string) {
	change := hazard.Change
	table := wording.Quoted(change.Table)
	column := wording.Quoted(change.Table + "." + change.Name)
	switch hazard.Kind {
	case schema.BlocksWrites:
		message = "builds " + builtIndex(change) + " on " + table + ", which is there already, while nobody may write to it"
		if hazard.Recent {
			message += " (the column is new, so the build is short on a small table)"
		}
		return message, concurrentRemedy(database, hazard)
	case schema.CannotRun:
		return "builds " + builtIndex(change) + " with CONCURRENTLY inside of a transaction, which PostgreSQL refuses", outsideRemedy(hazard)
	case schema.KeepsInvalid:
		return "IF NOT EXISTS takes the invalid index that a failed build leaves for " + builtIndex(change), "Drop it first: " + wording.Quoted("DROP INDEX CONCURRENTLY IF EXISTS "+identifier(change.Index.Name)+";") + ", or look for indexes that are not `indisvalid` after the release."
	case schema.RewritesTable:
		if change.Kind == schema.AddColumn {
			return "adds " + column + " with a value of its own for each row: the table is written anew while nobody may read it", "Add the column without a default, set the default apart, and fill the rows in batches."
		}
		return "changes the type of " + column + typeText(change) + ": the table can be written anew while nobody may read it", "Add a column of the new type, write to both, fill it in batches, and drop the old one in a later release."
	case schema.ValidatesRows:
		name := identifier(change.Name)
		if change.Name == "" {
			name = "NAME"
		}
		return "adds a constraint to " + table + " that looks at every row while nobody may write", fmt.Sprintf("Add it with `NOT VALID`, and in a migration behind that one run %s.", wording.Quoted("ALTER TABLE "+identifier(change.Table)+" VALIDATE CONSTRAINT "+name+";"))
	case schema.RequiresValue:
		return "adds " + column + ", which needs a value and has no default: it fails where the table has rows", "Give it a default, or add it nullable, fill it, and forbid nulls in a later release."
	default:
		return "forbids nulls in " + column + ": every row is looked at while nobody may read", fmt.Sprintf("Add %s, validate it in a migration of its own, then set NOT NULL, which takes the check for proof.",
			wording.Quoted("CHECK ("+identifier(change.Name)+" IS NOT NULL) NOT VALID"))
	}
}

func builtIndex(change schema.Change) string {
	switch {
	case change.Kind == schema.AddPrimary:
		return "a primary key"
	case change.Index.Name != "":
		return "the index " + wording.Quoted(change.Index.Name)
	default:
		return "an index of " + wording.Quoted(strings.Join(change.Index.Columns, ", "))
	}
}

func typeText(change schema.Change) string {
	if change.Column == nil || change.Column.Type == "" {
		return ""
	}
	return " to " + wording.Quoted(change.Column.Type)
}

// concurrentRemedy is how an index is built beside, with the migration's own tool.
func concurrentRemedy(database *schema.Database, hazard schema.Hazard) string {
	change := hazard.Change
	switch hazard.Step.Facts.Tool {
	case "django":
		return "Use `AddIndexConcurrently` of `django.contrib.postgres.operations` and set `atomic = False` on the migration."
	case "alembic":
		return "Put it into `with op.get_context().autocommit_block():` and give `op.create_index` the argument `postgresql_concurrently=True`."
	case "sequelize":
		return "Give `addIndex` the option `concurrently: true`, and run it without a transaction."
	case "knex":
		return "Run " + wording.Quoted(statementOf(database, change)) + " by `knex.raw`, and export `config = { transaction: false }`."
	case "typeorm":
		return "Run " + wording.Quoted(statementOf(database, change)) + " by `queryRunner.query`, and set `transaction = false` on the migration."
	}
	if change.Kind == schema.AddPrimary || change.Name != "" && change.Index != nil && change.Index.Unique {
		return "Build the index first (`CREATE UNIQUE INDEX CONCURRENTLY`), then add the constraint with `USING INDEX`."
	}
	return "Use " + wording.Quoted(statementOf(database, change)) + outsideOf(hazard.Step.Facts.Tool) + "."
}

func statementOf(database *schema.Database, change schema.Change) string {
	if change.Index == nil {
		return "CREATE UNIQUE INDEX CONCURRENTLY …"
	}
	known := *database
	known.Engine = schema.PostgreSQL
	statement := createIndex(&known, change.Table, change.Index.Columns)
	if change.Index.Name != "" {
		statement = strings.Replace(statement, identifier(change.Table[strings.LastIndex(change.Table, ".")+1:]+"_"+strings.Join(change.Index.Columns, "_")+"_idx"), identifier(change.Index.Name), 1)
	}
	if change.Index.Unique {
		statement = strings.Replace(statement, "CREATE INDEX", "CREATE UNIQUE INDEX", 1)
	}
	return statement
}

// outsideOf says how a tool runs a migration outside of a transaction.
func outsideOf(tool string) string {
	switch tool {
	case "goose":
		return " in a file with `-- +goose NO TRANSACTION`"
	case "dbmate":
		return " in a file with `-- migrate:up transaction:false`"
	case "sql-migrate":
		return " in a file with `-- +migrate Up notransaction`"
	case "prisma", "golang-migrate":
		return " as the only statement of a migration of its own"
	case "drizzle":
		return " outside of drizzle-kit's migrations, which run in a transaction"
	}
	return " in a migration that runs outside of a transaction"
}

func outsideRemedy(hazard schema.Hazard) string {
	switch hazard.Step.Facts.Tool {
	case "django":
		return "Set `atomic = False` on the migration, and keep other changes out of it."
	case "alembic":
		return "Put it into `with op.get_context().autocommit_block():`."
	case "knex":
		return "Export `config = { transaction: false }` from the migration."
	case "typeorm":
		return "Set `transaction = false` on the migration."
	case "":
		return "Take it out of `BEGIN` and `COMMIT`, into a migration of its own."
	}
	return "Put it" + outsideOf(hazard.Step.Facts.Tool) + "."
}
