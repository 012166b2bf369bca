package node_test

import (
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/golive-app/golive/checks/evidence/manifest/node"
)

func TestPairsOfAMapping(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ content, want string }{
		"its own":                     {"it: {A: a, B: b}", "A=a B=b"},
		"an alias":                    {"x: &x {A: a}\nit: *x", "A=a"},
		"merged, its own first":       {"x: &x {A: x, B: x}\nit: {<<: *x, A: a}", "A=a B=x"},
		"merged from several":         {"x: &x {A: x}\ny: &y {A: y, C: y}\nit: {<<: [*x, *y]}", "A=x C=y"},
		"merged through another":      {"x: &x {A: x}\ny: &y {<<: *x, B: y}\nit: {<<: *y}", "B=y A=x"},
		"null is nothing":             {"it: {A: }", "A="},
		"an aliased value":            {"x: &x v\nit: {A: *x}", "A=v"},
		"a key that is called <<":     {"it: {\"<<\": a}", "<<=a"},
		"a list is no mapping":        {"it: [a]", ""},
		"a mapping that holds itself": {"it: &it {<<: *it, A: a}", "A=a"},
	} {
		roots := node.Documents([]byte(c.content))
		if len(roots) != 1 {
			t.Errorf("%s: %d documents", name, len(roots))
			continue
		}
		var words []string
		node.Each(node.Field(roots[0], "it"), func(key, value *yaml.Node) { words = append(words, key.Value+"="+node.Text(value)) })
		if got := strings.Join(words, " "); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestDocumentsEndWhereTheyAreNoYAML(t *testing.T) {
	t.Parallel()
	for content, want := range map[string]int{"a: b\n---\nc: d\n": 2, "a: b\n---\nc: [\n": 1, "": 0, "\x00": 0, strings.Repeat("a: b\n---\n", 300): 200} {
		if got := len(node.Documents([]byte(content))); got != want {
			t.Errorf("%.20q: %d, want %d", content, got, want)
		}
	}
}

func TestAWalkEndsHoweverOftenNodesAreReferredTo(t *testing.T) {
	t.Parallel()
	content := "a0: &a0 {k: v}\n"
	for level := range 40 {
		one, next := string(rune('0'+level/10))+string(rune('0'+level%10)), string(rune('0'+(level+1)/10))+string(rune('0'+(level+1)%10))
		if level == 0 {
			one = "0"
		}
		content += "a" + next + ": &a" + next + " {l: *a" + one + ", r: *a" + one + "}\n"
	}
	calls := 0
	node.Walk(node.Documents([]byte(content))[0], 60, func(_, _ *yaml.Node) bool { calls++; return true })
	if calls > 200 {
		t.Errorf("%d calls", calls)
	}
}

func FuzzWalk(f *testing.F) {
	f.Add([]byte("a: &a [*a]\nb: {<<: *a}"))
	f.Fuzz(func(_ *testing.T, content []byte) {
		for _, root := range node.Documents(content) {
			node.Walk(root, 40, func(_, value *yaml.Node) bool { node.Text(value); node.Items(value); return true })
		}
	})
}
