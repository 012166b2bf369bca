package server_test

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hibiken/asynq"
	"github.com/redis/go-redis/v9"

	"github.com/golive-app/golive/app/command"
	"github.com/golive-app/golive/app/github"
	"github.com/golive-app/golive/app/publish"
	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/app/webhook"
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/catalogue"
	"github.com/golive-app/golive/jobs"
)

// twin is one of two golives that live through the same, each beside a GitHub of its
// own. It has no queue's server: a task is done when it is its turn, in one order, so
// that what happens is the same each time. Both have the same clock.
type twin struct {
	t       testing.TB
	github  *simulator.GitHub
	log     *lockedBuffer
	redis   redis.UniversalClient
	worker  *jobs.Worker
	tasks   *asynq.Inspector
	install int64
	id      int64 // of the repository
	pull    simulator.PullRequest
	said    []int64 // people's comments, in order
	now     func() time.Time
}

// factsOf tells what the check of an item finds in this content: its file says so. The
// checks of the true catalogue take time, and find what they like.
func factsOf(item checks.Item, now func() time.Time) checks.CheckFunc {
	return func(ctx context.Context, subject checks.Subject) (checks.Observation, error) {
		text, err := subject.Source.Read(ctx, factFile(item.ID))
		if err != nil && !strings.Contains(err.Error(), fs.ErrNotExist.Error()) {
			return checks.Observation{}, err
		}
		evidence := func(grade checks.Grade, outcome checks.Outcome) []checks.Evidence {
			return []checks.Evidence{{Grade: grade, Outcome: outcome, Summary: "1 of 1 seen", Kind: "fact", Source: "git", ObservedAt: now(), Tree: subject.Release.Tree}}
		}
		switch strings.TrimSpace(string(text)) {
		case "pass":
			return checks.Observation{Evidence: evidence(checks.E5, checks.Supports)}, nil
		case "fail":
			return checks.Observation{Evidence: evidence(checks.E5, checks.Refutes), Findings: []checks.Finding{{Rule: "fact.no", Severity: checks.SeverityError, Path: factFile(item.ID), Line: 1, Message: "it says no"}}}, nil
		case "weak":
			return checks.Observation{Evidence: evidence(checks.E1, checks.Supports)}, nil
		case "no-need":
			return checks.Observation{NotApplicable: "searched 1 file, and it says so"}, nil
		default:
			return checks.Observation{Missing: []checks.Missing{{Connection: checks.ConnectionStaging, Reason: "nothing to look at", Remedy: "connect it"}}}, nil
		}
	}
}

func factFile(item checks.ItemID) string { return "facts/" + string(item) }

func newTwin(t testing.TB, now func() time.Time, fork bool) *twin {
	t.Helper()
	w := &twin{t: t, log: &lockedBuffer{}, now: now}
	w.github = must(simulator.New(simulator.Options{Directory: filepath.Join(t.TempDir(), "github"), Now: now, ClientNow: time.Now, RateLimit: 1_000_000}))(t)
	must(w.github.Start("127.0.0.1:0"))(t)
	w.github.DeliverTo("http://127.0.0.1:1/webhook") // nothing is delivered: see hear
	w.github.HoldDeliveries()
	embedded := must(jobs.StartEmbedded())(t)
	w.redis = embedded.Client()
	w.tasks = asynq.NewInspectorFromRedisClient(w.redis)
	w.connect(filepath.Join(t.TempDir(), "data"))
	t.Cleanup(func() {
		w.worker.Close()
		_ = w.redis.Close()
		embedded.Close()
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		_ = w.github.Close(ctx)
	})
	w.github.CreateOrganization("acme")
	w.id = must(w.github.CreateRepository("acme", "shop", ""))(t).ID
	w.install = w.github.CreateInstallation("acme", nil)
	for login, role := range map[string]string{"kim": "write", "lee": "write", "dana": "maintain", "alex": "admin", "rio": "read"} {
		w.do(w.github.SetPermission(shop, login, role))
	}
	w.open(fork)
	return w
}

// connect puts a golive together out of the parts of the true one.
func (w *twin) connect(data string) {
	w.t.Helper()
	logger := slog.New(slog.NewTextHandler(w.log, nil))
	hub := must(github.NewHub(github.Options{
		AppID: w.github.AppID(), PrivateKey: w.github.PrivateKeyPEM(), APIURL: strings.TrimRight(w.github.APIURL(), "/"), DataDirectory: data,
		Now: time.Now, Logger: logger, UserAgent: "golive/test",
	}))(w.t)
	checklist := catalogue.New(catalogue.Tools{})
	for index, entry := range checklist.Entries {
		checklist.Entries[index].Check = factsOf(entry.Item, w.now)
	}
	store, queue := jobs.NewStore(w.redis, 24*365*time.Hour, w.now), jobs.NewQueue(w.redis, w.now)
	publisher := publish.New(publish.Options{
		Forge: func(ctx context.Context, target jobs.Target) (publish.Forge, error) {
			return hub.Publishing(ctx, target)
		},
		Catalogue: publish.Catalogue{Items: checklist.Items(), Rows: checklist.Rows}, AppID: w.github.AppID(), Version: "test", Now: w.now, Logger: logger,
	})
	commander := must(command.New(command.Options{
		Hub: hub, Forge: func(ctx context.Context, target jobs.Target) (command.Forge, error) {
			return hub.Publishing(ctx, target)
		},
		Releases: store, Queue: queue, Items: checklist.Items(), Rows: checklist.Rows, Now: w.now, Logger: logger, AppID: w.github.AppID(),
	}))(w.t)
	runs := 0
	w.worker = jobs.NewWorker(jobs.WorkerOptions{
		Redis: w.redis, Store: store, Queue: queue, Hub: hub, Publisher: publisher, Commander: commander, Catalogue: checklist,
		Runner: checks.NewRunner(checks.RunnerOptions{Now: w.now, Incident: func() string { return "incident" }, Logger: logger}),
		Now:    w.now, NewID: func() string { runs++; return fmt.Sprintf("run%d", runs) }, Logger: logger,
	})
}

const releaseBranch = "release/v1.4.0"

// open gives the shop a release pull request, from a fork or not.
func (w *twin) open(fork bool) {
	w.t.Helper()
	must(w.github.Push(shop, "main", "kim", simulator.Commit{Message: "start", Files: map[string]string{".golive.yml": enforcing, "src/index.js": "1\n"}}))(w.t)
	repository, head := shop, releaseBranch
	if fork {
		must(w.github.Fork(shop, "mallory"))(w.t)
		repository, head = "mallory/shop", "mallory:"+releaseBranch
	}
	must(w.github.Push(repository, releaseBranch, "kim", simulator.Commit{Message: "feat: exports", Files: map[string]string{factFile("code.review"): "pass\n"}}))(w.t)
	w.pull = must(w.github.OpenPullRequest(simulator.NewPullRequest{Repository: shop, Title: "Release v1.4.0", Head: head, Base: "main", User: "kim"}))(w.t)
}

func (w *twin) do(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// hear has golive take what GitHub has to tell, and do all that comes of it.
func (w *twin) hear() {
	w.t.Helper()
	var deliveries []simulator.Delivery
	w.github.ReleaseDeliveries(func(held []simulator.Delivery) []simulator.Delivery {
		w.github.HoldDeliveries() // what golive itself causes is told with the next
		deliveries = held
		return nil
	})
	w.github.HoldDeliveries()
	for _, delivery := range deliveries {
		triggers := must(webhook.TriggersOf(delivery.Event, delivery.GUID, delivery.Payload, webhook.AppIdentity{ID: w.github.AppID()}))(w.t)
		if len(triggers) == 0 {
			continue
		}
		must(w.worker.Queue.Enqueue(w.t.Context(), delivery.GUID, triggers))(w.t)
		w.work()
	}
}

// work does tasks until there are none.
func (w *twin) work() {
	w.t.Helper()
	for {
		queue, task := w.next()
		if task == nil {
			return
		}
		w.do(w.tasks.DeleteTask(queue, task.ID))
		if err := w.worker.Do(w.t.Context(), asynq.NewTask(task.Type, task.Payload)); err != nil {
			w.t.Fatalf("%s %s: %v", task.Type, task.Payload, err)
		}
	}
}

func (w *twin) next() (string, *asynq.TaskInfo) {
	w.t.Helper()
	known := must(w.tasks.Queues())(w.t)
	for _, queue := range jobs.Queues() {
		if !slices.Contains(known, queue) {
			continue
		}
		for _, list := range []func(string, ...asynq.ListOption) ([]*asynq.TaskInfo, error){w.tasks.ListPendingTasks, w.tasks.ListScheduledTasks} {
			if found := must(list(queue))(w.t); len(found) > 0 {
				return queue, found[0]
			}
		}
	}
	return "", nil
}

// ask has a task of a type done, and what comes of it.
func (w *twin) ask(kind, payload string) {
	w.t.Helper()
	w.do(w.worker.Do(w.t.Context(), asynq.NewTask(kind, []byte(payload))))
	w.work()
}

// sweep is what golive does at its start and every ten minutes.
func (w *twin) sweep(first bool) {
	w.t.Helper()
	w.worker.Queue.Announce()
	w.ask(jobs.TypeJanitor, `{}`)
	w.ask(jobs.TypeSweepOne, fmt.Sprintf(`{"installation":%d,"first":%v}`, w.install, first))
}

// forget loses all that is not on GitHub.
func (w *twin) forget() {
	w.t.Helper()
	w.do(w.redis.FlushAll(w.t.Context()).Err())
}

// head is the last commit of the pull request.
func (w *twin) head() string {
	w.t.Helper()
	return must(w.github.PullRequest(shop, w.pull.Number))(w.t).HeadSHA
}

// shown is what people see of an item.
type shown struct {
	Verdict   checks.Verdict
	SignOff   publish.SignOffRecord
	Waiver    publish.WaiverRecord
	Exclusion publish.ExclusionRecord
	Approval  publish.ApprovalRecord
}

// state is what GitHub shows of the release. Comments are named by which of people's
// they are: ids differ between the twins.
type state struct {
	Checks   map[string]string // name → conclusion and title
	Items    map[checks.ItemID]shown
	Approval publish.ForkApprovalRecord
	Comments int // of golive's checklist
}

func (w *twin) state(sha string) state {
	w.t.Helper()
	now := state{Checks: map[string]string{}, Items: map[checks.ItemID]shown{}}
	which := func(comment int64) int64 { return int64(slices.Index(w.said, comment)) }
	for _, run := range must(w.github.CheckRuns(shop, sha))(w.t) {
		if _, twice := now.Checks[run.Name]; twice {
			w.t.Errorf("two check runs %s", run.Name)
		}
		now.Checks[run.Name] = cmp.Or(run.Conclusion, run.Status) + ": " + run.Title
		record, err := publish.ParseRecord(run.Text)
		if err != nil || len(record.Releases) != 1 {
			w.t.Errorf("%s has %d records, error %v", run.Name, len(record.Releases), err)
			continue
		}
		release := record.Releases[0]
		if approval := release.Approval; approval != nil {
			now.Approval = *approval
			now.Approval.Comment = which(approval.Comment)
		}
		for _, item := range release.Items {
			one := shown{Verdict: item.Verdict}
			if item.SignOff != nil {
				one.SignOff = *item.SignOff
				one.SignOff.Comment = which(item.SignOff.Comment)
			}
			if item.Waiver != nil {
				one.Waiver = *item.Waiver
				one.Waiver.Comment = which(item.Waiver.Comment)
			}
			if said := item.Exclusion; said != nil {
				one.Exclusion = *said
				one.Exclusion.Comment = which(said.Comment)
				if said.Approval != nil {
					one.Approval = *said.Approval
					one.Approval.Comment = which(said.Approval.Comment)
				}
				one.Exclusion.Approval = nil
			}
			if before, told := now.Items[item.Item]; told && before != one {
				w.t.Errorf("%s tells of %s %+v, and another check run %+v", run.Name, item.Item, one, before)
			}
			now.Items[item.Item] = one
		}
	}
	for _, comment := range must(w.github.Comments(shop, w.pull.Number))(w.t) {
		if comment.ByApp && strings.HasPrefix(comment.Body, "<!-- golive:") {
			now.Comments++
		}
	}
	return now
}
