package accuracy

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Of a list whose applications stand apart the half that is held back stays so, though
// that of its language is opened for every other set.
func TestMendedApart(t *testing.T) {
	t.Parallel()
	var set Mended
	for _, one := range Sets() {
		if one.Name() == "injection-mended-scripts" {
			set = one.(Mended)
		}
	}
	folder, list := t.TempDir(), ""
	for at := range 12 {
		for _, tree := range []string{"before", "after"} {
			for _, file := range []string{"a.ts", "b.ts"} {
				tree := fmt.Sprintf("owner+shop%d@1a2b%d/%s", at, at, tree)
				if err := os.MkdirAll(filepath.Join(folder, tree), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(filepath.Join(folder, tree, file), []byte("one\n"), 0o600); err != nil {
					t.Fatal(err)
				}
				list += "TypeScript\t" + tree + "\t" + file + "\t1\t1\tfind\t\t\tpath\tnear\n"
			}
		}
	}
	if err := os.WriteFile(filepath.Join(folder, "labels.tsv"), []byte(list), 0o600); err != nil {
		t.Fatal(err)
	}
	samples, err := set.Samples(folder)
	if err != nil || len(samples) != 48 {
		t.Fatalf("%d samples, %v", len(samples), err)
	}
	halves, seen := map[string]Half{}, []Half{}
	for _, sample := range samples {
		application, _, _ := strings.Cut(sample.ID, "@")
		half := halfOf(set.Name(), sample)
		if was := halves[application]; was != "" && was != half {
			t.Errorf("%s is of two halves", application)
		}
		halves[application] = half
		seen = append(seen, half)
		if label := sample.Labels[0]; sample.Part != "path" || label.Rule != "injection.path" || label.Way != Near {
			t.Errorf("%+v", sample)
		}
	}
	if !slices.Contains(seen, HeldBack) || !slices.Contains(seen, Tuned) || slices.Contains(seen, Opened) {
		t.Errorf("halves %v", halves)
	}
}

func TestMendedClasses(t *testing.T) {
	t.Parallel()
	set := Mended{Rule: "injection.", Kinds: map[string]ListedKind{"xss": {Rule: "injection.xss injection.template", Own: "injection.xss"}}}
	for line, want := range map[string]string{
		"TypeScript\tshop@1/before\ta.ts\t1\t2\tfind\t\t\txss\tfar": "xss: {injection.xss injection.template a.ts 1 2 [] [] true far}",
		"TypeScript\tshop@1/after\ta.ts\t1\t2\tnone\t\t\txss\t-":    "xss: {injection.xss a.ts 1 2 [] [] false }",
		"TypeScript\tshop@1/before\ta.ts\t1\t2\tfind":               ": {injection. a.ts 1 2 [] [] true }",
	} {
		sample, _, err := set.sample(line)
		if got := fmt.Sprint(sample.Part, ": ", sample.Labels[0]); err != nil || got != want {
			t.Errorf("%q: %s, %v", line, got, err)
		}
	}
	for _, wrong := range []string{"TypeScript\tt\ta.ts\t1\t2\tfind\t\t\tcrlf\tfar", "TypeScript\tt\ta.ts\t1\t2\tfind\t\t\txss\tnearly", "TypeScript\tt\ta.ts\t1\t2\tfind\t\t\txss\tfar\tmore"} {
		if _, _, err := set.sample(wrong); err == nil {
			t.Errorf("%q is read", wrong)
		}
	}
}
