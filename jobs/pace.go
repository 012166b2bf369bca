package jobs

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/golive-app/golive/checks/evidence/probe"
)

// Paces keep the rate of golive's looks at each host, whichever worker sends them.
type Paces struct {
	client redis.UniversalClient
	every  time.Duration
}

// NewPaces returns paces that let a request out so often at most.
func NewPaces(client redis.UniversalClient, every time.Duration) *Paces {
	return &Paces{client, every}
}

// Of returns the pace of a host.
func (p *Paces) Of(host string) probe.Pace {
	return &sharedPace{client: p.client, every: p.every, turns: "golive:pace:" + host, alone: "golive:pace-alone:" + host, token: rand.Text()}
}

// slowTime is how long a host that refused is asked more slowly, and aloneTime how long
// one process may be the only one that sends: it ends by itself where that process died.
const (
	slowTime   = 10 * time.Minute
	aloneTime  = time.Minute
	alonePause = 100 * time.Millisecond
)

// sharedPace is the pace of a host. Its turns are a hash: when the next one is, in
// microseconds of Redis' own clock, and how far apart they are once the host refused.
type sharedPace struct {
	client       redis.UniversalClient
	every        time.Duration
	turns, alone string
	token        string
}

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
if turn - now > tonumber(ARGV[3]) then return -2 end
if turn > now then return turn - now end
redis.call("HSET", KEYS[1], "next", string.format("%.0f", now + every))
if redis.call("PTTL", KEYS[1]) < 60000 then redis.call("PEXPIRE", KEYS[1], 60000 + math.ceil(every / 1000)) end
return 0`)

// slowScript keeps turns back.
var slowScript = redis.NewScript(`
local time = redis.call("TIME")
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local turn = math.max(now + tonumber(ARGV[1]), tonumber(redis.call("HGET", KEYS[1], "next") or "0"))
redis.call("HSET", KEYS[1], "next", string.format("%.0f", turn), "every", ARGV[2])
redis.call("PEXPIRE", KEYS[1], ARGV[3])
return 1`)

// Wait takes the next turn and waits for it.
func (p *sharedPace) Wait(ctx context.Context) error {
	for {
		longest := time.Hour
		if deadline, limited := ctx.Deadline(); limited {
			longest = time.Until(deadline)
		}
		answer, err := turnScript.Run(ctx, p.client, []string{p.turns, p.alone}, p.token, p.every.Microseconds(), longest.Microseconds()).Int64()
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

// Slow keeps every worker's requests back.
func (p *sharedPace) Slow(ctx context.Context, rest, every time.Duration) error {
	was, err := p.client.HGet(ctx, p.turns, "every").Int64()
	if err != nil && err != redis.Nil { //nolint:errorlint // redis.Nil is returned as it is
		return fmt.Errorf("slow down at %s: %w", p.turns, err)
	}
	slower := probe.Slower(max(p.every, time.Duration(was)*time.Microsecond), every)
	if err := slowScript.Run(ctx, p.client, []string{p.turns}, rest.Microseconds(), slower.Microseconds(), (rest + slowTime).Milliseconds()).Err(); err != nil {
		return fmt.Errorf("slow down at %s: %w", p.turns, err)
	}
	return nil
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
