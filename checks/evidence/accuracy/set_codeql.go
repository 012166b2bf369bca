package accuracy

import (
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source"
)

// CodeQL reads the tests of CodeQL's queries: beside X.qlref, which names a query,
// stands X.expected with what the query finds in the files of that folder, and
// comments in those files say what is harmful and what is not ("NOT OK" and "OK",
// "BAD" and "GOOD"), of their own line or, where they stand alone, of those below. https://codeql.github.com/docs/codeql-cli/testing-custom-queries
//
// A place that is found must be found. One whose comment says that it is harmless
// must not, and neither may any other place of the file: the expectation tells all.
// Nothing is said of a place where comment and expectation disagree, of one whose
// source stands in another file, of one that another query of the folder finds, and of
// one that a comment calls a gap of the query itself ("MISSING:", "SPURIOUS:").
type CodeQL struct {
	Folder  string
	Under   []string // the folders of tests
	Queries []CodeQLQuery
	Without []string // older checkouts beside this one: a file that is mostly one of theirs is left out
}

// CodeQLQuery is what a query means for an item.
type CodeQLQuery struct {
	Query string // the name of its file without the ending
	Item  checks.ItemID
	Part  string
	Rule  string // what may tell of a place that the query finds
	Own   string // what must not be told where it finds none; empty for the same
}

// Name implements Set.
func (c CodeQL) Name() string { return c.Folder }

// Samples implements Set: each file of a folder is one for each query.
func (c CodeQL) Samples(checkout string) ([]Sample, error) {
	known, err := linesOf(checkout, c.Without)
	if err != nil {
		return nil, fmt.Errorf("reading older tests: %w", err)
	}
	var samples []Sample
	for _, under := range c.Under {
		found, err := c.under(checkout, under, known)
		if err != nil {
			return nil, fmt.Errorf("reading the tests of queries: %w", err)
		}
		samples = append(samples, found...)
	}
	if len(samples) == 0 {
		return nil, fmt.Errorf("no tests of queries are read of %s", checkout)
	}
	return samples, nil
}

func (c CodeQL) under(checkout, folder string, known olderLines) ([]Sample, error) {
	var samples []Sample
	err := filepath.WalkDir(filepath.Join(checkout, folder), func(name string, one fs.DirEntry, err error) error {
		if err != nil || one.IsDir() || path.Ext(name) != ".qlref" || otherThreats.MatchString(name) {
			return err
		}
		reference, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		query := queryOf(string(reference))
		for _, meant := range c.Queries {
			if meant.Query == query {
				found, err := meant.samples(checkout, strings.TrimSuffix(name, ".qlref"), known)
				samples = append(samples, found...)
				return err
			}
		}
		return nil
	})
	return samples, err
}

// otherThreats matches tests of data that no request carries: of environments, of command
// lines, and of what other servers answer.
var otherThreats = regexp.MustCompile(`local-threat-|ResponseThreat`)

// queryOf is the query that a reference names: a path, or the first of some settings.
func queryOf(reference string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(reference), "\n")
	return strings.TrimSuffix(path.Base(strings.TrimSpace(strings.TrimPrefix(line, "query:"))), ".ql")
}

func (q CodeQLQuery) samples(checkout, test string, known olderLines) ([]Sample, error) {
	folder := filepath.Dir(test)
	rows, err := expectedRows(test + ".expected")
	if err != nil {
		return nil, err
	}
	beside, err := otherRows(test)
	if err != nil {
		return nil, err
	}
	steps, err := expectedSteps(test + ".expected")
	if err != nil {
		return nil, err
	}
	var samples []Sample
	err = filepath.WalkDir(folder, func(name string, one fs.DirEntry, err error) error {
		if err != nil || one.IsDir() || !source.ReadsPrograms(source.Language(name, nil)) {
			return err
		}
		content, err := os.ReadFile(name)
		if err != nil || known.mostly(path.Base(name), string(content)) {
			return err
		}
		within, err := filepath.Rel(folder, name)
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(checkout, name)
		if err != nil {
			return err
		}
		sample := Sample{
			ID: filepath.ToSlash(relative) + " " + q.Query, Item: q.Item, Part: q.Part, Language: source.Language(name, nil),
			Files: map[string]string{"app/handler" + path.Ext(name): string(content)}, Whole: cmp.Or(q.Own, q.Rule),
		}
		q.label(&sample, filepath.ToSlash(within), string(content), rows, beside, steps)
		if len(sample.Labels) > 0 {
			samples = append(samples, sample)
		}
		return nil
	})
	return samples, err
}

func (q CodeQLQuery) label(sample *Sample, name, content string, rows, beside []expectedRow, steps map[position][]position) {
	trail, found := newTrail(name, sample.Language, content, steps), map[int]bool{}
	for _, row := range rows {
		if row.at.file == name {
			for line := row.at.line; line <= row.at.endLine; line++ {
				found[line] = true
			}
		}
	}
	for i, line := range strings.Split(content, "\n") {
		if gap.MatchString(line) {
			sample.Aside = append(sample.Aside, i+1)
		}
	}
	for _, said := range remarksIn(content) {
		agrees := false
		for line := said.first; line <= said.last; line++ {
			agrees = agrees || found[line]
		}
		switch {
		case said.harmful != agrees:
			for line := said.first; line <= said.last; line++ {
				sample.Aside = append(sample.Aside, line)
			}
		case !said.harmful && !slices.Contains(sample.Aside, said.first):
			sample.Labels = append(sample.Labels, Label{Rule: cmp.Or(q.Own, q.Rule), Line: said.first, EndLine: said.last})
		}
	}
	for _, row := range beside {
		if row.at.file == name && !found[row.at.line] {
			sample.Aside = append(sample.Aside, row.at.line)
		}
	}
	told := map[lines]int{}
	for _, row := range rows {
		at := lines{row.at.line, row.at.endLine}
		switch known, again := told[at]; {
		case row.at.file != name, slices.Contains(sample.Aside, row.at.line):
		case row.from.file != name:
			sample.Aside = append(sample.Aside, row.at.line)
		case again: // of several sources the nearest counts
			label := &sample.Labels[known]
			label.Way = nearer(label.Way, trail.way(row.from, row.to))
		default:
			told[at] = len(sample.Labels)
			sample.Labels = append(sample.Labels, Label{Rule: q.Rule, Line: row.at.line, EndLine: row.at.endLine, Positive: true, Way: trail.way(row.from, row.to)})
		}
	}
}

// gap matches the comment of a place that a query is known to miss, or to tell falsely.
var gap = regexp.MustCompile(`(?://|#).*\b(?:MISSING|SPURIOUS):`)

// lines are where a finding is told.
type lines struct{ first, last int }

// position is where something stands in the files of a folder.
type position struct {
	file               string
	line, column       int
	endLine, endColumn int
}

// expectedRow is one finding: where it is told, where its data comes from, and where
// that does harm.
type expectedRow struct{ at, from, to position }

var positionText = regexp.MustCompile(`^(.+):(\d+):(\d+):(\d+):(\d+)$`)

// expectedRows reads the table of findings of a file of expectations. Of
// queries that follow data its columns are the finding, its text, the source, its text,
// and the sink.
func expectedRows(name string) ([]expectedRow, error) {
	content, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("reading expectations: %w", err)
	}
	_, table, found := strings.Cut("\n"+string(content), "\n#select\n")
	if !found {
		table = string(content)
	}
	var rows []expectedRow
	for _, line := range strings.Split(table, "\n") {
		if found && !strings.HasPrefix(line, "|") {
			break // of the next table
		}
		cells := strings.Split(line, " | ")
		at, ok := positionOf(cells[0])
		if !ok {
			continue
		}
		row := expectedRow{at: at, from: at, to: at}
		if len(cells) > 2 {
			if from, ok := positionOf(cells[2]); ok {
				row.from = from
			}
		}
		if len(cells) > 4 {
			if to, ok := positionOf(cells[4]); ok {
				row.to = to
			}
		}
		if strings.HasSuffix(line, "| library input |") { // of a library's callers
			row.from.file = ""
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// expectedSteps reads the steps of the data, the first table of a file of expectations.
func expectedSteps(name string) (map[position][]position, error) {
	content, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("reading expectations: %w", err)
	}
	steps := map[position][]position{}
	_, table, _ := strings.Cut("\n"+string(content), "\nedges\n")
	for _, line := range strings.Split(table, "\n") {
		if !strings.HasPrefix(line, "| ") {
			break
		}
		var ends []position
		for _, cell := range strings.Split(line, " | ") {
			if at, ok := positionOf(strings.TrimSuffix(cell, " |")); ok {
				ends = append(ends, at)
			}
		}
		if len(ends) == 2 && ends[0] != ends[1] && !slices.Contains(steps[ends[0]], ends[1]) {
			steps[ends[0]] = append(steps[ends[0]], ends[1])
		}
	}
	return steps, nil
}

func positionOf(text string) (position, bool) {
	found := positionText.FindStringSubmatch(strings.TrimSpace(strings.TrimPrefix(text, "| ")))
	if found == nil {
		return position{}, false
	}
	var numbers [4]int
	for i := range numbers {
		number, err := strconv.Atoi(found[i+2])
		if err != nil {
			return position{}, false
		}
		numbers[i] = number
	}
	return position{found[1], numbers[0], numbers[1], numbers[2], numbers[3]}, true
}

// otherRows are what the other queries of a folder find.
func otherRows(test string) ([]expectedRow, error) {
	others, err := filepath.Glob(filepath.Join(filepath.Dir(test), "*.expected"))
	if err != nil {
		return nil, fmt.Errorf("reading expectations: %w", err)
	}
	var rows []expectedRow
	for _, other := range others {
		if other == test+".expected" {
			continue
		}
		found, err := expectedRows(other)
		if err != nil {
			return nil, err
		}
		rows = append(rows, found...)
	}
	return rows, nil
}
