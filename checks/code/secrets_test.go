package code_test

import (
	"encoding/base64"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
	"github.com/golive-app/golive/checks/code"
	"github.com/golive-app/golive/checks/evidence/secret"
)

// Shaped like secrets, put together at run time, and nobody's.
var (
	secretAWS     = "AKIA" + "QYLPMN5HFIQR7XYA"
	secretStripe  = "sk_" + "live_51HxQ2nKZvKYlo2CvPq8r7Tg"
	secretTest    = "sk_" + "test_51HxQ2nKZvKYlo2CvPq8r7Tg"
	secretRandom  = "q8Zr4Lx2" + "Vt9Kp6Wm3Ys7Nd1Hf5Jc"
	secretKeyFile = "-----BEGIN RSA " + "PRIVATE KEY-----\n" + strings.Repeat("MIIEowIBAAKCAQEAw3k9Zr8LxQ2VtKp6Wm+Ys7Nd1Hf5Jc0BgTuEaRiOlPzX4yCh\n", 4) + "-----END RSA " + "PRIVATE KEY-----\n"
)

// secretExpired is a token of nobody's that ended in May 2020.
var secretExpired = strings.Join([]string{
	base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"HS256","typ":"JWT"}`)),
	base64.RawURLEncoding.EncodeToString([]byte(`{"sub":"5ebac534954b54139806c112","exp":1589300284}`)), "m1U2FUM1PBsO8MVnRPgGLmpSMfAz3gFwYkhdzFIyFLc",
}, ".")

var secretsItem = checks.Item{
	ID: "code.secrets", Section: checks.SectionCode, Kind: checks.KindAuto, Level: checks.LevelBlock,
	Minimum: checks.Minimum{Grade: checks.E2}, Role: checks.RoleSecurity, NeverWaive: true,
}

var sharedScanner = sync.OnceValues(func() (*secret.Scanner, error) { return secret.NewScanner(secret.Options{}) })

func secretsCheck(t testing.TB) checks.Check {
	t.Helper()
	scanner, err := sharedScanner()
	if err != nil {
		t.Fatal(err)
	}
	return code.NewSecrets(scanner)
}

func TestSecretsInTheContent(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		files   map[string]string
		verdict checks.Verdict
		rules   []string // "severity rule", in report order
	}{
		"clean":                                {map[string]string{"main.go": "package main\n"}, checks.Pass, nil},
		"a provider's key":                     {map[string]string{"config/prod.ts": "k = '" + secretAWS + "'\n"}, checks.Fail, []string{"error secret.aws-access-token"}},
		"one in a build script":                {map[string]string{"scripts/deploy.sh": "export K=" + secretAWS + "\n"}, checks.Fail, []string{"error secret.aws-access-token"}},
		"one in a test":                        {map[string]string{"tests/a.py": "k = '" + secretAWS + "'\n"}, checks.Warn, []string{"warning secret.aws-access-token"}},
		"one in the documentation":             {map[string]string{"docs/a.md": "k = '" + secretStripe + "'\n"}, checks.Warn, []string{"warning secret.stripe-access-token"}},
		"a test mode key":                      {map[string]string{"pay.ts": "k = '" + secretTest + "'\n"}, checks.Warn, []string{"warning secret.stripe-access-token"}},
		"a test mode key in a test":            {map[string]string{"tests/pay.ts": "k = '" + secretTest + "'\n"}, checks.Pass, []string{"notice secret.stripe-access-token"}},
		"a random value in code":               {map[string]string{"src/a.ts": "const apiSecret = '" + secretRandom + "'\n"}, checks.Warn, []string{"warning secret.generic-api-key"}},
		"a random value in settings":           {map[string]string{"config/app.yml": "api_secret: " + secretRandom + "\n"}, checks.Fail, []string{"error secret.generic-api-key"}},
		"a private key file":                   {map[string]string{"deploy/id_rsa": secretKeyFile}, checks.Fail, []string{"error secret.private-key-file"}},
		"a private key of a test":              {map[string]string{"testdata/server.key": secretKeyFile}, checks.Warn, []string{"warning secret.private-key-file"}},
		"a private key in code":                {map[string]string{"a.ts": "const key = `" + secretKeyFile + "`\n"}, checks.Fail, []string{"error secret.private-key"}},
		"a committed .env":                     {map[string]string{".env": "DB_PASSWORD=hT7kQ9vRw2\n"}, checks.Fail, []string{"error secret.env-file"}},
		"a committed .env without secrets":     {map[string]string{".env": "PORT=3000\n"}, checks.Warn, []string{"warning secret.env-file"}},
		"an .env of the tests":                 {map[string]string{".env.test": "DB_PASSWORD=hT7kQ9vRw2\n"}, checks.Warn, []string{"warning secret.env-file"}},
		"one of development without secrets":   {map[string]string{".env.development": "PORT=3000\n"}, checks.Pass, []string{"notice secret.env-file"}},
		"one of a development container":       {map[string]string{".devcontainer/backend.env": "SECRET_KEY=hT7kQ9vRw2\n"}, checks.Warn, []string{"warning secret.env-file"}},
		"the user's name as local password":    {map[string]string{".env.ci": "DATABASE_URL=postgres://shop:shop@db/shop\n"}, checks.Pass, []string{"notice secret.env-file"}},
		"a random value in CI's settings":      {map[string]string{".github/workflows/ci.yml": "env:\n  SECRET_KEY: " + secretRandom + "\n"}, checks.Warn, []string{"warning secret.generic-api-key"}},
		"one in a deployment's settings":       {map[string]string{".github/workflows/deploy.yml": "env:\n  SECRET_KEY: " + secretRandom + "\n"}, checks.Fail, []string{"error secret.generic-api-key"}},
		"a private key in tests' settings":     {map[string]string{"shop/settings/test.py": "KEY = \"\"\"" + secretKeyFile + "\"\"\"\n"}, checks.Warn, []string{"warning secret.private-key"}},
		"a key file of a development set-up":   {map[string]string{"dev/server.key": secretKeyFile}, checks.Fail, []string{"error secret.private-key-file"}},
		"an expired token in an API's text":    {map[string]string{"src/api.yml": "example: " + secretExpired + "\n"}, checks.Pass, []string{"notice secret.jwt"}},
		"a password of plain words in a test":  {map[string]string{"tests/a.py": "u = 'smtp://user:secret-password@smtp.acme.io:587'\n"}, checks.Pass, []string{"notice secret.url-password"}},
		"an .env hidden in node_modules":       {map[string]string{"node_modules/x/.env": "A=" + secretAWS + "\n"}, checks.Warn, []string{"warning secret.aws-access-token", "notice secret.env-file"}},
		"a sample .env":                        {map[string]string{".env.example": "DB_PASSWORD=changeme\nAPI_KEY=\n"}, checks.Pass, nil},
		"a Terraform state":                    {map[string]string{"terraform.tfstate": `{"resources":[{"instances":[{"attributes":{}}]}]}`}, checks.Fail, []string{"error secret.state-file"}},
		"an npm token":                         {map[string]string{".npmrc": "//registry.npmjs.org/:_authToken=" + secretRandom + "\n"}, checks.Fail, []string{"error secret.npmrc-token"}},
		"an npm token from the environment":    {map[string]string{".npmrc": "//registry.npmjs.org/:_authToken=${NPM_TOKEN}\n"}, checks.Pass, nil},
		"an inline allowance":                  {map[string]string{"a.ts": "k = '" + secretAWS + "' // gitleaks:allow\n"}, checks.Fail, []string{"error secret.aws-access-token"}},
		"an ignore file":                       {map[string]string{"a.ts": "k = '" + secretAWS + "'\n", ".gitleaksignore": "a.ts:aws-access-token:1\n"}, checks.Fail, []string{"error secret.aws-access-token"}},
		"the documented AWS key":               {map[string]string{"a.ts": "k = 'AKIA" + "IOSFODNN7EXAMPLE'\n"}, checks.Pass, nil},
		"YOUR_KEY_HERE":                        {map[string]string{"a.ts": "apiKey: 'YOUR_KEY_HERE_1234567890'\n"}, checks.Pass, nil},
		"hashes of a lock file":                {map[string]string{"package-lock.json": `{"integrity": "sha512-` + secretRandom + secretRandom + `==", "token": "` + secretRandom + `"}`}, checks.Pass, nil},
		"a Firebase key of a front end":        {map[string]string{"src/firebase.ts": "apiKey: 'AIza" + "SyDaGmWKa4JsXZ-HjGw7ISLn_3namBGewQe'\n"}, checks.Warn, []string{"warning secret.gcp-api-key"}},
		"pictures and archives are no problem": {map[string]string{"a.go": "package a\n", "a.png": "\x89PNG\x00", "a.zip": "PK\x00\x00"}, checks.Pass, nil},
		"nothing to search":                    {map[string]string{}, checks.Unknown, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result := checkstest.Judge(t, secretsItem, secretsCheck(t), checkstest.Subject(checkstest.Tree(test.files)))
			var rules []string
			for _, finding := range result.Findings {
				rules = append(rules, string(finding.Severity)+" "+finding.Rule)
			}
			if result.Verdict() != test.verdict || !slices.Equal(rules, test.rules) {
				t.Errorf("verdict %s, findings %q, want %s, %q", result.Verdict(), rules, test.verdict, test.rules)
			}
			assertNoValue(t, result)
		})
	}
}

// assertNoValue fails if any text of the result holds a secret.
func assertNoValue(t *testing.T, result checks.Result) {
	t.Helper()
	data, err := result.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	for _, value := range []string{secretAWS, secretStripe, secretTest, secretRandom, "hT7kQ9vRw2"} {
		if strings.Contains(string(data), value) {
			t.Errorf("the result prints a secret: %s", data)
		}
	}
}

func TestSecretsSayWhereAndWhatNext(t *testing.T) {
	t.Parallel()
	subject := checkstest.Subject(checkstest.Tree(map[string]string{"config/prod.ts": "\nk = '" + secretAWS + "'\n", "a.go": "package a\n"}),
		checkstest.Adding(checks.Commit{SHA: "b77e123456789"}),
		checkstest.Remembering(checkstest.History{"b77e123456789": {{Path: "config/prod.ts", Lines: checks.Lines{First: 1, Last: 2}, Text: "\nk = '" + secretAWS + "'\n"}}}))
	result := checkstest.Judge(t, secretsItem, secretsCheck(t), subject)
	if result.Headline != "1 secret in 2 files and 1 commit" {
		t.Errorf("headline = %q", result.Headline)
	}
	if want := "AWS access token ending `…7XYA` in `config/prod.ts`:2 since b77e123"; result.Why != want {
		t.Errorf("why = %q, want %q", result.Why, want)
	}
	if !strings.Contains(result.Remedy, "Rotate it now") || !strings.Contains(result.Remedy, "/golive rerun code.secrets") {
		t.Errorf("remedy = %q", result.Remedy)
	}
	if finding := result.Findings[0]; finding.Path != "config/prod.ts" || finding.Line != 2 || finding.Column != 6 || len(result.Findings) != 1 {
		t.Errorf("findings = %+v", result.Findings)
	}
}

func TestSecretsRemovedLaterStillFail(t *testing.T) {
	t.Parallel()
	subject := checkstest.Subject(checkstest.Tree(map[string]string{"a.go": "package a\n"}),
		checkstest.Adding(checks.Commit{SHA: "c1c1c1c1c1"}, checks.Commit{SHA: "c2c2c2c2c2"}),
		checkstest.Remembering(checkstest.History{"c1c1c1c1c1": {{Path: "pay.ts", Lines: checks.Lines{First: 7, Last: 7}, Text: "k = '" + secretStripe + "'\n"}}}))
	result := checkstest.Judge(t, secretsItem, secretsCheck(t), subject)
	if result.Verdict() != checks.Fail || len(result.Findings) != 1 {
		t.Fatalf("verdict %s, findings %+v", result.Verdict(), result.Findings)
	}
	if message := result.Findings[0].Message; !strings.Contains(message, "line 7 of commit c1c1c1c") || !strings.Contains(message, "removed later, still in the history") {
		t.Errorf("message = %q", message)
	}
	assertNoValue(t, result)
}

func TestSecretsMovedAreOneFinding(t *testing.T) {
	t.Parallel()
	line := "k = '" + secretStripe + "'\n"
	subject := checkstest.Subject(checkstest.Tree(map[string]string{"new.ts": line}),
		checkstest.Adding(checks.Commit{SHA: "c1c1c1c1c1"}),
		checkstest.Remembering(checkstest.History{"c1c1c1c1c1": {{Path: "old.ts", Lines: checks.Lines{First: 1, Last: 1}, Text: line}}}))
	if result := checkstest.Judge(t, secretsItem, secretsCheck(t), subject); len(result.Findings) != 1 || result.Findings[0].Path != "new.ts" {
		t.Errorf("findings = %+v, want the one in the content", result.Findings)
	}
}

func TestSecretsUnknownWhereNotEverythingWasSearched(t *testing.T) {
	t.Parallel()
	large := checkstest.Tree(map[string]string{"a.go": "package a\n", "dump.sql": strings.Repeat("x", 500)})
	large.Limit = 100
	for name, subject := range map[string]checks.Subject{
		"a file is too large": checkstest.Subject(large),
		"a file is in LFS":    checkstest.Subject(checkstest.Tree(map[string]string{"a.go": "package a\n", "m.csv": "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"})),
		"no history":          checkstest.Subject(checkstest.Tree(map[string]string{"a.go": "package a\n"}), checkstest.Adding(checks.Commit{SHA: "c1"})),
		"a broken history": checkstest.Subject(checkstest.Tree(map[string]string{"a.go": "package a\n"}), checkstest.Adding(checks.Commit{SHA: "c1"}),
			checkstest.Remembering(checkstest.BrokenHistory{})),
	} {
		result := checkstest.Judge(t, secretsItem, secretsCheck(t), subject)
		if result.Verdict() != checks.Unknown || result.Headline != "searched only in part" {
			t.Errorf("%s: %s, %q", name, result.Verdict(), result.Headline)
		}
	}
}

func TestSecretsStillFailWhereTheSearchIsIncomplete(t *testing.T) {
	t.Parallel()
	source := checkstest.Tree(map[string]string{"a.ts": "k = '" + secretAWS + "'\n", "dump.sql": strings.Repeat("x", 500)})
	source.Limit = 100
	if result := checkstest.Judge(t, secretsItem, secretsCheck(t), checkstest.Subject(source)); result.Verdict() != checks.Fail {
		t.Errorf("verdict = %s", result.Verdict())
	}
}

func TestSecretsFingerprintsStayOverMoves(t *testing.T) {
	t.Parallel()
	fingerprint := func(text string, repository int64) string {
		subject := checkstest.Subject(checkstest.Tree(map[string]string{"a.ts": text}), checkstest.Releasing(func(r *checks.Release) { r.Repository.ID = repository }))
		return checkstest.Judge(t, secretsItem, secretsCheck(t), subject).Findings[0].Fingerprint
	}
	first := fingerprint("k = '"+secretAWS+"'\n", 1)
	if moved := fingerprint("\n\n// moved\nk = '"+secretAWS+"'\n", 1); moved != first {
		t.Error("a moved line changes the fingerprint")
	}
	if other := fingerprint("k = '"+secretAWS+"'\n", 2); other == first {
		t.Error("two repositories share a fingerprint")
	}
}
