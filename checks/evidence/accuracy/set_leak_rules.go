package accuracy

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/golive-app/golive/checks"
)

// LeakRules reads the cases that stand beside each rule of Gitleaks and what came
// of it: tps must be found by the rule, fps must not. Only their constants are
// read; a value that they draw at random is drawn here, always the same.
type LeakRules struct {
	Folder string
	Item   checks.ItemID
	// Public matches rules of values that providers mean to be published, or that
	// are one part of a pair.
	Public *regexp.Regexp
	// Example matches texts that say of themselves that they are none.
	Example *regexp.Regexp
	// Generic is the rule whose fps hold nothing at all.
	Generic string
}

// Name implements Set.
func (l LeakRules) Name() string { return l.Folder }

const leakRules = "cmd/generate/config/rules"

// Samples implements Set.
func (l LeakRules) Samples(checkout string) ([]Sample, error) {
	names, err := filepath.Glob(filepath.Join(checkout, filepath.FromSlash(leakRules), "*.go"))
	if err != nil {
		return nil, fmt.Errorf("listing rules: %w", err)
	}
	var samples []Sample
	for _, name := range names {
		content, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("reading a rule: %w", err)
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, content, 0)
		if err != nil {
			return nil, fmt.Errorf("reading a rule: %w", err)
		}
		for _, one := range file.Decls {
			if function, ok := one.(*ast.FuncDecl); ok && function.Body != nil {
				samples = append(samples, l.of(filepath.Base(name), function)...)
			}
		}
	}
	if len(samples) == 0 {
		return nil, fmt.Errorf("no cases are read of %s", checkout)
	}
	return samples, nil
}

// leakCases are the cases of one rule.
type leakCases struct {
	rule  string
	part  bool                  // of a pair, and not reported alone
	cases map[string][]leakCase // of tps and fps
}

type leakCase struct{ path, text string }

func (l LeakRules) of(file string, function *ast.FuncDecl) []Sample {
	read := leakCases{cases: map[string][]leakCase{}}
	ast.Inspect(function.Body, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.KeyValueExpr:
			key, _ := node.Key.(*ast.Ident)
			switch {
			case key == nil:
			case key.Name == "RuleID" && read.rule == "":
				read.rule, _ = read.text(node.Value)
			case key.Name == "SkipReport":
				read.part = true
			}
		case *ast.AssignStmt:
			if name, ok := node.Lhs[0].(*ast.Ident); ok && len(node.Rhs) == 1 && (name.Name == "tps" || name.Name == "fps") {
				read.cases[name.Name] = append(read.cases[name.Name], read.list(node.Rhs[0])...)
			}
		}
		return true
	})
	if read.rule == "" || read.part || l.Public.MatchString(read.rule) {
		return nil
	}
	var samples []Sample
	for _, kind := range []string{"tps", "fps"} {
		for i, one := range read.cases[kind] {
			if kind == "tps" && (l.Example.MatchString(one.text) || over(one.text)) {
				continue
			}
			sample := Sample{
				ID: file + "#" + read.rule + "#" + kind + strconv.Itoa(i), Item: l.Item, Language: "any text",
				Files: map[string]string{one.path: one.text + "\n"}, Labels: []Label{{Rule: "secret.", Positive: true}},
			}
			if kind == "fps" {
				sample.Labels = []Label{{Rule: "secret." + read.rule}}
				if read.rule == l.Generic {
					sample.Labels[0].Rule = "secret."
				}
			}
			samples = append(samples, sample)
		}
	}
	return samples
}

// leakPath is where a text without a path stands.
const leakPath = "config/service.conf"

// list reads a list of cases; what is not constant is left out.
func (l *leakCases) list(x ast.Expr) []leakCase {
	var cases []leakCase
	switch x := x.(type) {
	case *ast.CompositeLit:
		for _, element := range x.Elts {
			one := leakCase{path: leakPath}
			if pair, ok := element.(*ast.KeyValueExpr); ok {
				name, known := l.text(pair.Key)
				if !known {
					continue
				}
				one.path, element = name, pair.Value
			}
			if text, known := l.text(element); known {
				one.text = text
				cases = append(cases, one)
			}
		}
	case *ast.CallExpr:
		switch calledIn(x) {
		case "append":
			for _, argument := range x.Args {
				if name, ok := argument.(*ast.Ident); !ok || name.Name != "tps" && name.Name != "fps" {
					cases = append(cases, l.list(argument)...)
				}
			}
		case "GenerateSampleSecrets":
			id, known := l.text(x.Args[0])
			value, drawn := l.text(x.Args[1])
			if known && drawn {
				for _, form := range assignments {
					cases = append(cases, leakCase{leakPath, strings.NewReplacer("{name}", id, "{NAME}", strings.ToUpper(id), "{value}", value).Replace(form)})
				}
			}
		default:
			if text, known := l.text(x); known {
				cases = append(cases, leakCase{leakPath, text})
			}
		}
	default:
		if text, known := l.text(x); known {
			cases = append(cases, leakCase{leakPath, text})
		}
	}
	return cases
}

// assignments are the ways to write a value down that a case without a text of its
// own is tried in.
var assignments = []string{
	`{name}Token="{value}"`, `{name}_token = {value}`, `"{name}_token": "{value}",`, `{name}_token: {value}`, `{name}Token := "{value}"`,
	`String {name}Token = "{value}";`, `export {NAME}_TOKEN={value}`, `"{name}Token" => "{value}"`,
}

// text evaluates an expression of constants and drawn values.
func (l *leakCases) text(x ast.Expr) (string, bool) {
	switch x := x.(type) {
	case *ast.BasicLit:
		if x.Kind != token.STRING {
			return "", false
		}
		text, err := strconv.Unquote(x.Value)
		return text, err == nil
	case *ast.ParenExpr:
		return l.text(x.X)
	case *ast.BinaryExpr:
		left, one := l.text(x.X)
		right, two := l.text(x.Y)
		return left + right, one && two && x.Op == token.ADD
	case *ast.CallExpr:
		arguments := make([]string, len(x.Args))
		for i, argument := range x.Args {
			text, known := l.text(argument)
			if !known && i == 0 {
				return "", false
			}
			arguments[i] = text
		}
		return l.call(calledIn(x), arguments)
	}
	return "", false
}

// sizes are the functions that return an expression for so many characters.
var sizes = map[string]string{
	"Numeric": `[0-9]`, "Hex": `[a-f0-9]`, "AlphaNumeric": `[a-z0-9]`, "AlphaNumericExtendedShort": `[a-z0-9_-]`,
	"AlphaNumericExtended": `[a-z0-9=_-]`, "AlphaNumericExtendedLong": `[a-z0-9/=_+-]`,
}

func (l *leakCases) call(name string, arguments []string) (string, bool) {
	switch {
	case sizes[name] != "" && len(arguments) == 1:
		return sizes[name] + "{" + arguments[0] + "}", true
	case name == "Hex8_4_4_4_12":
		return `[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`, true
	case len(arguments) > 0 && (name == "NewSecret" || name == "NewSecretWithEntropy" || name == "newPlausibleSecret"):
		text, err := drawn(arguments[0], l.rule+arguments[0])
		return text, err == nil
	case len(arguments) == 2 && name == "GenerateSampleSecret":
		return arguments[0] + `_api_token = "` + arguments[1] + `"`, true
	}
	return "", false
}

func calledIn(call *ast.CallExpr) string {
	switch callee := call.Fun.(type) {
	case *ast.Ident:
		return callee.Name
	case *ast.SelectorExpr:
		return callee.Sel.Name
	}
	return ""
}
