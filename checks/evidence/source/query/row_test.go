package query

import "testing"

func TestAWordIsAmongAList(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		list, word string
		want       bool
	}{
		{"find findOne count", "find", true},
		{"find findOne count", "findOne", true},
		{"find findOne count", "count", true},
		{"find findOne count", "One", false},
		{"findOne find", "find", true},
		{"findOne", "find", false},
		{"refind", "find", false},
		{"find", "find", true},
		{"", "find", false},
		{"find", "", false},
		{"find count", "find count", true}, // no name has a space
	} {
		if got := among(test.list, test.word); got != test.want {
			t.Errorf("%q among %q: %v", test.word, test.list, got)
		}
	}
}
