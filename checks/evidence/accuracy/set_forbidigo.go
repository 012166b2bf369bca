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

// Forbidigo reads the tests of forbidigo, a linter of Go that forbids names by
// patterns: those whose pattern forbids what prints.
type Forbidigo struct {
	Item checks.ItemID
	Rule string
}

// Name implements Set.
func (Forbidigo) Name() string { return "forbidigo" }

var (
	forbidden     = regexp.MustCompile("NewLinter\\(\\[\\]string\\{`([^`]*)`")
	forbiddenCode = regexp.MustCompile("(?s)`(\\s*package [^`]*)`")
	forbiddenAt   = regexp.MustCompile(` at testing\.go:(\d+):`)
	printing      = regexp.MustCompile(`^\^?\(?fmt\\?\.\(?Print`)
)

// Samples implements Set. A test whose pattern is of something else, or that is about
// an option or a comment of the linter's own, is left out.
func (f Forbidigo) Samples(checkout string) ([]Sample, error) {
	const name = "forbidigo/forbidigo_test.go"
	content, err := os.ReadFile(filepath.Join(checkout, filepath.FromSlash(name)))
	if err != nil {
		return nil, fmt.Errorf("reading tests: %w", err)
	}
	var samples []Sample
	for i, test := range strings.Split(string(content), "t.Run(")[1:] {
		pattern, code := forbidden.FindStringSubmatch(test), forbiddenCode.FindStringSubmatch(test)
		if pattern == nil || code == nil || !printing.MatchString(pattern[1]) || !strings.Contains(code[1], `"fmt"`) && strings.Contains(code[1], "renamed") {
			continue
		}
		if strings.Contains(test, "permit") || strings.Contains(test, "Exclude") || strings.Contains(test, "xample") || !strings.Contains(test, "expectIssues(") {
			continue
		}
		source := strings.TrimPrefix(code[1], "\n")
		shift := len(code[1]) - len(source)
		if !strings.Contains(source, `"fmt"`) { // a file that compiles imports what it names
			source = strings.Replace(source, "\n", "; import \"fmt\"\n", 1)
		}
		sample := Sample{ID: name + "#" + strconv.Itoa(i), Item: f.Item, Language: "Go", Whole: f.Rule, Files: map[string]string{"orders/orders.go": source}}
		for _, at := range forbiddenAt.FindAllStringSubmatch(test, -1) {
			line, err := strconv.Atoi(at[1])
			if err != nil {
				return nil, fmt.Errorf("reading a place of %s: %w", name, err)
			}
			sample.Labels = append(sample.Labels, Label{Rule: f.Rule, Line: line - shift, Positive: true})
		}
		samples = append(samples, sample)
	}
	if len(samples) == 0 {
		return nil, fmt.Errorf("no tests are read of %s", name)
	}
	return samples, nil
}
