package performance

import (
	"fmt"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source/schema"
	"github.com/golive-app/golive/checks/wording"
	"github.com/golive-app/golive/config/regex"
)

// lookupAt is a query by which rows are picked, and its file.
type lookupAt struct {
	path string
	schema.Lookup
}

// beside matches files of what runs by a clock or from a queue: nobody waits for its
// queries.
var beside = regex.New(`(?i)(?:^|[/_.-])(?:tasks?|jobs?|crons?|workers?|queues?|schedulers?|processors?|consumers?|cleanups?|imports?|exports?|importers?|exporters?|sync|backfills?|seeds?)(?:[/_.-]|$)`)

// awaited reports whether a request can wait for the queries of a file.
func awaited(file checks.File) bool {
	return file.Class == checks.ClassProduction && !beside.MatchString(file.Path)
}

// filteredGroup is a table's columns with the queries that pick rows by them.
type filteredGroup struct {
	database *schema.Database
	table    *schema.Table
	columns  []string
	places   []lookupAt
}

// filteredIn finds columns by which queries pick rows though they lead no index, one
// finding for the same columns, and says how many queries' tables are known. It is a
// warning at most: a table's size is not known.
func filteredIn(databases []*schema.Database, facts indexFacts, span *checks.Range) (findings []checks.Finding, judged int) {
	var groups []*filteredGroup
	byKey := map[string]*filteredGroup{}
	for _, one := range facts.lookups {
		var table *schema.Table
		var columns []string
		var in *schema.Database
		known := false
		for _, database := range databases {
			if !database.Holds(one.Lookup) {
				continue
			}
			found, bare := database.Unserved(one.Lookup)
			if known && (table == nil) != (found == nil) {
				table = nil // two databases have the table, and one of them an index
				break
			}
			table, columns, in, known = found, bare, database, true
		}
		if known {
			judged++
		}
		if table == nil {
			continue
		}
		key := in.Name + "\x00" + table.Name + "\x00" + strings.Join(columns, ",")
		if byKey[key] == nil {
			byKey[key] = &filteredGroup{database: in, table: table, columns: columns}
			groups = append(groups, byKey[key])
		}
		byKey[key].places = append(byKey[key].places, one)
	}
	for _, group := range groups {
		findings = append(findings, group.finding(span))
	}
	return findings, judged
}

func (g *filteredGroup) finding(span *checks.Range) checks.Finding {
	first := g.places[0]
	if span != nil {
		if new := slices.IndexFunc(g.places, func(place lookupAt) bool { return span.Adds(place.path, place.Line) }); new >= 0 {
			first = g.places[new]
		}
	}
	severity := checks.SeverityWarning
	if g.database.Engine == "" || g.database.Engine == schema.SQLite {
		severity = checks.SeverityNotice
	}
	columns := strings.Join(g.columns, ", ")
	verb := " leads no index"
	if len(g.columns) > 1 {
		verb = " lead no index"
	}
	asks := " picks rows by it, and no other condition narrows it"
	if more := len(g.places) - 1; more > 0 {
		asks = " and " + wording.Counted(more, "other query", "other queries") + " pick rows by it, and no other condition narrows them"
	}
	return checks.Finding{
		Rule: "index.missing-filter", Severity: severity, Grade: checks.E2, Path: first.path, Line: first.Line, EndLine: first.Line,
		Message:     wording.Quoted(g.table.Name+"."+columns) + verb + ": " + wording.Quoted(first.Callee) + asks + ", so the whole table is read each time. How large it is, only the database tells",
		Remedy:      missingIndexRemedy(g.database, g.table, g.columns, 1),
		Fingerprint: checks.Fingerprint("index.missing-filter", first.path, g.table.Name, columns),
	}
}

// told records how many queries were judged.
func (f indexFacts) told(judged, bare int, record func(checks.Grade, checks.Outcome, string, string)) {
	if judged == 0 && f.unclear == 0 {
		return
	}
	outcome := checks.Supports
	if bare > 0 {
		outcome = checks.Refutes
	}
	if judged == 0 {
		outcome = checks.Neutral
	}
	summary := fmt.Sprintf("read by which columns %s rows of known tables", wording.Counted(judged, "query picks", "queries pick"))
	if f.unclear > 0 {
		summary += fmt.Sprintf("; the conditions of %d more are not all written out", f.unclear)
	}
	record(checks.E2, outcome, summary, "")
}
