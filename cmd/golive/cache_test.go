package main

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// keptIn returns everything that is kept in a directory.
func keptIn(t *testing.T, directory string) []byte {
	t.Helper()
	var all bytes.Buffer
	err := fs.WalkDir(os.DirFS(directory), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(filepath.Join(directory, path))
		all.Write(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.Bytes()
}

func TestASecondRunSaysTheSame(t *testing.T) {
	t.Parallel()
	cache := filepath.Join(t.TempDir(), "cache")
	value := "sk_live_" + "4eC39HqLyjWDarjtT1zdp7dcQ9xR2bVn"
	root := directory(t, map[string]string{
		"src/index.js": "export function hello() { console.log('a greeting that is kept'); }\n",
		"src/pay.js":   "console.log('pay with " + value + "', 'a line that is not kept');\n",
	})
	arguments := []string{"check", "--only", "code.debug-leftovers,code.secrets", root}
	_, first, _ := golive(t, []string{"GOLIVE_CACHE=" + cache}, arguments...)
	kept := keptIn(t, cache)
	if !bytes.Contains(kept, []byte("a greeting that is kept")) {
		t.Error("nothing is kept of a clean file")
	}
	if bytes.Contains(kept, []byte(value[8:])) || bytes.Contains(kept, []byte("a line that is not kept")) {
		t.Error("something is kept of a file that holds a secret")
	}
	code, second, _ := golive(t, []string{"GOLIVE_CACHE=" + cache}, arguments...)
	if code != exitNotReady || first != second {
		t.Errorf("exit %d; the first run said\n%s\nand the second\n%s", code, first, second)
	}
}

func TestTheCacheCanBeTurnedOff(t *testing.T) {
	t.Parallel()
	root := directory(t, map[string]string{"src/index.js": "console.log('here');\n"})
	home := t.TempDir()
	user := []string{"HOME=" + home, "XDG_CACHE_HOME=" + filepath.Join(home, "cache")}
	for name, test := range map[string]struct {
		environment []string
		flags       []string
		keeps       bool
	}{
		"the user's cache directory": {append([]string{"GOLIVE_CACHE="}, user...), nil, true},
		"off":                        {append([]string{"GOLIVE_CACHE=off"}, user...), nil, false},
		"by the flag":                {append([]string{"GOLIVE_CACHE="}, user...), []string{"--no-cache"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			if err := os.RemoveAll(filepath.Join(home, "cache")); err != nil {
				t.Fatal(err)
			}
			code, _, messages := golive(t, test.environment, append(append([]string{"check", "--only", "code"}, test.flags...), root)...)
			_, err := os.Stat(filepath.Join(home, "cache", "golive", "kept"))
			if code != exitNotReady || (err == nil) != test.keeps {
				t.Errorf("exit %d, something is kept: %v; %s", code, err == nil, messages)
			}
		})
	}
}

func TestACacheThatCannotBeUsedIsTold(t *testing.T) {
	t.Parallel()
	root := directory(t, map[string]string{"src/index.js": "console.log('here');\n"})
	code, out, messages := golive(t, []string{"GOLIVE_CACHE=" + filepath.Join(root, "src", "index.js")}, "check", "--only", "code.debug-leftovers", root)
	if code != exitNotReady || !strings.Contains(messages, "nothing is kept for the next run") || !strings.Contains(out, "debug") {
		t.Errorf("exit %d, %s", code, messages)
	}
}

func TestEveryBuildHasAnEditionOfItsOwn(t *testing.T) {
	t.Parallel()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(program)
	if err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(t.TempDir(), "copied")
	other := filepath.Join(t.TempDir(), "other")
	if err := os.WriteFile(copied, content, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(other, []byte("no program"), 0o600); err != nil {
		t.Fatal(err)
	}
	mine, err := edition(program)
	if err != nil || len(mine) < 20 {
		t.Fatalf("%q, %v", mine, err)
	}
	if again, err := edition(copied); err != nil || again != mine {
		t.Errorf("a copy has %q, %v; want %q", again, err, mine)
	}
	if another, err := edition(other); err != nil || another == mine || another == "" {
		t.Errorf("another file has %q, %v", another, err)
	}
	if _, err := edition(filepath.Join(t.TempDir(), "gone")); err == nil {
		t.Error("a program that is not there has an edition")
	}
}
