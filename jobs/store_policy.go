package jobs

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/redis/go-redis/v9"
)

func policiesKey(repository int64) string {
	return "golive:policies:" + strconv.FormatInt(repository, 10)
}

// LastPolicy returns the last policy file of a ref that could be used; nothing
// where none is known. Each ref has its own: a branch that anybody may push to
// must not lend its policy to a protected one.
func (s *Store) LastPolicy(ctx context.Context, repository int64, ref string) ([]byte, error) {
	file, err := s.client.HGet(ctx, policiesKey(repository), ref).Bytes()
	if errors.Is(err, redis.Nil) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("last policy of %s of repository %d: %w", ref, repository, err)
	}
	return file, nil
}

// KeepPolicy remembers a policy file that could be used. No file forgets the one
// before: who deletes the policy wants the defaults.
func (s *Store) KeepPolicy(ctx context.Context, repository int64, ref string, file []byte) error {
	_, err := s.client.TxPipelined(ctx, func(pipe redis.Pipeliner) error {
		if len(file) == 0 {
			pipe.HDel(ctx, policiesKey(repository), ref)
			return nil
		}
		pipe.HSet(ctx, policiesKey(repository), ref, file)
		pipe.Expire(ctx, policiesKey(repository), s.retention)
		return nil
	})
	if err != nil {
		return fmt.Errorf("keep the policy of %s of repository %d: %w", ref, repository, err)
	}
	return nil
}
