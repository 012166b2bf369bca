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

// RuboCop reads the specs of its cops: expect_offense with carets below what is
// found, and expect_no_offenses. What stands in a context with a configuration of its
// own tests that configuration and is left out.
// https://docs.rubocop.org/rubocop/development.html#testing-your-cop
type RuboCop struct{ Specs []RuboCopSpec }

// RuboCopSpec is what a cop means for an item.
type RuboCopSpec struct {
	Spec string // path in the checkout
	Item checks.ItemID
	Rule string
	// Beside are examples that mean something else for the item, by their code.
	Beside *regexp.Regexp
}

// Name implements Set.
func (RuboCop) Name() string { return "rubocop" }

var (
	rubySettings = regexp.MustCompile(`^ *(?:let!?\(:(?:cop_config|other_cops|config)\)|before\b.*cop_config)`)
	rubyExample  = regexp.MustCompile(`^( *)expect_(no_offenses|offense)\(<<~(?:RUBY|'RUBY')(?:,.*)?\)`)
	rubyShort    = regexp.MustCompile(`^ *expect_no_offenses\('([^']*)'\)`)
	rubyCarets   = regexp.MustCompile(`^\s*(?:\^+(?:\{\})?|\^\{\w+\}) `)
)

// Samples implements Set.
func (r RuboCop) Samples(checkout string) ([]Sample, error) {
	var samples []Sample
	for _, spec := range r.Specs {
		content, err := os.ReadFile(filepath.Join(checkout, filepath.FromSlash(spec.Spec)))
		if err != nil {
			return nil, fmt.Errorf("reading a spec: %w", err)
		}
		found := spec.samples(strings.Split(string(content), "\n"))
		if len(found) == 0 {
			return nil, fmt.Errorf("no examples are read of %s", spec.Spec)
		}
		samples = append(samples, found...)
	}
	return samples, nil
}

func (r RuboCopSpec) samples(lines []string) []Sample {
	var samples []Sample
	configured := map[int]bool{} // by the indent of the context
	add := func(code []string, offense bool) {
		text := strings.Join(code, "\n")
		if r.Beside != nil && r.Beside.MatchString(text) {
			return
		}
		sample := Sample{ID: r.Spec + "#" + strconv.Itoa(len(samples)), Item: r.Item, Language: "Ruby", Whole: r.Rule}
		var kept []string
		for _, line := range code {
			if offense && rubyCarets.MatchString(line) {
				sample.Labels = append(sample.Labels, Label{Rule: r.Rule, Line: len(kept), Positive: true})
				continue
			}
			kept = append(kept, line)
		}
		sample.Files = map[string]string{"app/models/order.rb": strings.Join(kept, "\n") + "\n"}
		samples = append(samples, sample)
	}
	for i := 0; i < len(lines); i++ {
		line := lines[i]
		indent := len(line) - len(strings.TrimLeft(line, " "))
		switch {
		case strings.TrimSpace(line) == "end":
			delete(configured, indent)
		case rubySettings.MatchString(line):
			configured[indent-2] = true
		case rubyShort.MatchString(line) && !within(configured, indent):
			add([]string{rubyShort.FindStringSubmatch(line)[1]}, false)
		case rubyExample.MatchString(line):
			offense := rubyExample.FindStringSubmatch(line)[2] == "offense"
			var code []string
			for i++; i < len(lines) && strings.TrimSpace(lines[i]) != "RUBY"; i++ {
				code = append(code, lines[i][min(indent+2, len(lines[i])):])
			}
			if !within(configured, indent) {
				add(code, offense)
			}
		}
	}
	return samples
}

// within reports whether an outer context of this indent has a configuration.
func within(configured map[int]bool, indent int) bool {
	for outer := range configured {
		if outer < indent {
			return true
		}
	}
	return false
}
