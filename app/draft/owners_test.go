package draft

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/owner"
)

func TestWhatACodeownersLineSays(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		line                         string
		pattern                      string // empty: no rule
		people, teams, mails, others int
	}{
		"people and teams":              {"* @kim @acme/core", "*", 1, 1, 0, 0},
		"an e-mail address":             {"*.sql dana@example.com", "*.sql", 0, 0, 1, 0},
		"a comment behind it":           {"/db/ @kim # our DBA @sam", "/db/", 1, 0, 0, 0},
		"a comment":                     {"  # * @kim", "", 0, 0, 0, 0},
		"nothing":                       {"\t", "", 0, 0, 0, 0},
		"no owner":                      {"/docs/", "/docs/", 0, 0, 0, 0},
		"a space in the path":           {`/a\ b/ @kim`, "/a b/", 1, 0, 0, 0},
		"carriage returns":              {"* @kim\r", "*", 1, 0, 0, 0},
		"a login that is none":          {"* kim @-kim @kim--x", "*", 0, 0, 0, 3},
		"an enterprise's login":         {"* @kim_acme", "*", 1, 0, 0, 0},
		"what CODEOWNERS does not know": {"!/db/ @kim", "", 0, 0, 0, 0},
		"ranges, which it knows not":    {"/[ab]/ @kim", "", 0, 0, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rules := parseOwners([]byte(test.line + "\n"))
			if test.pattern == "" {
				if len(rules) > 0 {
					t.Errorf("%+v", rules)
				}
				return
			}
			if len(rules) != 1 {
				t.Fatalf("%+v", rules)
			}
			rule := rules[0]
			if rule.Pattern != test.pattern || rule.Line != 1 || len(rule.People) != test.people || len(rule.Teams) != test.teams ||
				len(rule.Mails) != test.mails || len(rule.Unknown) != test.others {
				t.Errorf("%+v", rule)
			}
		})
	}
}

// The examples of GitHub's page, and their counterparts.
func TestWhatAPatternOwns(t *testing.T) {
	t.Parallel()
	for pattern, test := range map[string]struct{ yes, no []string }{
		"*":            {[]string{"a", "a/b/c.go"}, nil},
		"*.js":         {[]string{"a.js", "src/a.js"}, []string{"a.jsx", "js/a.ts"}},
		"/build/logs/": {[]string{"build/logs/a", "build/logs/b/c"}, []string{"x/build/logs/a", "build/logs"}},
		"docs/*":       {[]string{"docs/a.md"}, []string{"docs/build/a.md", "x/docs/a.md"}},
		"apps/":        {[]string{"apps/a", "x/apps/b/c"}, []string{"apps", "myapps/a"}},
		"/docs/":       {[]string{"docs/a/b"}, []string{"x/docs/a"}},
		"/scripts":     {[]string{"scripts", "scripts/a/b"}, []string{"x/scripts"}},
		"**/logs":      {[]string{"logs/a", "a/b/logs/c", "logs"}, []string{"blogs/a"}},
		"/*":           {[]string{"a"}, []string{"a/b"}},
		"Makefile":     {[]string{"Makefile", "a/Makefile"}, []string{"Makefile.am"}},
		"/{a,b}/":      {[]string{"{a,b}/c"}, []string{"a/c"}},
	} {
		rule := owner.Rule{Pattern: pattern}
		for _, file := range test.yes {
			if !rule.Owns(file) {
				t.Errorf("%s owns %s", pattern, file)
			}
		}
		for _, file := range test.no {
			if rule.Owns(file) {
				t.Errorf("%s does not own %s", pattern, file)
			}
		}
	}
}

func TestWhichRoleAPatternSpeaksOf(t *testing.T) {
	t.Parallel()
	for pattern, want := range map[string]checks.Role{
		"/db/migrate/": checks.RoleDBA, "**/migrations/**": checks.RoleDBA, "*.sql": checks.RoleDBA, "/prisma/schema.prisma": checks.RoleDBA,
		"/infra/": checks.RoleSRE, "/deploy/k8s/": checks.RoleSRE, "*.tf": checks.RoleSRE, "/Dockerfile": checks.RoleSRE, "Dockerfile*": checks.RoleSRE,
		"/src/auth/": checks.RoleSecurity, "SECURITY.md": checks.RoleSecurity, "/e2e/": checks.RoleQA, "/tests/": checks.RoleQA,
		"CHANGELOG.md": checks.RoleReleaseManager, "/.changeset/": checks.RoleReleaseManager, "/infra/tests/": checks.RoleQA,
		"/src/": "", "/docs/": "", "/author/": "", "*": "", "/latest/": "", "/src/db.go": checks.RoleDBA,
	} {
		if have := roleOf(pattern); have != want {
			t.Errorf("%s is %q, want %q", pattern, have, want)
		}
	}
}

// The last rule that matches a file decides alone.
func TestTheLastRuleDecides(t *testing.T) {
	t.Parallel()
	files := []checks.File{{Path: "db/migrate/1.sql"}, {Path: "infra/a.tf"}, {Path: "main.go"}}
	for name, test := range map[string]struct {
		owners string
		role   checks.Role
		people []string
		passed int
	}{
		"the later line for everything":          {"* @kim\n* @lee\n", checks.RoleSenior, []string{"@lee"}, 1},
		"everything after all others":            {"/infra/ @sam\n* @kim\n", checks.RoleSRE, nil, 1},
		"a narrower rule behind it":              {"* @kim\n/infra/ @sam\n", checks.RoleSRE, []string{"@sam"}, 0},
		"two rules of one role":                  {"/db/ @sam\n*.sql @Sam @max\n", checks.RoleDBA, []string{"@Sam", "@max"}, 1},
		"nothing is there":                       {"/e2e/ @mia\n", checks.RoleQA, nil, 1},
		"a later line that takes the owner away": {"/db/ @sam\n/db/migrate/\n", checks.RoleDBA, nil, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			owners := &codeOwners{path: "CODEOWNERS", rules: parseOwners([]byte(test.owners))}
			held := owners.holders(files)[test.role]
			if held == nil {
				t.Fatal("nothing")
			}
			if !slices.Equal(held.people, test.people) || len(held.passed) != test.passed {
				t.Errorf("%q, %d passed over", held.people, len(held.passed))
			}
		})
	}
}

func FuzzOwners(f *testing.F) {
	f.Add("* @kim @acme/core dana@example.com # x\n/db/ @sam\n")
	f.Add("\xef\xbb\xbf*.js @a\\ b\r\n[a] @b\n!c @d\n{a,b}/** @e")
	f.Add(strings.Repeat("**/", 50) + "a @kim")
	files := []checks.File{{Path: "db/a.sql"}, {Path: "a/b/c"}}
	f.Fuzz(func(t *testing.T, text string) {
		owners := &codeOwners{path: "CODEOWNERS", rules: parseOwners([]byte(text))}
		lines := strings.Count(text, "\n") + 1
		for _, rule := range owners.rules {
			if rule.Line < 1 || rule.Line > lines || rule.Pattern == "" || !utf8.ValidString(rule.Pattern) {
				t.Fatalf("%+v", rule)
			}
			for _, one := range rule.People {
				if !accepted(one, "roles", "qa") {
					t.Fatalf("%q is no login", one)
				}
			}
		}
		owners.holders(files)
	})
}
