package workflow

import (
	"slices"

	"github.com/golive-app/golive/checks"
)

// Stage is what a job does for a release.
type Stage string

// The stages.
const (
	StageBuild   Stage = "build"   // makes what is released
	StageTest    Stage = "test"    // runs tests
	StageDeploy  Stage = "deploy"  // brings it to an environment
	StagePublish Stage = "publish" // brings it to a registry or a page of releases
)

// Stages lists all stages in the order of a release.
func Stages() []Stage { return []Stage{StageBuild, StageTest, StageDeploy, StagePublish} }

// Pipelines is what a repository declares.
type Pipelines struct {
	Workflows []Workflow // of GitHub Actions, by path
	Others    []Other    // other systems, by path
	Unread    []checks.Skipped
}

// Workflow is one workflow of GitHub Actions.
type Workflow struct {
	Path     string
	Name     string // the path where it has none
	Triggers []Trigger
	Jobs     []Job // in the order of the file
	Write    []Grant
	// Faults are what GitHub would refuse, or what was not understood.
	Faults []Fault
	// Callable: other workflows may call it, and with no other trigger nothing else starts it.
	Callable bool
}

// Trigger is an event that starts a workflow, with the filters on it.
type Trigger struct {
	Event          string
	Line           int
	Branches       []string
	BranchesIgnore []string
	Tags           []string
	TagsIgnore     []string
	Paths          []string
	PathsIgnore    []string
	Workflows      []string // of workflow_run, by name
}

// Job is one job of a workflow.
type Job struct {
	ID              string
	Name            string // as it is declared, with its expressions; the ID where it has none
	Line            int
	Needs           []string
	Signs           []Sign // what it does, by line
	Environment     string // that it deploys to, with its expressions
	If              string
	Never           bool // its condition is the constant false
	ContinueOnError bool
	Calls           string // the reusable workflow that it is, "./.github/workflows/x.yml" or "owner/repo/…@ref"
	Called          []Job  // the jobs of a local reusable workflow
	Foreign         bool   // what it calls stands in another repository and is not read
	Smells          []Smell
	Write           []Grant
}

// Sign is one thing that tells a job's stage.
type Sign struct {
	Stage Stage
	Line  int
	Text  string // the command or action; a name where ByName
	// ByName: nothing but the job's name tells it.
	ByName bool
	// Step is the name under which GitHub shows the step, with its expressions; empty where
	// the sign is of the job as a whole.
	Step string
}

// Smell is a way in which a job can be green without doing its work, or gives
// more away than it needs.
type Smell struct {
	Rule  SmellRule
	Line  int
	Text  string
	Stage Stage // of the command; empty: of none, or of the whole job
}

// SmellRule names a kind of smell.
type SmellRule string

// The kinds of smell.
const (
	SmellContinue      SmellRule = "continue-on-error"
	SmellSwallowed     SmellRule = "swallowed"       // "|| true" and its like
	SmellNoErrexit     SmellRule = "set-plus-e"      //
	SmellPipe          SmellRule = "pipe"            // a pipe without pipefail hides the status
	SmellNoTests       SmellRule = "no-tests-passes" // "--passWithNoTests" and its like
	SmellSkipped       SmellRule = "skips-tests"     // "-DskipTests" and its like
	SmellIgnored       SmellRule = "ignores-failure" // the tool itself is told to ignore failures
	SmellAllowed       SmellRule = "allowed-to-fail" // "allow_failure" of GitLab CI
	SmellStatus        SmellRule = "status-returned" // "returnStatus" of Jenkins
	SmellForkCode      SmellRule = "untrusted-checkout"
	SmellUnpinned      SmellRule = "unpinned-action"
	SmellUnpinnedLocal SmellRule = "unpinned-workflow"
)

// Grant is a permission to write that a workflow or job gives its token.
type Grant struct {
	Scope string // "contents"; "all" for write-all
	Line  int
}

// Fault is something in a workflow that was not understood.
type Fault struct {
	Line    int
	Message string
}

// Other is another system's configuration.
type Other struct {
	System string
	Path   string
	Stages []Stage // that its file names; it is not read as deep as workflows are
	// Jobs are those of GitLab CI and CircleCI, and the stages of Jenkins; empty where the
	// file is read for its commands alone.
	Jobs []Job
	Left []string // what its jobs are made of besides, and that stands elsewhere
	Why  string   // it was not read, and why; empty: it was
}

// Does reports whether the job does a stage, itself or in what it calls.
func (j Job) Does(stage Stage) bool {
	return slices.ContainsFunc(j.Signs, func(sign Sign) bool { return sign.Stage == stage }) ||
		slices.ContainsFunc(j.Called, func(called Job) bool { return called.Does(stage) })
}

// Sign returns the first sign of a stage in the job or in what it calls.
func (j Job) Sign(stage Stage) (Sign, bool) {
	for _, sign := range j.Signs {
		if sign.Stage == stage {
			return sign, true
		}
	}
	for _, called := range j.Called {
		if sign, found := called.Sign(stage); found {
			return sign, true
		}
	}
	return Sign{}, false
}

// On returns the trigger of an event.
func (w Workflow) On(event string) (Trigger, bool) {
	at := slices.IndexFunc(w.Triggers, func(trigger Trigger) bool { return trigger.Event == event })
	if at < 0 {
		return Trigger{}, false
	}
	return w.Triggers[at], true
}

// Job returns the job of this id.
func (w Workflow) Job(id string) (Job, bool) {
	at := slices.IndexFunc(w.Jobs, func(job Job) bool { return job.ID == id })
	if at < 0 {
		return Job{}, false
	}
	return w.Jobs[at], true
}

// Of returns the workflow of this path.
func (p Pipelines) Of(path string) (Workflow, bool) {
	at := slices.IndexFunc(p.Workflows, func(workflow Workflow) bool { return workflow.Path == path })
	if at < 0 {
		return Workflow{}, false
	}
	return p.Workflows[at], true
}
