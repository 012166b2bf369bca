package environment

import (
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/golive-app/golive/checks/evidence/manifest/node"
	"github.com/golive-app/golive/config/regex"
)

var (
	// templated matches files that become YAML only when they are rendered.
	templated = regex.New(`\{\{-?\s|<%[-=]?\s`)
	// rawName and rawKey match what templates say of variables.
	rawName = regex.New(`^\s*-?\s*name:\s*"?([A-Z][A-Z0-9_]+)"?\s*$`)
	rawKey  = regex.New(`^\s+"?([A-Z][A-Z0-9_]+)"?:(?:\s|$)`)
	rawFrom = regex.New(`^\s*-?\s*(?:envFrom|secretRef|configMapRef):`)
)

// deepest bounds how deep a document is walked.
const deepest = 60

// yaml reads a document of YAML or JSON.
func (r *reader) yaml(content []byte) {
	base := path.Base(r.file.Path)
	switch {
	case strings.HasPrefix(r.file.Path, ".github/workflows/"):
		r.workflow(content)
		return
	case composeName.MatchString(base):
		r.kind = "compose"
	case platformName.MatchString(base) || taskDefinition.MatchString(base):
		r.kind = "platform"
	case strings.HasPrefix(base, "values"):
		r.kind = "Helm"
	default:
		r.kind = "Kubernetes"
	}
	if templated.Match(content) {
		r.raw(string(content))
		return
	}
	for _, root := range node.Documents(content) {
		switch kind := node.Text(node.Field(root, "kind")); kind {
		case "ConfigMap", "Secret", "SealedSecret", "ExternalSecret":
			r.object(root, kind)
		default:
			r.walk(root, "", deepest, false)
		}
	}
}

// raw reads a template by its lines.
func (r *reader) raw(content string) {
	signal := func(given *Given) { given.Signal = true }
	for index, line := range strings.Split(content, "\n") {
		if match := rawName.FindStringSubmatch(line); match != nil {
			r.give(match[1], index+1, "", signal)
		} else if match := rawKey.FindStringSubmatch(line); match != nil {
			r.give(match[1], index+1, "", signal)
		} else if rawFrom.MatchString(line) {
			r.found.Wholes = append(r.found.Wholes, Whole{Path: r.file.Path, Line: index + 1, Name: "a template's envFrom", Stage: r.stage})
		}
	}
}

// object reads what holds variables for others to take.
func (r *reader) object(root *yaml.Node, kind string) {
	stage := r.stage
	if named := StageOf(node.Text(node.Field(node.Field(root, "metadata"), "namespace"))); named != AnyStage && r.stage == AnyStage {
		r.stage = named
		defer func() { r.stage = stage }()
	}
	switch kind {
	case "ExternalSecret":
		spec := node.Field(root, "spec")
		for _, one := range node.Items(node.Field(spec, "data")) {
			r.give(node.Text(node.Field(one, "secretKey")), one.Line, "", nil)
		}
		if from := node.Field(spec, "dataFrom"); from != nil {
			r.found.Wholes = append(r.found.Wholes, Whole{Path: r.file.Path, Line: from.Line, Name: "the ExternalSecret " + node.Text(node.Field(node.Field(root, "metadata"), "name")), Stage: r.stage})
		}
	case "SealedSecret":
		node.Each(node.Field(node.Field(root, "spec"), "encryptedData"), func(name, _ *yaml.Node) { r.give(name.Value, name.Line, "", nil) })
	default:
		for _, part := range []string{"data", "stringData"} {
			node.Each(node.Field(root, part), func(name, value *yaml.Node) {
				given := value.Value
				if kind == "Secret" && part == "data" {
					given = "" // base64, and none of ours to open
				}
				r.give(name.Value, name.Line, given, nil)
			})
		}
	}
}

// walk looks for blocks of variables wherever they stand. beside says that several
// containers share a network.
func (r *reader) walk(at *yaml.Node, under string, depth int, beside bool) {
	if at = node.Resolved(at); at == nil || depth == 0 || r.walked[at] {
		return
	}
	r.walked[at] = true // what several refer to is walked once
	switch at.Kind {
	case yaml.SequenceNode:
		if under == "containers" {
			beside = len(at.Content) > 1
		}
		for _, one := range node.Items(at) {
			r.walk(one, under, depth-1, beside)
		}
	case yaml.MappingNode:
		node.Each(at, func(name, value *yaml.Node) {
			if r.block(name.Value, value, under, beside) {
				return
			}
			if r.kind == "Helm" && value.Kind == yaml.ScalarNode && capitals.MatchString(name.Value) && len(name.Value) > 2 {
				r.give(name.Value, name.Line, value.Value, func(given *Given) { given.Signal = true })
				return
			}
			next := name.Value
			if next == "initContainers" {
				next = "containers"
			}
			r.walk(value, next, depth-1, beside)
		})
	}
}

// block reads one block of variables; false where it is none.
func (r *reader) block(name string, value *yaml.Node, under string, beside bool) bool {
	mark := func(given *Given) { given.Beside = beside }
	switch name {
	case "env", "environment", "envVars", "env_variables", "environmentVariables", "extraEnv", "extraEnvVars", "envs", "variables":
		switch value.Kind {
		case yaml.MappingNode:
			node.Each(value, func(key, one *yaml.Node) {
				if one.Kind == yaml.MappingNode && node.Field(one, "value") != nil { // app.json of Heroku
					one = node.Field(one, "value")
				}
				r.give(key.Value, key.Line, node.Text(one), mark)
			})
			return true
		case yaml.SequenceNode:
			for _, one := range node.Items(value) {
				r.entry(one, mark)
			}
			return true
		}
	case "secrets":
		if r.kind == "platform" && value.Kind == yaml.SequenceNode { // task definitions of ECS
			for _, one := range node.Items(value) {
				r.entry(one, mark)
			}
			return true
		}
	case "envFrom":
		for _, one := range node.Items(value) {
			reference := node.Field(one, "secretRef")
			if reference == nil {
				reference = node.Field(one, "configMapRef")
			}
			r.found.Wholes = append(r.found.Wholes, Whole{Path: r.file.Path, Line: one.Line, Name: node.Text(node.Field(reference, "name")), Stage: r.stage})
		}
		return true
	case "env_file":
		names := node.Items(value)
		if value.Kind == yaml.ScalarNode {
			names = []*yaml.Node{value}
		}
		for _, one := range names {
			file := one.Value
			if one.Kind == yaml.MappingNode {
				file = node.Text(node.Field(one, "path"))
			}
			whole := Whole{Path: r.file.Path, Line: value.Line, Name: file, Stage: r.stage}
			if r.kind == "compose" && !path.IsAbs(file) && !strings.Contains(file, "$") {
				whole.File = path.Join(path.Dir(r.file.Path), file)
			}
			if !slices.Contains(r.found.Wholes, whole) {
				r.found.Wholes = append(r.found.Wholes, whole)
			}
		}
		return true
	case "literals":
		for _, one := range node.Items(value) {
			r.entry(one, mark)
		}
		return true
	}
	return false
}

// entry reads one entry of a list: NAME=value, or {name, value}.
func (r *reader) entry(one *yaml.Node, change func(*Given)) {
	if one.Kind == yaml.ScalarNode {
		name, value, _ := strings.Cut(one.Value, "=")
		r.give(name, one.Line, value, change)
		return
	}
	for _, name := range []string{"name", "key", "variable"} {
		if found := node.Field(one, name); found != nil {
			r.give(node.Text(found), one.Line, node.Text(node.Field(one, "value")), change)
			return
		}
	}
}

// workflow reads what jobs that deploy give, and which secrets and variables of
// GitHub they take. The environment of a job says its stage.
// https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#env
func (r *reader) workflow(content []byte) {
	r.kind = "workflow"
	var document yaml.Node
	if yaml.Unmarshal(content, &document) != nil || len(document.Content) == 0 {
		return
	}
	root, plain := document.Content[0], r.stage
	give := func(at *yaml.Node, stage Stage) {
		node.Each(node.Field(at, "env"), func(name, value *yaml.Node) {
			r.give(name.Value, name.Line, node.Text(value), func(given *Given) { given.Stage = stage })
		})
	}
	node.Each(node.Field(root, "jobs"), func(_, job *yaml.Node) {
		stage := Local // what tests get says nothing of what runs
		environment := node.Field(job, "environment")
		name := node.Text(environment)
		if name == "" {
			name = node.Text(node.Field(environment, "name"))
		}
		switch {
		case name != "" && StageOf(name) != AnyStage:
			stage = StageOf(name)
		case environment != nil || plain == Production || plain == Staging:
			stage = plain
		}
		give(root, stage)
		give(job, stage)
		for _, step := range node.Items(node.Field(job, "steps")) {
			give(step, stage)
		}
	})
}

// Of returns what is given for a stage, and for any where nothing says which.
func (f *Found) Of(stage Stage) map[string][]Given {
	found := map[string][]Given{}
	for _, given := range f.Given {
		if given.Stage == stage || given.Stage == AnyStage {
			found[given.Key] = append(found[given.Key], given)
		}
	}
	return found
}

// Literal returns the values of variables of one stage that files write there.
func (f *Found) Literal(stage Stage) []Given {
	var found []Given
	for _, given := range f.Given {
		if given.Stage == stage && given.Literal && !given.Signal && !given.Build {
			found = append(found, given)
		}
	}
	return found
}
