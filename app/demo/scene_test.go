package demo_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/bradleyfalzon/ghinstallation/v2"

	"github.com/golive-app/golive/app/demo"
	"github.com/golive-app/golive/app/demo/shop"
	"github.com/golive-app/golive/app/simulator"
)

// stage is a simulated GitHub and what it delivered to the App.
type stage struct {
	*simulator.GitHub
	t      *testing.T
	events chan string
	client *http.Client
}

func newStage(t *testing.T) *stage {
	t.Helper()
	github, err := simulator.New(simulator.Options{Directory: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(github)
	github.SetPublicURL(server.URL)
	t.Cleanup(func() {
		if err := github.Close(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
		server.Close()
	})
	return &stage{GitHub: github, t: t, events: make(chan string, 100)}
}

// listen makes the stage's events arrive at a receiver, as golive is one.
func (s *stage) listen() {
	receiver := httptest.NewServer(http.HandlerFunc(func(writer http.ResponseWriter, request *http.Request) {
		body, err := io.ReadAll(request.Body)
		if err != nil || request.Header.Get("X-Hub-Signature-256") != simulator.Signature(s.WebhookSecret(), body) {
			s.t.Errorf("a delivery that is not signed: %v", err)
		}
		var payload struct{ Action string }
		if err := json.Unmarshal(body, &payload); err != nil {
			s.t.Error(err)
		}
		s.events <- strings.TrimSuffix(request.Header.Get("X-GitHub-Event")+"."+payload.Action, ".")
		writer.WriteHeader(http.StatusAccepted)
	}))
	s.t.Cleanup(receiver.Close)
	s.DeliverTo(receiver.URL)
}

// delivered returns the events so far.
func (s *stage) delivered() []string {
	s.t.Helper()
	if err := s.Flush(s.t.Context()); err != nil {
		s.t.Fatal(err)
	}
	var events []string
	for len(s.events) > 0 {
		events = append(events, <-s.events)
	}
	return events
}

// comment writes or edits a comment as the App does, over the REST API.
func (s *stage) comment(scene *demo.Scene, method, path, body string) int64 {
	s.t.Helper()
	if s.client == nil {
		transport, err := ghinstallation.New(http.DefaultTransport, s.AppID(), scene.Installation, s.PrivateKeyPEM())
		if err != nil {
			s.t.Fatal(err)
		}
		transport.BaseURL = strings.TrimSuffix(s.APIURL(), "/")
		s.client = &http.Client{Transport: transport}
	}
	content, err := json.Marshal(map[string]string{"body": body})
	if err != nil {
		s.t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(s.t.Context(), method, s.APIURL()+"repos/"+scene.Repository.FullName+path, strings.NewReader(string(content)))
	if err != nil {
		s.t.Fatal(err)
	}
	answer, err := s.client.Do(request)
	if err != nil {
		s.t.Fatal(err)
	}
	defer answer.Body.Close()
	var made struct{ ID int64 }
	if err := json.NewDecoder(answer.Body).Decode(&made); err != nil || answer.StatusCode >= 300 {
		s.t.Fatalf("%s %s: %s %v", method, path, answer.Status, err)
	}
	return made.ID
}

func (s *stage) reportRun(scene *demo.Scene, sha, name, status, conclusion string) {
	s.t.Helper()
	if _, err := s.ReportCheckRun(scene.Repository.FullName, s.AppSlug(), sha, name, status, conclusion); err != nil {
		s.t.Fatal(err)
	}
}

func prepare(t *testing.T, s *stage, options demo.Options) *demo.Scene {
	t.Helper()
	if options.Interval == 0 {
		options.Interval = time.Millisecond
	}
	scene, err := demo.Prepare(t.Context(), s.GitHub, options)
	if err != nil {
		t.Fatal(err)
	}
	return scene
}

func TestTheShopsReleaseIsOpenedWithASignedWebhook(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	scene := prepare(t, s, demo.Options{})
	s.listen()
	opened, err := scene.OpenReleasePullRequest(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if opened.User != shop.Author || opened.HeadRef != shop.ReleaseBranch || opened.BaseRef != "main" || opened.Title != "Release v1.4.0" {
		t.Errorf("got %+v", opened)
	}
	if events := strings.Join(s.delivered(), " "); events != "pull_request.opened pull_request.labeled" {
		t.Errorf("what led to the scene is an event: %s", events)
	}
	again, err := scene.OpenReleasePullRequest(t.Context())
	if err != nil || again.Number != opened.Number {
		t.Errorf("a second call opens another: %d %v", again.Number, err)
	}
	if kim, err := s.GitHub.Repository(scene.Repository.FullName); err != nil || kim.DefaultBranch != "main" {
		t.Errorf("got %+v %v", kim, err)
	}
}

func TestTheShopsHistoryHoldsItsStates(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	scene := prepare(t, s, demo.Options{})
	if _, err := scene.OpenReleasePullRequest(t.Context()); err != nil {
		t.Fatal(err)
	}
	git := func(arguments ...string) string { return runGit(t, scene.Repository.Directory, arguments...) }
	if tag := git("rev-parse", shop.LastTag+"^{commit}"); tag != git("rev-parse", "main") {
		t.Error("the last release's tag is not on main")
	}
	for state, branch := range map[shop.State]string{shop.Released: "main", shop.ReleaseCandidate: shop.ReleaseBranch} {
		for path, content := range shop.Files(state) {
			if seen := git("show", branch+":"+path); seen != strings.TrimRight(string(content), "\n") {
				t.Errorf("%s:%s differs", branch, path)
			}
		}
	}
	fixed, err := scene.PushFix(t.Context(), shop.Fixed)
	if err != nil {
		t.Fatal(err)
	}
	if files := strings.Split(git("ls-tree", "-r", "--name-only", fixed), "\n"); len(files) != len(shop.Files(shop.Fixed)) {
		t.Errorf("%d files after the fix, want %d", len(files), len(shop.Files(shop.Fixed)))
	}
	if authors := git("log", "--format=%an", "main.."+shop.ReleaseBranch); strings.Contains(authors, shop.ReleaseManager) {
		t.Errorf("who reviews wrote some of it: %s", authors)
	}
	if secret := git("log", "-S", "sk"+"_live_", "--format=%h", "main.."+shop.ReleaseBranch); strings.Count(secret, "\n") != 1 {
		t.Errorf("the secret is to come and go within the range: %q", secret)
	}
}

func TestAFixReachesStaging(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	scene := prepare(t, s, demo.Options{})
	url, stop, err := scene.ServeStaging()
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(url, "http://127.0.0.1:") || scene.StagingURL() != url {
		t.Errorf("staging is at %s", url)
	}
	export := func() int {
		answer, err := http.Get(url + "/api/v1/exports/2026-10")
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		return answer.StatusCode
	}
	seen := []int{export()}
	if err := scene.Deploy(t.Context(), shop.ReleaseCandidate); err != nil {
		t.Fatal(err)
	}
	seen = append(seen, export())
	s.listen()
	for _, state := range []shop.State{shop.Fixed, shop.Hardened} {
		if _, err := scene.PushFix(t.Context(), state); err != nil {
			t.Fatal(err)
		}
		seen = append(seen, export())
	}
	if fmt.Sprint(seen) != "[404 200 200 401]" {
		t.Errorf("the export answered %v", seen)
	}
	if events := strings.Join(s.delivered(), " "); !strings.Contains(events, "deployment_status") {
		t.Errorf("no deployment is recorded: %s", events)
	}
	if err := stop(t.Context()); err != nil || scene.StagingURL() != "" {
		t.Errorf("staging goes on: %v", err)
	}
	if err := scene.Deploy(t.Context(), shop.Released); err == nil {
		t.Error("deployed on a staging that is not served")
	}
}

func runGit(t *testing.T, directory string, arguments ...string) string {
	t.Helper()
	command := exec.CommandContext(t.Context(), "git", append([]string{"-C", directory}, arguments...)...)
	command.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@e.org", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@e.org")
	output, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("git %v: %v\n%s", arguments, err, output)
	}
	return strings.TrimRight(string(output), "\n")
}
