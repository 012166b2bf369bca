package kubernetes

import (
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/golive-app/golive/checks/evidence/manifest/node"
)

// Probe is how the kubelet asks a container.
type Probe struct {
	Place
	How     string // "httpGet", "tcpSocket", "grpc", "exec"; empty: by nothing
	Target  string // path, service or command
	Port    string // number or name; empty where none is asked
	Seconds int    // from the first failure until it counts: period times threshold
	Success int    // successThreshold; 0: not said
}

// Same reports whether two probes ask the same thing.
func (p *Probe) Same(other *Probe) bool {
	return p != nil && other != nil && p.How == other.How && p.Target == other.Target && p.Port == other.Port
}

// probe reads a probe; nil where the container has none.
func (w *Workload) probe(container *yaml.Node, name string) *Probe {
	at := node.Field(container, name)
	if at == nil || at.Kind != yaml.MappingNode {
		return nil
	}
	probe := &Probe{Place: w.PlaceOf(node.Key(container, name)), Seconds: number(at, "periodSeconds", 10) * number(at, "failureThreshold", 3), Success: number(at, "successThreshold", 0)}
	for _, how := range []string{"httpGet", "tcpSocket", "grpc", "exec"} {
		handler := node.Field(at, how)
		if handler == nil || handler.Kind == yaml.ScalarNode && node.Text(handler) == "" {
			continue
		}
		probe.How, probe.Port = how, node.Text(node.Field(handler, "port"))
		switch how {
		case "httpGet":
			probe.Target = node.Text(node.Field(handler, "path"))
		case "grpc":
			probe.Target = node.Text(node.Field(handler, "service"))
		case "exec":
			var words []string
			for _, one := range node.Items(node.Field(handler, "command")) {
				words = append(words, node.Text(one))
			}
			probe.Target = strings.Join(words, " ")
		}
		break
	}
	return probe
}

// number reads a whole number of a mapping, or takes the default of the field.
func number(at *yaml.Node, name string, otherwise int) int {
	if value, is := node.Number(node.Field(at, name)); is && value >= 0 && value < 1<<20 {
		return value
	}
	return otherwise
}
