package source

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/golive-app/golive/checks"
)

func TestACommitIsReadWithoutAWorkingTree(t *testing.T) {
	t.Parallel()
	r := newRepo(t).write("src/a.ts", "export const a = 1\n", "README.md", "# Shop\n", "bin/run", "#!/bin/sh\necho\n")
	if err := os.Chmod(filepath.Join(r.dir, "bin/run"), 0o755); err != nil {
		t.Fatal(err)
	}
	commit := r.commit("first")
	bare := filepath.Join(t.TempDir(), "shop.git")
	r.git("clone", "--quiet", "--bare", r.dir, bare)

	snapshot, err := OpenCommit(t.Context(), Options{Directory: bare, Commit: commit})
	if err != nil {
		t.Fatal(err)
	}
	defer snapshot.Close()
	if got, want := snapshot.Tree(), r.git("rev-parse", "HEAD^{tree}"); got != want {
		t.Errorf("tree %s, want %s", got, want)
	}
	if got := paths(snapshot); got != "README.md bin/run src/a.ts" {
		t.Errorf("files: %s", got)
	}
	file := snapshot.Files()[2]
	if file.Language != "TypeScript" || file.Class != checks.ClassProduction || file.Size != 19 || file.Blob != r.git("rev-parse", "HEAD:src/a.ts") {
		t.Errorf("%+v", file)
	}
	if !snapshot.Files()[1].Executable || file.Executable {
		t.Error("the executable bit is wrong")
	}
	data, err := snapshot.Read(t.Context(), "src/a.ts")
	if err != nil || string(data) != "export const a = 1\n" {
		t.Errorf("%q, %v", data, err)
	}
	if _, err := snapshot.Read(t.Context(), "src/b.ts"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a path that is not there: %v", err)
	}
}

func TestReadsRunAtOnceAndSurviveACancelledOne(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	for i := range 40 {
		r.write("f"+strings.Repeat("x", i), strings.Repeat("line\n", i*100))
	}
	snapshot := r.open(r.commit("many"))
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	var group sync.WaitGroup
	for _, file := range snapshot.Files() {
		group.Go(func() {
			if _, err := snapshot.Read(cancelled, file.Path); !errors.Is(err, context.Canceled) {
				t.Errorf("a cancelled read: %v", err)
			}
			data, err := snapshot.Read(t.Context(), file.Path)
			if err != nil || int64(len(data)) != file.Size {
				t.Errorf("%s: %d of %d bytes, %v", file.Path, len(data), file.Size, err)
			}
		})
	}
	group.Wait()
	snapshot.Close()
	if _, err := snapshot.Read(t.Context(), "f"); !errors.Is(err, ErrClosed) {
		t.Errorf("after Close: %v", err)
	}
}

func TestWhatCannotBeReadIsSkippedWithItsReason(t *testing.T) {
	t.Parallel()
	r := newRepo(t).write("real.js", "x\n", "logo.png", "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n")
	if err := os.Symlink("/etc/passwd", filepath.Join(r.dir, "link.js")); err != nil {
		t.Fatal(err)
	}
	r.commit("first")
	blob := r.git("rev-parse", "HEAD:real.js")
	link := r.git("rev-parse", "HEAD:link.js")
	pointer := r.git("rev-parse", "HEAD:logo.png")
	inner := r.gitInput("100644 blob "+blob+"\tevil.js\x00", "mktree", "-z")
	tree := r.gitInput(strings.Join([]string{
		"100644 blob " + blob + "\treal.js", "120000 blob " + link + "\tlink.js", "100644 blob " + pointer + "\tlogo.png",
		"100644 blob " + blob + "\tline\nfeed.js", `100644 blob ` + blob + "\tback\\slash.js", "100644 blob " + blob + "\tlatin\xe9.js",
		"160000 commit " + r.git("rev-parse", "HEAD") + "\tmodule", "040000 tree " + inner + "\t..",
		"100644 blob " + blob + "\t" + strings.Repeat("n", 1200),
	}, "\x00")+"\x00", "mktree", "-z")
	snapshot := r.open(r.git("commit-tree", "-m", "hostile", tree))
	if got := paths(snapshot); got != "real.js" {
		t.Errorf("files: %s", got)
	}
	for _, want := range []string{
		"../evil.js: path that leaves the repository", "link.js: " + ReasonSymlink, "logo.png: " + ReasonPointer, "module: " + ReasonSubmodule,
		`"line\nfeed.js": path with control characters`, `back\slash.js: path with a backslash`, `"latin\xe9.js": path is not UTF-8`, "path longer than 1024 bytes",
	} {
		if !strings.Contains(reasons(snapshot), want) {
			t.Errorf("no %q in\n%s", want, reasons(snapshot))
		}
	}
}

func TestLimitsHold(t *testing.T) {
	t.Parallel()
	r := newRepo(t).write("big.js", strings.Repeat("x", 2000), "small.js", "x")
	commit := r.commit("first")
	open := func(limits Limits) (*Snapshot, error) {
		return OpenCommit(t.Context(), Options{Directory: r.dir, Commit: commit, Limits: limits})
	}
	snapshot, err := open(Limits{FileSize: 1000})
	if err != nil {
		t.Fatal(err)
	}
	defer snapshot.Close()
	if _, err := snapshot.Read(t.Context(), "big.js"); !errors.Is(err, checks.ErrTooLarge) {
		t.Errorf("a large file: %v", err)
	}
	if _, err := open(Limits{Files: 1}); !errors.Is(err, ErrTooManyFiles) {
		t.Errorf("too many files: %v", err)
	}
	if _, err := open(Limits{Total: 1500}); !errors.Is(err, ErrTooManyBytes) {
		t.Errorf("too much content: %v", err)
	}
}

func TestACleanWorkingTreeHasTheTreeOfItsCommit(t *testing.T) {
	t.Parallel()
	for name, arguments := range map[string][]string{"SHA-1": nil, "SHA-256": {"--object-format=sha256"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRepo(t, arguments...).write("a", "1", "a.b/c", "2", "a/../a-b", "3", "a0", "4", "deep/er/file.ts", "5", ".gitignore", "*.log\n", "noise.log", "6")
			if err := os.Symlink("a", filepath.Join(r.dir, "link")); err != nil {
				t.Fatal(err)
			}
			if err := os.Chmod(filepath.Join(r.dir, "a0"), 0o755); err != nil {
				t.Fatal(err)
			}
			commit := r.commit("first")
			snapshot := r.openDirectory()
			if got, want := snapshot.Tree(), r.git("rev-parse", "HEAD^{tree}"); got != want || !snapshot.Clean || snapshot.Commit != commit {
				t.Errorf("tree %s, want %s; clean %v", got, want, snapshot.Clean)
			}
			if got := paths(snapshot); got != ".gitignore a a-b a.b/c a0 deep/er/file.ts" {
				t.Errorf("files: %s", got)
			}
			inner := openDirectory(t, filepath.Join(r.dir, "deep"))
			if got, want := inner.Tree(), r.git("rev-parse", "HEAD:deep"); got != want || !inner.Clean || paths(inner) != "er/file.ts" {
				t.Errorf("a directory inside: tree %s, want %s; files %s", got, want, paths(inner))
			}
			r.write("a", "changed", "new.js", "x")
			r.git("rm", "--quiet", "--cached", "a0")
			if err := os.Remove(filepath.Join(r.dir, "a-b")); err != nil {
				t.Fatal(err)
			}
			changed := r.openDirectory()
			if changed.Clean || changed.Tree() == snapshot.Tree() || paths(changed) != ".gitignore a a.b/c a0 deep/er/file.ts new.js" {
				t.Errorf("clean %v, files %s", changed.Clean, paths(changed))
			}
			r.git("add", "--all")
			if got, want := changed.Tree(), r.git("write-tree"); got != want {
				t.Errorf("tree %s, git says %s", got, want)
			}
		})
	}
}

func TestLineEndsAloneMakeNoDifference(t *testing.T) {
	t.Parallel()
	r := newRepo(t).write("a.js", "one\ntwo\n")
	r.commit("first")
	r.write("a.js", "one\r\ntwo\r\n")
	snapshot := r.openDirectory()
	if !snapshot.Clean {
		t.Error("a checkout with Windows's line ends counts as changed")
	}
	if data, err := snapshot.Read(t.Context(), "a.js"); err != nil || string(data) != "one\r\ntwo\r\n" {
		t.Errorf("%q, %v", data, err)
	}
	r.write("a.js", "one\r\nthree\r\n")
	if r.openDirectory().Clean {
		t.Error("a changed file counts as clean")
	}
}

func TestADirectoryWithoutGitIsReadWhole(t *testing.T) {
	t.Parallel()
	r := &repo{t, t.TempDir()}
	r.write("src/a.js", "x", ".gitignore", "src\n", "node_modules/b/index.js", "x", ".git-hooks/c", "x")
	if err := os.Symlink("/etc", filepath.Join(r.dir, "outside")); err != nil {
		t.Fatal(err)
	}
	snapshot := r.openDirectory()
	if got := paths(snapshot); got != ".git-hooks/c .gitignore src/a.js" || snapshot.Commit != "" || !strings.Contains(snapshot.Note, "not under git") {
		t.Errorf("%s; %s", got, snapshot.Note)
	}
	if got := reasons(snapshot); got != "node_modules: "+ReasonDependency+"\noutside: "+ReasonSymlink {
		t.Error(got)
	}
	ignored := newRepo(t).write(".gitignore", "vendor/\n", "vendor/lib/a.js", "x")
	ignored.commit("first")
	if got := paths(openDirectory(t, filepath.Join(ignored.dir, "vendor/lib"))); got != "a.js" {
		t.Errorf("a directory that the repository around it ignores: %q", got)
	}
}

func TestARepositoryWithoutCommitsIsReadAllTheSame(t *testing.T) {
	t.Parallel()
	r := newRepo(t).write("a.js", "x")
	snapshot := r.openDirectory()
	if paths(snapshot) != "a.js" || snapshot.Commit != "" || snapshot.Clean {
		t.Errorf("%s %+v", paths(snapshot), snapshot.Note)
	}
	if _, _, err := Resolve(t.Context(), r.dir, "HEAD"); !errors.Is(err, ErrNoCommits) {
		t.Errorf("HEAD: %v", err)
	}
	if _, err := ReadWorkingRange(t.Context(), snapshot, "", ""); !errors.Is(err, ErrNoCommits) {
		t.Errorf("range: %v", err)
	}
}

func TestABareRepositoryIsNoDirectoryToRead(t *testing.T) {
	t.Parallel()
	r := newRepo(t, "--bare")
	if _, err := OpenDirectory(t.Context(), Options{Directory: r.dir}); !errors.Is(err, ErrBareRepository) {
		t.Errorf("%v", err)
	}
	if _, err := OpenDirectory(t.Context(), Options{Directory: filepath.Join(r.dir, "nothing")}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%v", err)
	}
}

func TestNoSymbolicLinkLeadsOutOfADirectory(t *testing.T) {
	t.Parallel()
	outside := t.TempDir()
	if err := os.WriteFile(filepath.Join(outside, "secret.js"), []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	r := newRepo(t).write("sub/secret.js", "public")
	r.commit("first")
	snapshot := openUnheld(t, r.dir)
	if err := os.RemoveAll(filepath.Join(r.dir, "sub")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(r.dir, "sub")); err != nil {
		t.Fatal(err)
	}
	if data, err := snapshot.Read(t.Context(), "sub/secret.js"); err == nil {
		t.Errorf("read %q through a link", data)
	}
	if again := r.openDirectory(); strings.Contains(paths(again), "secret") {
		t.Errorf("listed through a link: %s", paths(again))
	}
}

func TestAFileThatChangesMeanwhileIsNoticed(t *testing.T) {
	t.Parallel()
	r := newRepo(t).write("a.js", "one")
	r.commit("first")
	snapshot := openUnheld(t, r.dir)
	r.write("a.js", "two")
	if _, err := snapshot.Read(t.Context(), "a.js"); !errors.Is(err, ErrChanged) {
		t.Errorf("same size: %v", err)
	}
	r.write("a.js", "three")
	if _, err := snapshot.Read(t.Context(), "a.js"); !errors.Is(err, ErrChanged) {
		t.Errorf("other size: %v", err)
	}
}

func TestAFileThatWasKeptIsReadAsItWas(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("long\n", largestHeld/5+1)
	r := newRepo(t).write("a.js", "one", "b.js", "1234", "long.js", long)
	r.commit("first")
	snapshot, err := OpenDirectory(t.Context(), Options{Directory: r.dir, Limits: Limits{Held: 5}})
	if err != nil {
		t.Fatal(err)
	}
	r.write("a.js", "two", "b.js", "4321", "long.js", strings.ToUpper(long))
	read := func(path string) string {
		data, err := snapshot.Read(t.Context(), path)
		if err != nil {
			return err.Error()
		}
		return string(data)
	}
	kept := 0
	for path, content := range map[string]string{"a.js": "one", "b.js": "1234", "long.js": long} {
		switch got := read(path); {
		case got == content:
			kept++
		case !strings.Contains(got, ErrChanged.Error()):
			t.Errorf("%s: %q", path, got)
		}
	}
	if kept != 1 {
		t.Errorf("%d files are kept in five bytes, want one", kept)
	}
	snapshot.Close()
	for _, path := range []string{"a.js", "b.js"} {
		if _, err := snapshot.Read(t.Context(), path); !errors.Is(err, ErrClosed) {
			t.Errorf("%s after Close: %v", path, err)
		}
	}
}

// A repository's configuration can name programs that git runs on its own. None
// of them may start.
func TestNothingThatARepositoryConfiguresIsRun(t *testing.T) {
	t.Parallel()
	r := newRepo(t).write("a.js", "one\n", ".gitattributes", "*.js filter=evil diff=evil\n")
	commit := r.commit("first")
	second := r.write("a.js", "one\ntwo\n").commit("second\n\nbody")
	mark := filepath.Join(t.TempDir(), "ran")
	script := filepath.Join(t.TempDir(), "evil.sh")
	if err := os.WriteFile(script, []byte("#!/bin/sh\ntouch "+mark+"\ncat\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{
		"core.fsmonitor", "core.pager", "core.sshCommand", "core.askPass", "core.alternateRefsCommand", "filter.evil.clean", "filter.evil.smudge",
		"filter.evil.process", "diff.evil.command", "diff.evil.textconv", "diff.external", "gpg.program", "pager.log", "credential.helper",
	} {
		r.git("config", key, script)
	}
	hooks := t.TempDir()
	for _, hook := range []string{"post-index-change", "fsmonitor-watchman", "reference-transaction", "post-checkout"} {
		if err := os.Symlink(script, filepath.Join(hooks, hook)); err != nil {
			t.Fatal(err)
		}
	}
	r.git("config", "core.hooksPath", hooks)
	r.git("config", "log.showSignature", "true")
	r.git("config", "extensions.partialClone", "origin")
	r.git("config", "remote.origin.url", "ext::"+script)
	r.git("config", "remote.origin.promisor", "true")
	r.write("b.js", "new\n", "a.js", "one\ntwo\nthree\n")
	_ = os.Remove(mark)

	snapshot := r.openDirectory()
	if _, err := snapshot.Read(t.Context(), "a.js"); err != nil {
		t.Error(err)
	}
	if _, err := ReadWorkingRange(t.Context(), snapshot, commit, ""); err != nil {
		t.Error(err)
	}
	if _, err := ReadRange(t.Context(), r.dir, commit, second, ""); err != nil {
		t.Error(err)
	}
	if err := (History{r.dir}).Added(t.Context(), second, func(checks.AddedText) error { return nil }); err != nil {
		t.Error(err)
	}
	if err := os.RemoveAll(filepath.Join(r.dir, ".git/objects", r.git("rev-parse", "HEAD:a.js")[:2])); err != nil {
		t.Fatal(err)
	}
	_ = os.Remove(mark)
	if got := reasons(r.open(second)); got != "a.js: "+ReasonMissing {
		t.Errorf("an object that is missing: %s", got)
	}
	if _, err := os.Stat(mark); err == nil {
		t.Error("a program that the repository names was run")
	}
}
