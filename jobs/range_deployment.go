package jobs

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/golive-app/golive/checks"
)

const (
	// deploymentTime is how long may be spent on finding what is deployed: a
	// range without it is worth more than one that comes late.
	deploymentTime = 20 * time.Second
	// triedDeployments bounds how many deployments' states are asked for.
	triedDeployments = 10
)

// productionNames are what people call the environment that their users use,
// where the policy names none.
var productionNames = []string{"production", "prod", "live"}

// deployedStart is the commit that production runs, if this content contains it:
// that of the newest deployment that succeeded. Without one, the reason says why
// not, unless nothing was ever deployed.
func deployedStart(ctx context.Context, repository Repository, directory string, run Run) (start, error) {
	limited, cancel := context.WithTimeout(ctx, deploymentTime)
	defer cancel()
	deployments, err := productionDeployments(limited, repository, run.Rules.Environments.Production.Deployment)
	if err != nil {
		return unreadDeployments(ctx, limited, err)
	}
	var aside []string // newer ones that did not count, and why
	past := false      // a newer one is live, so older ones are inactive by now
	for _, deployment := range deployments[:min(len(deployments), triedDeployments)] {
		statuses, err := repository.DeploymentStatuses(limited, deployment.ID)
		if err != nil {
			return unreadDeployments(ctx, limited, err)
		}
		if !wentLive(statuses, past) {
			continue
		}
		past = true
		if deployment.Commit == run.Release.SHA {
			continue // this very content is live: what it added is what was there before it
		}
		contained, err := contains(ctx, repository, directory, run.Release.SHA, deployment.Commit)
		switch {
		case err != nil && (ctx.Err() != nil || isLimited(err)):
			return start{}, err
		case err == nil && contained:
			reason := fmt.Sprintf("last deployment to %s, %s", deployment.Environment, deployment.CreatedAt.UTC().Format("2 January 2006"))
			return start{commit: deployment.Commit, reason: strings.Join(append([]string{reason}, aside...), "; ")}, nil
		}
		if len(aside) == 0 {
			aside = append(aside, fmt.Sprintf("%s runs %.7s, which this content does not contain", deployment.Environment, deployment.Commit))
		}
	}
	switch tried := min(len(deployments), triedDeployments); {
	case past || tried == 0:
	case tried == 1:
		aside = append(aside, "the one deployment to "+deployments[0].Environment+" is not live")
	default:
		aside = append(aside, fmt.Sprintf("none of the last %d deployments to %s is live", tried, deployments[0].Environment))
	}
	return start{reason: strings.Join(aside, "; ")}, nil
}

// wentLive reports whether a deployment succeeded. One that is inactive was
// replaced: by a newer one that is live, or else it was taken down.
func wentLive(statuses []checks.DeploymentStatus, past bool) bool {
	_, live := checks.WentLive(statuses)
	return live && (past || statuses[0].State == checks.DeploymentSuccess)
}

// productionDeployments lists deployments to production, the newest first. The
// environment's name is a filter on GitHub, so all names are first looked for in
// one list; where that is full of others, as previews fill it, each is asked for.
func productionDeployments(ctx context.Context, repository Repository, named string) ([]checks.Deployment, error) {
	if named != "" {
		return repository.Deployments(ctx, named)
	}
	const full = 100
	newest, err := repository.Deployments(ctx, "")
	if err != nil {
		return nil, err
	}
	toProduction := func(deployment checks.Deployment) bool {
		return slices.ContainsFunc(productionNames, func(name string) bool { return strings.EqualFold(name, deployment.Environment) })
	}
	found := slices.DeleteFunc(slices.Clone(newest), func(deployment checks.Deployment) bool { return !toProduction(deployment) })
	if len(found) > 0 || len(newest) < full {
		return found, nil
	}
	for _, name := range append([]string{"Production"}, productionNames...) {
		if found, err = repository.Deployments(ctx, name); err != nil || len(found) > 0 {
			return found, err
		}
	}
	return nil, nil
}

// contains reports whether a release's content contains a commit, fetching it
// where it is not here.
func contains(ctx context.Context, repository Repository, directory, release, commit string) (bool, error) {
	if known, err := leadsTo(ctx, directory, commit, release); err == nil {
		return known, nil
	}
	if _, err := repository.Fetch(ctx, commit); err != nil {
		return false, err
	}
	return leadsTo(ctx, directory, commit, release)
}

// unreadDeployments words why deployments could not be read. A rate limit is no
// answer: the task comes again.
func unreadDeployments(ctx, limited context.Context, err error) (start, error) {
	const what = "deployments were not read: "
	switch {
	case ctx.Err() != nil || isLimited(err):
		return start{}, fmt.Errorf("list deployments: %w", err)
	case limited.Err() != nil:
		return start{reason: fmt.Sprintf("%sGitHub took longer than %s", what, deploymentTime)}, nil
	case errors.Is(err, ErrForbidden):
		return start{
			reason: what + "the App may not",
			notes:  []string{"The range starts at a tag or branch, not at what production runs: " + err.Error() + ". It needs `deployments: read`."},
		}, nil
	case errors.Is(err, ErrGone):
		return start{reason: what + "GitHub answered 404"}, nil
	default:
		return start{reason: what + cause(err)}, nil
	}
}

func isLimited(err error) bool {
	var limited *LimitedError
	return errors.As(err, &limited)
}

// cause is the part of an error's text that says what happened, without to whom
// and on what way.
func cause(err error) string {
	const most, answered = 60, "GitHub answered "
	words := strings.Split(err.Error(), ": ")
	for _, word := range words {
		if strings.HasPrefix(word, answered) {
			return word
		}
	}
	text := []rune(words[len(words)-1])
	if len(text) > most {
		text = append(text[:most-1], '…')
	}
	return string(text)
}
