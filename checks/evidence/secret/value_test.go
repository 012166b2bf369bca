package secret_test

import (
	"testing"

	"github.com/golive-app/golive/checks/evidence/secret"
)

func TestPlaceholder(t *testing.T) {
	t.Parallel()
	for _, value := range []string{
		"", "''", "null", "YOUR_KEY_HERE", "your-api-key", "<token>", "[token]", "xxxxxxxx", "sk_live_xxxxxxxxxxxx", "****", "changeme", "ChangeMe123",
		"AKIA" + "IOSFODNN7EXAMPLE", "${TOKEN}", "$TOKEN", "%TOKEN%", "@token@", "aaaaaaaaaaaa", "replace_with_token", "my-dummy-key", "1234567890abcdef", "__TOKEN__",
	} {
		if !secret.Placeholder(value) {
			t.Errorf("%q is taken for a secret", value)
		}
	}
	for _, value := range []string{awsKey, githubPAT, stripe, random, password, "correct horse battery", "p@ss$word9"} {
		if secret.Placeholder(value) {
			t.Errorf("%q is taken for a placeholder", value)
		}
	}
}

func TestReferenceAndEncrypted(t *testing.T) {
	t.Parallel()
	for _, value := range []string{"${{ secrets.TOKEN }}", "{{ .Values.token }}", "$(cat token)", "vault:secret/data/shop#key", "arn:aws:secretsmanager:eu-west-1:1:secret:a", "op://prod/db/password", "projects/1/secrets/db/versions/1", "process.env.TOKEN", "/run/secrets/db"} {
		if !secret.Reference(value) {
			t.Errorf("%q is no reference", value)
		}
	}
	for _, value := range []string{"ENC[AES256_GCM,data:a,iv:b,tag:c,type:str]", "encrypted:BF3a", `"encrypted:BF3a"`, "$ANSIBLE_VAULT;1.1;AES256"} {
		if !secret.Encrypted(value) {
			t.Errorf("%q is not encrypted", value)
		}
	}
	for _, value := range []string{random, "encryption", "https://acme.io", "projects/1/topics/x"} {
		if secret.Reference(value) || secret.Encrypted(value) {
			t.Errorf("%q is taken for a reference or a cipher text", value)
		}
	}
}

func TestSecretName(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"DB_PASSWORD", "JWT_SECRET", "STRIPE_SECRET_KEY", "API_KEY", "apiKey", "GITHUB_TOKEN", "SENTRY_DSN", "SMTP_PASS", "DB_PWD", "AWS_SECRET_ACCESS_KEY", "APP_KEY", "PRIVATE_KEY"} {
		if !secret.SecretName(name) {
			t.Errorf("%s is no secret's name", name)
		}
	}
	for _, name := range []string{"PORT", "NODE_ENV", "NEXT_PUBLIC_API_KEY", "STRIPE_PUBLISHABLE_KEY", "TOKEN_TTL", "PASSWORD_MIN_LENGTH", "PUBLIC_KEY", "COMPASS", "KEYBOARD", "SECRET_NAME", "TOKEN_EXPIRES_IN", "MONKEY"} {
		if secret.SecretName(name) {
			t.Errorf("%s is taken for a secret's name", name)
		}
	}
}
