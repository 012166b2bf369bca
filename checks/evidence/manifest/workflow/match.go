package workflow

import (
	"regexp"
	"strings"
)

// Match finds the declared job that a job of a run is, by the name that people
// see: "unit (20, linux)" is "unit" with its matrix, and "ci / unit" is "unit" in
// the workflow that "ci" calls. What a foreign workflow calls is told by its name.
func (w Workflow) Match(name string) (Job, bool) { return match(w.Jobs, name) }

func match(jobs []Job, name string) (Job, bool) {
	for _, job := range jobs {
		if named(job.Name, name) {
			return job, true
		}
	}
	caller, rest, nested := strings.Cut(name, " / ")
	if !nested {
		return Job{}, false
	}
	for _, job := range jobs {
		if job.Calls == "" || !named(job.Name, caller) {
			continue
		}
		if found, ok := match(job.Called, rest); ok {
			return found, true
		}
		for _, stage := range namedStages(rest) {
			job.Signs = append(job.Signs, Sign{Stage: stage, Line: job.Line, Text: rest, ByName: true})
		}
		return job, true
	}
	return Job{}, false
}

// named reports whether a declared name can have become this one.
func named(declared, name string) bool {
	if declared == name {
		return true
	}
	pattern := ""
	for i, literal := range expression.Split(declared, -1) {
		if i > 0 {
			pattern += ".*"
		}
		pattern += regexp.QuoteMeta(literal)
	}
	compiled, err := regexp.Compile(`^` + pattern + `( \(.*\))?$`)
	return err == nil && compiled.MatchString(name)
}

// StagesOfName tells stages by a name alone: of a check run, a status or a job
// that no file at hand declares.
func StagesOfName(name string) []Stage { return namedStages(name) }
