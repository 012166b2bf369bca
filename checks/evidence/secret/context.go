package secret

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"time"

	"github.com/golive-app/golive/config/regex"
)

// identifier finds the name that stands last before a value, behind it only
// what assigns: "apiKey: '" → "apiKey".
var identifier = regex.New("([A-Za-z_][A-Za-z0-9_.-]*)[\"'`\\])\\s]*(?:[:=>,|?(]+[\"'`\\s]*)+$")

// identifierOf returns the name that a text before a value assigns to, or the
// text without what surrounds a name.
func identifierOf(before string) string {
	if match := identifier.FindStringSubmatch(before); match != nil {
		return match[1]
	}
	return strings.Trim(before, " \t\n\r'\"`:=>,|?")
}

// hashedName are names of a secret's hash, from which the secret is not known.
var hashedName = regex.New(`(?i)[a-z](?:[_.-]?(?:hash|hashed|digest|checksum))$`)

var (
	word   = regex.New(`^[a-z]{2,}$|^[A-Z][a-z]+$|^[A-Z]{2,}$`)
	vowel  = regex.New(`(?i)[aeiouy]`)
	figure = regex.New(`^[0-9]{1,4}$`)
)

// Worded reports whether a value is made of words and small numbers alone, as
// the names of files, migrations and settings are: "0018_remove_ping_body". A
// machine draws no such value; a person may choose one as a password.
func Worded(value string) bool {
	parts := strings.FieldsFunc(Unquote(value), func(r rune) bool { return strings.ContainsRune("_-./: ", r) })
	words := 0
	for _, part := range parts {
		switch {
		case figure.MatchString(part):
		case word.MatchString(part) && vowel.MatchString(part) && len(part) <= 16:
			words++
		case word.MatchString(part) && len(part) <= 4: // "db", "kv", "src"
		default:
			return false
		}
	}
	return words >= 2
}

// identity reports whether a value under this name is an id and no secret: a
// UUID or a chain of words, and a name that is not meant for secrets. Nobody takes a
// UUID as a password.
func identity(name, value string) bool {
	value = Unquote(value)
	return (uuid.MatchString(value) || Worded(value)) && !SecretName(name) || uuid.MatchString(value) && passwordName.MatchString(name) || told(name, value)
}

var (
	// keyPrint are names of fingerprints, by which a key is found and which nothing is
	// opened with: GPG_KEY, signing-key-fingerprint.
	keyPrint    = regex.New(`(?i)gpg|pgp|fingerprint`)
	fingerprint = regex.New(`^(?:0x)?(?:[0-9A-Fa-f]{40}|[0-9A-Fa-f]{16})$`)
	// tokenizers are names about the tokens of a language model, which are words.
	tokenizers = regex.New(`(?i:tokeni[sz]|tokens[_.-]?per)|(?:(?i:(?:^|[_.-])(?:max|min|num|input|output|prompt|completion|total|cached|reasoning)[_.-]?tokens)|(?:max|min|num|input|output|prompt|completion|total|cached|reasoning)Tokens)$`)
	// algorithms are names of ways to sign and encrypt.
	algorithms = regex.New(`(?i)\b(?:hmac|hkdf|pbkdf2|aes|rsa|ecdsa|ecdh|sha)[_-]?\d{2,4}\b|\b(?:hmac|hkdf)[_-]sha`)
	slashed    = regex.New(`^[a-z]{3,}(?:/[a-z]{3,})+$`)
)

// told reports whether a name and a value say together that there is no secret: a
// key's fingerprint, a model by its name, a text that names an algorithm, words with
// slashes between them.
func told(name, value string) bool {
	return keyPrint.MatchString(name) && fingerprint.MatchString(value) || tokenizers.MatchString(name) || algorithms.MatchString(value) || slashed.MatchString(value)
}

// tokenFacts are what a JSON web token says of itself, which anyone can read
// (https://www.rfc-editor.org/rfc/rfc7519#section-4.1).
type tokenFacts struct {
	expires time.Time // zero: never, or not told
	public  bool      // it is issued to be sent to browsers
}

// webToken reports whether a text that looks like a JSON web token is one: its first
// two parts are objects of JSON.
func webToken(token string) bool {
	parts := strings.Split(Unquote(token), ".")
	if len(parts) < 2 {
		return false
	}
	for _, part := range parts[:2] {
		decoded, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(part, "="))
		if err != nil || !json.Valid(decoded) || len(decoded) == 0 || decoded[0] != '{' {
			return false
		}
	}
	return true
}

func tokenFactsOf(token string) tokenFacts {
	parts := strings.Split(Unquote(token), ".")
	if len(parts) != 3 {
		return tokenFacts{}
	}
	payload, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(parts[1], "="))
	if err != nil {
		return tokenFacts{}
	}
	var claims struct {
		Expires *float64 `json:"exp"`
		Issuer  string   `json:"iss"`
		Role    string   `json:"role"`
	}
	if json.Unmarshal(payload, &claims) != nil {
		return tokenFacts{}
	}
	// https://supabase.com/docs/guides/api/api-keys: the anon key is public.
	facts := tokenFacts{public: claims.Issuer == "supabase" && claims.Role == "anon"}
	if claims.Expires != nil && *claims.Expires > 0 && *claims.Expires < 1e11 {
		facts.expires = time.Unix(int64(*claims.Expires), 0).UTC()
	}
	return facts
}
