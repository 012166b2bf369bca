package secret_test

import (
	"context"
	"slices"
	"testing"
)

// rulesOf returns the rules that find something in a text that is no stand-in.
func rulesOf(t *testing.T, name, content string) []string {
	t.Helper()
	matches, err := scanner(t).Text(context.Background(), "salt", name, content, 1)
	if err != nil {
		t.Fatal(err)
	}
	var rules []string
	for _, match := range matches {
		if !match.Placeholder && !slices.Contains(rules, match.Rule) {
			rules = append(rules, match.Rule)
		}
	}
	return rules
}

func TestValuesThatTheirNameMakesSecrets(t *testing.T) {
	t.Parallel()
	hexadecimal := "f62e5bcda4fae4f8" + "2370da0c6f20697b8f8447ef"
	for name, test := range map[string]struct{ file, content, rule string }{
		"letters that no word has":       {"a.env", "PLIVO_AUTH_TOKEN=oRvGzbRVYQp_XKjBxWPBYp" + "fgEPKwGiRcMnmioCZk\n", "assigned-secret"},
		"a constant":                     {"a.go", `const pw = "` + hexadecimal + `"`, "assigned-secret"},
		"a comparison":                   {"a.go", `if "` + hexadecimal + `" != password {`, "assigned-secret"},
		"a password as people choose":    {"a.py", `db_password = "d6s$f9g!j8mg7hw"`, "assigned-secret"},
		"one in settings without quotes": {"app.yml", "snowflake:\n  password: P@ssw0rd" + "4711\n", "assigned-secret"},
		"a variable's default":           {"a.tf", "variable \"api_token\" {\n  type = string\n  default = \"00Quej5lTjr" + "bUX9sD7zHvKq2" + "\"\n}\n", "assigned-secret"},
		"a connection string":            {"A.cs", `var c = "Server=db.acme.io;User Id=app;Pass` + `word=kT9vRw2zX;";`, "connection-string-password"},
		"a command":                      {"deploy.sh", "docker login -u acme -p kT9v" + "Rw2zXq7L registry.acme.io\n", "command-line-password"},
		"a header":                       {"a.js", `const h = {Authorization: "Bearer ` + random + `"}`, "authorization-header"},
		"netrc elsewhere":                {"setup.sh", "machine api.acme.io login ci password 0aK" + "45bQdef9\n", "netrc-password"},
		"an image's environment":         {"Dockerfile", "FROM x\nENV PORT=1 \\\n    ADMIN_PASSWORD=kT9vRw2" + "zX\n", "image-secret"},
		"an argument's default":          {"deploy/api.dockerfile", "ARG NPM_TOKEN=kT9vRw2" + "zXq7L\n", "image-secret"},
		"the older way":                  {"Dockerfile.prod", "ENV ADMIN_PASSWORD kT9vRw2" + "zX\n", "image-secret"},
		"a build's argument":             {"build.sh", "docker build --build-arg NPM_TOKEN=kT9vRw2" + "zXq7L .\n", "image-secret"},
		"beside a word":                  {"notes.conf", "shop SECRET " + random + "\n", "secret-beside-word"},
	} {
		if rules := rulesOf(t, test.file, test.content); len(rules) != 1 || rules[0] != test.rule && rules[0] != "generic-api-key" {
			t.Errorf("%s: found by %v, want %s", name, rules, test.rule)
		}
	}
}

func TestNoSecretsByTheirName(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ file, content string }{
		"a message":               {"a.ts", `const password = "Your password is wrong."`},
		"a key of translations":   {"a.ts", `label: { password: "auth.errors.password_too_short" }`},
		"a field":                 {"a.ts", `passwordField = "password_confirmation"`},
		"a development default":   {"a.py", `PASSWORD = "postgres"`},
		"what a form shows":       {"a.tsx", `<Input label="Secret" placeholder="` + random + `" />`},
		"an id":                   {"a.ts", `OnePassword = "bada5566-a7aa-401f-bd96-45619a55120d"`},
		"a password's hash":       {"a.go", `password := "$2a$10$.5Elh8fgxypNUWhpUUr/xOa2sZm0VIaE0qWuGGl9otUfobb46T1Pq"`},
		"a package's version":     {"package.json", `"@acme/server-token": "workspace:^0.7.0"`},
		"a call":                  {"a.ts", "const token = encodeBase32LowerCaseNoPadding(bytes)"},
		"a member":                {"a.go", "x.AccessKeySecret = previous.GetS3Config().AccessKeySecret"},
		"an enumeration":          {"a.ts", `key: 'MonthDateYear_TIME_12H',`},
		"a path in a script":      {"a.sh", `grep -c 'name: app-secrets' "$render_dir/default.yaml"`},
		"a variable in a command": {"a.sh", `docker login -u acme -p "$DOCKER_PASSWORD_2"`},
		"a variable's name":       {"a.tf", "variable \"api_token\" {\n  default = \"\"\n}\n"},
		"an argument":             {"Dockerfile", "ARG NPM_TOKEN\nENV SECRET_KEY_BASE=dummy DB_PASSWORD=postgres TOKEN=$NPM_TOKEN API_KEY=build-time\nRUN SECRET_KEY=not-used make\n"},
		"a build's variable":      {"build.sh", "docker build --build-arg NPM_TOKEN=$NPM_TOKEN --build-arg API_TOKEN=\"${API_TOKEN}\" .\n"},
		"a file":                  {"app.conf", "ssl.KeyFile=s_rsa1024_priv.pem"},
		"a key's fingerprint":     {"release.yml", "env:\n  RELEASE_GPG_KEY: 7D061A4AA61436B40713D42EFF054DACD908493A\n  pgp-signing-key: '9F0E1C2B3A4D5E6F70819203A4B5C6D7E8F90A1B'\n"},
		"a purpose":               {"cookie.go", `const AuthKeyDeriveInfo = "AUTH-KEY;SIGNED:HMAC-SHA256;ENCRYPTED:AES-256-CTR"`},
		"a model of language":     {"prices.json", `{"tokenizerModel": "gpt-3.5-turbo-16k-0613", "tokenizer_config": {"tokenizerModel": "claude-3-5-sonnet-20241022"}}`},
		"a foreign key":           {"a.properties", "foreignKey=czAHsCh7QjjeJxgR_hyPXLVMvCpWZ3\n"},
		"a key against repeats":   {"a.ts", `body = '{"idempotency_key":"refund-cus_LqT4v8-20260709"}'`},
		"a sheet":                 {"a.py", `spreadsheet_key = "1S0mld7LMbUad8LYlo13Os9f7eNjw57MqVC0YiCd1Jis"`},
		"words of a comment":      {"a.ts", "// Write-only credential: blank/omitted keeps the encrypted one\n"},
		"a long name":             {"a.env", "SECRET_NAME_TOKEN=getUserAccessTokenFromRequestHeader\n"},
		"a product's id":          {"a.ts", `ApplePasswords = "fbfc3007-154e-4ecc-8c0b-6e020557d7bd",`},
		"a public key":            {"app.conf", `publicToken = "9Cnzj4p4WGeKLs1Pt8QuKUpRKfFLfRYC9AIKjbJTWit"`},
	} {
		if rules := rulesOf(t, test.file, test.content); len(rules) > 0 {
			t.Errorf("%s: found by %v", name, rules)
		}
	}
}

func TestShapesOfProviders(t *testing.T) {
	t.Parallel()
	const letters = "Aq7Zr4Lx2Vt9Kp6Wm3Ys7Nd1Hf5Jc8Bg0TuEaRiOlPzX4yChKq2Mw5"
	for value, rule := range map[string]string{
		"dckr_" + "pat_" + letters[:27]:                    "docker-hub-token",
		"CCI" + "PAT_" + letters[:22] + "_" + letters[:40]: "circleci-token",
		"sq0" + "csp-" + letters[:43]:                      "square-token",
		"sb_" + "secret_" + letters[:30]:                   "supabase-token",
		"acme_" + "live_" + letters[:24]:                   "prefixed-token",
		"GOCSPX-" + letters[:28]:                           "google-client-secret",
		"phx_" + letters[:43]:                              "posthog-personal-key",
	} {
		if rules := rulesOf(t, "a.txt", "value "+value+"\n"); len(rules) != 1 || rules[0] != rule {
			t.Errorf("%s: found by %v", rule, rules)
		}
	}
	for _, value := range []string{"acme_api_" + "organizationMembershipList", "MembershipRole_PermissionAll.create.organizationMembershipsList1", "glpat-short"} {
		if rules := rulesOf(t, "a.txt", "value "+value+"\n"); len(rules) > 0 {
			t.Errorf("%s: found by %v", value, rules)
		}
	}
}
