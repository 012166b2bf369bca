package source

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
)

func changes(read *checks.Range) string {
	var lines []string
	for _, change := range read.Changed {
		line := change.Path
		if change.OldPath != "" {
			line += " from " + change.OldPath
		}
		if change.Deleted {
			line += " deleted"
		}
		for _, added := range change.Added {
			line += fmt.Sprintf(" %d-%d", added.First, added.Last)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

func TestARangeTellsWhichLinesAreNew(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("a line that stays\n", 20)
	r := newRepo(t).write("kept.js", "1\n2\n3\n4\n5\n6\n", "gone.js", "x\n", "old name.js", long, "mode.sh", "x\n", "binary", "a\x00b", "hidden.js", "1\n", "link", "text\n", "empty", "")
	from := r.commit("first")
	r.git("rm", "--quiet", "gone.js", "link")
	r.git("mv", "old name.js", "new name.js")
	if err := os.Symlink("kept.js", filepath.Join(r.dir, "link")); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(filepath.Join(r.dir, "mode.sh"), 0o755); err != nil {
		t.Fatal(err)
	}
	r.write("kept.js", "1\nnew\n2\n3\n5\nchanged\n", "new name.js", long+"one more\n", "binary", "a\x00c", "näme \"x\"\t.js", "1\n2",
		".gitattributes", "hidden.js -diff\n", "hidden.js", "1\nconsole.log(1)\n", "line\n--- a/x\n+++ b/y\n@@ -1 +1 @@", "1\n", "empty", "1\n", "@@ x", "@@ -1 +1 @@\ndiff --git a b\n")
	to := r.commit("second")
	read, err := ReadRange(t.Context(), r.dir, from, to, "merge base with main")
	if err != nil {
		t.Fatal(err)
	}
	all := fmt.Sprintf("1-%d", math.MaxInt32)
	want := strings.Join([]string{
		".gitattributes 1-1", "@@ x 1-2", "binary " + all, "empty 1-1", "gone.js deleted", "hidden.js " + all, "kept.js 2-2 6-6",
		"line\n--- a/x\n+++ b/y\n@@ -1 +1 @@ 1-1", "link 1-1", "mode.sh", "new name.js from old name.js 21-21", "näme \"x\"\t.js 1-2",
	}, "\n")
	if got := changes(read); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if len(read.Commits) != 1 || read.From != from || read.To != to || read.Reason != "merge base with main" {
		t.Errorf("%+v", read)
	}
	if !read.Adds("kept.js", 2) || read.Adds("kept.js", 3) || !read.Adds("hidden.js", 2) || read.Adds("gone.js", 1) {
		t.Error("the range does not say which lines it adds")
	}
}

func TestARangeFromNothingHoldsEverything(t *testing.T) {
	t.Parallel()
	r := newRepo(t).write("a.js", "1\n2\n")
	read, err := ReadRange(t.Context(), r.dir, "", r.commit("first"), "first release")
	if err != nil || changes(read) != "a.js 1-2" || len(read.Commits) != 1 {
		t.Errorf("%+v, %v", read, err)
	}
}

func TestTheWorkingTreesRangeIncludesWhatIsNotCommitted(t *testing.T) {
	t.Parallel()
	r := newRepo(t).write("a.js", "1\n2\n", "sub/b.js", "1\n", "gone.js", "x\n", "crlf.js", "1\n2\n")
	from := r.commit("first")
	r.write("sub/b.js", "1\n2\n").commit("second")
	r.write("a.js", "1\nnew\n2\n", "sub/untracked.js", "1\n", "crlf.js", "1\r\n2\r\n", "big.bin", strings.Repeat("x\n", 1<<20))
	if err := os.Remove(filepath.Join(r.dir, "gone.js")); err != nil {
		t.Fatal(err)
	}
	snapshot := r.openDirectory()
	before := r.git("count-objects")
	read, err := ReadWorkingRange(t.Context(), snapshot, from, "--base")
	if err != nil {
		t.Fatal(err)
	}
	want := fmt.Sprintf("a.js 2-2\nbig.bin 1-%d\ngone.js deleted\nsub/b.js 2-2\nsub/untracked.js 1-1", math.MaxInt32)
	if got := changes(read); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if len(read.Commits) != 1 || read.Commits[0].Subject != "second" {
		t.Errorf("%+v", read.Commits)
	}
	if after := r.git("count-objects"); after != before {
		t.Errorf("objects were written to the repository: %s, before %s", after, before)
	}
	inner, err := ReadWorkingRange(t.Context(), openDirectory(t, filepath.Join(r.dir, "sub")), from, "--base")
	if err != nil || changes(inner) != "b.js 2-2\nuntracked.js 1-1" {
		t.Errorf("a directory inside: %v\n%s", err, changes(inner))
	}
}

func TestCommitsAreReadWithTheirCoAuthors(t *testing.T) {
	t.Parallel()
	r := newRepo(t).write("a", "1")
	from := r.commit("first")
	to := r.write("a", "2").commit("Fix ünicode\n\nBody line\n\nCo-authored-by: Kim Lee <kim@example.com>\nco-authored-by: <sam@example.com>\nNot-co-authored-by: X <x@example.com>")
	read, err := ReadRange(t.Context(), r.dir, from, to, "")
	if err != nil {
		t.Fatal(err)
	}
	commit := read.Commits[0]
	if commit.SHA != to || commit.Subject != "Fix ünicode" || !strings.HasPrefix(commit.Body, "Body line\n\nCo-") || commit.Author.Email != "dana@example.com" ||
		commit.Time.Format("2006-01-02T15:04") != "2026-11-01T10:00" || len(commit.Parents) != 1 || commit.Tree != r.git("rev-parse", "HEAD^{tree}") {
		t.Errorf("%+v", commit)
	}
	if got := fmt.Sprint(commit.CoAuthors); got != "[{Kim Lee kim@example.com} { sam@example.com}]" {
		t.Error(got)
	}
}

func TestRevisionsAreResolvedOrRefused(t *testing.T) {
	t.Parallel()
	r := newRepo(t).write("a", "1")
	first := r.commit("first")
	r.git("tag", "release/v1.0.0")
	r.git("tag", "-a", "-m", "nested", "v1")
	second := r.write("a", "2").commit("second")
	for revision, want := range map[string]string{"HEAD": second, "main": second, "HEAD~1": first, "v1": first, first[:10]: first, "release/v1.0.0": first} {
		commit, tree, err := Resolve(t.Context(), r.dir, revision)
		if err != nil || commit != want || tree != r.git("rev-parse", want+"^{tree}") {
			t.Errorf("%s: %s %s, %v", revision, commit, tree, err)
		}
	}
	for _, revision := range []string{"nothing", "", "--all", "-q", "HEAD\nmain", "HEAD:a", "HEAD~9", "HEAD^{tree}"} {
		if _, _, err := Resolve(t.Context(), r.dir, revision); !errors.Is(err, ErrUnknownRevision) {
			t.Errorf("%q: %v", revision, err)
		}
	}
	if _, _, err := Resolve(t.Context(), t.TempDir(), "HEAD"); !errors.Is(err, ErrNoRepository) {
		t.Errorf("outside of a repository: %v", err)
	}
	if _, err := OpenCommit(t.Context(), Options{Directory: r.dir, Commit: "--help"}); !errors.Is(err, ErrUnknownRevision) {
		t.Errorf("an option as a commit: %v", err)
	}
	tag, commit, err := NearestTag(t.Context(), r.dir, second, "release/v*")
	if err != nil || tag != "release/v1.0.0" || commit != first {
		t.Errorf("%s %s %v", tag, commit, err)
	}
	r.git("tag", "release/v1.1.0")
	if tag, _, err := NearestTag(t.Context(), r.dir, second, "release/v*"); err != nil || tag != "release/v1.0.0" {
		t.Errorf("a tag on the commit itself counts: %s %v", tag, err)
	}
	if _, _, err := NearestTag(t.Context(), r.dir, second, "api-v*"); !errors.Is(err, ErrNoTag) {
		t.Errorf("no tag: %v", err)
	}
	if _, _, err := NearestTag(t.Context(), r.dir, first, "release/v*"); !errors.Is(err, ErrNoTag) {
		t.Errorf("the first commit: %v", err)
	}
}

func TestAMergeBaseIsFoundOrSaidToBeMissing(t *testing.T) {
	t.Parallel()
	r := newRepo(t).write("a", "1")
	base := r.commit("base")
	left := r.write("a", "2").commit("left")
	r.git("checkout", "--quiet", "-b", "side", base)
	right := r.write("b", "1").commit("right")
	r.git("checkout", "--quiet", "--orphan", "alone")
	alone := r.commit("alone")
	if got, err := MergeBase(t.Context(), r.dir, left, right); err != nil || got != base {
		t.Errorf("%s, %v", got, err)
	}
	if _, err := MergeBase(t.Context(), r.dir, left, alone); !errors.Is(err, ErrNoMergeBase) {
		t.Errorf("unrelated: %v", err)
	}
	shallow := &repo{t, t.TempDir()}
	shallow.git("clone", "--quiet", "--depth=1", "--branch=main", "file://"+r.dir, ".")
	read, err := ReadRange(t.Context(), shallow.dir, "", left, "first release")
	if err != nil || !strings.Contains(read.Reason, "shallow clone") {
		t.Errorf("%+v, %v", read, err)
	}
}

func added(t *testing.T, r *repo, commit string) string {
	t.Helper()
	var lines []string
	err := History{r.dir}.Added(t.Context(), commit, func(text checks.AddedText) error {
		lines = append(lines, fmt.Sprintf("%s %d-%d %q", text.Path, text.Lines.First, text.Lines.Last, text.Text))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(lines, "\n")
}

func TestHistoryTellsWhatEachCommitAdded(t *testing.T) {
	t.Parallel()
	r := newRepo(t).write("a.js", "1\n2\n3\n", ".gitattributes", "*.env -diff\n", "prod.env", "KEY=1\n", "b", "x\x00y")
	first := r.commit("first")
	if got := added(t, r, first); got != ".gitattributes 1-1 \"*.env -diff\\n\"\na.js 1-3 \"1\\n2\\n3\\n\"\nprod.env 1-1 \"KEY=1\\n\"" {
		t.Errorf("the first commit:\n%s", got)
	}
	r.git("mv", "a.js", "näme.js")
	second := r.write("näme.js", "1\nsecret\n2\n3\nend", "prod.env", "KEY=1\nTOKEN=2\n").commit("second")
	if got := added(t, r, second); got != "näme.js 1-5 \"1\\nsecret\\n2\\n3\\nend\\n\"\nprod.env 2-2 \"TOKEN=2\\n\"" {
		t.Errorf("the second commit:\n%s", got)
	}
	stopped := errors.New("enough")
	if err := (History{r.dir}).Added(t.Context(), first, func(checks.AddedText) error { return stopped }); !errors.Is(err, stopped) {
		t.Errorf("a yield that stops: %v", err)
	}
	if err := (History{r.dir}).Added(t.Context(), "--output=x", nil); !errors.Is(err, ErrUnknownRevision) {
		t.Errorf("an option as a commit: %v", err)
	}
}

func TestHistoryOfAMergeIsWhatNoParentHas(t *testing.T) {
	t.Parallel()
	r := newRepo(t).write("a.js", "1\n2\n3\n4\n5\n", "c.js", "1\n")
	base := r.commit("base")
	r.write("a.js", "left\n2\n3\n4\n5\n").commit("left")
	r.git("checkout", "--quiet", "-b", "side", base)
	r.write("a.js", "1\n2\n3\n4\nright\n", "b.js", "side\n").commit("right")
	r.git("checkout", "--quiet", "main")
	r.git("merge", "--quiet", "--no-commit", "side")
	merge := r.write("a.js", "left\n2\nevil\n4\nright\n", "c.js", "only here\n").commit("merge")
	if got := added(t, r, merge); got != "a.js 3-3 \"evil\\n\"\nc.js 1-1 \"only here\\n\"" {
		t.Errorf("the merge added:\n%s", got)
	}
}

func TestALargePatchIsReadSoFarAndSaidSo(t *testing.T) {
	t.Parallel()
	patch := ":000000 100644 0 1 A\x00a\x00\x00diff --git a a\n@@ -0,0 +1,1000 @@\n" + strings.Repeat("+line of text\n", 1000)
	runs := 0
	err := parseAdded(bufio.NewReader(strings.NewReader(patch)), 5000, func(checks.AddedText) error { runs++; return nil })
	if !errors.Is(err, checks.ErrTooLarge) || runs != 1 {
		t.Errorf("%d runs, %v", runs, err)
	}
}

func FuzzPatch(f *testing.F) {
	for _, seed := range []string{
		":100644 100644 a b M\x00a.js\x00\x00diff --git a.js a.js\n--- a.js\n+++ a.js\n@@ -1 +1,2 @@\n-x\n+y\n+z\n",
		"::100644 100644 100644 a b c MM\x00a\x00\x00diff --cc a\n@@@ -1,1 -1,1 +1,1 @@@\n++x\n",
		":100644 000000 a b D\x00a\x00:100644 100644 a b R100\x00b\x00c\x00\x00diff --git a a\ndiff --git b c\n",
		":100644 120000 a b T\x00a\x00\x00diff --git a a\ndiff --git a a\n@@ -0,0 +1 @@\n+x\n\\ No newline at end of file\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, patch []byte) {
		_, _ = parseChanges(bufio.NewReader(bytes.NewReader(patch)))
		_ = parseAdded(bufio.NewReader(bytes.NewReader(patch)), 1<<20, func(text checks.AddedText) error {
			if text.Path == "" || text.Text == "" || strings.Contains(text.Text, "\x00") {
				t.Errorf("%q: %+v", patch, text)
			}
			return nil
		})
	})
}

func FuzzLog(f *testing.F) {
	f.Add([]byte(strings.Repeat("a", 40) + "\x00" + strings.Repeat("b", 40) + "\x00\x00n\x00e\x00n\x00e\x001\x00s\n\nCo-authored-by: a <b@c>\n\x00"))
	f.Fuzz(func(_ *testing.T, output []byte) {
		_, _ = parseLog(output)
		_, _ = parseListing(output)
		_, _ = parseIndex(output)
	})
}

func TestAFileAsACommitHasIt(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	r.write("api/openapi.yaml", "one\n", "openapi.yaml", "of the root\n")
	r.git("add", ".")
	r.git("commit", "--quiet", "-m", "one")
	first := r.git("rev-parse", "HEAD")
	r.write("api/openapi.yaml", "two\n", "api/new.yaml", "new\n")
	r.git("add", ".")
	r.git("commit", "--quiet", "-m", "two")
	bare := &repo{t, t.TempDir()}
	bare.git("clone", "--quiet", "--bare", r.dir, ".")
	for name, test := range map[string]struct{ directory, path, want string }{
		"in the repository":       {r.dir, "api/openapi.yaml", "one\n"},
		"in a folder of it":       {filepath.Join(r.dir, "api"), "openapi.yaml", "one\n"},
		"in a copy without files": {bare.dir, "api/openapi.yaml", "one\n"},
		"not there yet":           {r.dir, "api/new.yaml", ""},
		"outside":                 {r.dir, "../x", ""},
	} {
		content, err := History{test.directory}.ReadAt(t.Context(), first, test.path)
		if test.want == "" {
			if !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("%s: %q, %v", name, content, err)
			}
			continue
		}
		if err != nil || string(content) != test.want {
			t.Errorf("%s: %q, %v", name, content, err)
		}
	}
}

func TestARebaseBringsTheSamePatch(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 1<<17) // longer than what is read at once
	head := "one\ntwo\nthree\n"
	r := newRepo(t).write("a.js", head+strings.Repeat("line\n", 20))
	base := r.commit("first")
	on := func(start string, pairs ...string) string {
		r.git("checkout", "--quiet", "--detach", start)
		return r.write(pairs...).commit("change")
	}
	change := strings.Replace(head, "two", "TWO "+long, 1) + strings.Repeat("line\n", 20)
	approved := on(base, "a.js", change)
	r.git("checkout", "--quiet", "main")
	moved := r.write("a.js", "zero\n"+head+strings.Repeat("line\n", 20), "other.js", "1\n").commit("second")
	for name, test := range map[string]struct {
		commit string
		want   bool
	}{
		"itself":                      {approved, true},
		"over a later base":           {on(moved, "a.js", "zero\n"+change), true},
		"another end of a long line":  {on(moved, "a.js", "zero\n"+strings.Replace(change, "x\n", "y\n", 1)), false},
		"in another file":             {on(moved, "b.js", change), false},
		"with a line more":            {on(moved, "a.js", "zero\n"+change+"more\n"), false},
		"the base, which has nothing": {moved, false},
	} {
		if same, err := SamePatch(t.Context(), r.dir, moved, approved, test.commit); err != nil || same != test.want {
			t.Errorf("%s: %v, %v; want %v", name, same, err, test.want)
		}
	}
	if _, err := SamePatch(t.Context(), r.dir, moved, approved, strings.Repeat("1", 40)); err == nil {
		t.Error("a commit that is not there can be compared")
	}
}
