package github

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	gh "github.com/google/go-github/v66/github"

	"github.com/golive-app/golive/jobs"
)

// The reasons of a jobs.LimitedError.
const (
	primaryLimit   = "GitHub's primary rate limit"
	secondaryLimit = "GitHub's secondary rate limit"
)

// What a secondary limit lasts: GitHub says "at least one minute" where it
// names no time, and what it names is not believed beyond ten minutes, since
// the task asks again anyway.
// https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
const (
	shortestLimit = time.Minute
	longestLimit  = 10 * time.Minute
)

// situation is what the meaning of a failure depends on besides itself.
type situation struct {
	now      time.Time
	spread   time.Duration // added to the end of a limit
	settings string        // page where what the caller may do is decided
	person   bool          // the caller is no App
}

// caller names who asked.
func (s situation) caller() string {
	if s.person {
		return "the token"
	}
	return "the App"
}

// classify says what a failure means for a task. It is the only place that
// does, and it does nothing else. Errors that it does not know keep their chain;
// of those that it does only the text remains.
func classify(err error, at situation) error {
	var (
		limited   *jobs.LimitedError
		token     *tokenError
		primary   *gh.RateLimitError
		secondary *gh.AbuseRateLimitError
		accepted  *gh.AcceptedError
		answer    *gh.ErrorResponse
	)
	switch {
	case err == nil, errors.As(err, &accepted): // 202: GitHub will do it
		return nil
	case errors.As(err, &limited):
		return limited
	case errors.As(err, &token):
		return token.meaning()
	case errors.As(err, &primary):
		return &jobs.LimitedError{Until: resetOf(primary.Rate.Reset.Time, at), Reason: primaryLimit}
	case errors.As(err, &secondary):
		return &jobs.LimitedError{Until: at.now.Add(retryAfter(secondary.Response) + at.spread), Reason: secondaryLimit}
	case errors.As(err, &answer) && answer.Response != nil:
		return classifyAnswer(answer, at)
	default:
		return err
	}
}

func classifyAnswer(answer *gh.ErrorResponse, at situation) error {
	response, message := answer.Response, describe(answer)
	lower := strings.ToLower(message)
	switch response.StatusCode {
	case http.StatusTooManyRequests:
		if response.Header.Get("X-RateLimit-Remaining") == "0" && response.Header.Get("Retry-After") == "" {
			seconds, _ := strconv.ParseInt(response.Header.Get("X-RateLimit-Reset"), 10, 64)
			return &jobs.LimitedError{Until: resetOf(time.Unix(seconds, 0), at), Reason: primaryLimit}
		}
		return &jobs.LimitedError{Until: at.now.Add(retryAfter(response) + at.spread), Reason: secondaryLimit}
	case http.StatusForbidden:
		if response.Header.Get("Retry-After") != "" || strings.Contains(lower, "secondary rate limit") {
			return &jobs.LimitedError{Until: at.now.Add(retryAfter(response) + at.spread), Reason: secondaryLimit}
		}
		if strings.Contains(lower, "not accessible by ") { // "integration", "personal access token"
			return fmt.Errorf("%w: %s", jobs.ErrForbidden, lacking(response, at))
		}
		if page := signOn(response); page != "" {
			return fmt.Errorf("%w: the organisation asks for single sign-on: authorise the token at %s", jobs.ErrForbidden, page)
		}
		return fmt.Errorf("%w: %s", jobs.ErrForbidden, message)
	case http.StatusUnavailableForLegalReasons:
		return fmt.Errorf("%w: %s", jobs.ErrForbidden, message)
	case http.StatusNotFound:
		if strings.Contains(lower, "repository is empty") {
			return fmt.Errorf("%w: %s", jobs.ErrEmpty, message)
		}
		return fmt.Errorf("%w: not there, or %s may not see it: %s", jobs.ErrGone, at.caller(), message)
	case http.StatusGone:
		return fmt.Errorf("%w: %s", jobs.ErrGone, message)
	case http.StatusConflict:
		if strings.Contains(lower, "repository is empty") {
			return fmt.Errorf("%w: %s", jobs.ErrEmpty, message)
		}
	case http.StatusUnprocessableEntity:
		if strings.Contains(lower, "no commit found for") {
			return fmt.Errorf("%w: %s", jobs.ErrGone, message)
		}
	case http.StatusUnauthorized:
		if at.person {
			return fmt.Errorf("%w: GitHub refused the token (401 %s): it expired, was revoked or is not of this GitHub", jobs.ErrForbidden, clean(answer.Message, 300))
		}
		return fmt.Errorf("GitHub refused the App's token: %s (revoked, or the installation has just changed)%s", message, skewOf(response.Header.Get("Date"), at.now))
	}
	return fmt.Errorf("GitHub answered %d: %s", response.StatusCode, message)
}

func resetOf(reset time.Time, at situation) time.Time {
	// A reset in the past, or none, would bring the task back at once, for ever.
	if earliest := at.now.Add(time.Second); reset.Before(earliest) {
		reset = at.now.Add(shortestLimit)
	}
	return reset.Add(at.spread)
}

// retryAfter reads the header itself: where it is missing, go-github takes the
// reset of the primary limit for it, up to an hour.
func retryAfter(response *http.Response) time.Duration {
	if response == nil {
		return shortestLimit
	}
	seconds, err := strconv.ParseInt(response.Header.Get("Retry-After"), 10, 32)
	if err != nil {
		return shortestLimit
	}
	return min(max(time.Duration(seconds)*time.Second, shortestLimit), longestLimit)
}

// lacking names the permission that GitHub would have accepted, and where it
// is granted. The header lists alternatives, parted by semicolons.
// https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api#resource-not-accessible
func lacking(response *http.Response, at situation) string {
	text := at.caller() + " lacks a permission"
	if accepted := clean(response.Header.Get("X-Accepted-GitHub-Permissions"), 200); accepted != "" {
		text += " (" + strings.ReplaceAll(strings.ReplaceAll(accepted, "; ", " or "), "=", ": ") + ")"
	}
	if request := response.Request; request != nil {
		text += " for " + request.Method + " " + clean(request.URL.Path, 200)
	}
	if at.person {
		return text + "; give it to the token at " + at.settings
	}
	text += "; set it under \"Permissions & events\" of the App"
	if at.settings != "" {
		text += " and accept it at " + at.settings
	}
	return text
}

// signOn is the page on which a token is authorised for an organisation that
// signs its members on by itself; empty where that is not what is missing.
// https://docs.github.com/en/rest/authentication/authenticating-to-the-rest-api#authenticating-with-a-personal-access-token
func signOn(response *http.Response) string {
	rest, required := strings.CutPrefix(response.Header.Get("X-GitHub-SSO"), "required; url=")
	if !required {
		return ""
	}
	return clean(rest, 500)
}

// describe renders GitHub's own words, which can quote what strangers wrote.
func describe(answer *gh.ErrorResponse) string {
	var parts []string
	if request := answer.Response.Request; request != nil {
		parts = append(parts, request.Method+" "+request.URL.Path)
	}
	if answer.Message != "" {
		parts = append(parts, answer.Message)
	} else {
		parts = append(parts, http.StatusText(answer.Response.StatusCode))
	}
	for _, detail := range answer.Errors {
		switch {
		case detail.Message != "":
			parts = append(parts, detail.Message)
		case detail.Field != "":
			parts = append(parts, detail.Resource+"."+detail.Field+" "+detail.Code)
		}
	}
	return clean(strings.Join(parts, ": "), 500)
}

// clean makes foreign text one printable line of at most so many bytes.
func clean(text string, most int) string {
	text = strings.Map(func(r rune) rune {
		if r == utf8.RuneError || unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return ' '
		}
		return r
	}, text)
	text = strings.Join(strings.Fields(text), " ")
	if len(text) <= most {
		return text
	}
	for most > 0 && !utf8.RuneStart(text[most]) {
		most--
	}
	return text[:most] + "…"
}

// status is the status of the answer that an error came from; 0: of none.
func status(err error) int {
	var answer *gh.ErrorResponse
	if errors.As(err, &answer) && answer.Response != nil {
		return answer.Response.StatusCode
	}
	return 0
}

// moved reports whether the repository has another name by now. Redirects of
// GET are followed; of others not, since Go makes a GET of them.
func moved(err error) bool {
	switch status(err) {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}
