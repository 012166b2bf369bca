package source

import (
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
)

func TestWhoTouchedAPathFirst(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	commit := func(name string, pairs ...string) string {
		r.write(pairs...)
		r.git("add", "--all")
		r.git("commit", "--quiet", "--allow-empty", "-m", name)
		return r.git("rev-parse", "HEAD")
	}
	start := commit("start", "a.js", "1\n", "db/1.sql", "a\n")
	side := commit("side", "db/1.sql", "b\n")
	again := commit("again", "db/1.sql", "c\n", "*.js", "1\n")
	r.git("checkout", "--quiet", "-b", "other", start)
	other := commit("other", "b.js", "1\n")
	merged := r.git("commit-tree", "-p", other, "-p", again, "-m", "merged", r.git("merge-tree", "--write-tree", other, again))
	for name, test := range map[string]struct {
		from, to, path, want string
	}{
		"the first of two":                    {start, again, "db/1.sql", side},
		"after the first":                     {side, again, "db/1.sql", again},
		"by a merge, on the branch it brings": {other, merged, "db/1.sql", side},
		"a pattern is a name here":            {start, again, "*.js", again},
		"nobody":                              {start, other, "db/1.sql", ""},
		"nobody, on a branch of its own":      {again, other, "db/1.sql", ""},
	} {
		got, err := FirstTouch(t.Context(), r.dir, test.from, test.to, test.path, "")
		if err != nil || got != test.want {
			t.Errorf("%s: %q, want %q, error %v", name, got, test.want, err)
		}
	}
	if _, err := FirstTouch(t.Context(), r.dir, "--output=x", other, "a.js"); err == nil {
		t.Error("an option is no commit")
	}
}

func TestWhichPathMakesContentAnother(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	commit := func(name string, pairs ...string) string {
		r.write(pairs...)
		r.git("add", "--all")
		r.git("commit", "--quiet", "--allow-empty", "-m", name)
		return r.git("rev-parse", "HEAD")
	}
	start := commit("start", "a.js", "1\n", "package.json", `{"version":"1.3.0"}`)
	books := commit("books", "CHANGELOG.md", "new\n", "package.json", `{"version":"1.4.0"}`)
	code := commit("code", "z.js", "1\n")
	r.link("a.js", "link.js")
	linked := commit("link")
	for name, test := range map[string]struct {
		from, to string
		ignoring []checks.DifferenceKind
		want     string
	}{
		"books, which do not matter":    {start, books, checks.ReleaseBooks(), ""},
		"books, one of which does":      {start, books, []checks.DifferenceKind{checks.DiffersInChangelog}, "package.json"},
		"code, whatever does not":       {start, code, checks.ReleaseBooks(), "z.js"},
		"what nobody can read as books": {code, linked, checks.ReleaseBooks(), "link.js"},
		"nothing":                       {code, code, nil, ""},
	} {
		got, err := Decisive(t.Context(), r.dir, test.from, test.to, test.ignoring)
		if err != nil || got != test.want {
			t.Errorf("%s: %q, want %q, error %v", name, got, test.want, err)
		}
	}
}

func TestARangeTellsWhatItCreates(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	commit := func(pairs ...string) string {
		r.write(pairs...)
		r.git("add", "--all")
		r.git("commit", "--quiet", "--allow-empty", "-m", "change")
		return r.git("rev-parse", "HEAD")
	}
	start := commit("a.js", "1\n", "b.js", strings.Repeat("two\n", 20), "c.js", "3\n")
	r.git("mv", "b.js", "moved.js")
	r.git("rm", "--quiet", "c.js")
	read, err := ReadRange(t.Context(), r.dir, start, commit("a.js", "2\n", "new.js", "4\n"), "")
	if err != nil {
		t.Fatal(err)
	}
	for _, change := range read.Changed {
		if change.Created != (change.Path == "new.js") {
			t.Errorf("%+v", change)
		}
	}
	if len(read.Changed) != 4 {
		t.Errorf("%+v", read.Changed)
	}
}
