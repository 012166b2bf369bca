package performance

import (
	"context"
	"fmt"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source"
	"github.com/golive-app/golive/checks/evidence/source/project"
	"github.com/golive-app/golive/checks/evidence/source/schema"
)

// Projects reads the code of a release, once for all items.
type Projects interface {
	Project(ctx context.Context, src checks.Source) (*project.Project, error)
}

// Indexes checks performance.indexes as far as code tells: foreign keys and filtered
// columns that lead no index, and migrations that stop a database in use. How large a
// table is and what a plan looks like, only the database tells.
type Indexes struct {
	Projects Projects
}

// NewIndexes returns the check of performance.indexes.
func NewIndexes(projects Projects) checks.Check { return Indexes{Projects: projects} }

// indexFacts are what was seen.
type indexFacts struct {
	databases []*schema.Database
	classes   map[string]checks.PathClass
	clients   []schema.Client
	files     int // of the release
	read      int // files whose facts were read
	manifests int // read for database clients
	unread    []checks.Skipped
	statement []unreadStatement
	lookups   []lookupAt
	unclear   int // queries whose conditions are not all written out
}

// unreadStatement is SQL that is not known.
type unreadStatement struct {
	path string
	schema.Unread
}

// Observe reads models, migrations, dumps and queries.
func (i Indexes) Observe(ctx context.Context, subject checks.Subject) (checks.Observation, error) {
	if subject.Source == nil {
		return checks.Observation{Missing: []checks.Missing{{
			Connection: checks.ConnectionForge, Reason: "the content of the release cannot be read",
			Remedy: "Let golive read the repository's contents.",
		}}}, nil
	}
	code, err := i.Projects.Project(ctx, subject.Source)
	if err != nil {
		return checks.Observation{}, fmt.Errorf("reading the schema: %w", err)
	}
	facts := indexFacts{files: len(code.Files), classes: map[string]checks.PathClass{}}
	for _, skipped := range code.Unread {
		if language := source.Language(skipped.Path, nil); language == "SQL" || language == "Prisma" {
			facts.unread = append(facts.unread, skipped)
		}
	}
	var sources []schema.Source
	for _, file := range code.Files {
		facts.classes[file.Path] = file.Class
		read, found := code.Facts[file.Path]
		if !found || !describesSchema(file) {
			continue
		}
		facts.read++
		if one := read.Schema; one != nil {
			sources = append(sources, schema.Source{Path: file.Path, Facts: one})
			if awaited(file) {
				facts.unclear += one.Unclear
				for _, lookup := range one.Lookups {
					facts.lookups = append(facts.lookups, lookupAt{file.Path, lookup})
				}
			}
			if one.Engine == schema.ClickHouse {
				continue
			}
			for _, statement := range one.Unread {
				facts.statement = append(facts.statement, unreadStatement{file.Path, statement})
			}
		}
	}
	if facts.clients, facts.manifests, err = source.DatabaseClients(ctx, subject.Source); err != nil {
		return checks.Observation{}, fmt.Errorf("looking for database clients: %w", err)
	}
	facts.databases = schema.Link(sources)
	schema.Settle(facts.databases, facts.clients)
	return observeIndexes(facts, subject), nil
}

// describesSchema reports whether a file can say what the product's database holds.
func describesSchema(file checks.File) bool {
	switch file.Class {
	case checks.ClassProduction, checks.ClassMigration, checks.ClassScript, checks.ClassCommand:
		return true
	case checks.ClassGenerated:
		return file.Language == "SQL" || file.Language == "Prisma"
	}
	return false
}
