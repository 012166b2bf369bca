package server_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/redis/go-redis/v9"

	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks"
)

// shopStaging is a staging of the shop that can be mended meanwhile.
type shopStaging struct {
	mutex  sync.Mutex
	commit string
	open   bool   // /.env is served, and orders are for everybody
	key    string // that opens the wall before it; empty: there is none
	agents map[string]bool
	asked  int
}

func (s *shopStaging) ServeHTTP(writer http.ResponseWriter, request *http.Request) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.asked++
	if s.agents == nil {
		s.agents = map[string]bool{}
	}
	s.agents[request.UserAgent()] = true
	say := func(status int, kind, body string) {
		writer.Header().Set("Content-Type", kind)
		writer.WriteHeader(status)
		_, _ = fmt.Fprint(writer, body)
	}
	if given := request.Header.Get("X-Staging-Key"); s.key != "" && given != s.key {
		say(http.StatusForbidden, "text/plain", "no")
		return
	} else if s.key != "" {
		writer.Header().Set("X-You-Sent", given) // a careless wall
	}
	switch {
	case request.URL.Path == "/":
		say(200, "text/html", "<title>Shop</title><h1>Welcome</h1>")
	case request.URL.Path == "/version":
		say(200, "application/json", `{"commit":"`+s.commit+`"}`)
	case request.URL.Path == "/.env" && s.open:
		say(200, "text/plain", "DB_PASSWORD=hunter2-of-the-database\n")
	case request.URL.Path == "/orders" && !s.open:
		say(401, "application/json", `{"error":"who are you? you sent `+request.Header.Get("X-Staging-Key")+`"}`)
	case request.URL.Path == "/orders":
		say(200, "application/json", `[{"id":1}]`)
	default:
		say(404, "application/json", `{"error":"not found"}`)
	}
}

func (s *shopStaging) change(change func(*shopStaging)) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	change(s)
}

const guardedShop = "const express = require('express')\nconst app = express()\nconst requireAuth = (req, res, next) => req.user ? next() : res.status(401).end()\napp.get('/', (req, res) => res.end())\napp.get('/orders', requireAuth, (req, res) => res.json([]))\n"

// stagedRelease opens a release of a guarded shop whose staging is there.
func (w *world) stagedRelease(environments string) simulator.PullRequest {
	w.t.Helper()
	must(w.github.Push(shop, "main", "kim", simulator.Commit{Message: "start", Files: map[string]string{
		".golive.yml": enforcing + environments, "package.json": `{"name":"shop","version":"1.3.0"}`,
	}}))(w.t)
	must(w.github.Push(shop, "release/v1.4.0", "kim", simulator.Commit{Message: "feat: orders (#7)", Files: map[string]string{"src/app.js": guardedShop}}))(w.t)
	return must(w.github.OpenPullRequest(simulator.NewPullRequest{Repository: shop, Title: "Release v1.4.0", Head: "release/v1.4.0", Base: "main", User: "kim"}))(w.t)
}

func TestWhatStagingShowsDecidesUntilItIsMended(t *testing.T) {
	t.Parallel()
	w := newWorldWithout(t, inMemory)
	service := &shopStaging{commit: "77c0de1", open: true}
	address := w.staging(service.ServeHTTP)
	w.start()
	pull := w.stagedRelease("environments: {staging: {url: \"" + address + "\", version: /version, deployment: staging}}\n")
	const exposed, asks = checks.ItemID("security.exposed-endpoints"), checks.ItemID("security.authentication")
	w.verdict(pull.HeadSHA)
	w.says(pull.Number, "Deploy this content to staging (`/version` says `77c0de1`)")

	// Deployed, with a hole.
	service.change(func(s *shopStaging) { s.commit = pull.HeadSHA })
	w.deploy(pull.HeadSHA, "staging")
	w.becomes(pull.HeadSHA, exposed, checks.Fail)
	w.becomes(pull.HeadSHA, asks, checks.Fail)
	w.says(pull.Number, "shows everybody settings with their secrets", "`GET /orders` answered 200 with 10 bytes without credentials (`src/app.js:5`)")

	// Mended, and looked at again.
	service.change(func(s *shopStaging) { s.open = false })
	w.command(pull.Number, "dana", "/golive rerun security", done)
	w.becomes(pull.HeadSHA, exposed, checks.Pass)
	w.becomes(pull.HeadSHA, asks, checks.Pass)
	service.change(func(s *shopStaging) {
		for agent := range s.agents {
			if !strings.HasPrefix(agent, "golive-probe/1 (+http") || !strings.HasSuffix(agent, fmt.Sprintf("/pull/%d)", pull.Number)) {
				t.Errorf("asked as %q", agent)
			}
		}
	})
}

func TestAStagingThatDoesNotConsentIsNotAsked(t *testing.T) {
	t.Parallel()
	w := newWorldWithout(t, inMemory)
	service := &shopStaging{}
	address := w.staging(service.ServeHTTP)
	w.settings.AllowedHosts = nil
	w.start()
	pull := w.stagedRelease("environments: {staging: {url: \"" + address + "\"}}\n")
	w.verdict(pull.HeadSHA)
	w.says(pull.Number, "Whoever runs golive names 127.0.0.1 in GOLIVE_ALLOW_HOSTS")
	service.change(func(s *shopStaging) {
		if s.asked != 0 {
			t.Errorf("it was asked %d times", s.asked)
		}
	})
}

// A wall before staging is named where people read what to do.
func TestAWallBeforeStagingIsNamed(t *testing.T) {
	t.Parallel()
	w := newWorldWithout(t, inMemory)
	service := &shopStaging{key: "that nobody gives golive"}
	address := w.staging(service.ServeHTTP)
	w.start()
	pull := w.stagedRelease("environments: {staging: {url: \"" + address + "\"}}\n")
	w.verdict(pull.HeadSHA)
	w.says(pull.Number, "refuses everything with 403. Let requests with golive's user agent (`golive-probe/1`) or from its address pass", "`security.exposed-endpoints`")
}

// A secret that opens staging's wall is in nothing that leaves golive, although the
// service gives it back in headers and bodies.
func TestASecretOfStagingIsNowhere(t *testing.T) {
	t.Parallel()
	const secret = "open-sesame-4711"
	w := newWorldWithout(t, inMemory)
	service := &shopStaging{open: true, key: secret}
	address := w.staging(service.ServeHTTP)
	directory := t.TempDir()
	w.do(os.MkdirAll(filepath.Join(directory, shop), 0o700))
	w.do(os.WriteFile(filepath.Join(directory, shop, "STAGING_KEY"), []byte(secret+"\n"), 0o600))
	w.settings.SecretsDir = directory
	w.start()
	pull := w.stagedRelease("environments: {staging: {url: \"" + address + "\", deployment: staging, headers: [\"X-Staging-Key: ${secret:STAGING_KEY}\"]}}\n")
	service.change(func(s *shopStaging) { s.commit = pull.HeadSHA })
	w.verdict(pull.HeadSHA)
	w.command(pull.Number, "dana", "/golive rerun security", done)
	w.becomes(pull.HeadSHA, "security.exposed-endpoints", checks.Fail)
	w.becomes(pull.HeadSHA, "security.authentication", checks.Fail)
	w.leavesOut(pull)
	w.nowhere(pull, secret, "hunter2-of-the-database")
}

// saying is how a staging of the stories answers.
func saying(writer http.ResponseWriter) func(status int, kind, text string) {
	return func(status int, kind, text string) {
		writer.Header().Set("Content-Type", kind)
		writer.WriteHeader(status)
		_, _ = io.WriteString(writer, text)
	}
}

// leaving is everything that leaves golive: comments, check runs, the log and the store.
func (w *world) leaving(pull simulator.PullRequest) string {
	w.t.Helper()
	var all strings.Builder
	for _, comment := range must(w.github.Comments(shop, pull.Number))(w.t) {
		all.WriteString(comment.Body)
	}
	runs := must(json.Marshal(must(w.github.CheckRuns(shop, pull.HeadSHA))(w.t)))(w.t)
	all.Write(runs)
	all.WriteString(w.everythingKept())
	if all.Len() < 10_000 {
		w.t.Fatalf("only %d bytes leave golive", all.Len())
	}
	return all.String()
}

// leavesOut sees to it that an exchange in which a secret was given back is told of: else
// a search for secrets would show nothing.
func (w *world) leavesOut(pull simulator.PullRequest) {
	w.t.Helper()
	if !strings.Contains(w.leaving(pull), "(secret)") {
		w.t.Error("no exchange in which the secret was given back is kept, so nothing is shown to be left out")
	}
}

// nowhere looks for texts in everything that leaves golive.
func (w *world) nowhere(pull simulator.PullRequest, secrets ...string) {
	w.t.Helper()
	all := w.leaving(pull)
	for _, secret := range secrets {
		if at := strings.Index(all, secret); at >= 0 {
			w.t.Errorf("%s leaves golive: …%s…", secret, all[max(0, at-200):min(len(all), at+100)])
		}
	}
}

// everythingKept is golive's log and what its Redis holds.
func (w *world) everythingKept() string {
	w.t.Helper()
	all := w.log.String()
	if w.settings.RedisURL == "" {
		return all // embedded: nothing of it can be read from outside
	}
	ctx := context.Background()
	client := redis.NewClient(must(redis.ParseURL(w.settings.RedisURL))(w.t))
	defer func() { _ = client.Close() }()
	for _, key := range must(client.Keys(ctx, "*").Result())(w.t) {
		all += "\n" + key + "\n"
		switch must(client.Type(ctx, key).Result())(w.t) {
		case "string":
			all += must(client.Get(ctx, key).Result())(w.t)
		case "hash":
			all += fmt.Sprint(must(client.HGetAll(ctx, key).Result())(w.t))
		case "list":
			all += fmt.Sprint(must(client.LRange(ctx, key, 0, -1).Result())(w.t))
		case "set":
			all += fmt.Sprint(must(client.SMembers(ctx, key).Result())(w.t))
		case "zset":
			all += fmt.Sprint(must(client.ZRange(ctx, key, 0, -1).Result())(w.t))
		}
	}
	return all
}

func TestAForksStagingIsAskedOnceItsCommitIsApproved(t *testing.T) {
	t.Parallel()
	w := newWorldWithout(t, inMemory)
	service := &shopStaging{}
	address := w.staging(service.ServeHTTP)
	w.start()
	must(w.github.Push(shop, "main", "kim", simulator.Commit{Message: "start", Files: map[string]string{
		".golive.yml": enforcing + "environments: {staging: {url: \"" + address + "\"}}\n", "package.json": `{"name":"shop","version":"1.3.0"}`,
	}}))(t)
	must(w.github.Fork(shop, "mallory"))(t)
	w.pushFork(map[string]string{"src/app.js": guardedShop})
	pull := must(w.github.OpenPullRequest(simulator.NewPullRequest{
		Repository: shop, Title: "Release v1.4.0", Head: "mallory:release/v1.4.0", Base: "main", User: "mallory",
	}))(t)
	service.change(func(s *shopStaging) { s.commit = pull.HeadSHA })
	w.verdict(pull.HeadSHA)
	service.change(func(s *shopStaging) {
		if s.asked != 0 {
			t.Errorf("it was asked %d times before anybody approved", s.asked)
		}
	})
	w.command(pull.Number, "dana", "/golive approve "+pull.HeadSHA[:7], done)
	w.becomes(pull.HeadSHA, "security.exposed-endpoints", checks.Pass)
}
