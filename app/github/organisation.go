package github

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"strings"

	gh "github.com/google/go-github/v66/github"

	"github.com/golive-app/golive/jobs"
)

// organisationRepository is where an owner keeps what holds for all of their
// repositories.
// https://docs.github.com/en/communities/setting-up-your-project-for-healthy-contributions/creating-a-default-community-health-file
const organisationRepository = ".github"

// OrganisationFile returns a file of the owner's repository ".github" at its
// default branch. It is fs.ErrNotExist where the file, the repository or its
// first commit is not there, and where the installation may not see it: GitHub
// answers all of these alike. What is known of the repository is returned with
// that error too. Every other failure means that nothing is known.
func (r *Repository) OrganisationFile(ctx context.Context, path string) (jobs.OrganisationFile, error) {
	common, err := r.organisation(ctx)
	if err != nil {
		return jobs.OrganisationFile{}, err
	}
	description := common.Describe()
	file := jobs.OrganisationFile{Repository: description, Ref: description.DefaultBranch}
	// Without a ref GitHub takes the default branch, whatever its name is by now.
	file.Data, err = common.ReadFile(ctx, path, "")
	if errors.Is(err, jobs.ErrEmpty) || errors.Is(err, jobs.ErrGone) {
		// Without commits, or deleted between the two requests.
		err = fmt.Errorf("github: %s: %s: %w", description.FullName(), path, fs.ErrNotExist)
	}
	return file, err
}

// organisation opens the owner's repository ".github".
// https://docs.github.com/en/rest/repos/repos#get-a-repository
func (r *Repository) organisation(ctx context.Context) (*Repository, error) {
	own := r.Describe()
	if strings.EqualFold(own.Name, organisationRepository) {
		return r, nil
	}
	wanted := own.Owner + "/" + organisationRepository
	absent := fmt.Errorf("github: %s: %w", wanted, fs.ErrNotExist)
	request, err := r.client.api.NewRequest(http.MethodGet, "repos/"+url.PathEscape(own.Owner)+"/"+organisationRepository, nil)
	if err != nil {
		return nil, err
	}
	var found gh.Repository
	_, err = r.client.api.Do(ctx, request, &found)
	if status(err) == http.StatusNotFound {
		return nil, absent
	}
	if err != nil {
		return nil, r.hub.explain(r.client, wanted, err, r.settings())
	}
	// GitHub leads from a former name to wherever that repository is by now, which
	// may be another owner's.
	if !strings.EqualFold(found.GetName(), organisationRepository) || !strings.EqualFold(found.GetOwner().GetLogin(), own.Owner) || found.GetID() == 0 {
		return nil, absent
	}
	opened := &Repository{hub: r.hub, client: r.client, id: found.GetID()}
	opened.known.Store(&found)
	return opened, nil
}
