package source

import (
	"strings"
	"testing"
)

// TestFixesAreMechanical plays each fix: the lines that it names, and what is there
// afterwards.
func TestFixesAreMechanical(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		language, code string
		want           string // the code after all fixes; the code itself where nothing may be fixed
	}{
		"a console call on a line of its own": {"TypeScript", "f();\n  console.log(1);\ng();\n", "f();\ng();\n"},
		"one without a semicolon at the end":  {"JavaScript", "f()\nconsole.log(1)", "f()\n"},
		"one over three lines":                {"JavaScript", "{\n  console.log(\n    1,\n  );\n  f();\n}\n", "{\n  f();\n}\n"},
		"a debugger statement":                {"JavaScript", "function f() {\n  debugger;\n}\n", "function f() {\n}\n"},
		"beside other code":                   {"JavaScript", "f(); console.log(1);\n", ""},
		"before a comment":                    {"JavaScript", "console.log(1); // keep me\n", ""},
		"the only statement of a condition":   {"JavaScript", "if (a)\n  console.log(1);\n", ""},
		"an arrow's whole body":               {"JavaScript", "const f = () =>\n  console.log(1);\n", ""},
		"a part of an expression":             {"JavaScript", "a &&\n  console.log(1);\n", ""},
		"handed on":                           {"JavaScript", "p.then(console.log);\n", ""},
		"a focused test":                      {"TypeScript", "  it.only('x', () => {\n  });\n", "  it('x', () => {\n  });\n"},
		"a focused table of tests":            {"TypeScript", "test.describe.only('x', () => {});\n", "test.describe('x', () => {});\n"},
		"Jasmine's":                           {"JavaScript", "fdescribe('x', () => {\n  fit('y', () => {});\n});\n", "describe('x', () => {\n  it('y', () => {});\n});\n"},
		"Python's print":                      {"Python", "def f():\n    print(1)\n    return 2\n", "def f():\n    return 2\n"},
		"the only statement of a function":    {"Python", "def f():\n    print(1)\n", ""},
		"a breakpoint at the top":             {"Python", "x = 1\nbreakpoint()\n", "x = 1\n"},
		"Go, whose import would be left":      {"Go", "package a\n\nimport \"fmt\"\n\nfunc f() {\n\tfmt.Println(1)\n}\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			facts, err := readFacts(test.language, whole, []byte(test.code), func() bool { return false })
			if err != nil {
				t.Fatal(err)
			}
			if len(facts.DebugCalls) == 0 {
				t.Fatal("nothing was found")
			}
			got := test.code
			for i := len(facts.DebugCalls) - 1; i >= 0; i-- {
				fix := facts.DebugCalls[i].Fix
				if fix == nil {
					continue
				}
				lines := strings.SplitAfter(got, "\n")
				if fix.Text != "" && strings.Count(fix.Text, "\n") != 1 {
					t.Errorf("%q is not one line", fix.Text)
				}
				lines[fix.Line-1] = fix.Text
				for line := fix.Line; line < fix.EndLine; line++ {
					lines[line] = ""
				}
				got = strings.Join(lines, "")
			}
			want := test.want
			if want == "" {
				want = test.code
			}
			if got != want {
				t.Errorf("after the fixes:\n%s\nwanted:\n%s", got, want)
			}
		})
	}
}
