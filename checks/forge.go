package checks

import (
	"context"
	"errors"
	"time"
)

// ErrForbidden is wrapped where a forge refuses because golive lacks a permission or was
// suspended: to ask again does not help.
var ErrForbidden = errors.New("forbidden")

// Permission is what a person may do in the repository, as its role name says.
type Permission string

// The permissions, weakest first. A custom role counts as the role it is built
// on.
const (
	PermissionNone     Permission = "none"
	PermissionRead     Permission = "read"
	PermissionTriage   Permission = "triage"
	PermissionWrite    Permission = "write"
	PermissionMaintain Permission = "maintain"
	PermissionAdmin    Permission = "admin"
)

func (p Permission) rank() int {
	for rank, permission := range []Permission{PermissionNone, PermissionRead, PermissionTriage, PermissionWrite, PermissionMaintain, PermissionAdmin} {
		if p == permission {
			return rank
		}
	}
	return 0
}

// AtLeast reports whether the permission includes another one. A word that
// golive does not know includes nothing.
func (p Permission) AtLeast(other Permission) bool { return p.rank() >= other.rank() }

// ReviewState is what a review says.
type ReviewState string

// The states of a review.
const (
	ReviewApproved         ReviewState = "APPROVED"
	ReviewChangesRequested ReviewState = "CHANGES_REQUESTED"
	ReviewCommented        ReviewState = "COMMENTED"
	ReviewDismissed        ReviewState = "DISMISSED"
	ReviewPending          ReviewState = "PENDING"
)

// Review is one submitted review.
type Review struct {
	ID          int64
	Login       string
	Bot         bool
	State       ReviewState
	Commit      string // the commit that was the head when it was submitted
	SubmittedAt time.Time
	Link        string
}

// PullCommit is a commit of a pull request with the accounts the forge links to
// it.
type PullCommit struct {
	SHA       string
	Tree      string
	Parents   int
	Author    string // login; empty where the forge knows no account for the e-mail address
	Committer string // login; "web-flow" for commits made on the forge's pages
	Message   string
	Person    Person
	CoAuthors []string // logins of those whom the message names, where the forge knows them
}

// PullRequest is a pull request as items need to see it.
type PullRequest struct {
	Number     int
	Title      string
	Body       string // its description as it was written, at most 64 KiB; empty in lists
	Author     string
	AuthorBot  bool
	Head       string // commit
	HeadBranch string
	BaseBranch string
	Base       string // commit
	Fork       bool
	Draft      bool
	Open       bool
	Merged     bool
	MergeSHA   string
	Labels     []string
	Link       string
}

// PullHistory is a merged pull request with what decides about its review.
type PullHistory struct {
	PullRequest
	MergedAt time.Time
	MergedBy string
	Reviews  []Review // oldest first
	Commits  []PullCommit
	Paths    []string // that it changes
	// Partial says what of it the forge has more of than was read; empty: nothing.
	Partial string
}

// PullReader tells by which pull requests commits came to where they are.
type PullReader interface {
	// PullRequestsOf returns, by commit, the open and merged pull requests that
	// hold it or that brought it in. A commit that is in none is not in the map.
	PullRequestsOf(ctx context.Context, commits []string) (map[string][]PullRequest, error)
	// Histories returns pull requests with their reviews, commits and paths.
	Histories(ctx context.Context, numbers []int) ([]PullHistory, error)
	// SamePatch reports whether two commits of a pull request bring the same change,
	// each over where it left the base: neither a rebase nor a merge of the base
	// changes anything of it. Two that bring nothing bring nothing that was seen.
	SamePatch(ctx context.Context, pull PullRequest, one, other string) (bool, error)
}

// TagReader lists a repository's tags. A Forge is one; a copy of the repository
// on this machine is a weaker one, which knows what was fetched into it.
type TagReader interface {
	// Tags lists the repository's tags, peeled to their commits.
	Tags(ctx context.Context) ([]Tag, error)
}

// Forge is what checks ask of the place where a release lives. Every method may
// fail; a failure is never read as "none".
type Forge interface {
	// PullRequest returns one pull request of the release's repository.
	PullRequest(ctx context.Context, number int) (PullRequest, error)
	// Reviews lists all reviews of a pull request, oldest first.
	Reviews(ctx context.Context, number int) ([]Review, error)
	// PullCommits lists the commits of a pull request, oldest first.
	PullCommits(ctx context.Context, number int) ([]PullCommit, error)
	// Permission returns what a person may do in the repository now.
	Permission(ctx context.Context, login string) (Permission, error)
	TagReader
	PullReader
	EnvironmentReader
	PublicationReader
	ArtifactReader
	AlertReader
	CIReader
	ThreadReader
	BranchRuleReader
	CodeOwnerReader
	// BranchExists reports whether a branch of this name exists.
	BranchExists(ctx context.Context, name string) (bool, error)
	// Contains reports whether a commit is reachable from a branch.
	Contains(ctx context.Context, branch, commit string) (bool, error)
	// TagsProtected reports whether a ruleset keeps this tag from being moved
	// or deleted; the second value is false where that cannot be read.
	TagsProtected(ctx context.Context, tag string) (protected, known bool, err error)
}
