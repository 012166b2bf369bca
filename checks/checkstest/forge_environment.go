package checkstest

import (
	"context"

	"github.com/golive-app/golive/checks"
)

// Environments are environments, settings and deployments in memory.
type Environments struct {
	List        []checks.Environment
	Settings    map[string][]checks.Setting // by environment; empty: the repository
	Deployments []checks.Deployment         // the newest first
	Statuses    map[int64][]checks.DeploymentStatus
	Distances   map[string]checks.Distance // "from to"; of others far and different
}

// Environments returns those of Deployed.
func (f *Forge) Environments(context.Context) ([]checks.Environment, error) {
	return f.Deployed.List, f.Failing["Environments"]
}

// EnvironmentSettings returns an environment's settings of one kind.
func (f *Forge) EnvironmentSettings(_ context.Context, environment string, kind checks.SettingKind) ([]checks.Setting, error) {
	if err := f.Failing["EnvironmentSettings "+string(kind)]; err != nil {
		return nil, err
	}
	return f.Deployed.of(environment, kind), f.Failing["EnvironmentSettings"]
}

// RepositorySettings returns the repository's settings of one kind.
func (f *Forge) RepositorySettings(_ context.Context, kind checks.SettingKind) ([]checks.Setting, error) {
	if err := f.Failing["RepositorySettings "+string(kind)]; err != nil {
		return nil, err
	}
	return f.Deployed.of("", kind), f.Failing["RepositorySettings"]
}

func (e Environments) of(environment string, kind checks.SettingKind) []checks.Setting {
	var found []checks.Setting
	for _, setting := range e.Settings[environment] {
		if setting.Kind == kind {
			found = append(found, setting)
		}
	}
	return found
}

// Deployments returns those to an environment, or all.
func (f *Forge) Deployments(_ context.Context, environment string) ([]checks.Deployment, error) {
	if err := f.Failing["Deployments"]; err != nil {
		return nil, err
	}
	var found []checks.Deployment
	for _, deployment := range f.Deployed.Deployments {
		if environment == "" || deployment.Environment == environment {
			found = append(found, deployment)
		}
	}
	return found, nil
}

// DeploymentStatuses returns a deployment's statuses.
func (f *Forge) DeploymentStatuses(_ context.Context, deployment int64) ([]checks.DeploymentStatus, error) {
	return f.Deployed.Statuses[deployment], f.Failing["DeploymentStatuses"]
}

// Distance returns one of Distances.
func (f *Forge) Distance(_ context.Context, from, to string) (checks.Distance, error) {
	if from == to {
		return checks.Distance{SameTree: true}, f.Failing["Distance"]
	}
	if known, found := f.Deployed.Distances[from+" "+to]; found {
		return known, f.Failing["Distance"]
	}
	return checks.Distance{Behind: 99}, f.Failing["Distance"]
}
