package checkstest

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
)

// Artifact is an artifact in memory.
type Artifact struct {
	checks.Artifact
	Files map[string]string
	Left  []checks.Skipped // what of it is not read
}

// Artifacts lists those of LeftBehind that belong to the run.
func (f *Forge) Artifacts(_ context.Context, run int64) ([]checks.Artifact, error) {
	var found []checks.Artifact
	for _, one := range f.LeftBehind {
		if one.Run == run {
			found = append(found, one.Artifact)
		}
	}
	return found, f.Failing["Artifacts"]
}

// ReadArtifact visits the files of one, in the order of their names.
func (f *Forge) ReadArtifact(ctx context.Context, artifact checks.Artifact, visitor checks.ArtifactVisitor) ([]checks.Skipped, error) {
	if err := f.Failing["ReadArtifact"]; err != nil {
		return nil, err
	}
	at := slices.IndexFunc(f.LeftBehind, func(one Artifact) bool { return one.ID == artifact.ID })
	switch {
	case at < 0:
		return nil, fmt.Errorf("artifact %d: 404 Not Found", artifact.ID)
	case f.LeftBehind[at].Expired:
		return nil, fmt.Errorf("artifact %d has %w", artifact.ID, checks.ErrExpired)
	}
	found := f.LeftBehind[at]
	for _, name := range slices.Sorted(maps.Keys(found.Files)) {
		entry := checks.ArtifactEntry{Path: name, Size: int64(len(found.Files[name]))}
		if err := ctx.Err(); err != nil {
			return found.Left, err
		}
		if !visitor.Wants(entry) {
			continue
		}
		if err := visitor.Visit(entry, strings.NewReader(found.Files[name])); err != nil {
			return found.Left, err
		}
	}
	return found.Left, nil
}
