package regex_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
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
	sources, left := sourcesOfTheProgram(t)
	for source, place := range sources {
		if _, err := regexp.Compile(source); err != nil {
			t.Errorf("%s: %v", place, err)
		}
	}
	// The others are put together by functions, whose own tests ask them.
	if len(sources) < 900 || left > len(sources)/20 {
		t.Errorf("compiled %d expressions; the sources of %d more are not known", len(sources), left)
	}
}

// What an expression has to find in a text changes no answer: each of the program's is
// asked of texts in which its own words stand, in both cases and beside letters that fold
// to one of ASCII, and of words of others.
func TestTheWordsOfAnExpressionChangeNoAnswer(t *testing.T) {
	t.Parallel()
	known, _ := sourcesOfTheProgram(t)
	sources := slices.Sorted(maps.Keys(known))
	plain := strings.NewReplacer(`\b`, " ", `\s`, " ", `\`, "", "(?i)", "", "(?:", " ", "?", "", "*", "", "+", "", "(", " ", ")", " ", "|", " ", "^", "", "$", "")
	const apart = 37
	matched := 0
	for i, source := range sources {
		lazy, compiled := regex.New(source), regexp.MustCompile(source)
		own := plain.Replace(source)
		texts := []string{own, strings.ToUpper(own), strings.NewReplacer("k", "\u212a", "s", "\u017f").Replace(own), strings.Repeat("x", 500) + own, source}
		for at := i % apart; at < len(sources); at += apart {
			texts = append(texts, plain.Replace(sources[at]))
		}
		for _, text := range texts {
			want := compiled.MatchString(text)
			if want {
				matched++
			}
			if lazy.MatchString(text) != want || lazy.Match([]byte(text)) != want || (lazy.FindStringIndex(text) != nil) != want {
				t.Errorf("%s of %q: want %v", source, text, want)
			}
		}
	}
	if matched < len(sources)/2 {
		t.Errorf("only %d of the texts match", matched)
	}
}

func TestAWordIsFoundInAnyCaseWhereverItStands(t *testing.T) {
	t.Parallel()
	lazy := regex.New("(?i)database|secret")
	for before := range 1200 {
		text := strings.Repeat("x", before) + "DataBase" + strings.Repeat("y", 600)
		if !lazy.MatchString(text) || !lazy.Match([]byte(text)) {
			t.Fatalf("not found behind %d bytes", before)
		}
	}
	if lazy.MatchString(strings.Repeat("databas secre ", 200)) {
		t.Error("found where no word stands")
	}
}

func FuzzTheWordsOfAnExpressionChangeNoAnswer(f *testing.F) {
	f.Add(`(?i)kiss\s+(?:me|you){1,2}`, "KI\u017fS me")
	f.Add(`a(?:bc|b\ufffd)`, "ab\xff")
	f.Fuzz(func(t *testing.T, source, text string) {
		compiled, err := regexp.Compile(source)
		if err != nil {
			t.Skip()
		}
		if got, want := regex.New(source).MatchString(text), compiled.MatchString(text); got != want {
			t.Errorf("%q of %q: %v, want %v", source, text, got, want)
		}
	})
}

// sourcesOfTheProgram returns the sources of all expressions that stand in the program's
// code, with their places, and how many more there are.
func sourcesOfTheProgram(t *testing.T) (sources map[string]token.Position, left int) {
	t.Helper()
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
	sources = map[string]token.Position{}
	for _, folder := range folders {
		constants := constantsOf(folder)
		for _, file := range folder {
			ast.Inspect(file, func(node ast.Node) bool {
				if source, found := sourceOf(node); found {
					if text, known := valueOf(source, constants, 0); known {
						sources[text] = files.Position(node.Pos())
					} else {
						left++
					}
				}
				return true
			})
		}
	}
	return sources, left
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
