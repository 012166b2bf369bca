package checks

import (
	"context"
	"errors"
	"io"
	"time"
)

// ErrExpired is wrapped where a forge had something and has deleted it by its
// own rules of retention.
var ErrExpired = errors.New("expired")

// Artifact is what a job of a workflow run left behind, as the forge lists it.
// Its name and content are written by the code under test.
type Artifact struct {
	ID        int64
	Run       int64
	Name      string
	Size      int64 // bytes to download
	Expired   bool
	CreatedAt time.Time
	ExpiresAt time.Time // zero: not told
	Commit    string    // head of the run; empty: not told
	Link      string
}

// ArtifactEntry is one file of an artifact.
type ArtifactEntry struct {
	Path string // relative, with "/", never outside of the artifact
	Size int64  // bytes, as the artifact says; reading stops at the limits whatever it says
}

// ArtifactVisitor looks at files of an artifact, one after the other.
type ArtifactVisitor struct {
	// Wants tells by name and size which files are to be unpacked.
	Wants func(ArtifactEntry) bool
	// Visit reads one of them. Its error ends the reading and is returned.
	Visit func(entry ArtifactEntry, content io.Reader) error
}

// ArtifactReader tells what workflow runs left behind.
type ArtifactReader interface {
	// Artifacts lists the artifacts of a workflow run, the oldest first.
	Artifacts(ctx context.Context, run int64) ([]Artifact, error)
	// ReadArtifact downloads an artifact and visits the wanted ones of its files
	// in the order in which the archive lists them. What was wanted and could not
	// be read, or might hide what is wanted, is returned with the reason:
	// encrypted, an archive within, beyond a limit. Nothing is written to a path that the
	// artifact chooses. ErrExpired: it is there no more; ErrTooLarge: it is beyond
	// what is downloaded.
	ReadArtifact(ctx context.Context, artifact Artifact, visitor ArtifactVisitor) ([]Skipped, error)
}
