package jobs

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"io"

	"github.com/redis/go-redis/v9"
)

func bundleKey(key Key) string { return "golive:bundle:" + key.String() }

// The fields of a kept evidence bundle.
const (
	bundleSum  = "sum"
	bundleData = "data" // compressed
)

// mostBundle bounds what a kept bundle may be uncompressed, in bytes.
const mostBundle = 64 << 20

// PutBundle keeps a release's latest evidence bundle and the sum that names it. It is a
// cache: another one is made of the next run.
func (s *Store) PutBundle(ctx context.Context, key Key, sum string, data []byte) error {
	var packed bytes.Buffer
	writer := gzip.NewWriter(&packed)
	_, err := writer.Write(data)
	if err = errors.Join(err, writer.Close()); err != nil {
		return fmt.Errorf("pack the bundle of %s: %w", key, err)
	}
	_, err = s.client.TxPipelined(ctx, func(pipe redis.Pipeliner) error {
		pipe.HSet(ctx, bundleKey(key), bundleSum, sum, bundleData, packed.Bytes())
		pipe.Expire(ctx, bundleKey(key), s.retention)
		return nil
	})
	if err != nil {
		return fmt.Errorf("keep the bundle of %s: %w", key, err)
	}
	return nil
}

// Bundle returns a release's latest evidence bundle where this sum names it; false where
// none is kept, or another one.
func (s *Store) Bundle(ctx context.Context, key Key, sum string) ([]byte, bool, error) {
	kept, err := s.client.HGet(ctx, bundleKey(key), bundleSum).Result()
	if errors.Is(err, redis.Nil) || err == nil && !sameSum(kept, sum) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, fmt.Errorf("bundle of %s: %w", key, err)
	}
	fields, err := s.client.HMGet(ctx, bundleKey(key), bundleSum, bundleData).Result()
	if err != nil {
		return nil, false, fmt.Errorf("bundle of %s: %w", key, err)
	}
	now, _ := fields[0].(string)
	packed, _ := fields[1].(string)
	if !sameSum(now, sum) {
		return nil, false, nil // another one took its place
	}
	reader, err := gzip.NewReader(bytes.NewReader([]byte(packed)))
	if err != nil {
		return nil, false, fmt.Errorf("unpack the bundle of %s: %w", key, err)
	}
	data, err := io.ReadAll(io.LimitReader(reader, mostBundle))
	if err != nil {
		return nil, false, fmt.Errorf("unpack the bundle of %s: %w", key, err)
	}
	return data, true, nil
}

// sameSum compares without telling by its time how much of a guess was right: whoever
// knows the sum may have the bundle.
func sameSum(one, other string) bool {
	return one != "" && subtle.ConstantTimeCompare([]byte(one), []byte(other)) == 1
}
