package checkstest

import (
	"context"
	"errors"
	"fmt"

	"github.com/golive-app/golive/checks"
)

// ErrForge is a failure to put into Forge.Failing.
var ErrForge = errors.New("502 Bad Gateway")

// Forge is a forge in memory; what it does not hold does not exist there.
type Forge struct {
	PullRequests map[int]checks.PullRequest
	ReviewsOf    map[int][]checks.Review
	CommitsOf    map[int][]checks.PullCommit
	Permissions  map[string]checks.Permission
	TagList      []checks.Tag
	Branches     map[string][]string // branch → commits reachable from it
	Protection   Protection
	Origins      map[string][]checks.PullRequest // of commits
	Past         map[int]checks.PullHistory
	SamePatches  map[string]bool // "one other"
	Deployed     Environments
	Published    map[string]checks.Publication // by tag
	LeftBehind   []Artifact                    // by workflow runs
	Alerts       Alerts
	CI           CI
	Failing      map[string]error // method name → what it fails with
	ReviewSide
}

// Protection is the forge's answer about rulesets on tags.
type Protection struct{ Protected, Known bool }

var _ checks.Forge = (*Forge)(nil)

// PullRequest returns a pull request, or an error for a number it has none of.
func (f *Forge) PullRequest(_ context.Context, number int) (checks.PullRequest, error) {
	if err := f.Failing["PullRequest"]; err != nil {
		return checks.PullRequest{}, err
	}
	pull, found := f.PullRequests[number]
	if !found {
		return checks.PullRequest{}, fmt.Errorf("pull request #%d: 404 Not Found", number)
	}
	return pull, nil
}

// Reviews lists a pull request's reviews.
func (f *Forge) Reviews(_ context.Context, number int) ([]checks.Review, error) {
	return f.ReviewsOf[number], f.Failing["Reviews"]
}

// PullCommits lists a pull request's commits.
func (f *Forge) PullCommits(_ context.Context, number int) ([]checks.PullCommit, error) {
	return f.CommitsOf[number], f.Failing["PullCommits"]
}

// Permission returns what a person may do; strangers may read.
func (f *Forge) Permission(_ context.Context, login string) (checks.Permission, error) {
	if err := f.Failing["Permission"]; err != nil {
		return checks.PermissionNone, err
	}
	if permission, found := f.Permissions[login]; found {
		return permission, nil
	}
	return checks.PermissionRead, nil
}

// Tags lists the tags.
func (f *Forge) Tags(context.Context) ([]checks.Tag, error) {
	return f.TagList, f.Failing["Tags"]
}

// BranchExists reports whether a branch of this name is known.
func (f *Forge) BranchExists(_ context.Context, name string) (bool, error) {
	_, found := f.Branches[name]
	return found, f.Failing["BranchExists"]
}

// Contains reports whether the commit is reachable from the branch.
func (f *Forge) Contains(_ context.Context, branch, commit string) (bool, error) {
	if err := f.Failing["Contains"]; err != nil {
		return false, err
	}
	commits, found := f.Branches[branch]
	if !found {
		return false, fmt.Errorf("branch %s: 404 Not Found", branch)
	}
	for _, reachable := range commits {
		if reachable == commit {
			return true, nil
		}
	}
	return false, nil
}

// TagsProtected returns Protection.
func (f *Forge) TagsProtected(context.Context, string) (protected, known bool, err error) {
	return f.Protection.Protected, f.Protection.Known, f.Failing["TagsProtected"]
}

// PullRequestsOf returns Origins.
func (f *Forge) PullRequestsOf(context.Context, []string) (map[string][]checks.PullRequest, error) {
	return f.Origins, f.Failing["PullRequestsOf"]
}

// Histories returns those of Past.
func (f *Forge) Histories(_ context.Context, numbers []int) ([]checks.PullHistory, error) {
	var found []checks.PullHistory
	for _, number := range numbers {
		found = append(found, f.Past[number])
	}
	return found, f.Failing["Histories"]
}

// SamePatch returns SamePatches.
func (f *Forge) SamePatch(_ context.Context, _ checks.PullRequest, one, other string) (bool, error) {
	return f.SamePatches[one+" "+other], f.Failing["SamePatch"]
}
