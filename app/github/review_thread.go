package github

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/golive-app/golive/checks"
)

// graphPage is where a list goes on.
// https://docs.github.com/en/graphql/guides/using-pagination-in-the-graphql-api
type graphPage struct {
	More   bool   `json:"hasNextPage"`
	Cursor string `json:"endCursor"`
}

// after is the argument that asks for what follows; the cursor is GitHub's own
// word and is written as the text it is.
func (p graphPage) after() string {
	quoted, err := json.Marshal(p.Cursor)
	if err != nil || p.Cursor == "" {
		return ""
	}
	return ", after: " + string(quoted)
}

// threadPages bounds the conversations that are read: two thousand.
const threadPages = 20

type graphThread struct {
	Resolved bool   `json:"isResolved"`
	Outdated bool   `json:"isOutdated"`
	Path     string `json:"path"`
	Line     int    `json:"line"`
	Comments graphList[struct {
		URL    string      `json:"url"`
		Author *graphActor `json:"author"`
	}] `json:"comments"`
}

// UnresolvedThreads lists the conversations of a pull request that nobody has
// resolved; the REST API does not know which are.
// https://docs.github.com/en/graphql/reference/objects#pullrequestreviewthread
func (r *Repository) UnresolvedThreads(ctx context.Context, number int) ([]checks.ReviewThread, error) {
	var open []checks.ReviewThread
	var at graphPage
	for range threadPages {
		var answer struct {
			Repository struct {
				Pull *struct {
					Threads graphList[graphThread] `json:"reviewThreads"`
				} `json:"pullRequest"`
			} `json:"repository"`
		}
		text := fmt.Sprintf(`query($owner: String!, $name: String!) { repository(owner: $owner, name: $name) { pullRequest(number: %d) {
  reviewThreads(first: %d%s) { pageInfo { hasNextPage endCursor } nodes {
    isResolved isOutdated path line comments(first: 1) { nodes { url author { login __typename } } }
  } }
} } }`, number, perPage, at.after())
		if err := r.query(ctx, text, &answer); err != nil {
			return nil, r.explain(err, "conversations of #%d", number)
		}
		if answer.Repository.Pull == nil {
			return nil, fmt.Errorf("github: %s: #%d: GitHub gave no answer", r.Describe().FullName(), number)
		}
		threads := answer.Repository.Pull.Threads
		for _, one := range threads.Nodes {
			if !one.Resolved {
				open = append(open, one.convert())
			}
		}
		if at = threads.Page; !at.More {
			return open, nil
		}
	}
	return nil, r.explain(errors.New("there are too many of them"), "conversations of #%d", number)
}

func (t graphThread) convert() checks.ReviewThread {
	thread := checks.ReviewThread{Path: clean(t.Path, 300), Line: t.Line, Outdated: t.Outdated, Author: "ghost"}
	if len(t.Comments.Nodes) > 0 {
		first := t.Comments.Nodes[0]
		thread.Author, thread.Bot, thread.Link = first.Author.name(), first.Author.bot(), first.URL
	}
	return thread
}
