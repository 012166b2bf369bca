package launch_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
	"github.com/golive-app/golive/checks/evidence/probe/probetest"
	"github.com/golive-app/golive/checks/evidence/source/project/projecttest"
	"github.com/golive-app/golive/checks/launch"
)

// screen is a browser that asks for what a page would, and shows what a test says: first
// with all of it, then with the API cut off.
type screen struct {
	asks  []checks.PageRequest
	shows [2]checks.Shown
	fails error

	mutex    sync.Mutex
	opened   int
	answered [2][]string
}

func (s *screen) Open(ctx context.Context, address string, fetch checks.PageFetch) (checks.Shown, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.fails != nil {
		return checks.Shown{}, s.fails
	}
	for _, one := range append([]checks.PageRequest{{Method: "GET", URL: address}}, s.asks...) {
		if strings.HasPrefix(one.URL, "/") {
			one.URL = strings.TrimSuffix(address, "/") + one.URL
		}
		if exchange, answered := fetch(ctx, one); answered {
			s.answered[s.opened] = append(s.answered[s.opened], fmt.Sprint(exchange.Status, " ", strings.TrimPrefix(one.URL, strings.TrimSuffix(address, "/"))))
		}
	}
	s.opened++
	return s.shows[s.opened-1], nil
}

func TestAPageWithoutItsAPI(t *testing.T) {
	t.Parallel()
	item := checks.Item{ID: "launch.fallback-ui", Section: checks.SectionLaunch, Level: checks.LevelWarn, Minimum: checks.Minimum{Grade: checks.E4}, Role: checks.RoleQA, FindingsDecide: true}
	files := map[string]string{"src/app.js": "const express = require('express')\nconst app = express()\napp.get('/', (req, res) => res.render('index'))\n", "views/404.ejs": "<h1>x</h1>", "views/index.ejs": "<h1>x</h1>"}
	shown := func(text string) checks.Shown { return checks.Shown{Text: text, Rested: true} }
	data := []checks.PageRequest{{Method: "GET", URL: "/api/hats", Script: true}}
	for name, test := range map[string]struct {
		plain    bool // the page has no script
		browser  *screen
		why      string // there is no browser
		verdict  checks.Verdict
		findings string
		says     string
	}{
		"a message in place of what is away": {browser: &screen{asks: data, shows: [2]checks.Shown{shown("12 hats"), shown("Hats are unavailable. Try again.")}}, verdict: checks.Pass, says: "with its API cut off (1 request without an answer): 5 words to be read, 2 words with it"},
		"a blank page":                       {browser: &screen{asks: data, shows: [2]checks.Shown{shown("12 hats"), {}}}, verdict: checks.Fail, findings: "error fallback.blank", says: "people see nothing, and not why"},
		"a picture in its place":             {browser: &screen{asks: data, shows: [2]checks.Shown{shown("12 hats"), {Pictures: 1}}}, verdict: checks.Pass, findings: "notice fallback.silent"},
		"it loads for ever":                  {browser: &screen{asks: data, shows: [2]checks.Shown{shown("12 hats"), {Text: "Loading…", Busy: true}}}, verdict: checks.Warn, findings: "warning fallback.waits"},
		"it turns for ever, without a word":  {browser: &screen{asks: data, shows: [2]checks.Shown{shown("12 hats"), {Busy: true}}}, verdict: checks.Warn, findings: "warning fallback.waits"},
		"a frame around what turns for ever": {browser: &screen{asks: data, shows: [2]checks.Shown{shown("Shop\nHome\nBasket\n12 hats"), {Text: "Shop\nHome\nBasket", Busy: true}}}, verdict: checks.Warn, findings: "warning fallback.waits"},
		"what always turns":                  {browser: &screen{asks: data, shows: [2]checks.Shown{{Text: "Shop 12 hats", Busy: true}, {Text: "Shop: something went wrong", Busy: true}}}, verdict: checks.Pass},
		"it says nothing of it":              {browser: &screen{asks: data, shows: [2]checks.Shown{shown("Shop\n12 hats"), shown("Shop")}}, verdict: checks.Pass, findings: "notice fallback.silent"},
		"a stack trace":                      {browser: &screen{asks: data, shows: [2]checks.Shown{shown("12 hats"), shown("Error: fetch failed\n    at load (https://x/app.js:1:2)\nTraceback (most recent call last):")}}, verdict: checks.Fail, findings: "error fallback.trace"},
		"it asks for no data":                {browser: &screen{asks: []checks.PageRequest{{Method: "GET", URL: "/app.js"}, {Method: "GET", URL: "/locales/en.json", Script: true}}, shows: [2]checks.Shown{shown("Shop"), shown("Shop")}}, verdict: checks.Pass, says: "it asks for no data"},
		"data of another host":               {browser: &screen{asks: []checks.PageRequest{{Method: "GET", URL: "https://api.example.com/hats", Script: true}}, shows: [2]checks.Shown{shown("Sorry, no hats"), shown("Sorry, no hats")}}, verdict: checks.Pass, says: "1 request without an answer"},
		"nothing, with its API too":          {browser: &screen{asks: append(data, checks.PageRequest{Method: "GET", URL: "https://cdn.example.com/app.js"}), shows: [2]checks.Shown{{}, {}}}, verdict: checks.Pass, says: "it asks other hosts for its parts, which golive does not: cdn.example.com"},
		"a browser that does not start":      {browser: &screen{fails: errors.New("no display")}, verdict: checks.Pass, says: "could not be opened in a browser: no display"},
		"no browser":                         {verdict: checks.Pass, says: "that takes a browser"},
		"a browser that may not run":         {why: "golive runs as root", verdict: checks.Pass, says: "that takes a browser (golive runs as root)"},
		"a page without a script":            {plain: true, verdict: checks.Pass, says: "errors of staging show nothing of the inside"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			page := "<title>Shop</title><div id=root></div><script src=/app.js></script>"
			if test.plain {
				page = "<title>Shop</title><h1>Welcome</h1>"
			}
			visit := probetest.Serve(t, site{map[string]http.HandlerFunc{"/": answer(200, "text/html", page), "/app.js": answer(200, "text/javascript", "1"), "/api/hats": said("[]"), "/locales/en.json": said("{}")},
				answer(404, "text/html", "<title>Shop</title><h1>We do not have this</h1>")}, nil)
			result := checkstest.Judge(t, item, launch.NewFallbackUI(projecttest.Reader(t)), checkstest.Subject(checkstest.Tree(files), func(subject *checks.Subject) {
				subject.Staging, subject.NoBrowser = visit, test.why
				if test.browser != nil {
					subject.Browser = test.browser
				}
			}))
			var lines []string
			text := result.Headline + "\n" + result.Why
			for _, finding := range result.Findings {
				if strings.HasPrefix(finding.Rule, "fallback.") && finding.Rule != "fallback.none" {
					lines = append(lines, string(finding.Severity)+" "+finding.Rule)
				}
				text += "\n" + finding.Message
			}
			for _, evidence := range result.Evidence {
				text += "\n" + evidence.Summary
			}
			for _, missing := range result.Missing {
				text += "\nmissing " + string(missing.Connection) + ": " + missing.Reason
			}
			if got := strings.Join(lines, "\n"); result.Verdict() != test.verdict || got != test.findings || !strings.Contains(text, test.says) {
				t.Errorf("%s, want %s; findings %q, want %q; says\n%s\nwant %q", result.Verdict(), test.verdict, got, test.findings, text, test.says)
			}
		})
	}
}

func TestAPageGetsWhatStagingHasAndNothingElse(t *testing.T) {
	t.Parallel()
	browser := &screen{shows: [2]checks.Shown{{Text: "12 hats"}, {Text: "Sorry"}}, asks: []checks.PageRequest{
		{Method: "GET", URL: "/app.js"}, {Method: "GET", URL: "/app.js"}, {Method: "GET", URL: "/api/hats?page=2", Script: true}, {Method: "POST", URL: "/api/baskets", Script: true},
		{Method: "POST", URL: "/form"}, {Method: "GET", URL: "http://169.254.169.254/latest/meta-data/"}, {Method: "GET", URL: "https://cdn.example.com/x.js"}, {Method: "GET", URL: "file:///etc/passwd"},
		{Method: "GET", URL: "/api/export.json", Script: true}, {Method: "GET", URL: "/locales/en.json", Script: true},
	}}
	var mutex sync.Mutex
	var asked []string
	visit := probetest.Serve(t, http.HandlerFunc(func(writer http.ResponseWriter, request *http.Request) {
		mutex.Lock()
		defer mutex.Unlock()
		asked = append(asked, request.Method+" "+request.URL.RequestURI())
		answer(200, "text/html", "<title>Shop</title><script src=/app.js></script>")(writer, request)
	}), nil)
	files := map[string]string{"src/app.js": "const express = require('express')\nconst app = express()\napp.get('/', (req, res) => res.render('index'))\n", "views/index.ejs": "<h1>x</h1>"}
	item := checks.Item{ID: "launch.fallback-ui", Level: checks.LevelWarn, Minimum: checks.Minimum{Grade: checks.E4}, FindingsDecide: true}
	checkstest.Judge(t, item, launch.NewFallbackUI(projecttest.Reader(t)), checkstest.Subject(checkstest.Tree(files), func(subject *checks.Subject) { subject.Staging, subject.Browser = visit, browser }))
	want := [2][]string{
		{"200 /", "200 /app.js", "200 /app.js", "200 /api/hats?page=2", "200 /api/export.json", "200 /locales/en.json"},
		{"200 /", "200 /app.js", "200 /app.js", "200 /locales/en.json"},
	}
	if !slices.Equal(browser.answered[0], want[0]) || !slices.Equal(browser.answered[1], want[1]) {
		t.Errorf("answered %q", browser.answered)
	}
	mutex.Lock()
	defer mutex.Unlock()
	count := 0
	for _, one := range asked {
		if one == "GET /app.js" {
			count++
		}
		if !strings.HasPrefix(one, "GET ") {
			t.Errorf("%s was sent", one)
		}
	}
	if count != 1 {
		t.Errorf("/app.js was asked for %d times", count)
	}
}
