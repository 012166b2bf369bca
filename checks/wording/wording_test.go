package wording_test

import (
	"strings"
	"testing"

	"github.com/golive-app/golive/checks/wording"
)

func TestWording(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ got, want string }{
		"none":                             {wording.Counted(0, "file", "files"), "0 files"},
		"one":                              {wording.Counted(1, "file", "files"), "1 file"},
		"many":                             {wording.Counted(812, "file", "files"), "812 files"},
		"a short list":                     {wording.Listed([]string{"a", "b"}, 2), "a, b"},
		"a long list":                      {wording.Listed([]string{"a", "b", "c", "d"}, 2), "a, b and 2 more"},
		"an empty list":                    {wording.Listed(nil, 2), ""},
		"a commit":                         {wording.ShortSHA("0123456789"), "0123456"},
		"a short commit":                   {wording.ShortSHA("01"), "01"},
		"a sentence":                       {wording.Capital("no change log"), "No change log"},
		"a sentence that starts with code": {wording.Capital("`a` has no entry"), "`a` has no entry"},
		"no sentence":                      {wording.Capital(""), ""},
		"a mention":                        {wording.Capital("@dana approved"), "@dana approved"},
		"a letter of two bytes":            {wording.Capital("über"), "Über"},
		"markup":                           {wording.Quoted("a`b\n@all\u202e"), "`a'b @all`"},
		"a long text":                      {wording.Quoted(strings.Repeat("é", 101)), "`" + strings.Repeat("é", 99) + "…`"},
		"a long path":                      {wording.QuotedPath(strings.Repeat("a/", 60) + "b`"), "`" + strings.Repeat("a/", 60) + "b'`"},
		"an argument":                      {wording.Argument("release/v1.4.0", "BRANCH"), "release/v1.4.0"},
		"an argument with a command":       {wording.Argument("a;rm -rf $HOME", "BRANCH"), "BRANCH"},
		"an argument that is an option":    {wording.Argument("--force", "FILE"), "FILE"},
		"no argument":                      {wording.Argument("", "FILE"), "FILE"},
	} {
		if test.got != test.want {
			t.Errorf("%s: %q, want %q", name, test.got, test.want)
		}
	}
	if got := wording.QuotedPaths([]string{"a", "b`"}); strings.Join(got, " ") != "`a` `b'`" {
		t.Errorf("paths = %q", got)
	}
}
