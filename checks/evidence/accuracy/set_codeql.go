package accuracy

import (
	"errors"
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
// "BAD" and "GOOD"). https://codeql.github.com/docs/codeql-cli/testing-custom-queries
//
// A place that is found must be found. One whose comment says that it is harmless
// must not, and neither may any other place of the file: the expectation tells all.
// Nothing is said of a place where comment and expectation disagree, of one whose
// source stands in another file, and of one that another query of the folder finds.
type CodeQL struct {
	Folder  string
	Under   []string // the folders of tests
	Queries []CodeQLQuery
}

// CodeQLQuery is what a query means for an item.
type CodeQLQuery struct {
	Query string // the name of its file without the ending
	Item  checks.ItemID
	Part  string
	Rule  string
}

// Name implements Set.
func (c CodeQL) Name() string { return c.Folder }

// Samples implements Set: each file of a folder is one for each query.
func (c CodeQL) Samples(checkout string) ([]Sample, error) {
	var samples []Sample
	for _, under := range c.Under {
		found, err := c.under(checkout, under)
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

func (c CodeQL) under(checkout, folder string) ([]Sample, error) {
	var samples []Sample
	err := filepath.WalkDir(filepath.Join(checkout, folder), func(name string, one fs.DirEntry, err error) error {
		if err != nil || one.IsDir() || path.Ext(name) != ".qlref" {
			return err
		}
		reference, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		query := strings.TrimSuffix(path.Base(strings.TrimSpace(string(reference))), ".ql")
		for _, meant := range c.Queries {
			if meant.Query == query {
				found, err := meant.samples(checkout, strings.TrimSuffix(name, ".qlref"))
				samples = append(samples, found...)
				return err
			}
		}
		return nil
	})
	return samples, err
}

func (q CodeQLQuery) samples(checkout, test string) ([]Sample, error) {
	folder := filepath.Dir(test)
	rows, err := expectedRows(test + ".expected")
	if err != nil {
		return nil, err
	}
	beside, err := otherRows(test)
	if err != nil {
		return nil, err
	}
	var samples []Sample
	err = filepath.WalkDir(folder, func(name string, one fs.DirEntry, err error) error {
		if err != nil || one.IsDir() || !source.ReadsPrograms(source.Language(name, nil)) {
			return err
		}
		content, err := os.ReadFile(name)
		if err != nil {
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
			Files: map[string]string{"app/handler" + path.Ext(name): string(content)}, Whole: q.Rule,
		}
		q.label(&sample, filepath.ToSlash(within), string(content), rows, beside)
		if len(sample.Labels) > 0 {
			samples = append(samples, sample)
		}
		return nil
	})
	return samples, err
}

// remarks say what their line is, from the first that fits.
var remarks = []struct {
	says     *regexp.Regexp
	harmful  bool
	harmless bool
}{
	{regexp.MustCompile(`(?i)(?://|#|/\*).*(?:\bnot ok\b|\bbad\b|\bunsafe\b|\bnot good\b)`), true, false},
	{regexp.MustCompile(`(?i)(?://|#|/\*).*(?:\bok\b|\bgood\b|\bsafe\b)`), false, true},
}

func (q CodeQLQuery) label(sample *Sample, name, content string, rows, beside []expectedRow) {
	found := map[int]bool{}
	for _, row := range rows {
		if row.at.file == name {
			for line := row.at.line; line <= row.at.endLine; line++ {
				found[line] = true
			}
		}
	}
	for i, text := range strings.Split(content, "\n") {
		line := i + 1
		for _, remark := range remarks {
			if !remark.says.MatchString(text) {
				continue
			}
			switch {
			case remark.harmful != found[line]:
				sample.Aside = append(sample.Aside, line)
			case remark.harmless && !strings.HasPrefix(strings.TrimSpace(text), "//") && !strings.HasPrefix(strings.TrimSpace(text), "#"):
				sample.Labels = append(sample.Labels, Label{Rule: q.Rule, Line: line})
			}
			break
		}
	}
	for _, row := range beside {
		if row.at.file == name && !found[row.at.line] {
			sample.Aside = append(sample.Aside, row.at.line)
		}
	}
	seen := map[place]bool{}
	for _, row := range rows {
		switch {
		case row.at.file != name, slices.Contains(sample.Aside, row.at.line):
		case row.from.file != name:
			sample.Aside = append(sample.Aside, row.at.line)
		case !seen[row.at]:
			seen[row.at] = true
			sample.Labels = append(sample.Labels, Label{Rule: q.Rule, Line: row.at.line, EndLine: row.at.endLine, Positive: true})
		}
	}
}

// place is where something stands in the files of a folder.
type place struct {
	file          string
	line, endLine int
}

// expectedRow is one finding: where it is told, and where its data comes from.
type expectedRow struct{ at, from place }

var placeText = regexp.MustCompile(`^(.+):(\d+):\d+:(\d+):\d+$`)

// expectedRows reads the table of findings, the last of a file of expectations. Of
// queries that follow data its columns are the finding, its text, and the source.
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
		cells := strings.Split(line, " | ")
		at, ok := placeOf(strings.TrimPrefix(cells[0], "| "))
		if !ok {
			continue
		}
		row := expectedRow{at: at, from: at}
		if len(cells) > 2 {
			if from, ok := placeOf(cells[2]); ok {
				row.from = from
			}
		}
		rows = append(rows, row)
	}
	return rows, nil
}

func placeOf(text string) (place, bool) {
	found := placeText.FindStringSubmatch(strings.TrimSpace(text))
	if found == nil {
		return place{}, false
	}
	line, first := strconv.Atoi(found[2])
	last, second := strconv.Atoi(found[3])
	return place{found[1], line, last}, errors.Join(first, second) == nil
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
