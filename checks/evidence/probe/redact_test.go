package probe_test

import (
	"net/http"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/golive-app/golive/checks/evidence/probe"
)

func TestRedaction(t *testing.T) {
	t.Parallel()
	redactor := probe.NewRedactor([]string{"Bearer staging-T0ken/with+signs", "Basic ZGFuYTpvcGVuc2VzYW1l"})
	for text, want := range map[string]string{
		"you sent Bearer staging-T0ken/with+signs":            "you sent (secret)",
		"token was staging-T0ken/with+signs":                  "token was (secret)",
		`{"t":"staging-T0ken\/with+signs"}`:                   `{"t":"(secret)"}`,
		"?t=staging-T0ken%2Fwith%2Bsigns":                     "?t=(secret)",
		"c3RhZ2luZy1UMGtlbi93aXRoK3NpZ25z":                    "(secret)",
		"hello opensesame":                                    "hello (secret)",
		"Bearer is a scheme":                                  "Bearer is a scheme",
		"DB_PASSWORD=s3cret\nPORT=8080":                       "DB_PASSWORD=(hidden)\nPORT=(hidden)",
		`{"password":"s3cret","name":"Dana"}`:                 `{"password":(hidden),"name":"Dana"}`,
		"api_key: abc":                                        "api_key: (hidden)",
		"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl x": "(hidden) x",
		"key AKIAABCDEFGHIJKLMNOP.":                           "key (hidden).",
		"sk_live_abcdef":                                      "(hidden)",
		"postgres://app:s3cret@db/shop":                       "postgres://app:(hidden)@db/shop",
		"write to dana@example.com":                           "write to (hidden)",
		"-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----\nrest": "-----BEGIN RSA PRIVATE KEY-----(hidden)\nrest",
		`{"status":"ok","version":"1.4.0"}`:                                          `{"status":"ok","version":"1.4.0"}`,
	} {
		got := redactor.Text(text)
		if strings.HasPrefix(want, "postgres://") {
			want = "postgres://app:(hidden)"
			if !strings.HasPrefix(got, want) || strings.Contains(got, "s3cret") {
				t.Errorf("%q: %q", text, got)
			}
			continue
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	header := redactor.Header(http.Header{"Set-Cookie": {"sid=abc; Path=/; Secure", "bare"}, "Location": {"/?t=staging-T0ken%2Fwith%2Bsigns"}, "Content-Security-Policy": {"script-src 'sha256-" + strings.Repeat("a", 43) + "='"}})
	if header["Set-Cookie"][0] != "sid=(hidden); Path=/; Secure" || header["Set-Cookie"][1] != "bare=(hidden)" || header.Get("Location") != "/?t=(secret)" || strings.Contains(header.Get("Content-Security-Policy"), "hidden") {
		t.Errorf("%v", header)
	}
	if got := redactor.Excerpt([]byte("\x89PNG\x00\x00")); got != "" {
		t.Errorf("%q", got)
	}
}

func FuzzExcerpt(f *testing.F) {
	redactor := probe.NewRedactor([]string{"hunter2hunter2"})
	for _, seed := range []string{"", "hunter2hunter2", "PASSWORD=hunter2hunter2", "\xff\xfe", strings.Repeat("hunter2hunter2 ", 3000), "-----BEGIN PRIVATE KEY-----", "eyJhbGci.eyJ.x"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		text := redactor.Excerpt(body)
		if len(text) > 8<<10 || !utf8.ValidString(text) || strings.Contains(text, "hunter2hunter2") {
			t.Errorf("%q", text)
		}
	})
}
