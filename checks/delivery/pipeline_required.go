package delivery

import (
	"fmt"
	"slices"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/manifest/workflow"
	"github.com/golive-app/golive/checks/wording"
)

// required says whether a merge waits for the tests.
func (p *pipeline) required() {
	required := p.facts.required
	if required == nil || !p.passed {
		return
	}
	if len(required.Workflows) > 0 {
		return
	}
	wanted := func(job ranJob) bool {
		return slices.ContainsFunc(required.Checks, func(check checks.RequiredCheck) bool { return check.Name == job.name })
	}
	if len(p.with(workflow.StageTest, func(job ranJob) bool { return ranGreen(job) && wanted(job) })) > 0 {
		return
	}
	// An aggregator that needs the tests is as good: "all green" is often the one that is required.
	for _, check := range required.Checks {
		for _, job := range p.jobs {
			if job.name == check.Name && len(job.job.Needs) > 0 && green(job) {
				return
			}
		}
	}
	if len(required.Unread) > 0 {
		p.notes = append(p.notes, "whether "+wording.Quoted(p.facts.branch)+" requires the tests could not be read whole")
		return
	}
	p.find("not-required", checks.SeverityWarning, "", 0, fmt.Sprintf("%s can be merged into without the tests: none of %s is a required check", wording.Quoted(p.facts.branch), names(p.with(workflow.StageTest, ranGreen))),
		"Settings → Rules → Rulesets → the branch: require status checks to pass, and add them.")
}

// neverReported says which required checks of a pull request nothing has reported, though
// all that began has ended: a merge waits for them for good. GitHub shows them as
// "Expected — Waiting for status to be reported".
// https://docs.github.com/en/pull-requests/collaborating-with-pull-requests/collaborating-on-repositories-with-code-quality-features/troubleshooting-required-status-checks
func (p *pipeline) neverReported() {
	required := p.facts.required
	if required == nil || p.release.Kind != checks.ReleasePullRequest || p.waiting || len(p.jobs) == 0 || p.blind() {
		return
	}
	var absent []string
	for _, check := range required.Checks {
		if !checks.OwnCheck(check.Name) && !p.reported(check) {
			absent = append(absent, wording.Quoted(check.Name))
		}
	}
	if len(absent) == 0 {
		return
	}
	p.find("never-reported", checks.SeverityWarning, "", 0,
		fmt.Sprintf("%s requires what nothing has reported on %s: %s; the merge waits for good", wording.Quoted(p.facts.branch), p.sha(), wording.Listed(absent, 4)),
		"Take it out of the branch's rules where the job has another name now; where a path filter keeps it from running, let it run and end early.")
}

// reported reports whether a required check has said anything on the commit itself, which
// is where GitHub looks.
func (p *pipeline) reported(required checks.RequiredCheck) bool {
	for _, content := range p.facts.contents {
		if content.commit.SHA != p.release.SHA {
			continue
		}
		if slices.ContainsFunc(content.statuses, func(status checks.CommitStatus) bool { return status.Context == required.Name }) {
			return true
		}
		if slices.ContainsFunc(content.checks, func(run checks.CheckRun) bool {
			return run.Name == required.Name && (required.App == 0 || run.AppID == required.App)
		}) {
			return true
		}
		for _, run := range content.runs {
			if slices.ContainsFunc(run.jobs, func(job checks.WorkflowJob) bool { return job.Name == required.Name }) {
				return true
			}
		}
	}
	return false
}
