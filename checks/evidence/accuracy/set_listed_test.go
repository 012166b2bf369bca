package accuracy

import (
	"fmt"
	"strings"
	"testing"
)

func TestListed(t *testing.T) {
	t.Parallel()
	set := Listed{Folder: "listed", Item: injection, Kinds: map[string]ListedKind{"path": {Rule: "injection.path injection.xss", Own: "injection.path"}}, Half: HeldBack}
	files := map[string]string{"shop@1a2b/before/lib/a.js": "one\n", "shop@1a2b/after/lib/a.js": "two\n", "alone/b_tp.js": "three\n", "pairs/c_from.js": "four\n", "pairs/c_to.js": "five\n", "pairs/d.js": "six\n"}
	for line, want := range map[string]string{
		"JavaScript\tshop@1a2b/before\tlib/a.js\t3\t5\tfind\tpath\tnear": "map[lib/a.js:one\n] {injection.path injection.xss lib/a.js 3 5 [] [] true near}",
		"JavaScript\tshop@1a2b/after\tlib/a.js\t4\t4\tnone\tpath\t-":     "map[lib/a.js:two\n] {injection.path lib/a.js 4 4 [] [] false }",
		"JavaScript\t-\talone/b_tp.js\t0\t0\tfind\tpath\tfar":            "map[app/handler.js:three\n] {injection.path injection.xss app/handler.js 0 0 [] [] true far}",
		"JavaScript\tpairs/c_*\t\t0\t0\tfind\tpath\tfar":                 "map[app/c_from.js:four\n app/c_to.js:five\n] {injection.path injection.xss  0 0 [] [] true far}",
	} {
		files["labels.tsv"] = "# language, tree, file\n" + line + "\n"
		samples, err := set.Samples(checkout(t, files))
		if err != nil || len(samples) != 1 {
			t.Fatalf("%q: %d samples, %v", line, len(samples), err)
		}
		if got := fmt.Sprint(samples[0].Files, " ", samples[0].Labels[0]); got != want || samples[0].Half != HeldBack {
			t.Errorf("%q: got %s, want %s", line, got, want)
		}
	}
	for name, line := range map[string]string{
		"too few fields":        "JavaScript\t-\talone/b_tp.js\t0\t0\tfind\tpath",
		"a class of no meaning": "JavaScript\t-\talone/b_tp.js\t0\t0\tfind\tcrlf\tnear",
		"a way that is none":    "JavaScript\t-\talone/b_tp.js\t0\t0\tfind\tpath\tnearly",
		"no line":               "JavaScript\t-\talone/b_tp.js\tx\t0\tfind\tpath\tnear",
		"nothing wanted":        "JavaScript\t-\talone/b_tp.js\t0\t0\tmaybe\tpath\tnear",
		"a file that is away":   "JavaScript\t-\talone/e.js\t0\t0\tfind\tpath\tnear",
		"a tree that is away":   "JavaScript\tnowhere\ta.js\t0\t0\tfind\tpath\tnear",
		"files that are away":   "JavaScript\tpairs/e_*\t\t0\t0\tfind\tpath\tnear",
	} {
		files["labels.tsv"] = line
		if _, err := set.Samples(checkout(t, files)); err == nil || !strings.Contains(err.Error(), "line 1") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
