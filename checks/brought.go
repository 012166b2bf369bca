package checks

import (
	"cmp"
	"context"
	"slices"
)

// Brought tells how the commits of a range came to be in it.
type Brought struct {
	Pulls  []BroughtPull // merged, by number; the release's own is none of them
	Direct []Commit      // of no pull request, oldest first; merges aside
	// Unasked is how many of the oldest commits nobody asked about.
	Unasked int
}

// BroughtPull is a merged pull request with the commits of the range that are
// its.
type BroughtPull struct {
	PullRequest
	Commits []string
}

// mostAsked bounds the commits of a range that are asked about.
const mostAsked = 2000

// BroughtReader is what a forge is asked for by ReadBrought.
type BroughtReader interface {
	PullReader
	PullRequest(ctx context.Context, number int) (PullRequest, error)
}

// ReadBrought asks by which pull requests a range's commits came into it. own is
// the number of the release's pull request; 0: it has none.
func ReadBrought(ctx context.Context, reader BroughtReader, commits []Commit, own int) (Brought, error) {
	asked := commits[max(0, len(commits)-mostAsked):]
	ids := make([]string, len(asked))
	for index, commit := range asked {
		ids[index] = commit.SHA
	}
	of, err := reader.PullRequestsOf(ctx, ids)
	if err != nil {
		return Brought{}, err
	}
	if of, err = nameMerged(ctx, reader, asked, of); err != nil {
		return Brought{}, err
	}
	brought := bring(asked, own, of)
	brought.Unasked = len(commits) - len(asked)
	return brought, nil
}

// bring puts each commit to the pull requests that brought it in. A merge that
// belongs to none has no content of its own, and a commit that is only in the
// release's pull request is looked at there. A pull request that was merged
// elsewhere, as one that takes a release back to the branch where work goes on,
// brought nothing of what another one had brought before.
func bring(commits []Commit, own int, of map[string][]PullRequest) Brought {
	var brought Brought
	pulls := map[int]*BroughtPull{}
	within := map[string]bool{}
	for _, commit := range commits {
		within[commit.SHA] = true
	}
	for _, commit := range commits {
		found := false
		here := func(pull PullRequest) bool { return pull.Number == own || pull.Merged && within[pull.MergeSHA] }
		known := slices.ContainsFunc(of[commit.SHA], here)
		for _, pull := range of[commit.SHA] {
			if known && !here(pull) {
				continue
			}
			if pull.Number == own {
				found = true
				continue
			}
			if !pull.Merged {
				continue // it only happens to hold the commit
			}
			found = true
			if pulls[pull.Number] == nil {
				pulls[pull.Number] = &BroughtPull{PullRequest: pull}
			}
			pulls[pull.Number].Commits = append(pulls[pull.Number].Commits, commit.SHA)
		}
		if !found && !commit.Merge() {
			brought.Direct = append(brought.Direct, commit)
		}
	}
	for _, pull := range pulls {
		brought.Pulls = append(brought.Pulls, *pull)
	}
	slices.SortFunc(brought.Pulls, func(a, b BroughtPull) int { return cmp.Compare(a.Number, b.Number) })
	return brought
}
