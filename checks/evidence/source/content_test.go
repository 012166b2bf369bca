package source

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
)

// holders lists the commits of a content as "name origin", in order.
func holders(content *checks.Content, names map[string]string) string {
	var words []string
	for _, commit := range content.Commits {
		for name, sha := range names {
			if sha == commit.SHA {
				words = append(words, name+" "+string(commit.Origin))
			}
		}
	}
	return strings.Join(words, ", ")
}

func TestWhichCommitsHoldAContent(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	named := map[string]string{}
	commit := func(name string, pairs ...string) string {
		r.write(pairs...)
		r.git("add", "--all")
		r.git("commit", "--quiet", "--allow-empty", "-m", name)
		named[name] = r.git("rev-parse", "HEAD")
		return named[name]
	}
	made := func(name string, arguments ...string) string {
		named[name] = r.git(append([]string{"commit-tree", "-m", name}, arguments...)...)
		return named[name]
	}
	base := commit("base", "a.js", "1\n")
	r.git("checkout", "--quiet", "-b", "release")
	commit("first", "a.js", "2\n")
	head := commit("head", "b.js", "1\n")
	made("merge", "-p", base, "-p", head, head+"^{tree}")
	made("squash", "-p", base, head+"^{tree}")
	r.git("checkout", "--quiet", "main")
	moved := commit("moved", "c.js", "1\n")
	made("merge over a moved base", "-p", moved, "-p", head, r.git("merge-tree", "--write-tree", moved, head))
	empty := made("empty", "-p", named["merge"], head+"^{tree}")
	made("twice empty", "-p", empty, head+"^{tree}")
	made("back", "-p", moved, base+"^{tree}")

	pull := func(name string, origin checks.Origin) checks.ContentCommit {
		sha := named[name]
		if name == "gone" {
			sha = strings.Repeat("1", 40)
		}
		return checks.ContentCommit{SHA: sha, Origin: origin, Number: 12}
	}
	for name, test := range map[string]struct {
		release    string
		candidates []checks.ContentCommit
		want       string
	}{
		"the head of a pull request":                        {"head", nil, "head release"},
		"a merge commit leads to the head":                  {"merge", nil, "merge release, head history"},
		"and the pull request's name for it is kept":        {"merge", []checks.ContentCommit{pull("head", checks.OriginHead)}, "merge release, head head"},
		"a squash has the head's tree":                      {"squash", []checks.ContentCommit{pull("head", checks.OriginHead)}, "squash release, head head"},
		"and nothing in git says so":                        {"squash", nil, "squash release"},
		"a merge over a base that moved is another content": {"merge over a moved base", []checks.ContentCommit{pull("head", checks.OriginHead)}, "merge over a moved base release"},
		"commits without a change lead back":                {"twice empty", nil, "twice empty release, empty history, merge history, head history"},
		"a tag on a later empty commit":                     {"empty", []checks.ContentCommit{pull("merge", checks.OriginMerge), pull("head", checks.OriginHead)}, "empty release, merge merge, head head"},
		"what is not here does not count":                   {"head", []checks.ContentCommit{pull("gone", checks.OriginHead)}, "head release"},
		"a change that was taken back: the way stops":       {"back", nil, "back release"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			content, err := ReadContent(t.Context(), r.dir, named[test.release], test.candidates)
			if err != nil {
				t.Fatal(err)
			}
			if got := holders(content, named); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
	if _, err := ReadContent(t.Context(), r.dir, strings.Repeat("1", 40), nil); err == nil {
		t.Error("a release that is not here has a content")
	}
}

func (r *repo) link(to, name string) {
	r.t.Helper()
	path := filepath.Join(r.dir, name)
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.Symlink(to, path)); err != nil {
		r.t.Fatal(err)
	}
}

func TestAContentThatDiffersInItsBooksAlone(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	commit := func(pairs ...string) string {
		r.write(pairs...)
		r.git("add", "--all")
		r.git("commit", "--quiet", "-m", "x")
		return r.git("rev-parse", "HEAD")
	}
	base := commit("a.js", "1\n", "docs/a.md", "1\n", "package.json", `{"version":"1.3.0","dependencies":{"a":"1"}}`, "tests/a.js", "1\n", "big.md", "1\n")
	for name, test := range map[string]struct {
		change func()
		want   string // kinds of what differs; empty: it is another content
	}{
		"the version and the change log": {
			func() {
				r.write("package.json", `{"version":"1.4.0","dependencies":{"a":"1"}}`, "CHANGELOG.md", "1.4.0\n")
			}, "changelog version",
		},
		"a dependency beside them": {
			func() {
				r.write("package.json", `{"version":"1.4.0","dependencies":{"a":"2"}}`, "CHANGELOG.md", "1.4.0\n")
			}, "",
		},
		"a line of code beside them":      {func() { r.write("a.js", "2\n", "CHANGELOG.md", "1.4.0\n") }, ""},
		"documentation and a test":        {func() { r.write("docs/a.md", "2\n", "tests/a.js", "2\n") }, "documentation tests"},
		"a document that is gone":         {func() { r.git("rm", "--quiet", "docs/a.md") }, "documentation"},
		"a document under another name":   {func() { r.git("mv", "docs/a.md", "docs/b.md") }, "documentation documentation"},
		"a document that became code":     {func() { r.git("mv", "docs/a.md", "b.js") }, ""},
		"code that became a document":     {func() { r.git("mv", "a.js", "docs/a.txt") }, ""},
		"a document that became a link":   {func() { r.git("rm", "--quiet", "docs/a.md"); r.link("../a.js", "docs/a.md") }, ""},
		"a document that may be run":      {func() { r.git("update-index", "--chmod=+x", "docs/a.md") }, ""},
		"a submodule among the documents": {func() { r.git("update-index", "--add", "--cacheinfo", "160000,"+base+",docs/sub") }, ""},
		"a document of another size":      {func() { r.write("big.md", strings.Repeat("a", 9<<20)) }, ""},
		"a path that others read in another way": {
			func() { r.write("docs/a\\b.md", "1\n") }, "",
		},
	} {
		r.git("checkout", "--quiet", "--force", base)
		r.git("clean", "-fdq")
		test.change()
		if !strings.HasPrefix(name, "a document that may be run") && !strings.HasPrefix(name, "a submodule") {
			r.git("add", "--all")
		}
		r.git("commit", "--quiet", "-m", name)
		release := r.git("rev-parse", "HEAD")
		content, err := ReadContent(t.Context(), r.dir, release, nil)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		var got []string
		for _, commit := range content.Commits {
			if commit.SHA != release && commit.SHA != base {
				t.Errorf("%s: %s holds the content", name, commit.SHA)
			}
			for _, difference := range commit.Differs {
				got = append(got, string(difference.Kind))
			}
		}
		if got := strings.Join(got, " "); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}
