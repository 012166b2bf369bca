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

// Bandit reads an example of Bandit's whose comments say which passwords of the
// code below them are found.
type Bandit struct {
	Item    checks.ItemID
	Example string // path in the checkout
	Rule    string
	Comment *regexp.Regexp // its group is the value
	Weak    *regexp.Regexp // values that nobody can tell from a stand-in
}

// Name implements Set.
func (Bandit) Name() string { return "bandit" }

// Samples implements Set. What stands below a comment, up to an empty line, is a
// sample.
func (b Bandit) Samples(checkout string) ([]Sample, error) {
	content, err := os.ReadFile(filepath.Join(checkout, filepath.FromSlash(b.Example)))
	if err != nil {
		return nil, fmt.Errorf("reading an example: %w", err)
	}
	var samples []Sample
	for i, part := range strings.Split(string(content), "\n\n") {
		sample := Sample{ID: b.Example + "#" + strconv.Itoa(i), Item: b.Item, Language: "Python", Whole: b.Rule}
		weak := false
		var code []string
		for _, line := range strings.Split(part, "\n") {
			if found := b.Comment.FindStringSubmatch(line); found != nil {
				value := strings.Trim(found[1], "'")
				weak = weak || b.Weak.MatchString(value)
				sample.Labels = append(sample.Labels, Label{Rule: b.Rule, Positive: true})
				continue
			}
			if !strings.HasPrefix(strings.TrimSpace(line), "#") {
				code = append(code, line)
			}
		}
		if weak || strings.TrimSpace(strings.Join(code, "")) == "" {
			continue
		}
		sample.Files = map[string]string{"app/service.py": strings.Join(code, "\n") + "\n"}
		samples = append(samples, sample)
	}
	if len(samples) == 0 {
		return nil, fmt.Errorf("no samples are read of %s", b.Example)
	}
	return samples, nil
}
