package server_test

import (
	"fmt"
	"io"
	"net/http"
	"sync/atomic"
	"testing"

	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/load"
)

const concurrencyItem = checks.ItemID("performance.concurrency")

// doing keeps on main what users of a load test do.
func (w *world) doing() {
	w.t.Helper()
	must(w.github.Push(shop, "main", "kim", simulator.Commit{Message: "test: users", Files: map[string]string{
		"load/users.yaml": "users: { generate: { name: \"user-{index}\" } }\nstart: [ { name: login, method: POST, path: /login, body: \"{name}\" } ]\nsteps: [ { name: me, path: /me, identity: { json: name } } ]\n",
	}}))(w.t)
}

// A thousand users who each saw their own data settle the item of concurrent users.
func TestUsersOfALoadTestSettleTheirItem(t *testing.T) {
	t.Parallel()
	w := newWorldWithout(t, inMemory)
	engine := &recordedEngine{change: func(result *load.Result) {
		result.Sessions = &load.ResultSessions{Asked: 1000, Users: 1000, Peak: 1000, Flows: 3_000_000, Completed: 3_000_000, Starts: 1000, Started: 1000, Identity: true, Verified: 1000}
	}}
	w.engine = engine
	address := w.staging(fine)
	w.start()
	pull := w.loadedRelease(address, tenThousand+", scenario: load/users.yaml, users: 1000")
	w.doing()
	w.verdict(pull.HeadSHA)
	w.deploy(pull.HeadSHA, "staging")
	w.becomes(pull.HeadSHA, concurrencyItem, checks.Pass)
	w.becomes(pull.HeadSHA, loadItem, checks.Pass)
	w.says(pull.Number, "1,000 of 1,000 users at once")
	engine.mutex.Lock()
	order := engine.orders[0]
	engine.mutex.Unlock()
	if order.Scenario == nil || order.Scenario.Name != "load/users.yaml" || order.Users != 1000 {
		t.Errorf("ordered was %+v", order)
	}
}

// The whole way with real requests: a service that gives one user the data of another
// fails the release, however few its users were.
func TestAUserWhoSeesAnothersDataFailsTheRelease(t *testing.T) {
	t.Parallel()
	w := newWorldWithout(t, inMemory)
	var asked atomic.Int64
	address := w.staging(func(writer http.ResponseWriter, request *http.Request) {
		switch request.URL.Path {
		case "/login":
			name, _ := io.ReadAll(request.Body)
			http.SetCookie(writer, &http.Cookie{Name: "session", Value: string(name), Path: "/"})
		case "/me":
			cookie, err := request.Cookie("session")
			if err != nil {
				writer.WriteHeader(http.StatusUnauthorized)
				return
			}
			if asked.Add(1) > 20 { // a cache that forgets who asks
				cookie.Value = "user-1"
			}
			_, _ = fmt.Fprintf(writer, `{"name":%q}`, cookie.Value)
		default:
			fine(writer, request)
		}
	})
	w.start()
	pull := w.loadedRelease(address, "target_rps: 50, ramp: 200ms, scenario: load/users.yaml, users: 5")
	w.doing()
	w.verdict(pull.HeadSHA)
	w.deploy(pull.HeadSHA, "staging")
	waitFor(t, "users come", func() bool { return asked.Load() > 40 })
	w.command(pull.Number, "lee", "/golive cancel", done) // it would take five minutes
	w.becomes(pull.HeadSHA, concurrencyItem, checks.Fail)
	w.says(pull.Number, "users saw other users' data", "was given the data of `user-1` at `me`")
}

// A load test carries what opens the wall before staging, and its users the secrets that
// their scenario names. They stand in nothing that golive keeps or writes.
func TestALoadTestOpensTheWallBeforeStaging(t *testing.T) {
	t.Parallel()
	const wall, password = "through-the-wall-4711", "open-sesame-0815"
	w := newWorldWithout(t, inMemory)
	engine := &recordedEngine{}
	w.engine = engine
	w.laidDown(map[string]string{"WALL": wall, "PASSWORD": password})
	address := w.staging(fine)
	w.start()
	must(w.github.Push(shop, "main", "kim", simulator.Commit{Message: "start", Files: map[string]string{
		".golive.yml":     enforcing + "environments: {staging: {url: \"" + address + "\", deployment: staging, headers: ['X-Wall: ${secret:WALL}']}}\nload: {" + tenThousand + ", scenario: load/users.yaml}\n",
		"load/users.yaml": "steps: [ { name: login, method: POST, path: /login, body: \"${secret:PASSWORD}\" } ]\n",
		"package.json":    `{"name":"shop","version":"1.3.0"}`,
	}}))(t)
	must(w.github.Push(shop, "release/v1.4.0", "kim", simulator.Commit{Message: "feat: exports (#7)", Files: sound}))(t)
	pull := must(w.github.OpenPullRequest(simulator.NewPullRequest{Repository: shop, Title: "Release v1.4.0", Head: "release/v1.4.0", Base: "main", User: "kim"}))(t)
	w.verdict(pull.HeadSHA)
	w.deploy(pull.HeadSHA, "staging")
	w.becomes(pull.HeadSHA, loadItem, checks.Pass)
	engine.mutex.Lock()
	order := engine.orders[0]
	engine.mutex.Unlock()
	if order.Header.Get("X-Wall") != wall || order.Secrets["PASSWORD"] != password {
		t.Errorf("ordered was %+v", order)
	}
	w.nowhere(pull, wall, password)
}
