package jobs

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/golive-app/golive/checks/evidence/probe"
)

// Paces keep the rate of golive's looks at each service, whichever worker sends them.
type Paces struct {
	client redis.UniversalClient
	every  time.Duration
}

// NewPaces returns paces that let a request out so often at most.
func NewPaces(client redis.UniversalClient, every time.Duration) *Paces {
	return &Paces{client, every}
}

// Of returns the pace of a service.
func (p *Paces) Of(service string) probe.Pace {
	return &sharedPace{
		client: p.client, every: p.every, token: rand.Text(),
		turns: "golive:pace:" + service, alone: "golive:pace-alone:" + service, refused: "golive:pace-refused:" + service,
	}
}

// aloneTime is how long one process may be the only one that sends: it ends by itself
// where that process died.
const (
	aloneTime  = time.Minute
	alonePause = 100 * time.Millisecond
)

// sharedPace is the pace of a service. Its turns are a hash: when the next one is, in
// microseconds of Redis' own clock, and how far apart they are once it refused. What
// single routes refused is another one, where a field is a route and what of it is
// kept: its next turn, the time between its turns, and until when that is remembered.
type sharedPace struct {
	client                redis.UniversalClient
	every                 time.Duration
	turns, alone, refused string
	token                 string
}

// The fields of a route.
func nextOf(route probe.Route) string  { return "next " + route.Method + " " + route.Mark() }
func everyOf(route probe.Route) string { return "every " + route.Method + " " + route.Mark() }
func untilOf(route probe.Route) string { return "until " + route.Method + " " + route.Mark() }

// turnScript takes the turn where one is due and returns 0; else in how many microseconds
// it is. -1: somebody is alone there; -2: it is later than whoever asks can wait.
// Nobody has a turn before it is due, so that whoever was held up makes up for nothing.
var turnScript = redis.NewScript(`
local held = redis.call("GET", KEYS[2])
if held and held ~= ARGV[1] then return -1 end
local time = redis.call("TIME")
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local every = math.max(tonumber(ARGV[2]), tonumber(redis.call("HGET", KEYS[1], "every") or "0"))
local turn = math.max(now, tonumber(redis.call("HGET", KEYS[1], "next") or "0"))
local own = redis.call("HMGET", KEYS[3], ARGV[4], ARGV[5], ARGV[6])
local refused = own[1] and now < tonumber(own[3])
if refused then turn = math.max(turn, tonumber(own[1])) end
if turn - now > tonumber(ARGV[3]) then return -2 end
if turn > now then return turn - now end
redis.call("HSET", KEYS[1], "next", string.format("%.0f", now + every))
if refused then redis.call("HSET", KEYS[3], ARGV[4], string.format("%.0f", now + tonumber(own[2]))) end
if redis.call("PTTL", KEYS[1]) < 60000 then redis.call("PEXPIRE", KEYS[1], 60000 + math.ceil(every / 1000)) end
return 0`)

// slowScript keeps turns back, of the service or of a route that refused.
var slowScript = redis.NewScript(`
local time = redis.call("TIME")
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local turn = math.max(now + tonumber(ARGV[1]), tonumber(redis.call("HGET", KEYS[1], ARGV[4]) or "0"))
redis.call("HSET", KEYS[1], ARGV[4], string.format("%.0f", turn), ARGV[5], ARGV[2])
if ARGV[6] then redis.call("HSET", KEYS[1], ARGV[6], string.format("%.0f", now + tonumber(ARGV[3]) * 1000)) end
if redis.call("PTTL", KEYS[1]) < tonumber(ARGV[3]) then redis.call("PEXPIRE", KEYS[1], ARGV[3]) end
return 1`)

// refusedScript puts a route on record that refused, and returns 1 where another path did
// too.
var refusedScript = redis.NewScript(`
local time = redis.call("TIME")
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local remembered = math.max(now + tonumber(ARGV[1]) * 1000, tonumber(redis.call("HGET", KEYS[1], ARGV[2]) or "0"))
redis.call("HSET", KEYS[1], ARGV[2], string.format("%.0f", remembered))
if redis.call("PTTL", KEYS[1]) < tonumber(ARGV[1]) then redis.call("PEXPIRE", KEYS[1], ARGV[1]) end
local kept = redis.call("HGETALL", KEYS[1])
for index = 1, #kept, 2 do
  local path = string.match(kept[index], "^until %S+ (%S+)$")
  if path and path ~= ARGV[3] and now < tonumber(kept[index + 1]) then return 1 end
end
return 0`)

// Wait takes the next turn and waits for it.
func (p *sharedPace) Wait(ctx context.Context, route probe.Route) error {
	for {
		longest := time.Hour
		if deadline, limited := ctx.Deadline(); limited {
			longest = time.Until(deadline)
		}
		answer, err := turnScript.Run(ctx, p.client, []string{p.turns, p.alone, p.refused},
			p.token, p.every.Microseconds(), longest.Microseconds(), nextOf(route), everyOf(route), untilOf(route)).Int64()
		switch {
		case err != nil:
			return fmt.Errorf("take a turn at %s: %w", p.turns, err)
		case answer == -2, answer == -1 && longest < alonePause:
			return probe.ErrNoTime
		case answer == -1:
			if err := pause(ctx, alonePause); err != nil {
				return err
			}
		case answer == 0:
			return ctx.Err()
		default:
			if err := pause(ctx, time.Duration(answer)*time.Microsecond); err != nil {
				return err
			}
		}
	}
}

// Refused puts a route on record for every worker, and looks for what others put there.
func (p *sharedPace) Refused(ctx context.Context, route probe.Route) (whole bool, err error) {
	if route.Whole() {
		return true, nil
	}
	others, err := refusedScript.Run(ctx, p.client, []string{p.refused}, probe.SlowTime.Milliseconds(), untilOf(route), route.Mark()).Int64()
	if err != nil {
		return false, fmt.Errorf("note a refusal at %s: %w", p.refused, err)
	}
	return others == 1, nil
}

// Slow keeps every worker's requests of a route back, or all.
func (p *sharedPace) Slow(ctx context.Context, route probe.Route, rest, every time.Duration) error {
	key, fields := p.turns, []any{"next", "every"}
	if !route.Whole() {
		key, fields = p.refused, []any{nextOf(route), everyOf(route), untilOf(route)}
	}
	slower, err := p.slower(ctx, key, fmt.Sprint(fields[1]), every)
	if err != nil {
		return err
	}
	remembered := (rest + probe.SlowTime).Milliseconds()
	if err := slowScript.Run(ctx, p.client, []string{key}, append([]any{rest.Microseconds(), slower, remembered}, fields...)...).Err(); err != nil {
		return fmt.Errorf("slow down at %s: %w", key, err)
	}
	return nil
}

// slower is the time between turns from now on, in microseconds.
func (p *sharedPace) slower(ctx context.Context, key, field string, every time.Duration) (int64, error) {
	was, err := p.client.HGet(ctx, key, field).Int64()
	if err != nil && err != redis.Nil { //nolint:errorlint // redis.Nil is returned as it is
		return 0, fmt.Errorf("slow down at %s: %w", key, err)
	}
	return probe.Slower(max(p.every, time.Duration(was)*time.Microsecond), every).Microseconds(), nil
}

// Alone does work while no other worker sends anything there.
func (p *sharedPace) Alone(ctx context.Context, work func(context.Context) error) error {
	for {
		taken, err := p.client.SetNX(ctx, p.alone, p.token, aloneTime).Result()
		if err != nil {
			return fmt.Errorf("be alone at %s: %w", p.alone, err)
		}
		if taken {
			break
		}
		if err := pause(ctx, alonePause); err != nil {
			return err
		}
	}
	defer func() {
		release, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer cancel()
		_ = unlockScript.Run(release, p.client, []string{p.alone}, p.token).Err() // else it ends by itself
	}()
	limited, cancel := context.WithTimeout(ctx, aloneTime)
	defer cancel()
	return work(limited)
}

// pause waits.
func pause(ctx context.Context, rest time.Duration) error {
	if rest <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(rest)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
