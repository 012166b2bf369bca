package jobs

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"
)

// ErrBusy says that another task holds a lock. The task is retried soon; it is
// no failure.
var ErrBusy = errors.New("another task is at work on this")

// lockTime is how long a lock outlives the process that held it.
const lockTime = 30 * time.Second

// unlockScript deletes a lock only for its holder, and renewScript prolongs it.
var (
	unlockScript = redis.NewScript(`if redis.call("GET", KEYS[1]) == ARGV[1] then return redis.call("DEL", KEYS[1]) end return 0`)
	renewScript  = redis.NewScript(`if redis.call("GET", KEYS[1]) == ARGV[1] then return redis.call("PEXPIRE", KEYS[1], ARGV[2]) end return 0`)
)

// How long, and how often, a lock that is held for moments only is asked for.
const (
	shortPatience = 3 * time.Second
	shortPause    = 25 * time.Millisecond
)

// lockedSoon is locked for locks that are held for a few requests: it waits a
// moment for its turn before it returns ErrBusy.
func lockedSoon(ctx context.Context, client redis.UniversalClient, name string, work func(context.Context) error) error {
	patience, cancel := context.WithTimeout(ctx, shortPatience)
	defer cancel()
	for {
		begun := false
		err := locked(ctx, client, name, func(ctx context.Context) error {
			begun = true
			return work(ctx)
		})
		if begun || !errors.Is(err, ErrBusy) {
			return err
		}
		select {
		case <-patience.Done():
			return errors.Join(err, ctx.Err())
		case <-time.After(shortPause):
		}
	}
}

// locked runs work while holding a lock, or returns ErrBusy at once. The lock is
// renewed for as long as the work takes; when that fails, the work's context
// ends, since somebody else may hold the lock by then.
func locked(ctx context.Context, client redis.UniversalClient, name string, work func(context.Context) error) error {
	key, token := "golive:lock:"+name, rand.Text()
	taken, err := client.SetNX(ctx, key, token, lockTime).Result()
	if err != nil {
		return fmt.Errorf("lock %s: %w", name, err)
	}
	if !taken {
		return fmt.Errorf("%w: %s", ErrBusy, name)
	}
	held, lost := context.WithCancelCause(ctx)
	renewed := make(chan struct{})
	go func() {
		defer close(renewed)
		ticker := time.NewTicker(lockTime / 3)
		defer ticker.Stop()
		for {
			select {
			case <-held.Done():
				return
			case <-ticker.C:
				kept, err := renewScript.Run(held, client, []string{key}, token, lockTime.Milliseconds()).Int()
				if err != nil || kept == 0 {
					lost(fmt.Errorf("lost the lock %s: %w", name, errors.Join(err, ErrBusy)))
					return
				}
			}
		}
	}()
	err = work(held)
	if cause := context.Cause(held); err != nil && cause != nil && ctx.Err() == nil {
		err = errors.Join(err, cause)
	}
	lost(context.Canceled)
	<-renewed
	release, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	if unlockErr := unlockScript.Run(release, client, []string{key}, token).Err(); unlockErr != nil && err == nil {
		// The work is done; the lock ends by itself.
		return nil
	}
	return err
}
