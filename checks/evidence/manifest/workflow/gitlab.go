package workflow

import (
	"cmp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/golive-app/golive/checks/evidence/manifest/node"
)

// gitlabWords are what stands at the top of a file of GitLab CI beside jobs.
// https://docs.gitlab.com/ci/yaml/#global-keywords
var gitlabWords = []string{"default", "include", "stages", "variables", "workflow", "image", "services", "cache", "before_script", "after_script", "spec", "pages"}

// gitlab reads the jobs of GitLab CI: with what they extend and what other files of the
// repository hold that they include. Rules, variables, `!reference` and templates of
// others are not followed.
type gitlab struct {
	*reader
	path    string
	all     map[string]*yaml.Node // jobs and templates, by name
	where   map[string]string     // the files that they stand in
	lines   map[string]int
	order   []string
	stages  []string
	left    []string
	global  []*yaml.Node // what runs before each job
	visited map[string]bool
}

const (
	maxIncludes = 20
	maxExtends  = 10
	maxJobs     = 300
)

func (r *reader) gitlab(name string, content []byte) (jobs []Job, left []string) {
	g := gitlab{reader: r, path: name, all: map[string]*yaml.Node{}, where: map[string]string{}, lines: map[string]int{}, visited: map[string]bool{}}
	g.load(name, content)
	if len(g.stages) == 0 {
		g.stages = []string{"build", "test", "deploy"}
	}
	for _, name := range g.order {
		if strings.HasPrefix(name, ".") || len(jobs) >= maxJobs {
			continue
		}
		jobs = append(jobs, g.job(name))
	}
	return jobs, g.left
}

// load takes the jobs of a file and of those that it includes.
func (g *gitlab) load(name string, content []byte) {
	if g.visited[name] || len(g.visited) >= maxIncludes {
		return
	}
	g.visited[name] = true
	for _, root := range node.Documents(content) {
		if node.Field(root, "spec") != nil && node.Field(root, "stages") == nil && len(root.Content) <= 2 {
			continue // the inputs of a component
		}
		for _, one := range includesOf(root) {
			local := strings.TrimPrefix(one, "/")
			data, why := g.text(local, maxFileBytes)
			if why != "" || strings.Contains(one, "://") {
				g.left = append(g.left, clip(one, 100))
				continue
			}
			g.load(local, data)
		}
		for _, one := range node.Items(node.Field(root, "stages")) {
			g.stages = append(g.stages, node.Text(one))
		}
		for _, at := range []*yaml.Node{node.Field(root, "before_script"), node.Path(root, "default", "before_script")} {
			if at != nil {
				g.global = append(g.global, at)
			}
		}
		node.Each(root, func(key, value *yaml.Node) {
			if slices.Contains(gitlabWords, key.Value) && key.Value != "pages" || value.Kind != yaml.MappingNode {
				return
			}
			if g.all[key.Value] == nil {
				g.order = append(g.order, key.Value)
			}
			g.all[key.Value], g.where[key.Value], g.lines[key.Value] = value, name, key.Line
		})
	}
}

// includesOf lists what a file includes: paths of the repository, and what stands
// elsewhere by its name.
func includesOf(root *yaml.Node) []string {
	var found []string
	include := node.Field(root, "include")
	entries := node.Items(include)
	if len(entries) == 0 && include != nil {
		entries = []*yaml.Node{include}
	}
	for _, one := range entries {
		if text := node.Text(one); text != "" {
			found = append(found, text)
			continue
		}
		if text := node.Text(node.Field(one, "local")); text != "" {
			found = append(found, text)
			continue
		}
		for _, kind := range []string{"template", "remote", "component", "project"} {
			if text := node.Text(node.Field(one, kind)); text != "" {
				found = append(found, kind+"://"+text)
			}
		}
	}
	return found
}

// field is what a job says, or the nearest that it extends.
func (g *gitlab) field(at *yaml.Node, name string, depth int) *yaml.Node {
	if value := node.Field(at, name); value != nil || depth == 0 {
		return value
	}
	extends := node.Field(at, "extends")
	names := node.Items(extends)
	if len(names) == 0 && extends != nil {
		names = []*yaml.Node{extends}
	}
	for _, one := range slices.Backward(names) { // the last of several wins
		if base := g.all[node.Text(one)]; base != nil {
			if value := g.field(base, name, depth-1); value != nil {
				return value
			}
		}
	}
	return nil
}

func (g *gitlab) job(name string) Job {
	at := g.all[name]
	made := Job{ID: clip(name, 100), Name: clip(name, 200), Line: g.lines[name]}
	get := func(field string) *yaml.Node { return g.field(at, field, maxExtends) }
	stage := cmp.Or(node.Text(get("stage")), node.Text(get("type")), "test") // "type" is its older name
	made.Environment = node.Text(get("environment"))
	if environment := get("environment"); made.Environment == "" && environment != nil {
		made.Environment = node.Text(node.Field(environment, "name"))
		if action := node.Text(node.Field(environment, "action")); action == "stop" || action == "prepare" || action == "verify" {
			made.Environment = ""
		}
	}
	made.Never = node.Text(get("when")) == "never"
	if rules := node.Items(get("rules")); len(rules) == 1 && node.Text(node.Field(rules[0], "when")) == "never" {
		made.Never = true
	}
	if node.Text(get("allow_failure")) == "true" {
		made.ContinueOnError = true
		line := made.Line
		if key := node.Key(at, "allow_failure"); key != nil {
			line = key.Line
		}
		made.Smells = append(made.Smells, Smell{Rule: SmellAllowed, Line: line, Text: "allow_failure: true"})
	}
	if get("trigger") != nil {
		made.Foreign = true
		made.Calls = clip(cmp.Or(node.Text(node.Path(get("trigger"), "project")), node.Text(get("trigger")), "a child pipeline"), 200)
	}
	g.needs(&made, get, stage)
	steps := stepReader{reader: g.reader, job: &made, shell: "bash"} // GitLab sets pipefail for it
	scripts := []*yaml.Node{get("before_script"), get("script")}
	if scripts[0] == nil {
		scripts = append(slices.Clone(g.global), scripts...)
	}
	for _, script := range scripts {
		g.script(&steps, script, 3)
	}
	made.finish("")
	if g.where[name] != g.path {
		made.unplaced()
	}
	if made.Environment != "" && !made.Does(StageDeploy) && (namedDeploy(stage) || namedDeploy(name)) {
		made.Signs = append(made.Signs, Sign{Stage: StageDeploy, Line: made.Line, Text: made.Name, ByName: true})
	}
	return made
}

func namedDeploy(name string) bool { return slices.Contains(namedStages(name), StageDeploy) }

// needs are the jobs that end before one begins: those that it names, or all of the
// stages before its own.
func (g *gitlab) needs(made *Job, get func(string) *yaml.Node, stage string) {
	if needs := get("needs"); needs != nil {
		for _, one := range node.Items(needs) {
			made.Needs = append(made.Needs, cmp.Or(node.Text(one), node.Text(node.Field(one, "job"))))
		}
		return
	}
	own := slices.Index(g.stages, stage)
	for _, other := range g.order {
		if strings.HasPrefix(other, ".") {
			continue
		}
		at := slices.Index(g.stages, cmp.Or(node.Text(g.field(g.all[other], "stage", maxExtends)), node.Text(g.field(g.all[other], "type", maxExtends)), "test"))
		if at >= 0 && at < own {
			made.Needs = append(made.Needs, other)
		}
	}
}

// script reads the commands of a list, and of lists in it.
func (g *gitlab) script(steps *stepReader, at *yaml.Node, depth int) {
	if at == nil || depth == 0 {
		return
	}
	for _, one := range node.Items(at) {
		if one.Kind == yaml.SequenceNode {
			g.script(steps, one, depth-1)
			continue
		}
		steps.run(node.Text(one), scriptLine(one), "bash", "")
	}
	if text := node.Text(at); text != "" {
		steps.run(text, scriptLine(at), "bash", "")
	}
}

// scriptLine is the line before the first one of a script.
func scriptLine(at *yaml.Node) int {
	if at.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		return at.Line
	}
	return at.Line - 1
}

// unplaced takes the lines away of what stands in another file than the one that is
// told.
func (j *Job) unplaced() {
	j.Line = 0
	for index := range j.Signs {
		j.Signs[index].Line = 0
	}
	for index := range j.Smells {
		j.Smells[index].Line = 0
	}
}
