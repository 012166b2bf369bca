package jobs

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/hibiken/asynq"

	"github.com/golive-app/golive/checks"
)

// Types of task, as the queue's tools show them.
const (
	TypeTrigger      = "trigger"         // something happened on the forge
	TypeOpen         = "release:open"    // look at a release again
	TypeSection      = "release:section" // judge items of one section
	TypePublish      = "release:publish" // show what stands
	TypeSweep        = "sweep"           // list what may have been missed
	TypeSweepOne     = "sweep:installation"
	TypeSweepRelease = "sweep:repository"
	TypeLook         = "look:repository" // a first look at a repository
	TypeJanitor      = "janitor"         // close what was left open
	TypeLoad         = "load:run"        // a load test
	TypeLoadWatch    = "load:watch"      // whether one that began still goes on
)

// Queues, most urgent first: what people wait to see comes before the work
// itself, and sweeping comes last. First looks have queues of their own, so that
// an organisation that installs golive on all of its repositories delays nobody
// else's releases: one that begins them, and one that goes on with those begun.
// So have looks that golive takes again by itself: they wait for minutes, and who
// asks whether all is done is not told that something is left.
const (
	queuePublish = "publish"
	queueOpen    = "open"
	queueSection = "section"
	queueAgain   = "again"
	queueLooking = "look-section"
	queueLook    = "look"
	queueSweep   = "sweep"
	// queueLoad has a server of its own: a load test takes minutes, and a machine with
	// processors to spare.
	queueLoad = "load"
)

// Queues returns the names of all queues.
func Queues() []string {
	return []string{queuePublish, queueOpen, queueSection, queueAgain, queueLooking, queueLook, queueSweep, queueLoad}
}

// maximumPayload bounds what one task may carry, in bytes: ids, never content.
const maximumPayload = 16 << 10

// ErrPayload is returned for a task whose payload is too large or cannot be
// read.
var ErrPayload = errors.New("bad task payload")

// OpenPayload asks to look at a release again.
type OpenPayload struct {
	Key          Key    `json:"key"`
	Installation int64  `json:"installation"`
	Scope        Scope  `json:"scope,omitzero"`
	Delivery     string `json:"delivery,omitempty"`
	Forced       bool   `json:"forced,omitempty"` // the tag was moved
}

// SectionPayload asks to judge items of one section of one generation.
type SectionPayload struct {
	Key        Key              `json:"key"`
	Generation int64            `json:"generation"`
	Round      int64            `json:"round"` // rises with every partial re-check of a generation
	Section    checks.SectionID `json:"section"`
	Items      []checks.ItemID  `json:"items"`
}

// PublishPayload asks to show a run, at least as far as a version.
type PublishPayload struct {
	Key        Key   `json:"key"`
	Generation int64 `json:"generation"`
	Version    int64 `json:"version"`
	Late       bool  `json:"late,omitempty"`  // a comment edit that was put off
	Quiet      bool  `json:"quiet,omitempty"` // progress that the check runs show and the comment does not
}

// SweepPayload asks to list what may have been missed in an installation, and in
// one repository of it.
type SweepPayload struct {
	Installation int64 `json:"installation,omitempty"`
	Repository   int64 `json:"repository,omitempty"`
	First        bool  `json:"first,omitempty"` // the sweep of a start-up
	Look         bool  `json:"look,omitempty"`  // a first look is taken beside: older tags are no releases to judge
}

// newTask encodes a payload. Each task ends for good at an absolute deadline, so
// that one which is put off by limits again and again does not stay for ever.
func newTask(kind string, payload any, now time.Time, options ...asynq.Option) (*asynq.Task, error) {
	data, err := json.Marshal(payload)
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrPayload, kind, err)
	}
	if len(data) > maximumPayload {
		return nil, fmt.Errorf("%w: %s: %d bytes, at most %d", ErrPayload, kind, len(data), maximumPayload)
	}
	limits := map[string]struct {
		queue   string
		retries int
		timeout time.Duration
	}{
		TypeTrigger:      {queueOpen, 8, time.Minute},
		TypeOpen:         {queueOpen, 8, 10 * time.Minute},
		TypeSection:      {queueSection, 3, 15 * time.Minute},
		TypePublish:      {queuePublish, 12, 2 * time.Minute},
		TypeSweep:        {queueSweep, 6, 5 * time.Minute}, // the first one after a start finds what was missed
		TypeSweepOne:     {queueSweep, 2, 5 * time.Minute},
		TypeSweepRelease: {queueSweep, 2, 5 * time.Minute},
		TypeLook:         {queueLook, 3, 5 * time.Minute},
		TypeJanitor:      {queueSweep, 1, 5 * time.Minute},
		TypeLoad:         {queueLoad, 0, 4 * time.Hour}, // never tried again by itself: it may have been what hurt
		TypeLoadWatch:    {queueAgain, 8, time.Minute},
	}[kind]
	if limits.queue == "" {
		return nil, fmt.Errorf("%w: no such type of task: %q", ErrPayload, kind)
	}
	base := []asynq.Option{
		asynq.Queue(limits.queue), asynq.MaxRetry(limits.retries), asynq.Timeout(limits.timeout), asynq.Deadline(now.Add(taskLifetime)),
	}
	// The birth goes with a task that is put back as a new one.
	headers := map[string]string{bornHeader: strconv.FormatInt(now.Unix(), 10)}
	return asynq.NewTaskWithHeaders(kind, data, headers, append(base, options...)...), nil
}

// bornHeader holds when a task was asked for first, in Unix seconds.
const bornHeader = "golive-born"

// bornAt returns when a task was asked for first; now where that is not known.
func bornAt(task *asynq.Task, now time.Time) time.Time {
	born, err := strconv.ParseInt(task.Headers()[bornHeader], 10, 64)
	if err != nil {
		return now
	}
	return time.Unix(born, 0)
}

// taskLifetime is how long a task may be put off in all.
const taskLifetime = 6 * time.Hour

// decode reads a task's payload. A payload that cannot be read never will be,
// so the task is not tried again.
func decode[T any](task *asynq.Task) (T, error) {
	var payload T
	if err := json.Unmarshal(task.Payload(), &payload); err != nil {
		return payload, fmt.Errorf("%w: %s: %w: %w", ErrPayload, task.Type(), err, asynq.SkipRetry)
	}
	return payload, nil
}
