package accuracy

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"

	"github.com/golive-app/golive/checks"
)

// Snippets reads a folder of small files, each of one call that is banned or not.
type Snippets struct {
	Folder, Under string
	Language      string
	File          string // the path that the code is given
	Item          checks.ItemID
	Rule          string
	Banned        *regexp.Regexp // names of the files in which something must be found
	Beside        *regexp.Regexp // and of those that mean something else for the item
}

// Name implements Set.
func (s Snippets) Name() string { return s.Folder }

// Samples implements Set.
func (s Snippets) Samples(checkout string) ([]Sample, error) {
	entries, err := os.ReadDir(filepath.Join(checkout, filepath.FromSlash(s.Under)))
	if err != nil {
		return nil, fmt.Errorf("listing snippets: %w", err)
	}
	var samples []Sample
	for _, entry := range entries {
		if entry.IsDir() || s.Beside.MatchString(entry.Name()) {
			continue
		}
		content, err := os.ReadFile(filepath.Join(checkout, filepath.FromSlash(s.Under), entry.Name()))
		if err != nil {
			return nil, fmt.Errorf("reading a snippet: %w", err)
		}
		sample := Sample{ID: s.Under + "/" + entry.Name(), Item: s.Item, Language: s.Language, Files: map[string]string{s.File: string(content)}, Whole: s.Rule}
		if s.Banned.MatchString(entry.Name()) {
			sample.Labels = []Label{{Rule: s.Rule, Positive: true}}
		}
		samples = append(samples, sample)
	}
	if len(samples) == 0 {
		return nil, fmt.Errorf("no snippets are read of %s", s.Under)
	}
	return samples, nil
}
