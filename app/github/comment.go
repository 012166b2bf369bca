package github

import (
	"context"
	"fmt"
	"net/http"
	"path"
	"strconv"
	"time"
)

// commentAnswer is a comment as GitHub renders it. go-github's lacks the App.
// https://docs.github.com/en/rest/issues/comments#get-an-issue-comment
type commentAnswer struct {
	ID        int64     `json:"id"`
	Body      string    `json:"body"`
	User      *account  `json:"user"`
	App       *author   `json:"performed_via_github_app"`
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`
	URL       string    `json:"html_url"`
	IssueURL  string    `json:"issue_url"`
}

type account struct {
	Login string `json:"login"`
	Type  string `json:"type"`
}

type author struct {
	ID int64 `json:"id"`
}

func (c commentAnswer) comment() Comment {
	rendered := Comment{ID: c.ID, Body: c.Body, Login: "ghost", CreatedAt: c.CreatedAt, UpdatedAt: c.UpdatedAt, URL: c.URL}
	if c.User != nil && c.User.Login != "" {
		rendered.Login, rendered.Bot = c.User.Login, c.User.Type == "Bot"
	}
	if c.App != nil {
		rendered.AppID = c.App.ID
	}
	rendered.Number, _ = strconv.Atoi(path.Base(c.IssueURL)) // 0 where it is not told
	return rendered
}

// Comments lists all comments on a pull request or issue, oldest first.
// https://docs.github.com/en/rest/issues/comments#list-issue-comments
func (p *Publishing) Comments(ctx context.Context, number int) ([]Comment, error) {
	found, err := list[commentAnswer](ctx, p.repository, fmt.Sprintf("/issues/%d/comments", number))
	if err != nil {
		return nil, p.repository.explain(err, "comments on #%d", number)
	}
	comments := make([]Comment, len(found))
	for i, answer := range found {
		comments[i] = answer.comment()
		comments[i].Number = number
	}
	return comments, nil
}

// Comment reads one comment as it is now; jobs.ErrGone where it was deleted.
func (p *Publishing) Comment(ctx context.Context, id int64) (Comment, error) {
	var found commentAnswer
	if err := p.repository.get(ctx, "/issues/comments/"+strconv.FormatInt(id, 10), &found); err != nil {
		return Comment{}, p.repository.explain(err, "comment %d", id)
	}
	return found.comment(), nil
}

// CreateComment writes a comment on a pull request or issue.
func (p *Publishing) CreateComment(ctx context.Context, number int, body string) (Comment, error) {
	var made commentAnswer
	if _, err := p.repository.request(ctx, http.MethodPost, fmt.Sprintf("/issues/%d/comments", number), bodyOf{body}, &made); err != nil {
		return Comment{}, p.repository.explain(err, "comment on #%d", number)
	}
	comment := made.comment()
	comment.Number = number
	return comment, nil
}

// UpdateComment replaces the text of a comment; jobs.ErrGone where it was
// deleted.
func (p *Publishing) UpdateComment(ctx context.Context, id int64, body string) (Comment, error) {
	var changed commentAnswer
	if _, err := p.repository.request(ctx, http.MethodPatch, "/issues/comments/"+strconv.FormatInt(id, 10), bodyOf{body}, &changed); err != nil {
		return Comment{}, p.repository.explain(err, "update comment %d", id)
	}
	return changed.comment(), nil
}

type bodyOf struct {
	Body string `json:"body"`
}
