package lines_test

import (
	"slices"
	"strings"
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
		"a word's own line":  {"once\ncache", []string{"once", "cache"}},
		"words within words": {"a\ncacheonce\n", []string{"cacheonce"}},
		"no word":            {"a\nb\n", nil},
		"nothing":            {"", nil},
		"a word over an end": {"ca\nche", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var asked []string
			all := strings.Split(test.text, "\n")
			lines.With(test.text, []string{"cache", "once"}, func(line string, number int) bool {
				if asked = append(asked, line); all[number-1] != line {
					t.Errorf("line %d is %q", number, line)
				}
				return true
			})
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

func TestNoWordsNoLines(t *testing.T) {
	t.Parallel()
	if lines.Any("a\n", nil, func(string) bool { return true }) {
		t.Error("a line was found")
	}
}
