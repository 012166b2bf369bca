package delivery

import (
	"cmp"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/manifest/workflow"
)

// ranJob is one thing that ran for the content: a job, a check run of another
// App, or a commit status.
type ranJob struct {
	name   string
	by     string // "CI" of a workflow, the App, or who set the status
	state  checks.CIState
	stages []workflow.Stage
	job    workflow.Job // as it is declared; without an ID: no file at hand declares it
	path   string       // of its workflow; empty: another system's
	event  string
	link   string
	commit checks.ContentCommit
	skip   *workflow.Sign // it is green, and this step, its only one that tests, was skipped
	failed int            // earlier runs of it for the same commit that did not succeed
	// Beside: its failure is told and does not decide: an advisory App, or a job
	// whose run is green all the same.
	beside bool
}

func (j ranJob) does(stage workflow.Stage) bool { return slices.Contains(j.stages, stage) }

// later reports whether it brings the content to people, and so may wait for
// what this item says.
func (j ranJob) later() bool {
	return (j.does(workflow.StageDeploy) || j.does(workflow.StagePublish)) && !j.does(workflow.StageTest) || j.state == "waiting"
}

// ran lists what ran for the content, of each workflow, App and status the
// newest.
func (f pipelineFacts) ran() []ranJob {
	var all []ranJob
	for _, chosen := range f.newestRuns() {
		all = append(all, f.jobsOf(chosen.ciRun, chosen.commit)...)
	}
	return append(all, f.elsewhere()...)
}

type chosenRun struct {
	ciRun
	commit checks.ContentCommit
}

// newestRuns takes of each workflow and event the newest run. One that was
// cancelled or skipped is no result where the workflow ran for the content
// otherwise: pushes and pull requests often cancel each other's.
func (f pipelineFacts) newestRuns() []chosenRun {
	newest := map[string]chosenRun{}
	done := map[string]bool{} // workflows with a result
	for _, content := range f.contents {
		for _, run := range content.runs {
			done[run.Path] = done[run.Path] || run.State == checks.CISuccess || run.State == checks.CIFailure
			key := run.Path + " " + run.Event
			if known, found := newest[key]; !found || run.CreatedAt.After(known.CreatedAt) {
				newest[key] = chosenRun{run, content.commit}
			}
		}
	}
	var chosen []chosenRun
	for _, run := range newest {
		void := run.State == checks.CICancelled || run.State == checks.CISkipped || run.State == checks.CIStale
		if !void || !done[run.Path] {
			chosen = append(chosen, run)
		}
	}
	slices.SortFunc(chosen, func(a, b chosenRun) int { return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Event, b.Event)) })
	return chosen
}

// jobsOf lists the jobs of a run; where it has none, the run stands for the
// jobs that its workflow declares.
func (f pipelineFacts) jobsOf(run ciRun, commit checks.ContentCommit) []ranJob {
	declared, known := f.declared.Of(run.Path)
	made := func(name string, state checks.CIState, link string) ranJob {
		return ranJob{name: name, by: run.Workflow, state: state, path: run.Path, event: run.Event, link: link, commit: commit}
	}
	if len(run.jobs) == 0 {
		if !known || run.State == checks.CIStartupFailure {
			one := made(run.Workflow, run.State, run.Link)
			one.stages = workflow.StagesOfName(run.Workflow)
			for _, job := range declared.Jobs {
				one.stages = append(one.stages, stagesOf(job)...)
			}
			return []ranJob{one}
		}
		var all []ranJob
		for _, job := range declared.Jobs {
			one := made(job.Name, run.State, run.Link)
			one.job, one.stages = job, stagesOf(job)
			all = append(all, one)
		}
		return all
	}
	var all []ranJob
	for _, job := range run.jobs {
		one := made(job.Name, job.State, job.Link)
		if found, matched := declared.Match(job.Name); known && matched {
			one.job, one.stages = found, stagesOf(found)
		} else {
			one.stages = workflow.StagesOfName(job.Name)
		}
		one.beside = job.State.Red() && run.State == checks.CISuccess
		if idle, found := one.job.Idle(workflow.StageTest, job.Steps); found && job.State == checks.CISuccess {
			one.skip = &idle
		}
		one.failed = f.failedBefore(run, job.Name)
		all = append(all, one)
	}
	return all
}

func stagesOf(job workflow.Job) []workflow.Stage {
	return slices.DeleteFunc(workflow.Stages(), func(stage workflow.Stage) bool { return !job.Does(stage) })
}

// advisers are Apps and statuses that comment on a change and build nothing.
// What they say in red is told, and does not decide.
var advisers = []string{
	"codecov", "coveralls", "codeclimate", "codacy", "sonar", "deepsource", "snyk", "socket", "dependabot", "renovate", "cla", "dco", "license", "semantic", "vercel", "netlify", "render", "railway", "cloudflare", "changeset", "gitguardian", "codespell", "pre-commit.ci",
	"github-advanced-security", "github-code-scanning", "stale", "mergify", "kodiak", "linear", "chromatic", "percy", "argos", "lighthouse", "bundle", "size-limit", "copilot", "coderabbit", "sourcery", "graphite", "wip", "reviewpad", "pullapprove", "codefactor", "restyled", "imgbot", "allstar", "fossa", "deploy-preview", "readthedocs",
}

func adviser(name string) bool {
	name = strings.ToLower(name)
	return slices.ContainsFunc(advisers, func(known string) bool {
		at := strings.Index(name, known)
		return at >= 0 && (len(known) > 3 || (at == 0 || !letter(name[at-1])) && (at+len(known) == len(name) || !letter(name[at+len(known)])))
	})
}

func letter(c byte) bool { return c >= 'a' && c <= 'z' }

// elsewhere lists what other Apps and statuses say. Jobs of the forge's own
// pipelines are shown as check runs too; they count here only where the runs
// themselves could not be read, and then for being red alone.
func (f pipelineFacts) elsewhere() []ranJob {
	blind := slices.ContainsFunc(f.unread, func(unread unreadCI) bool { return strings.Contains(unread.what, "workflow runs") })
	newest := map[string]ranJob{}
	var order []string
	add := func(key string, job ranJob) {
		known, found := newest[key]
		if !found {
			order = append(order, key)
		}
		// The released commit stands first; another one counts where that has no result.
		if !found || !known.state.Ended() && job.state.Ended() {
			newest[key] = job
		}
	}
	for _, content := range f.contents {
		for _, run := range content.checks {
			if run.App == "github-actions" && (!blind || !run.State.Red()) {
				continue
			}
			add("check "+run.App+" "+run.Name, ranJob{
				name: run.Name, by: run.App, state: run.State, stages: externalStages(run.App, run.Name), link: run.Link, commit: content.commit,
				beside: adviser(run.App) || adviser(run.Name),
			})
		}
		for _, status := range content.statuses {
			add("status "+status.Context, ranJob{
				name: status.Context, by: status.Creator, state: stateOf(status.State), stages: externalStages(status.Context, status.Context), link: status.Link, commit: content.commit,
				beside: adviser(status.Context),
			})
		}
	}
	var all []ranJob
	for _, key := range order {
		all = append(all, newest[key])
	}
	return all
}

func stateOf(state checks.StatusState) checks.CIState {
	switch state {
	case checks.StatusSuccess:
		return checks.CISuccess
	case checks.StatusFailure, checks.StatusError:
		return checks.CIFailure
	}
	return checks.CIInProgress
}

// pipelinesElsewhere are words by which other systems name a whole pipeline.
var pipelinesElsewhere = []string{"jenkins", "circleci", "circle-ci", "travis", "buildkite", "gitlab", "azure-pipelines", "azure pipelines", "teamcity", "drone", "woodpecker", "semaphore", "appveyor", "cirrus", "bitrise", "codebuild", "cloud-build", "codeship", "concourse", "tekton", "prow", "zuul", "bamboo", "continuous-integration"}

// externalStages tells by its name what another system's job does. A whole
// pipeline is taken for what it mostly is: build and test.
func externalStages(system, name string) []workflow.Stage {
	if adviser(system) || adviser(name) {
		return nil
	}
	if stages := workflow.StagesOfName(name); len(stages) > 0 && !strings.Contains(strings.ToLower(name), "ci/") {
		return stages
	}
	lower := strings.ToLower(system + " " + name)
	if strings.HasPrefix(strings.ToLower(name), "ci/") || slices.ContainsFunc(pipelinesElsewhere, func(known string) bool { return strings.Contains(lower, known) }) {
		return []workflow.Stage{workflow.StageBuild, workflow.StageTest}
	}
	return nil
}
