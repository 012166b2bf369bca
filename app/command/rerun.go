package command

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/jobs"
)

// Reruns of one release that people may ask for.
const (
	maxReruns   = 10
	rerunWindow = time.Hour
)

func (r *request) rerun(ctx context.Context, command Command) error {
	return r.open(ctx, jobs.Scope{All: command.All, Failed: command.Failed, Items: command.Items})
}

// open has the releases looked at again, for whoever may ask for that.
func (r *request) open(ctx context.Context, scope jobs.Scope) error {
	permitted, err := r.mayRerun(ctx)
	if err != nil {
		return err
	}
	if !permitted {
		return refuse("a rerun is for the author of the pull request and for people with write permission")
	}
	allowed, err := r.options.Releases.AllowRerun(ctx, r.releases[0].key, maxReruns, rerunWindow)
	if err != nil {
		return fmt.Errorf("count reruns: %w", err)
	}
	if !allowed {
		return refuse("there were %d reruns within the hour; a push is always checked, and so is the next rerun later on", maxReruns)
	}
	for _, release := range r.releases {
		if err := r.enqueue(ctx, release.key, scope); err != nil {
			return err
		}
	}
	return nil
}

func (r *request) enqueue(ctx context.Context, key jobs.Key, scope jobs.Scope) error {
	if err := r.options.Queue.Open(ctx, key, r.trigger.Installation, scope, r.trigger.Delivery); err != nil {
		return fmt.Errorf("open %s: %w", key, err)
	}
	return nil
}

// mayRerun reports whether the person may have the releases checked again.
func (r *request) mayRerun(ctx context.Context) (bool, error) {
	if r.can(checks.PermissionWrite) {
		return true, nil
	}
	for _, release := range r.releases {
		if release.key.Number == 0 {
			continue
		}
		pull, err := r.repository.PullRequest(ctx, release.key.Number)
		if errors.Is(err, jobs.ErrGone) {
			continue
		}
		if err != nil {
			return false, fmt.Errorf("read #%d: %w", release.key.Number, err)
		}
		if sameLogin(pull.Author, r.login) {
			return true, nil
		}
	}
	return false, nil
}
