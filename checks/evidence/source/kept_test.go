package source

import (
	"testing"

	"github.com/golive-app/golive/checks/evidence/kept/kepttest"
)

func TestFactsOutliveTheProgram(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		edition string // of the second run
		damage  func(value []byte) []byte
		reads   int32 // of the second run
	}{
		"the same program":                      {"one", nil, 0},
		"another program":                       {"two", nil, 2},
		"what is kept is no longer what it was": {"one", func([]byte) []byte { return []byte("\x00nonsense") }, 2},
		"nothing is left of it":                 {"one", func([]byte) []byte { return nil }, 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			kept := kepttest.New()
			content := &files{content: map[string]string{"a.ts": "console.log(1)", "b.ts": "export const b = fetch('/b')"}}
			first := newReader(t, ReaderCommand, func(options *ReaderOptions) { options.Kept, options.Edition = kept, "one" })
			want, _, err := first.FactsOf(t.Context(), content, content.Files(), all)
			if err != nil || len(kept.Values) != 2 {
				t.Fatalf("%d kept, %v", len(kept.Values), err)
			}
			for _, file := range content.Files() {
				if !kept.Contents[file.Blob] {
					t.Errorf("%s was kept under another content", file.Path)
				}
			}
			for key, value := range kept.Values {
				if test.damage != nil {
					kept.Values[key] = test.damage(value)
				}
			}
			before := content.reads.Load()
			second := newReader(t, ReaderCommand, func(options *ReaderOptions) { options.Kept, options.Edition = kept, test.edition })
			got, skipped, err := second.FactsOf(t.Context(), content, content.Files(), all)
			if err != nil || len(skipped) != 0 || !equalFacts(t, got, want) {
				t.Errorf("%v, skipped %v, %v; want %v", got, skipped, err, want)
			}
			if reads := content.reads.Load() - before; reads != test.reads {
				t.Errorf("%d files were read, want %d", reads, test.reads)
			}
		})
	}
}

func TestWhatCouldNotBeReadIsTriedAgain(t *testing.T) {
	t.Parallel()
	kept := kepttest.New()
	content := &files{content: map[string]string{"die.js": "console.log('DIE')"}}
	for range 2 {
		reader := newReader(t, "moody-reader", func(options *ReaderOptions) { options.Kept = kept })
		if _, skipped, err := reader.FactsOf(t.Context(), content, content.Files(), all); err != nil || len(skipped) != 1 {
			t.Errorf("skipped %v, %v", skipped, err)
		}
	}
	if len(kept.Values) != 0 || content.reads.Load() != 2 {
		t.Errorf("%d kept, %d reads", len(kept.Values), content.reads.Load())
	}
}

func equalFacts(t *testing.T, got, want map[string]Facts) bool {
	t.Helper()
	if len(got) != len(want) {
		return false
	}
	for path := range want {
		one, err := encodeFacts(got[path])
		if err != nil {
			t.Fatal(err)
		}
		other, err := encodeFacts(want[path])
		if err != nil {
			t.Fatal(err)
		}
		if string(one) != string(other) {
			return false
		}
	}
	return true
}
