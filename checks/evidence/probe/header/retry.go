package header

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// ReadRetryAfter reads how long an answer asks to wait, in seconds or as a time. What is
// past is no time at all; said is false where there is nothing that can be read.
// https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
func ReadRetryAfter(header http.Header, now time.Time) (wait time.Duration, said bool) {
	text := strings.TrimSpace(header.Get("Retry-After"))
	if seconds, ok := digits(text); ok {
		return time.Duration(seconds) * time.Second, true
	}
	when, err := http.ParseTime(text)
	if err != nil {
		return 0, false
	}
	return min(max(0, when.Sub(now)), mostSeconds*time.Second), true
}

// mostSeconds is more than anybody waits, and less than what overflows a duration.
const mostSeconds = 10 * 365 * 24 * 60 * 60

// digits reads a whole number of seconds or requests that has no sign. More than anybody
// means is cut.
func digits(text string) (int64, bool) {
	if text == "" || len(text) > 18 || strings.Trim(text, "0123456789") != "" {
		return 0, false
	}
	number, err := strconv.ParseInt(text, 10, 64)
	return min(number, mostSeconds), err == nil
}
