package doctor_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"os/exec"
	"strings"
	"testing"

	"github.com/golive-app/golive/app/doctor"
)

func encoded(t *testing.T, kind string, der []byte, err error) []byte {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
}

// The commands are those by which GitHub's documentation tells keys apart.
func TestAKeyIsKnownByTheFingerprintThatGitHubShows(t *testing.T) {
	t.Parallel()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	text := encoded(t, "RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(key), nil)
	converted, err := x509.MarshalPKCS8PrivateKey(key)
	one, other := doctor.ReadKey(text), doctor.ReadKey(encoded(t, "PRIVATE KEY", converted, err))
	if one != other || one.Problem != "" {
		t.Errorf("%+v in PKCS #1, %+v in PKCS #8", one, other)
	}
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("openssl is not here")
	}
	command := exec.CommandContext(t.Context(), "sh", "-c", "openssl rsa -pubout -outform DER 2>/dev/null | openssl sha256 -binary | openssl base64")
	command.Stdin = bytes.NewReader(text)
	output, err := command.Output()
	if want := "SHA256:" + strings.TrimSpace(string(output)); err != nil || one.Fingerprint != want {
		t.Errorf("%s, want %s, error %v", one.Fingerprint, want, err)
	}
}

func TestAKeyThatCannotBeReadSaysWhy(t *testing.T) {
	t.Parallel()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	whole := encoded(t, "RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(key), nil)
	curve, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	curveDER, err := x509.MarshalPKCS8PrivateKey(curve)
	public, publicErr := x509.MarshalPKIXPublicKey(&key.PublicKey)
	for name, test := range map[string]struct {
		text []byte
		says string
	}{
		"nothing":                 {nil, "no whole PEM"},
		"cut off":                 {whole[:300], "no whole PEM"},
		"its lines joined":        {[]byte(strings.ReplaceAll(string(whole), "\n", " ")), "no whole PEM"},
		"bytes are missing":       {encoded(t, "RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(key)[:500], nil), "damaged"},
		"the public half":         {encoded(t, "PUBLIC KEY", public, publicErr), "no private key"},
		"a key of a curve":        {encoded(t, "PRIVATE KEY", curveDER, err), "no RSA key"},
		"a key of a curve, SEC 1": {encoded(t, "EC PRIVATE KEY", []byte("x"), nil), "EC key"},
		"an SSH key":              {encoded(t, "OPENSSH PRIVATE KEY", []byte("x"), nil), "SSH key"},
		"a passphrase, PKCS #8":   {encoded(t, "ENCRYPTED PRIVATE KEY", []byte("x"), nil), "passphrase"},
		"a passphrase":            {pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Headers: map[string]string{"Proc-Type": "4,ENCRYPTED", "DEK-Info": "AES-128-CBC,00"}, Bytes: []byte("x")}), "passphrase"},
	} {
		got := doctor.ReadKey(test.text)
		if got.Fingerprint != "" || !strings.Contains(got.Problem, test.says) {
			t.Errorf("%s: %+v", name, got)
		}
		all := doctor.Judge(doctor.Gather(t.Context(), doctor.Sources{Key: got, Redis: sources(&hub{}).Redis, Now: sources(&hub{}).Now}))
		if len(all) != 2 || all[0].Name != "app.key" || all[0].State != doctor.Bad || all[0].HowToMend == "" {
			t.Errorf("%s: %+v", name, all)
		}
	}
}

func FuzzReadKey(f *testing.F) {
	f.Add([]byte("-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----\n"))
	f.Add([]byte("-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----"))
	f.Fuzz(func(t *testing.T, text []byte) {
		if got := doctor.ReadKey(text); (got.Fingerprint == "") == (got.Problem == "") {
			t.Errorf("%+v", got)
		}
	})
}
