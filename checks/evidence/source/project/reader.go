package project

import (
	"context"
	"fmt"

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
	recent  *lru.Cache[source.ContentID, *Project]
	reading flight.Group[source.ContentID, *Project]
}

// NewReader returns a reader that has syntax read by another one.
func NewReader(syntax Syntax) *Reader {
	recent, err := lru.New[source.ContentID, *Project](kept)
	if err != nil { // only where there is no room for one
		panic(err)
	}
	return &Reader{syntax: syntax, recent: recent}
}

// Project returns what the content of a release says. Items that ask at the same
// time share the work, and those that ask later its result.
func (r *Reader) Project(ctx context.Context, src checks.Source) (*Project, error) {
	id := source.IdentifyContent(src)
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
