package jobs

import (
	"context"
	"fmt"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source"
)

// content is a release's source, range and history, read from git on this
// machine.
type content struct {
	directory string
	source    *source.Snapshot
	span      *checks.Range  // nil where nothing was released before
	history   checks.History // nil without a range
	notes     []string       // what people should know of how the range was found
	holders   *checks.Content
	related   []checks.Related   // other repositories that declare how the release runs
	beside    []*source.Snapshot // those of them that are open
	followed  []followedRef      // what is read of them
}

// close gives back what reading holds open.
func (c *content) close() {
	c.source.Close()
	for _, one := range c.beside {
		one.Close()
	}
}

// readContent fetches a release's commits once and opens them.
func readContent(ctx context.Context, repository Repository, run Run) (*content, error) {
	wanted := []string{run.Release.SHA}
	if run.Base != "" && run.Base != run.Release.SHA {
		wanted = append(wanted, run.Base)
	}
	directory, err := repository.Fetch(ctx, wanted...)
	if err != nil {
		return nil, fmt.Errorf("fetch %.7s: %w", run.Release.SHA, err)
	}
	snapshot, err := source.OpenCommit(ctx, source.Options{Directory: directory, Commit: run.Release.SHA})
	if err != nil {
		return nil, fmt.Errorf("open %.7s: %w", run.Release.SHA, err)
	}
	read := &content{directory: directory, source: snapshot}
	from, err := startOf(ctx, repository, directory, run)
	if err == nil && from.commit != "" {
		read.span, err = source.ReadRange(ctx, directory, from.commit, run.Release.SHA, from.reason)
	}
	if err != nil {
		snapshot.Close()
		return nil, fmt.Errorf("read the range of %.7s: %w", run.Release.SHA, err)
	}
	if read.span != nil && run.Range != nil {
		read.span.Reason = run.Range.Reason // what reading the range adds to the reason is in it
	}
	var unfetched []string
	if read.holders, unfetched, err = holdersOf(ctx, repository, directory, run); err != nil {
		snapshot.Close()
		return nil, fmt.Errorf("find the commits with the content of %.7s: %w", run.Release.SHA, err)
	}
	read.notes = append(from.notes, unfetched...)
	if read.related, read.beside, read.followed, err = readRelated(ctx, repository, run); err != nil {
		snapshot.Close()
		return nil, err
	}
	if read.span != nil {
		read.history = source.History{Directory: directory}
	}
	return read, nil
}
