package catalogue

import (
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/launch"
)

// VII. OTHER
func launchItems(tools Tools) []checks.Entry {
	return []checks.Entry{
		{
			Item: checks.Item{
				ID: "launch.changelog", Section: checks.SectionLaunch, Title: "Changelog written (`CHANGELOG.md`)",
				Kind: checks.KindAuto, Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E2}, AbsenceDecides: true,
				Needs: []checks.Connection{checks.ConnectionForge}, Role: checks.RoleReleaseManager, Books: []checks.DifferenceKind{checks.DiffersInVersion, checks.DiffersInChangelog},
				Recheck: []checks.Event{checks.EventPush},
			},
			Check: launch.NewChangelog(),
		},
		{
			Item: checks.Item{
				ID: "launch.announcement", Section: checks.SectionLaunch, Title: "Release announcement sent to relevant teams",
				Kind: checks.KindMix, Level: checks.LevelBlock, BlocksOnlyTags: true, Minimum: checks.Minimum{Grade: checks.E3, Attestation: true}, LinkedSignature: true,
				Needs: []checks.Connection{checks.ConnectionChat}, Role: checks.RoleReleaseManager,
				Recheck: []checks.Event{checks.EventTimer},
			},
			Check: later(checks.ConnectionChat, "No announcement is posted or read yet."),
		},
		{
			Item: checks.Item{
				ID: "launch.smoke-checklist", Section: checks.SectionLaunch, Title: "Post-deploy checklist created (Smoke test UI/API)",
				Kind: checks.KindAuto, Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E2},
				Needs: []checks.Connection{checks.ConnectionForge, checks.ConnectionStaging}, Role: checks.RoleQA,
				Scope:   []string{".golive/smoke.yml", "**/*smoke*", "docs/*post-deploy*"},
				Recheck: []checks.Event{checks.EventPush, checks.EventCI, checks.EventDeploy},
			},
			Check: launch.NewSmoke(),
		},
		{
			Item: checks.Item{
				ID: "launch.qa-checklist", Section: checks.SectionLaunch, Title: "QA checklist completed (login, checkout, error, etc.)",
				Kind: checks.KindMix, Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E3, Attestation: true}, LinkedSignature: true,
				Needs: []checks.Connection{checks.ConnectionArtifacts}, Role: checks.RoleQA,
				Recheck: []checks.Event{checks.EventCI},
			},
			Check: launch.NewQA(),
		},
		{
			Item: checks.Item{
				ID: "launch.fallback-ui", Section: checks.SectionLaunch, Title: "Graceful fallback UI for error handling",
				Kind: checks.KindMix, Level: checks.LevelWarn, FindingsDecide: true, Minimum: checks.Minimum{Grade: checks.E4},
				Needs: []checks.Connection{checks.ConnectionStaging}, Role: checks.RoleQA,
				Recheck: []checks.Event{checks.EventDeploy}, Lasting: 30 * day,
			},
			Check: launch.NewFallbackUI(tools.Projects),
		},
		{
			Item: checks.Item{
				ID: "launch.endpoints", Section: checks.SectionLaunch, Title: "`/status`, `/health`, `/metrics`, `/version` endpoints ready",
				Kind: checks.KindAuto, Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E4},
				Needs: []checks.Connection{checks.ConnectionStaging}, Role: checks.RoleSRE,
				Recheck: []checks.Event{checks.EventDeploy}, Lasting: 7 * day,
			},
			Check: launch.NewEndpoints(tools.Projects),
		},
	}
}
