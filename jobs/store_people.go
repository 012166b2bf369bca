package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/redis/go-redis/v9"

	"github.com/golive-app/golive/checks"
)

// wordsKey holds what people said of a release's items: a field a word.
func wordsKey(key Key) string        { return "golive:sign-offs:" + key.String() }
func publishStateKey(key Key) string { return "golive:published:" + key.String() }

// waiverField begins the name of a field that holds a waiver; that of a sign-off is
// the item alone. No item's name has a colon.
const waiverField = "waiver:"

// wordField names the field of a word.
func wordField(word checks.Word) string {
	if word.Kind == checks.WordWaiver {
		return waiverField + string(word.Item)
	}
	return string(word.Item)
}

// Attestations returns what people said of a release's items, outdated words too.
func (s *Store) Attestations(ctx context.Context, key Key) (map[checks.ItemID]checks.Attestations, error) {
	fields, err := s.client.HGetAll(ctx, wordsKey(key)).Result()
	if err != nil {
		return nil, fmt.Errorf("what people said of %s: %w", key, err)
	}
	given := make(map[checks.ItemID]checks.Attestations, len(fields))
	for field, value := range fields {
		name, waived := strings.CutPrefix(field, waiverField)
		item := checks.ItemID(name)
		said := given[item]
		if waived {
			said.Waiver, err = readWord[checks.Waiver](value)
		} else {
			said.SignOff, err = readWord[checks.SignOff](value)
		}
		if err != nil {
			return nil, fmt.Errorf("what people said of %s of %s: %w", field, key, err)
		}
		given[item] = said
	}
	return given, nil
}

func readWord[T any](value string) (*T, error) {
	word := new(T)
	return word, json.Unmarshal([]byte(value), word)
}

// Put keeps what people said of one item, each in place of what an earlier comment
// says of the same kind. Of two comments that come at once the later one stands.
func (s *Store) Put(ctx context.Context, key Key, said checks.Attestations) error {
	if said.SignOff != nil {
		if err := s.put(ctx, key, said.SignOff.Word(), said.SignOff); err != nil {
			return err
		}
	}
	if said.Waiver != nil {
		return s.put(ctx, key, said.Waiver.Word(), said.Waiver)
	}
	return nil
}

func (s *Store) put(ctx context.Context, key Key, word checks.Word, value any) error {
	data, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("%s of %s: %w", word.Kind, word.Item, err)
	}
	err = s.change(ctx, key, wordField(word), func(kept []byte) []byte {
		if commentOf(kept) > word.Comment {
			return kept
		}
		return data
	})
	if err != nil {
		return fmt.Errorf("keep the %s of %s: %w", word.Kind, word.Item, err)
	}
	return nil
}

// RemoveWord forgets a word. What another comment said meanwhile stays.
func (s *Store) RemoveWord(ctx context.Context, key Key, word checks.Word) error {
	err := s.change(ctx, key, wordField(word), func(kept []byte) []byte {
		if commentOf(kept) != word.Comment {
			return kept
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("remove the %s of %s: %w", word.Kind, word.Item, err)
	}
	return nil
}

// commentOf returns the comment that a kept word rests on; 0 where nothing is kept.
func commentOf(kept []byte) int64 {
	var word struct {
		Comment int64 `json:"comment"`
	}
	_ = json.Unmarshal(kept, &word) // what cannot be read is replaced
	return word.Comment
}

// changeAttempts is how often a change is tried that others came before.
const changeAttempts = 10

// change puts in place of what a field holds what decide makes of it, nil for
// nothing. Whoever changes another word of the release at the same time makes it
// decide anew.
func (s *Store) change(ctx context.Context, key Key, field string, decide func(kept []byte) []byte) error {
	name := wordsKey(key)
	attempt := func(tx *redis.Tx) error {
		kept, err := tx.HGet(ctx, name, field).Bytes()
		if err != nil && !errors.Is(err, redis.Nil) {
			return err
		}
		after := decide(kept)
		_, err = tx.TxPipelined(ctx, func(pipe redis.Pipeliner) error {
			if after == nil {
				pipe.HDel(ctx, name, field)
			} else {
				pipe.HSet(ctx, name, field, after)
			}
			pipe.Expire(ctx, name, s.retention)
			return nil
		})
		return err
	}
	for range changeAttempts - 1 {
		if err := s.client.Watch(ctx, attempt, name); !errors.Is(err, redis.TxFailedErr) {
			return err
		}
	}
	return s.client.Watch(ctx, attempt, name)
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
