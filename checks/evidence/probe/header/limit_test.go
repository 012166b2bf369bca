package header_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/checks/evidence/probe/header"
)

var noon = time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)

func TestRetryAfter(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]time.Duration{
		"0": 0, "30": 30 * time.Second, " 5 ": 5 * time.Second, "Sun, 29 Nov 2026 12:00:20 GMT": 20 * time.Second, "Sun, 29 Nov 2026 11:00:00 GMT": 0,
		"99999999999999999": mostWait, "Sun, 29 Nov 9999 11:00:00 GMT": mostWait,
		"": -1, "-1": -1, "1.5": -1, "soon": -1, "30s": -1, "9999999999999999999999": -1, "+5": -1, "2026-11-29T12:00:00Z": -1,
	} {
		wait, said := header.ReadRetryAfter(http.Header{"Retry-After": {text}}, noon)
		if said != (want >= 0) || said && wait != want {
			t.Errorf("%q: %s %t", text, wait, said)
		}
	}
}

const mostWait = 10 * 365 * 24 * time.Hour

func TestLimitsThatAreTold(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		lines []string // "name: value"
		want  header.Limit
	}{
		"nothing":                  {nil, header.Limit{Quota: -1, Window: -1, Remaining: -1, Reset: -1}},
		"draft 8":                  {[]string{`RateLimit-Policy: "default";q=100;w=60`, `RateLimit: "default";r=50;t=30`}, header.Limit{Said: true, Name: "RateLimit", Quota: 100, Window: 60, Remaining: 50, Reset: 30}},
		"two of which one is near": {[]string{`RateLimit: "day";r=900;t=80000, "minute";r=0;t=12`}, header.Limit{Said: true, Name: "RateLimit", Quota: -1, Window: -1, Remaining: 0, Reset: 12}},
		"two, the other way":       {[]string{`RateLimit: "minute";r=0;t=12, "day";r=900;t=80000`}, header.Limit{Said: true, Name: "RateLimit", Quota: -1, Window: -1, Remaining: 0, Reset: 12}},
		"draft 7":                  {[]string{"RateLimit: limit=100, remaining=50, reset=5", "RateLimit-Policy: 100;w=60"}, header.Limit{Said: true, Name: "RateLimit-Policy", Quota: 100, Window: 60, Remaining: 50, Reset: 5}},
		"draft 3":                  {[]string{"RateLimit-Limit: 100, 100;w=60", "RateLimit-Remaining: 99", "RateLimit-Reset: 50"}, header.Limit{Said: true, Quota: 100, Window: -1, Remaining: 99, Reset: 50}},
		"of old, in seconds":       {[]string{"X-RateLimit-Limit: 60", "X-RateLimit-Remaining: 0", "X-RateLimit-Reset: 30"}, header.Limit{Said: true, Quota: 60, Window: -1, Remaining: 0, Reset: 30}},
		"of old, as a time":        {[]string{"X-RateLimit-Reset: 1795953645"}, header.Limit{Said: true, Quota: -1, Window: -1, Remaining: -1, Reset: 45}},
		"as a time in thousandths": {[]string{"X-RateLimit-Reset: 1795953645000"}, header.Limit{Said: true, Quota: -1, Window: -1, Remaining: -1, Reset: 45}},
		"a time that is past":      {[]string{"X-RateLimit-Reset: 1764417545"}, header.Limit{Said: true, Quota: -1, Window: -1, Remaining: -1, Reset: 0}},
		"nonsense":                 {[]string{"RateLimit: lots", "X-RateLimit-Limit: many", "RateLimit-Policy: ;;q=,w"}, header.Limit{Quota: -1, Window: -1, Remaining: -1, Reset: -1}},
		"numbers below nothing":    {[]string{`RateLimit: "x";r=-5;t=-1`, "X-RateLimit-Remaining: -1"}, header.Limit{Quota: -1, Window: -1, Remaining: -1, Reset: -1}},
	} {
		got := header.ReadLimit(headerOf(test.lines), noon)
		if test.want.Name == "" {
			got.Name = ""
		}
		if got != test.want {
			t.Errorf("%s: %+v, want %+v", name, got, test.want)
		}
	}
}

func headerOf(lines []string) http.Header {
	made := http.Header{}
	for _, line := range lines {
		name, value, _ := strings.Cut(line, ": ")
		made.Add(name, value)
	}
	return made
}

func FuzzLimits(f *testing.F) {
	for _, seed := range []string{"30", "Sun, 29 Nov 2026 12:00:20 GMT", `"default";r=50;t=30`, "limit=100, remaining=50, reset=5", "1795953645000", "99999999999999999999", "-1"} {
		f.Add(seed, seed)
	}
	f.Fuzz(func(t *testing.T, one, other string) {
		made := http.Header{"Retry-After": {one}, "Ratelimit": {one, other}, "Ratelimit-Policy": {other}, "X-Ratelimit-Reset": {one}, "X-Ratelimit-Remaining": {other}, "Ratelimit-Reset": {other}}
		if wait, said := header.ReadRetryAfter(made, noon); wait < 0 || wait > mostWait || !said && wait != 0 {
			t.Errorf("%q: %s %t", one, wait, said)
		}
		limit := header.ReadLimit(made, noon)
		for _, number := range []int64{limit.Quota, limit.Window, limit.Remaining, limit.Reset} {
			if number < -1 || time.Duration(number) > mostWait/time.Second {
				t.Errorf("%q %q: %+v", one, other, limit)
			}
			if number >= 0 && !limit.Said {
				t.Errorf("%q %q says %+v and nothing", one, other, limit)
			}
		}
	})
}
