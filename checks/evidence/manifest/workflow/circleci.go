package workflow

import (
	"cmp"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/golive-app/golive/checks/evidence/manifest/node"
)

// circle reads the jobs of CircleCI as its workflows run them: with the commands that
// the file defines. Orbs are known by the names of their jobs and commands alone;
// parameters, conditions and what a set-up workflow makes are not followed.
// https://circleci.com/docs/configuration-reference/
type circle struct {
	*reader
	root *yaml.Node
	orbs map[string]bool
	left []string
}

func (r *reader) circle(content []byte) (jobs []Job, left []string) {
	roots := node.Documents(content)
	if len(roots) == 0 {
		return nil, nil
	}
	c := circle{reader: r, root: roots[0], orbs: map[string]bool{}}
	node.Each(node.Field(c.root, "orbs"), func(key, value *yaml.Node) {
		if c.orbs[key.Value] = true; value.Kind == yaml.ScalarNode {
			c.left = append(c.left, clip("orb "+value.Value, 100))
		}
	})
	if node.Text(node.Field(c.root, "setup")) == "true" {
		c.left = append(c.left, "the configuration that its set-up makes")
	}
	planned := map[string]bool{}
	node.Each(node.Field(c.root, "workflows"), func(_, workflow *yaml.Node) {
		for _, one := range node.Items(node.Field(workflow, "jobs")) {
			if len(jobs) < maxJobs {
				job := c.planned(one)
				planned[job.ID] = true
				jobs = append(jobs, job)
			}
		}
	})
	node.Each(node.Field(c.root, "jobs"), func(key, _ *yaml.Node) {
		if planned[key.Value] || len(jobs) >= maxJobs {
			return
		}
		job := c.job(key.Value, key.Line)
		if job.Never = len(planned) > 0; key.Value == "build" && len(planned) == 0 {
			job.Never = false // what runs where no workflow is named
		}
		jobs = append(jobs, job)
	})
	return jobs, c.left
}

// planned reads one job as a workflow starts it.
func (c *circle) planned(at *yaml.Node) Job {
	name, settings, line := node.Text(at), (*yaml.Node)(nil), at.Line
	if at.Kind == yaml.MappingNode && len(at.Content) > 1 {
		name, settings = at.Content[0].Value, at.Content[1]
	}
	job := c.job(name, line)
	for _, one := range node.Items(node.Field(settings, "requires")) {
		need := node.Text(one)
		if one.Kind == yaml.MappingNode && len(one.Content) > 0 {
			need = one.Content[0].Value
		}
		job.Needs = append(job.Needs, need)
	}
	if alias := node.Text(node.Field(settings, "name")); alias != "" {
		job.Name = clip(alias, 200)
	}
	if node.Text(node.Field(settings, "type")) == "approval" {
		job.Signs = nil // somebody says that it may go on
	}
	return job
}

// job reads a job that the file defines, or one of an orb by its name.
func (c *circle) job(name string, line int) Job {
	made := Job{ID: clip(name, 100), Name: clip(name, 200), Line: line}
	at := node.Path(c.root, "jobs", name)
	if at == nil {
		if orb, of, is := strings.Cut(name, "/"); is && c.orbs[orb] {
			made.Foreign, made.Calls = true, clip(name, 100)
			for _, stage := range namedStages(of) {
				made.Signs = append(made.Signs, Sign{Stage: stage, Line: line, Text: clip(name, 100), ByName: true})
			}
		}
		return made
	}
	if key := node.Key(node.Field(c.root, "jobs"), name); key != nil {
		made.Line = key.Line
	}
	steps := stepReader{reader: c.reader, job: &made}
	c.steps(&steps, node.Field(at, "steps"), maxCalls)
	made.finish("")
	return made
}

// steps reads the steps of a job, or of a command that the file defines.
func (c *circle) steps(into *stepReader, steps *yaml.Node, depth int) {
	for index, step := range node.Items(steps) {
		if index == maxSteps || depth == 0 {
			return
		}
		name, settings := node.Text(step), (*yaml.Node)(nil)
		if step.Kind == yaml.MappingNode && len(step.Content) > 1 {
			name, settings = step.Content[0].Value, node.Resolved(step.Content[1])
		}
		switch {
		case name == "run":
			at := settings
			if at != nil && at.Kind == yaml.MappingNode {
				at = node.Field(settings, "command")
			}
			if at == nil || node.Text(node.Field(settings, "when")) == "on_fail" {
				continue
			}
			// Its shell is `bash -eo pipefail`, unless a step names another one.
			into.run(node.Text(at), scriptLine(at), cmp.Or(node.Text(node.Field(settings, "shell")), "bash"), node.Text(node.Field(settings, "working_directory")))
		case name == "when" || name == "unless":
			c.steps(into, node.Field(settings, "steps"), depth-1)
		case node.Path(c.root, "commands", name) != nil:
			c.steps(into, node.Path(c.root, "commands", name, "steps"), depth-1)
		case strings.Contains(name, "/"):
			orb, of, _ := strings.Cut(name, "/")
			for _, stage := range namedStages(of) {
				if c.orbs[orb] {
					into.job.Signs = append(into.job.Signs, Sign{Stage: stage, Line: step.Line, Text: clip(name, 100), ByName: true})
				}
			}
		}
	}
}
