package server_test

import (
	"net/http"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"github.com/golive-app/golive/checks"
)

// pageStaging is a staging whose first page draws what its API gives.
type pageStaging struct {
	mutex  sync.Mutex
	commit string
	tells  bool // the page says so where its API gives nothing
	hats   int  // times that the API was asked
	agents []string
}

const (
	drawsHats = "fetch('/api/hats').then(answer => answer.json()).then(hats => { document.getElementById('root').textContent = hats.length + ' hats of felt' })"
	tellsHats = ".catch(() => { document.getElementById('root').textContent = 'Hats are unavailable just now. Try again.' })"
)

func (s *pageStaging) ServeHTTP(writer http.ResponseWriter, request *http.Request) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if agent := request.UserAgent(); !strings.HasPrefix(agent, "golive-probe/1 ") {
		s.agents = append(s.agents, request.URL.Path+" as "+agent)
	}
	say := saying(writer)
	switch request.URL.Path {
	case "/":
		say(200, "text/html", `<!doctype html><title>Shop</title><div id="root"></div><script src="/app.js"></script>`)
	case "/app.js":
		script := drawsHats
		if s.tells {
			script += tellsHats
		}
		say(200, "text/javascript", script)
	case "/api/hats":
		s.hats++
		say(200, "application/json", `[1,2,3]`)
	case "/version":
		say(200, "application/json", `{"commit":"`+s.commit+`"}`)
	default:
		say(404, "text/html", "<!doctype html><title>Shop</title><h1>We do not have this</h1><a href=/>Home</a>")
	}
}

func (s *pageStaging) change(change func(*pageStaging)) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	change(s)
}

// A browser opens staging's first page with its API cut off: one that is blank then fails
// the release, and one that tells people so lets it pass. The browser itself reaches
// nothing.
func TestWhatPeopleSeeWhereTheAPIIsDownDecides(t *testing.T) {
	t.Parallel()
	const item = checks.ItemID("launch.fallback-ui")
	program, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("no Chromium on this machine, so that no page can be opened with its API cut off")
	}
	if unprivileged(t) {
		return
	}
	w := newWorldWithout(t, inMemory)
	service := &pageStaging{commit: "77c0de1"}
	address := w.staging(service.ServeHTTP)
	w.settings.Browser = program
	w.start()
	pull := w.stagedRelease("environments: {staging: {url: \"" + address + "\", version: /version}}\n")
	w.verdict(pull.HeadSHA)
	service.change(func(s *pageStaging) { s.commit = pull.HeadSHA })
	look := func(verdict checks.Verdict, words ...string) {
		t.Helper()
		service.change(func(s *pageStaging) { s.hats = 0 })
		w.command(pull.Number, "dana", "/golive rerun "+string(item), done)
		w.becomes(pull.HeadSHA, item, verdict)
		w.says(pull.Number, words...)
		service.change(func(s *pageStaging) {
			if s.hats != 1 || len(s.agents) > 0 {
				t.Errorf("the API was asked %d times for a page that was opened once with it and once without; by others than golive: %q", s.hats, s.agents)
			}
		})
	}
	look(checks.Fail, "`/` is blank where its API is down (1 request without an answer): people see nothing, and not why")
	service.change(func(s *pageStaging) { s.tells = true })
	look(checks.Pass, "errors of staging show nothing of the inside")
}

// Where no browser can be started the page is not opened, and the item says what that
// takes, beside its verdict.
func TestWithoutABrowserNoPageIsOpened(t *testing.T) {
	t.Parallel()
	w := newWorldWithout(t, inMemory)
	service := &pageStaging{commit: "77c0de1", tells: true}
	address := w.staging(service.ServeHTTP)
	w.settings.Browser = "no-browser-of-this-name"
	w.start()
	pull := w.stagedRelease("environments: {staging: {url: \"" + address + "\", version: /version}}\n")
	w.verdict(pull.HeadSHA)
	service.change(func(s *pageStaging) { s.commit = pull.HeadSHA })
	w.command(pull.Number, "dana", "/golive rerun launch.fallback-ui", done)
	w.becomes(pull.HeadSHA, "launch.fallback-ui", checks.Pass)
	w.says(pull.Number, "staging was looked at in part — What people see where the page's API is down was not looked at: that takes a browser (no browser no-browser-of-this-name")
	service.change(func(s *pageStaging) {
		if s.hats > 0 {
			t.Errorf("the API was asked %d times", s.hats)
		}
	})
}
