package accuracy

import (
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/golive-app/golive/checks"
)

// PMD reads the tests of PMD's rules: code with the number of problems in it, and
// the lines where they are told.
type PMD struct{ Rules []PMDRule }

// PMDRule is one file of tests and what its rule means for an item.
type PMDRule struct {
	Test string // path in the checkout
	Item checks.ItemID
	Rule string
	// Beside are cases that mean something else for the item, by their code.
	Beside *regexp.Regexp
}

// Name implements Set.
func (PMD) Name() string { return "pmd" }

// Samples implements Set.
func (p PMD) Samples(checkout string) ([]Sample, error) {
	var samples []Sample
	for _, rule := range p.Rules {
		content, err := os.ReadFile(filepath.Join(checkout, filepath.FromSlash(rule.Test)))
		if err != nil {
			return nil, fmt.Errorf("reading tests: %w", err)
		}
		var read struct {
			Codes []struct {
				Problems int    `xml:"expected-problems"`
				Lines    string `xml:"expected-linenumbers"`
				Code     string `xml:"code"`
			} `xml:"test-code"`
		}
		if err := xml.Unmarshal(content, &read); err != nil {
			return nil, fmt.Errorf("reading %s: %w", rule.Test, err)
		}
		for i, one := range read.Codes {
			code := strings.Trim(one.Code, "\n ")
			if code == "" || rule.Beside != nil && rule.Beside.MatchString(code) {
				continue
			}
			sample := Sample{
				ID: rule.Test + "#" + strconv.Itoa(i), Item: rule.Item, Language: "Java", Whole: rule.Rule,
				Files: map[string]string{"src/main/java/Foo.java": code + "\n"},
			}
			lines := strings.FieldsFunc(one.Lines, func(r rune) bool { return r < '0' || r > '9' })
			for n := range one.Problems {
				label := Label{Rule: rule.Rule, Positive: true}
				if n < len(lines) {
					label.Line, _ = strconv.Atoi(lines[n])
				}
				sample.Labels = append(sample.Labels, label)
			}
			samples = append(samples, sample)
		}
		if len(read.Codes) == 0 {
			return nil, fmt.Errorf("no tests are read of %s", rule.Test)
		}
	}
	return samples, nil
}
