package main

import (
	"encoding/json"
	"encoding/xml"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
)

func TestEveryFormatEndsWithTheSameCode(t *testing.T) {
	t.Parallel()
	clean := directory(t, map[string]string{"src/index.js": "export const one = 1;\n"})
	leftover := directory(t, map[string]string{"src/index.js": "console.log('here');\n"})
	valid := map[string]func(string) error{
		"text": func(string) error { return nil }, "markdown": func(string) error { return nil },
		"json":  func(out string) error { return json.Unmarshal([]byte(out), new(any)) },
		"junit": func(out string) error { return xml.Unmarshal([]byte(out), new(struct{})) },
		"sarif": func(out string) error {
			document, err := sarif.FromBytes([]byte(out), sarif.WithStrictValidation())
			if err != nil {
				return err
			}
			return document.Validate()
		},
	}
	for format, check := range valid {
		for _, test := range []struct {
			root string
			code int
		}{{clean, exitOK}, {leftover, exitNotReady}} {
			code, out, messages := golive(t, nil, "check", "--format", format, "--only", "code.debug-leftovers", test.root)
			if code != test.code {
				t.Errorf("%s: exit %d, want %d", format, code, test.code)
			}
			if err := check(out); err != nil {
				t.Errorf("%s: %v in %s", format, err, out)
			}
			if format == "text" || format == "markdown" {
				messages = out
			}
			if !lastLine.MatchString(messages) {
				t.Errorf("%s: no last line in %q", format, messages)
			}
			file := filepath.Join(t.TempDir(), "report")
			code, out, messages = golive(t, nil, "check", "--format", format, "--only", "code.debug-leftovers", "--output", file, test.root)
			written, err := os.ReadFile(file)
			if code != test.code || err != nil || out != "" || check(string(written)) != nil || !lastLine.MatchString(messages) {
				t.Errorf("%s into a file: exit %d, %v, %q, %q", format, code, err, out, messages)
			}
		}
	}
}

func TestTheValueOfASecretIsInNoFormat(t *testing.T) {
	t.Parallel()
	value := "sk_live_" + "4eC39HqLyjWDarjtT1zdp7dcQ9xR2bVn"
	root := directory(t, map[string]string{"src/pay.js": "export const key = \"" + value + "\";\n"})
	for _, format := range []string{"text", "json", "markdown", "sarif", "junit"} {
		code, out, messages := golive(t, nil, "check", "--format", format, "--only", "code.secrets", root)
		if code != exitNotReady || !strings.Contains(out, "secret.") {
			t.Errorf("%s: exit %d: %s", format, code, out)
		}
		if strings.Contains(out+messages, value) || strings.Contains(out+messages, value[8:24]) {
			t.Errorf("%s holds the secret", format)
		}
	}
}

func TestMistakesSayHowToMendThem(t *testing.T) {
	t.Parallel()
	root := directory(t, map[string]string{"a.js": "1\n"})
	invalid := directory(t, map[string]string{"a.js": "1\n", ".golive.yml": "version: 1\nmodus: enforce\n"})
	for name, test := range map[string]struct {
		arguments []string
		says      string
	}{
		"an item, nearly":          {[]string{"--only", "code.secret", root}, "did you mean code.secrets?"},
		"a format, nearly":         {[]string{"--format", "srif", root}, "did you mean sarif?"},
		"a threshold, nearly":      {[]string{"--fail-on", "unknwon", root}, "did you mean unknown?"},
		"no item":                  {[]string{"--only", "", root}, "--only names no item"},
		"no revision":              {[]string{"--base", "", root}, "--base names no revision"},
		"a policy that is missing": {[]string{"--policy", "nowhere.yml", root}, "--policy nowhere.yml: no such file or directory"},
		"a policy that is a place": {[]string{"--policy", root, root}, "it is a directory"},
		"a policy with a mistake":  {[]string{invalid}, filepath.Join(invalid, ".golive.yml") + ":2:1: "},
		"a place that is missing":  {[]string{"--output", filepath.Join(root, "no", "x"), root}, "no such file or directory"},
		"a place that is no file":  {[]string{"--output", root, root}, "it is a directory"},
		"no directory":             {nil, "`golive check .`"},
		"two directories":          {[]string{root, root}, "one directory"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			code, out, messages := golive(t, nil, append([]string{"check"}, test.arguments...)...)
			if code != exitUsage || out != "" || !strings.Contains(messages, test.says) {
				t.Errorf("exit %d, saying %q, %q; want %q", code, out, messages, test.says)
			}
		})
	}
}

func TestAFileAppearsWholeOrNotAtAll(t *testing.T) {
	t.Parallel()
	root := directory(t, map[string]string{"a.js": "1\n"})
	folder := t.TempDir()
	file, link := filepath.Join(folder, "report.json"), filepath.Join(folder, "latest")
	if err := os.WriteFile(file, []byte("earlier"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(file, link); err != nil {
		t.Fatal(err)
	}
	if code, _, _ := golive(t, nil, "check", "--base", "v1", "--format", "json", "--output", link, root); code != exitUsage {
		t.Errorf("exit %d", code)
	}
	if left, _ := os.ReadFile(file); string(left) != "earlier" {
		t.Errorf("a run that failed left %q", left)
	}
	golive(t, nil, "check", "--only", "launch.changelog", "--format", "json", "--output", link, root)
	if written, _ := os.ReadFile(file); !json.Valid(written) {
		t.Errorf("wrote %q", written)
	}
	if information, err := os.Lstat(link); err != nil || information.Mode()&os.ModeSymlink == 0 {
		t.Error("the link is gone")
	}
	if entries, _ := os.ReadDir(folder); len(entries) != 2 {
		t.Errorf("%d files are left", len(entries))
	}
}

func TestQuietLeavesTheLastLine(t *testing.T) {
	t.Parallel()
	root := directory(t, map[string]string{"a.js": "1\n"})
	_, _, messages := golive(t, nil, "check", "--quiet", "--only", "launch", "--format", "json", root)
	if strings.Count(messages, "\n") != 1 || !lastLine.MatchString(messages) {
		t.Errorf("said %q", messages)
	}
	if _, _, messages = golive(t, nil, "check", "-q", "--only", "launch", root); messages != "" {
		t.Errorf("said %q", messages)
	}
}

func TestTheListHasWhatOnlyTakes(t *testing.T) {
	t.Parallel()
	code, out, _ := golive(t, nil, "check", "--list")
	if code != exitOK || strings.Count(out, "\n  ") != 41 || !strings.Contains(out, "VII. Other (launch)") || !strings.Contains(out, "code.secrets") {
		t.Errorf("exit %d: %s", code, out)
	}
}
