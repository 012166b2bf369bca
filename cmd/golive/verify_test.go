package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestABundleOfCheckIsVerified(t *testing.T) {
	t.Parallel()
	files := directory(t, map[string]string{"src/index.js": "console.log('here');\n"})
	made := filepath.Join(t.TempDir(), "bundle.json")
	if code, _, messages := golive(t, nil, "check", "--quiet", "--only", "code.debug-leftovers,launch.changelog", "--bundle", made, files); code != exitNotReady {
		t.Fatalf("check ended with %d: %s", code, messages)
	}
	data, err := os.ReadFile(made)
	if err != nil {
		t.Fatal(err)
	}
	changed := filepath.Join(t.TempDir(), "changed.json")
	if err := os.WriteFile(changed, []byte(strings.Replace(string(data), `"path":"src/index.js"`, `"path":"src/other.js"`, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	private := filepath.Join(t.TempDir(), "private.pem")
	if err := os.WriteFile(private, []byte("-----BEGIN RSA PRIVATE KEY-----\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		arguments []string
		code      int
		says      string // on either stream
	}{
		"it holds":                        {[]string{"verify", "--unsigned", made}, exitOK, "It holds."},
		"and says what it is about":       {[]string{"verify", "--unsigned", made}, exitOK, "it is about 2 items"},
		"nobody has signed it":            {[]string{"verify", made}, exitNotReady, "signature: nobody has signed it"},
		"a key was asked for":             {[]string{"verify", "--unsigned", "--key", "SHA256:AAAA", made}, exitNotReady, "a key was asked for"},
		"it was changed":                  {[]string{"verify", "--unsigned", changed}, exitNotReady, "bundle.records["},
		"a file that is not there":        {[]string{"verify", made + ".no"}, exitUsage, "no such file"},
		"a file that is no bundle":        {[]string{"verify", filepath.Join(files, "src/index.js")}, exitUsage, "no evidence bundle"},
		"a directory":                     {[]string{"verify", files}, exitUsage, "is a directory"},
		"no file":                         {[]string{"verify"}, exitUsage, "takes one evidence bundle"},
		"a format that is none":           {[]string{"verify", "--format", "xml", made}, exitUsage, "text or json"},
		"a key that is none":              {[]string{"verify", "--key", made, made}, exitUsage, "no public RSA key"},
		"a key that should not be here":   {[]string{"verify", "--key", private, made}, exitUsage, "that is a private key"},
		"a bundle that cannot be written": {[]string{"check", "--bundle", files, files}, exitUsage, "--bundle"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			code, out, messages := golive(t, nil, test.arguments...)
			if code != test.code || !strings.Contains(out+messages, test.says) {
				t.Errorf("code %d, want %d with %q:\n%s%s", code, test.code, test.says, out, messages)
			}
		})
	}
	_, out, _ := golive(t, nil, "verify", "--unsigned", "--format", "json", changed)
	var told verifiedJSON
	if err := json.Unmarshal([]byte(out), &told); err != nil || told.Schema != verifySchema || told.Holds || len(told.Problems) == 0 || len(told.SHA256) != 64 {
		t.Errorf("%+v, error %v", told, err)
	}
}
