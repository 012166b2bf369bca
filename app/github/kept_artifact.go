package github

import (
	"bytes"
	"fmt"
	"io"
	"sync"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

// Bounds of the artifacts that are kept. They are in the memory of a worker, and a
// lost one costs a download.
const (
	maxKeptArtifacts     = 256
	maxKeptArtifact      = 2 << 20
	maxKeptArtifactBytes = 16 << 20
)

// artifactKey tells artifacts apart. What an artifact holds never changes, so its id
// is enough, of what one installation was allowed to see.
type artifactKey struct{ installation, repository, artifact int64 }

// keptArtifacts keeps small artifacts for the items that read the same reports, and
// for the next look at the same run. One is asked for only by who was given a list
// that names it a moment ago.
type keptArtifacts struct {
	mutex sync.Mutex
	lru   *simplelru.LRU[artifactKey, *keptArtifact]
	bytes int
}

type keptArtifact struct {
	content     []byte
	disposition string
}

func newKeptArtifacts() *keptArtifacts {
	k := &keptArtifacts{}
	// The size is a positive constant, the only thing that NewLRU refuses.
	k.lru, _ = simplelru.NewLRU(maxKeptArtifacts, func(_ artifactKey, evicted *keptArtifact) { k.bytes -= len(evicted.content) })
	return k
}

// get returns nil where an artifact is not kept.
func (k *keptArtifacts) get(key artifactKey) *downloaded {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	kept, found := k.lru.Get(key)
	if !found {
		return nil
	}
	return &downloaded{
		content: bytes.NewReader(kept.content), size: int64(len(kept.content)), disposition: kept.disposition,
		close: func() error { return nil },
	}
}

// put keeps what was downloaded, where it is small.
func (k *keptArtifacts) put(key artifactKey, got *downloaded) error {
	if got.size > maxKeptArtifact {
		return nil
	}
	content, err := io.ReadAll(got.reader())
	if err != nil {
		return fmt.Errorf("read the download: %w", err)
	}
	k.mutex.Lock()
	defer k.mutex.Unlock()
	k.lru.Remove(key)
	k.lru.Add(key, &keptArtifact{content: content, disposition: got.disposition})
	k.bytes += len(content)
	for k.bytes > maxKeptArtifactBytes {
		k.lru.RemoveOldest()
	}
	return nil
}

// forget drops what an installation was given.
func (k *keptArtifacts) forget(installation int64) {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	for _, key := range k.lru.Keys() {
		if key.installation == installation {
			k.lru.Remove(key)
		}
	}
}
