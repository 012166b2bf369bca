package delivery

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/manifest/environment"
)

// EnvConfig checks delivery.env-config: production gets every environment variable
// that the code demands, and none of its values comes from a developer's machine.
type EnvConfig struct {
	Manifests Manifests
	Projects  Projects
}

// NewEnvConfig returns the check.
func NewEnvConfig(manifests Manifests, projects Projects) *EnvConfig {
	return &EnvConfig{Manifests: manifests, Projects: projects}
}

// configFacts are what was seen.
type configFacts struct {
	keys   []*configKey // that the code reads, by name
	files  int          // of code that were looked through
	unread []string     // files of code that could not be read
	found  environment.Found
	// What containers are given once charts and overlays are made.
	manifests declaredConfig
	// What the manifests speak of, and whether what is taken can be known from it: not
	// where all is handed on, or where the code makes names.
	mentioned map[string]bool
	all       bool
	computes  bool
	forge     bool // the fields below were asked for
	stages    map[environment.Stage]*stageSettings
	shared    []checks.Setting // of the repository and its organisation
	lacks     []checks.Missing
}

// stageSettings are what GitHub gives to one environment.
type stageSettings struct {
	checks.Environment
	settings []checks.Setting
}

// Observe reads the code and the manifests, and asks the forge what its
// environments are configured with.
func (e *EnvConfig) Observe(ctx context.Context, subject checks.Subject) (checks.Observation, error) {
	if subject.Source == nil {
		return checks.Observation{Missing: []checks.Missing{{
			Connection: checks.ConnectionForge, Reason: "the content of the release cannot be read", Remedy: "Let golive read the repository's contents.",
		}}}, nil
	}
	code, err := e.Projects.Project(ctx, subject.Source)
	if err != nil {
		return checks.Observation{}, fmt.Errorf("looking for environment variables: %w", err)
	}
	facts := configFacts{stages: map[environment.Stage]*stageSettings{}}
	if err := facts.readKeys(ctx, subject, code); err != nil {
		return checks.Observation{}, err
	}
	if err := facts.readManifests(ctx, subject.Source); err != nil {
		return checks.Observation{}, err
	}
	declared, err := e.Manifests.Declared(ctx, subject.Declaring())
	if err != nil {
		return checks.Observation{}, fmt.Errorf("read what containers are given: %w", err)
	}
	facts.readDeclared(declared)
	if subject.Forge != nil && subject.Release.Kind != checks.ReleaseDirectory {
		facts.forge = true
		facts.ask(ctx, subject)
		if err := ctx.Err(); err != nil {
			return checks.Observation{}, fmt.Errorf("read the environments: %w", err)
		}
	}
	return observeConfig(facts, subject), nil
}

// readManifests reads what the repository's files give.
func (f *configFacts) readManifests(ctx context.Context, source checks.Source) error {
	tooLarge, err := readFiles(ctx, source, func(file checks.File) func([]byte) {
		if !environment.Concerns(file) {
			return nil
		}
		return func(content []byte) {
			f.found.Add(file, content)
			f.mention(content)
		}
	})
	if err != nil {
		return fmt.Errorf("read the manifests: %w", err)
	}
	handed := f.found.Handed()
	also, err := readFiles(ctx, source, func(file checks.File) func([]byte) {
		if !slices.Contains(handed, file.Path) {
			return nil
		}
		return func(content []byte) { f.found.Hand(file, content) }
	})
	if err != nil {
		return fmt.Errorf("read the files of variables: %w", err)
	}
	f.unread = append(append(f.unread, tooLarge...), also...)
	return nil
}

// ask reads what GitHub gives to production and to staging. Each list needs a
// grant of its own, and what lacks is told by itself.
func (f *configFacts) ask(ctx context.Context, subject checks.Subject) {
	forge := subject.Forge
	environments, err := forge.Environments(ctx)
	if err != nil {
		f.lack("the environments", "actions: read", err)
		return
	}
	for stage, named := range map[environment.Stage]string{
		environment.Production: subject.Policy.Environments.Production.Deployment, environment.Staging: subject.Policy.Environments.Staging.Deployment,
	} {
		if one, found := pickEnvironment(environments, stage, named); found {
			f.stages[stage] = &stageSettings{Environment: one}
		}
	}
	for _, stage := range []environment.Stage{environment.Production, environment.Staging} {
		one := f.stages[stage]
		if one == nil {
			continue
		}
		for _, kind := range []checks.SettingKind{checks.KindVariable, checks.KindSecret} {
			settings, err := forge.EnvironmentSettings(ctx, one.Name, kind)
			if err != nil {
				f.lack("the "+string(kind)+"s of "+one.Name, "environments: read", err)
			}
			one.settings = append(one.settings, settings...)
		}
	}
	for _, list := range []struct {
		kind  checks.SettingKind
		grant string
	}{{checks.KindVariable, "actions_variables: read"}, {checks.KindSecret, "secrets: read"}} {
		settings, err := forge.RepositorySettings(ctx, list.kind)
		if err != nil {
			f.lack("the "+string(list.kind)+"s of the repository", list.grant, err)
		}
		f.shared = append(f.shared, settings...)
	}
}

// lack says what could not be read, and what mends it.
func (f *configFacts) lack(what, grant string, err error) {
	missing := unreadFrom("delivery.env-config", what, grant, err)
	if errors.Is(err, checks.ErrForbidden) {
		missing.Remedy = strings.TrimSuffix(missing.Remedy, ".") + ", or a site reliability engineer looks and signs."
	}
	for _, known := range f.lacks {
		if known.Remedy == missing.Remedy {
			return // one grant, or one more try, mends both
		}
	}
	f.lacks = append(f.lacks, missing)
}
