package server_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golive-app/golive/app/publish"
	"github.com/golive-app/golive/app/server"
	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/app/simulator/contract"
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source"
	"github.com/golive-app/golive/config"
)

// atOnce is how many stories are told at once: each waits for most of its time.
const atOnce = 6

// TestMain lets the test binary be the child that parses foreign code.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == source.ReaderCommand {
		if err := source.ServeReader(os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(3)
		}
		os.Exit(0)
	}
	flag.Parse()
	chosen := false
	flag.Visit(func(one *flag.Flag) { chosen = chosen || one.Name == "test.parallel" })
	if !chosen {
		if err := flag.Set("test.parallel", strconv.Itoa(atOnce)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(3)
		}
	}
	os.Exit(m.Run())
}

// world is golive at work beside a simulated GitHub.
type world struct {
	t        *testing.T
	github   *simulator.GitHub
	server   *server.Server
	settings config.Settings
	log      *lockedBuffer
	install  int64
	sweep    time.Duration // how often golive looks for what it missed; 0: never
	stopped  map[*server.Server]bool
}

// sweepSoon has golive sweep often enough for a test to wait for it.
const sweepSoon = 500 * time.Millisecond

// lockedBuffer lets a log be read while it is written.
type lockedBuffer struct {
	mutex  sync.Mutex
	buffer bytes.Buffer
}

func (b *lockedBuffer) Write(data []byte) (int, error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	return b.buffer.Write(data)
}

func (b *lockedBuffer) String() string {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	return b.buffer.String()
}

// queues are where the stories' queue lives.
var queues = []string{"embedded", "redis-server"}

// newWorld starts a GitHub and a golive, with the App installed for acme and the
// repository acme/shop.
func newWorld(t *testing.T, queue string) *world {
	t.Helper()
	w := newWorldWithout(t, queue)
	w.start()
	return w
}

// newWorldWithout is newWorld before golive is started.
func newWorldWithout(t *testing.T, queue string) *world {
	t.Helper()
	return newWorldOf(t, queue, simulator.Options{})
}

// newWorldOf is newWorldWithout with another GitHub.
func newWorldOf(t *testing.T, queue string, options simulator.Options) *world {
	t.Helper()
	options.Directory = filepath.Join(t.TempDir(), "github")
	github, err := simulator.New(options)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := github.Start("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, github: github, log: &lockedBuffer{}, stopped: map[*server.Server]bool{}}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		_ = github.Close(ctx)
		if t.Failed() {
			w.tell()
		}
	})
	w.settings = config.Settings{
		Listen: "127.0.0.1:0", MetricsListen: "127.0.0.1:0", Role: config.RoleAll,
		AppID: github.AppID(), PrivateKey: github.PrivateKeyPEM(), WebhookSecrets: [][]byte{[]byte(github.WebhookSecret())},
		GitHubURL: strings.TrimRight(github.APIURL(), "/"), DataDirectory: filepath.Join(t.TempDir(), "data"),
		Concurrency: 8, Retention: time.Hour, LogLevel: slog.LevelDebug,
	}
	if queue == "redis-server" {
		w.settings.RedisURL = "redis://" + startRedis(t) + "/0"
	}
	github.CreateOrganization("acme")
	w.install = github.CreateInstallation("acme", nil)
	if _, err := github.CreateRepository("acme", "shop", ""); err != nil {
		t.Fatal(err)
	}
	for login, role := range map[string]string{"kim": "write", "lee": "write", "dana": "maintain", "rio": "read"} {
		if err := github.SetPermission(shop, login, role); err != nil {
			t.Fatal(err)
		}
	}
	return w
}

const shop = "acme/shop"

// start starts golive and lets GitHub deliver to it.
func (w *world) start() {
	w.t.Helper()
	w.server = w.startAnother()
	w.github.DeliverTo("http://" + w.server.Address() + "/webhook")
}

// startAnother starts one more golive with the same settings.
func (w *world) startAnother() *server.Server {
	w.t.Helper()
	program, err := os.Executable()
	if err != nil {
		w.t.Fatal(err)
	}
	started, err := server.Start(w.t.Context(), server.Options{
		Settings: w.settings, Version: "test", SyntaxCommand: []string{program, source.ReaderCommand},
		ItemLimit: time.Minute, StopTime: 2 * time.Second, Sweep: w.sweep, Now: time.Now,
		Logger: slog.New(slog.NewTextHandler(w.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { w.stop(started) })
	return started
}

// stop stops a golive as SIGTERM does, once.
func (w *world) stop(started *server.Server) {
	w.t.Helper()
	if w.stopped[started] {
		return
	}
	w.stopped[started] = true
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	if err := started.Stop(ctx); err != nil {
		w.t.Errorf("stop: %v", err)
	}
}

// restart stops golive and starts another one. Over the embedded queue, that one
// knows nothing of what was before.
func (w *world) restart() {
	w.t.Helper()
	w.stop(w.server)
	w.start()
}

// tell logs what is to be seen on GitHub and in golive's log, for who has to find
// out why a story did not end well.
func (w *world) tell() {
	const most = 4000
	short := func(text string) string { return text[:min(len(text), most)] }
	for number := 1; number <= 3; number++ {
		comments, _ := w.github.Comments(shop, number)
		for _, comment := range comments {
			w.t.Logf("comment %d on #%d by %s: %s", comment.ID, number, comment.User, short(comment.Body))
		}
		pull, err := w.github.PullRequest(shop, number)
		if err != nil {
			continue
		}
		runs, _ := w.github.CheckRuns(shop, pull.HeadSHA)
		for _, run := range runs {
			w.t.Logf("check run %q of %s: %s %s %q\n%s", run.Name, run.ExternalID, run.Status, run.Conclusion, run.Title, short(run.Summary))
		}
	}
	var lines []string
	for line := range strings.Lines(w.log.String()) {
		if !strings.Contains(line, "level=DEBUG") && !strings.Contains(line, "msg=request") {
			lines = append(lines, line)
		}
	}
	w.t.Logf("golive's log:\n%s", strings.Join(lines, ""))
}

// startRedis starts a real Redis of the test's own and returns its address.
func startRedis(t *testing.T) string {
	t.Helper()
	redis := newRedis(t)
	redis.start()
	return redis.address
}

// realRedis is a redis-server that keeps what it was told through a crash, as
// one in production does.
type realRedis struct {
	t         *testing.T
	address   string
	directory string
	command   *exec.Cmd // nil while it is down
}

// newRedis reserves an address for a Redis that is not started yet.
func newRedis(t *testing.T) *realRedis {
	t.Helper()
	if _, err := exec.LookPath("redis-server"); err != nil {
		t.Skip("redis-server is not here: `make test` installs it")
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	redis := &realRedis{t: t, address: listener.Addr().String(), directory: t.TempDir()}
	t.Cleanup(redis.kill)
	return redis
}

// kill ends it as a crash does.
func (r *realRedis) kill() {
	if r.command == nil {
		return
	}
	_ = r.command.Process.Kill()
	_ = r.command.Wait()
	r.command = nil
}

// start starts it, with what it knew before.
func (r *realRedis) start() {
	r.t.Helper()
	_, port, _ := net.SplitHostPort(r.address)
	r.command = exec.Command("redis-server", "--port", port, "--bind", "127.0.0.1", "--save", "",
		"--appendonly", "yes", "--appendfsync", "always", "--dir", r.directory)
	if err := r.command.Start(); err != nil {
		r.t.Fatal(err)
	}
	waitFor(r.t, "redis-server answers", func() bool {
		connection, err := net.Dial("tcp", r.address)
		if err != nil {
			return false
		}
		defer connection.Close()
		fmt.Fprint(connection, "PING\r\n")
		answer := make([]byte, 7)
		_, err = connection.Read(answer)
		return err == nil && strings.HasPrefix(string(answer), "+PONG")
	})
}

// waitFor waits until something holds. The limit is far beyond what anything
// takes: it ends a test that will never pass, it measures nothing.
func waitFor(t *testing.T, what string, holds func() bool) {
	t.Helper()
	deadline := time.Now().Add(60 * time.Second)
	for !holds() {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain until %s", what)
		}
		select {
		case <-t.Context().Done():
			t.Fatal("the test has ended")
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// must stops the test at an error of the simulator's.
func must[T any](value T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

func (w *world) do(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// flush waits until GitHub has delivered everything.
func (w *world) flush() {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), 30*time.Second)
	defer cancel()
	w.do(w.github.Flush(ctx))
}

// run returns our newest check run of a name on a commit.
func (w *world) run(sha, name string) (simulator.CheckRun, bool) {
	w.t.Helper()
	var found simulator.CheckRun
	var ok bool
	for _, run := range must(w.github.CheckRuns(shop, sha))(w.t) {
		if run.Name == name && run.App == w.github.AppSlug() {
			found, ok = run, true
		}
	}
	return found, ok
}

// verdict waits until the whole verdict on a commit is there, and returns its
// check run.
func (w *world) verdict(sha string) simulator.CheckRun {
	w.t.Helper()
	var ready simulator.CheckRun
	waitFor(w.t, "golive / ready on "+sha[:7]+" is completed", func() bool {
		run, found := w.run(sha, "golive / ready")
		ready = run
		return found && run.Status == "completed"
	})
	return ready
}

// items returns what the check runs of a commit record of each item of its
// release, once nothing is being checked any more.
func (w *world) items(sha string) map[checks.ItemID]publish.ItemRecord {
	w.t.Helper()
	return w.itemsOf(sha, "")
}

// itemsOf is items of one of several releases, by its key.
func (w *world) itemsOf(sha, key string) map[checks.ItemID]publish.ItemRecord {
	w.t.Helper()
	items := map[checks.ItemID]publish.ItemRecord{}
	record := must(publish.ParseRecord(w.verdict(sha).Text))(w.t)
	for _, release := range record.Releases {
		if key == "" || key == release.Key {
			for _, item := range release.Items {
				items[item.Item] = item
			}
		}
	}
	return items
}

// becomes waits until an item of a commit's release stands at a verdict.
func (w *world) becomes(sha string, item checks.ItemID, verdict checks.Verdict) {
	w.t.Helper()
	waitFor(w.t, fmt.Sprintf("%s on %.7s is %s", item, sha, verdict), func() bool {
		run, found := w.run(sha, checks.ReadyCheck)
		if !found || run.Status != "completed" {
			return false
		}
		record, err := publish.ParseRecord(run.Text)
		return err == nil && len(record.Releases) > 0 && slices.ContainsFunc(record.Releases[0].Items, func(one publish.ItemRecord) bool {
			return one.Item == item && one.Verdict == verdict
		})
	})
}

// command writes a comment and waits for golive's reaction to it.
func (w *world) command(number int, login, body, reaction string) int64 {
	w.t.Helper()
	comment := must(w.github.Comment(shop, number, login, body))(w.t)
	waitFor(w.t, fmt.Sprintf("%q by %s gets %q", body, login, reaction), func() bool {
		return slices.Contains(w.reactions(number, comment), reaction)
	})
	return comment
}

// settled waits until golive has nothing to do; an edit of a comment that is put
// off may still come.
func (w *world) settled() {
	w.t.Helper()
	w.flush()
	waitFor(w.t, "golive has nothing left to do", func() bool {
		var status struct {
			Queues []struct {
				Name                              string
				Pending, Active, Scheduled, Retry int
			}
		}
		response, err := http.Get("http://" + w.server.Address() + "/status")
		if err != nil {
			return false
		}
		defer response.Body.Close()
		if json.NewDecoder(response.Body).Decode(&status) != nil {
			return false
		}
		for _, queue := range status.Queues {
			if queue.Pending+queue.Active+queue.Retry > 0 || queue.Scheduled > 0 && queue.Name != "publish" {
				return false
			}
		}
		return true
	})
}

// checklist returns the comments of ours that carry the marker.
func (w *world) checklists(number int) []simulator.Comment {
	w.t.Helper()
	var ours []simulator.Comment
	for _, comment := range must(w.github.Comments(shop, number))(w.t) {
		if comment.ByApp && strings.HasPrefix(comment.Body, "<!-- golive:v1") {
			ours = append(ours, comment)
		}
	}
	return ours
}

// replies returns our comments that are no checklist.
func (w *world) replies(number int) []string {
	w.t.Helper()
	var ours []string
	for _, comment := range must(w.github.Comments(shop, number))(w.t) {
		if comment.ByApp && !strings.HasPrefix(comment.Body, "<!-- golive:v1") {
			ours = append(ours, comment.Body)
		}
	}
	return ours
}

// reactions returns ours on a comment.
func (w *world) reactions(number int, comment int64) []string {
	w.t.Helper()
	var ours []string
	for _, one := range must(w.github.Comments(shop, number))(w.t) {
		if one.ID != comment {
			continue
		}
		for _, reaction := range one.Reactions {
			ours = append(ours, reaction.Content)
		}
	}
	return ours
}

// policy is the shop's: its verdict counts.
const enforcing = "version: 1\nmode: enforce\n"

// openRelease gives the shop a main branch and a release pull request with the
// files, and returns the pull request.
func (w *world) openRelease(files map[string]string) simulator.PullRequest {
	w.t.Helper()
	must(w.github.Push(shop, "main", "kim", simulator.Commit{Message: "start", Files: map[string]string{
		".golive.yml": enforcing, "package.json": `{"name":"shop","version":"1.3.0"}`, "src/index.js": "export const shop = 1;\n",
	}}))(w.t)
	must(w.github.Push(shop, "release/v1.4.0", "kim", simulator.Commit{Message: "feat: exports (#7)", Files: files}))(w.t)
	return must(w.github.OpenPullRequest(simulator.NewPullRequest{
		Repository: shop, Title: "Release v1.4.0", Body: "Exports.", Head: "release/v1.4.0", Base: "main", User: "kim",
	}))(w.t)
}

// sound is a release that what golive can judge by itself finds in order.
var sound = map[string]string{
	"src/index.js": "export const shop = 2;\n", "package.json": `{"name":"shop","version":"1.4.0"}`,
	"CHANGELOG.md": "# Changelog\n\n## [1.4.0] - 2026-11-23\n\n### Added\n\n- Exports (#7)\n",
}

// conform holds every request that golive made against GitHub's description.
func (w *world) conform(description *contract.Description) {
	w.t.Helper()
	seen := map[string]bool{}
	for _, request := range w.github.Requests() {
		if request.Git {
			continue
		}
		header := http.Header{"Content-Type": {"application/json"}, "Accept": request.Header["Accept"]}
		if err := description.Check(w.t.Context(), request.Method, request.Path, request.Query.Encode(), header, request.Body); err != nil && !seen[err.Error()] {
			seen[err.Error()] = true
			w.t.Errorf("%v", err)
		}
	}
}
