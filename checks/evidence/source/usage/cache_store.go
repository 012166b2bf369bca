package usage

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// storeModules are clients of Redis and its like, and what uses such a store for
// other things than caching. A store that only a queue works on is no cache.
var storeModules = modules{
	script: {
		"ioredis":                     {library: "ioredis", kind: StoreClient, names: redisNames},
		"redis":                       {library: "redis", kind: StoreClient, names: redisNames},
		"@redis/client":               {library: "redis", kind: StoreClient, names: redisNames},
		"iovalkey":                    {library: "iovalkey", kind: StoreClient, names: redisNames},
		"@valkey/valkey-glide":        {library: "valkey-glide", kind: StoreClient, names: redisNames},
		"@nestjs-modules/ioredis":     {library: "ioredis", kind: StoreClient, names: redisNames},
		"@liaoliaots/nestjs-redis":    {library: "ioredis", kind: StoreClient, names: redisNames},
		"@fastify/redis":              {library: "@fastify/redis", kind: StoreClient},
		"bull":                        {library: "Bull", kind: StoreUse, detail: forQueue},
		"bullmq":                      {library: "BullMQ", kind: StoreUse, detail: forQueue},
		"@nestjs/bull":                {library: "Bull", kind: StoreUse, detail: forQueue},
		"@nestjs/bullmq":              {library: "BullMQ", kind: StoreUse, detail: forQueue},
		"bee-queue":                   {library: "bee-queue", kind: StoreUse, detail: forQueue},
		"kue":                         {library: "kue", kind: StoreUse, detail: forQueue},
		"rsmq":                        {library: "rsmq", kind: StoreUse, detail: forQueue},
		"connect-redis":               {library: "connect-redis", kind: StoreUse, detail: forSessions},
		"koa-redis":                   {library: "koa-redis", kind: StoreUse, detail: forSessions},
		"rate-limit-redis":            {library: "rate-limit-redis", kind: StoreUse, detail: forLimits},
		"rate-limiter-flexible":       {library: "rate-limiter-flexible", kind: StoreUse, detail: forLimits},
		"@upstash/ratelimit":          {library: "@upstash/ratelimit", kind: StoreUse, detail: forLimits},
		"redlock":                     {library: "redlock", kind: StoreUse, detail: forLocks},
		"@socket.io/redis-adapter":    {library: "socket.io", kind: StoreUse, detail: forMessages},
		"socket.io-redis":             {library: "socket.io", kind: StoreUse, detail: forMessages},
		"graphql-redis-subscriptions": {library: "graphql-redis-subscriptions", kind: StoreUse, detail: forMessages},
		"@hocuspocus/extension-redis": {library: "Hocuspocus", kind: StoreUse, detail: forMessages},
	},
	python: {
		"redis":           {library: "redis-py", kind: StoreClient, names: redisNames},
		"aioredis":        {library: "aioredis", kind: StoreClient, names: redisNames},
		"valkey":          {library: "valkey-py", kind: StoreClient, names: redisNames},
		"django_redis":    {library: "django-redis", names: redisNames},
		"flask_redis":     {library: "Flask-Redis", kind: StoreClient, names: redisNames},
		"celery":          {library: "Celery", names: each(row{kind: StoreUse, detail: forQueue}, "Celery")},
		"rq":              {library: "RQ", kind: StoreUse, detail: forQueue},
		"django_rq":       {library: "RQ", kind: StoreUse, detail: forQueue},
		"huey":            {library: "huey", kind: StoreUse, detail: forQueue},
		"dramatiq":        {library: "dramatiq", names: each(row{kind: StoreUse, detail: forQueue}, "brokers.redis.RedisBroker")},
		"arq":             {library: "arq", kind: StoreUse, detail: forQueue},
		"taskiq_redis":    {library: "taskiq", kind: StoreUse, detail: forQueue},
		"channels_redis":  {library: "channels_redis", kind: StoreUse, detail: forMessages},
		"flask_session":   {library: "Flask-Session", kind: StoreUse, detail: forSessions},
		"fastapi_limiter": {library: "fastapi-limiter", kind: StoreUse, detail: forLimits},
		"flask_limiter":   {library: "Flask-Limiter", kind: StoreUse, detail: forLimits},
		"slowapi":         {library: "slowapi", kind: StoreUse, detail: forLimits},
	},
	golang: {
		"github.com/redis/go-redis":             {library: "go-redis", kind: StoreClient, names: goRedisNames},
		"github.com/go-redis/redis":             {library: "go-redis", kind: StoreClient, names: goRedisNames},
		"github.com/redis/rueidis":              {library: "rueidis", kind: StoreClient, names: both(reads("*.DoCache"))},
		"github.com/valkey-io/valkey-go":        {library: "valkey-go", kind: StoreClient, names: both(reads("*.DoCache"))},
		"github.com/gomodule/redigo":            {library: "redigo", kind: StoreClient, names: each(row{look: redigo}, "*.Do")},
		"github.com/hibiken/asynq":              {library: "asynq", kind: StoreUse, detail: forQueue},
		"github.com/RichardKnop/machinery":      {library: "machinery", kind: StoreUse, detail: forQueue},
		"github.com/gocraft/work":               {library: "gocraft/work", kind: StoreUse, detail: forQueue},
		"github.com/adjust/rmq":                 {library: "rmq", kind: StoreUse, detail: forQueue},
		"github.com/go-redis/redis_rate":        {library: "redis_rate", kind: StoreUse, detail: forLimits},
		"github.com/ulule/limiter":              {library: "limiter", kind: StoreUse, detail: forLimits},
		"github.com/go-redsync/redsync":         {library: "redsync", kind: StoreUse, detail: forLocks},
		"github.com/bsm/redislock":              {library: "redislock", kind: StoreUse, detail: forLocks},
		"github.com/gin-contrib/sessions/redis": {library: "gin-contrib/sessions", kind: StoreUse, detail: forSessions},
		"github.com/boj/redistore":              {library: "redistore", kind: StoreUse, detail: forSessions},
	},
}

// What a store serves for.
const (
	forQueue    = "queue"
	forSessions = "sessions"
	forLimits   = "rate limits"
	forLocks    = "locks"
	forMessages = "messages"
)

// redisNames are the commands of Redis, as the clients of JavaScript and Python
// call them (https://redis.io/docs/latest/commands/).
var redisNames = both(
	reads("*.get", "*.mget", "*.mGet", "*.getBuffer", "*.getex", "*.getEx", "*.hget", "*.hGet", "*.hgetall", "*.hGetAll"),
	writesBy(redisSet, "*.set"),
	writes("*.setex", "*.setEx", "*.psetex", "*.pSetEx", "*.hset", "*.hSet", "*.mset", "*.mSet"),
	each(row{look: expires}, "*.expire", "*.pexpire", "*.expireat", "*.expireAt", "*.pExpire"),
	each(row{kind: StoreUse, detail: forMessages}, "*.publish", "*.subscribe", "*.psubscribe", "*.pSubscribe", "*.pubsub"),
	each(row{kind: StoreUse, detail: forQueue}, "*.lpush", "*.rpush", "*.lPush", "*.rPush", "*.brpop", "*.blpop", "*.xadd", "*.xAdd", "*.xreadgroup"),
	each(row{kind: StoreUse, detail: forLocks}, "*.lock", "*.setnx", "*.setNX"),
)

var goRedisNames = both(
	reads("*.Get", "*.MGet", "*.HGet", "*.HGetAll", "*.GetEx"),
	writesBy(goRedisSet, "*.Set"), writes("*.SetEx", "*.HSet", "*.MSet"),
	each(row{look: expires}, "*.Expire", "*.PExpire", "*.ExpireAt"),
	each(row{kind: StoreUse, detail: forMessages}, "*.Publish", "*.Subscribe", "*.PSubscribe"),
	each(row{kind: StoreUse, detail: forQueue}, "*.LPush", "*.RPush", "*.BRPop", "*.BLPop", "*.XAdd", "*.XReadGroup"),
	each(row{kind: StoreUse, detail: forLocks}, "*.SetNX"),
)

// expires notes that the file ends what it writes by a command of its own.
func expires(u use, _ *Sign) bool {
	u.reading.expires = true
	return false
}

// redisSet looks at set(key, value, …): with NX it is a lock, and without EX, PX or
// their like the value stays.
func redisSet(u use, sign *Sign) bool {
	if u.call == nil || len(u.call.Arguments) < 2 {
		return false
	}
	sign.Detail = NoExpiry
	mark := func(word string) {
		switch strings.ToUpper(word) {
		case "EX", "PX", "EXAT", "PXAT", "KEEPTTL", "EXPIRATION", "TTL":
			if sign.Detail == NoExpiry {
				sign.Detail = ""
			}
		case "NX":
			sign.Kind, sign.Detail = StoreUse, forLocks
		}
	}
	for position, one := range u.call.Arguments {
		mark(one.Name)
		switch value := one.Value.(type) {
		case *program.Text:
			if position > 1 {
				mark(value.Value)
			}
		case *program.Object:
			if position > 1 {
				for _, entry := range value.Entries {
					mark(entry.Name)
				}
			}
		default:
			if position > 1 && sign.Detail == NoExpiry { // settings that are made elsewhere
				sign.Detail = ""
			}
		}
	}
	return true
}

// goRedisSet looks at Set(ctx, key, value, expiration), where 0 keeps the value.
func goRedisSet(u use, sign *Sign) bool {
	expiration := u.argument(3)
	if literal, ok := expiration.(*program.Literal); ok && literal.Value == "0" {
		sign.Detail = NoExpiry
	}
	return expiration != nil
}

// redigo looks at Do("GET", key).
func redigo(u use, sign *Sign) bool {
	switch strings.ToUpper(u.text(0)) {
	case "GET", "MGET", "HGET", "HGETALL":
		sign.Kind = CacheRead
	case "SET", "SETEX", "PSETEX", "HSET":
		sign.Kind = CacheWrite
	case "PUBLISH", "SUBSCRIBE":
		sign.Kind, sign.Detail = StoreUse, forMessages
	case "LPUSH", "RPUSH", "BRPOP", "BLPOP":
		sign.Kind, sign.Detail = StoreUse, forQueue
	}
	return sign.Kind != ""
}

// settleExpiry takes back that writes stay for good where the file ends them later.
func (r *reading) settleExpiry() {
	if !r.expires {
		return
	}
	for i := range r.facts.Signs {
		if sign := &r.facts.Signs[i]; sign.Kind == CacheWrite && sign.Detail == NoExpiry {
			sign.Detail = ""
		}
	}
}
