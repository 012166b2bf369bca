package telemetry

import (
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/golive-app/golive/checks/evidence/manifest/node"
	"github.com/golive-app/golive/config/regex"
)

// Scrape is a job of Prometheus' own configuration.
// https://prometheus.io/docs/prometheus/latest/configuration/configuration/#scrape_config
type Scrape struct {
	Path    string
	Line    int
	Job     string
	Targets []string // that are written there; others are discovered
}

// IsPrometheus reports whether a document configures Prometheus or its agent.
func IsPrometheus(root *yaml.Node) bool {
	return len(node.Items(node.Field(root, "scrape_configs"))) > 0
}

// AddPrometheus reads what is scraped.
func (s *Set) AddPrometheus(path string, root *yaml.Node, shift int) {
	for _, at := range node.Items(node.Field(root, "scrape_configs")) {
		if len(s.Scrapes) >= most {
			return
		}
		one := Scrape{Path: path, Line: at.Line + shift, Job: node.Text(node.Field(at, "job_name"))}
		for _, group := range node.Items(node.Field(at, "static_configs")) {
			one.Targets = append(one.Targets, texts(node.Field(group, "targets"))...)
		}
		s.Scrapes = append(s.Scrapes, one)
	}
}

// itself matches jobs that watch what watches, and the machines below the program.
var itself = regex.New(`(?i)^(?:prometheus|alertmanager|grafana|loki|tempo|mimir|node[-_ ]?exporter|node|cadvisor|[\w-]*exporter|blackbox[\w-]*|pushgateway|otel[\w-]*|opentelemetry[\w-]*collector|kube-?state-?metrics|kubelet|kubernetes-(?:apiservers|nodes|cadvisor|nodes-cadvisor))$`)

// OfProgram reports whether the job is about a program, as far as its name says.
func (s Scrape) OfProgram() bool { return s.Job != "" && !itself.MatchString(strings.TrimSpace(s.Job)) }
