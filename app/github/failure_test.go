package github

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	gh "github.com/google/go-github/v66/github"

	"github.com/golive-app/golive/jobs"
)

func TestClassify(t *testing.T) {
	t.Parallel()
	now := time.Now().Truncate(time.Second)
	at := situation{now: now, spread: 3 * time.Second, settings: "https://github.com/organizations/acme/settings/installations/5"}
	reset := now.Add(40 * time.Minute)
	header := func(pairs ...string) http.Header {
		made := http.Header{}
		for i := 0; i < len(pairs); i += 2 {
			made.Set(pairs[i], pairs[i+1])
		}
		return made
	}
	exhausted := header("X-RateLimit-Limit", "5000", "X-RateLimit-Remaining", "0", "X-RateLimit-Reset", strconv.FormatInt(reset.Unix(), 10))
	plenty := header("X-RateLimit-Remaining", "4000", "X-RateLimit-Reset", strconv.FormatInt(reset.Unix(), 10))
	with := func(h http.Header, name, value string) http.Header {
		h = h.Clone()
		h.Set(name, value)
		return h
	}
	const secondary = `{"message":"You have exceeded a secondary rate limit.","documentation_url":"https://docs.github.com/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits"}`
	for name, c := range map[string]struct {
		status int
		header http.Header
		body   string
		is     error         // and
		until  time.Duration // from now, of a limit; 0: none
		says   []string
	}{
		"primary limit, until its reset":                   {403, exhausted, `{"message":"API rate limit exceeded"}`, nil, 40*time.Minute + 3*time.Second, []string{"primary"}},
		"primary limit as 429":                             {429, exhausted, `{"message":"API rate limit exceeded"}`, nil, 40*time.Minute + 3*time.Second, []string{"primary"}},
		"secondary limit without header: a minute, not 40": {403, plenty, secondary, nil, time.Minute + 3*time.Second, []string{"secondary"}},
		"secondary limit with header":                      {403, with(plenty, "Retry-After", "120"), secondary, nil, 2*time.Minute + 3*time.Second, []string{"secondary"}},
		"secondary limit for too long":                     {403, with(plenty, "Retry-After", "7200"), secondary, nil, 10*time.Minute + 3*time.Second, nil},
		"secondary limit for too short":                    {403, with(plenty, "Retry-After", "1"), secondary, nil, time.Minute + 3*time.Second, nil},
		"secondary limit that only the message tells":      {403, plenty, `{"message":"You have exceeded a secondary rate limit"}`, nil, time.Minute + 3*time.Second, nil},
		"403 with Retry-After and any message":             {403, with(plenty, "Retry-After", "90"), `{"message":"slow down"}`, nil, 90*time.Second + 3*time.Second, nil},
		"429 without header":                               {429, plenty, secondary, nil, time.Minute + 3*time.Second, nil},
		"429 with header":                                  {429, with(plenty, "Retry-After", "180"), `{}`, nil, 3*time.Minute + 3*time.Second, nil},
		"429 with a header that is no number":              {429, with(plenty, "Retry-After", "soon"), `not json`, nil, time.Minute + 3*time.Second, nil},
		"missing permission":                               {403, with(plenty, "X-Accepted-GitHub-Permissions", "issues=write; pull_requests=write"), `{"message":"Resource not accessible by integration"}`, jobs.ErrForbidden, 0, []string{"issues: write or pull_requests: write", "GET /repos/acme/shop", "organizations/acme/settings/installations/5"}},
		"missing permission that GitHub does not name":     {403, plenty, `{"message":"Resource not accessible by integration"}`, jobs.ErrForbidden, 0, []string{"lacks a permission"}},
		"suspended":                       {403, plenty, `{"message":"This installation has been suspended"}`, jobs.ErrForbidden, 0, []string{"suspended"}},
		"locked conversation":             {403, plenty, `{"message":"Unable to create comment because issue is locked."}`, jobs.ErrForbidden, 0, []string{"locked"}},
		"blocked by law":                  {451, plenty, `{"message":"Repository access blocked"}`, jobs.ErrForbidden, 0, []string{"blocked"}},
		"not found":                       {404, plenty, `{"message":"Not Found"}`, jobs.ErrGone, 0, nil},
		"gone":                            {410, plenty, `{"message":"Issues are disabled for this repo"}`, jobs.ErrGone, 0, []string{"disabled"}},
		"empty repository":                {409, plenty, `{"message":"Git Repository is empty."}`, jobs.ErrEmpty, 0, nil},
		"contents of an empty repository": {404, plenty, `{"message":"This repository is empty."}`, jobs.ErrEmpty, 0, nil},
		"commit that was pushed away":     {422, plenty, `{"message":"No commit found for SHA: 1111"}`, jobs.ErrGone, 0, nil},
		"validation failed":               {422, plenty, `{"message":"Validation Failed","errors":[{"resource":"CheckRun","field":"output","code":"invalid"}]}`, nil, 0, []string{"422", "CheckRun.output invalid"}},
		"another conflict":                {409, plenty, `{"message":"Merge conflict"}`, nil, 0, []string{"409"}},
		"bad token":                       {401, with(plenty, "Date", now.Add(-4*time.Minute).UTC().Format(http.TimeFormat)), `{"message":"Bad credentials"}`, nil, 0, []string{"token", "Bad credentials", "4m0s ahead"}},
		"server error without a body":     {502, plenty, ``, nil, 0, []string{"502", "Bad Gateway"}},
		"hostile message is one printable line of bounded length": {418, plenty, `{"message":"a\u001b[31m\nb\u202e` + strings.Repeat("é", 600) + `"}`, nil, 0, []string{"a [31m b é"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := classify(fmt.Errorf("wrapped: %w", gh.CheckResponse(&http.Response{
				StatusCode: c.status, Header: c.header, Body: io.NopCloser(strings.NewReader(c.body)),
				Request: &http.Request{Method: "GET", URL: &url.URL{Path: "/repos/acme/shop"}, Header: header("Authorization", "token ghs_secret")},
			})), at)
			var limited *jobs.LimitedError
			switch {
			case errors.As(err, &limited) != (c.until != 0):
				t.Fatalf("limited or not: %v", err)
			case limited != nil && !limited.Until.Equal(now.Add(c.until)):
				t.Errorf("limited for %s, want %s", limited.Until.Sub(now), c.until)
			case limited == nil && c.is != nil && !errors.Is(err, c.is):
				t.Errorf("%v is not %v", err, c.is)
			}
			for _, known := range []error{jobs.ErrGone, jobs.ErrForbidden, jobs.ErrEmpty} {
				if errors.Is(err, known) && c.is != known {
					t.Errorf("%v is also %v", err, known)
				}
			}
			for _, words := range c.says {
				if !strings.Contains(err.Error(), words) {
					t.Errorf("%q does not say %q", err, words)
				}
			}
			if text := err.Error(); strings.Contains(text, "ghs_") || strings.ContainsAny(text, "\n\x1b\u202e") || len(text) > 700 {
				t.Errorf("the text is %q", text)
			}
		})
	}
}

func TestClassifyOfOtherErrors(t *testing.T) {
	t.Parallel()
	now := time.Now()
	at := situation{now: now}
	if err := classify(nil, at); err != nil {
		t.Error(err)
	}
	if err := classify(&gh.AcceptedError{}, at); err != nil {
		t.Errorf("202 is no failure: %v", err)
	}
	if err := classify(fmt.Errorf("get: %w", context.Canceled), at); !errors.Is(err, context.Canceled) {
		t.Errorf("the context's error is kept: %v", err)
	}
	var limited *jobs.LimitedError
	past := &gh.RateLimitError{Rate: gh.Rate{Reset: gh.Timestamp{Time: now.Add(-time.Hour)}}}
	if err := classify(past, at); !errors.As(err, &limited) || limited.Until.Before(now.Add(time.Minute)) {
		t.Errorf("a reset in the past brings the task back at once: %v", err)
	}
	if err := classify(&gh.AbuseRateLimitError{}, at); !errors.As(err, &limited) || !limited.Until.Equal(now.Add(time.Minute)) {
		t.Errorf("a limit without an answer: %v", err)
	}
}

func FuzzClean(f *testing.F) {
	f.Add("plain", 10)
	f.Add("é\x00\u202e\xff line\nbreak", 3)
	f.Fuzz(func(t *testing.T, text string, most int) {
		most = min(max(most, 0), 1000)
		got := clean(text, most)
		if len(got) > most+len("…") || !utf8.ValidString(got) || strings.ContainsAny(got, "\n\r\x00\x1b") {
			t.Errorf("clean(%q, %d) = %q", text, most, got)
		}
	})
}
