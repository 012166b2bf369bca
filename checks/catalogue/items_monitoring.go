package catalogue

import (
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/manifest/alert"
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
				Recheck: []checks.Event{checks.EventDeploy, checks.EventTimer, checks.EventRelated}, Lasting: day,
			},
			Check: monitoring.NewMetrics(tools.Manifests, tools.Projects),
		},
	}
	for _, one := range []struct {
		kind  alert.Kind
		title string
	}{
		{alert.ErrorRate, "Alert configured for: high error rate (5xx)"},
		{alert.CPU, "Alert configured for: CPU > 80%"},
		{alert.Memory, "Alert configured for: memory full"},
		{alert.Queue, "Alert configured for: queue backlog increasing"},
	} {
		entries = append(entries, checks.Entry{
			Item: checks.Item{
				ID: checks.ItemID("monitoring.alerts." + string(one.kind)), Section: checks.SectionMonitoring, Title: one.title,
				Kind: checks.KindAuto, Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E3},
				Needs: []checks.Connection{checks.ConnectionAlerting, checks.ConnectionTelemetry}, Role: checks.RoleSRE,
				Recheck: []checks.Event{checks.EventTimer, checks.EventPush, checks.EventRelated}, Lasting: 7 * day,
			},
			Check: monitoring.NewAlerts(one.kind, tools.Manifests, tools.Projects),
		})
	}
	return entries
}
