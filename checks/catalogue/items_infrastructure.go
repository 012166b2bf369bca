package catalogue

import (
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/infrastructure"
)

// VI. INFRASTRUCTURE
func infrastructureItems(tools Tools) []checks.Entry {
	return []checks.Entry{
		{
			Item: checks.Item{
				ID: "infrastructure.load-balancer", Section: checks.SectionInfrastructure, Title: "Load balancer configured and stable",
				Kind: checks.KindMix, Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E5},
				Needs: []checks.Connection{checks.ConnectionCluster, checks.ConnectionStaging}, Role: checks.RoleSRE,
				Recheck: []checks.Event{checks.EventDeploy, checks.EventTimer, checks.EventRelated}, Lasting: day,
			},
			Check: infrastructure.NewLoadBalancer(tools.Manifests, tools.Projects),
		},
		{
			Item: checks.Item{
				ID: "infrastructure.health", Section: checks.SectionInfrastructure, Title: "Auto-restart and healthcheck ready (PM2, Docker, k8s readiness)",
				Kind: checks.KindMix, Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E2},
				Needs: []checks.Connection{checks.ConnectionForge, checks.ConnectionCluster}, Role: checks.RoleSRE,
				Recheck: []checks.Event{checks.EventPush, checks.EventDeploy, checks.EventRelated}, Lasting: 14 * day,
			},
			Check: infrastructure.NewHealth(tools.Manifests, tools.Projects),
		},
		{
			Item: checks.Item{
				ID: "infrastructure.backup", Section: checks.SectionInfrastructure, Title: "Database backup and restore tested",
				Kind: checks.KindMix, Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E3, Attestation: true}, LinkedSignature: true,
				Needs: []checks.Connection{checks.ConnectionCluster}, Role: checks.RoleDBA,
				Scope:   []string{"**/migrations/**", "**/migrate/**", "**/*backup*", "**/*restore*", "**/*.tf"},
				Recheck: []checks.Event{checks.EventTimer, checks.EventRelated}, Lasting: 90 * day,
			},
			Check: infrastructure.NewBackup(tools.Manifests, tools.Projects),
		},
		{
			Item: checks.Item{
				ID: "infrastructure.autoscaling", Section: checks.SectionInfrastructure, Title: "Horizontal scaling/pod autoscaling set up if using k8s",
				Kind: checks.KindAuto, Level: checks.LevelWarn, Minimum: checks.Minimum{Grade: checks.E2},
				Needs: []checks.Connection{checks.ConnectionForge, checks.ConnectionCluster}, Role: checks.RoleSRE,
				Recheck: []checks.Event{checks.EventPush, checks.EventLoad, checks.EventRelated}, Lasting: 14 * day,
			},
			Check: infrastructure.NewAutoscaling(tools.Manifests),
		},
		{
			Item: checks.Item{
				ID: "infrastructure.env-encryption", Section: checks.SectionInfrastructure, Title: "`.env.production` encrypted or managed via Vault",
				Kind: checks.KindAuto, Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E2},
				Needs: []checks.Connection{checks.ConnectionForge}, Role: checks.RoleSRE,
				Recheck: []checks.Event{checks.EventPush, checks.EventRelated},
			},
			Check: infrastructure.NewEnvEncryption(tools.Manifests),
		},
	}
}
