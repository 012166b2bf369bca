package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/golive-app/golive/config"
)

func TestInitWritesAPolicyThatHolds(t *testing.T) {
	t.Parallel()
	root := directory(t, map[string]string{
		"src/index.js": "export const one = 1;\n", "CODEOWNERS": "* @kim @lee\n",
		"package.json": `{"dependencies":{"express":"4"}}`,
	})
	code, out, messages := golive(t, nil, "init", root)
	if code != exitOK || out != "" {
		t.Fatalf("exit %d: %s%s", code, out, messages)
	}
	for _, says := range []string{
		"Drafted ", "Not a git repository", "Inferred\n", "roles.senior: @kim, @lee", "Left to you\n", "environments.staging",
		"1. Review", "2. Commit it to the default branch", "3. Open a release pull request",
	} {
		if !strings.Contains(messages, says) {
			t.Errorf("it does not say %q:\n%s", says, messages)
		}
	}
	file := filepath.Join(root, config.PolicyFile)
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := config.DecodePolicy(data, config.DefaultPolicy()); err != nil {
		t.Errorf("%v\n%s", err, data)
	}
	if code, _, messages := golive(t, nil, "check", "--only", "code.debug-leftovers", root); code != exitOK {
		t.Errorf("check with the drafted policy: exit %d: %s", code, messages)
	}

	code, _, messages = golive(t, nil, "init", root)
	if code != exitUsage || !strings.Contains(messages, "--force overwrites it") {
		t.Errorf("a second time: exit %d: %s", code, messages)
	}
	if code, _, messages = golive(t, nil, "init", "--force", root); code != exitOK {
		t.Errorf("with --force: exit %d: %s", code, messages)
	}
}

func TestInitPrintsWithoutWriting(t *testing.T) {
	t.Parallel()
	root := directory(t, map[string]string{"main.go": "package main\n", config.PolicyFile: "version: 1\n"})
	code, out, messages := golive(t, nil, "init", "--print", root)
	if code != exitOK || !strings.HasPrefix(out, "# golive's policy") || !strings.Contains(messages, "nothing was written") {
		t.Errorf("exit %d: %s%s", code, out, messages)
	}
	if data, err := os.ReadFile(filepath.Join(root, config.PolicyFile)); err != nil || string(data) != "version: 1\n" {
		t.Errorf("%q, %v", data, err)
	}
}

// A policy is read only at the top of a repository, so that is where it goes.
func TestInitBelowTheTopOfARepository(t *testing.T) {
	t.Parallel()
	root := directory(t, map[string]string{"services/api/main.go": "package main\n"})
	if output, err := exec.CommandContext(t.Context(), "git", "-C", root, "init", "--quiet").CombinedOutput(); err != nil {
		t.Fatalf("git init: %v: %s", err, output)
	}
	code, _, messages := golive(t, nil, "init", filepath.Join(root, "services", "api"))
	if code != exitOK || !strings.Contains(messages, "its policy is read only at the top") {
		t.Errorf("exit %d: %s", code, messages)
	}
	if _, err := os.Stat(filepath.Join(root, config.PolicyFile)); err != nil {
		t.Error(err)
	}
}

func TestInitRefusesWhatItCannotDo(t *testing.T) {
	t.Parallel()
	root := directory(t, map[string]string{"a.txt": "x"})
	for name, test := range map[string]struct {
		arguments []string
		says      string
	}{
		"a directory that is not there": {[]string{"init", filepath.Join(root, "nowhere")}, "there is no directory"},
		"a file":                        {[]string{"init", filepath.Join(root, "a.txt")}, "is not a directory"},
		"two directories":               {[]string{"init", root, root}, "accepts at most 1 arg"},
		"an unknown flag":               {[]string{"init", "--overwrite"}, "overwrite"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			code, out, messages := golive(t, nil, test.arguments...)
			if code != exitUsage || out != "" || !strings.Contains(messages, test.says) {
				t.Errorf("exit %d: %s%s", code, out, messages)
			}
		})
	}
}
