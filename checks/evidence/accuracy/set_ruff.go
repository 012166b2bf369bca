package accuracy

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strconv"

	"github.com/golive-app/golive/checks"
)

// Ruff reads fixtures of Ruff with the snapshots that say what is found in them.
// A snapshot tells all, so that a finding on another line is a false one.
type Ruff struct{ Rules []RuffRule }

// RuffRule is what a rule of Ruff means for an item.
type RuffRule struct {
	Plugin, Code string // "flake8_print", "T201"
	Item         checks.ItemID
	Rule         string
	// Beside matches messages of what is something else for the item.
	Beside *regexp.Regexp
}

// Name implements Set.
func (Ruff) Name() string { return "ruff" }

// snapshotEntry is one finding: its code and message, and below it its place.
var snapshotEntry = regexp.MustCompile(`(?m)^([A-Z]+[0-9]+) (?:\[\*\] )?(.*)\n *--> [^:\n]+:([0-9]+):[0-9]+$`)

// Samples implements Set.
func (r Ruff) Samples(checkout string) ([]Sample, error) {
	const linter = "crates/ruff_linter"
	var samples []Sample
	for _, rule := range r.Rules {
		fixture := path.Join(linter, "resources/test/fixtures", rule.Plugin, rule.Code+".py")
		code, err := os.ReadFile(filepath.Join(checkout, fixture))
		if err != nil {
			return nil, fmt.Errorf("reading a fixture: %w", err)
		}
		snapshot := path.Join(linter, "src/rules", rule.Plugin, "snapshots", fmt.Sprintf("ruff_linter__rules__%s__tests__%s_%s.py.snap", rule.Plugin, rule.Code, rule.Code))
		expected, err := os.ReadFile(filepath.Join(checkout, snapshot))
		if err != nil {
			return nil, fmt.Errorf("reading a snapshot: %w", err)
		}
		sample := Sample{ID: fixture, Item: rule.Item, Language: "Python", Files: map[string]string{"app/service.py": string(code)}, Whole: rule.Rule}
		for _, one := range snapshotEntry.FindAllStringSubmatch(string(expected), -1) {
			line, err := strconv.Atoi(one[3])
			if err != nil || one[1] != rule.Code {
				continue
			}
			if rule.Beside != nil && rule.Beside.MatchString(one[2]) {
				sample.Aside = append(sample.Aside, line)
				continue
			}
			sample.Labels = append(sample.Labels, Label{Rule: rule.Rule, Line: line, Positive: true})
		}
		if len(sample.Labels) == 0 {
			return nil, fmt.Errorf("no labels are read of %s", snapshot)
		}
		samples = append(samples, sample)
	}
	return samples, nil
}
