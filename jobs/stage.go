package jobs

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/manifest/environment"
	"github.com/golive-app/golive/checks/evidence/probe"
	"github.com/golive-app/golive/checks/wording"
	"github.com/golive-app/golive/config"
)

// StageVisit asks for a visit to the environment that a release is proven on.
type StageVisit struct {
	Repository string // OWNER/REPO
	Address    string // a hint: whoever is there has to consent
	Header     []string
	Named      bool          // the trusted policy names the address itself
	Probes     config.Probes // of that policy
	Link       string        // of the release, for whoever reads the environment's log
	Prove      probe.Prover
}

// Stages opens visits to environments, where they consent.
type Stages interface {
	// Visit opens one. Where there is none it says why. The function closes it.
	Visit(ctx context.Context, visit StageVisit) (checks.Staging, func(), checks.Missing)
}

// stageOpener finds a run's staging the first time that an item looks at it.
type stageOpener struct {
	worker     *Worker
	repository Repository
	run        Run
	subject    checks.Subject

	mutex   sync.Mutex
	opened  bool
	staging checks.Staging
	missing checks.Missing
	end     func()
}

// open finds staging, asks whether it may be visited, and opens the visit.
func (s *stageOpener) open(ctx context.Context) (checks.Staging, checks.Missing, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.opened {
		return s.staging, s.missing, nil
	}
	visit, missing, err := s.find(ctx)
	if err != nil {
		return nil, checks.Missing{}, err
	}
	if s.missing = missing; missing.Reason == "" {
		s.staging, s.end, s.missing = s.worker.Stages.Visit(ctx, visit)
	}
	s.opened = true
	return s.staging, s.missing, nil
}

// close ends the visit, if there was one.
func (s *stageOpener) close() {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.end != nil {
		s.end()
	}
}

// find tells where staging is and what proves that it runs the content.
func (s *stageOpener) find(ctx context.Context) (StageVisit, checks.Missing, error) {
	lack := func(reason, remedy string) (StageVisit, checks.Missing, error) {
		return StageVisit{}, checks.Missing{Connection: checks.ConnectionStaging, Reason: reason, Remedy: remedy}, nil
	}
	release := s.run.Release
	if release.Fork {
		// An approval can be taken back until the moment before.
		approval, err := s.worker.Store.ForkApproval(ctx, s.run.Key)
		if err != nil {
			return StageVisit{}, checks.Missing{}, err
		}
		release.Approval = approval
	}
	if !release.MayReachOutside() {
		return StageVisit{}, release.NotApproved(), nil
	}
	named := s.run.Rules.Environments.Staging
	const write = "Write its address into .golive.yml: `environments: {staging: {url: https://…}}`."
	address, record, refusal, err := s.deployed(ctx, named.Deployment)
	if err != nil {
		return StageVisit{}, checks.Missing{}, err
	}
	if named.URL != "" {
		address = named.URL
	}
	switch {
	case address == "" && refusal != nil:
		return lack("staging is not known: "+refusal.Why, write)
	case address == "":
		return lack("neither the policy nor a deployment says where staging answers", write)
	case sameHost(address, s.run.Rules.Environments.Production.URL):
		return lack("the address of staging is that of production", write)
	}
	var header []string
	if named.URL != "" {
		// What opens the wall goes to the address that the trusted policy names, and never to
		// one that a deployment says.
		header = named.Headers
	}
	return StageVisit{
		Repository: s.repository.Describe().FullName(), Address: address, Header: header, Link: linkOf(release), Named: named.URL != "", Probes: s.run.Rules.Probes,
		Prove: probe.Prove(named.Version, s.subject.Commits(append(checks.ReleaseBooks(), checks.DiffersInTests)...), record),
	}, checks.Missing{}, nil
}

// deployed reads what was deployed to staging last: where it answers, and a record of
// whether that is this content. A refusal says why nothing is known.
func (s *stageOpener) deployed(ctx context.Context, named string) (address string, record probe.Record, refusal *LoadRefusal, err error) {
	deployments, name, err := loadDeployments(ctx, s.repository, s.run, named)
	switch {
	case errors.As(err, &refusal):
		return "", nil, refusal, nil
	case err != nil:
		return "", nil, nil, err
	case s.run.isProduction(name) || environment.StageOf(name) == environment.Production:
		return "", nil, &LoadRefusal{Why: wording.Quoted(name) + " is production, which is not probed"}, nil
	}
	for _, deployment := range deployments[:min(len(deployments), triedStages)] {
		statuses, err := s.repository.DeploymentStatuses(ctx, deployment.ID)
		if err != nil {
			if err = loadUnread(err, "the states of deployments"); errors.As(err, &refusal) {
				return "", nil, refusal, nil
			}
			return "", nil, nil, err
		}
		if _, live := checks.WentLive(statuses); !live || statuses[0].State != checks.DeploymentSuccess {
			continue
		}
		known := checks.Deployed{
			Proof: checks.ProofDeployment, Other: !s.run.holds(deployment.Commit),
			Words: fmt.Sprintf("the last deployment to %s was of `%s`", wording.Quoted(name), wording.ShortSHA(deployment.Commit)),
		}
		return statuses[0].URL, func(context.Context) (checks.Deployed, error) { return known, nil }, nil, nil
	}
	return "", nil, &LoadRefusal{Why: fmt.Sprintf("no deployment to %s is live, by what GitHub records", wording.Quoted(name))}, nil
}

// sameHost reports whether two addresses are of one host.
func sameHost(one, other string) bool {
	first, err := url.Parse(one)
	if err != nil {
		return false
	}
	second, err := url.Parse(other)
	return err == nil && second.Host != "" && strings.EqualFold(first.Hostname(), second.Hostname())
}

// linkOf is where a release is to be seen.
func linkOf(release checks.Release) string {
	if release.Number > 0 && release.Repository.WebURL != "" {
		return fmt.Sprintf("%s/pull/%d", release.Repository.WebURL, release.Number)
	}
	return release.Repository.WebURL
}
