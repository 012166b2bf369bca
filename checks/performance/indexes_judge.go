package performance

import (
	"fmt"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source/schema"
	"github.com/golive-app/golive/checks/wording"
)

// observeIndexes states what the facts mean for the item.
func observeIndexes(facts indexFacts, subject checks.Subject) checks.Observation {
	var observation checks.Observation
	record := func(grade checks.Grade, outcome checks.Outcome, summary string, path string) {
		observation.Evidence = append(observation.Evidence, checks.Evidence{
			Grade: grade, Outcome: outcome, Kind: "schema", Source: "golive", Summary: summary, Path: path,
			ObservedAt: subject.Now(), Tree: subject.Source.Tree(), Sample: facts.read,
		})
	}
	facts.gaps(record)
	databases := facts.inUse()
	if len(databases) == 0 {
		return facts.nothing(observation)
	}
	var keys, bare, hazards, changes int
	for _, database := range databases {
		facts.describe(database, record)
		findings, count := keysIn(database, facts, subject.Range)
		switch {
		case count.total == 0:
		case database.Engine == schema.MySQL:
			findings, keys = nil, keys+count.total
			record(checks.E2, checks.Supports, fmt.Sprintf("%s of %s: InnoDB indexes them itself", wording.Counted(count.total, "foreign key", "foreign keys"), wording.QuotedPath(database.Name)), "")
		default:
			keys, bare = keys+count.total, bare+count.total-count.led
			outcome := checks.Supports
			if count.led < count.total {
				outcome = checks.Refutes
			}
			record(checks.E2, outcome, fmt.Sprintf("%d of %s an index in %s", count.led, wording.Counted(count.total, "foreign key leads", "foreign keys lead"), wording.QuotedPath(database.Name)), "")
		}
		observation.Findings = append(observation.Findings, findings...)
		observation.Findings = append(observation.Findings, redundantIn(database, facts)...)
		dangers := hazardsIn(database, subject.Range)
		observation.Findings = append(observation.Findings, dangers...)
		hazards, changes = hazards+len(dangers), changes+added(database, subject.Range)
	}
	filtered, judged := filteredIn(databases, facts, subject.Range)
	observation.Findings = append(observation.Findings, filtered...)
	facts.told(judged, len(filtered), record)
	switch {
	case subject.Range == nil:
		record(checks.E2, checks.Neutral, "no release range, so which migrations are still to run is not known", "")
	case changes > 0 && hazards == 0:
		record(checks.E2, checks.Supports, fmt.Sprintf("%s of the release: none stops a table in use", wording.Counted(changes, "change", "changes")), "")
	case hazards > 0:
		record(checks.E2, checks.Refutes, fmt.Sprintf("%d of %s of the release stop a table in use or fail", hazards, wording.Counted(changes, "change", "changes")), "")
	default:
		record(checks.E2, checks.Neutral, "the release changes no table", "")
	}
	checks.SortFindings(observation.Findings)
	observation.Headline = headline(keys, bare, len(filtered), hazards)
	observation.Why = "Read from the code: " + observation.Headline + ". How large the tables are and which plans the slowest queries have, only the database tells."
	observation.Remedy = "Run `EXPLAIN (ANALYZE, BUFFERS)` on the slowest statements of `pg_stat_statements` after the load test; a DBA comments `/golive sign-off performance.indexes LINK`."
	if first := slices.IndexFunc(observation.Findings, func(f checks.Finding) bool { return f.Severity != checks.SeverityNotice }); first >= 0 {
		observation.Remedy = observation.Findings[first].Remedy
	}
	observation.Missing = []checks.Missing{noDatabase()}
	return observation
}

func headline(keys, bare, filtered, hazards int) string {
	var parts []string
	if hazards > 0 {
		parts = append(parts, wording.Counted(hazards, "change stops", "changes stop")+" a table in use or fails")
	}
	switch {
	case bare > 0:
		parts = append(parts, fmt.Sprintf("%d of %s no index", bare, wording.Counted(keys, "foreign key leads", "foreign keys lead")))
	case keys > 0:
		parts = append(parts, "every foreign key leads an index")
	default:
		parts = append(parts, "no foreign key to judge")
	}
	if filtered > 0 {
		parts = append(parts, "queries pick rows by columns of "+wording.Counted(filtered, "kind that leads no index", "kinds that lead no index"))
	}
	return strings.Join(parts, "; ")
}

// noDatabase says what only the database tells.
func noDatabase() checks.Missing {
	return checks.Missing{
		Connection: checks.ConnectionDatabase, Later: true, Reason: "Plans, sizes of tables, use of indexes and invalid indexes are told by the database alone, and none is read yet.",
		Remedy: "Nothing can be connected for this yet: a DBA reads the plans of the slowest statements and signs with a link.",
	}
}

// inUse are the databases that the release runs on: SQLite beside a server with the
// same tables is for development or small installations.
func (f indexFacts) inUse() []*schema.Database {
	var found []*schema.Database
	for _, database := range f.databases {
		if database.Engine == schema.ClickHouse || !slices.ContainsFunc(database.Tables, func(table *schema.Table) bool { return !table.Assumed }) && len(f.databases) > 1 {
			continue
		}
		if database.Engine == schema.SQLite && slices.ContainsFunc(f.databases, func(other *schema.Database) bool {
			return other.Engine != schema.SQLite && other.Engine != schema.ClickHouse && other.Shares(database)
		}) {
			continue
		}
		found = append(found, database)
	}
	return found
}

// describe records where a database's tables were read.
func (f indexFacts) describe(database *schema.Database, record func(checks.Grade, checks.Outcome, string, string)) {
	open := 0
	for _, table := range database.Tables {
		if !whole(table) {
			open++
		}
	}
	summary := fmt.Sprintf("read %s from %s", wording.Counted(len(database.Tables), "table", "tables"), wording.QuotedPath(database.Name))
	if len(database.Steps) > 0 {
		summary += fmt.Sprintf(" (%s)", wording.Counted(len(database.Steps), "migration", "migrations"))
	}
	if database.Engine == "" {
		summary += ", make of database not told"
	} else {
		summary += ", " + string(database.Engine)
	}
	if open > 0 {
		summary += fmt.Sprintf("; %d not known as a whole and not judged", open)
	}
	record(checks.E2, checks.Neutral, summary, "")
}

// gaps records what could not be read.
func (f indexFacts) gaps(record func(checks.Grade, checks.Outcome, string, string)) {
	const shown = 5
	for _, lost := range f.unread[:min(len(f.unread), shown)] {
		record(checks.E2, checks.Neutral, "not read: "+lost.Reason, lost.Path)
	}
	if more := len(f.unread) - shown; more > 0 {
		record(checks.E2, checks.Neutral, wording.Counted(more, "more file", "more files")+" not read", "")
	}
	if count := len(f.statement); count > 0 {
		first := f.statement[0]
		record(checks.E2, checks.Neutral, fmt.Sprintf("%s of SQL not read; the first at line %d: %s", wording.Counted(count, "statement", "statements"), first.Line, wording.Quoted(first.Reason)), first.path)
	}
}

// nothing is what is said where there is no table.
func (f indexFacts) nothing(observation checks.Observation) checks.Observation {
	searched := fmt.Sprintf("%s of %s, %s", wording.Counted(f.read, "file", "files"), wording.Counted(f.files, "file", "files"), wording.Counted(f.manifests, "manifest of dependencies", "manifests of dependencies"))
	if len(f.clients) == 0 && len(f.unread) == 0 {
		observation.NotApplicable = "No database found: no table in a migration, a model or SQL, and no database client (searched " + searched + ")."
		return observation
	}
	observation.Headline = "no table could be read"
	missing := noDatabase()
	if len(f.clients) > 0 {
		first := f.clients[0]
		observation.Headline = "a database client, and no table that can be read"
		missing.Reason = fmt.Sprintf("%s uses %s, but no table was read (searched %s).", wording.QuotedPath(first.Path), wording.Quoted(first.Name), searched)
	}
	observation.Missing = []checks.Missing{missing}
	return observation
}

// added counts the changes of migrations that the range adds.
func added(database *schema.Database, span *checks.Range) int {
	if span == nil {
		return 0
	}
	count := 0
	for _, step := range database.Steps {
		for _, change := range step.Facts.Up {
			if span.Adds(step.Path, change.Line) {
				count++
			}
		}
	}
	return count
}
