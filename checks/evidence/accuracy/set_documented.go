package accuracy

import (
	"fmt"
	"regexp"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source/program"
)

// Documented reads fixtures in Python whose functions say in their documentation that a
// linter finds something in them. Nothing is to be found in the others.
type Documented struct {
	Folder string
	Files  []string // paths in the checkout
	File   string   // the path that the code is given
	Says   *regexp.Regexp
	Item   checks.ItemID
	Rule   string
}

// Name implements Set.
func (d Documented) Name() string { return d.Folder }

// Samples implements Set: each file is one.
func (d Documented) Samples(checkout string) ([]Sample, error) {
	var samples []Sample
	for _, name := range d.Files {
		file, err := parsed(checkout, name, "Python")
		if err != nil {
			return nil, err
		}
		sample := Sample{ID: name, Item: d.Item, Language: "Python", Files: map[string]string{d.File: string(file.Content)}, Whole: d.Rule}
		for _, function := range file.Functions {
			if d.Says.MatchString(documentation(function)) {
				sample.Labels = append(sample.Labels, Label{Rule: d.Rule, Path: d.File, Line: file.Line(function.Start), EndLine: file.Line(function.End), Positive: true})
			}
		}
		samples = append(samples, sample)
	}
	if len(samples) == 0 {
		return nil, fmt.Errorf("no fixtures are named of %s", d.Folder)
	}
	return samples, nil
}

// documentation is the text that a function begins with.
func documentation(function *program.Function) string {
	if function.Top || len(function.Body) == 0 {
		return ""
	}
	statement, ok := function.Body[0].(*program.Evaluate)
	if !ok {
		return ""
	}
	text, _ := function.Constant(statement.X)
	return text
}
