package catalogue

import (
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/performance"
)

// IV. PERFORMANCE & SCALING
func performanceItems(tools Tools) []checks.Entry {
	return []checks.Entry{
		{
			Item: checks.Item{
				ID: "performance.load", Section: checks.SectionPerformance, Title: "Load tested for target RPS (e.g. ≥ 10k req/s)",
				Kind: checks.KindAuto, Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E5},
				Needs: []checks.Connection{checks.ConnectionStaging, checks.ConnectionLoadPlan}, Role: checks.RoleSRE, LinkedSignature: true,
				Recheck: []checks.Event{checks.EventLoad, checks.EventCI}, Lasting: 7 * day,
			},
			Check: performance.NewLoad(tools.Projects),
		},
		{
			Item: checks.Item{
				ID: "performance.concurrency", Section: checks.SectionPerformance, Title: "Concurrent users simulated (e.g. 1k logins)",
				Kind: checks.KindAuto, Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E5},
				Needs: []checks.Connection{checks.ConnectionStaging, checks.ConnectionLoadPlan, checks.ConnectionTestUsers}, Role: checks.RoleSRE, LinkedSignature: true,
				Recheck: []checks.Event{checks.EventLoad}, Lasting: 7 * day,
			},
			Check: performance.NewConcurrency(tools.Projects),
		},
		{
			Item: checks.Item{
				ID: "performance.indexes", Section: checks.SectionPerformance, Title: "DB indexed properly (`EXPLAIN ANALYZE` used)",
				Kind: checks.KindMix, Level: checks.LevelWarn, Minimum: checks.Minimum{Grade: checks.E5, Attestation: true},
				Needs: []checks.Connection{checks.ConnectionDatabase}, Role: checks.RoleDBA, LinkedSignature: true,
				Scope:   []string{"**/migrations/**", "**/migrate/**", "**/*.sql", "**/schema.prisma", "**/db/schema.rb"},
				Recheck: []checks.Event{checks.EventPush, checks.EventLoad}, Lasting: 30 * day,
			},
			Check: performance.NewIndexes(tools.Projects),
		},
		{
			Item: checks.Item{
				ID: "performance.caching", Section: checks.SectionPerformance, Title: "Redis, CDN, or in-memory caching applied",
				Kind: checks.KindMix, Level: checks.LevelWarn, FindingsDecide: true, Minimum: checks.Minimum{Grade: checks.E4},
				Needs: []checks.Connection{checks.ConnectionStaging}, Role: checks.RoleSRE,
				Recheck: []checks.Event{checks.EventDeploy, checks.EventRelated}, Lasting: 14 * day,
			},
			Check: performance.NewCaching(tools.Manifests, tools.Projects),
		},
		{
			Item: checks.Item{
				ID: "performance.media-storage", Section: checks.SectionPerformance, Title: "File/media offloaded to external storage (e.g. S3)",
				Kind: checks.KindMix, Level: checks.LevelWarn, FindingsDecide: true, Minimum: checks.Minimum{Grade: checks.E4, Attestation: true},
				Needs: []checks.Connection{checks.ConnectionForge, checks.ConnectionStaging}, Role: checks.RoleSRE,
				Recheck: []checks.Event{checks.EventPush, checks.EventDeploy, checks.EventRelated}, Lasting: 30 * day,
			},
			Check: performance.NewMediaStorage(tools.Manifests, tools.Projects),
		},
		{
			Item: checks.Item{
				ID: "performance.payload", Section: checks.SectionPerformance, Title: "API only returns necessary data (REST/GraphQL select)",
				Kind: checks.KindMix, Level: checks.LevelWarn, FindingsDecide: true, Minimum: checks.Minimum{Grade: checks.E4},
				Needs: []checks.Connection{checks.ConnectionStaging, checks.ConnectionTestUsers}, Role: checks.RoleSenior,
				Recheck: []checks.Event{checks.EventDeploy}, Lasting: 14 * day,
			},
			Check: performance.NewPayload(tools.Projects),
		},
	}
}
