package jobs

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"github.com/golive-app/golive/checks"
)

// fakeForge is one repository in memory. A method whose data a test leaves out
// answers that it is gone.
type fakeForge struct {
	Repository // whatever a test does not use fails loudly

	description checks.Repository
	pulls       map[int]checks.PullRequest
	tags        []checks.Tag
	with        map[string][]checks.PullRequest // by commit
	files       map[string]string               // by ref:path
	failure     error                           // of ReadFile
	failures    map[string]error                // of one ref:path, "common" or "merge base"
	common      string                          // the owner's policy; empty: none
	askedCommon int                             // how often the owner's policy was asked for
	mergeBase   string
	commits     []checks.PullCommit

	directory   string // of the mirror
	deployments map[string][]checks.Deployment
	states      map[int64][]checks.DeploymentStatus
	deployed    error // what asking for deployments fails with
	ready       ReadyRequirement
	unread      error // of ReadyRequirement
}

func (f *fakeForge) ReadyRequirement(context.Context, string) (ReadyRequirement, error) {
	return f.ready, f.unread
}

func (f *fakeForge) Describe() checks.Repository { return f.description }

func (f *fakeForge) PullRequest(_ context.Context, number int) (checks.PullRequest, error) {
	if pull, found := f.pulls[number]; found {
		return pull, nil
	}
	return checks.PullRequest{}, fmt.Errorf("pull request #%d: %w", number, ErrGone)
}

func (f *fakeForge) Tag(_ context.Context, name string) (checks.Tag, error) {
	for _, tag := range f.tags {
		if tag.Name == name {
			return tag, nil
		}
	}
	return checks.Tag{}, fmt.Errorf("tag %s: %w", name, ErrGone)
}

func (f *fakeForge) Tags(context.Context) ([]checks.Tag, error) { return f.tags, nil }

func (f *fakeForge) PullRequestsWith(_ context.Context, commit string) ([]checks.PullRequest, error) {
	return f.with[commit], nil
}

func (f *fakeForge) ReadFile(_ context.Context, path, ref string) ([]byte, error) {
	if f.failure != nil {
		return nil, f.failure
	}
	if failure := f.failures[ref+":"+path]; failure != nil {
		return nil, failure
	}
	if content, found := f.files[ref+":"+path]; found {
		return []byte(content), nil
	}
	return nil, fmt.Errorf("%s at %s: %w", path, ref, fs.ErrNotExist)
}

// OrganisationFile finds the owner's files in this repository where it is the one
// that keeps them.
func (f *fakeForge) OrganisationFile(ctx context.Context, path string) (OrganisationFile, error) {
	f.askedCommon++
	if failure := f.failures["common"]; failure != nil {
		return OrganisationFile{}, failure
	}
	found := OrganisationFile{Repository: checks.Repository{ID: 80, Owner: "acme", Name: ".github", DefaultBranch: "trunk"}, Ref: "trunk"}
	if f.description.Name == ".github" {
		data, err := f.ReadFile(ctx, path, f.description.DefaultBranch)
		return OrganisationFile{Repository: f.description, Ref: f.description.DefaultBranch, Data: data}, err
	}
	if f.common == "" {
		return found, fmt.Errorf("%s: %w", path, fs.ErrNotExist)
	}
	found.Data = []byte(f.common)
	return found, nil
}

func (f *fakeForge) MergeBase(context.Context, string, string) (string, error) {
	return f.mergeBase, f.failures["merge base"]
}

func (f *fakeForge) PullCommits(context.Context, int) ([]checks.PullCommit, error) {
	return f.commits, nil
}

var errServer = errors.New("502 Bad Gateway")

func (f *fakeForge) Fetch(context.Context, ...string) (string, error) { return f.directory, nil }

func (f *fakeForge) Deployments(ctx context.Context, environment string) ([]checks.Deployment, error) {
	if errors.Is(f.deployed, context.DeadlineExceeded) {
		<-ctx.Done() // as slow as can be
		return nil, ctx.Err()
	}
	return f.deployments[environment], f.deployed
}

func (f *fakeForge) DeploymentStatuses(_ context.Context, id int64) ([]checks.DeploymentStatus, error) {
	return f.states[id], nil
}
