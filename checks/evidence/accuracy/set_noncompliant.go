package accuracy

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// Noncompliant reads the test cases of SonarSource's analyzers: a line with a comment
// "Noncompliant" must be found, and no other line.
type Noncompliant struct {
	Folder, Language string
	File             string // the path that the code is given
	Tests            []QuotedTest
	Cut              *regexp.Regexp // lines that are taken out of the code; nil: none
}

// Name implements Set.
func (n Noncompliant) Name() string { return n.Folder }

var noncompliant = regexp.MustCompile(`//\s*Noncompliant\b`)

// Samples implements Set. Each file is one sample, for its parts refer to each other.
func (n Noncompliant) Samples(checkout string) ([]Sample, error) {
	var samples []Sample
	for _, test := range n.Tests {
		content, err := os.ReadFile(filepath.Join(checkout, filepath.FromSlash(test.Test)))
		if err != nil {
			return nil, fmt.Errorf("reading test cases: %w", err)
		}
		sample := Sample{ID: test.Test, Item: test.Item, Language: n.Language, Whole: test.Rule}
		lines := strings.Split(string(content), "\n")
		for i, line := range lines {
			switch {
			case n.Cut != nil && n.Cut.MatchString(line):
				lines[i] = ""
			case test.Beside != nil && test.Beside.MatchString(line):
				sample.Aside = append(sample.Aside, i+1)
			case noncompliant.MatchString(line):
				sample.Labels = append(sample.Labels, Label{Rule: test.Rule, Line: i + 1, Positive: true})
			case strings.Contains(strings.ToLower(line), "// compliant"), strings.Contains(strings.ToLower(line), "//compliant"):
				sample.Labels = append(sample.Labels, Label{Rule: test.Rule, Line: i + 1})
			}
			lines[i] = noncompliant.ReplaceAllString(lines[i], "// "+strings.Repeat(" ", 8))
		}
		if len(sample.Labels) == 0 && len(sample.Aside) == 0 {
			return nil, fmt.Errorf("no marks are read of %s", test.Test)
		}
		sample.Files = map[string]string{n.File: strings.Join(lines, "\n")}
		samples = append(samples, sample)
	}
	return samples, nil
}
