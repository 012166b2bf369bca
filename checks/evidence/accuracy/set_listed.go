package accuracy

import (
	"bufio"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/golive-app/golive/checks"
)

// Listed reads places that a list names, in trees of others: docs/labels has the list,
// which was made by rule from what the owners of the trees say of them.
//
// labels.tsv has a label a line: language, tree, file, first and last line ("0" for
// anywhere in the file), "find" or "none", the class, and how far the data goes, "-"
// where that is not told. A tree is a folder beside the list; "-" is the file alone;
// what ends in a star is the files of that beginning, as one program.
type Listed struct {
	Folder string
	Item   checks.ItemID
	Kinds  map[string]ListedKind // by class
	Half   Half                  // of all of it; empty to split it
}

// ListedKind is what a class means for an item.
type ListedKind struct {
	Rule string // what may tell of a place that is to be found
	Own  string // what must not be told of one that is not
}

// Name implements Set.
func (l Listed) Name() string { return l.Folder }

// Samples implements Set: each line is one.
func (l Listed) Samples(checkout string) ([]Sample, error) {
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
		sample, err := l.sample(checkout, lines.Text(), trees)
		if err != nil {
			return nil, fmt.Errorf("line %d of labels.tsv: %w", number, err)
		}
		samples = append(samples, sample)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("reading labels: %w", err)
	}
	return samples, nil
}

func (l Listed) sample(checkout, line string, trees map[string]map[string]string) (Sample, error) {
	fields := strings.Split(line, "\t")
	if len(fields) != 8 {
		return Sample{}, fmt.Errorf("%d fields, not 8", len(fields))
	}
	tree, file := fields[1], fields[2]
	first, errFirst := strconv.Atoi(fields[3])
	last, errLast := strconv.Atoi(fields[4])
	kind, known := l.Kinds[fields[6]]
	way := Way(strings.TrimPrefix(fields[7], "-"))
	if errFirst != nil || errLast != nil || fields[5] != "find" && fields[5] != "none" || !known || way != "" && !slices.Contains(Ways, way) {
		return Sample{}, fmt.Errorf("%q says no lines, class and what is to be found there", line)
	}
	label := Label{Rule: kind.Own, Path: file, Line: first, EndLine: last, Way: way}
	if fields[5] == "find" {
		label.Rule, label.Positive = kind.Rule, true
	}
	files := trees[tree]
	switch {
	case tree == "-":
		content, err := os.ReadFile(filepath.Join(checkout, filepath.FromSlash(file)))
		if err != nil {
			return Sample{}, fmt.Errorf("reading a file: %w", err)
		}
		label.Path = "app/handler" + path.Ext(file)
		files = map[string]string{label.Path: string(content)}
	case files == nil:
		var err error
		if files, err = l.tree(checkout, tree); err != nil {
			return Sample{}, err
		}
		trees[tree] = files
	}
	return Sample{
		ID: strings.TrimPrefix(tree+"/"+file, "-/") + " " + fields[6], Item: l.Item, Language: fields[0], Part: fields[6], Half: l.Half, Files: files, Labels: []Label{label},
	}, nil
}

func (l Listed) tree(checkout, tree string) (map[string]string, error) {
	beginning, several := strings.CutSuffix(tree, "*")
	if !several {
		return readTree(filepath.Join(checkout, filepath.FromSlash(tree)))
	}
	names, err := filepath.Glob(filepath.Join(checkout, filepath.FromSlash(beginning)) + "*")
	if err != nil || len(names) == 0 {
		return nil, fmt.Errorf("no files of %s: %w", tree, os.ErrNotExist)
	}
	files := map[string]string{}
	for _, name := range names {
		content, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("reading a file: %w", err)
		}
		files["app/"+filepath.Base(name)] = string(content)
	}
	return files, nil
}
