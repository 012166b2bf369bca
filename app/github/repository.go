package github

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"

	gh "github.com/google/go-github/v66/github"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/jobs"
)

// Repository is one repository through one installation. It is known by its
// id; owner and name are looked up, and again when GitHub says that they are
// others by now.
type Repository struct {
	hub    *Hub
	client *client
	id     int64
	known  atomic.Pointer[gh.Repository]
}

var _ jobs.Repository = (*Repository)(nil)

// Describe returns the repository's present names.
func (r *Repository) Describe() checks.Repository {
	known := r.known.Load()
	web := known.GetHTMLURL()
	if web == "" {
		web = r.hub.endpoints.web + "/" + known.GetOwner().GetLogin() + "/" + known.GetName()
	}
	return checks.Repository{
		ID: r.id, Owner: known.GetOwner().GetLogin(), Name: known.GetName(),
		DefaultBranch: known.GetDefaultBranch(), Private: known.GetPrivate(), WebURL: strings.TrimRight(web, "/"),
	}
}

// settings is the page where what the client may do is decided.
func (r *Repository) settings() string { return r.client.settings(r.hub, r.known.Load().GetOwner()) }

// request does something under the repository's address: path is what follows
// "repos/OWNER/NAME", escaped. Where the repository was renamed it is looked up
// and the request is made once more.
func (r *Repository) request(ctx context.Context, method, path string, body, into any) (*gh.Response, error) {
	response, err := r.send(ctx, method, path, body, into)
	if !moved(err) {
		return response, err
	}
	if err := r.resolve(ctx); err != nil {
		return nil, err
	}
	return r.send(ctx, method, path, body, into)
}

func (r *Repository) send(ctx context.Context, method, path string, body, into any) (*gh.Response, error) {
	request, err := r.client.api.NewRequest(method, r.address(path), body)
	if err != nil {
		return nil, err
	}
	return r.client.api.Do(ctx, request, into)
}

func (r *Repository) address(path string) string {
	known := r.known.Load()
	return "repos/" + url.PathEscape(known.GetOwner().GetLogin()) + "/" + url.PathEscape(known.GetName()) + path
}

// get reads one answer.
func (r *Repository) get(ctx context.Context, path string, into any) error {
	_, err := r.request(ctx, http.MethodGet, path, nil, into)
	return err
}

// explain says what a failure means, naming the repository and what was wanted.
func (r *Repository) explain(err error, format string, arguments ...any) error {
	if err == nil {
		return nil
	}
	if status(err) == http.StatusNotFound {
		// Perhaps it is the repository that is gone: do not trust its names.
		r.hub.names.Remove(nameKey{r.client.installation, r.id})
	}
	return r.hub.explain(r.client, r.Describe().FullName()+": "+fmt.Sprintf(format, arguments...), err, r.settings())
}

// absent is for a failure that may mean "there is none": it returns nil for a
// 404 if the repository itself is there, so that this is what it means.
func (r *Repository) absent(ctx context.Context, err error, format string, arguments ...any) error {
	if status(err) != http.StatusNotFound {
		return r.explain(err, format, arguments...)
	}
	return r.resolve(ctx)
}

// Pages are read a hundred at a time, the most that GitHub gives. maxPages
// bounds them; what has more is reported as an error, never cut short.
const (
	perPage  = 100
	maxPages = 100
)

// errTooMany says that a list is longer than golive reads.
var errTooMany = errors.New("the list is longer than " + strconv.Itoa(perPage*maxPages) + " entries")

// pages reads every page of a list.
func pages[T any](read func(options gh.ListOptions) ([]T, *gh.Response, error)) ([]T, error) {
	var all []T
	options := gh.ListOptions{PerPage: perPage, Page: 1}
	for range maxPages {
		page, response, err := read(options)
		if err != nil {
			return nil, err
		}
		all = append(all, page...)
		if response == nil || response.NextPage <= options.Page {
			return all, nil
		}
		options.Page = response.NextPage
	}
	return nil, errTooMany
}

// list reads every page of an array under the repository's address.
func list[T any](ctx context.Context, r *Repository, path string) ([]T, error) {
	separator := "?"
	if strings.Contains(path, "?") {
		separator = "&"
	}
	return pages(func(options gh.ListOptions) ([]T, *gh.Response, error) {
		var page []T
		response, err := r.request(ctx, http.MethodGet,
			fmt.Sprintf("%s%sper_page=%d&page=%d", path, separator, options.PerPage, options.Page), nil, &page)
		return page, response, err
	})
}

// escape makes a ref or a path safe inside an address and keeps its slashes.
func escape(path string) string {
	parts := strings.Split(path, "/")
	for i, part := range parts {
		parts[i] = url.PathEscape(part)
		if part == "." || part == ".." { // url.Parse would resolve them
			parts[i] = strings.ReplaceAll(part, ".", "%2E")
		}
	}
	return strings.Join(parts, "/")
}
