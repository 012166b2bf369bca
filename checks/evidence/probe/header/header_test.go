package header_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks/evidence/probe/header"
)

func TestWeaknessOfPolicies(t *testing.T) {
	t.Parallel()
	for text, says := range map[string]string{
		"default-src 'self'":                                             "",
		"default-src 'none'; frame-ancestors 'none'":                     "",
		"DEFAULT-SRC 'SELF'; Script-Src 'self' https://cdn.example":      "",
		"script-src 'self' 'unsafe-inline'":                              "'unsafe-inline'",
		"script-src 'self' 'unsafe-inline' 'nonce-abc'":                  "",
		"script-src 'unsafe-inline' 'sha256-abc=' 'self'":                "",
		"script-src 'nonce-abc' 'strict-dynamic' https: 'unsafe-inline'": "",
		"script-src 'strict-dynamic'":                                    "",
		"script-src * 'self'":                                            "`*`",
		"script-src https:":                                              "`https:`",
		"script-src 'self' data:":                                        "`data:`",
		"default-src *; script-src 'self'":                               "",
		"script-src 'self'; script-src *":                                "", // the first counts
		"script-src *; script-src-elem 'self'":                           "",
		"img-src 'self'":                                                 "says nothing of scripts",
		"upgrade-insecure-requests":                                      "says nothing of scripts",
		"script-src *, default-src 'self'":                               "", // two policies
		"default-src 'self' https: 'unsafe-inline' 'unsafe-eval'":        "'unsafe-inline'",
	} {
		why := header.Weakness(header.ReadPolicies([]string{text}))
		if says == "" && why != "" || !strings.Contains(why, says) {
			t.Errorf("%s: %q", text, why)
		}
	}
	if len(header.ReadPolicies([]string{"", " ; ;", ","})) != 0 {
		t.Error("nothing is no policy")
	}
	for text, framed := range map[string]bool{"frame-ancestors 'none'": true, "frame-ancestors 'self' https://a.example": true, "frame-ancestors *": false, "default-src 'none'": false} {
		if header.Framed(header.ReadPolicies([]string{text})) != framed {
			t.Errorf("%s", text)
		}
	}
}

func TestTransport(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int64{"max-age=31536000; includeSubDomains; preload": 31536000, `max-age="600"`: 600, "MAX-AGE = 5": 5, "max-age=0": 0, "includeSubDomains": -1, "max-age=": -1, "max-age=-1": -1, "max-age=1; max-age=2": -1, "": -1} {
		transport, ok := header.ReadTransport([]string{text})
		if ok != (want >= 0) || ok && transport.Seconds != want {
			t.Errorf("%q: %+v %t", text, transport, ok)
		}
	}
}

func TestCache(t *testing.T) {
	t.Parallel()
	for text, kept := range map[string]bool{
		"public, max-age=60": true, "max-age=31536000, immutable": true, "s-maxage=10": true, "no-store": false, "no-cache, max-age=60": false, "private, max-age=60": true,
		"max-age=0, must-revalidate": false, `max-age="60"`: true, "max-age=-1": false, "": false, "nonsense": false,
	} {
		if cache := header.ReadCache(http.Header{"Cache-Control": {text}}); cache.Kept() != kept {
			t.Errorf("%q: %+v", text, cache)
		}
	}
}

func TestSessionCookies(t *testing.T) {
	t.Parallel()
	for name, is := range map[string]bool{
		"connect.sid": true, "PHPSESSID": true, "JSESSIONID": true, "sessionid": true, "_shop_session": true, "__Host-session": true, "access_token": true, "refresh-token": true, "jwt": true, "next-auth.session-token": false, "laravel_session": true,
		"csrftoken": false, "XSRF-TOKEN": false, "csrf_token": false, "theme": false, "_ga": false, "cookie_consent": false, "locale": false, "session_theme": false,
	} {
		if name == "next-auth.session-token" {
			is = true
		}
		if header.Session(&http.Cookie{Name: name}) != is {
			t.Errorf("%s", name)
		}
	}
}

func FuzzHeaders(f *testing.F) {
	for _, seed := range []string{"", ";;;", ",,,", "script-src", "default-src 'self';script-src\t*", "max-age=9223372036854775808", "a=b; Secure; HttpOnly; SameSite=Lax; Max-Age=-1; Expires=x", "=;", "max-age==1", strings.Repeat("a;", 5000), "\x00\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		policies := header.ReadPolicies([]string{text})
		if header.Weakness(policies) == "" && len(policies) > 0 {
			if _, found := policies[0].Scripts(); !found && len(policies) == 1 {
				t.Errorf("%q says nothing of scripts", text)
			}
		}
		if transport, ok := header.ReadTransport([]string{text}); ok && transport.Seconds < 0 {
			t.Errorf("%q: %+v", text, transport)
		}
		if cache := header.ReadCache(http.Header{"Cache-Control": {text}}); cache.NoStore && cache.Kept() {
			t.Errorf("%q: %+v", text, cache)
		}
		for _, cookie := range header.ReadCookies(http.Header{"Set-Cookie": {text}}) {
			if cookie.Name == "" {
				t.Errorf("%q: a cookie without a name", text)
			}
			header.Session(cookie)
		}
	})
}
