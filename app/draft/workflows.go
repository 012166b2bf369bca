package draft

import (
	"context"
	"path"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/golive-app/golive/config/regex"
)

// workflow is what one file under .github/workflows says that a policy needs.
type workflow struct {
	path         string
	environments []environmentUse
	uses         []string // actions and reusable workflows, with version
	branches     []string // globs of on.push.branches
	pulls        []pullRequest
}

// environmentUse is a job that names the environment it deploys to.
type environmentUse struct {
	name, url string // as written; a name with an expression is not guessed
	line      int
}

// pullRequest is a step that opens one, with the branch and title as written.
type pullRequest struct {
	branch, title string
	labels        []string
	line          int
}

// mostWorkflows is how many workflow files are read.
const mostWorkflows = 300

// readWorkflows reads the workflows of GitHub Actions.
func readWorkflows(ctx context.Context, r *repository) []workflow {
	var found []workflow
	for _, file := range r.source.Files() {
		extension := path.Ext(file.Path)
		if path.Dir(file.Path) != ".github/workflows" || extension != ".yml" && extension != ".yaml" {
			continue
		}
		if len(found) == mostWorkflows {
			r.misread(".github/workflows", "more workflows than are read")
			break
		}
		data, ok := r.read(ctx, file.Path)
		if !ok {
			continue
		}
		read, err := parseWorkflow(data)
		if err != nil {
			r.misread(file.Path, "not the YAML that is expected there: "+err.Error())
			continue
		}
		read.path = file.Path
		found = append(found, read)
	}
	return found
}

// parseWorkflow reads a workflow; parts of another shape than GitHub's are left
// alone.
// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax
func parseWorkflow(data []byte) (workflow, error) {
	var document yaml.Node
	if err := yaml.Unmarshal(data, &document); err != nil {
		return workflow{}, err
	}
	var found workflow
	if len(document.Content) == 0 {
		return found, nil
	}
	top := document.Content[0]
	found.branches = texts(valueOf(valueOf(valueOf(top, "on"), "push"), "branches"))
	for _, job := range values(valueOf(top, "jobs")) {
		found.readEnvironment(valueOf(job, "environment"))
		if called := text(valueOf(job, "uses")); called != "" {
			found.uses = append(found.uses, called)
		}
		steps := valueOf(job, "steps")
		if steps == nil || steps.Kind != yaml.SequenceNode {
			continue
		}
		for _, step := range steps.Content {
			found.readStep(step)
		}
	}
	return found, nil
}

// readEnvironment reads both shapes: a name, or a mapping of name and url.
// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idenvironment
func (w *workflow) readEnvironment(node *yaml.Node) {
	if node == nil {
		return
	}
	used := environmentUse{name: text(node), line: node.Line}
	if node.Kind == yaml.MappingNode {
		used.name, used.url = text(valueOf(node, "name")), text(valueOf(node, "url"))
	}
	if used.name != "" {
		w.environments = append(w.environments, used)
	}
}

func (w *workflow) readStep(step *yaml.Node) {
	if script := text(valueOf(step, "run")); strings.Contains(script, "gh pr create") {
		w.pulls = append(w.pulls, scripted(script, step.Line))
	}
	action := text(valueOf(step, "uses"))
	if action == "" {
		return
	}
	w.uses = append(w.uses, action)
	if strings.HasPrefix(action, "peter-evans/create-pull-request@") {
		with := valueOf(step, "with")
		labels := strings.FieldsFunc(text(valueOf(with, "labels")), func(character rune) bool { return character == ',' || character == '\n' })
		for index := range labels {
			labels[index] = strings.TrimSpace(labels[index])
		}
		w.pulls = append(w.pulls, pullRequest{text(valueOf(with, "branch")), text(valueOf(with, "title")), labels, step.Line})
	}
}

var (
	shellFlag     = regex.New(`--(head|title|label)[ =]+(?:"([^"\n]*)"|'([^'\n]*)'|([^\s"']+))`)
	shellVariable = regex.New(`\$\{?[A-Za-z_][A-Za-z0-9_]*\}?`)
)

// scripted reads the pull request that a shell script opens with GitHub's
// command-line program, as far as it says so in plain words. Variables count as
// expressions.
// https://cli.github.com/manual/gh_pr_create
func scripted(script string, line int) pullRequest {
	found := pullRequest{line: line}
	_, script, _ = strings.Cut(script, "gh pr create")
	for _, match := range shellFlag.FindAllStringSubmatch(script, 20) {
		value := shellVariable.ReplaceAllString(match[2]+match[3]+match[4], "$${{ }}")
		switch match[1] {
		case "head":
			found.branch = value
		case "title":
			found.title = value
		case "label":
			found.labels = append(found.labels, strings.Split(value, ",")...)
		}
	}
	return found
}

// expression reports whether GitHub would compute a text.
func expression(text string) bool { return strings.Contains(text, "${{") }

// valueOf returns a mapping's value, or nil. An alias is not followed.
func valueOf(node *yaml.Node, key string) *yaml.Node {
	if node == nil || node.Kind != yaml.MappingNode {
		return nil
	}
	for index := 0; index+1 < len(node.Content); index += 2 {
		if node.Content[index].Value == key {
			return node.Content[index+1]
		}
	}
	return nil
}

// values returns a mapping's values.
func values(node *yaml.Node) []*yaml.Node {
	var found []*yaml.Node
	if node != nil && node.Kind == yaml.MappingNode {
		for index := 1; index < len(node.Content); index += 2 {
			found = append(found, node.Content[index])
		}
	}
	return found
}

// text returns a scalar's text; empty for anything else.
func text(node *yaml.Node) string {
	if node == nil || node.Kind != yaml.ScalarNode || node.Tag == "!!null" {
		return ""
	}
	return strings.TrimSpace(node.Value)
}

// texts returns a scalar or the scalars of a list.
func texts(node *yaml.Node) []string {
	if one := text(node); one != "" {
		return []string{one}
	}
	if node == nil || node.Kind != yaml.SequenceNode {
		return nil
	}
	var found []string
	for _, item := range node.Content {
		if one := text(item); one != "" {
			found = append(found, one)
		}
	}
	return found
}
