package github

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

type issueAnswer struct {
	Number      int       `json:"number"`
	Title       string    `json:"title"`
	Body        string    `json:"body"`
	State       string    `json:"state"`
	URL         string    `json:"html_url"`
	App         *author   `json:"performed_via_github_app"`
	User        *account  `json:"user"`
	PullRequest *struct{} `json:"pull_request"`
}

func (i issueAnswer) issue() Issue {
	return Issue{Number: i.Number, Title: i.Title, Body: i.Body, Open: i.State == "open", URL: i.URL}
}

// FindIssue returns the newest issue of ours, open or closed, whose body holds
// a marker, or where marker is empty whose title is this one. Issues of others
// are never found, whatever they contain.
// https://docs.github.com/en/rest/issues/issues#list-repository-issues
func (p *Publishing) FindIssue(ctx context.Context, title, marker string) (issue Issue, found bool, err error) {
	app, err := p.repository.hub.ourselves(ctx)
	if err != nil {
		return Issue{}, false, err
	}
	all, err := list[issueAnswer](ctx, p.repository, "/issues?state=all&sort=created&direction=desc&creator="+url.QueryEscape(app.Login()))
	if err != nil {
		return Issue{}, false, p.repository.explain(err, "issues of %s", app.Login())
	}
	for _, candidate := range all {
		if candidate.PullRequest != nil || !candidate.by(app) {
			continue
		}
		if marker != "" && strings.Contains(candidate.Body, marker) || marker == "" && candidate.Title == title {
			return candidate.issue(), true, nil
		}
	}
	return Issue{}, false, nil
}

// by reports whether the App wrote it. Nobody but the App has its login.
func (i issueAnswer) by(app App) bool {
	if i.App != nil {
		return i.App.ID == app.ID
	}
	return i.User != nil && i.User.Type == "Bot" && strings.EqualFold(i.User.Login, app.Login())
}

// CreateIssue opens an issue and returns its number.
func (p *Publishing) CreateIssue(ctx context.Context, title, body string) (int, error) {
	var made issueAnswer
	if _, err := p.repository.request(ctx, http.MethodPost, "/issues", struct {
		Title string `json:"title"`
		Body  string `json:"body"`
	}{title, body}, &made); err != nil {
		return 0, p.repository.explain(err, "open issue %q", title)
	}
	return made.Number, nil
}

// UpdateIssue replaces the text of an issue and opens or closes it.
func (p *Publishing) UpdateIssue(ctx context.Context, number int, body string, open bool) error {
	state := "closed"
	if open {
		state = "open"
	}
	_, err := p.repository.request(ctx, http.MethodPatch, "/issues/"+strconv.Itoa(number), struct {
		Body  string `json:"body"`
		State string `json:"state"`
	}{body, state}, nil)
	return p.repository.explain(err, "update issue #%d", number)
}
