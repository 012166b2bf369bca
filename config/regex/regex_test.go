package regex_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/golive-app/golive/config/regex"
)

func TestAnExpressionAnswersAsGoDoes(t *testing.T) {
	t.Parallel()
	const source, text = `(?i)(\w+)@(\w+)`, "mail dana@example or Lee@Example"
	lazy, compiled := regex.New(source), regexp.MustCompile(source)
	if lazy.String() != source {
		t.Errorf("its source is %q", lazy.String())
	}
	if !lazy.MatchString(text) || !lazy.Match([]byte(text)) || lazy.MatchString("nobody") {
		t.Error("it matches what it should not, or does not what it should")
	}
	if got, want := lazy.FindStringSubmatch(text), compiled.FindStringSubmatch(text); strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("found %q, want %q", got, want)
	}
	if got, want := lazy.FindAllString(text, -1), compiled.FindAllString(text, -1); strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("found %q, want %q", got, want)
	}
	if got, want := lazy.ReplaceAllString(text, "$2"), compiled.ReplaceAllString(text, "$2"); got != want {
		t.Errorf("replaced by %q, want %q", got, want)
	}
}

func TestAnExpressionIsCompiledWhenItIsAsked(t *testing.T) {
	t.Parallel()
	broken := regex.New("(")
	defer func() {
		if recover() == nil {
			t.Error("a source that does not compile was asked and said nothing")
		}
	}()
	broken.MatchString("")
}

// A mistake in an expression would show only where that one is asked, so each whose
// source stands in the program's code is compiled here.
func TestEveryExpressionOfTheProgramCompiles(t *testing.T) {
	t.Parallel()
	folders := map[string][]*ast.File{}
	files := token.NewFileSet()
	err := filepath.WalkDir("../..", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && entry.Name() == "testdata":
			return fs.SkipDir
		case entry.IsDir() || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		folders[filepath.Dir(path)] = append(folders[filepath.Dir(path)], file)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	compiled, left := 0, 0
	for _, folder := range folders {
		constants := constantsOf(folder)
		for _, file := range folder {
			ast.Inspect(file, func(node ast.Node) bool {
				source, found := sourceOf(node)
				if !found {
					return true
				}
				text, known := valueOf(source, constants, 0)
				if !known {
					left++
					return true
				}
				compiled++
				if _, err := regexp.Compile(text); err != nil {
					t.Errorf("%s: %v", files.Position(node.Pos()), err)
				}
				return true
			})
		}
	}
	// The others are put together by functions, whose own tests ask them.
	if compiled < 900 || left > compiled/20 {
		t.Errorf("compiled %d expressions; the sources of %d more are not known", compiled, left)
	}
}

// sourceOf returns the argument of a call of regex.New.
func sourceOf(node ast.Node) (ast.Expr, bool) {
	call, ok := node.(*ast.CallExpr)
	if !ok || len(call.Args) != 1 {
		return nil, false
	}
	callee, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || callee.Sel.Name != "New" {
		return nil, false
	}
	of, ok := callee.X.(*ast.Ident)
	return call.Args[0], ok && of.Name == "regex"
}

// constantsOf returns what the constants and variables of a package are at first.
func constantsOf(folder []*ast.File) map[string]ast.Expr {
	constants := map[string]ast.Expr{}
	for _, file := range folder {
		for _, declaration := range file.Decls {
			general, ok := declaration.(*ast.GenDecl)
			if !ok {
				continue
			}
			for _, one := range general.Specs {
				if values, ok := one.(*ast.ValueSpec); ok {
					for i, value := range values.Values {
						constants[values.Names[i].Name] = value
					}
				}
			}
		}
	}
	return constants
}

// valueOf returns the text that an expression of Go is, where it is a constant.
func valueOf(source ast.Expr, constants map[string]ast.Expr, depth int) (string, bool) {
	const deepest = 20
	if depth > deepest {
		return "", false
	}
	switch source := source.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(source.Value)
		return text, err == nil
	case *ast.ParenExpr:
		return valueOf(source.X, constants, depth+1)
	case *ast.Ident:
		value, found := constants[source.Name]
		if !found {
			return "", false
		}
		return valueOf(value, constants, depth+1)
	case *ast.BinaryExpr:
		left, known := valueOf(source.X, constants, depth+1)
		right, also := valueOf(source.Y, constants, depth+1)
		return left + right, known && also && source.Op == token.ADD
	}
	return "", false
}
