// Package environment reads which environment variables a repository's own files
// give to the program: compose, Kubernetes, Helm, Dockerfiles, workflows, Terraform,
// environment files and the manifests of platforms. It gathers and judges nothing.
package environment

import (
	"path"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/secret"
	"github.com/golive-app/golive/config/regex"
)

// Stage is which environment a file is for.
type Stage string

// The stages.
const (
	AnyStage   Stage = "" // nothing says
	Production Stage = "production"
	Staging    Stage = "staging"
	Local      Stage = "local" // of developers and of tests
)

// words are the words of a path or of a name that say the stage.
var words = map[string]Stage{
	"production": Production, "prod": Production, "prd": Production, "live": Production,
	"staging": Staging, "stage": Staging, "stg": Staging, "uat": Staging, "preprod": Staging, "preproduction": Staging, "acceptance": Staging, "qa": Staging,
	"local": Local, "dev": Local, "develop": Local, "development": Local, "test": Local, "tests": Local, "testing": Local, "ci": Local, "e2e": Local, "override": Local,
	"devcontainer": Local, "example": Local, "examples": Local, "sample": Local, "demo": Local, "sandbox": Local, "cypress": Local, "playwright": Local, "debug": Local, "preview": Local,
	"bench": Local, "benchmark": Local, "debugger": Local, "hot": Local, "monitoring": Local,
}

// before turns "production" around: pre-production, non-prod.
var before = map[string]bool{"pre": true, "non": true, "not": true, "no": true, "like": true}

// StageOf tells which environment a path or a name speaks of; any where no word
// does. Where several do, the last word wins: what is nearest to the file.
func StageOf(name string) Stage {
	found := AnyStage
	parts := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	for position, part := range parts {
		stage, known := words[part]
		switch {
		case !known:
		case stage == Production && position > 0 && before[parts[position-1]]:
			found = Staging
		default:
			found = stage
		}
	}
	return found
}

// Given is one variable that a file gives.
type Given struct {
	Key   string
	Path  string
	Line  int
	Kind  string // "compose", "Kubernetes", …
	Stage Stage
	// Value is what is given, where it is written there and is no reference;
	// Literal says so. It is to be judged and never shown.
	Value   checks.HiddenValue
	Literal bool
	// Signal says that the file is a template or was read by its words alone.
	Signal bool
	Build  bool // given to the build, not to the program
	// Beside says that another container shares the network with the program's:
	// localhost is then a neighbour.
	Beside bool
}

// Whole is a source of variables whose names no file shows: envFrom, a file that
// is not in the repository, an encrypted one.
type Whole struct {
	Path  string
	Line  int
	Name  string
	Stage Stage
	File  string // of the repository, which compose hands over; empty: none is named
}

// Found is what the files of a repository give.
type Found struct {
	Given   []Given
	Samples []Given // .env.example and its like: what whoever runs it should set
	Files   []File  // environment files in the repository that are no samples
	Wholes  []Whole
	Read    int // files that were read
}

// File is an environment file in the repository.
type File struct {
	Path   string
	Stage  Stage
	Count  int // variables that it sets
	Plain  int // of those, secrets in plain text
	Line   int // of the first such
	Sealed bool
}

// key matches the names that variables have.
var key = regex.New(`^[A-Za-z_][A-Za-z0-9_]*$`)

// capitals matches those that can be nothing else.
var capitals = regex.New(`^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*_?$`)

var (
	composeName    = regex.New(`(?i)^(?:docker-)?compose(?:[.-][\w.-]+)?\.ya?ml$`)
	dockerfileName = regex.New(`(?i)^(?:Dockerfile|Containerfile)(?:[.-][\w.-]+)?$|\.Dockerfile$`)
	platformName   = regex.New(`^(?:app\.json|app\.ya?ml|vercel\.json|now\.json|render\.ya?ml|fly(?:\.[\w-]+)?\.toml|netlify\.toml|railway\.(?:json|toml)|serverless\.ya?ml|wrangler\.toml|apprunner\.ya?ml)$`)
	yamlName       = regex.New(`\.ya?ml(?:\.(?:tpl|gotmpl|j2|erb))?$`)
)

// Concerns reports whether a file of this path may give variables.
func Concerns(file checks.File) bool {
	if file.Class == checks.ClassVendored || file.Class == checks.ClassFixture || file.Class == checks.ClassTest || file.Size > 512<<10 {
		return false
	}
	base := path.Base(file.Path)
	environment, _ := secret.EnvironmentFile(file.Path)
	return environment || dockerfileName.MatchString(base) || platformName.MatchString(base) || yamlName.MatchString(base) ||
		strings.HasSuffix(base, ".tf") || strings.HasSuffix(base, ".tpl") || taskDefinition.MatchString(base)
}

var taskDefinition = regex.New(`(?i)^(?:[\w-]*task-?def(?:inition)?[\w.-]*)\.json$`)

// Add reads one file.
func (f *Found) Add(file checks.File, content []byte) {
	base := path.Base(file.Path)
	stage := StageOf(file.Path)
	if stage == Production && secret.DevelopmentEnvironment(path.Dir(file.Path)+"/-") {
		stage = Local // dev/prod/.env: what developers build as for production
	}
	if file.Class == checks.ClassExample || file.Class == checks.ClassDocumentation {
		stage = Local
	}
	f.Read++
	r := f.reader(file, stage)
	environment, sample := secret.EnvironmentFile(file.Path)
	switch {
	case environment:
		r.environmentFile(string(content), sample)
	case dockerfileName.MatchString(base):
		r.dockerfile(string(content))
	case strings.HasSuffix(base, ".tf"):
		r.terraform(string(content))
	case strings.HasSuffix(base, ".toml"):
		r.toml(string(content))
	default:
		r.yaml(content)
	}
}

func (f *Found) reader(file checks.File, stage Stage) *reader {
	return &reader{found: f, file: file, stage: stage, given: map[Given]bool{}, walked: map[*yaml.Node]bool{}}
}

// reader is one file while it is read.
type reader struct {
	found *Found
	file  checks.File
	stage Stage
	kind  string
	// given and walked are what was read already: anchors are referred to from several
	// places.
	given  map[Given]bool
	walked map[*yaml.Node]bool
}

func (r *reader) give(name string, line int, value string, change func(*Given)) {
	name = strings.TrimSpace(name)
	if !key.MatchString(name) || len(name) > 100 {
		return
	}
	given := Given{Key: name, Path: r.file.Path, Line: line, Kind: r.kind, Stage: r.stage}
	if value = strings.TrimSpace(value); value != "" && !secret.Reference(value) && !strings.Contains(value, "{{") && !strings.HasPrefix(value, "${{") {
		given.Value, given.Literal = checks.Hide(secret.Unquote(value)), true
	}
	if change != nil {
		change(&given)
	}
	if !r.given[given] {
		r.given[given] = true
		r.found.Given = append(r.found.Given, given)
	}
}

// standIn matches values that ask to be replaced.
var standIn = regex.New(`(?i)^[^\w]*(?:change|replace)[-_ ]?(?:this|me|it|with)`)

// environmentFile reads .env and its like.
func (r *reader) environmentFile(content string, sample bool) {
	r.kind = "environment file"
	all := secret.ParseEnvironment(content)
	if sample {
		for _, one := range all {
			if key.MatchString(one.Name) {
				r.found.Samples = append(r.found.Samples, Given{Key: one.Name, Path: r.file.Path, Line: one.Line, Kind: r.kind, Stage: Local})
			}
		}
		return
	}
	file := File{Path: r.file.Path, Stage: r.stage, Count: len(all)}
	file.Sealed = strings.Contains(content, "ENC[AES256_GCM") || strings.Contains(content, "DOTENV_PUBLIC_KEY") || strings.Contains(content, "\x00GITCRYPT")
	for _, one := range all {
		if one.Plain() && !standIn.MatchString(one.Value) {
			if file.Plain++; file.Line == 0 {
				file.Line = one.Line
			}
		}
		r.give(one.Name, one.Line, one.Value, nil)
	}
	r.found.Files = append(r.found.Files, file)
}

var (
	dockerEnv = regex.New(`(?i)^\s*(ENV|ARG)\s+(.*)$`)
	dockerKey = regex.New(`([A-Za-z_][A-Za-z0-9_]*)=("(?:[^"\\]|\\.)*"|'[^']*'|\S*)`)
)

// dockerfile reads ENV and ARG, over lines that end in a backslash.
// https://docs.docker.com/reference/dockerfile/#env
func (r *reader) dockerfile(content string) {
	r.kind = "Dockerfile"
	lines := strings.Split(content, "\n")
	for index := 0; index < len(lines); index++ {
		match := dockerEnv.FindStringSubmatch(lines[index])
		if match == nil {
			continue
		}
		first, text := index+1, match[2]
		for strings.HasSuffix(strings.TrimSpace(lines[index]), "\\") && index+1 < len(lines) {
			index++
			text = strings.TrimSuffix(strings.TrimSpace(text), "\\") + " " + strings.TrimSpace(lines[index])
		}
		build := func(given *Given) { given.Build = strings.EqualFold(match[1], "ARG") }
		pairs := dockerKey.FindAllStringSubmatch(text, -1)
		if len(pairs) == 0 || !dockerKey.MatchString(strings.Fields(text)[0]) {
			name, value, _ := strings.Cut(strings.TrimSpace(text), " ")
			r.give(name, first, value, build)
			continue
		}
		for _, pair := range pairs {
			r.give(pair[1], first, pair[2], build)
		}
	}
}

var (
	terraformKey  = regex.New(`^\s*"?([A-Z][A-Z0-9_]*)"?\s*=\s*(.*)$`)
	terraformName = regex.New(`\bname"?\s*[=:]\s*"([A-Z][A-Z0-9_]+)"(?:\s*,?\s*"?value"?\s*[=:]\s*("[^"]*"))?`)
)

// terraform reads names of variables by their words: an expression may make more.
func (r *reader) terraform(content string) {
	r.kind = "Terraform"
	signal := func(given *Given) { given.Signal = true }
	for index, line := range strings.Split(content, "\n") {
		if match := terraformName.FindStringSubmatch(line); match != nil {
			r.give(match[1], index+1, "", signal)
		} else if match := terraformKey.FindStringSubmatch(line); match != nil && capitals.MatchString(match[1]) {
			r.give(match[1], index+1, "", signal)
		}
	}
}

var (
	tomlTable = regex.New(`^\s*\[+\s*([\w.-]+)\s*\]+`)
	tomlKey   = regex.New(`^\s*"?([A-Za-z_][A-Za-z0-9_]*)"?\s*=\s*(.*?)\s*(?:#.*)?$`)
)

// toml reads the tables of variables of fly.toml, netlify.toml and wrangler.toml.
func (r *reader) toml(content string) {
	r.kind = "platform"
	table := ""
	for index, line := range strings.Split(content, "\n") {
		if match := tomlTable.FindStringSubmatch(line); match != nil {
			table = match[1]
			continue
		}
		match := tomlKey.FindStringSubmatch(line)
		if match == nil {
			continue
		}
		if last := table[strings.LastIndex(table, ".")+1:]; last == "env" || last == "vars" || last == "environment" {
			stage := r.stage
			if named := StageOf(table); named != AnyStage {
				stage = named
			}
			r.give(match[1], index+1, match[2], func(given *Given) { given.Stage, given.Build = stage, strings.HasPrefix(table, "build") })
		}
	}
}
