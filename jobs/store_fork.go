package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/redis/go-redis/v9"

	"github.com/golive-app/golive/checks"
)

// forkField holds, with what people say of items, the approval of a fork's commit.
const forkField = "fork:"

// ForkApproval returns the approval that is kept of a release's commit, be it an
// older one; nil: none.
func (s *Store) ForkApproval(ctx context.Context, key Key) (*checks.ForkApproval, error) {
	data, err := s.client.HGet(ctx, wordsKey(key), forkField).Bytes()
	if errors.Is(err, redis.Nil) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("approval of %s: %w", key, err)
	}
	approval := new(checks.ForkApproval)
	if err := json.Unmarshal(data, approval); err != nil {
		return nil, fmt.Errorf("approval of %s: %w", key, err)
	}
	return approval, nil
}

// ApproveFork keeps an approval in place of one of another commit, and returns what is
// kept then: of two of the same commit the first stands.
func (s *Store) ApproveFork(ctx context.Context, key Key, approval checks.ForkApproval) (checks.ForkApproval, error) {
	stands := approval
	err := s.change(ctx, key, forkField, func(kept []byte) []byte {
		var before checks.ForkApproval
		if json.Unmarshal(kept, &before) == nil && before.SHA == approval.SHA && before.By != "" {
			stands = before
			return kept
		}
		stands = approval
		data, err := json.Marshal(approval)
		if err != nil {
			return kept
		}
		return data
	})
	if err != nil {
		return checks.ForkApproval{}, fmt.Errorf("keep the approval of %s: %w", key, err)
	}
	return stands, nil
}

// joinApproval gives a release from a fork the approval that is kept.
func (s *Store) joinApproval(ctx context.Context, run *Run) error {
	if !run.Release.Fork {
		return nil
	}
	var err error
	run.Release.Approval, err = s.ForkApproval(ctx, run.Key)
	return err
}
