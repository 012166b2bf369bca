package accuracy

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/golive-app/golive/checks"
)

// Clippy reads its tests of single lints: "//~ lint" on the line that is found,
// "//~^ lint" below it, one more ^ for each line further down
// (https://rustc-dev-guide.rust-lang.org/tests/ui.html#error-annotations).
type Clippy struct{ Tests []ClippyTest }

// ClippyTest is what a lint means for an item.
type ClippyTest struct {
	Test, Lint string
	Item       checks.ItemID
	Rule       string
}

// Name implements Set.
func (Clippy) Name() string { return "rust-clippy" }

var clippyMark = regexp.MustCompile(`//~(\^*) (?:ERROR: )?(\w+)`)

// Samples implements Set.
func (c Clippy) Samples(checkout string) ([]Sample, error) {
	var samples []Sample
	for _, test := range c.Tests {
		content, err := os.ReadFile(filepath.Join(checkout, filepath.FromSlash(test.Test)))
		if err != nil {
			return nil, fmt.Errorf("reading a test: %w", err)
		}
		sample := Sample{ID: test.Test, Item: test.Item, Language: "Rust", Files: map[string]string{"src/order.rs": string(content)}, Whole: test.Rule}
		for i, line := range strings.Split(string(content), "\n") {
			if found := clippyMark.FindStringSubmatch(line); found != nil && found[2] == test.Lint {
				sample.Labels = append(sample.Labels, Label{Rule: test.Rule, Line: i + 1 - len(found[1]), Positive: true})
			}
		}
		if len(sample.Labels) == 0 {
			return nil, fmt.Errorf("no marks are read of %s", test.Test)
		}
		samples = append(samples, sample)
	}
	return samples, nil
}
