package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/golive-app/golive/checks"
)

// Store keeps the state of runs in Redis. It is a cache: the forge holds what
// must not be lost.
type Store struct {
	client    redis.UniversalClient
	retention time.Duration
	now       func() time.Time
}

// NewStore returns a store whose entries live for the retention.
func NewStore(client redis.UniversalClient, retention time.Duration, now func() time.Time) *Store {
	return &Store{client, retention, now}
}

func runKey(key Key) string        { return "golive:run:" + key.String() }
func generationKey(key Key) string { return "golive:generation:" + key.String() }
func roundKey(key Key) string      { return "golive:round:" + key.String() }
func resultsKey(key Key, generation int64) string {
	return "golive:results:" + key.String() + ":" + strconv.FormatInt(generation, 10)
}

// versionField is where the results' hash counts its changes.
const versionField = "#version"

// finishedField holds when the last of a generation's items was settled.
const finishedField = "#finished"

// NextGeneration returns a number greater than every one before.
func (s *Store) NextGeneration(ctx context.Context, key Key) (int64, error) {
	generation, err := s.client.Incr(ctx, generationKey(key)).Result()
	if err != nil {
		return 0, fmt.Errorf("next generation of %s: %w", key, err)
	}
	return generation, nil
}

// ResumeGeneration makes the generations of a release of which none is known go on
// after this one, which GitHub still shows.
func (s *Store) ResumeGeneration(ctx context.Context, key Key, last int64) error {
	if err := s.client.SetNX(ctx, generationKey(key), last, s.retention).Err(); err != nil {
		return fmt.Errorf("resume the generations of %s: %w", key, err)
	}
	return nil
}

// Generation returns the release's present generation; 0 where it has none.
func (s *Store) Generation(ctx context.Context, key Key) (int64, error) {
	generation, err := s.client.Get(ctx, generationKey(key)).Int64()
	if err != nil && !errors.Is(err, redis.Nil) {
		return 0, fmt.Errorf("generation of %s: %w", key, err)
	}
	return generation, nil
}

// NextRound returns a number greater than every one before, for a partial
// re-check.
func (s *Store) NextRound(ctx context.Context, key Key) (int64, error) {
	round, err := s.client.Incr(ctx, roundKey(key)).Result()
	if err != nil {
		return 0, fmt.Errorf("next round of %s: %w", key, err)
	}
	return round, nil
}

// PutRun keeps a run's head, everything but its results, and remembers the
// release as open.
func (s *Store) PutRun(ctx context.Context, run Run) error {
	run.Finished = time.Time{} // its end is kept with the results, which may be reopened
	data, err := json.Marshal(run)
	if err != nil {
		return fmt.Errorf("run of %s: %w", run.Key, err)
	}
	_, err = s.client.TxPipelined(ctx, func(pipe redis.Pipeliner) error {
		pipe.Set(ctx, runKey(run.Key), data, s.retention)
		pipe.SAdd(ctx, openKey, run.Key.String())
		pipe.Expire(ctx, generationKey(run.Key), s.retention)
		pipe.Expire(ctx, wordsKey(run.Key), s.retention) // it must not end before the run does
		if run.Key.IsLook() {
			return nil // it claims no commit, and nobody commands it from a pull request
		}
		pipe.SAdd(ctx, commitKey(run.Key.Repository, run.Release.SHA), run.Key.String())
		pipe.Expire(ctx, commitKey(run.Key.Repository, run.Release.SHA), s.retention)
		if run.Release.Number > 0 {
			pipe.SAdd(ctx, numberKey(run.Key.Repository, run.Release.Number), run.Key.String())
			pipe.Expire(ctx, numberKey(run.Key.Repository, run.Release.Number), s.retention)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("keep the run of %s: %w", run.Key, err)
	}
	return nil
}

// Run returns the latest run of a release with its results; false where none is
// known.
func (s *Store) Run(ctx context.Context, key Key) (Run, bool, error) {
	data, err := s.client.Get(ctx, runKey(key)).Bytes()
	if errors.Is(err, redis.Nil) {
		return Run{}, false, nil
	}
	if err != nil {
		return Run{}, false, fmt.Errorf("read the run of %s: %w", key, err)
	}
	var run Run
	if err := json.Unmarshal(data, &run); err != nil {
		return Run{}, false, fmt.Errorf("read the run of %s: %w", key, err)
	}
	fields, err := s.client.HGetAll(ctx, resultsKey(key, run.Generation)).Result()
	if err != nil {
		return Run{}, false, fmt.Errorf("read the results of %s: %w", key, err)
	}
	run.Results = make(map[checks.ItemID]checks.Result, len(fields))
	for field, value := range fields {
		switch field {
		case versionField:
			run.Version, _ = strconv.ParseInt(value, 10, 64)
			continue
		case finishedField:
			run.Finished, _ = time.Parse(time.RFC3339Nano, value)
			continue
		}
		var result checks.Result
		if err := json.Unmarshal([]byte(value), &result); err != nil {
			return Run{}, false, fmt.Errorf("read the result of %s of %s: %w", field, key, err)
		}
		run.Results[checks.ItemID(field)] = result
	}
	return run, true, s.joinApproval(ctx, &run)
}

// PutResults keeps results of a generation and returns the run's new version.
func (s *Store) PutResults(ctx context.Context, key Key, generation int64, results ...checks.Result) (int64, error) {
	values := make([]any, 0, 2*len(results))
	reopened := false
	for _, result := range results {
		data, err := json.Marshal(result)
		if err != nil {
			return 0, fmt.Errorf("result of %s: %w", result.Item, err)
		}
		values = append(values, string(result.Item), data)
		reopened = reopened || !result.Verdict().Settled()
	}
	var version *redis.IntCmd
	_, err := s.client.TxPipelined(ctx, func(pipe redis.Pipeliner) error {
		if len(values) > 0 {
			pipe.HSet(ctx, resultsKey(key, generation), values...)
		}
		if reopened {
			pipe.HDel(ctx, resultsKey(key, generation), finishedField)
		}
		version = pipe.HIncrBy(ctx, resultsKey(key, generation), versionField, 1)
		pipe.Expire(ctx, resultsKey(key, generation), s.retention)
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("keep results of %s: %w", key, err)
	}
	return version.Val(), nil
}

// Version returns how often results of a generation were kept; 0: never.
func (s *Store) Version(ctx context.Context, key Key, generation int64) (int64, error) {
	version, err := s.client.HGet(ctx, resultsKey(key, generation), versionField).Int64()
	if err != nil && !errors.Is(err, redis.Nil) {
		return 0, fmt.Errorf("version of %s: %w", key, err)
	}
	return version, nil
}

// finishScript sets a field, the first time, while the results have a version.
var finishScript = redis.NewScript(`if redis.call("HGET", KEYS[1], ARGV[1]) == ARGV[2] then return redis.call("HSETNX", KEYS[1], ARGV[3], ARGV[4]) end return 0`)

// Finish notes when the last of a generation's items was settled; the first note
// stands. version is the one in which all of them are: what was asked for again
// since then is not finished.
func (s *Store) Finish(ctx context.Context, key Key, generation, version int64, at time.Time) error {
	values := []any{versionField, version, finishedField, at.UTC().Format(time.RFC3339Nano)}
	if err := finishScript.Run(ctx, s.client, []string{resultsKey(key, generation)}, values...).Err(); err != nil {
		return fmt.Errorf("note the end of the run of %s: %w", key, err)
	}
	return nil
}

// DropResults forgets the results of a generation that is over.
func (s *Store) DropResults(ctx context.Context, key Key, generation int64) error {
	return s.client.Del(ctx, resultsKey(key, generation)).Err()
}

// parseKeys reads a set of keys, leaving out what is none.
func parseKeys(words []string) []Key {
	slices.Sort(words)
	keys := make([]Key, 0, len(words))
	for _, word := range words {
		if key, err := ParseKey(strings.TrimSpace(word)); err == nil {
			keys = append(keys, key)
		}
	}
	return keys
}
