package project

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"

	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/sync/errgroup"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source"
	"github.com/golive-app/golive/checks/evidence/source/flight"
)

// Syntax reads facts from files: by path, and the files whose facts could not be
// read. *source.Reader is one.
type Syntax interface {
	FactsOf(ctx context.Context, src checks.Source, files []checks.File, want func(checks.File) bool) (map[string]source.Facts, []checks.Skipped, error)
}

// kept is how many projects are held in memory: those of the releases that are
// judged at the same time. What was dropped is read again from the facts of its
// files, which are kept much longer.
const kept = 3

// Reader reads projects, each content once. It is safe for concurrent use.
type Reader struct {
	syntax  Syntax
	recent  *lru.Cache[contentID, *Project]
	reading flight.Group[contentID, *Project]
}

// contentID names what a project is made of.
type contentID [sha256.Size]byte

// NewReader returns a reader that has syntax read by another one.
func NewReader(syntax Syntax) *Reader {
	recent, err := lru.New[contentID, *Project](kept)
	if err != nil { // only where there is no room for one
		panic(err)
	}
	return &Reader{syntax: syntax, recent: recent}
}

// Project returns what the content of a release says. Items that ask at the same
// time share the work, and those that ask later its result.
func (r *Reader) Project(ctx context.Context, src checks.Source) (*Project, error) {
	id := identify(src)
	return r.reading.Do(ctx, id, func(ctx context.Context) (*Project, error) {
		if known, found := r.recent.Get(id); found {
			return known, nil
		}
		read, err := r.read(ctx, src)
		if err == nil {
			r.recent.Add(id, read)
		}
		return read, err
	})
}

// identify names a content. The tree's id is not enough: what of a tree can be read,
// and what its files are for, is the source's to say.
func identify(src checks.Source) contentID {
	sum := sha256.New()
	_, _ = io.WriteString(sum, src.Tree())
	for _, file := range src.Files() {
		fmt.Fprintf(sum, "\x00%s\x00%s\x00%s\x00%s\x00%d", file.Path, file.Blob, file.Class, file.Language, file.Size)
	}
	return contentID(sum.Sum(nil))
}

func (r *Reader) read(ctx context.Context, src checks.Source) (*Project, error) {
	project := &Project{Files: src.Files()}
	group, running := errgroup.WithContext(ctx)
	group.Go(func() (err error) {
		project.Facts, project.Unread, err = r.syntax.FactsOf(running, src, project.Files, func(checks.File) bool { return true })
		return err
	})
	group.Go(func() (err error) {
		if project.manifests, project.lost, err = readManifests(running, src, project.Files); err != nil {
			return err
		}
		project.referred, err = readReferred(running, src, project.Files, project.manifests)
		return err
	})
	if err := group.Wait(); err != nil {
		return nil, fmt.Errorf("reading the project: %w", err)
	}
	project.join()
	return project, nil
}
