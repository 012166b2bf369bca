package demo

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/golive-app/golive/app/simulator"
)

// Live is a demo that stays up until it is told to end, and can be started over.
// It opens the stage and the release pull request; what happens then is up to
// the people who press its buttons. It is safe for concurrent use.
type Live struct {
	options StageOptions
	tell    func(line string)
	changed *simulator.Bell
	restart chan struct{}
	acting  sync.Mutex // one act after another: each sees what the one before did

	mutex sync.Mutex
	phase Phase
	doing string
	play  int
	stage *Stage // nil unless Playing
}

// closeTime bounds the end of a stage.
const closeTime = 10 * time.Second

// NewLive returns a demo that Run starts. tell gets one line for each thing that
// happens, for a terminal; it is called from several goroutines.
func NewLive(options StageOptions, tell func(line string)) *Live {
	live := &Live{options: options, tell: tell, changed: simulator.NewBell(), restart: make(chan struct{}, 1), phase: Starting, doing: "the demo"}
	live.options.Staging = true
	live.options.Progress = func(doing string) {
		live.set(func() { live.doing = doing })
		tell("starting " + doing)
	}
	return live
}

// Run plays the demo until ctx ends, which is no error, and removes everything
// that it made. Where the stage cannot be opened it returns why.
func (l *Live) Run(ctx context.Context) error {
	for ctx.Err() == nil {
		if err := l.once(ctx); err != nil {
			if ctx.Err() != nil && errors.Is(err, context.Canceled) {
				return nil // it was told to end while it started
			}
			l.set(func() { l.phase, l.doing = Failed, err.Error() })
			return err
		}
	}
	return nil
}

// once plays until ctx ends or somebody starts over.
func (l *Live) once(ctx context.Context) (err error) {
	l.set(func() { l.phase, l.doing, l.play = Starting, "the demo", l.play+1 })
	stage, err := OpenStage(ctx, l.options)
	if err != nil {
		return err
	}
	defer func() {
		l.set(func() { l.phase, l.doing, l.stage = Starting, "clearing the stage", nil })
		closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), closeTime)
		defer cancel()
		err = errors.Join(err, stage.Close(closing))
	}()
	select {
	case <-l.restart: // pressed again while the last play was cleared away
	default:
	}
	l.set(func() { l.phase, l.stage = Playing, stage })
	l.tell("release: " + stage.Scene.Why)
	opened, err := stage.Scene.OpenReleasePullRequest(ctx)
	if err != nil {
		return err
	}
	l.tell(fmt.Sprintf("%s opened pull request #%d %q", opened.User, opened.Number, opened.Title))
	if stage.Scenario != "" {
		l.tell("load staging as a thousand customers: " + stage.LoadCommand())
	}
	watch := newWatch(stage, l.tell)
	for {
		changed := stage.GitHub.Changed()
		watch.look()
		l.changed.Ring()
		select {
		case <-changed:
		case <-l.restart:
			return nil
		case <-ctx.Done():
			return nil
		}
	}
}

func (l *Live) set(change func()) {
	l.mutex.Lock()
	change()
	l.mutex.Unlock()
	l.changed.Ring()
}

// Changed returns a channel that is closed at the next change. Ask for it first
// and for the Snapshot then.
func (l *Live) Changed() <-chan struct{} { return l.changed.Wait() }

// Snapshot returns what people see now.
func (l *Live) Snapshot(ctx context.Context) (Snapshot, error) {
	stage, seen := l.now()
	if stage == nil {
		return seen, nil
	}
	read, err := stage.snapshot(ctx)
	if err != nil {
		if other, early := l.now(); other != stage {
			return early, nil // the stage was cleared meanwhile
		}
		return Snapshot{}, fmt.Errorf("look at the demo: %w", err)
	}
	read.Play = seen.Play
	return read, nil
}

func (l *Live) now() (*Stage, Snapshot) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.stage, Snapshot{Phase: l.phase, Doing: l.doing, Play: l.play}
}

// Act does what somebody pressed and returns what was done, for people. Errors
// are ErrNotNow, ErrBadForm or the demo's own.
func (l *Live) Act(ctx context.Context, act Act) (string, error) {
	l.acting.Lock()
	defer l.acting.Unlock()
	stage, _ := l.now()
	if stage == nil {
		return "", fmt.Errorf("%w: the demo is still starting", ErrNotNow)
	}
	if act.Name == ActStartOver {
		select {
		case l.restart <- struct{}{}:
		default: // it is about to
		}
		l.tell("starting over")
		return "starting over", nil
	}
	seen, err := stage.snapshot(ctx)
	if err != nil {
		return "", fmt.Errorf("look at the demo: %w", err)
	}
	done, err := stage.perform(ctx, act, seen)
	stage.history.forget()
	l.changed.Ring()
	if err != nil {
		return "", err
	}
	l.tell(done)
	return done, nil
}

// File returns a file of the release's repository at a commit, or
// ErrNoSuchFile.
func (l *Live) File(ctx context.Context, commit, path string) (string, error) {
	stage, _ := l.now()
	if stage == nil {
		return "", ErrNoSuchFile
	}
	return stage.Scene.File(ctx, commit, path)
}

// Change returns what a commit changed, or ErrNoSuchFile.
func (l *Live) Change(ctx context.Context, commit string) (string, error) {
	stage, _ := l.now()
	if stage == nil {
		return "", ErrNoSuchFile
	}
	return stage.Scene.Change(ctx, commit)
}
