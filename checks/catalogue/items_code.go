package catalogue

import (
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/code"
)

const day = 24 * time.Hour

// I. CODE & FUNCTIONAL
func codeItems(tools Tools) []checks.Entry {
	return []checks.Entry{
		{
			Item: checks.Item{
				ID: "code.review", Section: checks.SectionCode, Title: "Code reviewed and approved by at least one senior developer",
				Kind: checks.KindAuto, Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E3},
				Needs: []checks.Connection{checks.ConnectionForge}, Role: checks.RoleSenior, Books: []checks.DifferenceKind{checks.DiffersInTests},
				Recheck: []checks.Event{checks.EventReview, checks.EventPush},
			},
			Check: code.NewReview(),
		},
		{
			Item: checks.Item{
				ID: "code.coverage", Section: checks.SectionCode, Title: "Unit test coverage ≥ 80%",
				Kind: checks.KindAuto, Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E3},
				Needs: []checks.Connection{checks.ConnectionArtifacts}, Role: checks.RoleSenior, Books: []checks.DifferenceKind{checks.DiffersInTests},
				Recheck: []checks.Event{checks.EventCI},
			},
			Check: code.NewCoverage(),
		},
		{
			Item: checks.Item{
				ID: "code.edge-cases", Section: checks.SectionCode, Title: "Edge cases handled properly",
				Kind: checks.KindMix, Level: checks.LevelWarn, Minimum: checks.Minimum{Attestation: true},
				Needs: []checks.Connection{checks.ConnectionForge, checks.ConnectionArtifacts}, Role: checks.RoleSenior, Books: []checks.DifferenceKind{checks.DiffersInTests},
				Recheck: []checks.Event{checks.EventPush},
			},
			Check: code.NewEdgeCases(tools.Projects),
		},
		{
			Item: checks.Item{
				ID: "code.n-plus-one", Section: checks.SectionCode, Title: "No N+1 queries (GraphQL/ORM optimized)",
				Kind: checks.KindMix, Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E5, Attestation: true},
				Needs: []checks.Connection{checks.ConnectionForge, checks.ConnectionDatabase, checks.ConnectionLogs}, Role: checks.RoleSenior,
				Recheck: []checks.Event{checks.EventPush, checks.EventLoad}, Lasting: 14 * day,
			},
			Check: code.NewNPlusOne(tools.Projects),
		},
		{
			Item: checks.Item{
				ID: "code.debug-leftovers", Section: checks.SectionCode, Title: "No leftover `console.log` or `debugger` in code",
				Kind: checks.KindAuto, Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E2},
				Needs: []checks.Connection{checks.ConnectionForge}, Role: checks.RoleSenior, Books: []checks.DifferenceKind{checks.DiffersInTests},
				Recheck: []checks.Event{checks.EventPush},
			},
			Check: code.NewDebugLeftovers(tools.Projects),
		},
		{
			Item: checks.Item{
				ID: "code.secrets", Section: checks.SectionCode, Title: "No secrets or tokens hardcoded",
				Kind: checks.KindAuto, Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E2}, NeverWaive: true,
				Needs: []checks.Connection{checks.ConnectionForge}, Role: checks.RoleSecurity, Books: []checks.DifferenceKind{checks.DiffersInChangelog, checks.DiffersInDocumentation, checks.DiffersInTests},
				Recheck: []checks.Event{checks.EventPush, checks.EventTimer}, Lasting: day,
			},
			Check: code.NewSecrets(tools.Secrets),
		},
	}
}
