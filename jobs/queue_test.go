package jobs

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/hibiken/asynq"

	"github.com/golive-app/golive/checks"
)

func pending(t *testing.T, inspector *asynq.Inspector, queue string) []*asynq.TaskInfo {
	t.Helper()
	tasks, err := inspector.ListPendingTasks(queue)
	if err != nil && !errors.Is(err, asynq.ErrQueueNotFound) {
		t.Fatal(err)
	}
	return tasks
}

func TestTheSameDeliveryTwiceIsOneTask(t *testing.T) {
	t.Parallel()
	_, client := newRedis(t)
	queue, inspector := NewQueue(client, time.Now), asynq.NewInspectorFromRedisClient(client)
	triggers := []Trigger{{Kind: TriggerPullRequest, Installation: 5, Repository: 81, Number: 12}}
	for attempt, want := range []bool{true, false, false} {
		accepted, err := queue.Enqueue(t.Context(), "guid-1", triggers)
		if err != nil || accepted != want {
			t.Fatalf("attempt %d: accepted %v, error %v", attempt, accepted, err)
		}
	}
	if accepted, err := queue.Enqueue(t.Context(), "guid-2", triggers); err != nil || !accepted {
		t.Fatalf("another delivery: accepted %v, error %v", accepted, err)
	}
	if tasks := pending(t, inspector, queueOpen); len(tasks) != 2 {
		t.Fatalf("%d tasks, want 2", len(tasks))
	}
}

func TestADeliveryThatCouldNotBeQueuedIsFreeAgain(t *testing.T) {
	t.Parallel()
	_, client := newRedis(t)
	queue := NewQueue(client, time.Now)
	tooLarge := []Trigger{
		{Kind: TriggerPullRequest, Repository: 81, Number: 12},
		{Kind: TriggerCommand, Repository: 81, Sender: strings.Repeat("x", maximumPayload)},
	}
	if accepted, err := queue.Enqueue(t.Context(), "guid", tooLarge); err == nil || accepted {
		t.Fatalf("accepted %v, error %v", accepted, err)
	}
	if accepted, err := queue.Enqueue(t.Context(), "guid", tooLarge[:1]); err != nil || !accepted {
		t.Fatalf("redelivered: accepted %v, error %v", accepted, err)
	}
}

func TestARedisThatIsAwayIsAnError(t *testing.T) {
	t.Parallel()
	server, client := newRedis(t)
	queue := NewQueue(client, time.Now)
	server.Close()
	if accepted, err := queue.Enqueue(t.Context(), "guid", []Trigger{{Kind: TriggerTag, Repository: 81, Tag: "release/v1.0.0"}}); err == nil || accepted {
		t.Fatalf("accepted %v, error %v", accepted, err)
	}
}

func TestADeliveryOfWhichATaskFailedForGoodIsTakenAnew(t *testing.T) {
	t.Parallel()
	_, client := newRedis(t)
	queue := NewQueue(client, time.Now)
	worker := NewWorker(WorkerOptions{Redis: client, Queue: queue, Store: NewStore(client, time.Hour, testNow), Now: testNow})
	trigger := Trigger{Kind: TriggerCommand, Repository: 81, Comment: 9, Delivery: "guid"}
	if accepted, err := queue.Enqueue(t.Context(), "guid", []Trigger{trigger}); err != nil || !accepted {
		t.Fatalf("accepted %v, error %v", accepted, err)
	}
	task, err := newTask(TypeTrigger, trigger, testedAt)
	if err != nil {
		t.Fatal(err)
	}
	worker.Abandon(t.Context(), task, errors.New("GitHub was down for hours"))
	if accepted, err := queue.Enqueue(t.Context(), "guid", []Trigger{trigger}); err != nil || !accepted {
		t.Fatalf("the operator's redelivery was eaten: accepted %v, error %v", accepted, err)
	}
}

func TestPayloadsHoldIDsOnly(t *testing.T) {
	t.Parallel()
	everything := map[string]any{
		TypeTrigger: Trigger{
			Kind: TriggerRerunCheckSuite, Delivery: strings.Repeat("d", 36), Installation: 1 << 40, Repository: 1 << 40,
			Repositories: make([]int64, 1000), Number: 1 << 20, Tag: strings.Repeat("t", 255), SHA: strings.Repeat("a", 40),
			CheckName: "golive / 6 infrastructure", External: strings.Repeat("e", 255), Action: "rerun_failed", Sender: strings.Repeat("s", 39),
		},
		TypeSection: SectionPayload{Key: Key{Repository: 1 << 40, Tag: strings.Repeat("t", 255)}, Items: make([]checks.ItemID, 41)},
	}
	for kind, payload := range everything {
		task, err := newTask(kind, payload, testedAt)
		if err != nil {
			t.Errorf("%s: %v", kind, err)
			continue
		}
		if len(task.Payload()) > maximumPayload/2 {
			t.Errorf("%s: %d bytes", kind, len(task.Payload()))
		}
	}
	if _, err := newTask(TypeOpen, OpenPayload{Delivery: strings.Repeat("x", maximumPayload)}, testedAt); !errors.Is(err, ErrPayload) {
		t.Errorf("a payload that is too large: %v", err)
	}
	if _, err := newTask("release:unknown", nil, testedAt); !errors.Is(err, ErrPayload) {
		t.Errorf("an unknown type: %v", err)
	}
}

func TestEachVersionIsPublishedOnce(t *testing.T) {
	t.Parallel()
	_, client := newRedis(t)
	queue, inspector := NewQueue(client, time.Now), asynq.NewInspectorFromRedisClient(client)
	key := Key{Repository: 81, Number: 12}
	for _, version := range []int64{1, 1, 2, 3, 3} {
		if err := queue.publish(t.Context(), PublishPayload{Key: key, Generation: 4, Version: version}, 0); err != nil {
			t.Fatal(err)
		}
	}
	if tasks := pending(t, inspector, queuePublish); len(tasks) != 3 {
		t.Fatalf("%d tasks, want 3: the last update must not be lost, nor made twice", len(tasks))
	}
}

func TestRetriesHonourTheForge(t *testing.T) {
	t.Parallel()
	delay := retryDelay(testNow)
	limited := fmt.Errorf("publish: %w", &LimitedError{Until: testedAt.Add(49 * time.Minute), Reason: "primary rate limit"})
	if got := delay(3, limited, nil); got != 49*time.Minute {
		t.Errorf("after a limit: %s", got)
	}
	if got := delay(0, &LimitedError{Until: testedAt.Add(-time.Minute)}, nil); got != time.Second {
		t.Errorf("after a limit that is over: %s", got)
	}
	if got := delay(9, fmt.Errorf("x: %w", ErrBusy), nil); got != busyDelay {
		t.Errorf("after a lock: %s", got)
	}
	for retried := range 40 {
		got := delay(retried, errors.New("502"), nil)
		if got <= 0 || got > 10*time.Minute {
			t.Errorf("attempt %d: %s", retried, got)
		}
	}
	for err, want := range map[error]bool{
		limited: false, fmt.Errorf("x: %w", ErrBusy): false, errors.New("502"): true, context.DeadlineExceeded: true, asynq.ErrLeaseExpired: true,
	} {
		if got := isFailure(err); got != want {
			t.Errorf("%v is a failure: %v, want %v", err, got, want)
		}
	}
}

func TestQueuesAreFoundAgainAfterRedisWasEmptied(t *testing.T) {
	t.Parallel()
	server, client := newRedis(t)
	queue, inspector := NewQueue(client, time.Now), NewInspector(client)
	ask := func(number int) int {
		t.Helper()
		if err := queue.Open(t.Context(), Key{Repository: 81, Number: number}, 5, Scope{}, ""); err != nil {
			t.Fatal(err)
		}
		sizes, err := inspector.Sizes()
		if err != nil {
			t.Fatal(err)
		}
		return len(sizes)
	}
	if got := ask(1); got != 1 {
		t.Errorf("%d queues are found", got)
	}
	server.FlushAll()
	queue.Announce()
	if got := ask(2); got != 1 {
		t.Errorf("%d queues are found after Redis was emptied", got)
	}
}
