package accuracy

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/golive-app/golive/checks"
)

// Quoted reads tests that hold code between triple quotes. What is found in it is
// told by a comment in front of the line, or by what the test says behind it.
type Quoted struct {
	Folder, Language string
	File             string // the path that the code is given
	Tests            []QuotedTest
	Program          *regexp.Regexp // code of a program for the terminal, which is left out; nil: none
	Mark             *regexp.Regexp // a comment: the next line must be found
	Found, None      *regexp.Regexp // behind the code; Found's group is how many
}

// QuotedTest is one file and what its rule means for an item.
type QuotedTest struct {
	Test   string // path in the checkout
	Item   checks.ItemID
	Rule   string
	Beside *regexp.Regexp // lines of what is something else for the item
}

// Name implements Set.
func (q Quoted) Name() string { return q.Folder }

// Samples implements Set.
func (q Quoted) Samples(checkout string) ([]Sample, error) {
	var samples []Sample
	for _, test := range q.Tests {
		content, err := os.ReadFile(filepath.Join(checkout, filepath.FromSlash(test.Test)))
		if err != nil {
			return nil, fmt.Errorf("reading tests: %w", err)
		}
		parts := strings.Split(string(content), `"""`)
		before := len(samples)
		for i := 1; i+1 < len(parts); i += 2 {
			sample := Sample{ID: test.Test + "#" + strconv.Itoa(i/2), Item: test.Item, Language: q.Language, Whole: test.Rule}
			code := dedent(parts[i])
			if q.Program != nil && q.Program.MatchString(code) {
				continue
			}
			if q.read(&sample, test, code, parts[i+1]) {
				sample.Files = map[string]string{q.File: code + "\n"}
				samples = append(samples, sample)
			}
		}
		if len(samples) == before {
			return nil, fmt.Errorf("no code is read of %s", test.Test)
		}
	}
	return samples, nil
}

// read reads what is said of the code; false where nothing is.
func (q Quoted) read(sample *Sample, test QuotedTest, code, behind string) bool {
	if q.Mark != nil {
		lines := strings.Split(code, "\n")
		for i, line := range lines {
			if !q.Mark.MatchString(line) || i+1 == len(lines) {
				continue
			}
			if test.Beside != nil && test.Beside.MatchString(lines[i+1]) {
				sample.Aside = append(sample.Aside, i+2)
				continue
			}
			sample.Labels = append(sample.Labels, Label{Rule: test.Rule, Line: i + 2, Positive: true})
		}
		return true
	}
	if test.Beside != nil && test.Beside.MatchString(code) {
		return false
	}
	if found := q.Found.FindStringSubmatch(behind); found != nil {
		many, _ := strconv.Atoi(found[1])
		for range many {
			sample.Labels = append(sample.Labels, Label{Rule: test.Rule, Positive: true})
		}
		return many > 0
	}
	return q.None.MatchString(behind)
}
