package jobs

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/golive-app/golive/checks"
)

// onceTime is how long it is kept what came of work that is done once in a run: for as
// long as the sections of a round may take. oncePause is how often whoever waits for it looks.
const (
	onceTime  = time.Hour
	oncePause = 100 * time.Millisecond
)

// once does work once for all sections of a run that are asked for together, whichever
// workers judge them. Whoever asks for an item again begins another round, and has it
// done anew.
func (s *Store) once(run Run, round int64) checks.Once {
	of := fmt.Sprintf("%s:%d:%d:", run.Key, run.Generation, round)
	return func(ctx context.Context, name string, work func(context.Context) ([]byte, error)) ([]byte, error) {
		key := "golive:once:" + of + name
		for {
			var came []byte
			err := locked(ctx, s.client, "once:"+of+name, func(ctx context.Context) (err error) {
				came, err = s.client.Get(ctx, key).Bytes()
				if err == nil || !errors.Is(err, redis.Nil) {
					return err
				}
				if came, err = work(ctx); err != nil {
					return err
				}
				return s.client.Set(ctx, key, came, onceTime).Err()
			})
			if !errors.Is(err, ErrBusy) || ctx.Err() != nil {
				return came, err
			}
			if err := pause(ctx, oncePause); err != nil {
				return nil, err
			}
		}
	}
}
