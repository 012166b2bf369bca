package source

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"runtime"
	"strings"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"github.com/golive-app/golive/checks"
)

// headSize is how much of a file is looked at to tell what it is.
const headSize = 64 << 10

// pointerSize bounds a Git LFS pointer file.
// https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md
const pointerSize = 1024

var pointerStart = []byte("version https://git-lfs.github.com/spec/")

// description is what a file's name and the start of its content tell.
type description struct {
	language  string
	class     checks.PathClass
	pointer   bool      // a Git LFS pointer stands in for the content
	installed *commands // of an npm manifest
}

// describe tells what a file is by its name and its content, of which at least
// the start is given, and nothing where it could not be read.
func describe(path string, size int64, content []byte) description {
	var known description
	if len(content) > 0 && isPackageManifest(path) {
		known.installed = installedBy(path, content)
	}
	content = content[:min(len(content), headSize)]
	if size <= pointerSize && bytes.HasPrefix(content, pointerStart) {
		known.pointer = true
		return known
	}
	if !worthALook(path, size) {
		content = nil
	}
	known.language, known.class = Language(path, content), Classify(path, content)
	return known
}

// worthALook reports whether a file's content helps to tell what it is: where
// the name does not settle it, and where it is small enough to be a Git LFS
// pointer.
func worthALook(path string, size int64) bool {
	if size <= pointerSize || isPackageManifest(path) {
		return true
	}
	name := path[strings.LastIndexByte(path, '/')+1:]
	return !strings.Contains(name, ".") || Code(Language(path, nil))
}

// describeAll describes files, reading what is worth a look.
func (s *Snapshot) describeAll(ctx context.Context, files []checks.File) ([]description, error) {
	known := make([]description, len(files))
	var next atomic.Int64
	group, ctx := errgroup.WithContext(ctx)
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() error {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(files) {
					return nil
				}
				var err error
				if known[i], err = s.describeFile(ctx, files[i]); err != nil {
					return fmt.Errorf("reading %s: %w", printable(files[i].Path), err)
				}
			}
		})
	}
	return known, group.Wait()
}

func (s *Snapshot) describeFile(ctx context.Context, file checks.File) (description, error) {
	if !worthALook(file.Path, file.Size) {
		return describe(file.Path, file.Size, nil), nil
	}
	limit := int64(headSize)
	if isPackageManifest(file.Path) {
		limit = s.limits.FileSize
	}
	content, _, err := s.content.read(ctx, file, limit)
	switch {
	case errors.Is(err, fs.ErrNotExist): // Read says so to whoever asks for the content
		return describe(file.Path, file.Size, nil), nil
	case err != nil:
		return description{}, err
	}
	return describe(file.Path, file.Size, content), nil
}
