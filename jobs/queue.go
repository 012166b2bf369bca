package jobs

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/hibiken/asynq"
	"github.com/redis/go-redis/v9"

	"github.com/golive-app/golive/checks"
)

// Queue puts work where workers find it. It is safe for concurrent use.
type Queue struct {
	redis      redis.UniversalClient
	client     atomic.Pointer[asynq.Client]
	deliveries *deliveries
	now        func() time.Time
}

// NewQueue returns a queue over a Redis client, which stays the caller's to
// close.
func NewQueue(client redis.UniversalClient, now func() time.Time) *Queue {
	q := &Queue{redis: client, deliveries: &deliveries{client: client}, now: now}
	q.Announce()
	return q
}

// Announce makes the names of queues known again with the next task of each. A client
// of asynq announces each of them once; where Redis was emptied since, tasks are done
// all the same, but nobody who looks for the queues would find them.
func (q *Queue) Announce() { q.client.Store(asynq.NewClientFromRedisClient(q.redis)) }

// Enqueue takes the triggers of one webhook delivery. It returns false where the
// same delivery is at work or done already: the forge delivers again only when
// somebody asks for it, and after a failure that must have an effect, so a
// delivery whose triggers could not be kept or failed for good is taken anew.
func (q *Queue) Enqueue(ctx context.Context, delivery string, triggers []Trigger) (bool, error) {
	claimed, err := q.deliveries.claim(ctx, delivery)
	if err != nil || !claimed {
		return false, err
	}
	for index, trigger := range triggers {
		if err := q.enqueueTrigger(ctx, delivery, index, trigger); err != nil {
			// The claim must not outlive the failure, also when the request is
			// over by now.
			release, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
			defer cancel()
			return false, errors.Join(err, q.deliveries.release(release, delivery))
		}
	}
	q.deliveries.keep(delivery)
	return true, nil
}

func (q *Queue) enqueueTrigger(ctx context.Context, delivery string, index int, trigger Trigger) error {
	trigger.Delivery = delivery
	// No task id: the claim keeps duplicates away, and a redelivery of a failed
	// delivery must not meet its archived predecessor.
	if key, scope, direct := trigger.opens(); direct {
		return q.enqueue(ctx, TypeOpen, OpenPayload{
			Key: key, Installation: trigger.Installation, Scope: scope, Delivery: delivery, Forced: trigger.Forced,
		})
	}
	if err := q.enqueue(ctx, TypeTrigger, trigger); err != nil {
		return fmt.Errorf("trigger %d: %w", index, err)
	}
	return nil
}

// opens returns the release that a trigger asks to look at, where it names one
// without further questions to the forge.
func (t Trigger) opens() (Key, Scope, bool) {
	switch t.Kind {
	case TriggerPullRequest, TriggerClosed:
		return Key{Repository: t.Repository, Number: t.Number}, Scope{}, true
	case TriggerReview:
		return Key{Repository: t.Repository, Number: t.Number}, Scope{Event: checks.EventReview}, true
	case TriggerTag, TriggerTagDeleted:
		return Key{Repository: t.Repository, Tag: t.Tag}, Scope{}, true
	default:
		return Key{}, Scope{}, false
	}
}

// Open asks to look at a release again.
func (q *Queue) Open(ctx context.Context, key Key, installation int64, scope Scope, delivery string) error {
	payload := OpenPayload{Key: key, Installation: installation, Scope: scope, Delivery: delivery}
	return q.enqueue(ctx, TypeOpen, payload, lookQueue(key, queueLook)...)
}

// again asks to look at one item later, once for each look that asks for it.
func (q *Queue) again(ctx context.Context, run Run, result checks.Result) error {
	payload := OpenPayload{Key: run.Key, Installation: run.Installation, Scope: Scope{Items: []checks.ItemID{result.Item}}, Delivery: run.Delivery}
	id := fmt.Sprintf("again:%s:%d:%s:%d", run.Key, run.Generation, result.Item, q.now().Truncate(result.LookAgain).Unix())
	return q.enqueue(ctx, TypeOpen, payload, asynq.Queue(queueAgain), asynq.ProcessIn(result.LookAgain), asynq.TaskID(id))
}

// section asks to judge items of a section. Asking twice for the same round is
// asking once.
func (q *Queue) section(ctx context.Context, payload SectionPayload) error {
	id := fmt.Sprintf("section:%s:%d:%d:%s", payload.Key, payload.Generation, payload.Round, payload.Section)
	return q.enqueue(ctx, TypeSection, payload, append(lookQueue(payload.Key, queueLooking), asynq.TaskID(id))...)
}

// publish asks to show a run. The version is part of the id: with a fixed one
// the last update would be lost while an earlier publish is at work.
func (q *Queue) publish(ctx context.Context, payload PublishPayload, after time.Duration) error {
	id := fmt.Sprintf("publish:%s:%d:%d", payload.Key, payload.Generation, payload.Version)
	options := lookQueue(payload.Key, queueLooking)
	if payload.Late {
		id += ":late"
	}
	if after > 0 {
		options = append(options, asynq.ProcessIn(after))
	}
	return q.enqueue(ctx, TypePublish, payload, append(options, asynq.TaskID(id))...)
}

// lookQueue puts work for a first look where it delays no release.
func lookQueue(key Key, queue string) []asynq.Option {
	if !key.IsLook() {
		return nil
	}
	return []asynq.Option{asynq.Queue(queue)}
}

// load asks for a load test.
func (q *Queue) load(ctx context.Context, payload LoadPayload) error {
	return q.enqueue(ctx, TypeLoad, payload, asynq.TaskID("load:"+payload.ID))
}

// watchLoad asks to look later whether a load test that began still goes on.
func (q *Queue) watchLoad(ctx context.Context, payload LoadPayload) error {
	return q.enqueue(ctx, TypeLoadWatch, payload, asynq.ProcessIn(loadWatch))
}

// loaded asks to judge anew what a load test can change.
func (q *Queue) loaded(ctx context.Context, run Run) error {
	return q.Open(ctx, run.Key, run.Installation, Scope{Event: checks.EventLoad}, run.Delivery)
}

// sweep asks for a sweep; within one period all replicas ask for the same one.
func (q *Queue) sweep(ctx context.Context, kind string, period time.Duration, first bool) error {
	id := fmt.Sprintf("%s:%d", kind, q.now().Truncate(period).Unix())
	if first {
		id += ":first"
	}
	return q.enqueue(ctx, kind, SweepPayload{First: first}, asynq.TaskID(id))
}

func (q *Queue) enqueue(ctx context.Context, kind string, payload any, options ...asynq.Option) error {
	task, err := newTask(kind, payload, q.now(), options...)
	if err != nil {
		return err
	}
	_, err = q.client.Load().EnqueueContext(ctx, task)
	if errors.Is(err, asynq.ErrTaskIDConflict) || errors.Is(err, asynq.ErrDuplicateTask) {
		return nil // the same work waits already
	}
	if err != nil {
		return fmt.Errorf("enqueue %s: %w", kind, err)
	}
	return nil
}
