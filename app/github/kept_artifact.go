package github

import (
	"bytes"
	"fmt"
	"io"
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
	*byteCache[artifactKey, *keptArtifact]
}

type keptArtifact struct {
	content     []byte
	disposition string
}

func newKeptArtifacts() *keptArtifacts {
	return &keptArtifacts{newByteCache[artifactKey](maxKeptArtifacts, maxKeptArtifactBytes, func(kept *keptArtifact) int { return len(kept.content) })}
}

// get returns nil where an artifact is not kept.
func (k *keptArtifacts) get(key artifactKey) *downloaded {
	kept, found := k.byteCache.get(key)
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
	k.byteCache.put(key, &keptArtifact{content: content, disposition: got.disposition})
	return nil
}

// forget drops what an installation was given.
func (k *keptArtifacts) forget(installation int64) {
	k.byteCache.forget(func(key artifactKey) bool { return key.installation == installation })
}
