package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/redis/go-redis/v9"

	"github.com/golive-app/golive/checks"
)

func signOffsKey(key Key) string     { return "golive:sign-offs:" + key.String() }
func publishStateKey(key Key) string { return "golive:published:" + key.String() }

// SignOffs returns the sign-offs of a release, outdated ones too.
func (s *Store) SignOffs(ctx context.Context, key Key) (map[checks.ItemID]checks.SignOff, error) {
	fields, err := s.client.HGetAll(ctx, signOffsKey(key)).Result()
	if err != nil {
		return nil, fmt.Errorf("sign-offs of %s: %w", key, err)
	}
	signed := make(map[checks.ItemID]checks.SignOff, len(fields))
	for field, value := range fields {
		var signOff checks.SignOff
		if err := json.Unmarshal([]byte(value), &signOff); err != nil {
			return nil, fmt.Errorf("sign-off of %s of %s: %w", field, key, err)
		}
		signed[checks.ItemID(field)] = signOff
	}
	return signed, nil
}

// PutSignOff keeps a sign-off in place of an earlier one for the same item.
func (s *Store) PutSignOff(ctx context.Context, key Key, signOff checks.SignOff) error {
	data, err := json.Marshal(signOff)
	if err != nil {
		return fmt.Errorf("sign-off of %s: %w", signOff.Item, err)
	}
	_, err = s.client.TxPipelined(ctx, func(pipe redis.Pipeliner) error {
		pipe.HSet(ctx, signOffsKey(key), string(signOff.Item), data)
		pipe.Expire(ctx, signOffsKey(key), s.retention)
		return nil
	})
	if err != nil {
		return fmt.Errorf("keep the sign-off of %s: %w", signOff.Item, err)
	}
	return nil
}

// RemoveSignOff forgets a sign-off.
func (s *Store) RemoveSignOff(ctx context.Context, key Key, item checks.ItemID) error {
	if err := s.client.HDel(ctx, signOffsKey(key), string(item)).Err(); err != nil {
		return fmt.Errorf("remove the sign-off of %s: %w", item, err)
	}
	return nil
}

// PublishState returns what is remembered of what the forge shows.
func (s *Store) PublishState(ctx context.Context, key Key) (PublishState, error) {
	var state PublishState
	data, err := s.client.Get(ctx, publishStateKey(key)).Bytes()
	if errors.Is(err, redis.Nil) {
		return state, nil
	}
	if err != nil {
		return state, fmt.Errorf("publish state of %s: %w", key, err)
	}
	if err := json.Unmarshal(data, &state); err != nil {
		return PublishState{}, fmt.Errorf("publish state of %s: %w", key, err)
	}
	return state, nil
}

// ForgetShown makes the next publish of a release write everything again: what
// the forge shows was changed past what is remembered. The places of check runs
// and comment stay known.
func (s *Store) ForgetShown(ctx context.Context, key Key) error {
	state, err := s.PublishState(ctx, key)
	if err != nil {
		return err
	}
	state.Version, state.CommentVersion, state.Generation = 0, 0, 0
	state.CheckHashes, state.CommentHash = nil, ""
	return s.PutPublishState(ctx, key, state)
}

// PutPublishState remembers what the forge shows.
func (s *Store) PutPublishState(ctx context.Context, key Key, state PublishState) error {
	data, err := json.Marshal(state)
	if err != nil {
		return fmt.Errorf("publish state of %s: %w", key, err)
	}
	if err := s.client.Set(ctx, publishStateKey(key), data, s.retention).Err(); err != nil {
		return fmt.Errorf("keep the publish state of %s: %w", key, err)
	}
	return nil
}
