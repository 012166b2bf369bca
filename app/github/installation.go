package github

import (
	"context"
	"slices"
	"strconv"

	gh "github.com/google/go-github/v66/github"
)

// Installations lists the installations that are not suspended.
// https://docs.github.com/en/rest/apps/apps#list-installations-for-the-authenticated-app
func (h *Hub) Installations(ctx context.Context) ([]int64, error) {
	found, err := pages(func(options gh.ListOptions) ([]*gh.Installation, *gh.Response, error) {
		return h.app.api.Apps.ListInstallations(ctx, &options)
	})
	if err != nil {
		return nil, h.explain(h.app, "installations", err, "")
	}
	var active []int64
	for _, installation := range found {
		if installation.SuspendedAt == nil {
			active = append(active, installation.GetID())
		}
	}
	return active, nil
}

// Repositories lists the ids of an installation's repositories. Archived and
// disabled ones are left out: nothing can be shown on them.
func (h *Hub) Repositories(ctx context.Context, installation int64) ([]int64, error) {
	found, err := h.repositories(ctx, installation)
	return idsOf(found), err
}

// RecentlyPushed lists those of an installation's repositories that are worth a
// first look, the one that was pushed to last first. Forks are left out: what is
// released of them is released elsewhere.
func (h *Hub) RecentlyPushed(ctx context.Context, installation int64) ([]int64, error) {
	found, err := h.repositories(ctx, installation)
	found = slices.DeleteFunc(found, func(r *gh.Repository) bool { return r.GetFork() })
	slices.SortStableFunc(found, func(a, b *gh.Repository) int { return b.GetPushedAt().Compare(a.GetPushedAt().Time) })
	return idsOf(found), err
}

// repositories lists what an installation covers and can be written to.
// https://docs.github.com/en/rest/apps/installations#list-repositories-accessible-to-the-app-installation
func (h *Hub) repositories(ctx context.Context, installation int64) ([]*gh.Repository, error) {
	c, err := h.client(installation)
	if err != nil {
		return nil, err
	}
	found, err := pages(func(options gh.ListOptions) ([]*gh.Repository, *gh.Response, error) {
		page, response, err := c.api.Apps.ListRepos(ctx, &options)
		if err != nil {
			return nil, response, err
		}
		return page.Repositories, response, nil
	})
	if err != nil {
		return nil, h.explain(c, "repositories of installation "+strconv.FormatInt(installation, 10), err, "")
	}
	return slices.DeleteFunc(found, func(r *gh.Repository) bool { return r.GetArchived() || r.GetDisabled() }), nil
}

func idsOf(repositories []*gh.Repository) []int64 {
	ids := make([]int64, len(repositories))
	for i, repository := range repositories {
		ids[i] = repository.GetID()
	}
	return ids
}
