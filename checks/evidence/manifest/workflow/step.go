package workflow

import (
	"cmp"
	"encoding/json"
	"path"
	"slices"
	"strings"

	"github.com/rhysd/actionlint"
	"go.yaml.in/yaml/v4"

	"github.com/golive-app/golive/config/regex"
)

// stepReader reads the steps of a job.
type stepReader struct {
	*reader
	job    *Job
	shell  string // "" is GitHub's own: bash -e, without pipefail
	folder string
	starts []Trigger
	depth  int
}

func (s *stepReader) step(step *actionlint.Step) {
	condition := value(step.If)
	if never(condition) {
		return
	}
	before := len(s.job.Signs)
	switch exec := step.Exec.(type) {
	case *actionlint.ExecRun:
		if exec.Run != nil {
			at := line(exec.Run.Pos)
			if !strings.Contains(exec.Run.Value, "\n") {
				at-- // the text of a single line is line 1 of its script
			}
			s.run(exec.Run.Value, at, cmp.Or(value(exec.Shell), s.shell), cmp.Or(value(exec.WorkingDirectory), s.folder))
		}
	case *actionlint.ExecAction:
		inputs := map[string]string{}
		for name, input := range exec.Inputs {
			if input != nil {
				inputs[strings.ToLower(name)] = value(input.Value)
			}
		}
		s.uses(value(exec.Uses), inputs, line(step.Pos))
	}
	for i := range s.job.Signs[before:] {
		s.job.Signs[before+i].Step = clip(shownName(step), 300)
	}
	if truly(step.ContinueOnError) {
		for _, sign := range s.job.Signs[before:] {
			if sign.Stage == StageTest || sign.Stage == StageBuild {
				s.smell(SmellContinue, line(step.ContinueOnError.Pos), "continue-on-error: true", sign.Stage)
			}
		}
	}
}

func (s *stepReader) sign(stage Stage, at int, text string) {
	s.job.Signs = append(s.job.Signs, Sign{Stage: stage, Line: at, Text: clip(text, 120)})
}

func (s *stepReader) smell(rule SmellRule, at int, text string, stage Stage) {
	made := Smell{Rule: rule, Line: at, Text: clip(text, 120), Stage: stage}
	if !slices.Contains(s.job.Smells, made) {
		s.job.Smells = append(s.job.Smells, made)
	}
}

// run reads a script; at is the line before its first one.
func (s *stepReader) run(text string, at int, shell, folder string) {
	if len(text) > maxScript {
		text = text[:maxScript]
	}
	var read script
	switch {
	case shell == "" || strings.HasPrefix(shell, "bash") || strings.HasPrefix(shell, "sh"):
		read = readScript(text)
		if strings.HasPrefix(shell, "bash") && !strings.Contains(shell, "{0}") {
			read.pipefail = true // GitHub adds it where bash is named
		}
	case strings.HasPrefix(shell, "python"):
		return
	default:
		read = readLines(text)
	}
	read.status = read.status || looksAtStatus.MatchString(text)
	for _, one := range read.commands {
		s.command(one, read, at, folder, 0)
	}
}

// looksAtStatus finds scripts that decide by themselves what a failure means.
var looksAtStatus = regex.New(`\$\?|PIPESTATUS|\bexit \$`)

func (s *stepReader) command(one command, read script, at int, folder string, depth int) {
	text := strings.Join(one.words, " ")
	stages := stagesOf(one.words)
	name, body := s.project(one.words, folder)
	if len(stages) == 0 && name != "" {
		if body != "" && depth < maxCalls {
			inner := readScript(body)
			inner.pipefail, inner.status = inner.pipefail || read.pipefail, inner.status || read.status
			before := len(s.job.Signs)
			for _, nested := range inner.commands {
				nested.line, nested.piped, nested.lenient = one.line, nested.piped || one.piped, one.lenient
				nested.swallowed = nested.swallowed || one.swallowed
				s.command(nested, inner, at, folder, depth+1)
			}
			if len(s.job.Signs) > before {
				return
			}
		}
		stages = namedStages(name)
	}
	if clusterCommand(one.words) {
		s.job.Signs = append(s.job.Signs, Sign{Text: "cluster", Line: at + one.line})
	}
	for _, stage := range stages {
		s.sign(stage, at+one.line, text)
		if stage == StageTest || stage == StageBuild && len(stages) == 1 {
			s.commandSmells(one, read, stage, at, text)
		}
	}
	if skipsTests(one.words) {
		s.smell(SmellSkipped, at+one.line, text, StageTest)
	}
}

func (s *stepReader) commandSmells(one command, read script, stage Stage, at int, text string) {
	switch {
	case one.swallowed:
		s.smell(SmellSwallowed, at+one.line, text, stage)
	case one.piped && !read.pipefail && !read.status:
		s.smell(SmellPipe, at+one.line, text, stage)
	case one.lenient && !read.status:
		s.smell(SmellNoErrexit, at+one.line, text, stage)
	}
	if stage != StageTest {
		return
	}
	for _, word := range one.words {
		switch {
		case slices.Contains([]string{"--passWithNoTests", "--pass-with-no-tests", "--passWithNoTests=true", "--allow-no-tests", "--allow-empty"}, word):
			s.smell(SmellNoTests, at+one.line, text, stage)
		case slices.Contains([]string{"-Dmaven.test.failure.ignore", "-Dmaven.test.failure.ignore=true", "-fn", "--fail-never", "-DtestFailureIgnore=true"}, word):
			s.smell(SmellIgnored, at+one.line, text, stage)
		}
	}
}

func skipsTests(words []string) bool {
	for i, word := range words {
		name, set, _ := strings.Cut(word, "=")
		if (name == "-DskipTests" || name == "-Dmaven.test.skip") && set != "false" || word == "test" && i > 0 && words[i-1] == "-x" {
			return true
		}
	}
	return false
}

// clusterCommand reports whether a command makes a cluster on the runner.
func clusterCommand(words []string) bool {
	words = unwrapped(words)
	return len(words) > 1 && slices.Contains([]string{"kind", "k3d", "minikube", "k3s", "microk8s", "ctlptl"}, base(words[0]))
}

// project returns the name of what a command runs that the project itself
// defines, and its text where that is at hand: scripts of package.json, and the
// targets of make and its like by name.
func (s *stepReader) project(words []string, folder string) (name, body string) {
	words = unwrapped(words)
	if len(words) == 0 {
		return "", ""
	}
	program := base(words[0])
	arguments := words[1:]
	switch {
	case slices.Contains(packageManagers, program):
		for i := 0; i < len(arguments); i++ {
			argument := arguments[i]
			switch {
			case slices.Contains([]string{"--filter", "-F", "--workspace", "-w", "--cwd", "--prefix", "-C", "--dir"}, argument) && i+1 < len(arguments):
				i++
				if slices.Contains([]string{"--cwd", "--prefix", "-C", "--dir"}, argument) && arguments[i] != hole {
					folder = path.Join(folder, arguments[i])
				}
			case argument == "workspace" && i+1 < len(arguments):
				i++
			case strings.HasPrefix(argument, "-") || argument == "run" || argument == "run-script" || argument == "workspaces" || argument == "foreach" || argument == "recursive":
			case slices.Contains([]string{"install", "ci", "i", "add", "audit", "cache", "config", "version", "link", "set", "pack", "whoami", "dedupe", "prune", "login", "create", "init", "store", "list", "ls", "view", "why", "outdated", "import", "env", "fetch", "pm", "upgrade", "update", "remove", "global", "dist-tag", "token", "owner", "deprecate", "unpublish", "exec", "dlx", "x", "rebuild", "approve-builds", "licenses"}, argument):
				return "", ""
			case argument == "t" || argument == "tst":
				return "test", s.script("test", folder)
			default:
				return argument, s.script(argument, folder)
			}
		}
		return "", ""
	case slices.Contains(targets, program) || strings.HasSuffix(program, "w") && program == "gradlew":
		for i, argument := range arguments {
			if strings.HasPrefix(argument, "-") || strings.Contains(argument, "=") || i > 0 && slices.Contains([]string{"-C", "-f", "-e", "-s", "-j"}, arguments[i-1]) || argument == "run" {
				continue
			}
			return argument, ""
		}
		if program == "make" || program == "tox" {
			return "all build", ""
		}
		return "", ""
	case strings.HasSuffix(program, ".sh") || strings.HasPrefix(words[0], "./") || strings.HasPrefix(words[0], "bin/") || strings.HasPrefix(words[0], "script/") || strings.HasPrefix(words[0], "scripts/"):
		return strings.TrimSuffix(program, ".sh"), ""
	case slices.Contains([]string{"bash", "sh", "source", ".", "zsh"}, program) || strings.HasPrefix(program, "python") || program == "node" || program == "php" || program == "ruby":
		if slices.ContainsFunc(arguments, func(argument string) bool {
			return slices.Contains([]string{"-e", "-c", "-p", "-m", "--eval", "-r"}, argument)
		}) {
			return "", "" // what follows is code, and no file
		}
		if file := scriptOf(arguments); file != "" {
			return strings.TrimSuffix(base(file), path.Ext(file)), ""
		}
	}
	return "", ""
}

// script is a script of the package.json in a folder.
func (s *stepReader) script(name, folder string) string {
	folder = strings.Trim(path.Join("/", folder), "/")
	known, read := s.scripts[folder]
	if !read {
		var manifest struct {
			Scripts map[string]string `json:"scripts"`
		}
		if data, why := s.text(path.Join(folder, "package.json"), maxFileBytes); why == "" {
			_ = json.Unmarshal(data, &manifest) // one that is not valid has no scripts
		}
		known = manifest.Scripts
		s.scripts[folder] = known
	}
	return known[name]
}

// uses reads a step that is an action.
func (s *stepReader) uses(uses string, inputs map[string]string, at int) {
	if local, isLocal := strings.CutPrefix(uses, "./"); isLocal {
		s.composite(local)
		return
	}
	if expression.MatchString(uses) || uses == "" {
		return
	}
	if !pinned(uses) && !ours(uses) {
		s.smell(SmellUnpinned, at, uses, "")
	}
	name := actionName(uses)
	if name == "actions/checkout" {
		s.checkout(inputs, at)
	}
	for _, stage := range actionRules[name] {
		if slices.Contains(pages, name) {
			s.sign(StageDeploy, at, uses)
			continue
		}
		s.sign(stage, at, uses)
	}
	if pushed, told := inputs["push"]; slices.Contains(pushes, name) && (told && pushed != "false" || strings.Contains(inputs["outputs"], "push=true")) {
		s.sign(StagePublish, at, uses)
	}
	if strings.Contains(name, "setup-kind") || strings.Contains(name, "kind-action") || strings.Contains(name, "k3d") || strings.Contains(name, "minikube") || strings.Contains(name, "k3s") {
		s.job.Signs = append(s.job.Signs, Sign{Text: "cluster", Line: at})
	}
	for _, input := range []string{"run", "arguments", "command", "script", "cmd", "runcmd"} {
		if text := inputs[input]; text != "" && len(actionRules[name]) == 0 {
			if input == "arguments" && strings.HasPrefix(name, "gradle/") {
				text = "gradle " + text
			}
			if input == "command" && name == "actions-rs/cargo" {
				text = "cargo " + text + " " + inputs["args"]
			}
			s.run(text, at-1, s.shell, s.folder)
		}
	}
}

// untrusted are the events that run with a repository's secrets on what a
// stranger proposes.
var untrusted = []string{"pull_request_target", "workflow_run", "issue_comment"}

func (s *stepReader) checkout(inputs map[string]string, at int) {
	ref := inputs["ref"]
	foreign := strings.Contains(ref, "pull_request.head") || strings.Contains(ref, "github.head_ref") || strings.Contains(ref, "workflow_run.head_") || strings.Contains(ref, "refs/pull/")
	starts := slices.ContainsFunc(s.starts, func(trigger Trigger) bool {
		return slices.Contains(untrusted, trigger.Event) && trigger.Event != "issue_comment"
	})
	if foreign && starts && !strings.Contains(s.job.If, "github.event_name") {
		s.smell(SmellForkCode, at, "checkout of "+ref, "")
	}
}

// composite reads a local action's steps.
func (s *stepReader) composite(folder string) {
	if s.depth >= maxCalls {
		return
	}
	for _, name := range []string{"action.yml", "action.yaml"} {
		data, why := s.text(path.Join(folder, name), maxFileBytes)
		if why != "" {
			continue
		}
		if root, why := yamlOf(data); why != "" || root.Kind == 0 {
			return
		}
		var action struct {
			Runs struct {
				Steps []struct {
					Run    string            `yaml:"run"`
					Uses   string            `yaml:"uses"`
					Shell  string            `yaml:"shell"`
					With   map[string]string `yaml:"with"`
					Folder string            `yaml:"working-directory"`
				} `yaml:"steps"`
			} `yaml:"runs"`
		}
		if err := yaml.Unmarshal(data, &action); err != nil {
			return
		}
		s.depth++
		defer func() { s.depth-- }()
		// Lines of the action's own file are none of the workflow: the step that uses it is named.
		for i, step := range action.Runs.Steps {
			if i == maxSteps {
				return
			}
			if step.Run != "" {
				s.run(step.Run, 0, step.Shell, step.Folder)
			}
			if step.Uses != "" {
				s.uses(step.Uses, step.With, 0)
			}
		}
		return
	}
}
