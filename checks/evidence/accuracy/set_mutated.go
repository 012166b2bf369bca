package accuracy

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
)

// Mutated reads Flawgarden's mutations of a program with known flaws: files in which one
// handler was changed so that its data takes another way, or none, and truth.sarif, which
// says of each whether it still has the flaw. What the changed handlers use stands in
// files beside them, also in those of other mutations.
// https://github.com/flawgarden/go-sec-code-mutated
type Mutated struct {
	Folder   string
	Mutants  *regexp.Regexp // the paths of mutated files
	Original string         // the path of what a mutated file was before, by the groups of Mutants
	Helpers  []string       // folders of what they use
	Kinds    map[string]MutatedKind
}

// MutatedKind is what a CWE means for an item.
type MutatedKind struct {
	Item checks.ItemID
	Part string
	Rule string
	Own  string // what must not be told where the flaw is gone; empty for the same
}

// Name implements Set.
func (m Mutated) Name() string { return m.Folder }

type truth struct {
	Runs []struct {
		Results []struct {
			Kind      string `json:"kind"`
			RuleID    string `json:"ruleId"`
			Locations []struct {
				PhysicalLocation struct {
					ArtifactLocation struct {
						URI string `json:"uri"`
					} `json:"artifactLocation"`
					Region struct {
						StartLine int `json:"startLine"`
						EndLine   int `json:"endLine"`
					} `json:"region"`
				} `json:"physicalLocation"`
			} `json:"locations"`
		} `json:"results"`
	} `json:"runs"`
}

// Samples implements Set: each mutated file is one, with the files that declare what it
// names.
func (m Mutated) Samples(checkout string) ([]Sample, error) {
	content, err := os.ReadFile(filepath.Join(checkout, "truth.sarif"))
	if err != nil {
		return nil, fmt.Errorf("reading the truth: %w", err)
	}
	var said truth
	if err := json.Unmarshal(content, &said); err != nil {
		return nil, fmt.Errorf("reading the truth: %w", err)
	}
	helpers, err := m.helpers(checkout)
	if err != nil {
		return nil, err
	}
	var samples []Sample
	for _, run := range said.Runs {
		for _, result := range run.Results {
			kind, meant := m.Kinds[result.RuleID]
			if !meant || len(result.Locations) == 0 || result.Kind != "fail" && result.Kind != "pass" {
				continue
			}
			at := result.Locations[0].PhysicalLocation
			name, region := at.ArtifactLocation.URI, Span{First: at.Region.StartLine, Last: at.Region.EndLine}
			if !m.Mutants.MatchString(name) {
				continue
			}
			program, err := os.ReadFile(filepath.Join(checkout, filepath.FromSlash(name)))
			if err != nil {
				return nil, fmt.Errorf("reading a mutated file: %w", err)
			}
			original, err := os.ReadFile(filepath.Join(checkout, filepath.FromSlash(m.Mutants.ReplaceAllString(name, m.Original))))
			if err != nil && !errors.Is(err, fs.ErrNotExist) {
				return nil, fmt.Errorf("reading what a file was before: %w", err)
			}
			region = placed(region, string(program), string(original))
			sample := kind.sample(name, string(program), region, helpers, result.Kind == "fail")
			sample.Half = HalfOf(m.Folder + "/" + name)
			samples = append(samples, sample)
		}
	}
	if len(samples) == 0 {
		return nil, fmt.Errorf("no mutations are read of %s", checkout)
	}
	return samples, nil
}

// sample is one mutation: the label is about the lines of the changed handler, for the
// file has the others too. It is near where the handler names nothing that another file or
// function of the program declares; of others nothing is said.
func (k MutatedKind) sample(name, program string, region Span, helpers []helper, flawed bool) Sample {
	sample := Sample{ID: name, Item: k.Item, Part: k.Part, Language: "Go", Files: map[string]string{name: program}}
	lines := strings.Split(program, "\n")
	handler := strings.Join(lines[min(max(region.First-1, 0), len(lines)):min(region.Last, len(lines))], "\n")
	alone := true
	for _, one := range helpers {
		if one.path == name {
			continue
		}
		if one.names.MatchString(program) {
			sample.Files[one.path] = one.content
		}
		alone = alone && !one.names.MatchString(handler)
	}
	for _, called := range function.FindAllStringSubmatch(program, -1) {
		alone = alone && !regexp.MustCompile(`\b`+called[1]+`\(`).MatchString(handler)
	}
	label := Label{Rule: k.Rule, Path: name, Line: max(region.First, 1), EndLine: max(region.Last, 1), Positive: flawed}
	switch {
	case !flawed:
		label.Rule = cmp.Or(k.Own, k.Rule)
	case alone:
		label.Way = Near
	}
	sample.Labels = []Label{label}
	return sample
}

// function matches the declarations of functions that belong to no type.
var function = regexp.MustCompile(`(?m)^func (\w+)\(`)

// helper is a file that others may use, by what it declares.
type helper struct {
	path, content string
	names         *regexp.Regexp
}

func (m Mutated) helpers(checkout string) ([]helper, error) {
	var helpers []helper
	for _, folder := range m.Helpers {
		files, err := filepath.Glob(filepath.Join(checkout, folder, "*.go"))
		if err != nil {
			return nil, fmt.Errorf("reading helpers: %w", err)
		}
		for _, file := range files {
			name := path.Join(folder, filepath.Base(file))
			content, err := os.ReadFile(file)
			if err != nil {
				return nil, fmt.Errorf("reading helpers: %w", err)
			}
			if names := declared(string(content)); names != nil {
				helpers = append(helpers, helper{path: name, content: string(content), names: names})
			}
		}
	}
	return helpers, nil
}

// declared matches the names that a file of Go declares; nil where it has none.
func declared(program string) *regexp.Regexp {
	file, err := parser.ParseFile(token.NewFileSet(), "helper.go", program, parser.SkipObjectResolution)
	if err != nil {
		return nil
	}
	var names []string
	for _, declaration := range file.Decls {
		switch one := declaration.(type) {
		case *ast.FuncDecl:
			if one.Recv == nil && one.Name.Name != "init" {
				names = append(names, regexp.QuoteMeta(one.Name.Name))
			}
		case *ast.GenDecl:
			for _, spec := range one.Specs {
				if kind, ok := spec.(*ast.TypeSpec); ok {
					names = append(names, regexp.QuoteMeta(kind.Name.Name))
				}
			}
		}
	}
	if len(names) == 0 {
		return nil
	}
	slices.Sort(names)
	return regexp.MustCompile(`\b(?:` + strings.Join(names, "|") + `)\b`)
}
