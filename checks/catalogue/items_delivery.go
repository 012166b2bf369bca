package catalogue

import (
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/delivery"
)

// II. CI/CD & DEPLOYMENT
func deliveryItems(tools Tools) []checks.Entry {
	return []checks.Entry{
		{
			Item: checks.Item{
				ID: "delivery.pipeline", Section: checks.SectionDelivery, Title: "CI pipeline set up (build → test → deploy)",
				Kind: checks.KindAuto, Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E3}, AbsenceDecides: true,
				Needs: []checks.Connection{checks.ConnectionArtifacts}, Role: checks.RoleSRE, Books: []checks.DifferenceKind{checks.DiffersInTests},
				Recheck: []checks.Event{checks.EventCI},
			},
			Check: delivery.NewPipeline(),
		},
		{
			Item: checks.Item{
				ID: "delivery.rollback", Section: checks.SectionDelivery, Title: "Rollback plan in place (script or quick revert strategy)",
				Kind: checks.KindMix, Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E3, Attestation: true},
				LinkedSignature: true,
				Needs:           []checks.Connection{checks.ConnectionForge, checks.ConnectionEnvironments}, Role: checks.RoleReleaseManager,
				Scope:   []string{"**/*rollback*", "**/*ROLLBACK*", "**/*runbook*", "**/migrations/**", "**/migrate/**", ".github/workflows/**"},
				Recheck: []checks.Event{checks.EventPush, checks.EventDeploy}, Lasting: 90 * day,
			},
			Check: delivery.NewRollback(tools.Projects),
		},
		{
			Item: checks.Item{
				ID: "delivery.staging", Section: checks.SectionDelivery, Title: "Staging/UAT environment available and tested",
				Kind: checks.KindAuto, Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E4},
				Needs: []checks.Connection{checks.ConnectionEnvironments, checks.ConnectionStaging}, Role: checks.RoleQA, Books: []checks.DifferenceKind{checks.DiffersInTests},
				Recheck: []checks.Event{checks.EventDeploy, checks.EventCI}, Lasting: 7 * day,
			},
			Check: delivery.NewStaging(tools.Projects),
		},
		{
			Item: checks.Item{
				ID: "delivery.env-config", Section: checks.SectionDelivery, Title: "`.env` variables configured correctly (not copied from local)",
				Kind: checks.KindMix, Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E3},
				Needs: []checks.Connection{checks.ConnectionForge, checks.ConnectionEnvironments}, Role: checks.RoleSRE,
				Recheck: []checks.Event{checks.EventPush, checks.EventTimer, checks.EventRelated}, Lasting: day,
			},
			Check: delivery.NewEnvConfig(tools.Manifests, tools.Projects),
		},
		{
			Item: checks.Item{
				ID: "delivery.naming", Section: checks.SectionDelivery, Title: "Proper branch/tag naming (e.g. `release/v1.0.0`)",
				Kind: checks.KindAuto, Level: checks.LevelBlock, BlocksOnlyTags: true, Minimum: checks.Minimum{Grade: checks.E3},
				Needs: []checks.Connection{checks.ConnectionForge}, Role: checks.RoleReleaseManager, Books: []checks.DifferenceKind{checks.DiffersInVersion},
				Recheck: []checks.Event{checks.EventPush},
			},
			Check: delivery.NewNaming(),
		},
	}
}
