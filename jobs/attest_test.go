package jobs

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/catalogue"
	"github.com/golive-app/golive/checks/evidence/source"
)

func (l line) file(name, content string) {
	l.t.Helper()
	path := filepath.Join(l.directory, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		l.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		l.t.Fatal(err)
	}
	l.git("add", "--all")
}

func TestWhatASignOffOfAnotherCommitCovers(t *testing.T) {
	t.Parallel()
	l := newLine(t)
	l.git("checkout", "--quiet", "main")
	l.file("a.js", "1\n")
	l.file("package.json", `{"version":"1.3.0"}`)
	l.commit("signed")
	l.commit("same")
	l.file("package.json", `{"version":"1.4.0"}`)
	l.file("CHANGELOG.md", "1.4.0\n")
	l.commit("books")
	l.file("cart_test.go", "package cart\n")
	l.commit("tests")
	l.file("a.js", "2\n")
	l.commit("code")
	l.file("migrations/1.sql", "drop table a;\n")
	l.commit("migration")
	l.file("b.js", "1\n")
	l.commit("later")
	l.git("mv", "migrations/1.sql", "old.sql")
	l.commit("moved away")
	l.git("checkout", "--quiet", "-b", "rewritten", l.commits["signed"]+"^")
	l.file("a.js", "3\n")
	l.commit("pushed by force")
	forge := newFakeForge()
	forge.directory = l.directory
	entries := catalogue.New(catalogue.Tools{})
	for name, test := range map[string]struct {
		item    checks.ItemID
		signed  string // empty: "signed"
		release string
		why     string // part of why it is carried over
		not     string // part of why not
	}{
		"the same commit":                              {"security.headers", "", "signed", "", ""},
		"the same content":                             {"security.headers", "", "same", "has the same content", ""},
		"the version and the change log":               {"security.headers", "", "books", "only `CHANGELOG.md` and `package.json`'s version differ", ""},
		"which one who judges the change log looks at": {"launch.changelog", "", "books", "", "the content has changed since: CHANGELOG.md, in BOOKS"},
		"and one who judges the version":               {"delivery.naming", "", "books", "", "the content has changed since"},
		"tests":                                        {"security.headers", "", "tests", "`cart_test.go`", ""},
		"which one who judges tests looks at":          {"code.edge-cases", "", "tests", "", "the content has changed since"},
		"code":                                         {"security.headers", "", "code", "", "the content has changed since: a.js, in CODE"},
		"code that none of the paths of its scope is":  {"infrastructure.backup", "", "code", "no path that it depends on differs", ""},
		"a path of its scope":                          {"infrastructure.backup", "", "migration", "", "signed on SIGNED, and migrations/1.sql has changed since, in MIGRATION"},
		"a path of its scope, and others later":        {"infrastructure.backup", "", "later", "", "migrations/1.sql has changed since, in MIGRATION"},
		"other paths after it was signed":              {"infrastructure.backup", "migration", "later", "no path that it depends on differs", ""},
		"a path of its scope that was renamed":         {"infrastructure.backup", "later", "moved away", "", "migrations/1.sql has changed since, in MOVED AWAY"},
		"a branch that was rewritten, with a change":   {"security.headers", "", "pushed by force", "", "a.js, in PUSHED BY FORCE"},
		"a branch that was rewritten, and lost it":     {"infrastructure.backup", "migration", "pushed by force", "", "migrations/1.sql has changed since, by rewriting the branch"},
		"a branch that was rewritten, beside it":       {"infrastructure.backup", "", "pushed by force", "no path that it depends on differs", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			entry, found := entries.Find(test.item)
			if !found {
				t.Fatal("no such item")
			}
			_, tree, err := source.Resolve(t.Context(), l.directory, l.commits[test.release])
			if err != nil {
				t.Fatal(err)
			}
			signed := test.signed
			if signed == "" {
				signed = "signed"
			}
			_, signedTree, err := source.Resolve(t.Context(), l.directory, l.commits[signed])
			if err != nil {
				t.Fatal(err)
			}
			run := Run{Release: checks.Release{SHA: l.commits[test.release], Tree: tree}}
			held := &content{directory: l.directory}
			why, not, err := carried(t.Context(), forge, held, run, entry.Item, checks.Word{SHA: l.commits[signed], Tree: signedTree})
			want := test.not
			for name, commit := range l.commits {
				want = strings.ReplaceAll(want, strings.ToUpper(name), commit[:7])
			}
			if err != nil || (why == "") != (test.why == "") || (not == "") != (test.not == "") || !strings.Contains(why, test.why) || !strings.Contains(not, want) {
				t.Errorf("%q, %q, %v", why, not, err)
			}
		})
	}
}
