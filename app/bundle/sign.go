package bundle

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"

	"github.com/golive-app/golive/app/appkey"
)

// algorithm is the one way in which a bundle is signed.
const algorithm = "RSASSA-PKCS1-v1_5 with SHA-256"

// Signature is whose word a bundle is.
type Signature struct {
	Algorithm   string `json:"algorithm"`
	Fingerprint string `json:"fingerprint"` // of the key, as GitHub lists it on the App's settings page
	Key         string `json:"key"`         // the public key, PEM
	Value       string `json:"value"`       // base64
}

// Signer signs bundles with the App's private key.
type Signer struct {
	key    *rsa.PrivateKey
	public string
	print  string
}

// NewSigner reads the App's private key, PEM.
func NewSigner(private []byte) (*Signer, error) {
	key, err := appkey.Parse(private)
	if err != nil {
		return nil, fmt.Errorf("bundle: the App's private key: %w", err)
	}
	print, err := appkey.Fingerprint(&key.PublicKey)
	if err != nil {
		return nil, fmt.Errorf("bundle: the App's private key: %w", err)
	}
	der, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		return nil, fmt.Errorf("bundle: the App's private key: %w", err)
	}
	return &Signer{key, string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})), print}, nil
}

// Fingerprint names the key, as GitHub lists it on the App's settings page.
func (s *Signer) Fingerprint() string { return s.print }

// signed is the sum of what a signature is of. A token of GitHub's is signed from
// letters of base64 on, which these words are not.
func signed(bundle json.RawMessage) ([]byte, error) {
	data, err := compact(bundle)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(append([]byte("golive bundle 1\n"), data...))
	return sum[:], nil
}

func (s *Signer) sign(bundle json.RawMessage) (*Signature, error) {
	sum, err := signed(bundle)
	if err != nil {
		return nil, err
	}
	value, err := rsa.SignPKCS1v15(nil, s.key, crypto.SHA256, sum) // without randomness: the same every time
	if err != nil {
		return nil, fmt.Errorf("sign: %w", err)
	}
	return &Signature{algorithm, s.print, s.public, base64.StdEncoding.EncodeToString(value)}, nil
}

// Why a signature tells nothing.
var (
	errAlgorithm = errors.New("it is made in a way that this golive does not know")
	errPublicKey = errors.New("its public key cannot be read")
	errPrint     = errors.New("the fingerprint is not that of its key")
	errOtherKey  = errors.New("it is by another key than was asked for")
	errForged    = errors.New("it is not of this bundle: what was signed has been changed, or somebody else signed it")
)

// mostKey and leastKey bound an RSA key, in bits: a huge one costs time to use, and a
// short one is found out.
const (
	leastKey = 2048
	mostKey  = 8192
)

// check returns the fingerprint of the key that signed the bundle.
func (s Signature) check(bundle json.RawMessage, wanted string) (string, error) {
	if s.Algorithm != algorithm {
		return "", errAlgorithm
	}
	key, err := publicKey([]byte(s.Key))
	if err != nil {
		return "", err
	}
	print, err := appkey.Fingerprint(key)
	switch {
	case err != nil:
		return "", errPublicKey
	case print != s.Fingerprint:
		return "", errPrint
	case wanted != "" && wanted != print:
		return print, errOtherKey
	}
	value, err := base64.StdEncoding.Strict().DecodeString(s.Value)
	if err != nil {
		return print, errForged
	}
	sum, err := signed(bundle)
	if err != nil {
		return print, err
	}
	if rsa.VerifyPKCS1v15(key, crypto.SHA256, sum, value) != nil {
		return print, errForged
	}
	return print, nil
}

func publicKey(text []byte) (*rsa.PublicKey, error) {
	block, rest := pem.Decode(text)
	if block == nil || len(rest) > 0 {
		return nil, errPublicKey
	}
	var key *rsa.PublicKey
	if parsed, err := x509.ParsePKIXPublicKey(block.Bytes); err == nil {
		key, _ = parsed.(*rsa.PublicKey)
	} else if parsed, err := x509.ParsePKCS1PublicKey(block.Bytes); err == nil {
		key = parsed
	}
	if key == nil || key.N.BitLen() < leastKey || key.N.BitLen() > mostKey {
		return nil, errPublicKey
	}
	return key, nil
}

// FingerprintOf names a public key, PEM.
func FingerprintOf(public []byte) (string, error) {
	key, err := publicKey(public)
	if err != nil {
		return "", err
	}
	return appkey.Fingerprint(key)
}
