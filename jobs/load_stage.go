package jobs

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"path"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/manifest/environment"
	"github.com/golive-app/golive/checks/wording"
)

// loadStage is where a load test of a release goes.
type loadStage struct {
	environment string
	deployment  checks.Deployment
	proof       string
	address     string // that is requested, in full; who named it is not believed: the host has to consent
	named       bool   // the trusted policy names it: secrets may be sent there
}

// LoadRefusal says why no load test is run, and what would change that.
type LoadRefusal struct{ Why, Remedy string }

func (r *LoadRefusal) Error() string { return r.Why }

// triedStages bounds how many deployments' states are asked for.
const triedStages = 10

// findLoadStage finds the environment that is loaded, and proves that it runs what is
// released: by the newest deployment that is live. Everything that aims the requests
// comes from the policy of a trusted ref or is a hint that the host has to confirm. A
// *LoadRefusal says why there is none.
func findLoadStage(ctx context.Context, repository Repository, run Run, named string) (loadStage, error) {
	deployments, name, err := loadDeployments(ctx, repository, run, named)
	if err != nil {
		return loadStage{}, err
	}
	if run.isProduction(name) || environment.StageOf(name) == environment.Production {
		return loadStage{}, &LoadRefusal{fmt.Sprintf("%s is production, which is never loaded", wording.Quoted(name)), "Name another environment in load.environment."}
	}
	deploy := fmt.Sprintf("Deploy `%s` there: the test starts by itself.", wording.ShortSHA(run.Release.SHA))
	for _, deployment := range deployments[:min(len(deployments), triedStages)] {
		statuses, err := repository.DeploymentStatuses(ctx, deployment.ID)
		if err != nil {
			return loadStage{}, loadUnread(err, "the states of deployments")
		}
		if _, live := checks.WentLive(statuses); !live || statuses[0].State != checks.DeploymentSuccess {
			continue
		}
		if !run.holds(deployment.Commit) {
			return loadStage{}, &LoadRefusal{fmt.Sprintf("%s runs `%s`, and not this content", wording.Quoted(name), wording.ShortSHA(deployment.Commit)), deploy}
		}
		stage := loadStage{environment: name, deployment: deployment, proof: "by deployment record"}
		stage.address, stage.named, err = loadAddress(run, name, statuses[0].URL)
		return stage, err
	}
	return loadStage{}, &LoadRefusal{fmt.Sprintf("no deployment to %s is live, by what GitHub records", wording.Quoted(name)), deploy}
}

// holds reports whether a commit brings what is released.
func (r Run) holds(sha string) bool {
	if sha == "" {
		return false
	}
	for _, holder := range r.Holders {
		if holder == sha {
			return true
		}
	}
	return sha == r.Release.SHA
}

// loadDeployments lists deployments to the environment that is loaded, and names it.
func loadDeployments(ctx context.Context, repository Repository, run Run, named string) ([]checks.Deployment, string, error) {
	for _, name := range []string{named, run.Rules.Load.Environment, run.Rules.Environments.Staging.Deployment} {
		if name != "" {
			deployments, err := repository.Deployments(ctx, name)
			if err != nil {
				return nil, "", loadUnread(err, "the deployments")
			}
			return deployments, name, nil
		}
	}
	all, err := repository.Deployments(ctx, "")
	if err != nil {
		return nil, "", loadUnread(err, "the deployments")
	}
	name := ""
	var found []checks.Deployment
	for _, one := range all {
		if name == "" && environment.StageOf(one.Environment) == environment.Staging {
			name = one.Environment
		}
		if name != "" && one.Environment == name {
			found = append(found, one)
		}
	}
	if name == "" {
		return nil, "", &LoadRefusal{"no deployment to an environment called staging, UAT or the like is recorded on GitHub", "Deploy to one with GitHub's deployments, or name it in .golive.yml: `load: {environment: …}`."}
	}
	return found, name, nil
}

// loadUnread is a refusal where the App may not read something, and else the error
// itself.
func loadUnread(err error, what string) error {
	if errors.Is(err, ErrForbidden) {
		return &LoadRefusal{what + " cannot be read: the App may not", "Grant the App `deployments: read` and accept it, then `/golive loadtest`."}
	}
	if errors.Is(err, ErrGone) {
		return &LoadRefusal{what + " cannot be read: GitHub answers that they are not there", "See that the repository has deployments, then `/golive loadtest`."}
	}
	return fmt.Errorf("read %s: %w", what, err)
}

// loadAddress is what is requested: the path of the policy at the address of the
// policy, or where that has none at the one that whoever deployed says. named reports
// whether the policy says it.
func loadAddress(run Run, name, told string) (requested string, named bool, err error) {
	staging := run.Rules.Environments.Staging
	base := told
	if staging.URL != "" && (staging.Deployment == "" || strings.EqualFold(staging.Deployment, name)) {
		base, named = staging.URL, true
	}
	if base == "" {
		return "", false, &LoadRefusal{fmt.Sprintf("neither the policy nor the deployment says where %s answers", wording.Quoted(name)), "Write its address into .golive.yml: `environments: {staging: {url: https://…}}`."}
	}
	address, err := url.Parse(base)
	if err != nil || address.Host == "" || address.User != nil {
		return "", false, &LoadRefusal{fmt.Sprintf("the deployment's address of %s is none", wording.Quoted(name)), "Write it into .golive.yml: `environments: {staging: {url: https://…}}`."}
	}
	if production, err := url.Parse(run.Rules.Environments.Production.URL); err == nil && production.Host != "" && strings.EqualFold(production.Hostname(), address.Hostname()) {
		return "", false, &LoadRefusal{"the address is that of production, which is never loaded", "Write the address of staging into .golive.yml: `environments: {staging: {url: https://…}}`."}
	}
	address.RawQuery, address.Fragment, address.RawFragment = "", "", ""
	if wanted := run.Rules.Load.Path; wanted != "" {
		joined := path.Join("/", address.Path, wanted)
		if strings.HasSuffix(wanted, "/") && joined != "/" {
			joined += "/"
		}
		address.Path, address.RawPath = joined, ""
	}
	if address.Path == "" {
		address.Path = "/"
	}
	return address.String(), named, nil
}
