package secret

import (
	"strings"
	"testing"

	"github.com/golive-app/golive/checks/evidence/source/lines"
)

func TestAnExcerptKnowsWhereItsLinesStood(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ text, want string }{
		"lines with a word":          {"a\nTOKEN = 1\nb\n\nmy secret\nc\n", "TOKEN = 1\nmy secret\n"},
		"a line with several":        {"token secret token\nnone\n", "token secret token\n"},
		"neighbours":                 {"token\nsecret\ntoken", "token\nsecret\ntoken"},
		"the last line":              {"a\nb token", "b token"},
		"none":                       {"a\nb\n", ""},
		"empty":                      {"", ""},
		"letters that become longer": {"Ⱥ\ntoken\n", "Ⱥ\ntoken\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			words := lines.NewWords("token", "secret", "none")
			got, present := excerptOf(newPlaces(test.text), strings.ToLower(test.text), words, words.Of([]string{"token", "secret"}))
			if want := words.In([]byte(strings.ToLower(test.text))); present != want {
				t.Errorf("%b are present, want %b", present, want)
			}
			if got.content != test.want {
				t.Fatalf("%q, want %q", got.content, test.want)
			}
			for offset := range got.content {
				if at := got.origin(offset); test.text[at] != got.content[offset] {
					t.Errorf("%d is %d: %q for %q", offset, at, test.text[at], got.content[offset])
				}
			}
		})
	}
}
