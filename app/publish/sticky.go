package publish

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"github.com/golive-app/golive/app/github"
	"github.com/golive-app/golive/jobs"
)

// writeComment makes the one comment of a release say what the page says: on
// its pull request, or on the issue of a tag that came from none.
func (p *Publisher) writeComment(ctx context.Context, forge Forge, shown page, state *jobs.PublishState) error {
	release := shown.run.Release
	number := release.Number
	if number == 0 {
		number = shown.run.Key.Number
	}
	name := marker(shown.run.Key, number)
	if number == 0 {
		var err error
		if number, err = p.issue(ctx, forge, shown, name, state); err != nil {
			return fmt.Errorf("find the issue of %s: %w", shown.run.Key, err)
		}
	}
	if state.Number != number {
		state.Number, state.Comment, state.CommentHash = number, 0, ""
	}
	return p.stick(ctx, forge, number, name, shown.comment(), state)
}

// stick writes a body into our comment with this marker: the one remembered,
// else the one found among all comments, else a new one. One that says it
// already is left alone; one that a person edited is written again.
func (p *Publisher) stick(ctx context.Context, forge Forge, number int, name, body string, state *jobs.PublishState) error {
	standing, err := p.findComment(ctx, forge, number, name, state.Comment)
	if err != nil {
		return fmt.Errorf("find the comment on %d: %w", number, err)
	}
	hash := hashOf(body)
	var written github.Comment
	switch {
	case standing == nil:
		written, err = forge.CreateComment(ctx, number, body)
	case hashOf(standing.Body) == hash:
		state.Comment, state.CommentHash = standing.ID, hash
		return nil
	default:
		written, err = forge.UpdateComment(ctx, standing.ID, body)
	}
	if err != nil {
		return fmt.Errorf("write the comment on %d: %w", number, err)
	}
	state.Comment, state.CommentHash, state.CommentEdited = written.ID, hash, p.options.Now()
	return nil
}

// findComment returns our comment, or nil where there is none.
func (p *Publisher) findComment(ctx context.Context, forge Forge, number int, name string, remembered int64) (*github.Comment, error) {
	if remembered != 0 {
		comment, err := forge.Comment(ctx, remembered)
		switch {
		case err == nil && p.ours(comment) && (comment.Number == 0 || comment.Number == number):
			return &comment, nil
		case err != nil && !errors.Is(err, jobs.ErrGone):
			return nil, err
		}
	}
	comments, err := forge.Comments(ctx, number)
	if err != nil {
		return nil, err
	}
	for index, comment := range comments {
		if p.ours(comment) && marked(comment.Body, name) {
			return &comments[index], nil
		}
	}
	return nil, nil
}

// ours reports whether our App wrote a comment. Anyone can write its marker,
// nobody else can be its author.
func (p *Publisher) ours(comment github.Comment) bool {
	if comment.AppID != 0 {
		return comment.AppID == p.options.AppID
	}
	// Older GitHub Enterprise Servers do not say which App wrote a comment.
	return comment.Bot && p.options.Slug != "" && strings.EqualFold(comment.Login, p.options.Slug+"[bot]")
}

// hashOf names a body, whichever line ends the forge keeps it with.
func hashOf(body string) string {
	sum := sha256.Sum256([]byte(strings.TrimSpace(strings.ReplaceAll(body, "\r\n", "\n"))))
	return hex.EncodeToString(sum[:16])
}
