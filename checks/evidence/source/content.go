package source

import (
	"context"
	"fmt"
	"slices"

	"github.com/golive-app/golive/checks"
)

const (
	// mostAncestors bounds the commits of the history that are looked at for the
	// release's content.
	mostAncestors = 12
	// mostCandidates bounds the commits from elsewhere that are looked at.
	mostCandidates = 20
)

// ReadContent finds the commits that hold the content of a release: of the candidates
// and of its history those with an equal tree, and those that differ from it in the
// release's own books alone. A candidate that the repository does not have is left out.
func ReadContent(ctx context.Context, directory, release string, candidates []checks.ContentCommit) (*checks.Content, error) {
	released, err := ReadCommit(ctx, directory, release)
	if err != nil {
		return nil, err
	}
	looked := &contentReader{directory: directory, blobs: newBlobs(directory), seen: map[string]bool{release: true}}
	defer looked.blobs.close()
	looked.content = &checks.Content{Tree: released.Tree, Commits: []checks.ContentCommit{{SHA: release, Origin: checks.OriginRelease}}}
	for _, candidate := range candidates[:min(len(candidates), mostCandidates)] {
		if _, err := looked.at(ctx, candidate); err != nil {
			return nil, err
		}
	}
	ways := released.Parents
	for looks := 0; len(ways) > 0 && looks < mostAncestors; looks++ {
		parents, err := looked.at(ctx, checks.ContentCommit{SHA: ways[0], Origin: checks.OriginHistory})
		if err != nil {
			return nil, err
		}
		ways = append(ways[1:], parents...)
	}
	slices.SortStableFunc(looked.content.Commits, func(a, b checks.ContentCommit) int { return len(a.Differs) - len(b.Differs) })
	return looked.content, nil
}

// contentReader collects the commits of one content.
type contentReader struct {
	directory string
	blobs     *blobs
	content   *checks.Content
	seen      map[string]bool
}

// at looks at a commit once. It returns its parents where it holds the content.
func (r *contentReader) at(ctx context.Context, candidate checks.ContentCommit) ([]string, error) {
	if r.seen[candidate.SHA] {
		return nil, nil
	}
	r.seen[candidate.SHA] = true
	commit, err := ReadCommit(ctx, r.directory, candidate.SHA)
	if err != nil {
		return nil, ctx.Err() // it is not here: gone, or of a shallow clone
	}
	if commit.Tree != r.content.Tree {
		differs, err := r.differences(ctx, commit.Tree)
		if err != nil || differs == nil {
			return nil, err
		}
		candidate.Differs = differs
	}
	r.content.Commits = append(r.content.Commits, candidate)
	return commit.Parents, nil
}

// ReadCommit reads one commit, given by its full id.
func ReadCommit(ctx context.Context, directory, id string) (checks.Commit, error) {
	if err := wantIDs(id); err != nil {
		return checks.Commit{}, err
	}
	output, err := git(ctx, directory, "log", "-z", "--no-walk", "--no-notes", "--no-color", "--encoding=UTF-8", "--format="+logFormat, id, "--")
	if err != nil {
		return checks.Commit{}, fmt.Errorf("reading commit %s: %w", id, err)
	}
	commits, err := parseLog(output)
	if err != nil {
		return checks.Commit{}, fmt.Errorf("reading commit %s: %w", id, err)
	}
	if len(commits) != 1 {
		return checks.Commit{}, fmt.Errorf("reading commit %s: git log answered %d commits", id, len(commits))
	}
	return commits[0], nil
}
