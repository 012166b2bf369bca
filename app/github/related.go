package github

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	gh "github.com/google/go-github/v66/github"

	"github.com/golive-app/golive/jobs"
)

// Beside returns another repository through the same installation, by its present or a
// former name. jobs.ErrGone: there is none that the installation may read.
// https://docs.github.com/en/rest/repos/repos#get-a-repository
func (r *Repository) Beside(ctx context.Context, owner, name string) (jobs.Repository, error) {
	wanted := owner + "/" + name
	request, err := r.client.api.NewRequest(http.MethodGet, "repos/"+url.PathEscape(owner)+"/"+url.PathEscape(name), nil)
	if err != nil {
		return nil, fmt.Errorf("github: %s: %w", wanted, err)
	}
	var found gh.Repository
	if _, err := r.client.api.Do(ctx, request, &found); err != nil {
		return nil, r.hub.explain(r.client, wanted, err, r.settings())
	}
	if found.GetID() == 0 || found.GetName() == "" || found.GetOwner().GetLogin() == "" {
		return nil, fmt.Errorf("github: %s: the answer names no repository", wanted)
	}
	opened := &Repository{hub: r.hub, client: r.client, id: found.GetID()}
	opened.known.Store(&found)
	return opened, nil
}
