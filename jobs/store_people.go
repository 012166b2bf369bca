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

// What the name of a field begins with that holds another word than a sign-off: its
// name is the item alone. No item's name has a colon.
const (
	waiverField    = "waiver:"
	exclusionField = "n/a:" // with its approval
)

// wordField names the field of a word.
func wordField(word checks.Word) string {
	switch word.Kind {
	case checks.WordWaiver:
		return waiverField + string(word.Item)
	case checks.WordExclusion, checks.WordApproval:
		return exclusionField + string(word.Item)
	case checks.WordForkApproval:
		return forkField
	default:
		return string(word.Item)
	}
}

// Attestations returns what people said of a release's items, outdated words too.
func (s *Store) Attestations(ctx context.Context, key Key) (map[checks.ItemID]checks.Attestations, error) {
	fields, err := s.client.HGetAll(ctx, wordsKey(key)).Result()
	if err != nil {
		return nil, fmt.Errorf("what people said of %s: %w", key, err)
	}
	given := make(map[checks.ItemID]checks.Attestations, len(fields))
	for field, value := range fields {
		if field == forkField {
			continue // it is about no item
		}
		kind, name, other := strings.Cut(field, ":")
		if !other {
			name = field
		}
		item := checks.ItemID(name)
		said := given[item]
		switch kind + ":" {
		case waiverField:
			said.Waiver, err = readWord[checks.Waiver](value)
		case exclusionField:
			said.Exclusion, err = readWord[checks.Exclusion](value)
		default:
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
// says of the same kind. Of two comments that come at once the later one stands, but
// a proposal takes the place of none that was approved.
func (s *Store) Put(ctx context.Context, key Key, said checks.Attestations) error {
	if said.SignOff != nil {
		if err := s.put(ctx, key, said.SignOff.Word(), said.SignOff); err != nil {
			return err
		}
	}
	if said.Waiver != nil {
		if err := s.put(ctx, key, said.Waiver.Word(), said.Waiver); err != nil {
			return err
		}
	}
	if said.Exclusion != nil {
		return s.put(ctx, key, said.Exclusion.Word(), said.Exclusion)
	}
	return nil
}

// Approve keeps an approval of the proposal that it speaks of, while that stands and
// nobody has approved it before, and returns what is kept then; nil: nothing.
func (s *Store) Approve(ctx context.Context, key Key, proposed checks.Exclusion, approval checks.Approval) (*checks.Exclusion, error) {
	var stands *checks.Exclusion
	err := s.change(ctx, key, wordField(proposed.Word()), func(kept []byte) []byte {
		stands = keptExclusion(kept)
		if stands == nil || stands.Comment != proposed.Comment || stands.Approval != nil {
			return kept
		}
		stands.Approval = &approval
		data, err := json.Marshal(stands)
		if err != nil {
			return kept
		}
		return data
	})
	if err != nil {
		return nil, fmt.Errorf("keep the approval of %s: %w", proposed.Item, err)
	}
	return stands, nil
}

// keptExclusion reads a kept exclusion; nil where none is kept.
func keptExclusion(kept []byte) *checks.Exclusion {
	var said checks.Exclusion
	if json.Unmarshal(kept, &said) != nil {
		return nil
	}
	return &said
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
		if proposed, ok := value.(*checks.Exclusion); ok && proposed.Approval == nil {
			if before := keptExclusion(kept); before != nil && before.Approval != nil {
				return kept
			}
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
		if word.Kind == checks.WordApproval {
			return withoutApproval(kept, word.Comment)
		}
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

// withoutApproval returns a kept exclusion as it was before a comment approved it.
func withoutApproval(kept []byte, comment int64) []byte {
	said := keptExclusion(kept)
	if said == nil || said.Approval == nil || said.Approval.Comment != comment {
		return kept
	}
	said.Approval = nil
	data, err := json.Marshal(said)
	if err != nil {
		return kept
	}
	return data
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
