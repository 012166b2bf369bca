package lines_test

import (
	"slices"
	"testing"

	"github.com/golive-app/golive/checks/evidence/source/lines"
)

func TestOnlyLinesWithAWordAreAsked(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		text  string
		asked []string
	}{
		"some lines":         {"one\ncache a\ntwo\nthe cache\nonce\n", []string{"cache a", "the cache", "once"}},
		"a word twice":       {"cache cache\n", []string{"cache cache"}},
		"the last line":      {"a\nonce", []string{"once"}},
		"a word's own line":  {"once\ncache", []string{"cache", "once"}},
		"no word":            {"a\nb\n", nil},
		"nothing":            {"", nil},
		"a word over an end": {"ca\nche", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var asked []string
			if lines.Any(test.text, []string{"cache", "once"}, func(line string) bool { asked = append(asked, line); return false }) {
				t.Error("something was found")
			}
			if !slices.Equal(asked, test.asked) {
				t.Errorf("asked of %q, want %q", asked, test.asked)
			}
		})
	}
}

func TestTheFirstMatchEndsTheSearch(t *testing.T) {
	t.Parallel()
	asked := 0
	found := lines.Any("a word\na word", []string{"word"}, func(string) bool { asked++; return true })
	if !found || asked != 1 {
		t.Errorf("found %v after %d", found, asked)
	}
}
