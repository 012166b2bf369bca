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
