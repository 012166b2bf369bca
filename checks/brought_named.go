package checks

import (
	"context"
	"maps"
	"strconv"

	"github.com/golive-app/golive/config/regex"
)

// mostNamed bounds the pull requests that are looked up because a commit names them.
const mostNamed = 10

// mergedAs matches the messages that a forge writes when it merges a pull request.
var mergedAs = regex.New(`^Merge pull request #(\d{1,9}) from |\(#(\d{1,9})\)$`)

// MergedAs returns the number of the pull request that a commit's subject names as the
// one it was merged by. Anybody can write one: ask whether the pull request says so too.
func MergedAs(subject string) (number int, named bool) {
	match := mergedAs.FindStringSubmatch(subject)
	if match == nil {
		return 0, false
	}
	number, err := strconv.Atoi(match[1] + match[2])
	return number, err == nil
}

// nameMerged adds the pull requests that commits name as the ones they were merged by,
// and that say so too. A forge takes a while until it knows by which pull request a
// commit came that was merged a moment ago; without this it would look like one that
// came by none. A commit that only mentions a number proves nothing.
func nameMerged(ctx context.Context, reader BroughtReader, commits []Commit, of map[string][]PullRequest) (map[string][]PullRequest, error) {
	of = maps.Clone(of)
	if of == nil {
		of = map[string][]PullRequest{}
	}
	within := make(map[string]Commit, len(commits))
	for _, commit := range commits {
		within[commit.SHA] = commit
	}
	asked := 0
	for at := len(commits) - 1; at >= 0 && asked < mostNamed; at-- { // the newest are those that are not known yet
		commit := commits[at]
		number, named := MergedAs(commit.Subject)
		if !named || len(of[commit.SHA]) > 0 {
			continue
		}
		asked++
		pull, err := reader.PullRequest(ctx, number)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil || !pull.Merged || pull.MergeSHA != commit.SHA {
			continue // an issue of that number, or a mention
		}
		of[commit.SHA] = []PullRequest{pull}
		if !commit.Merge() {
			continue
		}
		before := reach(within, commit.Parents[0])
		for sha := range reach(within, commit.Parents[1]) {
			if !before[sha] && len(of[sha]) == 0 {
				of[sha] = []PullRequest{pull}
			}
		}
	}
	return of, nil
}

// reach returns the commits of a range that one leads to, itself among them.
func reach(within map[string]Commit, from string) map[string]bool {
	reached := map[string]bool{}
	for ways := []string{from}; len(ways) > 0; {
		sha := ways[len(ways)-1]
		ways = ways[:len(ways)-1]
		if commit, inRange := within[sha]; inRange && !reached[sha] {
			reached[sha] = true
			ways = append(ways, commit.Parents...)
		}
	}
	return reached
}
