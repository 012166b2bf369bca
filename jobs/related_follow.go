package jobs

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/redis/go-redis/v9"

	"github.com/golive-app/golive/checks"
)

// followedRef is what a release reads of a related repository: once it moves, what was
// judged by it is judged anew.
type followedRef struct {
	Repository int64  `json:"-"`
	Ref        string `json:"ref"` // branch or tag
	// Deployed: what its production runs is read in place of the ref, where that is known.
	Deployed bool `json:"deployed,omitempty"`
}

// movedBy reports whether a trigger tells that it may have moved.
func (f followedRef) movedBy(trigger Trigger) bool {
	switch trigger.Kind {
	case TriggerRefMoved:
		return f.Ref == trigger.Ref
	case TriggerDeployed:
		return f.Deployed && slices.ContainsFunc(productionNames, func(name string) bool { return strings.EqualFold(name, trigger.Environment) })
	default:
		return false
	}
}

func followersKey(repository int64) string {
	return "golive:related:" + strconv.FormatInt(repository, 10)
}

// Follow notes what a release reads of related repositories.
func (s *Store) Follow(ctx context.Context, key Key, refs []followedRef) error {
	read := map[int64][]followedRef{}
	for _, one := range refs {
		read[one.Repository] = append(read[one.Repository], one)
	}
	for repository, refs := range read {
		data, err := json.Marshal(refs)
		if err != nil {
			return fmt.Errorf("follow %d: %w", repository, err)
		}
		name := followersKey(repository)
		_, err = s.client.TxPipelined(ctx, func(pipe redis.Pipeliner) error {
			pipe.HSet(ctx, name, key.String(), data)
			pipe.Expire(ctx, name, s.retention)
			return nil
		})
		if err != nil {
			return fmt.Errorf("follow %d: %w", repository, err)
		}
	}
	return nil
}

// Followers lists the releases that read something of a repository, and what.
func (s *Store) Followers(ctx context.Context, repository int64) (map[Key][]followedRef, error) {
	fields, err := s.client.HGetAll(ctx, followersKey(repository)).Result()
	if err != nil {
		return nil, fmt.Errorf("releases that read %d: %w", repository, err)
	}
	followers := map[Key][]followedRef{}
	for word, data := range fields {
		keys := parseKeys([]string{word})
		var refs []followedRef
		if err := json.Unmarshal([]byte(data), &refs); err != nil || len(keys) == 0 {
			continue // another version of golive wrote it; the next look does again
		}
		followers[keys[0]] = refs
	}
	return followers, nil
}

// Unfollow forgets what a release read of a repository.
func (s *Store) Unfollow(ctx context.Context, key Key, repository int64) error {
	if err := s.client.HDel(ctx, followersKey(repository), key.String()).Err(); err != nil {
		return fmt.Errorf("unfollow %d: %w", repository, err)
	}
	return nil
}

// relatedMoved looks again at what a change of a related repository can change of the
// releases that read it.
func (w *Worker) relatedMoved(ctx context.Context, trigger Trigger) error {
	followers, err := w.Store.Followers(ctx, trigger.Repository)
	if err != nil {
		return err
	}
	for key, refs := range followers {
		if !slices.ContainsFunc(refs, func(ref followedRef) bool { return ref.movedBy(trigger) }) {
			continue
		}
		watched, err := w.Store.Watched(ctx, key)
		if err != nil {
			return err
		}
		run, found, err := w.Store.Run(ctx, key)
		if err != nil {
			return err
		}
		if !watched || !found || len(run.Rules.Related) == 0 {
			if err := w.Store.Unfollow(ctx, key, trigger.Repository); err != nil {
				return err
			}
			continue
		}
		if err := w.Queue.Open(ctx, key, run.Installation, Scope{Event: checks.EventRelated}, trigger.Delivery); err != nil {
			return err
		}
	}
	return nil
}
