package checks

import (
	"context"
	"slices"
	"time"
)

// Deployment is one attempt to bring a commit to an environment, as the forge
// records it.
type Deployment struct {
	ID          int64
	Environment string
	Commit      string
	Ref         string // branch, tag or commit that was asked for
	CreatedAt   time.Time
}

// DeploymentState is what was reported of a deployment.
// https://docs.github.com/rest/deployments/statuses
type DeploymentState string

// The states that say how a deployment ended. All others say that it has not.
const (
	DeploymentSuccess  DeploymentState = "success"
	DeploymentInactive DeploymentState = "inactive" // succeeded, and another one has taken its place
	DeploymentFailure  DeploymentState = "failure"
	DeploymentError    DeploymentState = "error"
)

// DeploymentStatus is one state that a deployment came to.
type DeploymentStatus struct {
	State DeploymentState
	At    time.Time
	URL   string // where the environment answers, as whoever deployed says; never consent to go there
	Link  string // page or log of the deployment, for people
}

// DeploymentReader tells what was deployed where.
type DeploymentReader interface {
	// Deployments lists the newest deployments to an environment, the newest
	// first; without a name, those to all environments.
	Deployments(ctx context.Context, environment string) ([]Deployment, error)
	// DeploymentStatuses lists the states that a deployment came to, the present
	// one first; none where nothing was reported yet.
	DeploymentStatuses(ctx context.Context, deployment int64) ([]DeploymentStatus, error)
}

// WentLive reports whether a deployment succeeded, and when, by its statuses, the
// present one first. One that another has replaced is inactive, and was live only
// if it succeeded before.
func WentLive(statuses []DeploymentStatus) (at time.Time, live bool) {
	if len(statuses) == 0 || statuses[0].State != DeploymentSuccess && statuses[0].State != DeploymentInactive {
		return time.Time{}, false
	}
	first := slices.IndexFunc(statuses, func(status DeploymentStatus) bool { return status.State == DeploymentSuccess })
	if first < 0 {
		return time.Time{}, false
	}
	return statuses[first].At, true
}

// Distance is how far one commit is from another.
type Distance struct {
	SameTree bool // both hold the same content
	Behind   int  // commits of the other that the first lacks
	Ahead    int  // commits of the first that the other lacks
}
