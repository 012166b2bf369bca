package source

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// repo is a git repository of a test, made with the real git.
type repo struct {
	t   testing.TB
	dir string
}

func newRepo(t *testing.T, arguments ...string) *repo {
	t.Helper()
	r := &repo{t, t.TempDir()}
	r.git(append([]string{"init", "--quiet", "--initial-branch=main"}, arguments...)...)
	return r
}

func (r *repo) git(arguments ...string) string {
	r.t.Helper()
	return r.gitInput("", arguments...)
}

func (r *repo) gitInput(input string, arguments ...string) string {
	r.t.Helper()
	cmd := exec.Command("git", arguments...)
	cmd.Dir = r.dir
	cmd.Stdin = strings.NewReader(input)
	cmd.Env = append(os.Environ(),
		"GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=Dana", "GIT_AUTHOR_EMAIL=dana@example.com", "GIT_COMMITTER_NAME=Dana", "GIT_COMMITTER_EMAIL=dana@example.com",
		"GIT_AUTHOR_DATE=2026-11-01T10:00:00Z", "GIT_COMMITTER_DATE=2026-11-01T10:00:00Z",
	)
	output, err := cmd.CombinedOutput()
	if err != nil {
		r.t.Fatalf("git %s: %v\n%s", strings.Join(arguments, " "), err, output)
	}
	return strings.TrimSpace(string(output))
}

// write writes files, given as path and content in turn; without content it
// removes them.
func (r *repo) write(pairs ...string) *repo {
	r.t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		file := filepath.Join(r.dir, pairs[i])
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			r.t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(pairs[i+1]), 0o644); err != nil {
			r.t.Fatal(err)
		}
	}
	return r
}

// commit commits everything and returns the commit's id.
func (r *repo) commit(message string) string {
	r.t.Helper()
	r.git("add", "--all")
	r.git("commit", "--quiet", "--allow-empty", "-m", message)
	return r.git("rev-parse", "HEAD")
}

func (r *repo) open(commit string) *Snapshot {
	r.t.Helper()
	snapshot, err := OpenCommit(r.t.Context(), Options{Directory: r.dir, Commit: commit})
	if err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(snapshot.Close)
	return snapshot
}

func (r *repo) openDirectory() *Snapshot {
	r.t.Helper()
	return openDirectory(r.t, r.dir)
}

func openDirectory(t testing.TB, directory string) *Snapshot {
	t.Helper()
	snapshot, err := OpenDirectory(t.Context(), Options{Directory: directory})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(snapshot.Close)
	return snapshot
}

// openUnheld opens a directory each of whose files is read from the disk when it is
// asked for.
func openUnheld(t testing.TB, directory string) *Snapshot {
	t.Helper()
	snapshot, err := OpenDirectory(t.Context(), Options{Directory: directory, Limits: Limits{Held: -1}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(snapshot.Close)
	return snapshot
}

func paths(snapshot *Snapshot) string {
	var names []string
	for _, file := range snapshot.Files() {
		names = append(names, file.Path)
	}
	return strings.Join(names, " ")
}

func reasons(snapshot *Snapshot) string {
	var lines []string
	for _, skipped := range snapshot.Skipped() {
		lines = append(lines, skipped.Path+": "+skipped.Reason)
	}
	return strings.Join(lines, "\n")
}
