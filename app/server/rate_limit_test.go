package server_test

import (
	"fmt"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/golive-app/golive/checks"
)

// limitedStaging is a staging that may limit how often its items are asked for. It notes
// when each request arrived.
type limitedStaging struct {
	mutex   sync.Mutex
	commit  string
	limit   int // requests of items in a window; 0: as many as anybody likes
	window  time.Duration
	begun   time.Time
	counted int
	arrived []time.Time
	items   []time.Time // of these, those for items
}

func (s *limitedStaging) ServeHTTP(writer http.ResponseWriter, request *http.Request) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	now := time.Now()
	s.arrived = append(s.arrived, now)
	say := saying(writer)
	switch request.URL.Path {
	case "/":
		say(200, "text/html", "<title>Shop</title><h1>Welcome</h1>")
	case "/version":
		say(200, "application/json", `{"commit":"`+s.commit+`"}`)
	case "/api/items":
		s.items = append(s.items, now)
		if s.limit > 0 && !s.lets(now) {
			left := s.begun.Add(s.window).Sub(now)
			writer.Header().Set("Retry-After", fmt.Sprint(int(left/time.Second)+1))
			say(429, "application/json", `{"error":"slow down"}`)
			return
		}
		say(200, "application/json", `[{"id":1}]`)
	default:
		say(404, "application/json", `{"error":"not found"}`)
	}
}

// lets counts a request of an item and reports whether it may pass.
func (s *limitedStaging) lets(now time.Time) bool {
	if now.Sub(s.begun) >= s.window {
		s.begun, s.counted = now, 0
	}
	s.counted++
	return s.counted <= s.limit
}

func (s *limitedStaging) change(change func(*limitedStaging)) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	change(s)
}

// mostInASecond is the most of these that arrived within a second.
func mostInASecond(times []time.Time) int {
	sorted := slices.SortedFunc(slices.Values(times), time.Time.Compare)
	most, begin := 0, 0
	for end := range sorted {
		for sorted[end].Sub(sorted[begin]) >= time.Second {
			begin++
		}
		most = max(most, end-begin+1)
	}
	return most
}

// What the policy says that staging limits is tried with a burst: a staging that limits
// nothing fails the release, and one that does lets it pass. Neither is asked faster nor
// more often than the operator lets golive.
func TestALimitThatThePolicyDeclaresIsTriedOnStaging(t *testing.T) {
	t.Parallel()
	const item = checks.ItemID("security.rate-limit")
	// The burst for 20 in 10 s goes out at 20 a second, and a few more may arrive in one
	// where those before were held up on their way.
	const bursts, rps, burstRPS, heldUp = 150, 50, 20, 5
	w := newWorldWithout(t, inMemory)
	service := &limitedStaging{commit: "77c0de1", window: 10 * time.Second}
	address := w.staging(service.ServeHTTP)
	w.settings.ProbeBurst, w.settings.ProbeRPS = bursts, rps
	w.start()
	pull := w.stagedRelease("environments: {staging: {url: \"" + address + "\", version: /version}}\nitems: {security.rate-limit: {public: {path: /api/items, limit: 20, window: 10s}}}\n")
	w.verdict(pull.HeadSHA)
	service.change(func(s *limitedStaging) {
		s.commit = pull.HeadSHA
		if len(s.items) > 0 {
			t.Errorf("a staging of something else was asked for items %d times", len(s.items))
		}
	})
	within := func(what string) {
		t.Helper()
		service.change(func(s *limitedStaging) {
			if burst := mostInASecond(s.items); len(s.items) > bursts || burst > burstRPS+heldUp || len(s.items) <= 20 {
				t.Errorf("%s: asked for items %d times, at most %d in a second", what, len(s.items), burst)
			}
			if all := mostInASecond(s.arrived); all > rps {
				t.Errorf("%s: %d requests in a second", what, all)
			}
			s.items, s.arrived = nil, nil
		})
	}
	w.command(pull.Number, "dana", "/golive rerun "+string(item), done)
	w.becomes(pull.HeadSHA, item, checks.Fail)
	w.says(pull.Number, "to `GET /api/items`: 43 × 200, 0 × 429; 20 in 10s are declared")
	within("without a limit")

	service.change(func(s *limitedStaging) { s.limit = 20 })
	w.command(pull.Number, "dana", "/golive rerun "+string(item), done)
	w.becomes(pull.HeadSHA, item, checks.Pass)
	w.says(pull.Number, "1 limit of rates holds on staging")
	within("with one")
}

// A burst is the policy's to ask for: without a word of it staging gets none.
func TestNoBurstGoesOutUnlessThePolicyAsksForIt(t *testing.T) {
	t.Parallel()
	w := newWorldWithout(t, inMemory)
	service := &limitedStaging{}
	address := w.staging(service.ServeHTTP)
	w.start()
	pull := w.smokeRelease(map[string]string{".golive.yml": enforcing + "environments: {staging: {url: \"" + address + "\", version: /version}}\n"}, map[string]string{
		"src/items.js": "module.exports = app => app.get('/api/items', (req, res) => res.json([]))\n",
		// What the release says of itself is no policy.
		".golive.yml": enforcing + "environments: {staging: {url: \"" + address + "\", version: /version}}\nitems: {security.rate-limit: {public: {path: /api/items, limit: 20, window: 10s}}}\n",
	})
	service.change(func(s *limitedStaging) { s.commit = pull.HeadSHA })
	w.verdict(pull.HeadSHA)
	w.command(pull.Number, "dana", "/golive rerun security.rate-limit", done)
	w.says(pull.Number, "Write into .golive.yml what has to hold: `items: {security.rate-limit:")
	w.settled()
	service.change(func(s *limitedStaging) {
		if len(s.arrived) == 0 || len(s.items) > 20 {
			t.Errorf("asked %d times, for items %d times", len(s.arrived), len(s.items))
		}
	})
}
