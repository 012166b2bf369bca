package header

import (
	"net/http"
	"strings"
	"time"
)

// Limit is what an answer says of how often its client may ask. Numbers that are not
// said are -1.
type Limit struct {
	Said      bool
	Name      string // of the header that says most: "RateLimit"
	Quota     int64  // requests in a window
	Window    int64  // seconds
	Remaining int64  // requests that are left
	Reset     int64  // seconds until there are more
}

// ReadLimit reads the headers that services tell their limits with: RateLimit and
// RateLimit-Policy in the forms of the drafts, and X-RateLimit-*, which nobody wrote
// down. Of several limits the one with the least left counts.
// https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/
func ReadLimit(header http.Header, now time.Time) Limit {
	limit := Limit{Quota: -1, Window: -1, Remaining: -1, Reset: -1}
	// Draft 8 and later: a list of names with parameters. "default";q=100;w=60
	limit.members(header.Values("RateLimit-Policy"), "RateLimit-Policy", map[string]*int64{"q": &limit.Quota, "w": &limit.Window})
	limit.members(header.Values("RateLimit"), "RateLimit", map[string]*int64{"r": &limit.Remaining, "t": &limit.Reset})
	limit.dictionary(header.Values("RateLimit"))
	for _, prefix := range []string{"RateLimit-", "X-RateLimit-", "X-Rate-Limit-"} {
		limit.plain(header, prefix, now)
	}
	return limit
}

// members reads a list of structured fields: each may say the numbers by its parameters.
func (l *Limit) members(lines []string, name string, numbers map[string]*int64) {
	for _, line := range lines {
		for member := range strings.SplitSeq(line, ",") {
			_, parameters, found := strings.Cut(member, ";")
			if !found {
				continue
			}
			read := map[string]int64{}
			for parameter := range strings.SplitSeq(parameters, ";") {
				key, value, _ := strings.Cut(parameter, "=")
				if number, ok := digits(strings.TrimSpace(value)); ok {
					read[strings.ToLower(strings.TrimSpace(key))] = number
				}
			}
			l.take(name, read, numbers)
		}
	}
}

// take keeps the numbers of one limit, unless one with less left was read before.
func (l *Limit) take(name string, read map[string]int64, numbers map[string]*int64) {
	if left, found := read["r"]; found && l.Remaining >= 0 && left >= l.Remaining {
		return
	}
	for key, number := range numbers {
		value, found := read[key]
		if _, other := read["r"]; !found || *number >= 0 && !other {
			continue
		}
		*number = value
		l.Said, l.Name = true, name
	}
}

// dictionary reads the form of drafts 6 and 7: limit=100, remaining=50, reset=5.
func (l *Limit) dictionary(lines []string) {
	for _, line := range lines {
		for member := range strings.SplitSeq(line, ",") {
			key, value, _ := strings.Cut(strings.TrimSpace(member), "=")
			value, _, _ = strings.Cut(value, ";")
			number, ok := digits(strings.TrimSpace(value))
			if !ok {
				continue
			}
			switch strings.ToLower(strings.TrimSpace(key)) {
			case "limit":
				l.set(&l.Quota, number, "RateLimit")
			case "remaining":
				l.set(&l.Remaining, number, "RateLimit")
			case "reset":
				l.set(&l.Reset, number, "RateLimit")
			}
		}
	}
}

// plain reads one header for each number.
func (l *Limit) plain(header http.Header, prefix string, now time.Time) {
	for _, one := range []struct {
		suffix string
		number *int64
	}{{"Limit", &l.Quota}, {"Remaining", &l.Remaining}, {"Reset", &l.Reset}} {
		suffix, number := one.suffix, one.number
		text, _, _ := strings.Cut(header.Get(prefix+suffix), ",") // "100, 100;w=60" of early drafts
		text, _, _ = strings.Cut(text, ";")
		value, ok := digits(strings.TrimSpace(text))
		if !ok {
			continue
		}
		// Many say the time itself, in seconds of Unix, in place of how long it takes.
		if suffix == "Reset" && value >= mostSeconds {
			value = max(0, unix(header.Get(prefix+suffix))-now.Unix())
		}
		l.set(number, min(value, mostSeconds), prefix+suffix)
	}
}

// unix reads a time of Unix in seconds, or in thousandths of them.
func unix(text string) int64 {
	text, _, _ = strings.Cut(text, ",")
	var seconds int64
	for _, letter := range strings.TrimSpace(text) {
		if letter < '0' || letter > '9' || seconds > 1<<50 {
			return 0
		}
		seconds = seconds*10 + int64(letter-'0')
	}
	const thousandths = 1 << 36 // of a second: no time in seconds is as large
	if seconds > thousandths {
		seconds /= 1000
	}
	return seconds
}

func (l *Limit) set(number *int64, value int64, name string) {
	if *number < 0 {
		*number = value
	}
	if !l.Said {
		l.Said, l.Name = true, name
	}
}
