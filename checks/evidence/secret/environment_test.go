package secret_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks/evidence/secret"
)

func TestParseEnvironment(t *testing.T) {
	t.Parallel()
	text := "\ufeff# settings\r\nPORT=3000 # http\r\nexport NAME = 'a # b'\nEMPTY=\nURL=postgres://a:b=c@h/d?x=1\nKEY=\"line one\nline two\"\nLAST=`x`\nnot an assignment\nYAML: style\nQ=\"a\\\"b\"\nOPEN=\"never closed\n9BAD=1\n"
	got := secret.ParseEnvironment(text)
	want := []secret.Assignment{
		{Name: "PORT", Value: "3000", Line: 2}, {Name: "NAME", Value: "a # b", Line: 3}, {Name: "EMPTY", Value: "", Line: 4},
		{Name: "URL", Value: "postgres://a:b=c@h/d?x=1", Line: 5}, {Name: "KEY", Value: "line one\nline two", Line: 6},
		{Name: "LAST", Value: "x", Line: 8}, {Name: "YAML", Value: "style", Line: 10}, {Name: "Q", Value: `a\"b`, Line: 11},
		{Name: "OPEN", Value: "never closed", Line: 12},
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%+v, want\n%+v", got, want)
	}
}

func TestAssignmentPlain(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		assignment secret.Assignment
		plain      bool
	}{
		"a password":                     {secret.Assignment{Name: "DB_PASSWORD", Value: password}, true},
		"a password in a URL":            {secret.Assignment{Name: "DATABASE_URL", Value: "postgres://a:" + password + "@db.acme.io/x"}, true},
		"a weak one of a server":         {secret.Assignment{Name: "DATABASE_URL", Value: "postgres://a:postgres@db.acme.io/x"}, true},
		"a local database's default":     {secret.Assignment{Name: "DATABASE_URL", Value: "postgres://postgres:postgres@localhost/x"}, false},
		"a private key":                  {secret.Assignment{Name: "SIGNER", Value: keyBlock}, true},
		"a port":                         {secret.Assignment{Name: "PORT", Value: "3000"}, false},
		"a number under a secret's name": {secret.Assignment{Name: "MAX_TOKEN", Value: "4096"}, false},
		"a switch":                       {secret.Assignment{Name: "USE_TOKEN", Value: "yes"}, false},
		"a placeholder":                  {secret.Assignment{Name: "API_KEY", Value: "your_key"}, false},
		"a reference":                    {secret.Assignment{Name: "API_KEY", Value: "op://prod/api/key"}, false},
		"an encrypted value":             {secret.Assignment{Name: "API_KEY", Value: "encrypted:BFa8"}, false},
		"a public key of a front end":    {secret.Assignment{Name: "VITE_API_KEY", Value: random}, false},
		"a path to a secret":             {secret.Assignment{Name: "PRIVATE_KEY", Value: "/etc/shop/key.pem"}, false},
	} {
		if got := test.assignment.Plain(); got != test.plain {
			t.Errorf("%s: plain = %v", name, got)
		}
	}
}

func TestEnvironmentFile(t *testing.T) {
	t.Parallel()
	for name, want := range map[string][2]bool{
		".env": {true, false}, "api/.env.production": {true, false}, ".env.local": {true, false}, ".envrc": {true, false}, "deploy/prod.env": {true, false},
		".env.example": {true, true}, ".env.production.sample": {true, true}, ".env-template": {true, true}, "sample.env": {true, true}, ".env.dist": {true, true},
		"env.ts": {false, false}, ".environment": {false, false}, ".env.d.ts": {false, false}, "environment.go": {false, false}, ".env.vault": {false, false},
	} {
		environment, sample := secret.EnvironmentFile(name)
		if got := [2]bool{environment, sample}; got != want {
			t.Errorf("%s: environment, sample = %v, want %v", name, got, want)
		}
	}
}

func FuzzParseEnvironment(f *testing.F) {
	f.Add("A=b\nC=\"d\ne\"\n")
	f.Add("export X='")
	f.Add("=\n==\nA==\\\"")
	f.Fuzz(func(t *testing.T, text string) {
		lines := strings.Count(text, "\n") + 1
		last := 0
		for _, assignment := range secret.ParseEnvironment(text) {
			if assignment.Line <= last || assignment.Line > lines {
				t.Fatalf("line %d after %d of %d", assignment.Line, last, lines)
			}
			last = assignment.Line
			assignment.Plain()
		}
	})
}
