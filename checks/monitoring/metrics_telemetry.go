package monitoring

import (
	"fmt"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/manifest/kubernetes"
	"github.com/golive-app/golive/checks/wording"
)

// telemetry judges collectors of OpenTelemetry, jobs of Prometheus' own configuration and
// dashboards, and counts what collects.
func (f *metricFacts) telemetry() int {
	count := 0
	for _, one := range f.declared.Telemetry.Pipelines {
		at := kubernetes.Place{Path: one.Path, Line: one.Line}
		if len(one.Undefined) > 0 {
			f.find("metrics.collector", checks.SeverityWarning, at, fmt.Sprintf("the pipeline %s of the collector names %s, which no file of its folder defines: the collector does not start", wording.Quoted(one.Name), wording.Listed(quotedAll(one.Undefined), 3)),
				"Define it in its section (`receivers`, `processors`, `exporters`, `connectors`), or take it out of the pipeline.", one.Name)
		}
		switch {
		case one.Signal != "metrics":
		case !one.Leads() && f.declared.Telemetry.Led(one):
			// Another file is laid over this one.
		case !one.Leads():
			f.find("metrics.collector-nowhere", checks.SeverityWarning, at, fmt.Sprintf("the pipeline %s of the collector leads nowhere but into its log", wording.Quoted(one.Name)), "Add an exporter that keeps metrics, such as `prometheusremotewrite` or `otlphttp`.", one.Name)
		default:
			count++
			from := ""
			if len(one.Receivers) > 0 {
				from = " in by " + wording.Listed(quotedAll(one.Receivers), 3)
			}
			f.record(checks.E2, checks.Supports, fmt.Sprintf("a collector of OpenTelemetry takes metrics%s and hands them to %s", from, wording.Listed(quotedAll(one.Exporters), 3)), at)
		}
	}
	for _, one := range f.declared.Telemetry.Scrapes {
		if one.OfProgram() {
			count++
			f.record(checks.E2, checks.Supports, "Prometheus scrapes the job "+wording.Quoted(one.Job), kubernetes.Place{Path: one.Path, Line: one.Line})
		}
	}
	queries := 0
	for _, one := range f.declared.Telemetry.Dashboards {
		queries += one.Queries
	}
	if dashboards := f.declared.Telemetry.Dashboards; len(dashboards) > 0 {
		f.record(checks.E2, checks.Neutral, fmt.Sprintf("%s of Grafana with %s, such as %s", wording.Counted(len(dashboards), "dashboard", "dashboards"), wording.Counted(queries, "query", "queries"), wording.Quoted(dashboards[0].Title)), kubernetes.Place{Path: dashboards[0].Path})
	}
	return count
}

func quotedAll(names []string) []string {
	all := make([]string, len(names))
	for index, name := range names {
		all[index] = wording.Quoted(name)
	}
	return all
}
