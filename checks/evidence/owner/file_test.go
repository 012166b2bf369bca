package owner_test

import (
	"strings"
	"testing"

	"github.com/golive-app/golive/checks/evidence/owner"
)

func TestTheLastLineThatMatchesDecides(t *testing.T) {
	t.Parallel()
	file := owner.Parse([]byte(strings.Join([]string{
		"# owners", "*  @kim", "*.sql @dana @acme/data", "/api/ @lee ada@example.com", "/api/docs/", "!/web/ @kim", "/lib/ kim", "a\\ b/ @sam # with a comment",
	}, "\n")))
	for path, want := range map[string]string{
		"main.go": "@kim", "db/1.sql": "@dana @acme/data", "api/a/b.go": "@lee ada@example.com", "api/x.sql": "@lee ada@example.com",
		"api/docs/a.md": "", "web/a.js": "@kim", "lib/a.go": "@kim", "a b/c": "@sam",
	} {
		rule, found := file.Of(path)
		got := strings.Join(append(append(append([]string{}, rule.People...), rule.Teams...), rule.Mails...), " ")
		if !found || got != want || rule.Owned() != (want != "") {
			t.Errorf("%s is owned by %q (%v), want %q", path, got, found, want)
		}
	}
	if len(file.Invalid) != 2 || file.Invalid[0] != 6 || file.Invalid[1] != 7 {
		t.Errorf("invalid lines: %v", file.Invalid)
	}
	if _, found := owner.Parse([]byte("/api/ @lee\n")).Of("web/a"); found {
		t.Error("what no line matches has a rule")
	}
}

func TestALongFileIsCutAndSaid(t *testing.T) {
	t.Parallel()
	file := owner.Parse([]byte(strings.Repeat("/a/ @kim\n", 20_001)))
	if !file.Cut || len(file.Rules) != 20_000 {
		t.Errorf("%d rules, %v", len(file.Rules), file.Cut)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("* @kim @acme/core dana@example.com # x\n/db/ @sam\n", "db/a.sql")
	f.Add("\xef\xbb\xbf*.js @a\\ b\r\n[a] @b\n!c @d\n{a,b}/** @e", "{a,b}/c")
	f.Add(strings.Repeat("**/", 50)+"a @kim", "a/b/c")
	f.Fuzz(func(t *testing.T, text, path string) {
		file := owner.Parse([]byte(text))
		lines := strings.Count(text, "\n") + 1
		for _, rule := range file.Rules {
			if rule.Line < 1 || rule.Line > lines || rule.Pattern == "" {
				t.Fatalf("%+v", rule)
			}
		}
		if rule, found := file.Of(path); found && !rule.Owns(path) {
			t.Fatalf("%+v decides about %q and does not match it", rule, path)
		}
	})
}
