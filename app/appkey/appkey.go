// Package appkey reads the private key of golive's App and tells its public half as
// GitHub does.
package appkey

import (
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
)

// Why a private key cannot be read, without a byte of it.
var (
	ErrNoPEM      = errors.New("it is no whole PEM file: lines are missing, were joined or were changed")
	ErrSSH        = errors.New("it is an SSH key")
	ErrEC         = errors.New("it is an EC key, and GitHub signs Apps in with RSA only")
	ErrPassphrase = errors.New("it is protected by a passphrase, which nobody can enter here")
	ErrNoKey      = errors.New("its PEM block is no private key")
	ErrDamaged    = errors.New("what is between its first and its last line is damaged")
	ErrNoRSA      = errors.New("it is no RSA key, and GitHub signs Apps in with RSA only")
)

// Parse reads a private key as GitHub hands it out: PEM with an RSA key in PKCS #1,
// or in PKCS #8 where somebody has converted it.
func Parse(text []byte) (*rsa.PrivateKey, error) {
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, ErrNoPEM
	}
	switch block.Type {
	case "RSA PRIVATE KEY", "PRIVATE KEY":
	case "OPENSSH PRIVATE KEY":
		return nil, ErrSSH
	case "EC PRIVATE KEY":
		return nil, ErrEC
	case "ENCRYPTED PRIVATE KEY":
		return nil, ErrPassphrase
	default:
		return nil, ErrNoKey
	}
	if block.Headers["DEK-Info"] != "" {
		return nil, ErrPassphrase
	}
	if key, err := x509.ParsePKCS1PrivateKey(block.Bytes); err == nil {
		return key, nil
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, ErrDamaged
	}
	key, isRSA := parsed.(*rsa.PrivateKey)
	if !isRSA {
		return nil, ErrNoRSA
	}
	return key, nil
}

// Fingerprint is what GitHub lists of each key of an App on its settings page: SHA-256
// of the public key's DER.
// https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/managing-private-keys-for-github-apps#verifying-private-keys
func Fingerprint(key *rsa.PublicKey) (string, error) {
	public, err := x509.MarshalPKIXPublicKey(key)
	if err != nil {
		return "", errors.New("its public half cannot be told")
	}
	sum := sha256.Sum256(public)
	return "SHA256:" + base64.StdEncoding.EncodeToString(sum[:]), nil
}
