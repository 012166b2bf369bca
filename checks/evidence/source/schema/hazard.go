package schema

import (
	"slices"
	"strconv"
	"strings"
)

// HazardKind tells what a change does to a database that is in use.
type HazardKind string

// The kinds of hazards.
const (
	BlocksWrites  HazardKind = "blocks-writes"  // an index is built while nobody may write
	CannotRun     HazardKind = "cannot-run"     // CONCURRENTLY inside of a transaction
	KeepsInvalid  HazardKind = "keeps-invalid"  // IF NOT EXISTS takes what a failed build left for the index
	RewritesTable HazardKind = "rewrites-table" // every row is written while nobody may read
	ValidatesRows HazardKind = "validates-rows" // a constraint looks at every row while nobody may write
	RequiresValue HazardKind = "requires-value" // a column that may not be empty and has no default
	ForbidsNull   HazardKind = "forbids-null"   // every row is looked at while nobody may read
)

// Hazard is one change that is dangerous where the table is large and in use.
type Hazard struct {
	Kind   HazardKind
	Change Change
	Step   Step
	// Recent says that the column was added in the same release, so that no row has a
	// value in it.
	Recent bool
	// Unsure says that what would settle it is not known: the type before, the tool.
	Unsure bool
}

// Hazards returns what is dangerous in the migrations whose lines are new. Tables that
// are new as well hold no rows. The rules are PostgreSQL's: MySQL and SQLite are left
// out.
// https://www.postgresql.org/docs/current/explicit-locking.html
func (d *Database) Hazards(isNew func(path string, line int) bool) []Hazard {
	if d.Engine != PostgreSQL && d.Engine != "" {
		return nil
	}
	w := &watch{state: NewState(), tables: map[string]bool{}, columns: map[string]bool{}, checked: map[string]bool{}}
	for _, step := range d.Steps {
		app := appOf(step.Path)
		for _, change := range step.Facts.Up {
			change.Path = step.Path
			if change.Model {
				change = change.named(app)
			}
			if isNew(step.Path, change.Line) {
				w.see(step, change)
			}
			w.state.Apply(change)
		}
	}
	return w.found
}

// watch is what is known while migrations are gone through.
type watch struct {
	state   *State
	tables  map[string]bool // created in the release
	columns map[string]bool // added in the release, with their tables
	checked map[string]bool // tables of which a check was validated apart
	found   []Hazard
}

func (w *watch) see(step Step, change Change) {
	table := TableKey(change.Table)
	column := func(name string) string { return table + "\x00" + plainName(name) }
	add := func(kind HazardKind, recent, unsure bool) {
		w.found = append(w.found, Hazard{Kind: kind, Change: change, Step: step, Recent: recent, Unsure: unsure})
	}
	recent := func(names []string) bool {
		return len(names) > 0 && slices.ContainsFunc(names, func(name string) bool { return w.columns[column(name)] })
	}
	switch change.Kind {
	case CreateTable:
		w.tables[table] = true
		return
	case RenameTable:
		if w.tables[table] {
			w.tables[TableKey(change.To)] = true
		}
		return
	case AddIndex:
		if change.Concurrently {
			if inside, unsure := step.inTransaction(change); inside {
				add(CannotRun, false, unsure)
			} else if change.Lenient {
				add(KeepsInvalid, false, false)
			}
			return
		}
	}
	if w.tables[table] {
		return
	}
	switch change.Kind {
	case AddIndex:
		if state := w.state.Table(change.Table); change.Restates && (state == nil || state.has(*change.Index)) {
			return
		}
		add(BlocksWrites, recent(change.Index.Columns), false)
	case AddPrimary:
		if !change.Concurrently {
			add(BlocksWrites, recent(change.Columns), false)
		}
	case AddColumn:
		w.columns[column(change.Name)] = true
		switch {
		case change.Column.Each:
			add(RewritesTable, false, false)
		case !change.Column.Nullable && !change.Column.Default:
			add(RequiresValue, false, false)
		}
	case SetType:
		before, known := "", false
		if state := w.state.Table(change.Table); state != nil {
			if column, found := state.Column(change.Name); found && column.Type != "" {
				before, known = column.Type, true
			}
		}
		if change.Restates && !known {
			return
		}
		if !known || !keepsRows(before, change.Column.Type) || change.Using != "" {
			add(RewritesTable, false, !known)
		}
	case AddForeign, AddCheck:
		if state := w.state.Table(change.Table); change.Restates && (state == nil || change.Foreign == nil || slices.ContainsFunc(state.Foreign, func(known ForeignKey) bool { return sameNames(known.Columns, change.Foreign.Columns) })) {
			return
		}
		if !change.NotValid {
			add(ValidatesRows, change.Foreign != nil && recent(change.Foreign.Columns), false)
		}
	case Validate:
		w.checked[table] = true
	case SetNotNull:
		state := w.state.Table(change.Table)
		if state != nil {
			if column, found := state.Column(change.Name); found && !column.Nullable && (column.Type != "" || change.Restates) {
				return
			}
		}
		if change.Restates && (state == nil || state.Assumed) {
			return
		}
		if !w.checked[table] {
			add(ForbidsNull, w.columns[column(change.Name)], false)
		}
	}
}

// inTransaction reports whether a migration's tool runs this change in a transaction.
// Several statements that are sent at once are one for PostgreSQL.
// https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-MULTI-STATEMENT
func (s Step) inTransaction(change Change) (inside, unsure bool) {
	if change.Outside || s.Facts.NoTransaction {
		return false, false
	}
	switch s.Facts.Tool {
	case "goose", "dbmate", "sql-migrate", "drizzle", "django", "alembic", "knex", "typeorm", "mikro-orm":
		return true, false
	case "prisma":
		return s.Facts.Statements > 1, false
	case "golang-migrate":
		return s.Facts.Statements > 1 || s.Facts.Transaction, true
	}
	return s.Facts.Transaction, false
}

// keepsRows reports whether PostgreSQL changes a type without writing the rows anew.
func keepsRows(before, after string) bool {
	if before == after {
		return true
	}
	was, wasLimits := typeParts(before)
	is, isLimits := typeParts(after)
	texts := map[string]bool{"varchar": true, "text": true}
	switch {
	case texts[was] && texts[is]:
		return len(isLimits) == 0 || len(wasLimits) == 1 && len(isLimits) == 1 && isLimits[0] >= wasLimits[0]
	case was == "citext" && is == "text", was == "cidr" && is == "inet", was == "varbit" && is == "varbit" && len(isLimits) == 0:
		return true
	case was == "numeric" && is == "numeric":
		return len(isLimits) == 0 || len(wasLimits) == 2 && len(isLimits) == 2 && isLimits[0] >= wasLimits[0] && isLimits[1] == wasLimits[1]
	case was == is && (was == "timestamp" || was == "timestamptz" || was == "time"):
		return len(isLimits) == 0
	}
	return false
}

// typeParts takes "varchar(20)" apart.
func typeParts(written string) (name string, limits []int) {
	name, rest, _ := strings.Cut(strings.TrimSuffix(written, ")"), "(")
	for part := range strings.SplitSeq(rest, ",") {
		if limit, err := strconv.Atoi(part); err == nil {
			limits = append(limits, limit)
		}
	}
	return name, limits
}

// Loses says what a change takes away that going back to the code before does not
// bring back; empty where nothing is lost.
func (c Change) Loses() string {
	switch c.Kind {
	case DropTable:
		return "drops a table"
	case DropColumn:
		return "drops a column"
	case RenameTable:
		return "renames a table"
	case RenameColumn:
		return "renames a column"
	case SetType:
		return "changes a column's type"
	case SetNotNull:
		return "forbids empty values"
	case AddColumn:
		if c.Column != nil && !c.Column.Nullable && !c.Column.Default {
			return "adds a column that needs a value"
		}
	}
	return ""
}
