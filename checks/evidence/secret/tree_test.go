package secret_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
	"github.com/golive-app/golive/checks/evidence/secret"
	"github.com/golive-app/golive/checks/evidence/source"
)

func TestNamedFiles(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		path, content, rule string
		strong              bool
	}{
		"an environment file":           {".env", "PORT=1\nDB_PASSWORD=" + password + "\n", secret.RuleEnvironment, true},
		"one without secrets":           {".env", "PORT=3000\nNODE_ENV=production\n", secret.RuleEnvironment, false},
		"an empty one":                  {".env", "# nothing\nTOKEN=\n", "", false},
		"an encrypted one":              {".env.production", "DOTENV_PUBLIC_KEY_PRODUCTION=\"03ab\"\nTOKEN=encrypted:BFxx\n", "", false},
		"a sample":                      {".env.example", "JWT_SECRET=supersecret\nPORT=1\n", "", false},
		"a sample with a real value":    {".env.example", "JWT_SECRET=" + random + "\n", secret.RuleEnvironment, false},
		"a private key":                 {"deploy/id_rsa", keyBlock, secret.RulePrivateKey, true},
		"a private key with passphrase": {"a.pem", strings.Replace(keyBlock, "\n", "\nProc-Type: 4,ENCRYPTED\n\n", 1), secret.RulePrivateKey, false},
		"a certificate":                 {"ca.pem", "-----BEGIN CERTIFICATE-----\nMIID\n-----END CERTIFICATE-----\n", "", false},
		"a key store":                   {"app.p12", "\x30\x82", secret.RulePrivateKey, true},
		"a Terraform state":             {"terraform.tfstate", `{"version":4,"resources":[{"instances":[{"attributes":{}}]}]}`, secret.RuleState, true},
		"a kubeconfig":                  {"kubeconfig", "apiVersion: v1\nkind: Config\nclusters: []\nusers:\n- user:\n    token: " + random + "\n", secret.RuleKubeconfig, true},
		"a kubeconfig without token":    {"kubeconfig", "apiVersion: v1\nkind: Config\nclusters: []\nusers:\n- user:\n    exec: {}\n", "", false},
		"an npm token":                  {".npmrc", "registry=https://x\n//registry.npmjs.org/:_authToken=" + random + "\n", secret.RuleRegistry, true},
		"an npm token from outside":     {".npmrc", "//registry.npmjs.org/:_authToken=${NPM_TOKEN}\n", "", false},
		"source code":                   {"env.go", "package env\n", "", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			matches := secret.Named("salt", test.path, []byte(test.content))
			if test.rule == "" {
				if len(matches) > 0 {
					t.Fatalf("matches = %+v, want none", matches)
				}
				return
			}
			if len(matches) != 1 || matches[0].Rule != test.rule || matches[0].Strong != test.strong {
				t.Fatalf("matches = %+v, want %s, strong %v", matches, test.rule, test.strong)
			}
		})
	}
}

func TestTreeSearchesEverythingAndSaysWhatNot(t *testing.T) {
	t.Parallel()
	files := checkstest.Tree(map[string]string{
		"a.go":       "package a\n",
		"b.ts":       "const k = '" + awsKey + "'\n",
		"logo.png":   "\x89PNG\x00\x00",
		"data.zip":   "PK\x03\x04\x00",
		"app.bin":    "\x7fELF\x00\x00 stuff " + githubPAT + " \x00",
		"big.sql":    strings.Repeat("x", 2000),
		"yarn.lock":  strings.Repeat("x", 2000),
		"model.onnx": "version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 9\n",
		"wide.txt":   "\xff\xfet\x00 \x00=\x00 \x00" + wide("'"+githubPAT+"'"),
	})
	files.Limit = 1500
	files.Failing = map[string]error{"a.go": errors.New("short read")}
	files.NotRead = []checks.Skipped{
		{Path: "link", Reason: source.ReasonSymlink}, {Path: "sub", Reason: source.ReasonSubmodule}, {Path: "own", Reason: source.ReasonRepository},
		{Path: "node_modules", Reason: source.ReasonDependency}, {Path: "pipe", Reason: source.ReasonSpecial},
		{Path: "film.mp4", Reason: source.ReasonPointer}, {Path: "rest.csv", Reason: source.ReasonPointer},
	}
	tree, err := scanner(t).Tree(t.Context(), files, "salt")
	if err != nil {
		t.Fatal(err)
	}
	if tree.Files != 3 || tree.Media != 2 || len(tree.Archives) != 1 || tree.Links != 5 || len(tree.Large) != 1 {
		t.Errorf("tree = %+v", tree)
	}
	var unread []string
	for _, skipped := range tree.Unread {
		unread = append(unread, skipped.Path)
	}
	if got := strings.Join(unread, " "); got != "a.go big.sql model.onnx rest.csv" {
		t.Errorf("unread = %s", got)
	}
	var hits []string
	for _, hit := range tree.Hits {
		hits = append(hits, hit.File.Path+":"+hit.Rule)
	}
	if got := strings.Join(hits, " "); got != "app.bin:github-pat b.ts:aws-access-token wide.txt:github-pat" {
		t.Errorf("hits = %s", got)
	}
}

// wide returns Latin text as UTF-16, little end first.
func wide(text string) string {
	var out strings.Builder
	for _, character := range []byte(text) {
		out.WriteByte(character)
		out.WriteByte(0)
	}
	return out.String()
}

func TestTreeRemembersByContentAndPath(t *testing.T) {
	t.Parallel()
	made, err := secret.NewScanner(secret.Options{Remember: 10})
	if err != nil {
		t.Fatal(err)
	}
	source := checkstest.Tree(map[string]string{"b.ts": "const k = '" + awsKey + "'\n"})
	first, err := made.Tree(t.Context(), source, "salt")
	if err != nil {
		t.Fatal(err)
	}
	source.Failing = map[string]error{"b.ts": errors.New("must not be read again")}
	second, err := made.Tree(t.Context(), source, "salt")
	if err != nil || len(second.Hits) != 1 || second.Hits[0] != first.Hits[0] || second.Files != 1 {
		t.Errorf("second = %+v, %v", second, err)
	}
	if other, err := made.Tree(t.Context(), source, "other salt"); err != nil || len(other.Hits) != 0 || len(other.Unread) != 1 {
		t.Errorf("another salt = %+v, %v, want a new look", other, err)
	}
}

func TestTreeStopsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := scanner(t).Tree(ctx, checkstest.Tree(map[string]string{"a": "b"}), ""); !errors.Is(err, context.Canceled) {
		t.Errorf("error = %v, want the context's", err)
	}
}

func TestHistorySearchesEveryCommit(t *testing.T) {
	t.Parallel()
	history := checkstest.History{
		"c1": {{Path: "a.ts", Lines: checks.Lines{First: 10, Last: 11}, Text: "x\nk = '" + awsKey + "'\n"}},
		"c2": {{Path: ".env", Lines: checks.Lines{First: 1, Last: 1}, Text: "DB_PASSWORD=" + password + "\n"}},
	}
	commits := []checks.Commit{{SHA: "c1"}, {SHA: "c2"}, {SHA: "c3"}}
	seen, err := scanner(t).History(t.Context(), history, commits, "salt")
	if err != nil || seen.Commits != 3 || seen.Unread != "" || len(seen.Hits) != 2 {
		t.Fatalf("seen = %+v, %v", seen, err)
	}
	if hit := seen.Hits[0]; hit.Commit.SHA != "c1" || hit.Path != "a.ts" || hit.Line != 11 {
		t.Errorf("first hit = %+v", hit)
	}
	if hit := seen.Hits[1]; hit.Rule != secret.RuleEnvironment || hit.Path != ".env" {
		t.Errorf("second hit = %+v", hit)
	}
	broken, err := scanner(t).History(t.Context(), checkstest.BrokenHistory{}, commits, "salt")
	if err != nil || broken.Commits != 0 || broken.Unread == "" {
		t.Errorf("broken = %+v, %v, want it told", broken, err)
	}
}
