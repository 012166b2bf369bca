package secret_test

import (
	"encoding/base64"
	"fmt"
	"testing"
	"time"

	"github.com/golive-app/golive/checks/evidence/secret"
)

func TestWorded(t *testing.T) {
	t.Parallel()
	for _, value := range []string{"0018_remove_ping_body", "demo-access-token", "users.created", "com/acme/shop", "Ping-Body-Size"} {
		if !secret.Worded(value) {
			t.Errorf("%q is made of words", value)
		}
	}
	for _, value := range []string{random, password, githubPAT, awsKey, "correcthorse", "12345_6789", "a1b2-c3d4-e5f6", "ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4", "", "xkcdqrtz-bcdfghjk"} {
		if secret.Worded(value) {
			t.Errorf("%q is not made of words", value)
		}
	}
}

func TestTextTellsIdentifiersFromSecrets(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		text    string
		secrets int
	}{
		"a migration's dependency":              {`dependencies = [("api", "0018_remove_ping_body")]`, 0},
		"an id beside a product's name":         {`GooglePasswordManager = "ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4",`, 0},
		"a UUID that is a key":                  {`const apiKey = "ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4"`, 1},
		"a web token whose header is no object": {`"eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ.eyJzdWIiOiIxMjM0NTY3ODkwIn0.` + random + random + `"`, 0},
		"a token that goes on":                  {`GR1348941` + `PREfix_kT9vRw2zXq7L_and_a_long_rest_of_other_letters`, 0},
		"the hash of a token":                   {`{"tokenId":"1","tokenHash":"` + random + `"}`, 0},
		"a random value beside a plain word":    {`("api", "` + random + `")`, 1},
	} {
		matches, err := scanner(t).Text(t.Context(), "salt", "a.py", test.text+"\n", 1)
		if err != nil {
			t.Fatal(err)
		}
		found := 0
		for _, match := range matches {
			if !match.Placeholder {
				found++
			}
		}
		if found != test.secrets {
			t.Errorf("%s: %d secrets in %+v, want %d", name, found, matches, test.secrets)
		}
	}
}

// webToken returns an unsigned JSON web token with these claims.
func webToken(claims string) string {
	part := func(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }
	return part(`{"alg":"HS256","typ":"JWT"}`) + "." + part(claims) + "." + "m1U2FUM1PBsO8MVnRPgGLmpSMfAz3gFwYkhdzFIyFLc"
}

func TestTextReadsWhatATokenSaysOfItself(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		claims  string
		kind    secret.Kind
		expires time.Time
	}{
		"an expired one":        {`{"sub":"5ebac534954b54139806c112","iat":1589298484,"exp":1589300284}`, secret.KindGeneric, time.Unix(1589300284, 0).UTC()},
		"one without an end":    {`{"sub":"5ebac534954b54139806c112","iat":1589298484}`, secret.KindGeneric, time.Time{}},
		"one with a broken end": {`{"sub":"5ebac534954b54139806c112","exp":"soon"}`, secret.KindGeneric, time.Time{}},
		"one made for browsers": {`{"iss":"supabase","role":"anon","ref":"abcdefghij","iat":1589298484}`, secret.KindPublic, time.Time{}},
		"its brother is secret": {`{"iss":"supabase","role":"service_role","ref":"abcdefghij","iat":1589298484}`, secret.KindGeneric, time.Time{}},
	} {
		matches, err := scanner(t).Text(t.Context(), "salt", "a.yml", fmt.Sprintf("example: %s\n", webToken(test.claims)), 1)
		if err != nil || len(matches) != 1 {
			t.Errorf("%s: %+v, %v", name, matches, err)
			continue
		}
		if matches[0].Kind != test.kind || !matches[0].Expires.Equal(test.expires) {
			t.Errorf("%s: %s until %s, want %s until %s", name, matches[0].Kind, matches[0].Expires, test.kind, test.expires)
		}
	}
}

func FuzzWebToken(f *testing.F) {
	f.Add(webToken(`{"exp":1}`))
	f.Add("eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjFlMzA5fQ.x")
	f.Fuzz(func(t *testing.T, token string) {
		if _, err := scanner(t).Text(t.Context(), "salt", "a.yml", "token: "+token+"\n", 1); err != nil {
			t.Fatal(err)
		}
	})
}
