package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hibiken/asynq"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/catalogue"
)

// fakeHub opens one repository. Installations answers its errors one after the
// other and then nothing at all.
type fakeHub struct {
	Hub // whatever a test does not use fails loudly

	repository Repository
	failure    error // of Repository

	mutex    sync.Mutex
	failures []error
	asked    int
	removed  []int64
}

func (h *fakeHub) Repository(context.Context, int64, int64) (Repository, error) {
	return h.repository, h.failure
}

func (h *fakeHub) FailedDeliveries(context.Context, time.Time) ([]Delivery, error) { return nil, nil }

func (h *fakeHub) Installations(context.Context) ([]int64, error) {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	h.asked++
	if len(h.failures) == 0 {
		return nil, nil
	}
	failure := h.failures[0]
	h.failures = h.failures[1:]
	return nil, failure
}

func (h *fakeHub) times() int {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	return h.asked
}

func (h *fakeHub) Forget(int64, int64) {}

func (h *fakeHub) TidyMirrors(context.Context, int64) (int64, error) { return 0, nil }

func (h *fakeHub) RemoveMirror(_ context.Context, repository int64) error {
	h.removed = append(h.removed, repository)
	return nil
}

// fakePublisher notes what is said.
type fakePublisher struct {
	Publisher // whatever a test does not use fails loudly

	said     []string
	comments map[int64]SignedComment
	recorded map[string]Recorded // by commit
}

func (p *fakePublisher) PublishProblem(_ context.Context, _ Target, key Key, sha, _, explanation string) error {
	p.said = append(p.said, fmt.Sprintf("problem %s %s: %s", key, sha, explanation))
	return nil
}

func (p *fakePublisher) Supersede(_ context.Context, _ Target, _ Key, sha, _ string) error {
	p.said = append(p.said, "superseded "+sha)
	return nil
}

func (p *fakePublisher) CloseComment(_ context.Context, publication Publication) error {
	done, all := publication.Run.Progress()
	p.said = append(p.said, fmt.Sprintf("%s: %d of %d", publication.Run.Ended, done, all))
	return nil
}

func (p *fakePublisher) TimeOut(_ context.Context, _ Target, sha string, _ time.Time) (int, error) {
	p.said = append(p.said, "timed out "+sha)
	return 8, nil
}

func (p *fakePublisher) SignedComment(_ context.Context, _ Target, comment int64) (SignedComment, error) {
	if found, exists := p.comments[comment]; exists {
		return found, nil
	}
	return SignedComment{}, fmt.Errorf("comment %d: %w", comment, ErrGone)
}

func (p *fakePublisher) Recorded(_ context.Context, _ Target, _ Key, sha string) (Recorded, bool, error) {
	found, recorded := p.recorded[sha]
	return found, recorded, nil
}

// ReleasesOf names the tag of a commit that has a record.
func (p *fakePublisher) ReleasesOf(_ context.Context, _ Target, sha string) ([]Key, error) {
	if _, recorded := p.recorded[sha]; recorded {
		return []Key{{Repository: 81, Tag: "of " + sha}}, nil
	}
	return nil, nil
}

func newWorker(t *testing.T, hub *fakeHub, publisher *fakePublisher) *Worker {
	t.Helper()
	_, client := newRedis(t)
	worker := NewWorker(WorkerOptions{
		Redis: client, Store: NewStore(client, time.Hour, testNow), Queue: NewQueue(client, testNow), Hub: hub, Publisher: publisher,
		Catalogue: catalogue.New(catalogue.Tools{}), Now: testNow, NewID: func() string { return "run" }, Logger: slog.New(slog.DiscardHandler),
	})
	t.Cleanup(worker.Close)
	return worker
}

// keepRun stores a run of a release with these results.
func keepRun(t *testing.T, worker *Worker, run Run, results ...checks.Result) Run {
	t.Helper()
	var err error
	if run.Generation, err = worker.Store.NextGeneration(t.Context(), run.Key); err != nil {
		t.Fatal(err)
	}
	if _, err := worker.Store.PutResults(t.Context(), run.Key, run.Generation, results...); err != nil {
		t.Fatal(err)
	}
	if err := worker.Store.PutRun(t.Context(), run); err != nil {
		t.Fatal(err)
	}
	return run
}

var released = Key{Repository: 81, Number: 12}

func TestTheJanitorSettlesWhatHangsPastItsDeadline(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		deadline time.Time
		want     checks.Verdict
		said     []string
	}{
		"past its deadline":   {testedAt.Add(-time.Second), checks.Errored, []string{"timed out head"}},
		"before its deadline": {testedAt.Add(time.Second), checks.Running, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			publisher := &fakePublisher{}
			worker := newWorker(t, &fakeHub{repository: newFakeForge()}, publisher)
			run := keepRun(t, worker, Run{Key: released, Release: checks.Release{SHA: "head"}, Deadline: test.deadline}, waiting("code.review"), settled("code.secrets"))
			shown := PublishState{Version: 9, Generation: run.Generation, SHA: "head", CheckHashes: map[string]string{"golive / ready": "x"}}
			if err := worker.Store.PutPublishState(t.Context(), released, shown); err != nil {
				t.Fatal(err)
			}
			if err := worker.janitor(t.Context()); err != nil {
				t.Fatal(err)
			}
			now, _, err := worker.Store.Run(t.Context(), released)
			if err != nil || now.Results["code.review"].Verdict() != test.want || !slices.Equal(publisher.said, test.said) {
				t.Errorf("code.review is %s, said %q, error %v", now.Results["code.review"].Verdict(), publisher.said, err)
			}
			if now.Results["code.secrets"].Verdict() != checks.Pass {
				t.Errorf("what was settled is %s", now.Results["code.secrets"].Verdict())
			}
			state, err := worker.Store.PublishState(t.Context(), released)
			if err != nil || state.shows(now, PublishPayload{Version: 1}) != (test.said == nil) {
				t.Errorf("what was overwritten counts as shown: %+v, error %v", state, err)
			}
		})
	}
}

func TestWhatWasWaivedIsLookedAtOnceThatTimeIsOver(t *testing.T) {
	t.Parallel()
	waived := func(id checks.ItemID, until time.Time) checks.Result {
		waiver := &checks.Waiver{Item: id, By: "dana", Until: until}
		return checks.Judge(checks.Case{
			Item: checks.Item{ID: id, Level: checks.LevelBlock}, Now: testedAt.Add(-time.Hour), Attestations: checks.Attestations{Waiver: waiver},
		})
	}
	worker := newWorker(t, &fakeHub{}, &fakePublisher{})
	keepRun(t, worker, Run{Key: released, Installation: 5, Release: checks.Release{SHA: "head"}},
		waived("code.review", testedAt), waived("code.coverage", testedAt.Add(time.Second)), settled("code.secrets"))
	for range 2 { // each sweep, until it was looked at
		if err := worker.janitor(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	tasks, err := asynq.NewInspectorFromRedisClient(worker.Redis).ListPendingTasks(queueOpen)
	if err != nil || len(tasks) != 2 {
		t.Fatalf("%d tasks, error %v", len(tasks), err)
	}
	payload, err := decode[OpenPayload](asynq.NewTask(tasks[0].Type, tasks[0].Payload))
	if err != nil || payload.Key != released || payload.Installation != 5 || !slices.Equal(payload.Scope.Items, []checks.ItemID{"code.review"}) {
		t.Errorf("asked for %+v, error %v", payload, err)
	}
}

func TestAReleaseThatCannotBeOpenedSaysWhy(t *testing.T) {
	t.Parallel()
	failure := errors.New("GitHub answered 502")
	for name, test := range map[string]struct {
		key  Key
		want string
	}{
		"a release pull request": {released, "problem 81:pr:12 head: golive could not read the release: GitHub answered 502"},
		"a release tag":          {Key{Repository: 81, Tag: "release/v1.4.0"}, "problem 81:tag:release%2Fv1.4.0 merged: golive could not read"},
		"any other pull request": {Key{Repository: 81, Number: 13}, ""},
		"any other tag":          {Key{Repository: 81, Tag: "nightly"}, ""},
		"one that is gone":       {Key{Repository: 81, Number: 99}, ""},
		"one that was closed":    {Key{Repository: 81, Number: 14}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			publisher := &fakePublisher{}
			worker := newWorker(t, &fakeHub{repository: newFakeForge()}, publisher)
			task, err := newTask(TypeOpen, OpenPayload{Key: test.key, Installation: 5}, testedAt)
			if err != nil {
				t.Fatal(err)
			}
			worker.Abandon(t.Context(), task, failure)
			if said := strings.Join(publisher.said, "\n"); !strings.HasPrefix(said, test.want) || (test.want == "") != (said == "") {
				t.Errorf("said %q", said)
			}
		})
	}
}

func TestARunThatCannotBeStartedSettlesItsItems(t *testing.T) {
	t.Parallel()
	publisher := &fakePublisher{}
	worker := newWorker(t, &fakeHub{repository: newFakeForge()}, publisher)
	keepRun(t, worker, Run{Key: released, Release: checks.Release{SHA: "head"}}, waiting("code.review"), settled("code.secrets"))
	if err := worker.unopened(t.Context(), OpenPayload{Key: released}, errServer); err != nil {
		t.Fatal(err)
	}
	run, _, err := worker.Store.Run(t.Context(), released)
	if err != nil || run.Results["code.review"].Verdict() != checks.Unknown || run.Results["code.secrets"].Verdict() != checks.Pass || len(publisher.said) > 0 {
		t.Errorf("code.review is %s, code.secrets %s, said %q, error %v", run.Results["code.review"].Verdict(), run.Results["code.secrets"].Verdict(), publisher.said, err)
	}
}

func TestWhatPeopleSayStandsWithItsComment(t *testing.T) {
	t.Parallel()
	publisher := &fakePublisher{comments: map[int64]SignedComment{
		1: {Login: "Dana"}, 2: {Login: "dana", Edited: true}, 3: {Login: "kim"}, 5: {Login: "kim"},
	}}
	signed := func(item checks.ItemID, comment int64) *checks.SignOff {
		return &checks.SignOff{Item: item, By: "dana", Comment: comment}
	}
	waived := func(item checks.ItemID, by string, comment int64) *checks.Waiver {
		return &checks.Waiver{Item: item, By: by, Comment: comment, Reason: "until the new cluster is there", Until: testedAt}
	}
	excluded := func(item checks.ItemID, comment, approval int64) *checks.Exclusion {
		said := &checks.Exclusion{Item: item, By: "kim", Comment: comment, Reason: "nothing is stored here"}
		if approval > 0 {
			said.Approval = &checks.Approval{By: "dana", Comment: approval}
		}
		return said
	}
	said := map[checks.ItemID]checks.Attestations{
		"monitoring.metrics":         {Exclusion: excluded("monitoring.metrics", 5, 1)},
		"monitoring.logging":         {Exclusion: excluded("monitoring.logging", 5, 0)},
		"performance.indexes":        {Exclusion: excluded("performance.indexes", 5, 2)},
		"performance.caching":        {Exclusion: excluded("performance.caching", 4, 1)},
		"delivery.rollback":          {SignOff: signed("delivery.rollback", 1), Waiver: waived("delivery.rollback", "kim", 4)},
		"delivery.staging":           {SignOff: signed("delivery.staging", 2)},
		"delivery.pipeline":          {SignOff: signed("delivery.pipeline", 3)},
		"delivery.naming":            {SignOff: signed("delivery.naming", 4)},
		"infrastructure.autoscaling": {Waiver: waived("infrastructure.autoscaling", "kim", 5)},
		"infrastructure.health":      {SignOff: signed("infrastructure.health", 1), Waiver: waived("infrastructure.health", "dana", 3)},
		"infrastructure.backup":      {Waiver: waived("infrastructure.backup", "dana", 2)},
	}
	stand := map[checks.ItemID]checks.Attestations{
		"monitoring.metrics":         said["monitoring.metrics"],
		"monitoring.logging":         said["monitoring.logging"],
		"performance.indexes":        {Exclusion: excluded("performance.indexes", 5, 0)},
		"delivery.rollback":          {SignOff: said["delivery.rollback"].SignOff},
		"infrastructure.autoscaling": said["infrastructure.autoscaling"],
		"infrastructure.health":      {SignOff: said["infrastructure.health"].SignOff},
	}
	publisher.recorded = map[string]Recorded{"head": {Given: said}}
	worker := newWorker(t, &fakeHub{}, publisher)
	expect := func(when string) {
		t.Helper()
		kept, err := worker.Store.Attestations(t.Context(), released)
		if err != nil || !reflect.DeepEqual(kept, stand) {
			t.Errorf("%s: %+v, error %v", when, kept, err)
		}
	}
	if previous, err := worker.restore(t.Context(), newFakeForge(), Target{}, released, checks.Release{SHA: "head"}); err != nil || previous != nil {
		t.Fatalf("%+v, error %v", previous, err)
	}
	expect("restored from the records after everything was lost")
	for _, one := range said {
		if err := worker.Store.Put(t.Context(), released, one); err != nil {
			t.Fatal(err)
		}
	}
	items, err := worker.revoked(t.Context(), Target{}, released)
	if want := []checks.ItemID{"delivery.naming", "delivery.pipeline", "delivery.rollback", "delivery.staging", "infrastructure.backup", "infrastructure.health", "performance.caching", "performance.indexes"}; err != nil || !slices.Equal(items, want) {
		t.Errorf("revoked: %q, error %v", items, err)
	}
	expect("looked at again")
}

func TestWhatARunCameToIsReadFromGitHubWhereItWasLost(t *testing.T) {
	t.Parallel()
	judged := PreviousRun{Generation: 7, SHA: "head", At: testedAt, Verdicts: map[checks.ItemID]checks.Verdict{"code.review": checks.Pass, "code.secrets": checks.Fail}}
	half := judged
	half.Verdicts = map[checks.ItemID]checks.Verdict{"code.review": checks.Pass, "code.secrets": checks.Running}
	for name, test := range map[string]struct {
		recorded map[string]Recorded
		resumes  int64 // 0: nothing is known
	}{
		"a run that judged everything":           {map[string]Recorded{"head": {Run: judged}}, 7},
		"a run of an earlier commit":             {map[string]Recorded{"older": {Run: judged}}, 7},
		"a run that was not over":                {map[string]Recorded{"head": {Run: half}}, 0},
		"check runs that record nothing of ours": {nil, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			forge := newFakeForge()
			forge.commits = []checks.PullCommit{{SHA: "older"}, {SHA: "head"}}
			worker := newWorker(t, &fakeHub{}, &fakePublisher{recorded: test.recorded})
			previous, err := worker.restore(t.Context(), forge, Target{}, released, checks.Release{SHA: "head", Number: 412})
			if err != nil || (previous != nil) != (test.resumes > 0) {
				t.Fatalf("%+v, error %v", previous, err)
			}
			if next, err := worker.Store.NextGeneration(t.Context(), released); err != nil || next != test.resumes+1 {
				t.Errorf("the next run is #%d, error %v", next, err)
			}
		})
	}
}

func TestARepositoryThatIsLostLeavesNoCopyBehind(t *testing.T) {
	t.Parallel()
	hub := &fakeHub{}
	worker := newWorker(t, hub, &fakePublisher{})
	keepRun(t, worker, Run{Key: released, Installation: 5, Release: checks.Release{SHA: "head"}}, waiting("code.review"))
	if err := worker.dispatch(t.Context(), Trigger{Kind: TriggerRepositoryGone, Installation: 5, Repository: 81}); err != nil {
		t.Fatal(err)
	}
	if watched, err := worker.Store.Watched(t.Context(), released); err != nil || watched || !slices.Contains(hub.removed, 81) {
		t.Errorf("watched %v, copies removed %v, error %v", watched, hub.removed, err)
	}
}

// Neither 429 nor the other limits count as failures, and asynq archives a task
// on its last attempt whatever it failed of. A sweep that failed for good is not
// kept either: the next one asks for the same.
func TestASweepIsPutOffByLimitsAndNeverArchived(t *testing.T) {
	t.Parallel()
	limited := func() error {
		return fmt.Errorf("list: %w", &LimitedError{Until: time.Now(), Reason: "secondary rate limit"})
	}
	for name, test := range map[string]struct {
		failures []error // of a task with one retry
		attempts int
	}{
		"put off by limits": {[]error{limited(), errServer, limited(), limited()}, 5},
		"failed for good":   {[]error{errServer, errServer}, 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			hub := &fakeHub{failures: test.failures}
			worker := newWorker(t, hub, &fakePublisher{})
			worker.Queue.now, worker.Now = time.Now, time.Now
			server := NewServer(ServerOptions{
				Redis: worker.Redis, Worker: worker, Queue: worker.Queue, Concurrency: 1, StopTime: time.Second, Now: time.Now, Logger: worker.Logger,
			})
			if err := server.Start(t.Context()); err != nil {
				t.Fatal(err)
			}
			defer server.Stop()
			task, err := newTask(TypeSweep, SweepPayload{}, time.Now(), asynq.MaxRetry(1))
			if err != nil {
				t.Fatal(err)
			}
			if _, err := worker.Queue.client.Load().EnqueueContext(t.Context(), task); err != nil {
				t.Fatal(err)
			}
			inspector := NewInspector(worker.Redis)
			for {
				sizes, err := inspector.Sizes()
				if err != nil {
					t.Fatal(err)
				}
				left, archived := 0, 0
				for _, size := range sizes {
					left += size.Pending + size.Active + size.Scheduled + size.Retry
					archived += size.Archived
				}
				if archived > 0 {
					t.Fatalf("archived after %d attempts", hub.times())
				}
				if left == 0 && hub.times() == test.attempts {
					return
				}
				select {
				case <-t.Context().Done():
					t.Fatalf("%d attempts, %d tasks left", hub.times(), left)
				case <-time.After(20 * time.Millisecond):
				}
			}
		})
	}
}

func TestATaskIsNotPutOffForEver(t *testing.T) {
	t.Parallel()
	worker := newWorker(t, &fakeHub{}, &fakePublisher{})
	server := NewServer(ServerOptions{Redis: worker.Redis, Worker: worker, Queue: worker.Queue, Concurrency: 1, Now: testNow, Logger: worker.Logger})
	limited := &LimitedError{Until: testedAt.Add(time.Minute), Reason: "primary rate limit"}
	for age, want := range map[time.Duration]error{taskLifetime - time.Minute: nil, taskLifetime + time.Minute: context.DeadlineExceeded} {
		task, err := newTask(TypeSweep, SweepPayload{}, testedAt.Add(-age))
		if err != nil {
			t.Fatal(err)
		}
		if err := server.again(t.Context(), task, limited); !errors.Is(err, want) {
			t.Errorf("after %s: %v, want %v", age, err, want)
		}
	}
	scheduled, err := asynq.NewInspectorFromRedisClient(worker.Redis).ListScheduledTasks(queueSweep)
	if err != nil || len(scheduled) != 1 {
		t.Fatalf("%d tasks, error %v", len(scheduled), err)
	}
	if born := bornAt(asynq.NewTaskWithHeaders("", nil, scheduled[0].Headers), testedAt); !born.Equal(testedAt.Add(time.Minute - taskLifetime)) {
		t.Errorf("put back, it was born %s", born)
	}
}
