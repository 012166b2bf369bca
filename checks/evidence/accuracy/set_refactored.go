package accuracy

import (
	"bufio"
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/golive-app/golive/checks"
)

// Refactored reads the tests of OpenRefactory's tool for Go: a folder a test with a
// program, src.go, and what the tool makes of it, src.go.result. Its warnings stand there
// as comments, with each step from where the data comes in to where it is used.
type Refactored struct {
	Folder string
	Under  string // the folder of its groups: "ft"
	Groups []RefactoredGroup
}

// RefactoredGroup is what the tests of a group mean for an item.
type RefactoredGroup struct {
	Name   string // its folder
	Item   checks.ItemID
	Part   string
	Rule   string         // what may tell of a place that the tool warns of
	Own    string         // what must not be told where it warns of none; empty for the same
	Tests  *regexp.Regexp // those of its tests that are meant, by their names; nil for all
	Beside *regexp.Regexp // tests that mean something else for the item, by their names
}

// Name implements Set.
func (r Refactored) Name() string { return r.Folder }

var (
	warning = regexp.MustCompile(`//\s*OpenRefactory Warning:`)
	stepped = regexp.MustCompile(`//\s*File: src\.go, Line: (\d+)`)
	// safe are names of tests whose program is to be left as it is.
	safe = regexp.MustCompile(`no-?fix|sanitizer`)
	// doubted are names of tests whose result the tool's authors call wrong.
	doubted = regexp.MustCompile(`-wrong$`)
)

// Samples implements Set: each test is one. A program without a warning counts where its
// name says that there is nothing to warn of.
func (r Refactored) Samples(checkout string) ([]Sample, error) {
	var samples []Sample
	for _, group := range r.Groups {
		tests, err := os.ReadDir(filepath.Join(checkout, r.Under, group.Name))
		if err != nil {
			return nil, fmt.Errorf("reading the tests of a group: %w", err)
		}
		for _, test := range tests {
			if !group.means(test.Name()) {
				continue
			}
			id := path.Join(r.Under, group.Name, test.Name())
			program, err := os.ReadFile(filepath.Join(checkout, filepath.FromSlash(id), "src.go"))
			if err != nil {
				return nil, fmt.Errorf("reading a test: %w", err)
			}
			result, err := os.ReadFile(filepath.Join(checkout, filepath.FromSlash(id), "src.go.result"))
			if err != nil {
				return nil, fmt.Errorf("reading a test: %w", err)
			}
			sample := Sample{
				ID: id, Half: HalfOf(r.Folder + "/" + id), Item: group.Item, Part: group.Part, Language: "Go", Whole: cmp.Or(group.Own, group.Rule),
				Files: map[string]string{"app/handler.go": string(program)}, Labels: group.labels(string(program), string(result)),
			}
			if len(sample.Labels) > 0 || safe.MatchString(test.Name()) {
				samples = append(samples, sample)
			}
		}
	}
	if len(samples) == 0 {
		return nil, fmt.Errorf("no tests are read of %s", checkout)
	}
	return samples, nil
}

func (g RefactoredGroup) means(test string) bool {
	return !doubted.MatchString(test) && (g.Tests == nil || g.Tests.MatchString(test)) && (g.Beside == nil || !g.Beside.MatchString(test))
}

// labels are the warnings of a result. A finding counts on each line of the way: the tool
// tells of the call that runs a command, another of the one that makes it. Some programs
// were edited after their results were made: a warning stands above the line that it is
// about, whatever number it says.
func (g RefactoredGroup) labels(program, result string) []Label {
	var labels []Label
	var steps []int
	inside, at := false, 0
	lines := bufio.NewScanner(strings.NewReader(result))
	for lines.Scan() {
		line := lines.Text()
		switch {
		case warning.MatchString(line):
			inside, steps = true, nil
		case !inside:
			at++
		case strings.Contains(line, "Tainted information is used in a sink."):
			if len(steps) > 0 {
				moved := at + 1 - steps[len(steps)-1]
				for i := range steps {
					steps[i] += moved
				}
				labels = append(labels, g.label(program, steps))
			}
			inside = false
		default:
			if step := stepped.FindStringSubmatch(line); step != nil {
				number, _ := strconv.Atoi(step[1])
				steps = append(steps, number)
			}
		}
	}
	return labels
}

func (g RefactoredGroup) label(program string, steps []int) Label {
	label := Label{Rule: g.Rule, Positive: true, Way: stepsWay(program, steps), Line: steps[0], EndLine: steps[0]}
	for _, step := range steps {
		label.Line, label.EndLine = min(label.Line, step), max(label.EndLine, step)
		label.Parts = append(label.Parts, Span{First: step, Last: step})
	}
	return label
}

// stepsWay is how far it is along the lines of some steps: near where they stand in at
// most two functions of a program of Go.
func stepsWay(program string, steps []int) Way {
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, "src.go", program, parser.SkipObjectResolution)
	if err != nil {
		return ""
	}
	visited := map[ast.Decl]bool{}
	for _, declaration := range file.Decls {
		first, last := set.Position(declaration.Pos()).Line, set.Position(declaration.End()).Line
		for _, step := range steps {
			if _, function := declaration.(*ast.FuncDecl); function && first <= step && step <= last {
				visited[declaration] = true
			}
		}
	}
	if len(visited) <= 2 {
		return Near
	}
	return Far
}
