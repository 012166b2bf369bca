package publish

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/golive-app/golive/jobs"
)

// Options are what a Publisher needs.
type Options struct {
	Forge     Connect
	Catalogue Catalogue
	PublicURL string  // address of golive's own pages; empty: there are none to link to
	Version   string  // of golive
	Bundler   Bundler // makes evidence bundles; nil: there are none
	Slug      string  // the App's name in URLs; its account is "slug[bot]"
	AppID     int64
	Now       func() time.Time
	Logger    *slog.Logger
}

// Publisher writes check runs and comments. It implements jobs.Publisher and is
// safe for concurrent use; that one release is published by one task at a time
// is its caller's care.
type Publisher struct{ options Options }

var _ jobs.Publisher = (*Publisher)(nil)

// New returns a publisher.
func New(options Options) *Publisher { return &Publisher{options} }

// unwritable is what stands for the hash of a comment that could not be
// written, so that the check runs go on saying so until it can be.
const unwritable = "unwritable"

// Publish implements jobs.Publisher. The sections' check runs come first, then
// the comment, and the whole verdict last: when it turns, all the rest is to be
// read already. A comment that the forge refuses to take is logged and said in
// the check run, and keeps nothing else from being published.
func (p *Publisher) Publish(ctx context.Context, publication jobs.Publication) (jobs.PublishState, error) {
	run, state := publication.Run, publication.State
	state = carried(state, run)
	forge, err := p.options.Forge(ctx, publication.Target)
	if err != nil {
		return state, err
	}
	pages := []page{p.newPage(run)}
	for _, other := range publication.Others {
		pages = append(pages, p.newPage(other))
	}
	shelf := &shelf{
		forge: forge, state: &state, sha: run.Release.SHA, key: run.Key.String(), detailsURL: pages[0].link(),
		started: run.Started, now: p.options.Now, verify: pages[0].over,
	}

	if run.Key.IsLook() {
		if err := shelf.list(ctx); err != nil {
			return state, err
		}
	}
	all := views(pages, "")
	sections, ready := all[:len(all)-1], all[len(all)-1]
	var failures []error
	for _, one := range sections {
		if run.Key.IsLook() && shelf.foreign(one.name) {
			continue
		}
		if err := shelf.put(ctx, one); err != nil {
			failures = append(failures, err)
			if hopeless(ctx, err) {
				return state, errors.Join(failures...)
			}
		}
	}
	if publication.Comment && !run.Key.IsLook() {
		pages[0].bundle = p.bundle(ctx, run)
		err := p.writeComment(ctx, forge, pages[0], &state)
		switch {
		case errors.Is(err, jobs.ErrForbidden):
			state.CommentHash = unwritable
			p.options.Logger.WarnContext(ctx, "the comment may not be written", "release", run.Key.String(), "number", state.Number, "error", err.Error())
		case err != nil:
			failures = append(failures, err)
			if hopeless(ctx, err) {
				return state, errors.Join(failures...)
			}
		}
	}
	if state.CommentHash == unwritable {
		ready = newView(pages, nil, "⚠️ golive may not write its comment here: the conversation is locked, or the App lacks the permission *Pull requests: write*.")
	}
	if !run.Key.IsLook() || !shelf.foreign(ready.name) {
		if err := shelf.put(ctx, ready); err != nil {
			failures = append(failures, err)
		}
	}
	if len(failures) == 0 {
		state.Version, state.Generation = run.Version, run.Generation
	}
	return state, errors.Join(failures...)
}

// hopeless reports whether further requests would fail as well, or harm.
func hopeless(ctx context.Context, err error) bool {
	var limited *jobs.LimitedError
	return ctx.Err() != nil || errors.As(err, &limited)
}

// carried prepares what is remembered for this run: what is known of another
// commit's check runs does not count for this one.
func carried(state jobs.PublishState, run jobs.Run) jobs.PublishState {
	fresh := state
	fresh.CheckRuns, fresh.CheckHashes, fresh.CheckProgress = map[string]int64{}, map[string]string{}, map[string]time.Time{}
	if state.SHA == run.Release.SHA {
		for name, id := range state.CheckRuns {
			fresh.CheckRuns[name] = id
		}
		for name, hash := range state.CheckHashes {
			fresh.CheckHashes[name] = hash
		}
	}
	if state.SHA == run.Release.SHA && state.Generation == run.Generation {
		for name, at := range state.CheckProgress {
			fresh.CheckProgress[name] = at
		}
	}
	fresh.SHA = run.Release.SHA
	return fresh
}
