package security

import (
	"net/http"
	"time"

	"github.com/golang-jwt/jwt/v4"

	"github.com/golive-app/golive/checks/evidence/probe"
	"github.com/golive-app/golive/config/regex"
)

// webToken matches a JSON Web Token where a header holds one.
// https://www.rfc-editor.org/rfc/rfc7519#section-3
var webToken = regex.New(`eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+`)

// endedSession returns the headers of a test user whose session has ended, as the policy
// names them: a token that the service signed itself, which golive cannot make. It returns
// nil where none are named, and where they prove nothing, which look says: a token that is
// still good is let in rightly.
func endedSession(look *probe.Look, lines []string, now time.Time) http.Header {
	if len(lines) == 0 {
		return nil
	}
	const untried = "no session that has ended is tried: "
	header, err := probe.FillHeader(look.Staging().Secret, lines)
	if err != nil {
		look.Lack(untried+"a header of `probes.ended_session` cannot be filled in: "+err.Error(), "Whoever runs golive lays the secret down for this repository.")
		return nil
	}
	for _, values := range header {
		for _, value := range values {
			for _, token := range webToken.FindAllString(value, -1) {
				if why := stillGood(token, now); why != "" {
					look.Lack(untried+"the token of `probes.ended_session` "+why, "Lay down a token of a test user that was signed by staging and is past its `exp`.")
					return nil
				}
			}
		}
	}
	return header
}

// stillGood says why a token has not ended. Its signature is the service's to verify.
func stillGood(token string, now time.Time) string {
	var claims jwt.RegisteredClaims
	if _, _, err := jwt.NewParser().ParseUnverified(token, &claims); err != nil {
		return "cannot be read, so that nobody can tell whether it has ended"
	}
	switch {
	case claims.ExpiresAt == nil:
		return "has no `exp`, and so never ends"
	case claims.ExpiresAt.After(now):
		return "is good until " + claims.ExpiresAt.UTC().Format("2006-01-02 15:04 UTC")
	}
	return ""
}
