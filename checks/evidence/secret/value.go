package secret

import (
	"math"
	"strings"

	"github.com/golive-app/golive/config/regex"
)

// placeholderWords make a value a placeholder wherever they stand in it.
var placeholderWords = []string{
	"example", "placeholder", "changeme", "change_me", "change-me", "change_this", "change-this", "dummy", "replaceme", "replace_", "replace-",
	"redacted", "insert_", "insert-", "your_", "your-", "yourapi", "yourkey", "yoursecret", "yourtoken", "yourpassword",
	"not-a-real", "not_a_real", "notreal", "fake_", "fake-", "_fake", "-fake", "sample_", "sample-", "_sample", "todo_", "todo-",
	"0123456789", "1234567890", "abcdefgh", "deadbeefdeadbeef",
}

var (
	maskRun  = regex.New(`x{4,}|X{4,}|\*{3,}|\.{3,}|…|_{5,}|#{4,}|0{8,}`)
	bracket  = regex.New(`^(?:<[^<>]*>|\[[^\[\]]*\]|\(.*\))$`)
	variable = regex.New(`^(?:\$\w+|\$\{[^{}]*\}|%\w+%|@\w+@|#\{[^{}]*\}#?|__\w+__)$`)
	putHere  = regex.New(`(?i)(?:key|token|secret|passw(?:or)?d|value|id|it)[ _-]?(?:goes[ _-]?)?here`)
	hexOnly  = regex.New(`^[0-9a-fA-F]+$`)
	uuid     = regex.New(`(?i)^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$`)
)

// Unquote takes the surrounding white space and one pair of quotes off a value.
func Unquote(value string) string {
	value = strings.TrimSpace(value)
	if len(value) >= 2 && (value[0] == '"' || value[0] == '\'' || value[0] == '`') && value[len(value)-1] == value[0] {
		return value[1 : len(value)-1]
	}
	return value
}

// Placeholder reports whether a value stands in for a secret: a documentation
// example ("AKIAIOSFODNN7EXAMPLE"), a mask, a word such as "changeme", a
// variable to be filled in, or nothing.
func Placeholder(value string) bool {
	value = Unquote(value)
	lower := strings.ToLower(value)
	switch lower {
	case "", "null", "nil", "none", "true", "false", "undefined", "todo", "fixme", "tbd", "xxx", "secret_key_base", "fake", "sample", "-", "~":
		return true
	}
	if sameCharacter(value) || bracket.MatchString(value) || variable.MatchString(value) || maskRun.MatchString(value) || putHere.MatchString(value) {
		return true
	}
	for _, word := range placeholderWords {
		if strings.Contains(lower, word) {
			return true
		}
	}
	return false
}

// references begin or make up values that point to where a secret is kept.
var references = []string{
	"vault:", "secret/data/", "arn:aws:secretsmanager:", "arn:aws:ssm:", "op://", "ssm:", "awssm:", "gcpsm:", "sm://", "akv://", "bao:",
	"azurekeyvault://", "@microsoft.keyvault(", "ref+", "secretref:", "secretmanager://", "doppler:", "infisical:", "file:/run/secrets/", "/run/secrets/",
	"/var/run/secrets/", "process.env", "os.environ", "env(", "getenv(",
}

// Reference reports whether a value only says where the secret is to be found:
// a template expression, a shell or workflow variable, a secret manager's
// address.
func Reference(value string) bool {
	value = Unquote(value)
	lower := strings.ToLower(value)
	if variable.MatchString(value) {
		return true
	}
	for _, open := range []string{"${{", "{{", "<%", "$(", "${"} {
		if strings.Contains(value, open) {
			return true
		}
	}
	for _, prefix := range references {
		if strings.HasPrefix(lower, prefix) {
			return true
		}
	}
	return strings.HasPrefix(lower, "projects/") && strings.Contains(lower, "/secrets/")
}

// encryptedMarks open a value that is encrypted where it stands.
var encryptedMarks = []string{"ENC[", "encrypted:", "$ANSIBLE_VAULT;", "age-encryption.org/", "-----BEGIN AGE ENCRYPTED FILE-----", "-----BEGIN PGP MESSAGE-----"}

// Encrypted reports whether a value is encrypted by SOPS, dotenvx, Ansible
// Vault, age or OpenPGP.
func Encrypted(value string) bool {
	value = Unquote(value)
	for _, mark := range encryptedMarks {
		if strings.HasPrefix(value, mark) {
			return true
		}
	}
	return false
}

// Entropy returns Shannon's entropy of the value, in bits a character.
func Entropy(value string) float64 {
	if value == "" {
		return 0
	}
	counts := map[rune]int{}
	total := 0
	for _, character := range value {
		counts[character]++
		total++
	}
	entropy := 0.0
	for _, count := range counts {
		share := float64(count) / float64(total)
		entropy -= share * math.Log2(share)
	}
	return entropy
}

// Random reports whether a value looks drawn by a machine: long, mixed, and
// neither a UUID nor a version or a path.
func Random(value string) bool {
	if len(value) < 16 || uuid.MatchString(value) || strings.ContainsAny(value, " \t\n") {
		return false
	}
	letters := strings.ContainsFunc(value, func(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' })
	digits := strings.ContainsAny(value, "0123456789")
	least := 3.7
	if hexOnly.MatchString(value) {
		least = 3
	}
	return letters && digits && Entropy(value) >= least
}

func sameCharacter(value string) bool {
	return value != "" && strings.Count(value, value[:1]) == len(value)
}

// published are values that look like secrets and are on thousands of pages.
var published = map[string]bool{
	"6fe4476ee5a1832882e326b506d14126": true, // the key that reads the package search of Yarn (https://github.com/yarnpkg/berry/issues/6201)
	// https://learn.microsoft.com/en-us/azure/storage/common/storage-use-azurite
	"AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==": true,
}
