package delivery

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/manifest/environment"
)

// Staging checks delivery.staging: staging answers, runs what is released, by its own
// word or by the record of its deployment, and was tested there afterwards: by runs
// that the forge knows of, or by golive, which plays the smoke test.
type Staging struct {
	Projects Projects
}

// NewStaging returns the check.
func NewStaging(projects Projects) *Staging { return &Staging{Projects: projects} }

// stagingFacts are what was seen.
type stagingFacts struct {
	library     string // why there is nothing that could be deployed; empty: there is
	environment string // that is staging; empty: none was found
	names       []string
	deployments int // to it that were listed
	newest      *stagedDeployment
	live        *stagedDeployment // nil: none that was looked at is
	carrier     checks.ContentCommit
	same        bool // it runs what is released
	distance    checks.Distance
	measured    bool
	tests       []stagedTest // that began after it was live
	looked      lookedAt
	declared    bool // a workflow here tests after it deployed
	lacks       []checks.Missing
}

// stagedDeployment is a deployment with where it stands.
type stagedDeployment struct {
	checks.Deployment
	state checks.DeploymentState // empty: nothing was reported
	at    time.Time              // when it was live, or when the state was reported
	link  string
}

// stagedTest is one run of tests.
type stagedTest struct {
	name  string
	state checks.CIState
	at    time.Time // when it ended; where it has not, when it began
	link  string
}

// Observe asks the forge for the deployments to staging and for what ran after
// the newest that succeeded.
func (s *Staging) Observe(ctx context.Context, subject checks.Subject) (checks.Observation, error) {
	facts := stagingFacts{}
	if subject.Source != nil {
		code, err := s.Projects.Project(ctx, subject.Source)
		if err != nil {
			return checks.Observation{}, fmt.Errorf("looking for what is deployed: %w", err)
		}
		facts.library = code.Usage().NothingToDeploy(subject.Source.Files())
	}
	if subject.Forge != nil && subject.Release.Kind != checks.ReleaseDirectory {
		if err := facts.ask(ctx, subject); err != nil {
			return checks.Observation{}, err
		}
		if err := ctx.Err(); err != nil {
			return checks.Observation{}, fmt.Errorf("read the deployments: %w", err)
		}
	} else {
		facts.lack("GitHub is not connected, so deployments to staging cannot be seen", "Install the App with `deployments: read`.")
	}
	return s.visit(ctx, subject, facts)
}

const (
	// triedStaged bounds how many deployments' states are asked for.
	triedStaged = 10
	// fewCommits is how many commits staging may be behind for a warning.
	fewCommits = 3
)

// ask reads deployments to staging, what they run, and the tests after them.
func (f *stagingFacts) ask(ctx context.Context, subject checks.Subject) error {
	deployments, err := f.deploymentsOf(ctx, subject)
	if err != nil {
		f.refused("the deployments", "deployments: read", err)
		return nil
	}
	f.deployments = len(deployments)
	for _, deployment := range deployments[:min(len(deployments), triedStaged)] {
		statuses, err := subject.Forge.DeploymentStatuses(ctx, deployment.ID)
		if err != nil {
			f.refused("the states of deployments", "deployments: read", err)
			return nil
		}
		one := &stagedDeployment{Deployment: deployment}
		if len(statuses) > 0 {
			one.state, one.at, one.link = statuses[0].State, statuses[0].At, statuses[0].Link
		}
		if f.newest == nil {
			f.newest = one
		}
		if at, live := checks.WentLive(statuses); live && statuses[0].State == checks.DeploymentSuccess {
			one.at = at
			f.live = one
			break
		}
	}
	if f.live == nil {
		return nil
	}
	f.compare(ctx, subject)
	if !f.same {
		return nil
	}
	return f.readTests(ctx, subject)
}

// deploymentsOf lists the deployments to staging: to the environment that the
// policy names, else to the one whose name says so that was deployed to last.
func (f *stagingFacts) deploymentsOf(ctx context.Context, subject checks.Subject) ([]checks.Deployment, error) {
	if named := subject.Policy.Environments.Staging.Deployment; named != "" {
		f.environment = named
		return subject.Forge.Deployments(ctx, named)
	}
	all, err := subject.Forge.Deployments(ctx, "")
	if err != nil {
		return nil, err
	}
	for _, one := range all {
		if !slices.Contains(f.names, one.Environment) {
			f.names = append(f.names, one.Environment)
		}
	}
	for _, name := range f.names {
		if environment.StageOf(name) == environment.Staging {
			f.environment = name
			return subject.Forge.Deployments(ctx, name)
		}
	}
	// Deployments of previews push those to staging out of the list: its name is
	// looked for among the environments.
	environments, err := subject.Forge.Environments(ctx)
	if err != nil {
		f.refused("the environments", "actions: read", err)
		return nil, nil
	}
	if one, found := pickEnvironment(environments, environment.Staging, ""); found {
		f.environment = one.Name
		return subject.Forge.Deployments(ctx, one.Name)
	}
	return nil, nil
}

// compare tells whether staging runs what is released.
func (f *stagingFacts) compare(ctx context.Context, subject checks.Subject) {
	for _, commit := range subject.Commits(checks.ReleaseBooks()...) {
		if commit.SHA == f.live.Commit {
			f.carrier, f.same, f.measured = commit, true, true
			return
		}
	}
	distance, err := subject.Forge.Distance(ctx, f.live.Commit, subject.Release.SHA)
	if err != nil {
		f.refused("how far staging is from this content", "contents: read", err)
		return
	}
	f.distance, f.measured, f.same = distance, true, distance.SameTree
	f.carrier = checks.ContentCommit{SHA: f.live.Commit, Origin: checks.OriginHistory}
}

func (f *stagingFacts) refused(what, grant string, err error) {
	f.lacks = append(f.lacks, unreadFrom("delivery.staging", what, grant, err))
}

func (f *stagingFacts) lack(reason, remedy string) {
	f.lacks = append(f.lacks, checks.Missing{Connection: checks.ConnectionEnvironments, Reason: reason, Remedy: remedy})
}
