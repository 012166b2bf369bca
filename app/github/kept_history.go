package github

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"github.com/golive-app/golive/checks"
)

// How many histories of merged pull requests are kept, in a worker's memory, and for
// how long: an account that was deleted since changes nothing of a pull request.
const (
	maxKeptHistories = 2048
	maxKeptPaths     = 500 // of one history; a longer one is read each time
	historyLasts     = time.Hour
	// GitHub tells times to the second, so that a second change of a moment ago might
	// not show.
	historySettles = 10 * time.Second
	// updatesAtOnce is for how many pull requests one query asks when they changed.
	updatesAtOnce = 100
)

// historyKey tells pull requests apart, by what an installation was allowed to see.
type historyKey struct {
	installation, repository int64
	number                   int
}

type keptHistory struct {
	updated, read time.Time
	history       checks.PullHistory
}

type keptHistories = lru.Cache[historyKey, keptHistory]

func (r *Repository) historyKey(number int) historyKey {
	return historyKey{r.client.installation, r.id, number}
}

// unchanged returns those of the pull requests whose histories are kept and that
// GitHub has not touched since: a review, a dismissal or a push moves updatedAt.
// https://docs.github.com/en/graphql/reference/objects#pullrequest
func (r *Repository) unchanged(ctx context.Context, numbers []int) (map[int]checks.PullHistory, error) {
	now := r.hub.options.Now()
	kept := map[int]keptHistory{}
	var asked []int
	for _, number := range numbers {
		if one, found := r.hub.histories.Get(r.historyKey(number)); found && now.Sub(one.read) < historyLasts {
			kept[number] = one
			asked = append(asked, number)
		}
	}
	same := map[int]checks.PullHistory{}
	for batch := range slices.Chunk(asked, updatesAtOnce) {
		var fields strings.Builder
		for _, number := range batch {
			fmt.Fprintf(&fields, "p%d: pullRequest(number: %d) { updatedAt }\n", number, number)
		}
		var answer struct {
			Repository map[string]*struct {
				Updated time.Time `json:"updatedAt"`
			} `json:"repository"`
		}
		text := "query($owner: String!, $name: String!) { repository(owner: $owner, name: $name) {\n" + fields.String() + "} }"
		if err := r.query(ctx, text, &answer); err != nil {
			return nil, r.explain(err, "changes of the range's pull requests")
		}
		for _, number := range batch {
			if found := answer.Repository[fmt.Sprintf("p%d", number)]; found != nil && found.Updated.Equal(kept[number].updated) {
				same[number] = copied(kept[number].history)
			}
		}
	}
	return same, nil
}

// keepHistory keeps what can hardly change any more: a merged pull request that was
// read whole, and that nobody touched a moment ago.
func (r *Repository) keepHistory(history checks.PullHistory, updated, read time.Time) {
	if !history.Merged || history.Partial != "" || len(history.Paths) > maxKeptPaths || updated.IsZero() || read.Sub(updated) < historySettles {
		return
	}
	r.hub.histories.Add(r.historyKey(history.Number), keptHistory{updated: updated, read: read, history: copied(history)})
}

// copied is a history whose lists belong to who asked.
func copied(history checks.PullHistory) checks.PullHistory {
	history.Labels, history.Reviews = slices.Clone(history.Labels), slices.Clone(history.Reviews)
	history.Commits, history.Paths = slices.Clone(history.Commits), slices.Clone(history.Paths)
	return history
}
