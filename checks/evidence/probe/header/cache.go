package header

import (
	"net/http"
	"strconv"
	"strings"
)

// Cache is what an answer says of keeping it.
type Cache struct {
	Said      bool // anything at all
	NoStore   bool
	NoCache   bool
	Private   bool
	Public    bool
	Immutable bool
	Age       int64 // seconds that it is fresh; -1: not said
	Shared    int64 // the same for caches that many share; -1: not said
}

// ReadCache reads Cache-Control, and Pragma and Expires only where there is none.
// https://www.rfc-editor.org/rfc/rfc9111#section-5.2
func ReadCache(header http.Header) Cache {
	cache := Cache{Age: -1, Shared: -1}
	for _, line := range header.Values("Cache-Control") {
		for part := range strings.SplitSeq(line, ",") {
			name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
			seconds, err := strconv.ParseInt(strings.Trim(strings.TrimSpace(value), `"`), 10, 64)
			number := err == nil && seconds >= 0
			known := true
			switch strings.ToLower(strings.TrimSpace(name)) {
			case "no-store":
				cache.NoStore = true
			case "no-cache":
				cache.NoCache = true
			case "private":
				cache.Private = true
			case "public":
				cache.Public = true
			case "immutable":
				cache.Immutable = true
			case "max-age":
				if number {
					cache.Age = seconds
				}
			case "s-maxage":
				if number {
					cache.Shared = seconds
				}
			case "must-revalidate", "proxy-revalidate", "no-transform", "stale-while-revalidate", "stale-if-error":
			default:
				known = false
			}
			cache.Said = cache.Said || known
		}
	}
	if !cache.Said && header.Get("Expires") != "" {
		cache.Said = true
	}
	return cache
}

// Kept reports whether a browser or a network may answer from what it kept, for some
// time.
func (c Cache) Kept() bool { return !c.NoStore && !c.NoCache && (c.Age > 0 || c.Shared > 0) }
