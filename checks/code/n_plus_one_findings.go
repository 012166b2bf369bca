package code

import (
	"fmt"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source/query"
	"github.com/golive-app/golive/checks/wording"
)

// The rules of queries that run once for each element.
const (
	RuleQueryInLoop     = "nplusone.loop"
	RuleQueryInResolver = "nplusone.resolver" // once for each object that is answered with
)

// queryLoops are the findings of one release, and their counts.
type queryLoops struct {
	findings []checks.Finding
	errors   int
	before   int // in handlers, there before this release
	others   int // in production code that no handler was seen to reach
	jobs     int // in what a queue or a clock runs
	aside    int // in scripts, commands and migrations; not reported one by one
}

// queryFindings turns the hits of all files into findings.
func queryFindings(subject checks.Subject, files []checks.File, hits map[string][]query.Hit) queryLoops {
	var found queryLoops
	for _, file := range files {
		ordinals := map[string]int{}
		for _, hit := range hits[file.Path] {
			switch file.Class {
			case checks.ClassProduction:
			case checks.ClassScript, checks.ClassCommand, checks.ClassMigration:
				found.aside++
				continue
			default:
				continue
			}
			place := queryPlace{file: file, hit: hit, isNew: subject.Range.Adds(file.Path, hit.Line)}
			same := hit.Function + "\x00" + hit.Callee
			finding := place.finding(ordinals[same])
			ordinals[same]++
			switch {
			case finding.Severity == checks.SeverityError:
				found.errors++
			case place.serious():
				found.before++
			case hit.Job:
				found.jobs++
			default:
				found.others++
			}
			found.findings = append(found.findings, finding)
		}
	}
	return found
}

// queryPlace is one call at its place.
type queryPlace struct {
	file  checks.File
	hit   query.Hit
	isNew bool
}

// serious reports whether whoever sends a request waits for the queries: a read
// that a handler repeats for as many elements as there are. A serializer may write
// out a single object.
func (p queryPlace) serious() bool {
	return p.hit.Handler && !p.hit.Write && !p.hit.Lazy && !p.hit.Loop.Small && p.hit.Loop.Kind != "serializer"
}

func (p queryPlace) severity() checks.Severity {
	switch {
	case p.hit.Loop.Small:
		return checks.SeverityNotice
	case p.serious() && p.isNew:
		return checks.SeverityError
	default:
		return checks.SeverityWarning
	}
}

// rank orders what is of one severity: what is known to be asked while a route waits,
// then what some request waits for, then the rest, and what nobody waits for last.
func (p queryPlace) rank() int {
	switch {
	case p.hit.Route != "":
		return 0
	case p.hit.Handler:
		return 1
	case p.hit.Job:
		return 3
	default:
		return 2
	}
}

func (p queryPlace) rule() string {
	if p.hit.Loop.Kind == "resolver" || p.hit.Loop.Kind == "serializer" {
		return RuleQueryInResolver
	}
	return RuleQueryInLoop
}

func (p queryPlace) finding(ordinal int) checks.Finding {
	return checks.Finding{
		Rule: p.rule(), Severity: p.severity(), Path: p.file.Path, Line: p.hit.Line, EndLine: p.hit.EndLine, Column: p.hit.Column,
		Message: p.message(), Remedy: p.remedy(), Grade: checks.E2, Rank: p.rank(),
		Fingerprint: checks.Fingerprint(p.rule(), p.file.Path, p.hit.Function, p.hit.Callee, fmt.Sprint(ordinal)),
	}
}

// tally counts the findings for the evidence.
func (q queryLoops) tally() string {
	text := fmt.Sprintf("%s in request handlers", wording.Counted(q.errors+q.before, "query in a loop", "queries in loops"))
	if q.others > 0 {
		text += fmt.Sprintf(", %d in other production code", q.others)
	}
	if q.jobs > 0 {
		text += fmt.Sprintf(", %d in background jobs", q.jobs)
	}
	if q.aside > 0 {
		text += fmt.Sprintf(", %d in scripts, commands and migrations", q.aside)
	}
	return text
}

// headline sums the result up; empty where Judge's own words say it better.
func (q queryLoops) headline() string {
	switch {
	case q.errors > 0:
		return fmt.Sprintf("%s in request handlers", wording.Counted(q.errors, "query in a loop", "queries in loops"))
	case q.before > 0:
		return fmt.Sprintf("none added; %d in request handlers from before this release", q.before)
	case q.others+q.jobs > 0:
		return fmt.Sprintf("none seen in request handlers; %s worth a look", wording.Counted(q.others+q.jobs, "query in a loop", "queries in loops"))
	default:
		return "no query in a loop seen; not measured"
	}
}

func (q queryLoops) why(span *checks.Range) string {
	if q.errors > 0 && span == nil {
		return "There is no release range to compare with, so everything counts as new."
	}
	return ""
}
