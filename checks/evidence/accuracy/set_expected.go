package accuracy

import (
	"cmp"
	"fmt"
	"path"
	"regexp"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source"
)

// Expected reads the tests of Bearer's rules: tests/LANGUAGE/GROUP/NAME/testdata has
// files in which a comment "bearer:expected RULE" stands above each line that the rule
// must find. Its test allows no others, so that the files tell all.
// https://github.com/Bearer/bearer-rules
type Expected struct {
	Folder, Under string
	Rules         []ExpectedRule
}

// ExpectedRule is what a rule means for an item.
type ExpectedRule struct {
	Name string // its folder below Under: "express/open_redirect"
	Item checks.ItemID
	Part string
	Rule string // what may tell of a place that the rule finds
	Own  string // what must not be told where it finds none; empty for the same
	Way  Way    // how far the data goes that the rule follows
}

// Name implements Set.
func (x Expected) Name() string { return x.Folder }

var expectation = regexp.MustCompile(`(?://|#|/\*|\{/\*)\s*bearer:expected\s+(\w+)`)

// Samples implements Set: each file is one.
func (x Expected) Samples(checkout string) ([]Sample, error) {
	var samples []Sample
	for _, rule := range x.Rules {
		test := path.Join(x.Under, rule.Name, "testdata")
		err := eachFile(checkout, test, source.ReadsPrograms, func(relative, content string) error {
			samples = append(samples, rule.sample(relative, content))
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("reading the tests of a rule: %w", err)
		}
	}
	if len(samples) == 0 {
		return nil, fmt.Errorf("no tests of rules are read of %s", checkout)
	}
	return samples, nil
}

func (r ExpectedRule) sample(name, content string) Sample {
	sample := Sample{
		ID: name, Item: r.Item, Part: r.Part, Language: source.Language(name, nil),
		Files: map[string]string{"app/handler" + path.Ext(name): content}, Whole: cmp.Or(r.Own, r.Rule),
	}
	lines := strings.Split(content, "\n")
	id := "_" + strings.ReplaceAll(r.Name, "/", "_")
	for i, line := range lines {
		found := expectation.FindStringSubmatch(line)
		if found == nil || !strings.HasSuffix(found[1], id) {
			continue
		}
		next := i + 1
		for next < len(lines)-1 && (strings.TrimSpace(lines[next]) == "" || expectation.MatchString(lines[next])) {
			next++
		}
		sample.Labels = append(sample.Labels, Label{Rule: r.Rule, Line: next + 1, Positive: true, Way: r.Way})
	}
	return sample
}
