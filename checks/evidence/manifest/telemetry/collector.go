package telemetry

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/golive-app/golive/checks/evidence/manifest/node"
)

// Set is what the files of one content say.
type Set struct {
	Pipelines  []Pipeline
	Scrapes    []Scrape
	Dashboards []Dashboard
}

// Pipeline is one of an OpenTelemetry collector: what comes in, and where it goes.
// https://opentelemetry.io/docs/collector/configuration/#service
type Pipeline struct {
	Path      string
	Line      int
	Signal    string // "metrics", "logs", "traces"
	Name      string // with what stands behind the signal
	Receivers []string
	Exporters []string
	// Undefined are what it names and the file does not define: the collector does not
	// start. A file that others are merged with may define it there.
	Undefined []string
}

// Leads reports whether the pipeline brings anything anywhere but into a log.
func (p Pipeline) Leads() bool {
	return slices.ContainsFunc(p.Exporters, func(one string) bool {
		kind, _, _ := strings.Cut(one, "/")
		return kind != "debug" && kind != "logging" && kind != "nop"
	})
}

// IsCollector reports whether a document configures a collector.
func IsCollector(root *yaml.Node) bool {
	return node.Path(root, "service", "pipelines") != nil && (node.Field(root, "exporters") != nil || node.Field(root, "receivers") != nil)
}

// most bounds what is kept of each kind.
const most = 500

// AddCollector reads the pipelines of a collector. shift is added to its lines: those of
// a text inside of another file.
func (s *Set) AddCollector(path string, root *yaml.Node, shift int) {
	node.Each(node.Path(root, "service", "pipelines"), func(key, value *yaml.Node) {
		if len(s.Pipelines) >= most {
			return
		}
		one := Pipeline{Path: path, Line: key.Line + shift, Name: key.Value, Receivers: texts(node.Field(value, "receivers")), Exporters: texts(node.Field(value, "exporters"))}
		one.Signal, _, _ = strings.Cut(key.Value, "/")
		connectors := node.Field(root, "connectors")
		for _, list := range []struct {
			names   []string
			section string
		}{{one.Receivers, "receivers"}, {one.Exporters, "exporters"}, {texts(node.Field(value, "processors")), "processors"}} {
			for _, name := range list.names {
				// What stands there without settings is defined too.
				if node.Key(node.Field(root, list.section), name) == nil && node.Key(connectors, name) == nil {
					one.Undefined = append(one.Undefined, name)
				}
			}
		}
		s.Pipelines = append(s.Pipelines, one)
	})
}

func texts(at *yaml.Node) []string {
	var found []string
	for _, one := range node.Items(at) {
		found = append(found, node.Text(one))
	}
	return found
}
