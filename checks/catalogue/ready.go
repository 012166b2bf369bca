package catalogue

import "github.com/golive-app/golive/checks"

// rows returns READY TO GO LIVE? in the checklist's order and wording. The
// members are the items that decide a row; items named in no row still count
// for the release as a whole.
func rows() []checks.ReadyRow {
	return []checks.ReadyRow{
		{ID: checks.ReadyCode, Title: "Code clean and stable", Members: []checks.ItemID{
			"code.review", "code.coverage", "code.edge-cases", "code.n-plus-one", "code.debug-leftovers", "code.secrets",
			"delivery.pipeline", "delivery.naming",
			"security.authentication", "security.authorization", "security.exposed-endpoints", "security.injection",
			"security.rate-limit", "security.headers",
		}},
		{ID: checks.ReadyLoadTest, Title: "Load test passed", Members: []checks.ItemID{
			"performance.load", "performance.concurrency",
			"performance.indexes", "performance.caching", "performance.media-storage", "performance.payload",
		}},
		{ID: checks.ReadyMonitoring, Title: "Monitoring in place", Members: []checks.ItemID{
			"monitoring.logging", "monitoring.log-context", "monitoring.metrics",
			"monitoring.alerts.error-rate", "monitoring.alerts.cpu", "monitoring.alerts.memory", "monitoring.alerts.queue",
			"infrastructure.health", "launch.endpoints",
		}},
		{ID: checks.ReadyRollback, Title: "Rollback plan confirmed", Members: []checks.ItemID{
			"delivery.rollback", "infrastructure.backup", "delivery.staging",
		}},
		{ID: checks.ReadyStakeholders, Title: "Stakeholders notified", Members: []checks.ItemID{
			"launch.announcement", "launch.changelog", "launch.qa-checklist",
		}},
	}
}

// postActions returns the checklist's POST GO-LIVE ACTIONS.
func postActions() []PostAction {
	return []PostAction{
		{"post.monitoring", "Real-time system monitoring active"},
		{"post.feedback", "User feedback monitored"},
		{"post.latency", "Latency/error rate observed"},
		{"post.report", "24h go-live report or postmortem (if needed)"},
	}
}
