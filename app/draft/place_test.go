package draft_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/golive-app/golive/app/draft"
)

func TestWhereThePolicyBelongs(t *testing.T) {
	t.Parallel()
	inside := repository(t, map[string]string{"services/api/main.go": "package main\n"})
	outside := tree(t, map[string]string{"a/b.txt": "x"})
	resolved, err := filepath.EvalSymlinks(inside)
	if err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(filepath.Join(inside, "services"), link); err != nil {
		t.Fatal(err)
	}
	for asked, want := range map[string]string{
		inside: resolved, filepath.Join(inside, "services", "api"): resolved, link: resolved, filepath.Join(outside, "a"): filepath.Join(outside, "a"),
	} {
		have, err := draft.Root(t.Context(), asked)
		if err != nil || have != want {
			t.Errorf("%s: %s, %v, want %s", asked, have, err, want)
		}
	}
	for _, wrong := range []string{filepath.Join(outside, "nowhere"), filepath.Join(outside, "a", "b.txt")} {
		if _, err := draft.Root(t.Context(), wrong); !errors.Is(err, draft.ErrUsage) {
			t.Errorf("%s: %v", wrong, err)
		}
	}
}

func TestWritingThePolicy(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		prepare func(t *testing.T, path string)
		force   bool
		refused string
	}{
		"nothing is there":               {func(*testing.T, string) {}, false, ""},
		"a file is there":                {existing, false, "is there already and was not touched"},
		"a file is there, and it may go": {existing, true, ""},
		"a symbolic link":                {linked, true, "is a symbolic link"},
		"a directory":                    {func(t *testing.T, path string) { must(t, os.Mkdir(path, 0o755)) }, true, "is not a file"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			path := filepath.Join(folder, ".golive.yml")
			test.prepare(t, path)
			err := draft.Write(path, []byte("version: 1\n"), test.force)
			entries, _ := os.ReadDir(folder)
			if len(entries) > 2 {
				t.Errorf("something was left behind: %v", entries)
			}
			if test.refused != "" {
				if !errors.Is(err, draft.ErrUsage) || !strings.Contains(err.Error(), test.refused) {
					t.Errorf("%v", err)
				}
				if target, err := os.ReadFile(filepath.Join(folder, "target")); err == nil && string(target) != "theirs" {
					t.Error("a link was followed")
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			data, err := os.ReadFile(path)
			must(t, err)
			info, err := os.Lstat(path)
			must(t, err)
			if string(data) != "version: 1\n" || info.Mode().Perm() != 0o644 {
				t.Errorf("%q, %v", data, info.Mode())
			}
		})
	}
}

func existing(t *testing.T, path string) { must(t, os.WriteFile(path, []byte("theirs"), 0o600)) }

func linked(t *testing.T, path string) {
	target := filepath.Join(filepath.Dir(path), "target")
	existing(t, target)
	must(t, os.Symlink(target, path))
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
