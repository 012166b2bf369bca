package staging

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks/evidence/probe"
)

func TestAPersonsSecretsAreInTheEnvironment(t *testing.T) {
	t.Parallel()
	values := map[string]string{"GOLIVE_SECRET_KEY": " open-sesame\n", "GOLIVE_SECRET_EMPTY": " ", "GOLIVE_SECRET_LINES": "a\nX-Evil: b", "HOME": "/home/dana"}
	read := FromEnvironment(func(name string) (string, bool) { value, set := values[name]; return value, set })
	for name, test := range map[string]struct{ value, says string }{
		"KEY": {"open-sesame", ""}, "EMPTY": {"", "GOLIVE_SECRET_EMPTY is not set"}, "LINES": {"", "not one line"}, "HOME": {"", "GOLIVE_SECRET_HOME is not set"},
	} {
		value, err := read(name)
		if value != test.value || (err == nil) != (test.says == "") || err != nil && (!strings.Contains(err.Error(), test.says) || strings.Contains(err.Error(), "Evil")) {
			t.Errorf("%s: %q, %v", name, value, err)
		}
	}
}

func TestARepositoryGetsItsOwnSecretsAlone(t *testing.T) {
	t.Parallel()
	directory := t.TempDir()
	write := func(path, text string) {
		full := filepath.Join(directory, path)
		if err := os.MkdirAll(filepath.Dir(full), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("acme/shop/KEY", "open-sesame\n")
	write("acme/shop/USER", "dana")
	write("acme/api/KEY", "of-another")
	write("acme/shop/LINES", "a\r\nX-Evil: b")
	write("acme/shop/EMPTY", " \n")
	write("acme/shop/HUGE", strings.Repeat("x", mostSecret+1))
	outside := filepath.Join(t.TempDir(), "outside")
	if err := os.WriteFile(outside, []byte("outside-4711"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(directory, "acme/shop/LINK")); err != nil {
		t.Fatal(err)
	}
	secrets := Secrets{directory}
	for name, test := range map[string]struct {
		secrets    Secrets
		repository string
		line       string
		value      string
		says       string
	}{
		"a secret":                    {secrets, "acme/shop", "X-Key: ${secret:KEY}", "open-sesame", ""},
		"within other text":           {secrets, "acme/shop", "Authorization: Token ${secret:USER}:${secret:KEY}", "Token dana:open-sesame", ""},
		"a repository in other case":  {secrets, "Acme/Shop", "X-Key: ${secret:KEY}", "open-sesame", ""},
		"no secret":                   {secrets, "acme/shop", "X-Key: plain", "plain", ""},
		"one that is not there":       {secrets, "acme/shop", "X-Key: ${secret:OTHER}", "", "no secret OTHER for acme/shop"},
		"of another repository":       {secrets, "acme/web", "X-Key: ${secret:KEY}", "", "no secret KEY"},
		"a repository that climbs":    {secrets, "acme/..", "X-Key: ${secret:KEY}", "", "no name"},
		"an owner that climbs":        {secrets, "../acme", "X-Key: ${secret:KEY}", "", "no name"},
		"several lines":               {secrets, "acme/shop", "X-Key: ${secret:LINES}", "", "one line"},
		"an empty file":               {secrets, "acme/shop", "X-Key: ${secret:EMPTY}", "", "one line"},
		"a file that is too long":     {secrets, "acme/shop", "X-Key: ${secret:HUGE}", "", "cannot be read"},
		"a link to elsewhere":         {secrets, "acme/shop", "X-Key: ${secret:LINK}", "", "cannot be read"},
		"no directory":                {Secrets{}, "acme/shop", "X-Key: ${secret:KEY}", "", "GOLIVE_SECRETS_DIR"},
		"a directory that is not one": {Secrets{outside}, "acme/shop", "X-Key: ${secret:KEY}", "", "cannot be opened"},
	} {
		header, err := probe.FillHeader(test.secrets.of(test.repository), []string{test.line})
		switch {
		case test.says == "" && (err != nil || header.Get(strings.Split(test.line, ":")[0]) != test.value):
			t.Errorf("%s: %v, error %v", name, header, err)
		case test.says != "" && (err == nil || !strings.Contains(err.Error(), test.says) || strings.Contains(err.Error(), directory) || strings.Contains(err.Error(), "4711") || strings.Contains(err.Error(), "Evil")):
			t.Errorf("%s: error %v", name, err)
		}
	}
}
