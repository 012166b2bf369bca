package delivery

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/manifest/workflow"
	"github.com/golive-app/golive/checks/wording"
)

// observePipeline states what the facts mean for the item.
func observePipeline(facts pipelineFacts, release checks.Release, now time.Time) checks.Observation {
	judged := pipeline{facts: facts, release: release, now: now, jobs: facts.ran()}
	judged.declared()
	if facts.forge {
		judged.ranRed()
		judged.tested()
		judged.builtHere()
		judged.retried()
		judged.required()
		judged.neverReported()
	}
	judged.deploys()
	judged.smells()
	return judged.finish()
}

// pipeline collects what is said of one release.
type pipeline struct {
	facts    pipelineFacts
	release  checks.Release
	now      time.Time
	jobs     []ranJob
	evidence []checks.Evidence
	findings []checks.Finding
	missing  []checks.Missing
	notes    []string
	has      map[workflow.Stage][]string // where stages are declared, "ci.yml: test"
	passed   bool                        // tests ran, and all that decides is green
	waiting  bool
}

func (p *pipeline) find(rule string, severity checks.Severity, path string, line int, message, remedy string) {
	p.findings = append(p.findings, checks.Finding{
		Rule: "pipeline." + rule, Severity: severity, Path: path, Line: line, Message: message, Remedy: remedy,
		Grade: p.grade(), Fingerprint: checks.Fingerprint("pipeline."+rule, path, message),
	})
}

func (p *pipeline) grade() checks.Grade {
	if p.facts.forge {
		return checks.E3
	}
	return checks.E2
}

func (p *pipeline) sha() string { return "`" + wording.ShortSHA(p.release.SHA) + "`" }

// declared says what the files declare.
func (p *pipeline) declared() {
	p.has = map[workflow.Stage][]string{}
	for _, flow := range p.flows() {
		for _, job := range flow.Jobs {
			if job.Never {
				continue
			}
			for _, stage := range stagesOf(job) {
				p.has[stage] = append(p.has[stage], fmt.Sprintf("%s (%s)", wording.Quoted(job.ID), wording.QuotedPath(flow.Path)))
			}
		}
	}
	for _, other := range p.facts.declared.Others {
		for _, stage := range other.Stages {
			if len(other.Jobs) > 0 {
				break // they are told with the jobs
			}
			p.has[stage] = append(p.has[stage], fmt.Sprintf("%s (%s)", wording.QuotedPath(other.Path), other.System))
		}
	}
	for _, unread := range p.facts.declared.Unread {
		p.find("unread-workflow", checks.SeverityNotice, unread.Path, 0, "this workflow was not read: "+unread.Reason, "Mend the file; until then what it does is told by the names of its jobs alone.")
	}
}

// ranRed says what failed, and what has not ended.
func (p *pipeline) ranRed() {
	var running []string
	for _, job := range p.jobs {
		switch {
		case job.state.Red() && job.beside:
			severity := checks.SeverityNotice
			if job.does(workflow.StageTest) && job.path != "" {
				severity = checks.SeverityWarning
			}
			p.find("red-beside", severity, job.path, job.job.Line, fmt.Sprintf("%s %s on %s, and nothing depends on it", job.words(), ended(job.state), p.on(job)), "Mend it, or take it out.")
		case job.state.Red() && job.event == "dynamic":
			p.find("red-beside", checks.SeverityWarning, job.path, job.job.Line, fmt.Sprintf("%s %s on %s", job.words(), ended(job.state), p.on(job)), "Look at what it says: "+job.link)
		case job.state.Red():
			p.find("red", checks.SeverityError, job.path, job.job.Line, fmt.Sprintf("%s %s on %s", job.words(), ended(job.state), p.on(job)), p.mend(job))
		case !job.state.Ended() && !job.later() && !job.beside:
			running = append(running, job.words()+" ("+strings.ReplaceAll(string(job.state), "_", " ")+")")
		}
	}
	if len(running) > 0 {
		p.waiting = true
		remedy := "Nothing is to be done: golive looks again when they have ended."
		if strings.Contains(strings.Join(running, ""), "action required") {
			remedy = "A maintainer approves the run on its page: GitHub holds back runs of strangers."
		}
		p.missing = append(p.missing, checks.Missing{
			Connection: checks.ConnectionArtifacts, Reason: fmt.Sprintf("CI has not ended on %s: %s.", p.sha(), wording.Listed(running, 4)), Remedy: remedy,
		})
	}
}

func ended(state checks.CIState) string {
	switch state {
	case checks.CICancelled:
		return "was cancelled"
	case checks.CITimedOut:
		return "ran out of time"
	case checks.CIStale:
		return "was given up by GitHub after 14 days"
	case checks.CIStartupFailure:
		return "could not start"
	}
	return "failed"
}

func (p *pipeline) mend(job ranJob) string {
	remedy := "Mend what it says"
	switch job.state {
	case checks.CICancelled, checks.CIStale:
		remedy = "Run it again"
	case checks.CIStartupFailure:
		remedy = "Mend the workflow file"
	}
	if job.link != "" {
		remedy += ": " + job.link
	}
	return remedy + "."
}

func (j ranJob) words() string {
	if j.path != "" || j.by == "" || j.by == j.name {
		return wording.Quoted(j.name)
	}
	return wording.Quoted(j.name) + " of " + wording.Quoted(j.by)
}

func (p *pipeline) on(job ranJob) string {
	if words := job.commit.Words(); words != "" {
		return words
	}
	return p.sha()
}

// with lists the jobs of a stage by how they ended.
func (p *pipeline) with(stage workflow.Stage, is func(ranJob) bool) []ranJob {
	return slices.DeleteFunc(slices.Clone(p.jobs), func(job ranJob) bool { return !job.does(stage) || !is(job) })
}

func green(job ranJob) bool    { return job.state == checks.CISuccess }
func ranGreen(job ranJob) bool { return green(job) && job.skip == nil }
func ranNone(job ranJob) bool  { return job.state == checks.CISkipped || job.skip != nil }

// tested says whether tests really ran on this content.
func (p *pipeline) tested() {
	passed, left := p.with(workflow.StageTest, ranGreen), p.with(workflow.StageTest, ranNone)
	switch {
	case len(passed) > 0 && p.facts.counted.results > 0 && p.facts.counted.total.Ran() == 0:
		p.find("no-tests", checks.SeverityError, passed[0].path, passed[0].job.Line,
			fmt.Sprintf("%s is green on %s and ran 0 tests: %s in %s", passed[0].words(), p.on(passed[0]), wording.Counted(p.facts.counted.total.Tests, "test was skipped", "tests were skipped"), wording.Counted(p.facts.counted.results, "result file", "result files")),
			"Find out why no test was run: a pattern that matches nothing, or a filter.")
	case len(passed) > 0:
		p.passed = true
		p.ranTests(passed)
		if len(left) > 0 {
			p.find("skipped-beside", checks.SeverityNotice, left[0].path, left[0].job.Line, fmt.Sprintf("%s did not run on %s: %s", wording.Counted(len(left), "test job", "test jobs"), p.sha(), names(left)), "")
		}
		p.counts()
	case p.waiting || p.redTests():
		// What is red is said, and what has not ended may be the tests.
	case len(left) > 0 && left[0].skip != nil:
		p.find("skipped-step", checks.SeverityError, left[0].path, left[0].skip.Line,
			fmt.Sprintf("%s is green on %s, and its step %s was **skipped**, so no test ran", left[0].words(), p.on(left[0]), wording.Quoted(left[0].skip.Step)),
			"Take the condition off for releases, or run the job again where it holds.")
	case len(left) > 0:
		p.find("skipped", checks.SeverityError, left[0].path, left[0].job.Line,
			fmt.Sprintf("%s was **skipped** on %s%s, so no test ran. GitHub shows that as success", left[0].words(), p.sha(), why(left[0])),
			"Run it for this content (`workflow_dispatch`), or take the condition off for releases.")
	case len(p.facts.unread) > 0 && p.blind():
		// It may have run where golive could not look.
	case len(p.jobs) == 0 && len(p.has[workflow.StageTest]) > 0:
		p.neverRan()
	case len(p.has[workflow.StageTest]) > 0:
		p.find("not-run", checks.SeverityError, "", 0, fmt.Sprintf("tests are declared in %s, and none of them ran on %s", wording.Listed(p.has[workflow.StageTest], 3), p.sha()), p.start())
	case p.foreign() != "" || len(p.facts.declared.Others) > 0 || len(p.facts.declared.Unread) > 0:
		p.missing = append(p.missing, checks.Missing{
			Connection: checks.ConnectionArtifacts, Reason: fmt.Sprintf("No job that runs tests was recognised on %s, and not everything was to be read: %s.", p.sha(), p.shallow()),
			Remedy: "Name the job for what it does (\"test\"), or let it leave JUnit results behind.",
		})
	case len(p.jobs) > 0 || len(p.facts.declared.Workflows) > 0:
		p.find("no-test-job", checks.SeverityError, "", 0, fmt.Sprintf("no job that runs tests was found: %s, %s on %s", wording.Counted(len(p.facts.declared.Workflows), "workflow was read", "workflows were read"), wording.Counted(len(p.jobs), "job ran", "jobs ran"), p.sha()),
			"Add a job that runs the tests to the workflow for pull requests and pushes.")
	}
}

// redTests reports whether tests ran and did not succeed.
func (p *pipeline) redTests() bool {
	return len(p.with(workflow.StageTest, func(job ranJob) bool { return job.state.Red() && !job.beside })) > 0
}

// shallow names what of the pipeline is not read deep.
func (p *pipeline) shallow() string {
	if foreign := p.foreign(); foreign != "" {
		return foreign + " stands in another repository"
	}
	if others := p.facts.declared.Others; len(others) > 0 {
		return howFar(others[0])
	}
	return wording.QuotedPath(p.facts.declared.Unread[0].Path) + ": " + p.facts.declared.Unread[0].Reason
}

// neverRan is for a content on which nothing ran at all: runs begin some seconds
// after a push, so that this alone is no failure.
func (p *pipeline) neverRan() {
	p.waiting = true
	p.missing = append(p.missing, checks.Missing{
		Connection: checks.ConnectionArtifacts, Reason: fmt.Sprintf("Nothing has run on %s yet; tests are declared in %s.", p.sha(), wording.Listed(p.has[workflow.StageTest], 3)), Remedy: p.start(),
	})
}

// start says how tests get to run on this content.
func (p *pipeline) start() string {
	for _, flow := range p.facts.declared.Workflows {
		tests := slices.ContainsFunc(flow.Jobs, func(job workflow.Job) bool { return job.Does(workflow.StageTest) })
		if !tests {
			continue
		}
		if _, manual := flow.On("workflow_dispatch"); manual {
			return "Run " + wording.QuotedPath(flow.Path) + " on this content: Actions → " + wording.Quoted(flow.Name) + " → Run workflow."
		}
		for _, trigger := range flow.Triggers {
			if len(trigger.Paths)+len(trigger.PathsIgnore) > 0 {
				return fmt.Sprintf("%s has a path filter (line %d): add `workflow_dispatch` and run it, or take the filter off for release branches.", wording.QuotedPath(flow.Path), trigger.Line)
			}
			if len(trigger.Branches)+len(trigger.BranchesIgnore) > 0 && trigger.Event == "push" {
				return fmt.Sprintf("%s has a branch filter (line %d): add the release branches to it, or `workflow_dispatch`, and run it.", wording.QuotedPath(flow.Path), trigger.Line)
			}
		}
	}
	return "Run the tests on this content; golive looks again when they have ended."
}

func why(job ranJob) string {
	if job.job.If != "" {
		return " (`if: " + strings.ReplaceAll(wording.Quoted(job.job.If), "`", "") + "`)"
	}
	return ""
}

func names(jobs []ranJob) string {
	var all []string
	for _, job := range jobs {
		if !slices.Contains(all, wording.Quoted(job.name)) {
			all = append(all, wording.Quoted(job.name))
		}
	}
	return wording.Listed(all, 4)
}

// ranTests records what passed.
func (p *pipeline) ranTests(passed []ranJob) {
	summary := fmt.Sprintf("%s succeeded on %s: %s", wording.Counted(len(passed), "test job", "test jobs"), p.on(passed[0]), names(passed))
	if counted := p.facts.counted; counted.results > 0 {
		summary += fmt.Sprintf("; %s in %s", wording.Counted(counted.total.Ran(), "test ran", "tests ran"), wording.Counted(counted.results, "result file", "result files"))
	} else {
		summary += "; how many tests ran is not known: no job left JUnit results behind"
	}
	if said := outside(passed); said != "" {
		summary += "; " + said
	}
	p.evidence = append(p.evidence, checks.Evidence{
		Grade: checks.E3, Outcome: checks.Supports, Kind: "ci", Source: "github", Summary: summary, Link: passed[0].link, ObservedAt: p.now, Tree: p.release.Tree, Sample: len(passed),
	})
}

// builtHere says whether what is released was built.
func (p *pipeline) builtHere() {
	if built := p.with(workflow.StageBuild, green); len(built) > 0 {
		p.evidence = append(p.evidence, checks.Evidence{
			Grade: checks.E3, Outcome: checks.Supports, Kind: "ci", Source: "github", Link: built[0].link, ObservedAt: p.now, Tree: p.release.Tree, Sample: len(built),
			Summary: fmt.Sprintf("%s succeeded on %s: %s", wording.Counted(len(built), "build job", "build jobs"), p.on(built[0]), names(built)),
		})
		return
	}
	if p.passed && p.facts.compiled && !p.waiting && len(p.with(workflow.StageBuild, func(ranJob) bool { return true })) == 0 {
		p.find("no-build", checks.SeverityWarning, "", 0, fmt.Sprintf("the tests ran on %s, and no job that builds what is released did", p.sha()), "Build the artifact that is deployed in the same run, so that what is tested is what goes live.")
	}
}

// outside says whose word it is that tests passed, where no job was seen of it.
func outside(passed []ranJob) string {
	var by []string
	for _, job := range passed {
		if job.event != "" {
			return ""
		}
		if !slices.Contains(by, wording.Quoted(job.by)) {
			by = append(by, wording.Quoted(job.by))
		}
	}
	return wording.Listed(by, 3) + " says so on the commit, and golive cannot look into what it ran"
}
