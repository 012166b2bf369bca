package workflow

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"github.com/rhysd/actionlint"
)

// workflow reads one workflow, or says why not.
func (r *reader) workflow(name string) (Workflow, string) {
	found := r.parse(name)
	if found.why != "" {
		return Workflow{}, found.why
	}
	made := Workflow{Path: name, Name: clip(cmp.Or(value(found.workflow.Name), name), 200), Faults: found.faults, Write: grants(found.workflow.Permissions)}
	made.Triggers, made.Callable = triggers(found.workflow.On)
	made.Jobs = r.jobs(found.workflow, name, made.Triggers, 0, nil)
	return made, ""
}

// jobs reads the jobs of a workflow in the order of the file.
func (r *reader) jobs(workflow *actionlint.Workflow, name string, starts []Trigger, depth int, callers []string) []Job {
	var made []Job
	for _, job := range workflow.Jobs {
		if job == nil || job.ID == nil {
			continue
		}
		made = append(made, r.job(job, workflow, name, starts, depth, callers))
	}
	slices.SortFunc(made, func(a, b Job) int { return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.ID, b.ID)) })
	return made
}

func (r *reader) job(job *actionlint.Job, workflow *actionlint.Workflow, name string, starts []Trigger, depth int, callers []string) Job {
	made := Job{ID: clip(job.ID.Value, 100), Name: clip(cmp.Or(value(job.Name), job.ID.Value), 200), Line: line(job.ID.Pos), Write: grants(job.Permissions)}
	for _, need := range job.Needs {
		made.Needs = append(made.Needs, value(need))
	}
	if job.Environment != nil {
		made.Environment = clip(value(job.Environment.Name), 200)
	}
	made.If = clip(value(job.If), 300)
	made.Never = never(made.If)
	if truly(job.ContinueOnError) {
		made.ContinueOnError = true
		made.Smells = append(made.Smells, Smell{Rule: SmellContinue, Line: line(job.ContinueOnError.Pos), Text: "continue-on-error: true"})
	}
	if job.WorkflowCall != nil && job.WorkflowCall.Uses != nil {
		r.call(&made, job.WorkflowCall.Uses, starts, depth, append(slices.Clone(callers), name))
	}
	steps := stepReader{reader: r, job: &made, shell: cmp.Or(defaultShell(job.Defaults), defaultShell(workflow.Defaults)), folder: cmp.Or(defaultFolder(job.Defaults), defaultFolder(workflow.Defaults)), starts: starts}
	for i, step := range job.Steps {
		if i == maxSteps {
			break
		}
		if step != nil {
			steps.step(step)
		}
	}
	made.finish(cmp.Or(value(workflow.Name), path.Base(name)))
	return made
}

// call reads the reusable workflow that a job is.
func (r *reader) call(made *Job, uses *actionlint.String, starts []Trigger, depth int, callers []string) {
	made.Calls = clip(uses.Value, 300)
	local, isLocal := strings.CutPrefix(made.Calls, "./")
	if !isLocal {
		made.Foreign = true
		if !pinned(made.Calls) {
			made.Smells = append(made.Smells, Smell{Rule: SmellUnpinnedLocal, Line: line(uses.Pos), Text: made.Calls})
		}
		return
	}
	if depth >= maxCalls || slices.Contains(callers, local) {
		made.Foreign = true
		return
	}
	found := r.parse(local)
	if found.why != "" {
		made.Foreign = true
		return
	}
	made.Called = r.jobs(found.workflow, local, starts, depth+1, callers)
}

// finish lets the names speak where nothing else does, and takes back what a
// job only seems to do.
func (j *Job) finish(workflow string) {
	slices.SortStableFunc(j.Signs, func(a, b Sign) int { return cmp.Compare(a.Line, b.Line) })
	named := namedStages(j.ID + " " + j.Name)
	if j.Name != j.ID && len(namedStages(j.Name)) == 0 {
		named = nil // "build: Linting": the name says it better
	}
	if !slices.ContainsFunc(j.Signs, func(sign Sign) bool { return sign.Stage != "" }) && len(j.Called) == 0 {
		for _, stage := range named {
			if stage == StagePublish && !strings.Contains(strings.ToLower(j.ID+j.Name), "publish") || stage == StageDeploy && slices.Contains(named, StageTest) {
				continue // "sync release to …", "deploy a test environment"
			}
			j.Signs = append(j.Signs, Sign{Stage: stage, Line: j.Line, Text: j.Name, ByName: true})
		}
	}
	if aboutDocumentation(j.ID + " " + j.Name + " " + workflow) {
		j.Signs = slices.DeleteFunc(j.Signs, func(sign Sign) bool { return sign.Stage == StageDeploy || sign.Stage == StagePublish })
	}
	// What is deployed to a cluster that the job itself has made is a trial of it.
	if j.Environment == "" && j.scratch() {
		j.Signs = slices.DeleteFunc(j.Signs, func(sign Sign) bool { return sign.Stage == StageDeploy })
	}
	j.Signs = slices.DeleteFunc(j.Signs, func(sign Sign) bool { return sign.Stage == "" })
	j.Smells = slices.DeleteFunc(j.Smells, func(smell Smell) bool { return smell.Rule == "" })
}

// scratch reports whether the job made a cluster of its own.
func (j *Job) scratch() bool {
	return slices.ContainsFunc(j.Signs, func(sign Sign) bool { return sign.Stage == "" && sign.Text == "cluster" })
}

func aboutDocumentation(name string) bool {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return r < 'a' || r > 'z' })
	return slices.ContainsFunc(words, func(word string) bool {
		return slices.Contains([]string{"docs", "doc", "documentation", "storybook", "pages", "mkdocs", "docusaurus", "website", "translations", "i18n", "crowdin", "schema"}, word)
	})
}

// triggers reads what starts a workflow.
func triggers(events []actionlint.Event) (found []Trigger, callable bool) {
	for _, event := range events {
		switch on := event.(type) {
		case *actionlint.WebhookEvent:
			made := Trigger{Event: value(on.Hook), Line: line(on.Pos)}
			filter := func(from *actionlint.WebhookEventFilter) []string {
				if from == nil {
					return nil
				}
				return values(from.Values)
			}
			made.Branches, made.BranchesIgnore, made.Tags, made.TagsIgnore = filter(on.Branches), filter(on.BranchesIgnore), filter(on.Tags), filter(on.TagsIgnore)
			made.Paths, made.PathsIgnore, made.Workflows = filter(on.Paths), filter(on.PathsIgnore), values(on.Workflows)
			found = append(found, made)
		case *actionlint.WorkflowCallEvent:
			callable = true
		case *actionlint.ScheduledEvent:
			found = append(found, Trigger{Event: "schedule", Line: line(on.Pos)})
		case *actionlint.WorkflowDispatchEvent:
			found = append(found, Trigger{Event: "workflow_dispatch", Line: line(on.Pos)})
		case *actionlint.RepositoryDispatchEvent:
			found = append(found, Trigger{Event: "repository_dispatch", Line: line(on.Pos)})
		case nil:
		default:
			found = append(found, Trigger{Event: on.EventName()})
		}
	}
	return found, callable
}

// never reports whether a condition is the constant false.
func never(condition string) bool {
	condition = strings.TrimSpace(condition)
	if inner, found := strings.CutPrefix(condition, "${{"); found {
		condition = strings.TrimSpace(strings.TrimSuffix(inner, "}}"))
	}
	return strings.HasPrefix(condition, "false &&") || condition == "false" || condition == "'false'" || condition == "0"
}

// grants lists what a token may write.
func grants(permissions *actionlint.Permissions) []Grant {
	if permissions == nil {
		return nil
	}
	if value(permissions.All) == "write-all" {
		return []Grant{{Scope: "all", Line: line(permissions.Pos)}}
	}
	var found []Grant
	for name, scope := range permissions.Scopes {
		if scope != nil && value(scope.Value) == "write" {
			found = append(found, Grant{Scope: clip(name, 60), Line: line(scope.Name.Pos)})
		}
	}
	slices.SortFunc(found, func(a, b Grant) int { return cmp.Compare(a.Scope, b.Scope) })
	return found
}

func truly(flag *actionlint.Bool) bool { return flag != nil && flag.Expression == nil && flag.Value }

func value(text *actionlint.String) string {
	if text == nil {
		return ""
	}
	return text.Value
}

func values(texts []*actionlint.String) []string {
	var found []string
	for _, text := range texts {
		if len(found) < 100 {
			found = append(found, clip(value(text), 200))
		}
	}
	return found
}

func line(pos *actionlint.Pos) int {
	if pos == nil {
		return 0
	}
	return pos.Line
}

func defaultShell(defaults *actionlint.Defaults) string {
	if defaults == nil || defaults.Run == nil {
		return ""
	}
	return value(defaults.Run.Shell)
}

func defaultFolder(defaults *actionlint.Defaults) string {
	if defaults == nil || defaults.Run == nil {
		return ""
	}
	return value(defaults.Run.WorkingDirectory)
}
