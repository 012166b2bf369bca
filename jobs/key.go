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
	Tag        string `json:"tag,omitempty"`     // tag name without "refs/tags/", or
	Look       string `json:"look,omitempty"`    // branch or tag of a first look, without "refs/", and
	Commit     string `json:"commit,omitempty"`  // the commit that it looks at
}

// ErrKey is returned for text that is no key.
var ErrKey = errors.New("not a release key")

// IsLook reports whether the key names a first look, which is no release: see
// firstLooks.
func (k Key) IsLook() bool { return k.Look != "" }

// String returns the key in one word that is safe inside Redis keys, task ids
// and the external ids of check runs: "81:pr:12", "81:tag:release%2Fv1.4.0",
// with a service "81:pr:12:billing", and of a first look "81:look:heads%2Fmain@"
// with the commit behind it.
func (k Key) String() string {
	kind, name := "pr", strconv.Itoa(k.Number)
	switch {
	case k.Tag != "":
		kind, name = "tag", url.QueryEscape(k.Tag)
	case k.IsLook():
		kind, name = "look", url.QueryEscape(k.Look)+"@"+k.Commit
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
	case "look":
		ref, commit, _ := strings.Cut(parts[2], "@")
		if key.Look, err = url.QueryUnescape(ref); err != nil || !isRef(key.Look) || !isCommit(commit) {
			return Key{}, fmt.Errorf("%w: %q has no branch or tag, or no commit", ErrKey, word)
		}
		key.Commit = commit
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

// isRef reports whether a text names a branch or a tag: "heads/main".
func isRef(text string) bool {
	kind, name, _ := strings.Cut(text, "/")
	return (kind == "heads" || kind == "tags") && name != ""
}

// isCommit reports whether a text is a commit id, of SHA-1 or SHA-256.
func isCommit(text string) bool {
	return (len(text) == 40 || len(text) == 64) && strings.Trim(text, "0123456789abcdef") == ""
}
