package delivery

import (
	"context"
	"fmt"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/manifest/workflow"
)

// Pipeline checks delivery.pipeline: what CI is set up to do (build, test,
// deploy), and what it really ran on this content. A job that was skipped did
// not run, whatever colour it has on GitHub.
type Pipeline struct{}

// NewPipeline returns the check.
func NewPipeline() *Pipeline { return &Pipeline{} }

// Limits of what is asked about one release.
const (
	maxContents  = 5  // commits that hold the content
	maxRuns      = 40 // whose jobs are asked for
	maxArtifacts = 20 // that are looked into for test results
)

// pipelineFacts are what was seen.
type pipelineFacts struct {
	declared workflow.Pipelines
	outside  []string // files that configure a platform which deploys by itself
	compiled bool     // it has a language or an image that must be built

	forge    bool // the fields below were asked for
	contents []contentRuns
	required *checks.RequiredChecks // nil: not asked, or not to be read
	branch   string                 // that they are of
	deployed int                    // deployments that the forge knows of; -1: not to be read
	counted  countedTests           // test results that jobs left behind
	before   countedTests           // what the range starts at left behind
	unread   []unreadCI
}

// contentRuns is what ran on one commit that holds the content.
type contentRuns struct {
	commit   checks.ContentCommit
	runs     []ciRun
	checks   []checks.CheckRun
	statuses []checks.CommitStatus
}

// ciRun is a workflow run with its jobs.
type ciRun struct {
	checks.WorkflowRun
	jobs    []checks.WorkflowJob
	earlier [][]checks.WorkflowJob // of attempts before the last one, the newest first
}

// unreadCI is something that could not be read.
type unreadCI struct {
	what string
	err  error
}

// What says more of a run that is judged without it.
const (
	unreadResults  = "test results in an artifact"
	unreadAttempts = "earlier attempts of workflow runs"
)

func (u unreadCI) beside() bool { return u.what == unreadResults || u.what == unreadAttempts }

// Observe reads the workflows and asks the forge what ran.
func (p *Pipeline) Observe(ctx context.Context, subject checks.Subject) (checks.Observation, error) {
	declared, err := workflow.Read(ctx, subject.Source)
	if err != nil {
		return checks.Observation{}, err
	}
	facts := pipelineFacts{declared: declared}
	facts.look(subject.Source)
	if subject.Forge != nil && subject.Release.Kind != checks.ReleaseDirectory {
		facts.forge = true
		for _, commit := range subject.Commits(checks.ReleaseBooks()...) {
			if len(facts.contents) < maxContents {
				facts.contents = append(facts.contents, facts.ask(ctx, subject.Forge, commit))
			}
		}
		facts.askBranch(ctx, subject.Forge, subject.Release)
		facts.countTests(ctx, subject)
		if err := ctx.Err(); err != nil {
			return checks.Observation{}, fmt.Errorf("read what CI ran: %w", err)
		}
	}
	return observePipeline(facts, subject.Release, subject.Now()), nil
}

// ask reads what ran on a commit; what is not answered is in unread.
func (f *pipelineFacts) ask(ctx context.Context, forge checks.Forge, commit checks.ContentCommit) contentRuns {
	asked := contentRuns{commit: commit}
	runs, err := forge.WorkflowRuns(ctx, commit.SHA)
	f.fail("workflow runs", err)
	for _, run := range runs {
		if !ofContent(run.Event) {
			continue
		}
		if len(asked.runs) == maxRuns {
			f.fail("jobs of workflow runs", fmt.Errorf("there are more than %d runs", maxRuns))
			break
		}
		with := ciRun{WorkflowRun: run}
		if run.State != checks.CISkipped { // its jobs were all skipped
			with.jobs, err = forge.WorkflowJobs(ctx, run.ID)
			f.fail("jobs of workflow runs", err)
			with.earlier = f.askEarlier(ctx, forge, run)
		}
		asked.runs = append(asked.runs, with)
	}
	asked.checks, err = forge.CheckRuns(ctx, commit.SHA)
	f.fail("check runs", err)
	asked.statuses, err = forge.CommitStatuses(ctx, commit.SHA)
	f.fail("commit statuses", err)
	return asked
}

func (f *pipelineFacts) fail(what string, err error) {
	if err == nil {
		return
	}
	for _, known := range f.unread {
		if known.what == what {
			return
		}
	}
	f.unread = append(f.unread, unreadCI{what, err})
}

// ofContent reports whether a run of this event says something about the
// content: bots that answer to issues and comments run on a commit as well.
func ofContent(event string) bool {
	switch event {
	case "issues", "issue_comment", "discussion", "discussion_comment", "label", "milestone", "watch", "fork", "star", "pull_request_target", "pull_request_review", "pull_request_review_comment", "schedule", "gollum", "project", "member", "public", "registry_package":
		return false
	}
	return true
}

// askBranch reads what must pass before a merge, and whether anything was ever
// deployed. Neither decides alone.
func (f *pipelineFacts) askBranch(ctx context.Context, forge checks.Forge, release checks.Release) {
	f.branch = release.BaseBranch
	if f.branch == "" {
		f.branch = release.Repository.DefaultBranch
	}
	if f.branch != "" {
		if required, err := forge.RequiredChecks(ctx, f.branch); err == nil {
			f.required = &required
		}
	}
	f.deployed = -1
	if deployments, err := forge.Deployments(ctx, ""); err == nil {
		f.deployed = len(deployments)
	}
}
