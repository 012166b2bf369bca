package jobs

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source"
	"github.com/golive-app/golive/config"
)

// maxRelated bounds the related repositories that are read for one release.
const maxRelated = 10

// readRelated opens the repositories that the policy names as those that declare how the
// release runs. One that cannot be read is told with the reason: what depends on it is
// unknown. An error means that golive itself has to try again.
func readRelated(ctx context.Context, own Repository, run Run) (related []checks.Related, closing []*source.Snapshot, followed []followedRef, err error) {
	for index, entry := range run.Rules.Related {
		one := checks.Related{Repository: entry.Repo, Folder: entry.Path}
		if index >= maxRelated {
			one.Reason = fmt.Sprintf("it is one of more than %d related repositories", maxRelated)
			related = append(related, one)
			continue
		}
		snapshot, ref, follow, err := openRelated(ctx, own, entry)
		if follow.Repository != 0 {
			followed = append(followed, follow)
		}
		switch {
		case err == nil:
			one.Source, one.Ref = snapshot, ref
			closing = append(closing, snapshot)
			if !holdsFolder(snapshot, entry.Path) {
				one.Source, one.Reason = nil, "it has no folder "+entry.Path+" at "+ref
			}
		case ctx.Err() != nil || isLimited(err):
			for _, open := range closing {
				open.Close()
			}
			return nil, nil, nil, fmt.Errorf("read the related repository %s: %w", entry.Repo, err)
		default:
			one.Reason = whyUnrelated(err)
		}
		related = append(related, one)
	}
	return related, closing, followed, nil
}

// errShown says that what stands in a private repository would be shown to more people
// than can read it.
var errShown = errors.New("it is private, and this repository is not: everybody could read what golive tells of it")

// whyUnrelated says why a related repository cannot be read, for people.
func whyUnrelated(err error) string {
	switch {
	case errors.Is(err, errShown):
		return errShown.Error()
	case errors.Is(err, ErrGone), errors.Is(err, checks.ErrForbidden):
		return "golive's installation does not include it, or it is not there; add it where the App is installed, or mend the name or ref in the policy"
	}
	return "it could not be fetched: " + err.Error()
}

// openRelated fetches and opens one, at the ref that is deployed. What it is to be
// followed by is known also where that cannot be read yet.
func openRelated(ctx context.Context, own Repository, entry config.RelatedRepository) (snapshot *source.Snapshot, ref string, follow followedRef, err error) {
	owner, name, _ := strings.Cut(entry.Repo, "/")
	other, err := own.Beside(ctx, owner, name)
	if err != nil {
		return nil, "", followedRef{}, err
	}
	described := other.Describe()
	if described.Private && !own.Describe().Private {
		return nil, "", followedRef{}, errShown
	}
	follow = followedRef{Repository: described.ID, Ref: cmp.Or(entry.Ref, described.DefaultBranch), Deployed: entry.Ref == ""}
	commit, ref, err := deployedRef(ctx, other, entry.Ref)
	if err != nil {
		return nil, "", follow, err
	}
	directory, err := other.Fetch(ctx, commit)
	if err != nil {
		return nil, "", follow, err
	}
	snapshot, err = source.OpenCommit(ctx, source.Options{Directory: directory, Commit: commit})
	return snapshot, ref, follow, err
}

// deployedRef resolves what is deployed of a repository: the ref that the policy names,
// else what production runs by its deployments, else its default branch.
func deployedRef(ctx context.Context, repository Repository, named string) (commit, ref string, err error) {
	if named == "" {
		if commit := deployedCommit(ctx, repository); commit != "" {
			return commit, fmt.Sprintf("`%.7s`, which its production runs", commit), nil
		}
		named = repository.Describe().DefaultBranch
	}
	commit, err = repository.CommitOf(ctx, named)
	return commit, "`" + named + "`", err
}

// deployedCommit is the commit of the newest deployment to production that is live; empty
// where none is known.
func deployedCommit(ctx context.Context, repository Repository) string {
	limited, cancel := context.WithTimeout(ctx, deploymentTime)
	defer cancel()
	deployments, err := productionDeployments(limited, repository, "")
	if err != nil {
		return ""
	}
	for _, deployment := range deployments[:min(len(deployments), triedDeployments)] {
		statuses, err := repository.DeploymentStatuses(limited, deployment.ID)
		if err != nil {
			return ""
		}
		if wentLive(statuses, false) {
			return deployment.Commit
		}
	}
	return ""
}

// holdsFolder reports whether there is anything in a folder of a snapshot.
func holdsFolder(snapshot *source.Snapshot, folder string) bool {
	folder = strings.TrimSuffix(folder, "/")
	if folder == "" {
		return true
	}
	for _, file := range snapshot.Files() {
		if strings.HasPrefix(file.Path, folder+"/") {
			return true
		}
	}
	return false
}
