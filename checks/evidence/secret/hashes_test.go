package secret

import (
	"fmt"
	"strings"
	"testing"
)

func TestLockFile(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"yarn.lock": true, "apps/web/i18n.lock": true, "Cargo.lock": true, "go.sum": true, "SHA256SUMS": true, "dist/app.tar.gz.sha256": true,
		"pnpm-lock.yaml": true, "packages.lock.json": true, "tools-lock.json": true,
		"settings.json": false, "lock.go": false, "src/lock/keys.ts": false, ".env": false, "locked.yaml": false,
	} {
		if got := LockFile(name); got != want {
			t.Errorf("LockFile(%q) = %v", name, got)
		}
	}
}

func TestHashList(t *testing.T) {
	t.Parallel()
	hash := func(i int) string { return fmt.Sprintf("%032x", uint64(i)*0x9e3779b97f4a7c15) }
	lines := func(form string, names ...string) string {
		text := &strings.Builder{}
		for i := range 20 {
			fmt.Fprintf(text, form+"\n", names[i%len(names)], hash(i))
		}
		return text.String()
	}
	for name, test := range map[string]struct {
		content string
		want    bool
	}{
		"checksums of translations":                {"version: 1\nchecksums:\n" + lines("    %s: %s", "auth/new_email", "auth/token", "team/name", "team/plan", "team/role"), true},
		"a manifest":                               {"{\n" + lines(`  "%s": "%s",`, "js/app.js", "css/site.css") + "}\n", true},
		"as sha256sum writes them":                 {strings.Repeat(strings.Repeat("0a1b", 16)+"  bin/tool\n", 15), true},
		"settings full of keys":                    {lines("%s=%s", "API_KEY", "SIGNING_SECRET", "DB_PASSWORD", "NAME"), false},
		"a few":                                    {"a: " + hash(1) + "\nb: " + hash(2) + "\n", false},
		"code with hashes here and there":          {strings.Repeat("run()\nrun()\nrun()\n", 10) + lines(`%s = "%s"`, "name"), false},
		"nothing":                                  {"", false},
		"long lines, of which none is looked into": {strings.Repeat(strings.Repeat("0a1b", 300)+"\n", 20), false},
	} {
		if got := hashList(test.content); got != test.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
