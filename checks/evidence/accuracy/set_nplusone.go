package accuracy

import (
	"bufio"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/golive-app/golive/checks"
)

// Mended reads what commits mended: trees before and after commits of public
// repositories whose message says that they mend what an item finds: a query that runs
// once for each element, an injection. What the commit changed must be found in the tree before it, and nothing on
// the lines that it wrote in the tree after it.
//
// labels.tsv has a label a line: language, folder of the tree, file, first and last
// line, "find" or "none", which of the lines between count where not all do
// ("12-14,20-20"), and at which other places the same may be told ("shop/models.py:3-9",
// with spaces between): what asks may stand far from the query that did not fetch it along.
// Two more may say its class, one of Kinds, and how far the data goes, "-" where that is
// not told.
// The folders beside it hold the trees.
type Mended struct {
	Folder string
	Item   checks.ItemID
	Rule   string
	Half   Half                  // that all of it belongs to; empty for two halves by the samples' ids
	Kinds  map[string]ListedKind // by class, where the list tells them
	// Apart says that each application is of one half, by its name, and that the half
	// held back stays so when that of its language is opened: whoever mends a rule by one
	// application then knows nothing of those that are held back.
	Apart bool
}

// Name implements Set.
func (m Mended) Name() string { return m.Folder }

// Samples implements Set.
func (m Mended) Samples(checkout string) ([]Sample, error) {
	list, err := os.Open(filepath.Join(checkout, "labels.tsv"))
	if err != nil {
		return nil, fmt.Errorf("reading labels: %w", err)
	}
	defer func() { _ = list.Close() }()
	var samples []Sample
	trees := map[string]map[string]string{}
	lines := bufio.NewScanner(list)
	for number := 1; lines.Scan(); number++ {
		if lines.Text() == "" || strings.HasPrefix(lines.Text(), "#") {
			continue
		}
		sample, folder, err := m.sample(lines.Text())
		if err != nil {
			return nil, fmt.Errorf("line %d of labels.tsv: %w", number, err)
		}
		if trees[folder] == nil {
			if trees[folder], err = readTree(filepath.Join(checkout, filepath.FromSlash(folder))); err != nil {
				return nil, fmt.Errorf("line %d of labels.tsv: %w", number, err)
			}
		}
		sample.Files = trees[folder]
		samples = append(samples, sample)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("reading labels: %w", err)
	}
	return samples, nil
}

// sample reads one line. Its id leaves out which of the two trees it is about, so that
// both fall into one half.
func (m Mended) sample(line string) (sample Sample, folder string, err error) {
	fields := strings.Split(line, "\t")
	if len(fields) < 6 || len(fields) > 10 {
		return sample, "", fmt.Errorf("%d fields, not 6 to 10", len(fields))
	}
	first, errFirst := strconv.Atoi(fields[3])
	last, errLast := strconv.Atoi(fields[4])
	if errFirst != nil || errLast != nil || fields[5] != "find" && fields[5] != "none" {
		return sample, "", fmt.Errorf("%q says no lines and what is to be found there", line)
	}
	fields = append(fields, "", "", "", "")[:10]
	label := Label{Rule: m.Rule, Path: fields[2], Line: first, EndLine: last, Positive: fields[5] == "find", Way: Way(strings.TrimPrefix(fields[9], "-"))}
	kind, known := m.Kinds[fields[8]]
	switch {
	case fields[8] != "" && !known || label.Way != "" && !slices.Contains(Ways, label.Way):
		return sample, "", fmt.Errorf("%q is no class, or no way", line)
	case known && label.Positive:
		label.Rule = kind.Rule
	case known:
		label.Rule = kind.Own
	}
	for _, one := range strings.FieldsFunc(fields[6], func(letter rune) bool { return letter == ',' }) {
		part, err := spanOf(one)
		if err != nil {
			return sample, "", err
		}
		label.Parts = append(label.Parts, part)
	}
	for _, one := range strings.Fields(fields[7]) {
		colon := strings.LastIndex(one, ":")
		lines, err := spanOf(one[colon+1:])
		if err != nil || colon <= 0 {
			return sample, "", fmt.Errorf("%q is no place in a file", one)
		}
		label.Or = append(label.Or, Place{Path: one[:colon], Span: lines})
	}
	commit, _, _ := strings.Cut(fields[1], "/")
	half := m.Half
	if m.Apart {
		application, _, _ := strings.Cut(commit, "@")
		half = HalfOf(m.Folder + "/" + application)
	}
	return Sample{ID: commit + "/" + fields[2], Half: half, Item: m.Item, Language: fields[0], Part: fields[8], Labels: []Label{label}}, fields[1], nil
}

// spanOf reads the lines of "12-14".
func spanOf(text string) (lines Span, err error) {
	if _, err := fmt.Sscanf(text, "%d-%d", &lines.First, &lines.Last); err != nil {
		return lines, fmt.Errorf("%q says no lines: %w", text, err)
	}
	return lines, nil
}

// readTree reads the files of a folder by their paths.
func readTree(root string) (map[string]string, error) {
	files := map[string]string{}
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		content, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(root, name)
		files[filepath.ToSlash(relative)] = string(content)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading a tree: %w", err)
	}
	return files, nil
}
