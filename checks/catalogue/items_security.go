package catalogue

import (
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/security"
)

// III. SECURITY
func securityItems(tools Tools) []checks.Entry {
	return []checks.Entry{
		{
			Item: checks.Item{
				ID: "security.authentication", Section: checks.SectionSecurity, Title: "Auth applied on all sensitive routes (JWT, OAuth, API keys)",
				Kind: checks.KindAuto, Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E4}, NeverWaive: true,
				Needs: []checks.Connection{checks.ConnectionStaging, checks.ConnectionTestUsers}, Role: checks.RoleSecurity,
				Recheck: []checks.Event{checks.EventDeploy, checks.EventPush}, Lasting: 7 * day,
			},
			Check: security.NewAuthentication(tools.Projects),
		},
		{
			Item: checks.Item{
				ID: "security.authorization", Section: checks.SectionSecurity, Title: "Role & permission system tested",
				Kind: checks.KindMix, Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E4, Attestation: true}, LinkedSignature: true,
				Needs: []checks.Connection{checks.ConnectionStaging, checks.ConnectionTestUsers}, Role: checks.RoleSecurity, Books: []checks.DifferenceKind{checks.DiffersInTests},
				Recheck: []checks.Event{checks.EventDeploy},
			},
			Check: security.NewAuthorization(tools.Projects),
		},
		{
			Item: checks.Item{
				ID: "security.exposed-endpoints", Section: checks.SectionSecurity, Title: "No publicly exposed sensitive endpoints (`/admin`, `/debug`)",
				Kind: checks.KindAuto, Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E4},
				Needs: []checks.Connection{checks.ConnectionStaging}, Role: checks.RoleSecurity,
				Recheck: []checks.Event{checks.EventDeploy, checks.EventTimer}, Lasting: 7 * day,
			},
			Check: security.NewExposed(tools.Projects),
		},
		{
			Item: checks.Item{
				ID: "security.injection", Section: checks.SectionSecurity, Title: "Checked for XSS, SQLi, path traversal vulnerabilities",
				Kind: checks.KindMix, Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E3},
				Needs: []checks.Connection{checks.ConnectionCodeScanning}, Role: checks.RoleSecurity,
				Recheck: []checks.Event{checks.EventCI, checks.EventPush, checks.EventDeploy}, Lasting: 7 * day,
			},
			Check: security.NewInjection(tools.Projects),
		},
		{
			Item: checks.Item{
				ID: "security.rate-limit", Section: checks.SectionSecurity, Title: "Rate limiting/throttling in place for public APIs",
				Kind: checks.KindAuto, Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E4},
				Needs: []checks.Connection{checks.ConnectionStaging}, Role: checks.RoleSecurity,
				Recheck: []checks.Event{checks.EventDeploy}, Lasting: 14 * day,
			},
			Check: security.NewRateLimit(tools.Projects),
		},
		{
			Item: checks.Item{
				ID: "security.headers", Section: checks.SectionSecurity, Title: "Security headers enabled (`helmet`, CORS, etc.)",
				Kind: checks.KindAuto, Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E4},
				Needs: []checks.Connection{checks.ConnectionStaging}, Role: checks.RoleSecurity,
				Recheck: []checks.Event{checks.EventDeploy, checks.EventTimer}, Lasting: 7 * day,
			},
			Check: security.NewHeaders(tools.Projects),
		},
	}
}
