package jobs

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"
)

// openKey holds the keys of all releases that are watched.
const openKey = "golive:open"

func commitKey(repository int64, sha string) string {
	return "golive:commit:" + strconv.FormatInt(repository, 10) + ":" + sha
}

func numberKey(repository int64, number int) string {
	return "golive:number:" + strconv.FormatInt(repository, 10) + ":" + strconv.Itoa(number)
}

func tagsKey(repository int64) string {
	return "golive:tags:" + strconv.FormatInt(repository, 10)
}

// Open lists the releases that are watched.
func (s *Store) Open(ctx context.Context) ([]Key, error) {
	words, err := s.client.SMembers(ctx, openKey).Result()
	if err != nil {
		return nil, fmt.Errorf("list open releases: %w", err)
	}
	return parseKeys(words), nil
}

// Watched reports whether a release is watched.
func (s *Store) Watched(ctx context.Context, key Key) (bool, error) {
	watched, err := s.client.SIsMember(ctx, openKey, key.String()).Result()
	if err != nil {
		return false, fmt.Errorf("look up %s: %w", key, err)
	}
	return watched, nil
}

// Unwatch ends the watch over a release; what it came to is kept for its time.
func (s *Store) Unwatch(ctx context.Context, key Key) error {
	if err := s.client.SRem(ctx, openKey, key.String()).Err(); err != nil {
		return fmt.Errorf("unwatch %s: %w", key, err)
	}
	return nil
}

// OnCommit lists the releases whose latest run is of a commit.
func (s *Store) OnCommit(ctx context.Context, repository int64, sha string) ([]Key, error) {
	words, err := s.client.SMembers(ctx, commitKey(repository, sha)).Result()
	if err != nil {
		return nil, fmt.Errorf("releases of %s: %w", sha, err)
	}
	return parseKeys(words), nil
}

// LeaveCommit notes that a release has moved on from a commit.
func (s *Store) LeaveCommit(ctx context.Context, key Key, sha string) error {
	if err := s.client.SRem(ctx, commitKey(key.Repository, sha), key.String()).Err(); err != nil {
		return fmt.Errorf("leave commit %s: %w", sha, err)
	}
	return nil
}

// ShownOn notes that a release is shown on a pull request or issue.
func (s *Store) ShownOn(ctx context.Context, key Key, number int) error {
	name := numberKey(key.Repository, number)
	_, err := s.client.TxPipelined(ctx, func(pipe redis.Pipeliner) error {
		pipe.SAdd(ctx, name, key.String())
		pipe.Expire(ctx, name, s.retention)
		return nil
	})
	if err != nil {
		return fmt.Errorf("note where %s is shown: %w", key, err)
	}
	return nil
}

// KeysOn lists the releases that are shown on a pull request or issue.
func (s *Store) KeysOn(ctx context.Context, repository int64, number int) ([]Key, error) {
	words, err := s.client.SMembers(ctx, numberKey(repository, number)).Result()
	if err != nil {
		return nil, fmt.Errorf("releases on #%d: %w", number, err)
	}
	return parseKeys(words), nil
}

// NewTags returns those of the tags that were not seen before and remembers
// them; first is true where no tag of the repository was known.
func (s *Store) NewTags(ctx context.Context, repository int64, tags []string) (fresh []string, first bool, err error) {
	known, err := s.client.Exists(ctx, tagsKey(repository)).Result()
	if err != nil {
		return nil, false, fmt.Errorf("tags of %d: %w", repository, err)
	}
	added := make([]*redis.IntCmd, len(tags))
	_, err = s.client.Pipelined(ctx, func(pipe redis.Pipeliner) error {
		for index, tag := range tags {
			added[index] = pipe.SAdd(ctx, tagsKey(repository), tag)
		}
		pipe.Expire(ctx, tagsKey(repository), s.retention)
		return nil
	})
	if err != nil {
		return nil, false, fmt.Errorf("tags of %d: %w", repository, err)
	}
	for index, tag := range tags {
		if added[index].Val() > 0 {
			fresh = append(fresh, tag)
		}
	}
	return fresh, known == 0, nil
}

// AllowRerun counts requests of a release and reports whether this one is
// within the limit for the window.
func (s *Store) AllowRerun(ctx context.Context, key Key, limit int, window time.Duration) (bool, error) {
	name := fmt.Sprintf("golive:reruns:%s:%d", key, s.now().Truncate(window).Unix())
	var count *redis.IntCmd
	_, err := s.client.TxPipelined(ctx, func(pipe redis.Pipeliner) error {
		count = pipe.Incr(ctx, name)
		pipe.Expire(ctx, name, window)
		return nil
	})
	if err != nil {
		return false, fmt.Errorf("count reruns of %s: %w", key, err)
	}
	return count.Val() <= int64(limit), nil
}
