package monitoring

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/manifest"
	"github.com/golive-app/golive/checks/evidence/manifest/kubernetes"
	"github.com/golive-app/golive/checks/evidence/manifest/node"
	"github.com/golive-app/golive/checks/evidence/source"
	"github.com/golive-app/golive/checks/wording"
)

// Metrics checks monitoring.metrics: the service counts what it does, and something
// collects it. That samples arrive, only the backend can tell.
type Metrics struct {
	Manifests Manifests
	Projects  Projects
}

// NewMetrics returns the check.
func NewMetrics(manifests Manifests, projects Projects) *Metrics {
	return &Metrics{Manifests: manifests, Projects: projects}
}

// metricFacts are what was seen, and what it means while that is put together.
type metricFacts struct {
	declared    *manifest.Declared
	libraries   []source.Library
	observation checks.Observation
	release     checks.Release
	now         time.Time
}

// Observe reads what collects metrics, and the libraries that make them.
func (m *Metrics) Observe(ctx context.Context, subject checks.Subject) (checks.Observation, error) {
	if subject.Source == nil {
		return unreadable, nil
	}
	declared, err := m.Manifests.Declared(ctx, subject.Declaring())
	if err != nil {
		return checks.Observation{}, fmt.Errorf("look for what collects metrics: %w", err)
	}
	libraries, _, err := source.Libraries(ctx, subject.Source, metricLibrary)
	if err != nil {
		return checks.Observation{}, fmt.Errorf("look for libraries of metrics: %w", err)
	}
	code, err := m.Projects.Project(ctx, subject.Source)
	if err != nil {
		return checks.Observation{}, fmt.Errorf("look for what would be watched: %w", err)
	}
	library, err := declared.Library(ctx, subject.Source, code.Usage())
	if err != nil || library != "" && len(libraries) == 0 {
		return checks.Observation{NotApplicable: library}, err
	}
	facts := metricFacts{declared: declared, libraries: libraries, release: subject.Release, now: subject.Now()}
	return facts.observe(), nil
}

func (f *metricFacts) observe() checks.Observation {
	f.observation.Missing = []checks.Missing{{
		Connection: checks.ConnectionTelemetry, Later: true, Reason: "no metrics backend is asked yet whether series of this service arrive",
		Remedy: "Nothing can be connected for this yet: until then the role that signs this item looks at the series of this version.",
	}}
	collected := 0
	for _, set := range f.declared.Kubernetes {
		collected += f.collectors(set)
	}
	collected += f.telemetry()
	for index, one := range f.libraries {
		if index < 3 {
			f.record(checks.E1, checks.Supports, "metrics are made by "+wording.Quoted(one.Name), kubernetes.Place{Path: one.Path})
		}
	}
	switch {
	case collected > 0:
		f.observation.Headline = wording.Counted(collected, "declaration", "declarations") + " of what collects metrics; whether samples arrive is not seen"
	case len(f.libraries) > 0:
		f.observation.Headline = "a library makes metrics; nothing here collects them"
		f.find("metrics.uncollected", checks.SeverityWarning, kubernetes.Place{Path: f.libraries[0].Path}, "metrics are made by "+wording.Quoted(f.libraries[0].Name)+", and nothing that is declared here collects them", "Add, or show where it is declared:\n\n"+f.monitorText(), f.libraries[0].Name)
	default:
		f.record(checks.E2, checks.Refutes, fmt.Sprintf("no ServiceMonitor, annotation, scrape job, collector, exporter or library of Prometheus or OpenTelemetry found in %s", wording.Counted(f.declared.Searched, "manifest", "manifests")), kubernetes.Place{})
		f.observation.Headline, f.observation.Remedy = "no metrics found", "Serve `/metrics` by the client library of Prometheus, or export by OpenTelemetry, and have it collected:\n\n"+f.monitorText()
	}
	checks.SortFindings(f.observation.Findings)
	return f.observation
}

// collectors judges what a set declares, and counts it.
func (f *metricFacts) collectors(set kubernetes.Set) int {
	count := 0
	for _, object := range set.Of("ServiceMonitor", "PodMonitor") {
		count++
		f.record(checks.E2, checks.Supports, "a "+object.Kind+" collects metrics: "+wording.Quoted(object.Name), object.Place)
		if object.Kind == "ServiceMonitor" {
			f.monitor(set, object)
		}
	}
	for _, w := range set.Workloads {
		if w.Annotation("prometheus.io/scrape") == "true" {
			count++
			f.record(checks.E2, checks.Supports, w.Kind+" "+wording.Quoted(w.Name)+" asks to be scraped (prometheus.io/scrape)", w.Place)
		}
		for _, c := range w.Containers {
			if strings.Contains(strings.Join(c.Variables, " ")+" ", "OTEL_EXPORTER_OTLP_ENDPOINT ") || strings.Contains(strings.Join(c.Variables, " ")+" ", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT ") {
				count++
				f.record(checks.E2, checks.Supports, "container "+wording.Quoted(c.Name)+" of "+wording.Quoted(w.Name)+" exports by OpenTelemetry", c.Place)
			}
		}
	}
	return count
}

// monitor judges whether a ServiceMonitor finds a Service, and its port there.
func (f *metricFacts) monitor(set kubernetes.Set, object kubernetes.Object) {
	wanted := node.Texts(node.Path(object.Root, "spec", "selector", "matchLabels"))
	if len(wanted) == 0 || len(set.Services) == 0 || node.Path(object.Root, "spec", "namespaceSelector") != nil {
		return
	}
	var found []kubernetes.Service
	for _, service := range set.Services {
		if covers(service.Labels, wanted) {
			found = append(found, service)
		}
	}
	if len(found) == 0 {
		f.find("metrics.selector", checks.SeverityWarning, object.Place, "the ServiceMonitor "+wording.Quoted(object.Name)+" selects no Service that is declared here: nothing is collected", "Give the Service the labels that it selects by, or select by those that it has.", object.Name)
		return
	}
	for _, endpoint := range node.Items(node.Path(object.Root, "spec", "endpoints")) {
		port := node.Text(node.Field(endpoint, "port"))
		if port == "" || hasPort(found, port) {
			continue
		}
		f.find("metrics.port", checks.SeverityWarning, kubernetes.Place{Path: object.Path, Line: endpoint.Line}, fmt.Sprintf("the ServiceMonitor %s asks the port %s, which Service %s does not name: nothing is collected", wording.Quoted(object.Name), wording.Quoted(port), wording.Quoted(found[0].Name)),
			"Name the Service's port so, or ask the one that it names.", object.Name, port)
	}
}

func hasPort(services []kubernetes.Service, name string) bool {
	for _, service := range services {
		for _, port := range service.Ports {
			if port.Name == name {
				return true
			}
		}
	}
	return false
}

// covers reports whether labels hold all that a selector wants.
func covers(labels, wanted map[string]string) bool {
	for name, value := range wanted {
		if labels[name] != value {
			return false
		}
	}
	return true
}

// monitorText is a ServiceMonitor for the first Service that is declared.
func (f *metricFacts) monitorText() string {
	name, port, label := "SERVICE", "http", "app: SERVICE"
	for _, set := range f.declared.Kubernetes {
		for _, service := range set.Services {
			if len(service.Ports) == 0 || len(service.Labels) == 0 {
				continue
			}
			name = wording.Argument(service.Name, name)
			if service.Ports[0].Name != "" {
				port = wording.Argument(service.Ports[0].Name, port)
			}
			for _, key := range []string{"app", "app.kubernetes.io/name", "k8s-app"} {
				if value := service.Labels[key]; value != "" {
					label = key + ": " + wording.Argument(value, "SERVICE")
				}
			}
			return fmt.Sprintf(monitorTemplate, name, label, port)
		}
	}
	return fmt.Sprintf(monitorTemplate, name, label, port)
}

const monitorTemplate = "```yaml\napiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nmetadata:\n  name: %s\nspec:\n  selector:\n    matchLabels:\n      %s\n  endpoints:\n    - port: %s\n      path: /metrics\n```"

func (f *metricFacts) record(grade checks.Grade, outcome checks.Outcome, summary string, at kubernetes.Place) {
	f.observation.Evidence = append(f.observation.Evidence, checks.Evidence{
		Grade: grade, Outcome: outcome, Summary: summary, Kind: "file", Source: "golive", Path: at.Path, Line: at.Line, ObservedAt: f.now, Tree: f.release.Tree, Sample: f.declared.Searched,
	})
}

func (f *metricFacts) find(rule string, severity checks.Severity, at kubernetes.Place, message, remedy string, parts ...string) {
	f.observation.Findings = append(f.observation.Findings, checks.Finding{
		Rule: rule, Severity: severity, Path: at.Path, Line: at.Line, EndLine: at.Line, Message: message, Remedy: remedy, Fingerprint: checks.Fingerprint(rule, at.Path, strings.Join(parts, "\x00")),
	})
}

// metricLibraries are libraries that count what a program does.
var metricLibraries = map[string]map[string]bool{
	"npm":    names("prom-client", "@opentelemetry/sdk-metrics", "@opentelemetry/sdk-node", "@opentelemetry/exporter-prometheus", "express-prom-bundle", "@willsoto/nestjs-prometheus", "dd-trace", "hot-shots", "appmetrics-prometheus", "fastify-metrics", "newrelic"),
	"go":     names("github.com/prometheus/client_golang", "go.opentelemetry.io/otel/metric", "go.opentelemetry.io/otel/sdk/metric", "github.com/VictoriaMetrics/metrics", "github.com/DataDog/datadog-go/v5", "github.com/armon/go-metrics", "github.com/hashicorp/go-metrics"),
	"python": names("prometheus-client", "prometheus_client", "django-prometheus", "prometheus-fastapi-instrumentator", "starlette-prometheus", "prometheus-flask-exporter", "opentelemetry-sdk", "opentelemetry-distro", "datadog", "ddtrace", "newrelic", "statsd"),
	"ruby":   names("prometheus-client", "prometheus_exporter", "yabeda", "yabeda-prometheus", "opentelemetry-sdk", "ddtrace", "datadog", "newrelic_rpm", "dogstatsd-ruby"),
	"java":   names("micrometer-registry-prometheus", "simpleclient", "prometheus-metrics-core", "opentelemetry-sdk", "opentelemetry-spring-boot-starter", "quarkus-micrometer-registry-prometheus", "micrometer-registry-datadog"),
	"php":    names("promphp/prometheus_client_php", "open-telemetry/sdk"),
	"rust":   names("prometheus", "metrics-exporter-prometheus", "opentelemetry", "prometheus-client", "axum-prometheus"),
	"dotnet": names("prometheus-net", "prometheus-net.aspnetcore", "opentelemetry", "opentelemetry.extensions.hosting", "opentelemetry.exporter.prometheus.aspnetcore", "app.metrics"),
}

// metricLibrary reports whether a dependency counts what a program does.
func metricLibrary(kind, name string) bool { return metricLibraries[kind][name] }
