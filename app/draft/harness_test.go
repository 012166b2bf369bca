package draft_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/app/draft"
	"github.com/golive-app/golive/config"
)

// tree writes files into a directory of the test's own.
func tree(t testing.TB, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, content := range files {
		full := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// repository commits files and puts the tags on commits of their own, a month
// apart, the last in June 2026.
func repository(t testing.TB, files map[string]string, tags ...string) string {
	t.Helper()
	root := tree(t, files)
	at := time.Date(2026, 6, 15, 12, 0, 0, 0, time.UTC).AddDate(0, -len(tags), 0)
	git(t, root, at, "init", "--quiet", "--initial-branch=main")
	git(t, root, at, "add", "--all", "--force")
	git(t, root, at, "commit", "--quiet", "--allow-empty", "-m", "first")
	for _, tag := range tags {
		at = at.AddDate(0, 1, 0)
		git(t, root, at, "commit", "--quiet", "--allow-empty", "-m", "next")
		git(t, root, at, "update-ref", "refs/tags/"+tag, "HEAD")
	}
	return root
}

func git(t testing.TB, root string, at time.Time, arguments ...string) {
	t.Helper()
	command := exec.CommandContext(t.Context(), "git", arguments...)
	command.Dir = root
	date := at.Format(time.RFC3339)
	command.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=Dana", "GIT_AUTHOR_EMAIL=dana@example.com", "GIT_COMMITTER_NAME=Dana", "GIT_COMMITTER_EMAIL=dana@example.com",
		"GIT_AUTHOR_DATE="+date, "GIT_COMMITTER_DATE="+date)
	if output, err := command.CombinedOutput(); err != nil {
		t.Fatalf("git %s: %v\n%s", strings.Join(arguments, " "), err, output)
	}
}

// drafted drafts a policy and decodes it, as it is and with every example
// switched on.
func drafted(t testing.TB, root string) (draft.Draft, config.Policy) {
	t.Helper()
	made, err := draft.Read(t.Context(), root)
	if err != nil {
		t.Fatalf("Read: %v", err)
	}
	policy, err := config.DecodePolicy(made.File, config.DefaultPolicy())
	if err != nil {
		t.Fatalf("the draft does not decode: %v\n%s", err, made.File)
	}
	if _, err := config.DecodePolicy(switchedOn(made.File), config.DefaultPolicy()); err != nil {
		t.Fatalf("the draft does not decode with its examples switched on: %v\n%s", err, switchedOn(made.File))
	}
	return made, policy
}

var exampleLine = regexp.MustCompile(`(?m)^( *)#( *(?:release|tags|branches|labels|titles|environments|staging|production|url|version|deployment|roles|senior|release-manager|qa|dba|security|sre):(?: ["\[]|$))`)

// switchedOn takes the "#" from every example.
func switchedOn(file []byte) []byte { return exampleLine.ReplaceAll(file, []byte("$1$2")) }

// says fails the test where the text is not in one of the notes.
func says(t testing.TB, notes []draft.Note, text string) {
	t.Helper()
	if !slices.ContainsFunc(notes, func(note draft.Note) bool { return strings.Contains(note.What+": "+note.Text, text) }) {
		t.Errorf("no note says %q: %q", text, notes)
	}
}
