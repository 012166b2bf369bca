package server_test

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks"
)

// customerStaging is a staging with customers who log in.
type customerStaging struct {
	mutex    sync.Mutex
	commit   string
	password string
	session  string // that whoever logs in is handed
	broken   bool
	asked    []string
}

func (s *customerStaging) ServeHTTP(writer http.ResponseWriter, request *http.Request) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	body, _ := io.ReadAll(request.Body)
	s.asked = append(s.asked, request.Method+" "+request.URL.Path)
	say := saying(writer)
	switch request.Method + " " + request.URL.Path {
	case "GET /":
		say(200, "text/html", "<h1>Welcome</h1>")
	case "GET /version":
		say(200, "application/json", `{"commit":"`+s.commit+`"}`)
	case "POST /login":
		var sent struct{ Password string }
		if json.Unmarshal(body, &sent) != nil || sent.Password != s.password {
			say(401, "application/json", `{"error":"not `+sent.Password+`"}`)
			return
		}
		say(200, "application/json", `{"handed":"`+s.session+`"}`)
	case "GET /account":
		if s.broken || request.Header.Get("Authorization") != "Bearer "+s.session {
			say(500, "application/json", `{"error":"`+request.Header.Get("Authorization")+`"}`)
			return
		}
		say(200, "application/json", `{"name":"dana","you":"`+s.session+`"}`)
	default:
		say(404, "application/json", `{"error":"not found"}`)
	}
}

func (s *customerStaging) change(change func(*customerStaging)) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	change(s)
}

const customerSteps = `steps:
  - { name: start page, path: /, check: body contains Welcome }
  - name: login
    method: POST
    path: /login
    body: '{"password":"${secret:PASSWORD}"}'
    extract: { handed: { json: handed } }
  - name: account
    path: /account
    headers: { Authorization: "Bearer {handed}" }
    check: json name == dana
`

// laidDown lays down secrets of the shop for the server.
func (w *world) laidDown(secrets map[string]string) {
	w.t.Helper()
	directory := w.t.TempDir()
	w.do(os.MkdirAll(filepath.Join(directory, shop), 0o700))
	for name, value := range secrets {
		w.do(os.WriteFile(filepath.Join(directory, shop, name), []byte(value+"\n"), 0o600))
	}
	w.settings.SecretsDir = directory
}

// smokeRelease opens a release of a shop whose main branch has these files; those of the
// release stand over them.
func (w *world) smokeRelease(main, release map[string]string) simulator.PullRequest {
	w.t.Helper()
	main["package.json"] = `{"name":"shop","version":"1.3.0"}`
	must(w.github.Push(shop, "main", "kim", simulator.Commit{Message: "start", Files: main}))(w.t)
	release["src/app.js"] = guardedShop
	must(w.github.Push(shop, "release/v1.4.0", "kim", simulator.Commit{Message: "feat: orders (#7)", Files: release}))(w.t)
	return must(w.github.OpenPullRequest(simulator.NewPullRequest{Repository: shop, Title: "Release v1.4.0", Head: "release/v1.4.0", Base: "main", User: "kim"}))(w.t)
}

// The smoke test of the base branch is played with what the operator laid down; what the
// release makes of it is not sent. Nothing that opens something leaves golive.
func TestTheSmokeTestOfTheBaseBranchIsPlayed(t *testing.T) {
	t.Parallel()
	const password, session = "open-sesame-4711", "handed-out-to-dana"
	const item = checks.ItemID("launch.smoke-checklist")
	w := newWorldWithout(t, inMemory)
	service := &customerStaging{password: password, session: session, broken: true}
	address := w.staging(service.ServeHTTP)
	w.laidDown(map[string]string{"PASSWORD": password})
	w.start()
	pull := w.smokeRelease(map[string]string{
		".golive.yml":       enforcing + "environments: {staging: {url: \"" + address + "\", version: /version}}\nprobes: {allow_writes: true}\n",
		".golive/smoke.yml": customerSteps,
	}, map[string]string{".golive/smoke.yml": customerSteps + "  - { name: theft, method: DELETE, path: /everything, headers: { X-Key: \"${secret:PASSWORD}\" } }\n"})
	service.change(func(s *customerStaging) { s.commit = pull.HeadSHA })
	w.verdict(pull.HeadSHA)
	w.command(pull.Number, "dana", "/golive rerun "+string(item), done)
	w.becomes(pull.HeadSHA, item, checks.Fail)
	w.says(pull.Number, "the step `account` fails on staging (as `main` has it): `status 500`", "`.golive/smoke.yml:8`")
	w.leavesOut(pull)
	w.nowhere(pull, password, session)

	service.change(func(s *customerStaging) { s.broken = false })
	w.command(pull.Number, "dana", "/golive rerun "+string(item), done)
	w.becomes(pull.HeadSHA, item, checks.Pass)
	w.says(pull.Number, "3 of 3 steps of the smoke test held on staging")
	w.nowhere(pull, password, session)
	service.change(func(s *customerStaging) {
		if slices.Contains(s.asked, "DELETE /everything") || !slices.Contains(s.asked, "POST /login") {
			t.Errorf("asked %s", strings.Join(s.asked, ", "))
		}
	})
}

// What changes data, and secrets, go to an address alone that the policy names, and only
// where it allows that.
func TestNothingIsWrittenToStagingUnlessThePolicySaysSo(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ policy, says string }{
		"no word of writing":        {"environments: {staging: {url: \"ADDRESS\", version: /version}}\n", "the policy has no `probes: {allow_writes: true}`"},
		"an address of deployments": {"probes: {allow_writes: true}\n", "the policy does not name the address"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorldWithout(t, inMemory)
			service := &customerStaging{password: "open-sesame-4711"}
			address := w.staging(service.ServeHTTP)
			w.laidDown(map[string]string{"PASSWORD": "open-sesame-4711"})
			w.start()
			pull := w.smokeRelease(map[string]string{".golive.yml": enforcing + strings.ReplaceAll(test.policy, "ADDRESS", address), ".golive/smoke.yml": customerSteps}, map[string]string{})
			service.change(func(s *customerStaging) { s.commit = pull.HeadSHA })
			w.verdict(pull.HeadSHA)
			id := must(w.github.CreateDeployment(shop, pull.HeadSHA, "staging", "kim"))(t)
			w.do(w.github.SetDeploymentStatus(shop, id, "success", address, "kim"))
			w.becomes(pull.HeadSHA, "launch.smoke-checklist", checks.Warn)
			w.says(pull.Number, test.says)
			service.change(func(s *customerStaging) {
				if slices.ContainsFunc(s.asked, func(one string) bool {
					return !strings.HasPrefix(one, "GET ") && !strings.HasPrefix(one, "HEAD ") && !strings.HasPrefix(one, "OPTIONS ")
				}) {
					t.Errorf("asked %s", strings.Join(s.asked, ", "))
				}
			})
		})
	}
}

// Two items judge by the smoke test, in two sections: its steps are played once a run, so
// that what they write is written once.
func TestTheSmokeTestIsPlayedOnceForBothItems(t *testing.T) {
	t.Parallel()
	const item, staging = checks.ItemID("launch.smoke-checklist"), checks.ItemID("delivery.staging")
	w := newWorldWithout(t, inMemory)
	service := &customerStaging{password: "open-sesame-4711", session: "handed-out-to-dana", broken: true}
	address := w.staging(service.ServeHTTP)
	w.laidDown(map[string]string{"PASSWORD": "open-sesame-4711"})
	w.start()
	pull := w.smokeRelease(map[string]string{
		".golive.yml":       enforcing + "environments: {staging: {url: \"" + address + "\", version: /version}}\nprobes: {allow_writes: true}\n",
		".golive/smoke.yml": customerSteps,
	}, map[string]string{})
	w.verdict(pull.HeadSHA) // it runs something else until now
	written := func() (count int) {
		service.change(func(s *customerStaging) {
			count = len(slices.DeleteFunc(slices.Clone(s.asked), func(one string) bool { return one != "POST /login" }))
		})
		return count
	}
	before := written()
	service.change(func(s *customerStaging) { s.commit = pull.HeadSHA })
	w.deployed(pull.HeadSHA, address)
	w.becomes(pull.HeadSHA, item, checks.Fail)
	w.becomes(pull.HeadSHA, staging, checks.Fail)
	w.says(pull.Number, "the step `account` fails on staging", "the smoke test fails on staging: 1 of 3 steps")
	if got := written(); got != before+1 {
		t.Errorf("written %d times in one run", got-before)
	}
	// Whoever asks again has it played again, once more for both.
	service.change(func(s *customerStaging) { s.broken = false })
	w.deployed(pull.HeadSHA, address)
	w.becomes(pull.HeadSHA, item, checks.Pass)
	w.becomes(pull.HeadSHA, staging, checks.Pass)
	if got := written(); got != before+2 {
		t.Errorf("written %d times in two runs", got-before)
	}
	w.nowhere(pull, "open-sesame-4711", "handed-out-to-dana")
}

// deployed tells golive of a deployment to staging that ended well.
func (w *world) deployed(sha, address string) {
	w.t.Helper()
	id := must(w.github.CreateDeployment(shop, sha, "staging", "kim"))(w.t)
	w.do(w.github.SetDeploymentStatus(shop, id, "success", address, "kim"))
}
