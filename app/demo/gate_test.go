package demo

import (
	"testing"

	"github.com/golive-app/golive/config"
)

func TestOnlyTheModeOfAPolicyIsSet(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ before, after string }{
		"no file":             {"", "version: 1\nmode: enforce\n"},
		"the other mode":      {"version: 1\nmode: observe # yet\nroles: {}\n", "version: 1\nmode: enforce\nroles: {}\n"},
		"in quotes":           {"mode: \"observe\"\n", "mode: enforce\n"},
		"no mode":             {"version: 1\n", "mode: enforce\nversion: 1\n"},
		"a mode of a part":    {"version: 1\nload:\n  mode: observe\n", "mode: enforce\nversion: 1\nload:\n  mode: observe\n"},
		"it is so already":    {"mode: enforce\n", "mode: enforce\n"},
		"a mode that is none": {"mode: \nversion: 1\n", "mode: enforce\nversion: 1\n"},
	} {
		if got := withMode(test.before, config.ModeEnforce); got != test.after {
			t.Errorf("%s: %q, want %q", name, got, test.after)
		}
	}
}

func TestGitsWordsAreRead(t *testing.T) {
	t.Parallel()
	commits := readLog("a\x1fkim\x1f60\x1fA subject with \x1f in it\x00b\x1flee\x1fx\x1fno time\x00\x00")
	if len(commits) != 1 || commits[0].Author != "kim" || commits[0].Subject != "A subject with \x1f in it" || commits[0].At.Unix() != 60 {
		t.Errorf("commits are %+v", commits)
	}
	tags := readTags("v1\x1fobject\x1fcommit\nv2\x1fcommit\x1f\n\n")
	if len(tags) != 2 || tags[0].Commit != "commit" || tags[1].Commit != "commit" {
		t.Errorf("tags are %+v", tags)
	}
	if len(readLog("")) != 0 || len(readTags("")) != 0 {
		t.Error("there is something in nothing")
	}
}
