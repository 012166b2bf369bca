package jobs

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
)

// absentFor is how long it is remembered that an owner keeps no policy for all of
// their repositories. Most keep none. Whether a file has changed GitHub tells for
// nothing, but that something is not there counts against the limit each time, and
// every event of every pull request asks. All workers remember it together, so
// that no two of them judge a release by different policies in turns.
// https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#use-conditional-requests-if-appropriate
const absentFor = time.Minute

func absentKey(owner string) string { return "golive:no-common-policy:" + strings.ToLower(owner) }

// LacksCommonPolicy reports whether it is known that an owner keeps no policy for
// all of their repositories.
func (s *Store) LacksCommonPolicy(ctx context.Context, owner string) (bool, error) {
	err := s.client.Get(ctx, absentKey(owner)).Err()
	if errors.Is(err, redis.Nil) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("whether %s keeps a policy: %w", owner, err)
	}
	return true, nil
}

// NoteCommonPolicy remembers for a minute that an owner keeps no such policy, or
// forgets that.
func (s *Store) NoteCommonPolicy(ctx context.Context, owner string, present bool) error {
	var err error
	if present {
		err = s.client.Del(ctx, absentKey(owner)).Err()
	} else {
		err = s.client.Set(ctx, absentKey(owner), "", absentFor).Err()
	}
	if err != nil {
		return fmt.Errorf("note whether %s keeps a policy: %w", owner, err)
	}
	return nil
}

// asked are policies for somebody who asked to look again, and may have done so
// because the policy is there by now.
type asked struct{ policies }

// LacksCommonPolicy has the forge be asked.
func (asked) LacksCommonPolicy(context.Context, string) (bool, error) { return false, nil }

// policiesFor returns the policies that a release is opened with.
func (w *Worker) policiesFor(scope Scope) policies {
	if scope.All || scope.Failed || len(scope.Items) > 0 {
		return asked{w.Store}
	}
	return w.Store
}
