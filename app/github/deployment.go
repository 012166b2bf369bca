package github

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	gh "github.com/google/go-github/v66/github"

	"github.com/golive-app/golive/checks"
)

// Deployments lists the newest deployments to an environment, the newest first,
// at most a hundred; without a name, those to all environments.
// https://docs.github.com/en/rest/deployments/deployments#list-deployments
func (r *Repository) Deployments(ctx context.Context, environment string) ([]checks.Deployment, error) {
	query := url.Values{"per_page": {fmt.Sprint(perPage)}}
	if environment != "" {
		query.Set("environment", environment)
	}
	var found []*gh.Deployment
	if _, err := r.request(ctx, http.MethodGet, "/deployments?"+query.Encode(), nil, &found); err != nil {
		return nil, r.explain(err, "deployments")
	}
	var deployments []checks.Deployment
	for _, one := range found {
		if !isObjectID(one.GetSHA()) {
			continue
		}
		deployments = append(deployments, checks.Deployment{
			ID: one.GetID(), Environment: clean(one.GetEnvironment(), 100), Commit: one.GetSHA(), Ref: one.GetRef(), CreatedAt: one.GetCreatedAt().Time,
		})
	}
	return deployments, nil
}

// DeploymentStatuses lists the states that a deployment came to, the present one
// first, at most a hundred.
// https://docs.github.com/en/rest/deployments/statuses#list-deployment-statuses
func (r *Repository) DeploymentStatuses(ctx context.Context, deployment int64) ([]checks.DeploymentStatus, error) {
	var found []*gh.DeploymentStatus
	if err := r.get(ctx, fmt.Sprintf("/deployments/%d/statuses?per_page=%d", deployment, perPage), &found); err != nil {
		return nil, r.explain(err, "statuses of deployment %d", deployment)
	}
	statuses := make([]checks.DeploymentStatus, len(found))
	for i, one := range found {
		statuses[i] = checks.DeploymentStatus{
			State: checks.DeploymentState(strings.ToLower(one.GetState())), At: one.GetCreatedAt().Time,
			URL: clean(one.GetEnvironmentURL(), 500), Link: clean(cmp.Or(one.GetLogURL(), one.GetTargetURL()), 500),
		}
	}
	return statuses, nil
}
