package performance

import (
	"fmt"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source/schema"
	"github.com/golive-app/golive/checks/wording"
)

// keyCount tells of a database's foreign keys.
type keyCount struct {
	database *schema.Database
	total    int
	led      int // by an index
}

// keysIn finds foreign keys whose columns lead no index, one finding a table.
func keysIn(database *schema.Database, facts indexFacts, span *checks.Range) ([]checks.Finding, keyCount) {
	count := keyCount{database: database}
	var findings []checks.Finding
	seen := map[string]bool{} // by the table, for which several models may stand
	for _, table := range database.Tables {
		if !whole(table) || seen[schema.TableKey(table.Name)] {
			continue
		}
		seen[schema.TableKey(table.Name)] = true
		var bare []schema.ForeignKey
		for _, foreign := range table.Foreign {
			count.total++
			if table.Leads(foreign.Columns) {
				count.led++
			} else {
				bare = append(bare, foreign)
			}
		}
		if len(bare) > 0 {
			findings = append(findings, keyFinding(database, table, bare, facts, span))
		}
	}
	return findings, count
}

// whole reports whether all of a table and its indexes is known.
func whole(table *schema.Table) bool { return !table.Part && !table.Open && !table.Assumed }

func keyFinding(database *schema.Database, table *schema.Table, bare []schema.ForeignKey, facts indexFacts, span *checks.Range) checks.Finding {
	first := bare[0]
	for _, foreign := range bare {
		if span != nil && span.Adds(foreign.Path, foreign.Line) {
			first = foreign
			break
		}
	}
	severity := checks.SeverityWarning
	if database.Engine == "" || database.Engine == schema.SQLite {
		severity = checks.SeverityNotice
	}
	var told, parts []string
	for _, foreign := range bare {
		columns := strings.Join(foreign.Columns, ", ")
		told = append(told, wording.Quoted(table.Name+"."+columns)+refersTo(foreign))
		parts = append(parts, columns)
	}
	verb := " leads no index"
	if len(bare) > 1 {
		verb = " lead no index"
	}
	return checks.Finding{
		Rule: "index.missing-foreign-key", Severity: placed(severity, facts.classes[first.Path]), Grade: checks.E2, Path: first.Path, Line: first.Line, EndLine: first.Line,
		Message:     wording.Listed(told, 6) + verb + ": a join, and each delete of what is referred to, reads the whole table",
		Remedy:      missingIndexRemedy(database, table, bare[0].Columns, len(bare)),
		Fingerprint: checks.Fingerprint("index.missing-foreign-key", first.Path, table.Name, strings.Join(parts, ";")),
	}
}

func refersTo(foreign schema.ForeignKey) string {
	if foreign.Table == "" {
		return ""
	}
	return " (to " + wording.Quoted(foreign.Table) + ")"
}

// placed lowers what stands in a script: it may make a database of somebody's own.
func placed(severity checks.Severity, class checks.PathClass) checks.Severity {
	if class == checks.ClassScript || class == checks.ClassCommand {
		return severity.Lower()
	}
	return severity
}

// redundantIn finds indexes that another one serves.
func redundantIn(database *schema.Database, facts indexFacts) []checks.Finding {
	var findings []checks.Finding
	for _, table := range database.Tables {
		if !whole(table) {
			continue
		}
		for _, pair := range table.Redundant() {
			short, long := pair[0], pair[1]
			findings = append(findings, checks.Finding{
				Rule: "index.redundant", Severity: checks.SeverityNotice, Grade: checks.E2, Path: short.Path, Line: short.Line, EndLine: short.Line,
				Message:     fmt.Sprintf("the index %s of %s is served by %s: each write pays for both", indexName(short), wording.Quoted(table.Name), indexName(long)),
				Remedy:      "Drop it, once the statistics of the database (`idx_scan` of `pg_stat_user_indexes`) show that the other one is used.",
				Fingerprint: checks.Fingerprint("index.redundant", short.Path, table.Name, strings.Join(short.Columns, ","), strings.Join(long.Columns, ",")),
			})
		}
	}
	return findings
}

func indexName(index schema.Index) string {
	columns := "(" + strings.Join(index.Columns, ", ") + ")"
	if index.Name == "" {
		return wording.Quoted(columns)
	}
	return wording.Quoted(index.Name + " " + columns)
}
