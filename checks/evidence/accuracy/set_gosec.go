package accuracy

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strconv"

	"github.com/golive-app/golive/checks"
)

// Gosec reads the samples of gosec's rules: programs with the number of issues in
// them. Samples with a configuration of their own, and those about #nosec, are
// left out.
type Gosec struct {
	Item checks.ItemID
	Part string
	Rule string
	Own  string // what must not be told where there are no issues; empty for the same
	File string // path in the checkout
	// Gaps says that a sample without issues may be one that gosec itself does not see.
	Gaps   bool
	Beside *regexp.Regexp // samples that mean something else for the item, by their code
	Flows  bool           // the rule follows data: where it goes is told by the functions of the program
}

// Name implements Set.
func (Gosec) Name() string { return "gosec" }

// Samples implements Set.
func (g Gosec) Samples(checkout string) ([]Sample, error) {
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(checkout, filepath.FromSlash(g.File)), nil, 0)
	if err != nil {
		return nil, fmt.Errorf("reading samples: %w", err)
	}
	var samples []Sample
	ast.Inspect(file, func(node ast.Node) bool {
		value, ok := node.(*ast.ValueSpec)
		if !ok || len(value.Values) != 1 {
			return true
		}
		list, ok := value.Values[0].(*ast.CompositeLit)
		if !ok {
			return true
		}
		for i, element := range list.Elts {
			if sample, ok := g.sample(element); ok {
				sample.ID = value.Names[0].Name + "#" + strconv.Itoa(i)
				samples = append(samples, sample)
			}
		}
		return false
	})
	if len(samples) == 0 && !g.Gaps {
		return nil, fmt.Errorf("no samples are read of %s", g.File)
	}
	return samples, nil
}

var nosec = regexp.MustCompile(`#nosec|gosec:disable`)

// sample reads {[]string{code, …}, issues, gosec.NewConfig()}.
func (g Gosec) sample(x ast.Expr) (Sample, bool) {
	entry, ok := x.(*ast.CompositeLit)
	if !ok || len(entry.Elts) != 3 {
		return Sample{}, false
	}
	codes, isList := entry.Elts[0].(*ast.CompositeLit)
	issues, isNumber := entry.Elts[1].(*ast.BasicLit)
	if _, plain := entry.Elts[2].(*ast.CallExpr); !isList || !isNumber || !plain || len(codes.Elts) != 1 {
		return Sample{}, false
	}
	code, known := (&leakCases{}).text(codes.Elts[0])
	if !known || nosec.MatchString(code) || g.Beside != nil && g.Beside.MatchString(code) {
		return Sample{}, false
	}
	if g.Gaps && issues.Value == "0" {
		return Sample{}, false
	}
	sample := Sample{Item: g.Item, Part: g.Part, Language: "Go", Files: map[string]string{"internal/service.go": code}, Whole: cmp.Or(g.Own, g.Rule)}
	if issues.Value != "0" {
		label := Label{Rule: g.Rule, Positive: true}
		if g.Flows {
			label.Way = wayIn(code)
		}
		sample.Labels = []Label{label}
	}
	return sample, true
}

// wayIn is how far data can go in a program of which no more is told: near in one of
// at most two functions beside main and init.
func wayIn(code string) Way {
	file, err := parser.ParseFile(token.NewFileSet(), "sample.go", code, 0)
	if err != nil {
		return ""
	}
	functions := 0
	for _, one := range file.Decls {
		if function, ok := one.(*ast.FuncDecl); ok && function.Name.Name != "main" && function.Name.Name != "init" {
			functions++
		}
	}
	if functions > 2 {
		return Far
	}
	return Near
}
