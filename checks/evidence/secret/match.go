package secret

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"
)

// Kind tells what sort of look found a match, which is how much it is worth.
type Kind string

// The kinds of match.
const (
	KindProvider   Kind = "provider"    // shaped like one provider's secret, or assigned to a name that names the provider
	KindPrivateKey Kind = "private-key" // a private key in its armour
	KindGeneric    Kind = "generic"     // a random looking value beside a word such as "token"
	KindPassword   Kind = "password"    // a password inside a URL
	KindPublic     Kind = "public"      // an identifier or key that providers mean to be published
	KindTest       Kind = "test"        // a key of a provider's test mode
	KindFile       Kind = "file"        // the file itself is the secret
)

// Match is one secret found in a text. It never holds the value.
type Match struct {
	Rule        string // gitleaks' rule id, or one of this package's own: "env-file", …
	Title       string // what it is, for people: "AWS access token"
	Kind        Kind
	Line        int       // from 1; 0: the file as a whole
	EndLine     int       //
	Column      int       // from 1; 0: unknown
	Hash        string    // of the value, salted
	Tail        string    // the value's last four characters; empty where the value is shorter than twelve
	Placeholder bool      // the value stands in for a secret, as in "YOUR_KEY_HERE"
	Strong      bool      // for KindGeneric, KindPassword and KindFile: value and name both look like a secret
	Allowed     bool      // the line carries an inline "gitleaks:allow"
	Note        string    // more about it, without the value
	Expires     time.Time // of a JSON web token: when it stops to be accepted; zero: not told
}

// tailFrom is the length from which a value's last four characters tell nobody
// enough of it.
const tailFrom = 12

// tail returns the last four characters of a value that is long enough.
func tail(value string) string {
	if len(value) < tailFrom {
		return ""
	}
	last := value[len(value)-4:]
	for _, character := range last {
		// Nothing that a page or a comment could read as markup.
		if !(character >= '0' && character <= '9' || character >= 'A' && character <= 'Z' || character >= 'a' && character <= 'z' || strings.ContainsRune("+/=-", character)) {
			return ""
		}
	}
	return last
}

// Hash returns the salted hash by which a value is told from others without
// being known.
func Hash(salt, value string) string {
	code := hmac.New(sha256.New, []byte(salt))
	code.Write([]byte(value))
	return hex.EncodeToString(code.Sum(nil)[:16])
}

// acronyms are the words of rule ids that people write in capitals or with a
// capital of their own.
var acronyms = map[string]string{
	"api": "API", "aws": "AWS", "gcp": "GCP", "jwt": "JWT", "npm": "npm", "pat": "personal access token", "id": "ID", "url": "URL",
	"github": "GitHub", "gitlab": "GitLab", "pypi": "PyPI", "tf": "Terraform", "openai": "OpenAI", "ad": "AD", "yaml": "YAML",
	"ca": "CA", "ptt": "pipeline trigger token", "rrt": "runner registration token", "pkcs12": "PKCS #12",
}

// title turns a rule id into words: "aws-access-token" → "AWS access token".
func title(rule string) string {
	words := strings.Split(rule, "-")
	for index, word := range words {
		if known, found := acronyms[word]; found {
			words[index] = known
		} else if index == 0 && word != "" {
			words[index] = strings.ToUpper(word[:1]) + word[1:]
		}
	}
	return strings.Join(words, " ")
}
