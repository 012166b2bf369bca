package header

import (
	"net/http"
	"strings"

	"github.com/golive-app/golive/config/regex"
)

// ReadCookies reads the cookies that an answer sets.
func ReadCookies(header http.Header) []*http.Cookie {
	var cookies []*http.Cookie
	for _, line := range header.Values("Set-Cookie") {
		if cookie, err := http.ParseSetCookie(line); err == nil {
			cookies = append(cookies, cookie)
		}
	}
	return cookies
}

// session matches the names of cookies that say who somebody is.
var session = regex.New(`(?i)^(?:__host-|__secure-)?(?:.*sess(?:ion)?(?:[_.-]?id)?|connect\.sid|sid|.*[_.-]sid|phpsessid|jsessionid|asp\.net_sessionid|laravel_session|.*auth(?:entication)?(?:[_.-]?token)?|.*(?:access|refresh|id|session)[_.-]?token|jwt|token|remember[_.-]?(?:me|token)?|remember_.*)$`)

// notSession matches names that only sound alike: tokens against forged requests, which
// scripts have to read.
var notSession = regex.New(`(?i)csrf|xsrf|consent|theme|locale`)

// Session reports whether a cookie says who somebody is, by its name.
func Session(cookie *http.Cookie) bool {
	return session.MatchString(cookie.Name) && !notSession.MatchString(cookie.Name)
}

// Gone reports whether a cookie is only being deleted.
func Gone(cookie *http.Cookie) bool {
	return cookie.MaxAge < 0 || strings.TrimSpace(cookie.Value) == ""
}
