package github

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	gh "github.com/google/go-github/v66/github"
)

// Visitor is one GitHub as a person sees it, with a token of theirs, and not as
// an App: it reads, and what would change anything is not sent. Its methods may
// be called from several goroutines.
type Visitor struct {
	hub    *Hub
	client *client
}

// NewVisitor checks the options, of which the App's are not needed, and makes no
// request. The token is personal, classic or fine-grained, or that of a workflow.
// https://docs.github.com/en/rest/authentication/authenticating-to-the-rest-api
func NewVisitor(options Options, token string) (*Visitor, error) {
	if token == "" || strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return nil, errors.New("github: the token is empty or holds characters that no token has")
	}
	if err := options.complete(); err != nil {
		return nil, err
	}
	h, err := newHub(options)
	if err != nil {
		return nil, err
	}
	made := &client{person: token, chain: h.chain(0)}
	made.api = h.newAPI(personal{token: token, next: readOnly{graph: h.endpoints.graph, next: made.chain}})
	return &Visitor{hub: h, client: made}, nil
}

// Repository returns a repository by its present or a former name.
// https://docs.github.com/en/rest/repos/repos#get-a-repository
func (v *Visitor) Repository(ctx context.Context, owner, name string) (*Repository, error) {
	wanted := owner + "/" + name
	request, err := v.client.api.NewRequest(http.MethodGet, "repos/"+url.PathEscape(owner)+"/"+url.PathEscape(name), nil)
	if err != nil {
		return nil, fmt.Errorf("github: %s: %w", wanted, err)
	}
	var found gh.Repository
	if _, err := v.client.api.Do(ctx, request, &found); err != nil {
		return nil, v.hub.explain(v.client, wanted, err, v.client.settings(v.hub, nil))
	}
	if found.GetID() == 0 || found.GetName() == "" || found.GetOwner().GetLogin() == "" {
		return nil, fmt.Errorf("github: %s: the answer names no repository", wanted)
	}
	opened := &Repository{hub: v.hub, client: v.client, id: found.GetID()}
	opened.known.Store(&found)
	return opened, nil
}

// Published is what the App of the options wrote on a repository. Of what it may
// do, only what reads is sent.
func (v *Visitor) Published(repository *Repository) *Publishing {
	return &Publishing{repository: repository}
}

// AppsOf lists the ids of the Apps that show a check run of this name on a commit.
// Anybody who may write check runs can use any name.
// https://docs.github.com/en/rest/checks/runs#list-check-runs-for-a-git-reference
func (v *Visitor) AppsOf(ctx context.Context, repository *Repository, commit, checkRun string) ([]int64, error) {
	var page struct {
		CheckRuns []*gh.CheckRun `json:"check_runs"`
	}
	path := fmt.Sprintf("/commits/%s/check-runs?check_name=%s&filter=latest&per_page=%d", escape(commit), url.QueryEscape(checkRun), perPage)
	if err := repository.get(ctx, path, &page); err != nil {
		return nil, repository.explain(err, "check runs of %s", short(commit))
	}
	var apps []int64
	for _, run := range page.CheckRuns {
		if id := run.GetApp().GetID(); id != 0 && !slices.Contains(apps, id) {
			apps = append(apps, id)
		}
	}
	return apps, nil
}

// personal sends a person's token.
type personal struct {
	token string
	next  http.RoundTripper
}

func (p personal) RoundTrip(request *http.Request) (*http.Response, error) {
	sent := request.Clone(request.Context())
	sent.Header.Set("Authorization", "Bearer "+p.token)
	return p.next.RoundTrip(sent)
}

// errWrites says that a request would change something on GitHub.
var errWrites = errors.New("not sent: it would change something on GitHub, and this only reads")

// readOnly lets through what reads: GET, HEAD, and queries of GraphQL, which are
// sent with POST.
type readOnly struct {
	graph string
	next  http.RoundTripper
}

func (r readOnly) RoundTrip(request *http.Request) (*http.Response, error) {
	if request.Method == http.MethodGet || request.Method == http.MethodHead || request.Method == http.MethodPost && r.asks(request) {
		return r.next.RoundTrip(request)
	}
	if request.Body != nil {
		request.Body.Close()
	}
	return nil, fmt.Errorf("%s %s: %w", request.Method, request.URL.Path, errWrites)
}

// asks reports whether a request is a query of GraphQL. A document that holds
// anything but one query is none.
func (r readOnly) asks(request *http.Request) bool {
	if request.URL.String() != r.graph || request.GetBody == nil {
		return false
	}
	body, err := request.GetBody()
	if err != nil {
		return false
	}
	defer body.Close()
	var asked struct {
		Query string `json:"query"`
	}
	if json.NewDecoder(io.LimitReader(body, 1<<20)).Decode(&asked) != nil {
		return false
	}
	text := strings.TrimSpace(asked.Query)
	return (strings.HasPrefix(text, "query") || strings.HasPrefix(text, "{")) && !strings.Contains(text, "mutation")
}

// TidyMirrors removes the copies of repositories that were not asked for the
// longest until all together have at most so many bytes.
func (v *Visitor) TidyMirrors(ctx context.Context, most int64) (freed int64, err error) {
	return v.hub.TidyMirrors(ctx, most)
}
