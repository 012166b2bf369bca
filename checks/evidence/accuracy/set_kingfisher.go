package accuracy

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"

	"go.yaml.in/yaml/v3"

	"github.com/golive-app/golive/checks"
)

// Kingfisher reads the examples of Kingfisher's rules: texts that hold a secret,
// and some that do not.
type Kingfisher struct {
	Item    checks.ItemID
	Public  *regexp.Regexp // names of rules of what is no secret alone
	Example *regexp.Regexp // texts that say of themselves that they are none
}

// Name implements Set.
func (Kingfisher) Name() string { return "kingfisher" }

// Samples implements Set.
func (k Kingfisher) Samples(checkout string) ([]Sample, error) {
	names, err := filepath.Glob(filepath.Join(checkout, "data", "rules", "*.yml"))
	if err != nil {
		return nil, fmt.Errorf("listing rules: %w", err)
	}
	var samples []Sample
	for _, name := range names {
		content, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("reading rules: %w", err)
		}
		var read struct {
			Rules []struct {
				Name, ID         string
				Visible          *bool
				Examples         []string
				NegativeExamples []string `yaml:"negative_examples"`
			}
		}
		if err := yaml.Unmarshal(content, &read); err != nil {
			return nil, fmt.Errorf("reading %s: %w", filepath.Base(name), err)
		}
		for _, rule := range read.Rules {
			if k.Public.MatchString(rule.Name) || rule.Visible != nil && !*rule.Visible {
				continue
			}
			sample := func(number int, text string, labels []Label) {
				samples = append(samples, Sample{
					ID: rule.ID + "#" + strconv.Itoa(number), Item: k.Item, Language: "any text",
					Files: map[string]string{leakPath: text + "\n"}, Labels: labels,
				})
			}
			for i, text := range rule.Examples {
				if !k.Example.MatchString(text) && !over(text) {
					sample(i, text, []Label{{Rule: "secret.", Positive: true}})
				}
			}
			for i, text := range rule.NegativeExamples {
				sample(1000+i, text, []Label{{Rule: "secret."}})
			}
		}
	}
	if len(samples) == 0 {
		return nil, fmt.Errorf("no examples are read of %s", checkout)
	}
	return samples, nil
}
