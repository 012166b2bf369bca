package project

import (
	"context"
	"fmt"

	"golang.org/x/sync/errgroup"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source"
)

// Syntax reads facts from files: by path, and the files whose facts could not be
// read. *source.Reader is one.
type Syntax interface {
	FactsOf(ctx context.Context, src checks.Source, files []checks.File, want func(checks.File) bool) (map[string]source.Facts, []checks.Skipped, error)
}

// Reader reads projects, each content once. It is safe for concurrent use.
type Reader struct {
	syntax Syntax
	recent *source.Recent[*Project] // what it dropped is read again from the facts of its files, which are kept much longer
}

// NewReader returns a reader that has syntax read by another one.
func NewReader(syntax Syntax) *Reader {
	return &Reader{syntax: syntax, recent: source.NewRecent[*Project]()}
}

// Project returns what the content of a release says. Items that ask at the same
// time share the work, and those that ask later its result.
func (r *Reader) Project(ctx context.Context, src checks.Source) (*Project, error) {
	return r.recent.Of(ctx, src, func(ctx context.Context) (*Project, error) { return r.read(ctx, src) })
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
