package server

import (
	"context"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/golive-app/golive/app/doctor"
)

// evictionTime bounds how long Redis may take to say how it is set.
const evictionTime = 5 * time.Second

// warnOfEviction says in the log where Redis would throw queued work away to make
// room. It keeps nothing from starting: Redis may be away for a moment, and some
// do not say how they are set.
func (s *Server) warnOfEviction(ctx context.Context, client redis.UniversalClient) {
	ctx, cancel := context.WithTimeout(ctx, evictionTime)
	defer cancel()
	information, err := client.Info(ctx, "memory").Result()
	if err != nil {
		s.options.Logger.WarnContext(ctx, "Redis does not say what it does when it is full; its maxmemory-policy should be noeviction", "error", err.Error())
		return
	}
	if policy := doctor.ReadRedisInfo(information).Policy; policy != "" && policy != "noeviction" {
		s.options.Logger.WarnContext(ctx, "Redis throws entries away when it is full, and with them queued work: set its maxmemory-policy to noeviction", "maxmemory_policy", policy)
	}
}
