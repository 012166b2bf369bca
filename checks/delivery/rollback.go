package delivery

import (
	"context"
	"fmt"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source/schema"
)

// Rollback checks delivery.rollback: there is a plan for going back, it was tried,
// what to go back to exists, and no migration of the release stands in the way.
type Rollback struct {
	Projects Projects
}

// NewRollback returns the check.
func NewRollback(projects Projects) *Rollback { return &Rollback{Projects: projects} }

// rollbackFacts are what was seen.
type rollbackFacts struct {
	deploys  map[string]bool // workflows that bring something to an environment, by path
	files    int             // that were searched
	plans    []plan
	empty    []plan // headings without anything to do below
	unread   []string
	restores bool // a plan tells how data is restored
	losses   []loss
	forge    bool // the fields below were asked for
	previous string
	before   checks.Deployment // that production ran before; without a commit: none was seen
	kept     *kept             // what was published of the version before; nil: not asked for
	drills   []drill
	listed   int // deployments whose states were read
	lacks    []checks.Missing
}

// loss is a change of a migration that going back to the code before does not undo.
type loss struct {
	path    string
	change  schema.Change
	down    bool // the migration has a way back
	excused bool // a comment says that nothing reads it any more
}

// Observe searches for a plan, reads the range's migrations and asks the forge for
// what was rolled back before.
func (r *Rollback) Observe(ctx context.Context, subject checks.Subject) (checks.Observation, error) {
	if subject.Source == nil {
		return checks.Observation{Missing: []checks.Missing{{
			Connection: checks.ConnectionForge, Reason: "the content of the release cannot be read", Remedy: "Let golive read the repository's contents.",
		}}}, nil
	}
	code, err := r.Projects.Project(ctx, subject.Source)
	if err != nil {
		return checks.Observation{}, fmt.Errorf("looking for migrations: %w", err)
	}
	facts := rollbackFacts{}
	if err := facts.readPlans(ctx, subject.Source); err != nil {
		return checks.Observation{}, err
	}
	if subject.Range != nil {
		var sources []schema.Source
		for _, file := range code.Files {
			if read := code.Facts[file.Path].Schema; read != nil && migrates(file.Class) {
				sources = append(sources, schema.Source{Path: file.Path, Facts: read})
			}
		}
		if err := facts.readLosses(ctx, subject, schema.Link(sources)); err != nil {
			return checks.Observation{}, err
		}
	}
	if subject.Forge != nil && subject.Release.Kind != checks.ReleaseDirectory {
		facts.forge = true
		facts.ask(ctx, subject)
		if err := ctx.Err(); err != nil {
			return checks.Observation{}, fmt.Errorf("read the deployments: %w", err)
		}
	}
	return observeRollback(facts, subject), nil
}

func migrates(class checks.PathClass) bool {
	return class == checks.ClassMigration || class == checks.ClassProduction || class == checks.ClassScript || class == checks.ClassGenerated
}

func (f *rollbackFacts) refused(what, grant string, err error) {
	f.lacks = append(f.lacks, unreadFrom("delivery.rollback", what, grant, err))
}
