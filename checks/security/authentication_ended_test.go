package security_test

import (
	"errors"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v4"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
	"github.com/golive-app/golive/checks/evidence/probe"
	"github.com/golive-app/golive/checks/evidence/source/project/projecttest"
	"github.com/golive-app/golive/checks/security"
)

// Only the service can sign a token that it would take, were it not for the time. One is
// laid down by the operator, and proves something where it has ended.
func TestASessionThatHasEnded(t *testing.T) {
	t.Parallel()
	now := checkstest.Subject(checkstest.Tree(nil)).Now()
	key := []byte("key of staging")
	signed := func(expires time.Time) string {
		claims := jwt.RegisteredClaims{Subject: "alice"}
		if !expires.IsZero() {
			claims.ExpiresAt = jwt.NewNumericDate(expires)
		}
		token, err := jwt.NewWithClaims(jwt.SigningMethodHS256, claims).SignedString(key)
		if err != nil {
			t.Fatal(err)
		}
		return token
	}
	ended, good, endless := signed(now.Add(-time.Hour)), signed(now.Add(time.Hour)), signed(time.Time{})
	verifies := func(options ...jwt.ParserOption) func(string) bool {
		return func(token string) bool {
			_, err := jwt.NewParser(append(options, jwt.WithValidMethods([]string{"HS256"}))...).ParseWithClaims(token, &jwt.RegisteredClaims{}, func(*jwt.Token) (any, error) { return key, nil })
			var invalid *jwt.ValidationError
			if errors.As(err, &invalid) && invalid.Errors == jwt.ValidationErrorExpired {
				return false
			}
			return err == nil
		}
	}
	forgets := verifies(jwt.WithoutClaimsValidation()) // checks the signature, not the time
	app := map[string]string{"src/auth.js": authGuard, "src/app.js": expressApp + "const { requireAuth } = require('./auth')\napp.get('/', (req, res) => res.end())\napp.get('/orders', requireAuth, (req, res) => res.json([]))\n"}
	home, orders := answer(200, "text/html", shopPage), answer(200, "application/json", `[{"id":1,"total":10}]`)
	shop := func(takes func(string) bool) site { return site{"/": home, "/orders": guarded(takes, orders)} }
	lays := func(token string) func(*probe.Options) {
		return func(options *probe.Options) {
			options.Secrets = func(name string) (string, error) {
				if name != "ENDED" {
					return "", errors.New(name + " is not laid down")
				}
				return token, nil
			}
		}
	}
	names := func(line string) []checkstest.Option {
		return []checkstest.Option{func(subject *checks.Subject) { subject.Policy.Probes.EndedSession = []string{line} }}
	}
	bearer, cookie := names("Authorization: Bearer ${secret:ENDED}"), names("Cookie: session=${secret:ENDED}")
	judgeLive(t, routeItem("authentication"), security.NewAuthentication(projecttest.Reader(t)), map[string]liveCase{
		"is refused":                      {files: app, serve: shop(verifies()), options: bearer, change: lays(ended), verdict: checks.Pass, says: "and a session of a test user that has ended", not: ended},
		"gets in":                         {files: app, serve: shop(forgets), options: bearer, change: lays(ended), verdict: checks.Fail, findings: "error auth.expired", says: "answered 200 with the session of a test user that has ended (`probes.ended_session`)", not: ended},
		"gets in where none is laid down": {files: app, serve: shop(forgets), verdict: checks.Pass, not: "a session of a test user that has ended"},
		"is a cookie":                     {files: app, serve: shop(verifies()), options: cookie, change: lays("3f9c" + "a71e5d"), verdict: checks.Pass, says: "and a session of a test user that has ended", not: "3f9ca71e5d"},
		"has not ended":                   {files: app, serve: shop(verifies()), options: bearer, change: lays(good), verdict: checks.Unknown, says: "the token of `probes.ended_session` is good until ", not: good},
		"never ends":                      {files: app, serve: shop(verifies()), options: cookie, change: lays(endless), verdict: checks.Unknown, says: "has no `exp`, and so never ends"},
		"is no token":                     {files: app, serve: shop(verifies()), options: bearer, change: lays("eyJx.eyJx.x"), verdict: checks.Unknown, says: "cannot be read"},
		"is not laid down":                {files: app, serve: shop(verifies()), options: names("Authorization: Bearer ${secret:OTHER}"), change: lays(ended), verdict: checks.Unknown, says: "OTHER is not laid down"},
	})
}
