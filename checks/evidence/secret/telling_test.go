package secret

import (
	"slices"
	"strings"
	"testing"
)

func TestTheLinesOfAssignmentsAreTakenOnce(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("key=", 1<<18)
	for name, test := range map[string]struct {
		text string
		want []string
	}{
		"a line, and what may begin it": {"a\nkey = '0123456789'\nb\n", []string{"a\nkey = '0123456789'\n"}},
		"neighbours are one part":       {"key = '0123456789'\nkey = '0123456789'\n", []string{"key = '0123456789'\nkey = '0123456789'\n"}},
		"two on a line":                 {"a\nkey = '0123456789', token = '0123456789'\nb\n", []string{"a\nkey = '0123456789', token = '0123456789'\n"}},
		"lines apart":                   {"key = '0123456789'\na\n" + strings.Repeat("b", 40) + "\ntoken = '0123456789'", []string{"key = '0123456789'\n", strings.Repeat("b", 40) + "\ntoken = '0123456789'"}},
		"a value that is code":          {"key = process.env.SECRET_KEY, b", nil},
		"a value that is short":         {"key = '012345678'\n", nil},
		"a line of nothing but words":   {long, []string{long}},
		"a value that goes on for all":  {"key=" + strings.Repeat("a", 1000) + ")", []string{"key=" + strings.Repeat("a", 1000) + ")"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := assignmentLines(test.text); !slices.Equal(got, test.want) {
				t.Errorf("%d parts, want %d: %.200q", len(got), len(test.want), got)
			}
		})
	}
}
