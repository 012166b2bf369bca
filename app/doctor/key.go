package doctor

import (
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
)

// KeyFacts are how the App's private key is.
type KeyFacts struct {
	Fingerprint string // of its public half, as the App's settings page shows it; empty: not known
	Problem     string // why it cannot be read, without a byte of it; empty: it can
}

// errKey stands for what GitHub would have said of a key that cannot be read.
var errKey = errors.New("the App's private key cannot be read")

// ReadKey reads a private key as GitHub hands it out: PEM with an RSA key in
// PKCS #1, or in PKCS #8 where somebody has converted it. The fingerprint is what
// GitHub lists of each key of an App: SHA-256 of the public key's DER.
// https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/managing-private-keys-for-github-apps#verifying-private-keys
func ReadKey(text []byte) KeyFacts {
	block, _ := pem.Decode(text)
	if block == nil {
		return KeyFacts{Problem: "it is no whole PEM file: lines are missing, were joined or were changed"}
	}
	switch block.Type {
	case "RSA PRIVATE KEY", "PRIVATE KEY":
	case "OPENSSH PRIVATE KEY":
		return KeyFacts{Problem: "it is an SSH key"}
	case "EC PRIVATE KEY":
		return KeyFacts{Problem: "it is an EC key, and GitHub signs Apps in with RSA only"}
	case "ENCRYPTED PRIVATE KEY":
		return KeyFacts{Problem: "it is protected by a passphrase, which nobody can enter here"}
	default:
		return KeyFacts{Problem: "its PEM block is no private key"}
	}
	if block.Headers["DEK-Info"] != "" {
		return KeyFacts{Problem: "it is protected by a passphrase, which nobody can enter here"}
	}
	key, err := x509.ParsePKCS1PrivateKey(block.Bytes)
	if err != nil {
		parsed, other := x509.ParsePKCS8PrivateKey(block.Bytes)
		if other != nil {
			return KeyFacts{Problem: "what is between its first and its last line is damaged"}
		}
		var isRSA bool
		if key, isRSA = parsed.(*rsa.PrivateKey); !isRSA {
			return KeyFacts{Problem: "it is no RSA key, and GitHub signs Apps in with RSA only"}
		}
	}
	public, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		return KeyFacts{Problem: "its public half cannot be told"}
	}
	sum := sha256.Sum256(public)
	return KeyFacts{Fingerprint: "SHA256:" + base64.StdEncoding.EncodeToString(sum[:])}
}

// judgeKey says only what is not in order: a good key is part of what is said of
// the App.
func judgeKey(key KeyFacts) Diagnosis {
	return Diagnosis{
		Name: "app.key", State: Bad, What: "The App's private key cannot be read: " + key.Problem + ".",
		Why:       "golive signs every request to GitHub with it, so GitHub was not asked anything.",
		HowToMend: "Generate a private key on the App's settings page (General → Private keys), and give golive the file as it was downloaded: GOLIVE_PRIVATE_KEY_FILE names it.",
	}
}
