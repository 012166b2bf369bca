package accuracy

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// checkout writes the files of a repository to a directory.
func checkout(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, content := range files {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// told writes samples in one line each: the code, and the labels behind it.
func told(t *testing.T, set Set, files map[string]string) []string {
	t.Helper()
	samples, err := set.Samples(checkout(t, files))
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, sample := range samples {
		var content []string
		for _, name := range slices.Sorted(maps.Keys(sample.Files)) {
			content = append(content, name+": "+strings.ReplaceAll(sample.Files[name], "\n", "⏎"))
		}
		line := strings.Join(content, " ")
		for _, label := range sample.Labels {
			sign := "-"
			if label.Positive {
				sign = "+"
			}
			line += fmt.Sprintf(" %s%s:%d", sign, label.Rule, label.Line)
		}
		lines = append(lines, line)
	}
	return lines
}

func equal(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestRuleTester(t *testing.T) {
	t.Parallel()
	set := RuleTester{Rules: []TestedRule{{Test: "a.js", Item: debug, Rule: "debug.x", File: "app/a.js", Beside: regexp.MustCompile("other")}}}
	equal(t, told(t, set, map[string]string{"a.js": `
const rule = require("x")
new RuleTester().run("x", rule, {
	valid: ["a()", { code: "b()", options: [1] }, { code: "c()" }, other.map((x) => x), "other()"],
	invalid: [
		{ code: ["d()", "e()"].join("\n"), errors: [{ messageId: "m", line: 2 }, "m"] },
		{ code: dedent` + "`\n\t\tf()\n\t\t  g()\n`" + `, errors: 1 },
		{ code: "h()", settings: {}, errors: 1 },
	],
})`}),
		"app/a.js: a()", "app/a.js: c()", "app/a.js: d()⏎e() +debug.x:2 +debug.x:0", "app/a.js: f()⏎  g() +debug.x:0")
}

func TestMarks(t *testing.T) {
	t.Parallel()
	set := Marks{Rules: []MarkedRule{{Name: regexp.MustCompile(`^python/.* no-print$`), Item: debug, Rule: "debug.print"}}}
	equal(t, told(t, set, map[string]string{
		"python/a.py": "# ruleid: no-print, other\nprint(1)\n# ok: no-print\n\n# ok: other\nlog(1)\n# todoruleid: no-print\nprint(2)\n",
		"python/b.py": "# ruleid: other\nx()\n",
		"c.txt":       "# ruleid: no-print\n",
	}), "app/a.py: # ruleid: no-print, other⏎print(1)⏎# ok: no-print⏎⏎# ok: other⏎log(1)⏎# todoruleid: no-print⏎print(2)⏎ +debug.print:2 -debug.print:6")
}

func TestRuff(t *testing.T) {
	t.Parallel()
	set := Ruff{Rules: []RuffRule{{Plugin: "p", Code: "T1", Item: debug, Rule: "debug.", Beside: regexp.MustCompile("^Import")}}}
	equal(t, told(t, set, map[string]string{
		"crates/ruff_linter/resources/test/fixtures/p/T1.py": "import pdb\nprint(1)\n",
		"crates/ruff_linter/src/rules/p/snapshots/ruff_linter__rules__p__tests__T1_T1.py.snap": "---\nsource: x\n---\n" +
			"T1 Import for `pdb` found\n --> T1.py:1:1\n  |\n1 | import pdb\n\nT1 [*] `print` found\n --> T1.py:2:1\n  |\n2 | print(1)\n",
	}), "app/service.py: import pdb⏎print(1)⏎ +debug.:2")
}

func TestRuboCop(t *testing.T) {
	t.Parallel()
	set := RuboCop{Specs: []RuboCopSpec{{Spec: "a_spec.rb", Item: debug, Rule: "debug.x"}}}
	equal(t, told(t, set, map[string]string{"a_spec.rb": `RSpec.describe Cop do
  context 'with settings' do
    let(:cop_config) { {} }

    it 'a' do
      expect_offense(<<~RUBY)
        custom
        ^^^^^^ Remove it.
      RUBY
    end
  end

  it 'b' do
    expect_offense(<<~RUBY)
      if x
        byebug
        ^^^^^^ Remove it.
      end
    RUBY
  end

  it 'c' do
    expect_no_offenses('code.byebug')
    expect_no_offenses(<<~RUBY)
      log
    RUBY
  end
end
`}), "app/models/order.rb: if x⏎  byebug⏎end⏎ +debug.x:2", "app/models/order.rb: code.byebug⏎", "app/models/order.rb: log⏎")
}

func TestClippy(t *testing.T) {
	t.Parallel()
	set := Clippy{Tests: []ClippyTest{{Test: "a.rs", Lint: "dbg_macro", Item: debug, Rule: "debug.dump"}}}
	equal(t, told(t, set, map[string]string{"a.rs": "dbg!(1); //~ dbg_macro\nx(\n  dbg!(2))\n//~^^ dbg_macro\n//~^ other\n"}),
		"src/order.rs: dbg!(1); //~ dbg_macro⏎x(⏎  dbg!(2))⏎//~^^ dbg_macro⏎//~^ other⏎ +debug.dump:1 +debug.dump:2")
}

func TestFlake8(t *testing.T) {
	t.Parallel()
	set := Flake8{Test: "t.py", Check: "check", Item: debug, Rule: "debug.x", Beside: regexp.MustCompile("import")}
	equal(t, told(t, set, map[string]string{"t.py": `
T1 = "T1 found"
class TestX:
    def test_a(self):
        result = check("import pdb\nstop()")
        expected = [{"line": 2, "message": T1}, {"line": 1, "message": "T1 import"}]
        assert result == expected

    def test_b(self):
        result = check(dedent("""
            stop()
        """))
        assert result == [{"line": 1, "message": T1}]
        result = check("go()")
        assert result == list()

    def test_c(self):
        result = check("stop() # noqa")
        assert result == []

    @skip
    def test_d(self):
        result = check("stop()")
        assert result == []
`}), "app/service.py: import pdb⏎stop() +debug.x:2", "app/service.py: stop() +debug.x:1", "app/service.py: go()")
}

func TestPMD(t *testing.T) {
	t.Parallel()
	set := PMD{Rules: []PMDRule{{Test: "a.xml", Item: debug, Rule: "debug.x", Beside: regexp.MustCompile("main")}}}
	equal(t, told(t, set, map[string]string{"a.xml": `<test-data>
<test-code><expected-problems>2</expected-problems><expected-linenumbers>1,2</expected-linenumbers><code><![CDATA[
a();
b();
]]></code></test-code>
<test-code><expected-problems>0</expected-problems><code><![CDATA[
c();
]]></code></test-code>
<test-code><expected-problems>1</expected-problems><code><![CDATA[
main();
]]></code></test-code>
</test-data>`}), "src/main/java/Foo.java: a();⏎b();⏎ +debug.x:1 +debug.x:2", "src/main/java/Foo.java: c();⏎")
}

func TestQuoted(t *testing.T) {
	t.Parallel()
	marked := Quoted{File: "A.java", Mark: regexp.MustCompile("// BUG"), Program: regexp.MustCompile("main"), Tests: []QuotedTest{{Test: "t.java", Rule: "debug.x", Beside: regexp.MustCompile(`other`)}}}
	equal(t, told(t, marked, map[string]string{"t.java": "x(\"\"\"\n  // BUG: y\n  a();\n  // BUG: y\n  other();\n  \"\"\")\nx(\"\"\"\nmain()\n\"\"\")\n"}),
		"A.java: // BUG: y⏎a();⏎// BUG: y⏎other();⏎ +debug.x:2")
	behind := Quoted{File: "A.kt", Found: regexp.MustCompile(`hasSize\((\d)\)`), None: regexp.MustCompile(`isEmpty`), Tests: []QuotedTest{{Test: "t.kt", Rule: "debug.x"}}}
	equal(t, told(t, behind, map[string]string{"t.kt": "x(\"\"\"a()\"\"\").hasSize(2)\nx(\"\"\"b()\"\"\").isEmpty()\nx(\"\"\"c()\"\"\").isTrue()\n"}),
		"A.kt: a()⏎ +debug.x:0 +debug.x:0", "A.kt: b()⏎")
}

func TestSnippets(t *testing.T) {
	t.Parallel()
	set := Snippets{Under: "s", File: "a.php", Rule: "debug.", Banned: regexp.MustCompile(`^dd\.`), Beside: regexp.MustCompile(`^eval\.`)}
	equal(t, told(t, set, map[string]string{"s/dd.php": "dd();", "s/echo.php": "echo 1;", "s/eval.php": "eval();"}), "a.php: dd(); +debug.:0", "a.php: echo 1;")
}
