package secret_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/golive-app/golive/checks/evidence/secret"
)

var shared = sync.OnceValues(func() (*secret.Scanner, error) { return secret.NewScanner(secret.Options{}) })

// scanner returns one scanner for all tests: its rules take a while to compile.
func scanner(t testing.TB) *secret.Scanner {
	t.Helper()
	made, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func TestTextFindsSecrets(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		path, text string
		rule       string
		kind       secret.Kind
		line       int
		column     int
	}{
		"an AWS key":                      {"config/prod.ts", "a\nb\nexport const id = '" + awsKey + "'\n", "aws-access-token", secret.KindProvider, 3, 20},
		"on the last line, no newline":    {"a.js", "x\nconst t = '" + githubPAT + "'", "github-pat", secret.KindProvider, 2, 12},
		"on the only line":                {"a.js", "t = '" + githubPAT + "'", "github-pat", secret.KindProvider, 1, 6},
		"a live Stripe key":               {"pay.py", "key = '" + stripe + "'\n", "stripe-access-token", secret.KindProvider, 1, 8},
		"a Stripe key of the test mode":   {"pay.py", "key = '" + stripeOff + "'\n", "stripe-access-token", secret.KindTest, 1, 8},
		"a private key":                   {"a.go", "var key = `" + keyBlock + "`\n", "private-key", secret.KindPrivateKey, 1, 12},
		"a random value beside a word":    {"a.ts", "\nconst apiSecret = '" + random + "'\n", "generic-api-key", secret.KindGeneric, 2, 20},
		"a password in a URL":             {"db.go", "\n\nopen(\"postgres://shop:" + password + "@db.acme.io:5432/shop\")\n", "url-password", secret.KindPassword, 3, 23},
		"an inline allowance hides none":  {"a.js", "t = '" + githubPAT + "' // gitleaks:allow\n", "github-pat", secret.KindProvider, 1, 6},
		"nor does a folder's name":        {"node_modules/a/config.js", "t = '" + githubPAT + "'\n", "github-pat", secret.KindProvider, 1, 6},
		"nor the name of gitleaks' rules": {"gitleaks.toml", "t = '" + githubPAT + "'\n", "github-pat", secret.KindProvider, 1, 6},
		"a token in a lock file":          {"yarn.lock", "resolved \"https://x?token=" + githubPAT + "\"\n", "github-pat", secret.KindProvider, 1, 27},
		"Windows line ends":               {"a.js", "x\r\ny\r\nt = '" + githubPAT + "'\r\n", "github-pat", secret.KindProvider, 3, 6},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			matches, err := scanner(t).Text(t.Context(), "salt", test.path, test.text, 1)
			if err != nil {
				t.Fatal(err)
			}
			if len(matches) != 1 {
				t.Fatalf("matches = %+v, want one", matches)
			}
			found := matches[0]
			if found.Rule != test.rule || found.Kind != test.kind || found.Line != test.line || found.Column != test.column || found.Placeholder {
				t.Errorf("match = %+v, want %s (%s) at %d:%d", found, test.rule, test.kind, test.line, test.column)
			}
			for _, value := range []string{awsKey, githubPAT, stripe, stripeOff, random, password} {
				if strings.Contains(fmt.Sprintf("%+v", found), value) {
					t.Errorf("the match holds the value: %+v", found)
				}
			}
		})
	}
}

func TestTextPassesOver(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ path, text string }{
		"a documented AWS key":          {"a.md", "key: AKIA" + "IOSFODNN7EXAMPLE\n"},
		"a passkey's AAGUID":            {"a.ts", "{ aaguid: 'ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4', key: 'x' }\n"},
		"an npm integrity":              {"package-lock.json", `"integrity": "sha512-` + strings.Repeat("aB3d", 20) + `==", "token": "` + random + `"` + "\n"},
		"a cipher text of SealedSecret": {"k8s/s.yaml", "apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nspec:\n  encryptedData:\n    password: AgBy3i4OJSWK" + random + random + "\n"},
		"a SOPS value":                  {"s.yaml", "api_key: ENC[AES256_GCM,data:" + random + ",iv:" + random + "=,tag:x,type:str]\n"},
		"a URL without a password":      {"a.js", "fetch('https://ada@acme.io/x')\n"},
		"a local database":              {"a.yml", "url: postgres://shop:" + password + "@localhost/shop\nother: postgres://a:" + password + "@db:5432/x\n"},
		"a documentation host":          {"a.md", "postgres://user:" + password + "@db.example.com/x\n"},
		"a test fixture of nothing":     {"a.js", "const x = 1\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			matches, err := scanner(t).Text(t.Context(), "salt", test.path, test.text, 1)
			if err != nil || len(matches) > 0 {
				t.Errorf("matches = %+v, %v, want none", matches, err)
			}
		})
	}
}

func TestTextMarksPlaceholders(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"a key that is no key":   "k = '''-----BEGIN RSA " + "PRIVATE KEY-----\n" + strings.Repeat("your key here, in base64\n", 5) + "-----END RSA " + "PRIVATE KEY-----'''\n",
		"a variable in a URL":    "url = \"amqps://shop:$PASSWORD@mq.acme.io/\"\n",
		"a masked URL password":  "url = \"amqps://shop:********@mq.acme.io/\"\n",
		"a token that says fake": "t = 'ghp_" + "fake_92LmQpR4sTuV6wYzAbCdEf1GhIjKlM3N" + "'; u = \"mysql://a:change_me@mysql.acme.io/\"\n",
	} {
		matches, err := scanner(t).Text(t.Context(), "salt", "a.py", text, 1)
		if err != nil || len(matches) != 1 || !matches[0].Placeholder {
			t.Errorf("%s: matches = %+v, %v, want one placeholder", name, matches, err)
		}
	}
}

func TestHashDependsOnValueAndSalt(t *testing.T) {
	t.Parallel()
	if secret.Hash("a", awsKey) == secret.Hash("b", awsKey) || secret.Hash("a", awsKey) == secret.Hash("a", stripe) {
		t.Error("hashes are equal")
	}
	if strings.Contains(secret.Hash("", awsKey), awsKey) {
		t.Error("the hash holds the value")
	}
}

func TestTailOnlyOfLongValues(t *testing.T) {
	t.Parallel()
	matches, err := scanner(t).Text(t.Context(), "", "a.py", "u = 'amqps://a:k7Q9xZ@mq.acme.io'\nk = '"+awsKey+"'\n", 1)
	if err != nil || len(matches) != 2 {
		t.Fatalf("matches = %+v, %v", matches, err)
	}
	if matches[0].Tail != "" || matches[1].Tail != "7XYA" {
		t.Errorf("tails = %q, %q, want none and the last four", matches[0].Tail, matches[1].Tail)
	}
}

func TestTextStopsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := scanner(t).Text(ctx, "", "a.py", "k = '"+awsKey+"'", 1); !errors.Is(err, context.Canceled) {
		t.Errorf("error = %v, want the context's", err)
	}
}

func TestTestsRunWithTheFastEngine(t *testing.T) {
	t.Parallel()
	if !secret.Fast() {
		t.Logf("built without -tags %s: searching is slower, the findings are the same", secret.BuildTag)
	}
}

func FuzzText(f *testing.F) {
	f.Add("a.env", "A=b\n")
	f.Add("x.ts", "const key = '"+awsKey+"'")
	f.Add("x.yaml", "kind: Secret\ndata:\n  a: "+random)
	f.Add("x", "://a:bbbb@c.d")
	f.Fuzz(func(t *testing.T, name, text string) {
		matches, err := scanner(t).Text(t.Context(), "salt", name, text, 1)
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Count(text, "\n") + 1
		for _, match := range matches {
			if match.Line < 1 || match.Line > lines || match.EndLine < match.Line || match.EndLine > lines {
				t.Errorf("lines %d–%d of a text of %d", match.Line, match.EndLine, lines)
			}
		}
		secret.Named("salt", name, []byte(text))
	})
}

func BenchmarkText(b *testing.B) {
	line := "export function total(items: Item[], taxRate: number): Money { return items.reduce((sum, item) => sum + item.price, 0) * taxRate }\n"
	text := strings.Repeat(line, 4000)
	made := scanner(b)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if _, err := made.Text(b.Context(), "", "a.ts", text, 1); err != nil {
			b.Fatal(err)
		}
	}
}
