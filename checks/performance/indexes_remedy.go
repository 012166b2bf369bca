package performance

import (
	"fmt"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/schema"
	"github.com/golive-app/golive/checks/wording"
)

// missingIndexRemedy is the line that adds an index, as the tool of the table has it;
// more says how many indexes are wanting.
func missingIndexRemedy(database *schema.Database, table *schema.Table, columns []string, more int) string {
	line := modelLine(table, columns)
	statement := createIndex(database, table.Name, columns)
	switch {
	case line == "":
		line = "Add " + wording.Quoted(statement)
		if database.Engine == schema.PostgreSQL {
			line += " in a migration that runs outside of a transaction"
		}
	case database.Engine == schema.PostgreSQL && len(database.Steps) > 0:
		line += ", and let the migration run " + wording.Quoted(statement)
	}
	if more > 1 {
		line += "; likewise for the others"
	}
	return line + "."
}

// modelLine is how a model declares an index; empty where migrations do.
func modelLine(table *schema.Table, columns []string) string {
	fields := fieldsOf(table, columns)
	switch table.Tool {
	case "prisma":
		return "Add " + wording.Quoted("@@index(["+strings.Join(fields, ", ")+"])") + " to the model " + wording.Quoted(table.Model)
	case "django":
		return "Add " + wording.Quoted("models.Index(fields=["+quotedList(fields)+"])") + " to `Meta.indexes` of " + wording.Quoted(table.Model)
	case "sqlalchemy":
		if len(fields) == 1 {
			return "Add `index=True` to " + wording.Quoted(table.Model+"."+fields[0])
		}
		return "Add " + wording.Quoted("Index(None, "+quotedList(columns)+")") + " to `__table_args__` of " + wording.Quoted(table.Model)
	case "typeorm", "mikro-orm":
		if len(fields) == 1 {
			return "Put `@Index()` on " + wording.Quoted(table.Model+"."+fields[0])
		}
		return "Put " + wording.Quoted("@Index(["+quotedList(fields)+"])") + " on " + wording.Quoted(table.Model)
	case "drizzle":
		var named []string
		for _, field := range fields {
			named = append(named, "table."+field)
		}
		return "Add " + wording.Quoted("index().on("+strings.Join(named, ", ")+")") + " to the table " + wording.Quoted(table.Model)
	case "gorm":
		return "Put `gorm:\"index\"` on " + wording.Quoted(table.Model+"."+fields[0])
	case "xorm":
		return "Put `xorm:\"INDEX\"` on " + wording.Quoted(table.Model+"."+fields[0])
	}
	return ""
}

// fieldsOf are what the model calls columns.
func fieldsOf(table *schema.Table, columns []string) []string {
	var fields []string
	for _, name := range columns {
		if column, found := table.Column(name); found && column.Field != "" {
			name = column.Field
		}
		fields = append(fields, name)
	}
	return fields
}

func quotedList(names []string) string {
	var quoted []string
	for _, name := range names {
		quoted = append(quoted, fmt.Sprintf("%q", name))
	}
	return strings.Join(quoted, ", ")
}

// createIndex is the statement that builds an index while writes go on, where the
// database can.
func createIndex(database *schema.Database, table string, columns []string) string {
	concurrently := ""
	if database.Engine == schema.PostgreSQL {
		concurrently = "CONCURRENTLY "
	}
	bare := table[strings.LastIndex(table, ".")+1:]
	var names []string
	for _, column := range columns {
		names = append(names, identifier(column))
	}
	return "CREATE INDEX " + concurrently + identifier(bare+"_"+strings.Join(columns, "_")+"_idx") + " ON " + identifier(table) + " (" + strings.Join(names, ", ") + ");"
}

// identifier quotes a name where SQL needs it.
func identifier(name string) string {
	var parts []string
	for part := range strings.SplitSeq(name, ".") {
		if part != strings.ToLower(part) || strings.ContainsFunc(part, func(r rune) bool {
			return !(r == '_' || 'a' <= r && r <= 'z' || '0' <= r && r <= '9')
		}) {
			part = `"` + strings.ReplaceAll(part, `"`, `""`) + `"`
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, ".")
}
