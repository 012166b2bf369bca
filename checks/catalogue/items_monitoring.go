package catalogue

import (
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/monitoring"
)

// V. MONITORING & ALERTING
func monitoringItems(tools Tools) []checks.Entry {
	entries := []checks.Entry{
		{
			Item: checks.Item{
				ID: "monitoring.logging", Section: checks.SectionMonitoring, Title: "Logging integrated (Winston, Pino, ELK, Datadog, etc.)",
				Kind: checks.KindMix, Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E5},
				Needs: []checks.Connection{checks.ConnectionLogs}, Role: checks.RoleSRE,
				Recheck: []checks.Event{checks.EventDeploy, checks.EventTimer}, Lasting: day,
			},
			Check: monitoring.NewLogging(tools.Projects),
		},
		{
			Item: checks.Item{
				ID: "monitoring.log-context", Section: checks.SectionMonitoring, Title: "Logs include traceId, userId, route context",
				Kind: checks.KindAuto, Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E4},
				Needs: []checks.Connection{checks.ConnectionStaging, checks.ConnectionLogs}, Role: checks.RoleSRE, LinkedSignature: true,
				Recheck: []checks.Event{checks.EventDeploy}, Lasting: 7 * day,
			},
			Check: monitoring.NewLogContext(tools.Projects),
		},
		{
			Item: checks.Item{
				ID: "monitoring.metrics", Section: checks.SectionMonitoring, Title: "Metrics collection: Prometheus / Grafana / OpenTelemetry",
				Kind: checks.KindAuto, Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E5},
				Needs: []checks.Connection{checks.ConnectionTelemetry}, Role: checks.RoleSRE,
				Recheck: []checks.Event{checks.EventDeploy, checks.EventTimer}, Lasting: day,
			},
			Check: later(checks.ConnectionTelemetry, "No metrics backend is asked yet whether series of this service arrive."),
		},
	}
	for _, alert := range []struct{ id, title string }{
		{"error-rate", "Alert configured for: high error rate (5xx)"},
		{"cpu", "Alert configured for: CPU > 80%"},
		{"memory", "Alert configured for: memory full"},
		{"queue", "Alert configured for: queue backlog increasing"},
	} {
		entries = append(entries, checks.Entry{
			Item: checks.Item{
				ID: checks.ItemID("monitoring.alerts." + alert.id), Section: checks.SectionMonitoring, Title: alert.title,
				Kind: checks.KindAuto, Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E3},
				Needs: []checks.Connection{checks.ConnectionAlerting, checks.ConnectionTelemetry}, Role: checks.RoleSRE,
				Recheck: []checks.Event{checks.EventTimer, checks.EventPush}, Lasting: 7 * day,
			},
			Check: later(checks.ConnectionAlerting, "Alert rules and where they are routed are not read yet."),
		})
	}
	return entries
}
