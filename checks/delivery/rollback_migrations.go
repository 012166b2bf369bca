package delivery

import (
	"context"
	"fmt"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source/schema"
	"github.com/golive-app/golive/config/regex"
)

// excuse matches what comments and texts of a migration say where the code before does
// not need what it takes away.
var excuse = regex.New(`(?i)\b(?:expand[-\s]?(?:and[-\s]?|/)?contract\b|contract (?:phase|step)|no[-\s]longer[-\s](?:being[-\s])?(?:read|used|written|referenced|needed)|not (?:being )?(?:read|used|written|referenced)\s+(?:any ?more|since|by)|no (?:running )?\w+ (?:reads?|uses?|writes?)\b|unused since|safe to drop|deprecated since|two[-\s]phase|(?:removed|dropped|deleted) from (?:the )?(?:\w+ )?state)\b`)

// readLosses finds what the range's migrations take away that was there before it.
func (f *rollbackFacts) readLosses(ctx context.Context, subject checks.Subject, databases []*schema.Database) error {
	for _, database := range databases {
		made := map[string]bool{} // tables and columns that the range itself makes
		for _, step := range database.Steps {
			for _, change := range step.Facts.Up {
				if !subject.Range.Adds(step.Path, change.Line) {
					continue
				}
				table := strings.ToLower(change.Table)
				switch change.Kind {
				case schema.CreateTable:
					made[table] = true
				case schema.AddColumn:
					if change.Loses() == "" {
						made[table+"."+strings.ToLower(change.Name)] = true
					}
				}
				if change.Loses() == "" || change.Restates || made[table] || made[table+"."+strings.ToLower(change.Name)] || rebuilt(step, change) {
					continue
				}
				one := loss{path: step.Path, change: change, down: len(step.Facts.Down) > 0 || step.Facts.Reversible || step.Facts.Tool == "django"} // whose operations take themselves back
				content, err := subject.Source.Read(ctx, step.Path)
				if ctx.Err() != nil {
					return fmt.Errorf("read the migrations: %w", ctx.Err())
				}
				one.excused = err == nil && excuse.Match(content)
				f.losses = append(f.losses, one)
			}
		}
	}
	return nil
}

// rebuilt reports whether a table that is dropped or renamed comes back under its
// name in the same step, as SQLite's tables are changed.
func rebuilt(step schema.Step, change schema.Change) bool {
	if change.Kind != schema.DropTable && change.Kind != schema.RenameTable {
		return false
	}
	for _, other := range step.Facts.Up {
		if other.Kind == schema.RenameTable && strings.EqualFold(other.To, change.Table) || change.Kind == schema.RenameTable && other.Kind == schema.DropTable && strings.EqualFold(other.Table, change.To) {
			return true
		}
	}
	return false
}

// severity ranks a loss: what is dropped or renamed, the code before asks for.
func (l loss) severity(restores bool) checks.Severity {
	severity := checks.SeverityWarning
	switch l.change.Kind {
	case schema.DropTable, schema.DropColumn:
		severity = checks.SeverityError
		if restores {
			severity = checks.SeverityWarning // what goes is brought back by the plan
		}
	case schema.RenameTable, schema.RenameColumn:
		if !l.down {
			severity = checks.SeverityError
		}
	}
	if l.excused {
		return checks.SeverityNotice
	}
	return severity
}
