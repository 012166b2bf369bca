package jobs

import (
	"context"
	"fmt"

	"github.com/redis/go-redis/v9"
)

// allowLookScript adds a member to a set unless it is full, and tells whether it
// is in it.
var allowLookScript = redis.NewScript(`
if redis.call("SISMEMBER", KEYS[1], ARGV[1]) == 1 then return 1 end
if redis.call("SCARD", KEYS[1]) >= tonumber(ARGV[2]) then return 0 end
redis.call("SADD", KEYS[1], ARGV[1])
redis.call("EXPIRE", KEYS[1], ARGV[3])
return 1`)

// AllowLook counts the repositories that one delivery asks for a first look at,
// and reports whether this one is within the limit. Asking again for one that was
// allowed is allowed.
func (s *Store) AllowLook(ctx context.Context, installation int64, delivery string, repository int64, limit int) (bool, error) {
	name := fmt.Sprintf("golive:looks:%d:%s", installation, delivery)
	allowed, err := allowLookScript.Run(ctx, s.client, []string{name}, repository, limit, int(taskLifetime.Seconds())).Int()
	if err != nil {
		return false, fmt.Errorf("count first looks of installation %d: %w", installation, err)
	}
	return allowed == 1, nil
}
