package accuracy

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestMended(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for name, content := range map[string]string{
		"labels.tsv":                  "# language, tree, file, lines, what\nPython\tshop@1a2b/before\ta/views.py\t3\t5\tfind\t\ta/models.py:7-9 a/list.html:2-2\nPython\tshop@1a2b/after\ta/views.py\t4\t9\tnone\t4-5,9-9\n",
		"shop@1a2b/before/a/views.py": "one\n", "shop@1a2b/after/a/views.py": "two\n",
	} {
		path := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	set := Mended{Folder: "n-plus-one", Item: "code.n-plus-one", Rule: "nplusone."}
	samples, err := set.Samples(folder)
	if err != nil || len(samples) != 2 {
		t.Fatalf("%d samples, %v", len(samples), err)
	}
	before, after := samples[0], samples[1]
	if before.ID != after.ID || before.Files["a/views.py"] != "one\n" || after.Files["a/views.py"] != "two\n" {
		t.Errorf("%+v and %+v", before, after)
	}
	if want := (Label{Rule: "nplusone.", Path: "a/views.py", Line: 3, EndLine: 5, Or: []Place{{Path: "a/models.py", Span: Span{First: 7, Last: 9}}, {Path: "a/list.html", Span: Span{First: 2, Last: 2}}}, Positive: true}); fmt.Sprint(before.Labels[0]) != fmt.Sprint(want) || after.Labels[0].Positive {
		t.Errorf("%+v and %+v", before.Labels, after.Labels)
	}
	for line, want := range map[int]bool{3: false, 5: true, 7: false, 9: true} {
		if after.Labels[0].covers(Finding{Rule: "nplusone.loop", Path: "a/views.py", Line: line}) != want {
			t.Errorf("line %d", line)
		}
	}
	for finding, want := range map[Finding]bool{
		{Rule: "nplusone.loop", Path: "a/models.py", Line: 8}:             true,
		{Rule: "nplusone.loop", Path: "a/models.py", Line: 1, EndLine: 7}: true,
		{Rule: "nplusone.loop", Path: "a/list.html", Line: 2}:             true,
		{Rule: "nplusone.loop", Path: "a/views.py", Line: 4}:              true,
		{Rule: "nplusone.loop", Path: "a/views.py", Line: 8}:              false,
		{Rule: "nplusone.loop", Path: "a/models.py"}:                      false,
		{Rule: "injection.sql", Path: "a/models.py", Line: 8}:             false,
	} {
		if before.Labels[0].covers(finding) != want {
			t.Errorf("%+v", finding)
		}
	}
	for _, wrong := range []string{
		"Python\tshop@1a2b/before\ta.py\t3\t5\tfind\t\ta.py", "Python\tshop@1a2b/before\ta.py\t3\t5\tfind\t\t:3-5", "Python\tshop@1a2b/before\ta.py\t3\t5\tfind\t\ta.py:3-5\tmore",
		"Python\tshop@1a2b/before\ta.py\t3\t5\tnone\t3", "Python\tshop@1a2b/before\ta.py\t3\tfind", "Python\tshop@1a2b/before\ta.py\tx\t5\tfind", "Python\tshop@1a2b/before\ta.py\t3\t5\tmaybe", "Python\tnowhere/before\ta.py\t3\t5\tfind"} {
		if err := os.WriteFile(filepath.Join(folder, "labels.tsv"), []byte(wrong), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := set.Samples(folder); err == nil || !strings.Contains(err.Error(), "line 1") {
			t.Errorf("%q: %v", wrong, err)
		}
	}
}
