package performance

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source/usage"
	"github.com/golive-app/golive/config/regex"
)

// Payload checks performance.payload: answers hold what is needed and no more. It
// looks for entities that are sent as a database keeps them, for lists without an end,
// and for servers of GraphQL without a bound: in the code, and in what staging answers.
type Payload struct {
	Projects Projects
}

// NewPayload returns the check.
func NewPayload(projects Projects) *Payload { return &Payload{Projects: projects} }

// Observe reads the code for what is sent, and Prisma's schemas for what is in it.
func (p *Payload) Observe(ctx context.Context, subject checks.Subject) (checks.Observation, error) {
	if subject.Source == nil {
		return unreadable, nil
	}
	code, err := p.Projects.Project(ctx, subject.Source)
	if err != nil {
		return checks.Observation{}, fmt.Errorf("looking at what is sent: %w", err)
	}
	overview := code.Usage()
	if err := addPrismaModels(ctx, subject.Source, &overview); err != nil {
		return checks.Observation{}, err
	}
	return livePayload(ctx, subject, code, overview, observePayload(subject, overview))
}

var (
	prismaModel  = regex.New(`^\s*model\s+(\w+)\s*\{`)
	prismaColumn = regex.New(`^\s+(\w+)\s+(\w+)`)
)

// addPrismaModels adds the models of Prisma's schemas to the entities, unless the client
// leaves their secret columns out
// (https://www.prisma.io/docs/orm/prisma-schema/data-model/models).
func addPrismaModels(ctx context.Context, content checks.Source, overview *usage.Overview) error {
	overview.Entities = maps.Clone(overview.Entities) // the project's own is shared
	omitted := map[string]bool{}
	for _, one := range overview.Signs[usage.SerializerNamed] {
		omitted[strings.ToLower(one.Detail)] = one.Library == "Prisma" || omitted[strings.ToLower(one.Detail)]
	}
	for _, file := range content.Files() {
		if !strings.HasSuffix(file.Path, ".prisma") || file.Class != checks.ClassProduction && file.Class != checks.ClassMigration && file.Class != checks.ClassScript {
			continue
		}
		text, err := content.Read(ctx, file.Path)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.Is(err, checks.ErrTooLarge), errors.Is(err, fs.ErrNotExist):
			continue
		case err != nil:
			return fmt.Errorf("read a schema of Prisma: %w", err)
		}
		for _, entity := range prismaModels(string(text)) {
			name := strings.ToLower(entity.Name)
			if len(entity.Secret) > 0 && !omitted[name] {
				overview.Entities[name] = append(slices.Clip(overview.Entities[name]), usage.EntityPlace{Path: file.Path, Entity: entity})
			}
		}
	}
	return nil
}

// prismaModels reads the models of a schema, with their secret columns.
func prismaModels(text string) (models []usage.Entity) {
	number, inside := 0, false
	for line := range strings.Lines(text) {
		number++
		if found := prismaModel.FindStringSubmatch(line); found != nil {
			models, inside = append(models, usage.Entity{Name: found[1], Library: "Prisma", Line: number}), true
			continue
		}
		if strings.HasPrefix(strings.TrimSpace(line), "}") {
			inside = false
		}
		if found := prismaColumn.FindStringSubmatch(line); inside && found != nil && usage.SecretField(found[1]) && found[2] != "Boolean" && found[2] != "DateTime" {
			model := &models[len(models)-1]
			model.Secret = append(model.Secret, found[1])
		}
	}
	return models
}
