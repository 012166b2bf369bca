package checks

import "time"

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
