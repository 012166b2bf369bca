package simulator

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// The page that says what an installation token may do.
const permissionPage = "https://docs.github.com/rest/authentication/permissions-required-for-github-apps"

// token is an installation access token, or one of a person.
type token struct {
	text         string
	installation int64  // 0: a person's
	person       string // login in lower case
	expires      time.Time
	permissions  map[string]string
	// repositories restricts the token; nil means all of the installation.
	repositories map[int64]bool
}

// authenticate reads the Authorization header for a route of this access.
// https://docs.github.com/rest/authentication/authenticating-to-the-rest-api
func (c *call) authenticate(access string) *answer {
	header := c.request.Header.Get("Authorization")
	_, text, _ := strings.Cut(header, " ")
	text = strings.TrimSpace(text)
	if access == asApp {
		if text == "" {
			return fail(http.StatusUnauthorized, "A JSON web token could not be decoded", jwtPage)
		}
		return c.g.verifyAppToken(text)
	}
	if header == "" {
		if access == asAnyone {
			return nil
		}
		return fail(http.StatusUnauthorized, "Requires authentication", restPage+"/authentication/authenticating-to-the-rest-api")
	}
	if access == asAnyone && strings.Count(text, ".") == 2 {
		return c.g.verifyAppToken(text)
	}
	return c.useToken(text)
}

func (c *call) useToken(text string) *answer {
	known := c.g.tokens[text]
	if known == nil || !known.expires.After(c.g.options.ClientNow()) {
		return fail(http.StatusUnauthorized, "Bad credentials", restPage)
	}
	if known.person != "" {
		c.token = known
		return nil
	}
	installation := c.g.installations[known.installation]
	if installation == nil {
		return fail(http.StatusUnauthorized, "Bad credentials", restPage)
	}
	if !installation.suspendedAt.IsZero() {
		return suspended()
	}
	c.installation, c.token = installation, known
	return nil
}

// https://docs.github.com/apps/maintaining-github-apps/suspending-a-github-app-installation
func suspended() *answer {
	return fail(http.StatusForbidden, "This installation has been suspended", restPage)
}

// authorize finds the repository of the path and compares permissions: a
// repository that the installation does not see is 404, a missing permission 403.
// https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api#404-not-found-for-an-existing-resource
// https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api#resource-not-accessible
func (c *call) authorize(access string) *answer {
	seen := true
	if name, named := c.vars["repo"]; named {
		c.repository = c.g.repositories[c.g.names[nameKey(c.vars["owner"], name)]]
		if c.repository == nil {
			return notFound()
		}
		seen = c.g.reaches(c.token, c.repository)
	}
	reads := c.request.Method == http.MethodGet || c.request.Method == http.MethodHead
	switch {
	case !seen && c.repository.private:
		return notFound()
	case !seen && reads:
		return nil // what is public may be read by every token
	case !seen:
		return c.inaccessible(access)
	case access == asApp, access == asToken, access == asAnyone:
		return nil
	case !c.token.allows(access):
		return c.inaccessible(access)
	}
	return nil
}

// allows tells whether one of the alternatives "permission:level" is held.
func (t *token) allows(access string) bool {
	for _, alternative := range strings.Split(access, "|") {
		name, level, _ := strings.Cut(alternative, ":")
		if permissionRank(t.permissions[name]) >= permissionRank(level) {
			return true
		}
	}
	return false
}

func permissionRank(level string) int {
	switch level {
	case "read":
		return 1
	case "write":
		return 2
	case "admin":
		return 3
	}
	return 0
}

// rate is the primary rate limit of one installation.
// https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api
type rate struct {
	now   func() time.Time
	limit int
	used  int
	reset time.Time
}

// The page that GitHub names when a primary limit is exceeded.
const ratePage = "https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api"

func (r *rate) refresh() {
	if now := r.now(); !now.Before(r.reset) {
		r.used, r.reset = 0, now.Add(time.Hour).Truncate(time.Second)
	}
}

func (r *rate) take(installation int64) *answer {
	r.refresh()
	if r.used >= r.limit {
		return rateExceeded(installation, r.limit, r.reset)
	}
	r.used++
	return nil
}

func (r *rate) giveBack() { r.used = max(0, r.used-1) }

func (r *rate) render() object {
	r.refresh()
	return object{"limit": r.limit, "remaining": r.limit - r.used, "used": r.used, "reset": r.reset.Unix(), "resource": "core"}
}

func (r *rate) describe(header http.Header) { rateHeaders(header, r.limit, r.limit-r.used, r.reset) }

func rateHeaders(header http.Header, limit, remaining int, reset time.Time) {
	header.Set("X-RateLimit-Limit", strconv.Itoa(limit))
	header.Set("X-RateLimit-Remaining", strconv.Itoa(remaining))
	header.Set("X-RateLimit-Used", strconv.Itoa(limit-remaining))
	header.Set("X-RateLimit-Reset", strconv.FormatInt(reset.Unix(), 10))
	header.Set("X-RateLimit-Resource", "core")
}

func rateExceeded(installation int64, limit int, reset time.Time) *answer {
	reply := fail(http.StatusForbidden, "API rate limit exceeded for installation ID "+strconv.FormatInt(installation, 10)+".", ratePage)
	reply.header = http.Header{}
	rateHeaders(reply.header, limit, 0, reset)
	return reply
}
