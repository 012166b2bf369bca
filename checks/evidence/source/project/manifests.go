package project

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source"
	"github.com/golive-app/golive/checks/evidence/source/dependency"
	"github.com/golive-app/golive/checks/evidence/source/link"
)

// largestLock bounds a lock file, of which there are few, and large ones in
// monorepos.
const largestLock = 16 << 20

// readManifests reads the files that say how code is put together and what it needs,
// and says which of them could not be read.
func readManifests(ctx context.Context, src checks.Source, files []checks.File) (map[string][]byte, []checks.Skipped, error) {
	manifests := map[string][]byte{}
	var lost []checks.Skipped
	for _, file := range files {
		if file.Class == checks.ClassVendored || file.Class == checks.ClassFixture || !link.Manifest(file.Path) && !dependency.Manifest(file.Path) && !startFile.MatchString(path.Base(file.Path)) && !document(file) {
			continue
		}
		content, err := readManifest(ctx, src, file)
		switch {
		case err == nil:
			manifests[file.Path] = content
		case ctx.Err() != nil:
			return nil, nil, ctx.Err()
		case errors.Is(err, checks.ErrTooLarge):
			lost = append(lost, checks.Skipped{Path: file.Path, Reason: fmt.Sprintf("larger than the limit: %d bytes", file.Size)})
		case errors.Is(err, source.ErrChanged), errors.Is(err, fs.ErrNotExist):
			lost = append(lost, checks.Skipped{Path: file.Path, Reason: source.ErrChanged.Error()})
		default:
			return nil, nil, err
		}
	}
	return manifests, lost, nil
}

func readManifest(ctx context.Context, src checks.Source, file checks.File) ([]byte, error) {
	if large, ok := src.(checks.LargeReader); ok && dependency.Lock(file.Path) {
		return large.ReadLarge(ctx, file.Path, largestLock)
	}
	return src.Read(ctx, file.Path)
}

// readDependencies reads what the product's own manifests ask for: not those of its
// tests, examples and documentation.
func (p *Project) readDependencies() *dependency.Set {
	own := map[string][]byte{}
	for _, file := range p.Files {
		content, known := p.manifests[file.Path]
		if !known || !dependency.Manifest(file.Path) {
			continue
		}
		switch file.Class {
		case checks.ClassTest, checks.ClassExample, checks.ClassDocumentation:
			continue
		}
		own[file.Path] = content
	}
	set := dependency.Read(own)
	for _, one := range p.lost {
		if dependency.Manifest(one.Path) {
			set.Unread = append(set.Unread, one)
		}
	}
	return set
}
