package offline_test

import (
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/app/offline"
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/catalogue"
	"github.com/golive-app/golive/checks/evidence/source/project/projecttest"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// directory is a directory of a test, under git or not.
type directory struct {
	t    testing.TB
	path string
}

func newDirectory(t testing.TB, pairs ...string) directory {
	t.Helper()
	return directory{t, t.TempDir()}.write(pairs...)
}

// newRepository returns a git repository whose files are committed and tagged
// release/v1.0.0.
func newRepository(t *testing.T, pairs ...string) directory {
	t.Helper()
	made := directory{t, t.TempDir()}
	made.git("init", "--quiet", "--initial-branch=main")
	made.write(pairs...).commit("first")
	made.git("tag", "-a", "-m", "Release 1.0.0", "release/v1.0.0")
	return made
}

// write writes files, given as path and content in turn.
func (d directory) write(pairs ...string) directory {
	d.t.Helper()
	for index := 0; index < len(pairs); index += 2 {
		name := filepath.Join(d.path, pairs[index])
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			d.t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(pairs[index+1]), 0o644); err != nil {
			d.t.Fatal(err)
		}
	}
	return d
}

func (d directory) commit(message string) string {
	d.t.Helper()
	d.git("add", "--all")
	d.git("commit", "--quiet", "--allow-empty", "-m", message)
	return d.git("rev-parse", "HEAD")
}

func (d directory) git(arguments ...string) string {
	d.t.Helper()
	command := exec.Command("git", arguments...)
	command.Dir = d.path
	command.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=Dana", "GIT_AUTHOR_EMAIL=dana@example.com", "GIT_COMMITTER_NAME=Dana", "GIT_COMMITTER_EMAIL=dana@example.com")
	output, err := command.CombinedOutput()
	if err != nil {
		d.t.Fatalf("git %s: %v\n%s", strings.Join(arguments, " "), err, output)
	}
	return strings.TrimSpace(string(output))
}

// judge judges the directory with the real catalogue.
func (d directory) judge(change func(*offline.Options)) (checks.Report, error) {
	d.t.Helper()
	tools, closeTools, err := catalogue.OpenTools(catalogue.ToolOptions{Command: projecttest.Command()})
	if err != nil {
		d.t.Fatal(err)
	}
	d.t.Cleanup(func() { _ = closeTools() })
	now := func() time.Time { return noon }
	options := offline.Options{
		Directory: d.path, Only: []string{"delivery.naming", "launch.changelog", "infrastructure.env-encryption"},
		Catalogue: catalogue.New(tools), Version: "1.2.3", Now: now,
		Runner: checks.NewRunner(checks.RunnerOptions{Now: now, Incident: func() string { return "incident" }, Logger: slog.New(slog.DiscardHandler)}),
		Began:  func(int, int, checks.ItemID) {},
	}
	if change != nil {
		change(&options)
	}
	return offline.Judge(d.t.Context(), options)
}

// judged is judge for a directory that can be judged.
func (d directory) judged(change func(*offline.Options)) checks.Report {
	d.t.Helper()
	report, err := d.judge(change)
	if err != nil {
		d.t.Fatalf("Judge: %v", err)
	}
	return report
}
