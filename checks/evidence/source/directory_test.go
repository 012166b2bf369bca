package source

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/golive-app/golive/checks"
)

// gitTree returns the tree that git itself makes of the working tree, by an
// index of its own.
func (r *repo) gitTree() string {
	r.t.Helper()
	index := filepath.Join(r.t.TempDir(), "index")
	return r.gitInput("", "-c", "core.fileMode=true", "-c", "alias.tree=!GIT_INDEX_FILE="+index+
		" git add --all && GIT_INDEX_FILE="+index+" git write-tree", "tree")
}

func (r *repo) wantGitTree(what string) *Snapshot {
	r.t.Helper()
	snapshot := r.openDirectory()
	if got, want := snapshot.Tree(), r.gitTree(); got != want {
		r.t.Errorf("%s: tree %s, git says %s", what, got, want)
	}
	return snapshot
}

// Git may take a file for unchanged whose size and times are those of the
// index. The id of the content must not depend on that.
func TestAChangeThatLeavesSizeAndTimeAloneIsSeen(t *testing.T) {
	t.Parallel()
	when := time.Date(2026, 11, 1, 10, 0, 0, 0, time.UTC)
	for name, change := range map[string]func(r *repo, file string){
		"within the second of the index": func(r *repo, file string) {
			r.write("price.js", "const price = 2\n")
			for _, path := range []string{file, filepath.Join(r.dir, ".git/index")} {
				if err := os.Chtimes(path, when, when); err != nil {
					t.Error(err)
				}
			}
		},
		"with the old time put back": func(r *repo, file string) {
			r.write("price.js", "const price = 2\n")
			if err := os.Chtimes(file, when, when); err != nil {
				t.Error(err)
			}
		},
		"in a file that git is told to assume unchanged": func(r *repo, _ string) {
			r.git("update-index", "--assume-unchanged", "price.js")
			r.write("price.js", "const price = 2\n")
		},
		"in a file that is checked out against the sparse rules": func(r *repo, _ string) {
			r.git("update-index", "--skip-worktree", "price.js")
			r.write("price.js", "const price = 2\n")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRepo(t).write("price.js", "const price = 1\n")
			file := filepath.Join(r.dir, "price.js")
			if err := os.Chtimes(file, when, when); err != nil {
				t.Fatal(err)
			}
			r.commit("first")
			before := r.openDirectory()
			if !before.Clean {
				t.Error("not clean before the change")
			}
			change(r, file)
			after := r.openDirectory()
			if after.Clean || after.Tree() == before.Tree() {
				t.Errorf("the change is not seen: tree %s", after.Tree())
			}
			if got, want := after.Files()[0].Blob, r.git("hash-object", "price.js"); got != want {
				t.Errorf("id %s, want %s", got, want)
			}
		})
	}
}

func TestOpeningADirectoryWritesNothingToTheRepository(t *testing.T) {
	t.Parallel()
	r := newRepo(t).write("a.js", "one\n")
	r.commit("first")
	r.write("a.js", "two\n", "b.js", "three\n")
	state := func() string {
		var lines []string
		err := filepath.Walk(filepath.Join(r.dir, ".git"), func(path string, info os.FileInfo, err error) error {
			lines = append(lines, fmt.Sprint(path, info.Size(), info.ModTime()))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return strings.Join(lines, "\n")
	}
	before := state()
	r.openDirectory()
	if after := state(); after != before {
		t.Errorf("before:\n%s\nafter:\n%s", before, after)
	}
}

func TestEveryKindOfPathCountsInTheTree(t *testing.T) {
	t.Parallel()
	r := newRepo(t).write("a.js", "x", "sub/deep/er/b.js", "y", "sub/c.js", "z", "sub-d.js", "w", "gone.js", "v",
		"line\nfeed.js", "1", "latin\xe9.js", "2", `back\slash.js`, "3", "folder\ttab/e.js", "4", "empty.js", "")
	mode := func(path string, bits os.FileMode) {
		t.Helper()
		if err := os.Chmod(filepath.Join(r.dir, path), bits); err != nil {
			t.Fatal(err)
		}
	}
	mode("sub/c.js", 0o755)
	if err := os.Symlink("nowhere", filepath.Join(r.dir, "sub/link")); err != nil {
		t.Fatal(err)
	}
	r.commit("first")
	clean := r.wantGitTree("as committed")
	if !clean.Clean || paths(clean) != "a.js empty.js gone.js sub-d.js sub/c.js sub/deep/er/b.js" {
		t.Errorf("clean %v, files %s", clean.Clean, paths(clean))
	}
	if got, want := reasons(clean), reasons(r.open(clean.Commit)); got != want {
		t.Errorf("skipped:\n%s\nof the commit:\n%s", got, want)
	}
	mode("sub/c.js", 0o644)
	mode("a.js", 0o744)
	r.write("new\r.js", "5", "sub/deep/new.js", "6", "line\nfeed.js", "changed")
	if err := os.Remove(filepath.Join(r.dir, "gone.js")); err != nil {
		t.Fatal(err)
	}
	if changed := r.wantGitTree("with changes"); changed.Clean {
		t.Error("clean in spite of changes")
	}
}

func TestAFileAndAFolderThatTakeEachOthersPlace(t *testing.T) {
	t.Parallel()
	r := newRepo(t).write("one", "file", "two/a.js", "x", "two/b.js", "y", "three/c.js", "z", "other/c.js", "other")
	r.commit("first")
	for _, path := range []string{"one", "two", "three"} {
		if err := os.RemoveAll(filepath.Join(r.dir, path)); err != nil {
			t.Fatal(err)
		}
	}
	r.write("one/inside.js", "x", "two", "file")
	if err := os.Symlink("other", filepath.Join(r.dir, "three")); err != nil {
		t.Fatal(err)
	}
	snapshot := r.wantGitTree("exchanged")
	if got := paths(snapshot); got != "one/inside.js other/c.js two" {
		t.Errorf("files: %s", got)
	}
	if got := reasons(snapshot); got != "three: "+ReasonSymlink {
		t.Errorf("skipped: %s", got)
	}
}

func TestAPathInConflictIsReadAsItStandsOnDisk(t *testing.T) {
	t.Parallel()
	r := newRepo(t).write("a.js", "one\n")
	r.commit("first")
	blob := r.git("rev-parse", "HEAD:a.js")
	r.gitInput("0 0000000000000000000000000000000000000000\ta.js\n100644 "+blob+" 1\ta.js\n100644 "+blob+" 2\ta.js\n100644 "+blob+" 3\ta.js\n",
		"update-index", "--index-info")
	r.write("a.js", "<<<<<<< ours\n")
	if snapshot := r.wantGitTree("in conflict"); snapshot.Clean || paths(snapshot) != "a.js" {
		t.Errorf("clean %v, files %s", snapshot.Clean, paths(snapshot))
	}
}

func TestASubmoduleKeepsTheCommitOfTheIndex(t *testing.T) {
	t.Parallel()
	r := newRepo(t).write("a.js", "x")
	commit := r.commit("first")
	r.git("update-index", "--add", "--cacheinfo", "160000,"+commit+",module")
	r.git("commit", "--quiet", "-m", "module")
	if err := os.Mkdir(filepath.Join(r.dir, "module"), 0o755); err != nil {
		t.Fatal(err)
	}
	nested := filepath.Join(r.dir, "nested")
	r.git("init", "--quiet", nested)
	(&repo{t, nested}).write("b.js", "x").commit("of its own")
	snapshot := r.openDirectory()
	if !snapshot.Clean || reasons(snapshot) != "module: "+ReasonSubmodule+"\nnested: "+ReasonRepository {
		t.Errorf("clean %v, skipped %s", snapshot.Clean, reasons(snapshot))
	}
}

func TestASparseCheckoutSaysWhatIsNotThere(t *testing.T) {
	t.Parallel()
	r := newRepo(t).write("in/a.js", "x", "out/b.js", "y")
	r.commit("first")
	r.git("sparse-checkout", "set", "in")
	snapshot := r.openDirectory()
	if snapshot.Clean || paths(snapshot) != "in/a.js" || reasons(snapshot) != "out/b.js: "+ReasonSparse {
		t.Errorf("clean %v, files %s, skipped %s", snapshot.Clean, paths(snapshot), reasons(snapshot))
	}
}

func TestAFileThatAFilterRewroteCountsAsChanged(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	r.git("config", "filter.turn.clean", "tr a-m n-z")
	r.git("config", "filter.turn.smudge", "tr n-z a-m")
	r.write(".gitattributes", "*.txt filter=turn\n", "a.txt", "abc\n") // of one size on both sides
	r.commit("first")
	if blob := r.git("cat-file", "blob", "HEAD:a.txt"); blob != "nop" {
		t.Fatalf("the filter made %q", blob)
	}
	snapshot := r.openDirectory()
	if snapshot.Clean {
		t.Error("what the filter rewrote counts as committed")
	}
	if data, err := snapshot.Read(t.Context(), "a.txt"); err != nil || string(data) != "abc\n" {
		t.Errorf("%q, %v", data, err)
	}
}

func TestWhatIsNoFileIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	r := newRepo(t).write("a.js", "x", "pipe", "a file at first")
	r.commit("first")
	pipe := filepath.Join(r.dir, "pipe")
	if err := os.Remove(pipe); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(pipe, 0o644); err != nil {
		t.Fatal(err)
	}
	if snapshot := r.openDirectory(); paths(snapshot) != "a.js" || reasons(snapshot) != "pipe: "+ReasonSpecial {
		t.Errorf("files %s, skipped %s", paths(snapshot), reasons(snapshot))
	}
}

func TestFoldersDeeperThanAreHeldOpenAreRead(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	for i := range 3 * deepest {
		r.write(strings.Repeat("d/", i)+"a.js", fmt.Sprint(i), strings.Repeat("d/", i)+"z.js", fmt.Sprint(i))
	}
	r.commit("first")
	if snapshot := r.wantGitTree("deep"); !snapshot.Clean || len(snapshot.Files()) != 6*deepest {
		t.Errorf("clean %v, %d files", snapshot.Clean, len(snapshot.Files()))
	}
}

func TestAFileBeyondTheLimitOfOneFileIsHashedWhole(t *testing.T) {
	t.Parallel()
	r := newRepo(t).write("big.js", strings.Repeat("0123456789\n", 20_000), "small.js", "x")
	r.commit("first")
	open := func(limits Limits) (*Snapshot, error) {
		return OpenDirectory(t.Context(), Options{Directory: r.dir, Limits: limits})
	}
	snapshot, err := open(Limits{FileSize: 1000})
	if err != nil {
		t.Fatal(err)
	}
	defer snapshot.Close()
	if !snapshot.Clean {
		t.Error("not clean")
	}
	if _, err := snapshot.Read(t.Context(), "big.js"); !errors.Is(err, checks.ErrTooLarge) {
		t.Errorf("a large file: %v", err)
	}
	if _, err := open(Limits{Files: 1}); !errors.Is(err, ErrTooManyFiles) {
		t.Errorf("too many tracked files: %v", err)
	}
	if _, err := open(Limits{Total: 1000}); !errors.Is(err, ErrTooManyBytes) {
		t.Errorf("too much content: %v", err)
	}
	r.write("new/1", "", "new/2", "", "new/3", "", "new/4", "")
	if _, err := open(Limits{Files: 3}); !errors.Is(err, ErrTooManyFiles) {
		t.Errorf("too many untracked files: %v", err)
	}
}

// A directory and a commit are described by the same rules.
func TestADirectoryIsDescribedAsItsCommitIs(t *testing.T) {
	t.Parallel()
	r := newRepo(t).write(
		"package.json", `{"name":"shop","bin":{"shop":"./bin/shop.js"}}`, "bin/shop.js", "x", "src/commands/a.js", "x",
		"tool/package.json", `{"name":"create-shop","bin":"./index"}`, "tool/index.js", "x", "tool/lib.js", "x", "tool/fixtures/package.json", "{",
		"run", "#!/usr/bin/env python3\n", "made.go", "// Code generated by x. DO NOT EDIT.\n\npackage a\n", "page.ts", "<?xml version='1.0'?>\n",
		"logo.png", "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n", "docs/a.md", strings.Repeat("text\n", 1000),
		"long.py", "# @generated\n"+strings.Repeat("x = 1\n", 30_000), "data.json", strings.Repeat("[1]\n", 1000),
	)
	commit := r.open(r.commit("first"))
	directory := r.openDirectory()
	if got, want := fmt.Sprintf("%+v", directory.Files()), fmt.Sprintf("%+v", commit.Files()); got != want {
		t.Errorf("directory %s\ncommit %s", got, want)
	}
	if got, want := reasons(directory), reasons(commit); got != want || got != "logo.png: "+ReasonPointer {
		t.Errorf("directory %s\ncommit %s", got, want)
	}
	classes := map[string]checks.PathClass{}
	for _, file := range directory.Files() {
		classes[file.Path] = file.Class
	}
	for path, want := range map[string]checks.PathClass{
		"bin/shop.js": checks.ClassCommand, "src/commands/a.js": checks.ClassCommand, "tool/lib.js": checks.ClassCommand,
		"run": checks.ClassCommand, "made.go": checks.ClassGenerated, "long.py": checks.ClassGenerated, "page.ts": checks.ClassProduction,
	} {
		if classes[path] != want {
			t.Errorf("%s is %s, want %s", path, classes[path], want)
		}
	}
}

func TestAListingHasTheSamePathsAndNoIDs(t *testing.T) {
	t.Parallel()
	r := newRepo(t).write("src/a.js", "x", "line\nfeed.js", "y", "docs/a.md", "# A\n", "gone.js", "x")
	if err := os.Symlink("docs", filepath.Join(r.dir, "link")); err != nil {
		t.Fatal(err)
	}
	commit := r.commit("first")
	r.write("new.js", "x")
	if err := os.Remove(filepath.Join(r.dir, "gone.js")); err != nil {
		t.Fatal(err)
	}
	listing, err := ListDirectory(t.Context(), Options{Directory: r.dir})
	if err != nil {
		t.Fatal(err)
	}
	defer listing.Close()
	opened := r.openDirectory()
	if paths(listing) != paths(opened) || reasons(listing) != reasons(opened) {
		t.Errorf("files %s, want %s; skipped %s, want %s", paths(listing), paths(opened), reasons(listing), reasons(opened))
	}
	if listing.Tree() != "" || listing.Clean || listing.Commit != commit {
		t.Errorf("tree %q, clean %v, commit %s", listing.Tree(), listing.Clean, listing.Commit)
	}
	for i, file := range listing.Files() {
		want := opened.Files()[i]
		want.Blob = ""
		if file != want {
			t.Errorf("%+v, want %+v", file, want)
		}
	}
	if data, err := listing.Read(t.Context(), "docs/a.md"); err != nil || string(data) != "# A\n" {
		t.Errorf("%q, %v", data, err)
	}
	r.write("docs/a.md", "# Another\n")
	if _, err := listing.Read(t.Context(), "docs/a.md"); !errors.Is(err, ErrChanged) {
		t.Errorf("a file of another size: %v", err)
	}
}
