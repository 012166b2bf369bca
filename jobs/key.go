package jobs

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
)

// Key names a release for as long as it exists. It is made of ids, so that it
// survives renames and transfers.
type Key struct {
	Repository int64  `json:"repository"`
	Service    string `json:"service,omitempty"` // part of a monorepo; empty: the whole
	Number     int    `json:"number,omitempty"`  // pull request, or
	Tag        string `json:"tag,omitempty"`     // tag name without "refs/tags/"
}

// ErrKey is returned for text that is no key.
var ErrKey = errors.New("not a release key")

// String returns the key in one word that is safe inside Redis keys, task ids
// and the external ids of check runs: "81:pr:12", "81:tag:release%2Fv1.4.0",
// and with a service "81:pr:12:billing".
func (k Key) String() string {
	kind, name := "pr", strconv.Itoa(k.Number)
	if k.Tag != "" {
		kind, name = "tag", url.QueryEscape(k.Tag)
	}
	word := fmt.Sprintf("%d:%s:%s", k.Repository, kind, name)
	if k.Service != "" {
		word += ":" + url.QueryEscape(k.Service)
	}
	return word
}

// ParseKey reads what String wrote.
func ParseKey(word string) (Key, error) {
	parts := strings.Split(word, ":")
	if len(parts) != 3 && len(parts) != 4 {
		return Key{}, fmt.Errorf("%w: %q", ErrKey, word)
	}
	var key Key
	var err error
	if key.Repository, err = strconv.ParseInt(parts[0], 10, 64); err != nil || key.Repository <= 0 {
		return Key{}, fmt.Errorf("%w: %q has no repository", ErrKey, word)
	}
	switch parts[1] {
	case "pr":
		if key.Number, err = strconv.Atoi(parts[2]); err != nil || key.Number <= 0 {
			return Key{}, fmt.Errorf("%w: %q has no pull request", ErrKey, word)
		}
	case "tag":
		if key.Tag, err = url.QueryUnescape(parts[2]); err != nil || key.Tag == "" {
			return Key{}, fmt.Errorf("%w: %q has no tag", ErrKey, word)
		}
	default:
		return Key{}, fmt.Errorf("%w: %q", ErrKey, word)
	}
	if len(parts) == 4 {
		if key.Service, err = url.QueryUnescape(parts[3]); err != nil || key.Service == "" {
			return Key{}, fmt.Errorf("%w: %q has no service", ErrKey, word)
		}
	}
	return key, nil
}
