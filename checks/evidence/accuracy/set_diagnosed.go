package accuracy

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/golive-app/golive/checks"
)

// Diagnosed reads the unit tests of an analyser in Rust: each has a program as a raw
// string, and asserts how many diagnostics it gets, or that it gets none.
type Diagnosed struct {
	Folder   string
	Test     string // path in the checkout
	Language string
	File     string // the path that the program is given
	Item     checks.ItemID
	Rule     string
	// Beside are tests that mean something else for the item, by their names.
	Beside *regexp.Regexp
}

// Name implements Set.
func (d Diagnosed) Name() string { return d.Folder }

var (
	rustTest = regexp.MustCompile(`(?s)#\[test\]\s*fn (\w+)\(\)`)
	rustRaw  = regexp.MustCompile(`(?s)r#"(.*?)"#`)
	rustNone = regexp.MustCompile(`assert!\(\w+\.is_empty\(\)\)`)
	rustSome = regexp.MustCompile(`assert_eq!\(\w+\.len\(\), [1-9]\d*\)|assert!\(!\w+\.is_empty\(\)\)`)
)

// Samples implements Set.
func (d Diagnosed) Samples(checkout string) ([]Sample, error) {
	content, err := os.ReadFile(filepath.Join(checkout, filepath.FromSlash(d.Test)))
	if err != nil {
		return nil, fmt.Errorf("reading tests: %w", err)
	}
	text := string(content)
	starts := rustTest.FindAllStringSubmatchIndex(text, -1)
	var samples []Sample
	for i, at := range starts {
		end := len(text)
		if i+1 < len(starts) {
			end = starts[i+1][0]
		}
		name, body := text[at[2]:at[3]], text[at[1]:end]
		program := rustRaw.FindStringSubmatch(body)
		if program == nil || d.Beside != nil && d.Beside.MatchString(name) {
			continue
		}
		sample := Sample{
			ID: d.Test + "#" + name, Item: d.Item, Language: d.Language, Files: map[string]string{d.File: program[1]},
		}
		switch {
		case rustSome.MatchString(body):
			sample.Labels = []Label{{Rule: d.Rule, Line: 1, EndLine: 1 + strings.Count(program[1], "\n"), Positive: true}}
		case rustNone.MatchString(body):
			sample.Whole = d.Rule
		default:
			continue
		}
		samples = append(samples, sample)
	}
	if len(samples) == 0 {
		return nil, fmt.Errorf("no tests are read of %s", d.Test)
	}
	return samples, nil
}
