package accuracy

import (
	"fmt"
	"path"
	"regexp"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source"
)

// Wanted reads test data whose lines say in a comment that a linter finds something
// there: // want "…" of Go's analysistest, # Noncompliant of Sonar's verifiers. The
// comments of a file tell all. Each folder, or each file where they stand alone, is a
// sample.
//
// https://pkg.go.dev/golang.org/x/tools/go/analysis/analysistest
// https://github.com/SonarSource/sonar-analyzer-commons
type Wanted struct {
	Folder string
	Under  string
	Alone  bool // each file is a program of its own
	Says   *regexp.Regexp
	Item   checks.ItemID
	Rule   string
	// Of are the files that are read, by their paths; nil: all. Beside are those of them
	// that test something else.
	Of, Beside *regexp.Regexp
	// Loop matches the line above one that means something else for the item; nil: none.
	Loop *regexp.Regexp
}

// Name implements Set.
func (w Wanted) Name() string { return w.Folder }

// Samples implements Set.
func (w Wanted) Samples(checkout string) ([]Sample, error) {
	found := map[string]*Sample{}
	var order []string
	err := eachFile(checkout, w.Under, source.ReadsPrograms, func(relative, content string) error {
		if w.Of != nil && !w.Of.MatchString(relative) || w.Beside != nil && w.Beside.MatchString(relative) {
			return nil
		}
		id := path.Dir(relative)
		if w.Alone {
			id = relative
		}
		sample := found[id]
		if sample == nil {
			sample = &Sample{ID: id, Item: w.Item, Language: source.Language(relative, nil), Files: map[string]string{}, Whole: w.Rule}
			found[id] = sample
			order = append(order, id)
		}
		w.read(sample, "app/"+path.Base(relative), content)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading what is wanted: %w", err)
	}
	var samples []Sample
	for _, id := range order {
		samples = append(samples, *found[id])
	}
	if len(samples) == 0 {
		return nil, fmt.Errorf("nothing is read of %s", checkout)
	}
	return samples, nil
}

func (w Wanted) read(sample *Sample, name, content string) {
	sample.Files[name] = content
	lines := strings.Split(content, "\n")
	for i, line := range lines {
		if !w.Says.MatchString(line) {
			continue
		}
		if w.Loop != nil && i > 0 && w.Loop.MatchString(lines[i-1]) {
			sample.Aside = append(sample.Aside, i+1)
			continue
		}
		sample.Labels = append(sample.Labels, Label{Rule: w.Rule, Path: name, Line: i + 1, Positive: true})
	}
}
