package doctor

import (
	"strconv"
	"strings"
)

// RedisFacts are how the queue's store is.
type RedisFacts struct {
	Embedded   bool // it lives in golive's own process
	Reachable  bool
	Server     string // "redis" or "valkey"; empty: it does not say
	Version    string // empty: it does not say
	Policy     string // maxmemory-policy; empty: it does not say
	AppendOnly string // "1" or "0", aof_enabled; empty: it does not say
	Snapshot   string // rdb_last_bgsave_status; empty: it does not say
	Problem    string // why it is not reachable, in words without passwords

	Address     string     // as in the settings, without user and password; empty: not told
	Cause       RedisCause // of the problem
	AppendWrite string     // aof_last_write_status; empty: it does not say
	Replica     bool       // it copies another one and takes no writes
	Memory      int64      // bytes in use
	MostMemory  int64      // maxmemory, bytes; 0: without a limit
}

// RedisCause is why a Redis cannot be used; empty: it cannot be reached.
type RedisCause string

// The causes that are mended in ways of their own.
const (
	RedisPassword    RedisCause = "password"
	RedisRights      RedisCause = "rights"
	RedisWantsTLS    RedisCause = "wants TLS"
	RedisWithoutTLS  RedisCause = "without TLS"
	RedisCertificate RedisCause = "certificate"
	RedisLoading     RedisCause = "loading"
)

// ReadRedisInfo reads what INFO answers. It is asked in place of CONFIG, which
// hosted services forbid. Valkey tells its own version beside the one of Redis
// that it answers as.
// https://redis.io/docs/latest/commands/info/
// https://valkey.io/commands/info/
func ReadRedisInfo(text string) RedisFacts {
	facts := RedisFacts{Reachable: true}
	values := map[string]string{}
	for line := range strings.Lines(text) {
		name, value, found := strings.Cut(strings.TrimSpace(line), ":")
		if found && !strings.HasPrefix(name, "#") {
			values[name] = bounded(value)
		}
	}
	facts.Server, facts.Version = "redis", values["redis_version"]
	if version := values["valkey_version"]; version != "" {
		facts.Server, facts.Version = "valkey", version
	}
	facts.Policy, facts.AppendOnly, facts.Snapshot = values["maxmemory_policy"], values["aof_enabled"], values["rdb_last_bgsave_status"]
	facts.AppendWrite, facts.Replica = values["aof_last_write_status"], values["role"] == "slave"
	facts.Memory, facts.MostMemory = bytesOf(values["used_memory"]), bytesOf(values["maxmemory"])
	return facts
}

// bounded keeps what another server says to the length of a version's.
func bounded(text string) string {
	const longest = 40
	return text[:min(len(text), longest)]
}

// bytesOf reads a number of bytes; 0 where it is none.
func bytesOf(text string) int64 {
	number, err := strconv.ParseInt(text, 10, 64)
	if err != nil || number < 0 {
		return 0
	}
	return number
}

// The oldest version that is still mended upstream.
const oldestMajor, oldestMinor = 6, 2

// old reports whether the server is Redis and older than that. Every Valkey is
// younger; what does not say a version is not called old.
func (r RedisFacts) old() bool {
	parts := strings.SplitN(r.Version, ".", 3)
	if r.Server != "redis" || len(parts) < 2 {
		return false
	}
	major, err := strconv.Atoi(parts[0])
	if err != nil {
		return false
	}
	minor, err := strconv.Atoi(parts[1])
	return err == nil && (major < oldestMajor || major == oldestMajor && minor < oldestMinor)
}
