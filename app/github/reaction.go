package github

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// React puts a reaction on a comment: "eyes", "rocket", "confused", "+1",
// "-1", "laugh", "heart" or "hooray". A second one of the same kind changes
// nothing.
// https://docs.github.com/en/rest/reactions/reactions#create-reaction-for-an-issue-comment
func (p *Publishing) React(ctx context.Context, comment int64, content string) error {
	_, err := p.repository.request(ctx, http.MethodPost, fmt.Sprintf("/issues/comments/%d/reactions", comment), struct {
		Content string `json:"content"`
	}{content}, nil)
	return p.repository.explain(err, "react to comment %d", comment)
}

// Reacted reports whether a reaction of ours stands on a comment.
// https://docs.github.com/en/rest/reactions/reactions#list-reactions-for-an-issue-comment
func (p *Publishing) Reacted(ctx context.Context, comment int64, content string) (bool, error) {
	app, err := p.repository.hub.ourselves(ctx)
	if err != nil {
		return false, err
	}
	found, err := list[struct {
		Content string   `json:"content"`
		User    *account `json:"user"`
	}](ctx, p.repository, fmt.Sprintf("/issues/comments/%d/reactions?content=%s", comment, url.QueryEscape(content)))
	if err != nil {
		return false, p.repository.explain(err, "reactions on comment %d", comment)
	}
	for _, reaction := range found {
		if reaction.Content == content && reaction.User != nil && strings.EqualFold(reaction.User.Login, app.Login()) {
			return true, nil
		}
	}
	return false, nil
}
