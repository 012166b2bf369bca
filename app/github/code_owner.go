package github

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	gh "github.com/google/go-github/v66/github"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/owner"
	"github.com/golive-app/golive/jobs"
)

// CodeOwners reads the CODEOWNERS file of a branch, which is the first of three
// places, and which GitHub does not read where it is too large.
// https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
func (r *Repository) CodeOwners(ctx context.Context, branch string) (checks.CodeOwners, error) {
	for _, place := range owner.Places {
		address := "/contents/" + escape(place) + "?ref=" + url.QueryEscape(branch)
		data, header, err := r.raw(ctx, address, "application/vnd.github.raw+json", owner.MaximumSize)
		switch {
		case status(err) == http.StatusNotFound && !tellsOfRef(err):
			continue
		case errors.Is(err, jobs.ErrTooLarge):
			return checks.CodeOwners{Path: place, TooLarge: true}, nil
		case err != nil:
			return checks.CodeOwners{}, r.explain(err, "%s at %s", place, branch)
		case strings.HasPrefix(header.Get("Content-Type"), "application/json"):
			continue // a folder
		}
		return checks.CodeOwners{Path: place, Data: data}, nil
	}
	return checks.CodeOwners{}, r.resolve(ctx) // no such file, or no such repository
}

// TeamMembers lists the members of a team of the repository's owner, those of its
// child teams too. Of another organisation's nobody can be a code owner here.
// https://docs.github.com/en/rest/teams/members#list-team-members
func (r *Repository) TeamMembers(ctx context.Context, team string) ([]string, error) {
	organisation, slug, found := strings.Cut(strings.TrimPrefix(team, "@"), "/")
	own := r.Describe().Owner
	if !found || slug == "" || !strings.EqualFold(organisation, own) {
		return nil, fmt.Errorf("github: %q is no team of %s: %w", clean(team, 150), own, jobs.ErrGone)
	}
	address := "orgs/" + url.PathEscape(own) + "/teams/" + url.PathEscape(strings.ToLower(slug)) + "/members"
	members, err := pages(func(options gh.ListOptions) ([]*gh.User, *gh.Response, error) {
		request, err := r.client.api.NewRequest(http.MethodGet, fmt.Sprintf("%s?per_page=%d&page=%d", address, options.PerPage, options.Page), nil)
		if err != nil {
			return nil, nil, err
		}
		var page []*gh.User
		response, err := r.client.api.Do(ctx, request, &page)
		return page, response, err
	})
	if err != nil {
		return nil, r.hub.explain(r.client, "members of team "+clean(team, 150), err, r.settings())
	}
	logins := make([]string, len(members))
	for index, one := range members {
		logins[index] = login(one)
	}
	return logins, nil
}
