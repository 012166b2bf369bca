package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/golive-app/golive/checks"
)

// What is kept of load tests goes by the content that they tested: every release that
// brings it sees the same. It is a cache, as all that is kept here.

func loadedKey(key Key, tree string) string {
	return "golive:load:" + strconv.FormatInt(key.Repository, 10) + ":" + key.Service + ":" + tree
}

func loadedCommitKey(key Key, commit string) string {
	return "golive:load-commit:" + strconv.FormatInt(key.Repository, 10) + ":" + key.Service + ":" + commit
}

func loadOfferedKey(key Key, tree, of string) string {
	return "golive:load-offered:" + strconv.FormatInt(key.Repository, 10) + ":" + key.Service + ":" + tree + ":" + of
}

func loadLiveKey(id string) string   { return "golive:load-live:" + id }
func loadCancelKey(id string) string { return "golive:load-cancel:" + id }

// Fields of what is kept of a content: the newest test, and the newest that decided
// something, which one that came to nothing does not take away.
const (
	loadedLast    = "last"
	loadedDecided = "decided"
)

// loadAlive is how long a load test is taken to go on after its process last said so.
const loadAlive = 10 * time.Second

// mostLoadResult bounds what is kept of one load test, in bytes.
const mostLoadResult = 256 << 10

// PutLoadTest keeps a load test as the newest of its content.
func (s *Store) PutLoadTest(ctx context.Context, key Key, test checks.LoadTest) error {
	data, err := json.Marshal(test)
	if err != nil {
		return fmt.Errorf("load test %s: %w", test.ID, err)
	}
	if len(data) > mostLoadResult {
		return fmt.Errorf("load test %s: %d bytes, at most %d are kept", test.ID, len(data), mostLoadResult)
	}
	_, err = s.client.TxPipelined(ctx, func(pipe redis.Pipeliner) error {
		name := loadedKey(key, test.Tree)
		pipe.HSet(ctx, name, loadedLast, data)
		if test.State == checks.LoadEnded && test.Why == "" {
			pipe.HSet(ctx, name, loadedDecided, data)
		}
		pipe.Expire(ctx, name, s.retention)
		if test.Commit != "" {
			pipe.Set(ctx, loadedCommitKey(key, test.Commit), test.Tree, s.retention)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("keep load test %s: %w", test.ID, err)
	}
	return nil
}

// LastLoadTest returns the newest load test of a content, whatever it came to.
func (s *Store) LastLoadTest(ctx context.Context, key Key, tree string) (checks.LoadTest, bool, error) {
	return s.loadTest(ctx, key, tree, loadedLast)
}

// LoadTest returns the load test by which a content is judged: the newest that decided
// something where a newer one came to nothing.
func (s *Store) LoadTest(ctx context.Context, key Key, tree string) (checks.LoadTest, bool, error) {
	last, found, err := s.loadTest(ctx, key, tree, loadedLast)
	if err != nil || !found || last.Why == "" {
		return last, found, err
	}
	decided, known, err := s.loadTest(ctx, key, tree, loadedDecided)
	if err != nil || !known {
		return last, found, err
	}
	return decided, true, nil
}

func (s *Store) loadTest(ctx context.Context, key Key, tree, field string) (checks.LoadTest, bool, error) {
	data, err := s.client.HGet(ctx, loadedKey(key, tree), field).Bytes()
	if errors.Is(err, redis.Nil) {
		return checks.LoadTest{}, false, nil
	}
	if err != nil {
		return checks.LoadTest{}, false, fmt.Errorf("read the load test of %.7s: %w", tree, err)
	}
	var test checks.LoadTest
	if err := json.Unmarshal(data, &test); err != nil {
		return checks.LoadTest{}, false, fmt.Errorf("read the load test of %.7s: %w", tree, err)
	}
	return test, true, nil
}

// LoadTestOf returns the load test that decided something where this commit was deployed.
func (s *Store) LoadTestOf(ctx context.Context, key Key, commit string) (checks.LoadTest, bool, error) {
	tree, err := s.LoadedTree(ctx, key, commit)
	if err != nil || tree == "" {
		return checks.LoadTest{}, false, err
	}
	test, found, err := s.LoadTest(ctx, key, tree)
	return test, found && test.State == checks.LoadEnded && test.Why == "", err
}

// LoadedTree returns the content that a load test found where this commit was deployed;
// empty: none is known.
func (s *Store) LoadedTree(ctx context.Context, key Key, commit string) (string, error) {
	tree, err := s.client.Get(ctx, loadedCommitKey(key, commit)).Result()
	if err != nil && !errors.Is(err, redis.Nil) {
		return "", fmt.Errorf("look for a load test of %.7s: %w", commit, err)
	}
	return tree, nil
}

// OfferLoad reports whether a load test was not offered yet for a content and what the
// offer is made of.
func (s *Store) OfferLoad(ctx context.Context, key Key, tree, of string) (bool, error) {
	fresh, err := s.client.SetNX(ctx, loadOfferedKey(key, tree, of), 1, s.retention).Result()
	if err != nil {
		return false, fmt.Errorf("offer a load test of %.7s: %w", tree, err)
	}
	return fresh, nil
}

// BeatLoad notes that a load test goes on.
func (s *Store) BeatLoad(ctx context.Context, id string) error {
	return s.client.Set(ctx, loadLiveKey(id), 1, loadAlive).Err()
}

// LoadAlive reports whether a load test goes on.
func (s *Store) LoadAlive(ctx context.Context, id string) (bool, error) {
	alive, err := s.client.Exists(ctx, loadLiveKey(id)).Result()
	if err != nil {
		return false, fmt.Errorf("look whether load test %s goes on: %w", id, err)
	}
	return alive > 0, nil
}

// CancelLoad asks for a load test to be stopped; by is who asks.
func (s *Store) CancelLoad(ctx context.Context, id, by string) error {
	if err := s.client.Set(ctx, loadCancelKey(id), by, s.retention).Err(); err != nil {
		return fmt.Errorf("cancel load test %s: %w", id, err)
	}
	return nil
}

// LoadCancelled returns who asked for a load test to be stopped; empty: nobody.
func (s *Store) LoadCancelled(ctx context.Context, id string) (string, error) {
	by, err := s.client.Get(ctx, loadCancelKey(id)).Result()
	if err != nil && !errors.Is(err, redis.Nil) {
		return "", fmt.Errorf("look whether load test %s was cancelled: %w", id, err)
	}
	return by, nil
}
