package server_test

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/golive-app/golive/app/server"
	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks/evidence/load"
	"github.com/golive-app/golive/checks/evidence/source"
	"github.com/golive-app/golive/config"
	"github.com/golive-app/golive/jobs"
)

// world is golive at work beside a simulated GitHub.
type world struct {
	t        testing.TB
	github   *simulator.GitHub
	server   *server.Server
	settings config.Settings
	log      *lockedBuffer
	install  int64
	sweep    time.Duration // how often golive looks for what it missed; 0: never
	rules    int64         // of the ruleset that asks for approvals on main
	stopped  map[*server.Server]bool
	inMemory bool            // its Redis keeps nothing on disk
	ahead    atomic.Int64    // by which golive's clock is, in nanoseconds
	engine   jobs.LoadEngine // nil: children of this program
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

// inMemory is where it lives in a story that is not about it: in a redis-server that
// keeps nothing on disk. Under the race detector a story takes half as long as with
// the embedded one, which makes a Lua of its own for each script. Where no redis-server
// is installed it is the embedded one all the same.
const inMemory = "redis-server in memory"

// newWorld starts a GitHub and a golive, with the App installed for acme and the
// repository acme/shop.
func newWorld(t testing.TB, queue string) *world {
	t.Helper()
	w := newWorldWithout(t, queue)
	w.start()
	return w
}

// newWorldWithout is newWorld before golive is started.
func newWorldWithout(t testing.TB, queue string) *world {
	t.Helper()
	return newWorldOf(t, queue, simulator.Options{})
}

// newWorldOf is newWorldWithout with another GitHub.
func newWorldOf(t testing.TB, queue string, options simulator.Options) *world {
	t.Helper()
	w := newBareWorld(t, options)
	w.settings.AppID, w.settings.PrivateKey = w.github.AppID(), w.github.PrivateKeyPEM()
	w.settings.WebhookSecrets = [][]byte{[]byte(w.github.WebhookSecret())}
	switch queue {
	case "redis-server":
		w.settings.RedisURL = "redis://" + startRedis(t) + "/0"
	case inMemory:
		w.startInMemory()
	}
	w.install = w.github.CreateInstallation("acme", nil)
	w.setRoles(map[string]string{"kim": "write", "lee": "write", "dana": "maintain", "rio": "read"})
	return w
}

// newBareWorld starts a GitHub with the repository acme/shop. No App is installed,
// and golive's settings name none.
func newBareWorld(t testing.TB, options simulator.Options) *world {
	t.Helper()
	options.Directory = filepath.Join(t.TempDir(), "github")
	w := &world{t: t, github: must(simulator.New(options))(t), log: &lockedBuffer{}, stopped: map[*server.Server]bool{}}
	must(w.github.Start("127.0.0.1:0"))(t)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		_ = w.github.Close(ctx)
		if t.Failed() {
			w.tell()
		}
	})
	data := filepath.Join(t.TempDir(), "data")
	w.settings = config.Settings{
		Listen: "127.0.0.1:0", MetricsListen: "127.0.0.1:0", Role: config.RoleAll,
		GitHubURL: strings.TrimRight(w.github.APIURL(), "/"), DataDirectory: data, Credentials: filepath.Join(data, "credentials"),
		Concurrency: 8, Retention: time.Hour, LogLevel: slog.LevelDebug, LoadMaxRPS: 20000, LoadMaxTime: 30 * time.Minute, LoadAtOnce: 2, ProbeRPS: config.MostProbeRPS, ProbeBurst: config.DefaultProbeBurst,
	}
	w.github.CreateOrganization("acme")
	must(w.github.CreateRepository("acme", "shop", ""))(t)
	w.rules = must(w.github.AddRuleset(shop, simulator.Ruleset{Name: "main", Target: "branch", Include: []string{"~DEFAULT_BRANCH"}, Rules: []map[string]any{{
		"type": "pull_request", "parameters": map[string]any{
			"required_approving_review_count": 1, "dismiss_stale_reviews_on_push": false, "require_last_push_approval": false,
			"require_code_owner_review": false, "required_review_thread_resolution": false,
		},
	}}}))(t)
	return w
}

// setRoles gives people their roles in the shop.
func (w *world) setRoles(roles map[string]string) {
	w.t.Helper()
	for login, role := range roles {
		w.do(w.github.SetPermission(shop, login, role))
	}
}

// options are what a golive of this world is started with.
func (w *world) options() server.Options {
	w.t.Helper()
	return server.Options{
		Settings: w.settings, Version: "test", SyntaxCommand: []string{must(os.Executable())(w.t), source.ReaderCommand},
		LoadCommand: []string{must(os.Executable())(w.t), load.GeneratorCommand}, LoadEngine: w.engine,
		ItemLimit: time.Minute, StopTime: 2 * time.Second, Sweep: w.sweep, Now: func() time.Time { return time.Now().Add(time.Duration(w.ahead.Load())) },
		Logger: slog.New(slog.NewTextHandler(w.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
}

// start starts golive and lets GitHub deliver to it.
func (w *world) start() {
	w.t.Helper()
	w.server = w.startAnother()
	w.github.DeliverTo("http://" + w.server.Address() + "/webhook")
}

// startAnother starts one more golive with the same settings.
func (w *world) startAnother() *server.Server {
	w.t.Helper()
	started, err := server.Start(w.t.Context(), w.options())
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

// restart stops golive and starts another one. Unless the queue is a redis-server
// with a disk, that one knows nothing of what was before.
func (w *world) restart() {
	w.t.Helper()
	w.stop(w.server)
	if w.inMemory {
		w.startInMemory()
	}
	w.start()
}

// startInMemory starts an empty Redis for the golives that are started from now on.
func (w *world) startInMemory() {
	w.t.Helper()
	if _, err := exec.LookPath("redis-server"); err != nil {
		return
	}
	redis := newRedis(w.t)
	redis.forgets = true
	redis.start()
	w.inMemory, w.settings.RedisURL = true, "redis://"+redis.address+"/0"
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

func (w *world) do(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}
