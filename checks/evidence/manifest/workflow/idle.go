package workflow

import (
	"slices"
	"strings"

	"github.com/rhysd/actionlint"

	"github.com/golive-app/golive/checks"
)

// Idle returns the step that made a job do nothing of a stage: all its steps of that stage
// are among those that were reported, and every one was skipped. A job that has another
// step for the other half of its matrix is not idle, nor is one that is told by its name or
// whose steps are shown under other names.
func (j Job) Idle(stage Stage, reported []checks.WorkflowStep) (Sign, bool) {
	var idle []Sign
	for _, sign := range j.Signs {
		if sign.Stage != stage {
			continue
		}
		if sign.Step == "" || !skippedAlone(sign.Step, reported) {
			return Sign{}, false
		}
		idle = append(idle, sign)
	}
	if len(idle) == 0 || slices.ContainsFunc(j.Called, func(called Job) bool { return called.Does(stage) }) {
		return Sign{}, false
	}
	return idle[0], true
}

// skippedAlone reports whether steps of this name were reported, and all were skipped.
func skippedAlone(name string, reported []checks.WorkflowStep) bool {
	found := false
	for _, step := range reported {
		if !named(name, step.Name) {
			continue
		}
		if step.State != checks.CISkipped {
			return false
		}
		found = true
	}
	return found
}

// shownName is how GitHub shows a step: by its name, else as "Run " and the first line of
// what it runs.
// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsname
func shownName(step *actionlint.Step) string {
	if name := value(step.Name); name != "" {
		return name
	}
	switch exec := step.Exec.(type) {
	case *actionlint.ExecRun:
		first, _, _ := strings.Cut(strings.TrimLeft(value(exec.Run), "\r\n\t "), "\n")
		return "Run " + strings.TrimSpace(first)
	case *actionlint.ExecAction:
		return "Run " + value(exec.Uses)
	}
	return ""
}
