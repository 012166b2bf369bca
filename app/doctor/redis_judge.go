package doctor

import (
	"fmt"
	"strings"
)

func judgeRedis(redis RedisFacts) []Diagnosis {
	switch {
	case redis.Embedded:
		return []Diagnosis{{Name: "redis", State: Advice, What: "The queue lives inside golive's process.",
			Why:       "What is queued is lost when the process ends; verdicts and sign-offs are on GitHub and are not. Several processes cannot share it.",
			HowToMend: "Set GOLIVE_REDIS_URL for production."}}
	case !redis.Reachable:
		return []Diagnosis{judgeAway(redis)}
	}
	all := []Diagnosis{{Name: "redis", State: Good, What: strings.TrimSpace("Redis" + where("at", redis.Address) + " answers. " + version(redis))}}
	if redis.old() {
		all = append(all, Diagnosis{Name: "redis.version", State: Bad, What: "Redis " + redis.Version + " is older than what golive is tested with.",
			Why: "The queue's scripts may not run.", HowToMend: fmt.Sprintf("Use Redis %d.%d or later, or Valkey.", oldestMajor, oldestMinor)})
	}
	if redis.Replica {
		all = append(all, Diagnosis{Name: "redis.role", State: Bad, What: "That Redis is a replica of another one.",
			Why: "A replica takes no writes, so nothing can be queued.", HowToMend: "Set GOLIVE_REDIS_URL to the primary's address."})
	}
	all = append(all, judgeEviction(redis))
	if found, full := judgeRoom(redis); full {
		all = append(all, found)
	}
	return append(all, judgePersistence(redis))
}

// judgeAway says why Redis cannot be used, and what to do about it.
func judgeAway(redis RedisFacts) Diagnosis {
	found := Diagnosis{Name: "redis", State: Bad, Why: "Without it deliveries are refused with 503, and nothing is judged."}
	at := where("at", redis.Address)
	switch redis.Cause {
	case RedisPassword:
		found.What = "Redis" + at + " does not take golive's password" + prefixed(": ", redis.Problem) + "."
		found.HowToMend = "Put the user and the password of that Redis into GOLIVE_REDIS_URL: redis://USER:PASSWORD@HOST:6379/0 (USER may be empty; characters such as @, / and % are percent-encoded)."
	case RedisRights:
		found.What = "Redis" + at + " does not let golive's user do what it needs" + prefixed(": ", redis.Problem) + "."
		found.HowToMend = "Give the user of GOLIVE_REDIS_URL the commands and keys of golive: ACL SETUSER NAME ~* &* +@all."
	case RedisWantsTLS:
		found.What = "Redis" + at + " speaks TLS, and golive was told that it does not."
		found.HowToMend = "Write rediss:// (two s) in GOLIVE_REDIS_URL."
	case RedisWithoutTLS:
		found.What = "Redis" + at + " does not speak TLS, and golive was told that it does."
		found.HowToMend = "Write redis:// (one s) in GOLIVE_REDIS_URL, or name the port on which that Redis speaks TLS."
	case RedisCertificate:
		found.What = "Redis" + at + " shows a certificate that golive does not trust" + prefixed(": ", redis.Problem) + "."
		found.HowToMend = "Name it in GOLIVE_REDIS_URL as its certificate does, and let this machine trust who signed it (SSL_CERT_FILE)."
	case RedisLoading:
		found.State, found.What = Waiting, "Redis"+at+" is still reading its data"+prefixed(": ", redis.Problem)+"."
		found.HowToMend = "Ask again in a moment."
	default:
		found.What = "Redis" + at + " cannot be reached" + prefixed(": ", redis.Problem) + "."
		found.HowToMend = "Check GOLIVE_REDIS_URL, that Redis is up (`redis-cli -u \"$GOLIVE_REDIS_URL\" ping`), and the firewall in between."
	}
	return found
}

func judgeEviction(redis RedisFacts) Diagnosis {
	found := Diagnosis{Name: "redis.memory", Why: "A queue must not lose entries to make room for others: a release would never be judged, and nobody told."}
	switch redis.Policy {
	case "noeviction":
		found.State, found.What, found.Why = Good, "Redis evicts nothing (maxmemory-policy noeviction).", ""
	case "":
		found.State, found.What = Advice, "Redis does not say its maxmemory-policy, as some hosted ones do not."
		found.HowToMend = "Make sure that it is noeviction: your service's settings have it."
	default:
		found.State, found.What = Bad, "Redis"+where("at", redis.Address)+" may throw queued work away (maxmemory-policy "+redis.Policy+")."
		found.HowToMend = "Set maxmemory-policy to noeviction: `redis-cli CONFIG SET maxmemory-policy noeviction`, and the same in redis.conf; of a hosted Redis in your service's settings."
	}
	return found
}

// nearlyFull is the part of its memory from which on a Redis is called so, in
// percent.
const nearlyFull = 90

// judgeRoom says only what is not in order.
func judgeRoom(redis RedisFacts) (Diagnosis, bool) {
	if redis.MostMemory <= 0 || redis.Memory < redis.MostMemory/100*nearlyFull {
		return Diagnosis{}, false
	}
	found := Diagnosis{Name: "redis.room", State: Advice, What: fmt.Sprintf("Redis uses %d %% of the memory that it may use.", redis.Memory*100/redis.MostMemory),
		Why:       "A full Redis takes no more work: deliveries are then refused with 503.",
		HowToMend: "Raise its maxmemory; golive itself needs some megabytes."}
	if redis.Memory >= redis.MostMemory {
		found.State = Bad
	}
	return found, true
}

func judgePersistence(redis RedisFacts) Diagnosis {
	found := Diagnosis{Name: "redis.persistence", Why: "Without it queued work is lost when Redis restarts; verdicts and sign-offs are on GitHub and are not."}
	switch {
	case redis.AppendOnly == "1" && redis.AppendWrite == "err":
		found.State, found.What = Bad, "Redis could not write its append-only file the last time."
		found.HowToMend = "Make room on its disk; its log has the reason."
	case redis.AppendOnly == "1":
		found.State, found.What, found.Why = Good, "Redis keeps its data through a restart (append-only file).", ""
	case redis.AppendOnly == "":
		found.State, found.What = Advice, "Redis does not say whether it keeps its data through a restart, as some hosted ones do not."
		found.HowToMend = "Make sure that it does (appendonly yes, or your service's setting)."
	case redis.Snapshot == "err":
		found.State, found.What = Bad, "Redis' last snapshot failed, and it writes no append-only file."
		found.HowToMend = "Make room on its disk, and set appendonly to yes."
	default:
		found.State, found.What = Advice, "Redis writes no append-only file."
		found.HowToMend = "Set appendonly to yes: `redis-cli CONFIG SET appendonly yes`, and the same in redis.conf."
	}
	return found
}

func version(redis RedisFacts) string {
	switch {
	case redis.Version == "":
		return ""
	case redis.Server == "valkey":
		return "It is Valkey " + redis.Version + "."
	}
	return "It is version " + redis.Version + "."
}

func prefixed(prefix, text string) string {
	if text == "" {
		return ""
	}
	return prefix + text
}
