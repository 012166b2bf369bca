package workflow

import (
	"path"
	"slices"
	"strings"
)

// systems are other continuous integration, by the file that configures it.
var systems = []struct {
	name  string
	match func(name string) bool
}{
	{"GitLab CI", is(".gitlab-ci.yml", ".gitlab-ci.yaml")},
	{"Jenkins", func(name string) bool {
		return path.Base(name) == "Jenkinsfile" || strings.HasPrefix(path.Base(name), "Jenkinsfile.") && path.Ext(name) != ".md" || strings.HasSuffix(name, ".jenkinsfile")
	}},
	{"CircleCI", is(".circleci/config.yml", ".circleci/config.yaml")},
	{"Azure Pipelines", func(name string) bool {
		return is("azure-pipelines.yml", "azure-pipelines.yaml", ".azure-pipelines.yml", ".vsts-ci.yml")(name) || strings.HasPrefix(name, ".azure-pipelines/") && strings.HasSuffix(name, ".yml") || strings.HasPrefix(name, ".azuredevops/") && strings.HasSuffix(name, ".yml")
	}},
	{"Buildkite", func(name string) bool {
		return strings.HasPrefix(name, ".buildkite/") && (strings.HasSuffix(name, ".yml") || strings.HasSuffix(name, ".yaml")) || name == "buildkite.yml"
	}},
	{"Travis CI", is(".travis.yml")},
	{"Drone", is(".drone.yml", ".drone.star", ".drone.jsonnet")},
	{"Woodpecker", func(name string) bool { return name == ".woodpecker.yml" || strings.HasPrefix(name, ".woodpecker/") }},
	{"Bitbucket Pipelines", is("bitbucket-pipelines.yml")},
	{"AppVeyor", is("appveyor.yml", ".appveyor.yml")},
	{"Cirrus CI", is(".cirrus.yml", ".cirrus.star")},
	{"Semaphore", is(".semaphore/semaphore.yml")},
	{"Google Cloud Build", is("cloudbuild.yaml", "cloudbuild.yml")},
	{"AWS CodeBuild", is("buildspec.yml", "buildspec.yaml")},
	{"TeamCity", is(".teamcity/settings.kts")},
}

func is(names ...string) func(string) bool {
	return func(name string) bool { return slices.Contains(names, name) }
}

// others tells which other systems are configured. GitLab CI, CircleCI and Jenkins are
// read by their jobs; files of the others for the commands in them alone: no conditions,
// no includes, no graph.
func (r *reader) others() []Other {
	var found []Other
	for name, file := range r.files {
		for _, system := range systems {
			if !system.match(name) || len(found) >= maxFiles {
				continue
			}
			made := Other{System: system.name, Path: name}
			data, why := r.text(file.Path, maxFileBytes)
			if made.Why = why; why == "" {
				r.other(&made, data)
			}
			found = append(found, made)
			break
		}
	}
	slices.SortFunc(found, func(a, b Other) int { return strings.Compare(a.Path, b.Path) })
	return found
}

// other reads one file as far as its system is known.
func (r *reader) other(made *Other, data []byte) {
	defer func() {
		if problem := recover(); problem != nil { // what reads YAML panics on some of it
			made.Jobs, made.Stages = nil, stagesIn(string(data))
		}
	}()
	switch made.System {
	case "GitLab CI":
		made.Jobs, made.Left = r.gitlab(made.Path, data)
	case "CircleCI":
		made.Jobs, made.Left = r.circle(data)
	case "Jenkins":
		made.Jobs, made.Left = jenkins(r, string(data))
	}
	for _, stage := range Stages() {
		if slices.ContainsFunc(made.Jobs, func(job Job) bool { return job.Does(stage) && !job.Never }) {
			made.Stages = append(made.Stages, stage)
		}
	}
	if len(made.Jobs) == 0 {
		made.Stages = stagesIn(string(data))
	}
}

// stagesIn tells the stages of the commands that stand in a file, whatever is
// around them.
func stagesIn(text string) []Stage {
	var seen []Stage
	for _, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if len(line) > 500 || strings.HasPrefix(line, "#") || strings.HasPrefix(line, "//") {
			continue
		}
		for _, prefix := range []string{"- ", "run:", "command:", "script:", "sh ", "bat ", "run ", "sh(", "stage(", "stage:"} {
			line = strings.TrimSpace(strings.TrimPrefix(line, prefix))
		}
		words := strings.Fields(strings.Trim(line, `"'()`))
		for i := range words {
			words[i] = strings.Trim(words[i], `"'`)
		}
		stages := stagesOf(words)
		if name, _ := (&stepReader{reader: &reader{scripts: map[string]map[string]string{}}}).project(words, ""); len(stages) == 0 && name != "" {
			stages = namedStages(name)
		}
		for _, stage := range stages {
			if !slices.Contains(seen, stage) {
				seen = append(seen, stage)
			}
		}
	}
	slices.SortFunc(seen, func(a, b Stage) int { return slices.Index(Stages(), a) - slices.Index(Stages(), b) })
	return seen
}
