package delivery

import (
	"fmt"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/manifest/workflow"
	"github.com/golive-app/golive/checks/wording"
)

// deploys says how the content gets to its users.
func (p *pipeline) deploys() {
	deploying, published := p.has[workflow.StageDeploy], p.has[workflow.StagePublish]
	switch {
	case len(deploying) > 0:
		p.bound()
		p.graph()
		p.notes = append(p.notes, "deployed by "+wording.Listed(deploying, 3))
	case len(p.facts.outside) > 0:
		p.notes = append(p.notes, "deployed by the platform that "+wording.QuotedPath(p.facts.outside[0])+" configures")
	case p.facts.deployed > 0:
		p.notes = append(p.notes, wording.Counted(p.facts.deployed, "deployment is recorded", "deployments are recorded")+" on GitHub; what makes them is not in this repository")
	case len(published) > 0:
		p.notes = append(p.notes, "it is published and not deployed: "+wording.Listed(published, 3))
	case len(p.facts.declared.Workflows)+len(p.facts.declared.Others) == 0:
		// That there is no pipeline says it all.
	case len(p.facts.declared.Others) > 0:
		p.notes = append(p.notes, "no deploy step was found; "+howFar(p.facts.declared.Others[0]))
	case p.foreign() != "":
		p.notes = append(p.notes, "no deploy job was found; "+p.foreign()+" stands in another repository and was not read")
	default:
		severity, known := checks.SeverityError, ", and GitHub knows of no deployment"
		if !p.facts.forge || p.facts.deployed < 0 || len(p.facts.declared.Unread) > 0 {
			severity, known = checks.SeverityWarning, "; whether GitHub knows of a deployment was not to be read"
		}
		p.find("no-deploy", severity, "", 0, fmt.Sprintf("nothing deploys or publishes what is built: no job of %s does, no platform's file is here%s", wording.Counted(len(p.facts.declared.Workflows), "workflow", "workflows"), known),
			"Add a deploy job with an `environment:`; where another system deploys, let it record its deployments on GitHub.")
	}
}

// foreign names a workflow of another repository that is called.
func (p *pipeline) foreign() string {
	for _, flow := range p.facts.declared.Workflows {
		for _, job := range flow.Jobs {
			if job.Foreign {
				return wording.Quoted(job.Calls)
			}
		}
	}
	return ""
}

// bound says whether deployments are bound to an environment, where people can
// approve them and where their record stands.
func (p *pipeline) bound() {
	var loose []string
	var first workflow.Sign
	path := ""
	for _, flow := range p.facts.declared.Workflows {
		for _, job := range flow.Jobs {
			sign, found := job.Sign(workflow.StageDeploy)
			if !found || job.Never {
				continue
			}
			if bindsEnvironment(job) {
				return
			}
			if path == "" {
				first, path = sign, flow.Path
			}
			loose = append(loose, wording.Quoted(job.ID))
		}
	}
	if len(loose) > 0 {
		p.find("no-environment", checks.SeverityWarning, path, first.Line, fmt.Sprintf("%s deploys to no `environment`: nobody can approve it, and GitHub keeps no record of what went where", wording.Listed(loose, 3)),
			"Add `environment: production` to the job.")
	}
}

func bindsEnvironment(job workflow.Job) bool {
	return job.Environment != "" || slices.ContainsFunc(job.Called, bindsEnvironment)
}

// graph says whether a deployment can begin before the tests of the same
// workflow have passed.
func (p *pipeline) graph() {
	for _, flow := range p.flows() {
		if !slices.ContainsFunc(flow.Jobs, func(job workflow.Job) bool { return job.Does(workflow.StageTest) && !job.Never }) {
			continue
		}
		for _, job := range flow.Jobs {
			sign, deploying := job.Sign(workflow.StageDeploy)
			if !deploying || job.Never || job.Does(workflow.StageTest) || sign.ByName || needsTests(flow, job, 0) {
				continue
			}
			p.find("untested-deploy", checks.SeverityWarning, flow.Path, sign.Line, fmt.Sprintf("%s deploys without waiting for the tests in the same workflow", wording.Quoted(job.ID)), "Add the test job to its "+waiting(flow.Path)+".")
		}
	}
}

func needsTests(flow workflow.Workflow, job workflow.Job, depth int) bool {
	if depth > len(flow.Jobs) {
		return false
	}
	return slices.ContainsFunc(job.Needs, func(need string) bool {
		before, found := flow.Job(need)
		return found && (before.Does(workflow.StageTest) || needsTests(flow, before, depth+1))
	})
}

// smellWords say what a smell means, and what to do.
var smellWords = map[workflow.SmellRule][2]string{
	workflow.SmellContinue:          {"may fail and the run is green all the same", "Take `continue-on-error` out, or move what may fail into a job of its own."},
	workflow.SmellSwallowed:         {"may fail unnoticed: what follows it makes every end a success", "Take the `||` out."},
	workflow.SmellNoErrexit:         {"may fail unnoticed: `set +e` is in force", "Take it out, or look at the status."},
	workflow.SmellPipe:              {"may fail unnoticed: of a pipe only the last command counts", "Add `shell: bash` to the step, or `set -o pipefail` to its script."},
	workflow.SmellNoTests:           {"succeeds without any test", "Take the flag out."},
	workflow.SmellIgnored:           {"is told to ignore failed tests", "Take the flag out."},
	workflow.SmellForkCode:          {"runs what a stranger proposes with the repository's secrets at hand", "Use `pull_request`, or check out nothing of the pull request."},
	workflow.SmellStatus:            {"may fail unnoticed: its status is returned in place of failing the build", "Take `returnStatus` out, or look at what it returns."},
	workflow.SmellAllowed:           {"is a job that may fail while the pipeline is green", "Take `allow_failure` out of the job."},
	workflow.SmellContinue + "-job": {"is a job that may fail while the run is green", "Take `continue-on-error` out of the job."},
}

// smells says how the pipeline can be green without having done its work.
func (p *pipeline) smells() {
	var unpinned []string
	unpinnedPath, unpinnedLine := "", 0
	for _, flow := range p.flows() {
		for _, grant := range flow.Write {
			if grant.Scope == "all" {
				p.find("broad-permissions", checks.SeverityWarning, flow.Path, grant.Line, "every job of this workflow may write everything (`permissions: write-all`)", "Name the permissions that each job needs.")
			}
		}
		for _, job := range flow.Jobs {
			if job.Never && job.Does(workflow.StageTest) {
				p.find("disabled", checks.SeverityWarning, flow.Path, job.Line, wording.Quoted(job.ID)+" runs tests and is switched off (`if: false`)", "Switch it on, or delete it.")
			}
			for _, smell := range job.Smells {
				if smell.Rule == workflow.SmellUnpinned || smell.Rule == workflow.SmellUnpinnedLocal {
					if name, _, _ := strings.Cut(smell.Text, "@"); !slices.Contains(unpinned, wording.Quoted(name)) {
						unpinned = append(unpinned, wording.Quoted(name))
					}
					if unpinnedPath == "" {
						unpinnedPath, unpinnedLine = flow.Path, smell.Line
					}
					continue
				}
				p.smell(flow, job, smell)
			}
		}
	}
	if len(unpinned) > 0 {
		p.find("unpinned", checks.SeverityWarning, unpinnedPath, unpinnedLine, fmt.Sprintf("%s of others can change under your feet: named by a tag or branch (%s)", wording.Counted(len(unpinned), "action", "actions"), wording.Listed(unpinned, 4)),
			"Name them by the full commit id; Dependabot and Renovate keep those up to date.")
	}
}

func (p *pipeline) smell(flow workflow.Workflow, job workflow.Job, smell workflow.Smell) {
	if job.Never {
		return
	}
	words, known := smellWords[smell.Rule]
	subject := wording.Quoted(smell.Text)
	switch {
	case smell.Rule == workflow.SmellContinue && smell.Stage == "":
		if !job.Does(workflow.StageTest) && !job.Does(workflow.StageBuild) {
			return
		}
		words, subject = smellWords[workflow.SmellContinue+"-job"], wording.Quoted(job.ID)
	case smell.Rule == workflow.SmellAllowed:
		if !job.Does(workflow.StageTest) && !job.Does(workflow.StageBuild) {
			return
		}
		subject = wording.Quoted(job.ID)
	case smell.Rule == workflow.SmellContinue:
		subject = "a step of " + wording.Quoted(job.ID) + " (" + string(smell.Stage) + ")"
	case !known:
		return // it counts only with what ran, or did not
	}
	line := smell.Line
	if line == 0 {
		line = job.Line
	}
	p.find(string(smell.Rule), checks.SeverityWarning, flow.Path, line, subject+" "+words[0], words[1])
}

// blind reports whether something of what ran could not be read.
func (p *pipeline) blind() bool {
	return slices.ContainsFunc(p.facts.unread, func(unread unreadCI) bool { return !unread.beside() })
}

// finish puts the observation together.
func (p *pipeline) finish() checks.Observation {
	for _, unread := range p.facts.unread {
		if unread.beside() {
			p.notes = append(p.notes, unread.what+" could not be read")
			continue
		}
		p.missing = append(p.missing, checks.Missing{
			Connection: checks.ConnectionArtifacts, Reason: "The " + unread.what + " of " + p.sha() + " could not be read: " + unread.err.Error() + ".", Remedy: grant(unread),
		})
	}
	observation := checks.Observation{Evidence: p.evidence, Findings: p.findings, Missing: p.missing}
	if static, declared := p.static(); declared || !p.passed {
		observation.Evidence = append(observation.Evidence, static)
		if static.Outcome == checks.Refutes && !declared {
			observation.Headline = "no CI pipeline"
			observation.Remedy = "Write a workflow that builds, tests and deploys (`.github/workflows/ci.yml`), or let the CI that does report its status on the commit."
		}
	}
	if !p.facts.forge {
		observation.Missing = append(observation.Missing, checks.Missing{
			Connection: checks.ConnectionForge, Reason: "What CI ran on this content is known to GitHub alone.", Remedy: "Install golive on the repository, or use `golive check --github OWNER/REPO` with a token.",
		})
	}
	errors := slices.DeleteFunc(slices.Clone(p.findings), func(finding checks.Finding) bool { return finding.Severity != checks.SeverityError })
	switch {
	case len(errors) > 0:
		observation.Headline, observation.Remedy = wording.Capital(errors[0].Message), errors[0].Remedy
		if len(errors) > 1 {
			observation.Headline = fmt.Sprintf("%d things in CI to mend", len(errors))
		}
	case p.waiting:
		observation.Headline = "CI has not ended"
	case p.passed:
		observation.Headline = "tests ran and passed on " + p.sha()
	}
	observation.Why = wording.Capital(strings.Join(p.notes, "; "))
	return observation
}

// grant is the next step for something that could not be read.
func grant(unread unreadCI) string {
	permission := map[string]string{"workflow runs": "actions", "jobs of workflow runs": "actions", "check runs": "checks", "commit statuses": "statuses"}[unread.what]
	return "Grant the App the permission `" + permission + ": read` if it lacks it, then `/golive rerun delivery.pipeline`."
}

// static is what the files alone say. While the forge is asked, it decides
// nothing: a pipeline that is written down has not run.
func (p *pipeline) static() (checks.Evidence, bool) {
	flows, others := len(p.facts.declared.Workflows), len(p.facts.declared.Others)
	made := checks.Evidence{Grade: checks.E2, Outcome: checks.Neutral, Kind: "file", Source: "workflows", ObservedAt: p.now, Tree: p.release.Tree, Sample: flows + others}
	if flows+others == 0 {
		made.Summary = "no workflow and no configuration of another CI was found"
		if len(p.facts.declared.Unread) == 0 && !p.passed && !p.waiting && !p.blind() {
			made.Outcome = checks.Refutes
		}
		return made, false
	}
	var parts []string
	for _, stage := range workflow.Stages() {
		if where := p.has[stage]; len(where) > 0 {
			parts = append(parts, string(stage)+" in "+wording.Listed(where, 2))
		}
	}
	made.Summary = fmt.Sprintf("%s read", wording.Counted(flows+others, "CI file", "CI files"))
	for _, other := range bySystem(p.facts.declared.Others) {
		made.Summary += "; " + howFar(other)
	}
	if len(parts) > 0 {
		made.Summary += ": " + strings.Join(parts, "; ")
	}
	if !p.facts.forge {
		made.Outcome = checks.Supports
		if len(p.has[workflow.StageTest]) == 0 {
			made.Outcome = checks.Refutes
		}
	}
	return made, true
}
