package github

import (
	"context"
	"fmt"
)

// historyPages bounds what is read of each list of one pull request: GitHub shows
// three thousand changed files of one.
// https://docs.github.com/en/rest/pulls/pulls#list-pull-requests-files
const historyPages = 30

// readOn reads the rest of a pull request's lists. What is longer than the bound,
// or than what GitHub lists, stays short of its total, and convert says so.
func (r *Repository) readOn(ctx context.Context, history *graphHistory) error {
	for _, wanted := range historyLists {
		at := history.page(wanted.name)
		for pages := 1; at.More && at.Cursor != "" && pages < historyPages; pages++ {
			var answer struct {
				Repository struct {
					Pull *graphHistory `json:"pullRequest"`
				} `json:"repository"`
			}
			text := fmt.Sprintf("query($owner: String!, $name: String!) { repository(owner: $owner, name: $name) { pullRequest(number: %d) {\n  %s(first: %d%s%s) { totalCount pageInfo { hasNextPage endCursor } nodes { %s } }\n} } }",
				history.Number, wanted.name, perPage, at.after(), wanted.arguments, wanted.entry)
			if err := r.query(ctx, text, &answer); err != nil {
				return err
			}
			more := answer.Repository.Pull
			if more == nil {
				return fmt.Errorf("#%d: GitHub gave no answer", history.Number)
			}
			history.Files.Nodes = append(history.Files.Nodes, more.Files.Nodes...)
			history.Reviews.Nodes = append(history.Reviews.Nodes, more.Reviews.Nodes...)
			history.Commits.Nodes = append(history.Commits.Nodes, more.Commits.Nodes...)
			if next := more.page(wanted.name); next.Cursor != at.Cursor {
				at = next
			} else {
				break // it gives the same again
			}
		}
	}
	return nil
}

// page is where a list of the pull request goes on.
func (h *graphHistory) page(list string) graphPage {
	switch list {
	case "files":
		return h.Files.Page
	case "reviews":
		return h.Reviews.Page
	default:
		return h.Commits.Page
	}
}
