package accuracy

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/golive-app/golive/checks"
)

// Benchmark reads the OWASP Benchmark: one file a test, and a table that says of
// each whether it is harmful. Its helpers go with every test.
type Benchmark struct {
	Folder   string
	Language string
	Expected string // the table: name, category, whether it is harmful, CWE
	Tests    string // the pattern of a test's path: "testcode/%s.py"
	Helpers  string // the folder of what the tests import
	Kinds    map[string]BenchmarkKind
	Beside   *regexp.Regexp // tests that are not what the table says of them, by their code
}

// BenchmarkKind is what a category means for an item.
type BenchmarkKind struct {
	Item checks.ItemID
	Part string
	Rule string
	Own  string // what must not be told in a harmless test; empty for the same
}

// Name implements Set.
func (b Benchmark) Name() string { return b.Folder }

// Samples implements Set.
func (b Benchmark) Samples(checkout string) ([]Sample, error) {
	table, err := os.Open(filepath.Join(checkout, b.Expected))
	if err != nil {
		return nil, fmt.Errorf("reading expectations: %w", err)
	}
	defer func() { _ = table.Close() }()
	reader := csv.NewReader(table)
	reader.Comment, reader.FieldsPerRecord, reader.TrimLeadingSpace = '#', -1, true
	rows, err := reader.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("reading expectations: %w", err)
	}
	helpers, err := b.helpers(checkout)
	if err != nil {
		return nil, err
	}
	var samples []Sample
	for _, row := range rows {
		if len(row) < 3 {
			continue
		}
		kind, meant := b.Kinds[row[1]]
		if !meant {
			continue
		}
		test := fmt.Sprintf(b.Tests, row[0])
		code, err := os.ReadFile(filepath.Join(checkout, test))
		if err != nil {
			return nil, fmt.Errorf("reading a test: %w", err)
		}
		if b.Beside != nil && b.Beside.Match(code) {
			continue
		}
		name := "app/handler" + filepath.Ext(test)
		files := map[string]string{name: string(code)}
		for helper, content := range helpers {
			files[helper] = content
		}
		label := Label{Rule: kind.Rule, Path: name, Positive: row[2] == "true"}
		if label.Positive {
			label.Way = Near // each is one function that answers a request
		} else {
			label.Rule = cmp.Or(kind.Own, kind.Rule)
		}
		samples = append(samples, Sample{ID: test, Item: kind.Item, Part: kind.Part, Language: b.Language, Files: files, Labels: []Label{label}})
	}
	if len(samples) == 0 {
		return nil, fmt.Errorf("no tests are read of %s", checkout)
	}
	return samples, nil
}

func (b Benchmark) helpers(checkout string) (map[string]string, error) {
	names, err := filepath.Glob(filepath.Join(checkout, b.Helpers, "*"))
	if err != nil {
		return nil, fmt.Errorf("reading helpers: %w", err)
	}
	helpers := map[string]string{}
	for _, name := range names {
		if strings.HasPrefix(filepath.Base(name), ".") || filepath.Ext(name) == "" {
			continue
		}
		content, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("reading helpers: %w", err)
		}
		helpers[b.Helpers+"/"+filepath.Base(name)] = string(content)
	}
	return helpers, nil
}
