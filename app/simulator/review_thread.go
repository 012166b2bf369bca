package simulator

import (
	"fmt"
	"slices"
)

// thread is a conversation on lines of a pull request.
type thread struct {
	id       int64
	user     string
	path     string
	line     int
	outdated bool
	resolved bool
}

// OpenThread begins a conversation on a line of a pull request and returns its
// id. The events of comments on lines golive does not take, so none is sent.
func (g *GitHub) OpenThread(fullName string, number int, user, path string, line int) (int64, error) {
	var id int64
	err := g.withPull(fullName, number, func(_ *repository, i *issue) error {
		made := &thread{id: g.id(), user: user, path: path, line: line}
		id = made.id
		g.account(user)
		i.pull.threads = append(i.pull.threads, made)
		return nil
	})
	return id, err
}

// ResolveThread ends a conversation.
func (g *GitHub) ResolveThread(fullName string, number int, id int64) error {
	return g.withPull(fullName, number, func(_ *repository, i *issue) error {
		at := slices.IndexFunc(i.pull.threads, func(one *thread) bool { return one.id == id })
		if at < 0 {
			return fmt.Errorf("simulator: no conversation %d", id)
		}
		i.pull.threads[at].resolved = true
		return nil
	})
}

// threadNode is a conversation as GraphQL shows it; the line of an outdated one
// is null.
// https://docs.github.com/graphql/reference/objects#pullrequestreviewthread
func (e *execution) threadNode(r *repository, i *issue, one *thread) *node {
	var line any
	if !one.outdated && one.line > 0 {
		line = one.line
	}
	comment := &node{"PullRequestReviewComment", fields{
		"url":    value(fmt.Sprintf("%s/%s/pull/%d#discussion_r%d", e.call.g.options.PublicURL, r.fullName(), i.number, one.id)),
		"author": value(e.actorNode(one.user)),
	}}
	return &node{"PullRequestReviewThread", fields{
		"isResolved": value(one.resolved), "isOutdated": value(one.outdated), "path": value(one.path), "line": value(line),
		"comments": connection("PullRequestReviewCommentConnection", []*node{comment}, func(found *node) *node { return found }),
	}}
}
