package webhook

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// signaturePrefix begins the one signature that is accepted. The older SHA-1
// header is not looked at.
// https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
const signaturePrefix = "sha256="

// Which secret a signature was made with, as the metric names it.
const (
	keyCurrent  = "current"
	keyPrevious = "previous"
	keyNone     = "none"
)

// parseSignature returns the digest that the header claims; false where it is
// missing or has another form.
func parseSignature(header string) ([]byte, bool) {
	text, found := strings.CutPrefix(header, signaturePrefix)
	if !found || len(text) != hex.EncodedLen(sha256.Size) {
		return nil, false
	}
	digest, err := hex.DecodeString(text)
	return digest, err == nil
}

// signedWith tells which of the secrets a body's digest was made with. Each is
// compared in constant time.
func signedWith(secrets [][]byte, body, digest []byte) string {
	for index, secret := range secrets {
		mac := hmac.New(sha256.New, secret)
		mac.Write(body)
		if !hmac.Equal(mac.Sum(nil), digest) {
			continue
		}
		if index == 0 {
			return keyCurrent
		}
		return keyPrevious
	}
	return keyNone
}
