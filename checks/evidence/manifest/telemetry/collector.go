package telemetry

import (
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/golive-app/golive/checks/evidence/manifest/node"
)

// Set is what the files of one content say.
type Set struct {
	Pipelines  []Pipeline
	defined    map[string]bool // what collectors define, by folder and section
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
	// Undefined are what it names and no file of its folder defines: the collector does not
	// start. Files of one folder may be merged (`--config A --config B`).
	Undefined []string
	named     []string // by section
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
func (s *Set) AddCollector(file string, root *yaml.Node, shift int) {
	node.Each(node.Path(root, "service", "pipelines"), func(key, value *yaml.Node) {
		if len(s.Pipelines) >= most {
			return
		}
		one := Pipeline{Path: file, Line: key.Line + shift, Name: key.Value, Receivers: texts(node.Field(value, "receivers")), Exporters: texts(node.Field(value, "exporters"))}
		one.Signal, _, _ = strings.Cut(key.Value, "/")
		for section, names := range map[string][]string{"receivers": one.Receivers, "exporters": one.Exporters, "processors": texts(node.Field(value, "processors"))} {
			for _, name := range names {
				one.named = append(one.named, section+" "+name)
			}
		}
		slices.Sort(one.named)
		s.Pipelines = append(s.Pipelines, one)
	})
}

// sections are where a collector defines what its pipelines name.
var sections = []string{"receivers", "processors", "exporters", "connectors"}

// Define notes what a document defines for collectors of its folder, be it a whole
// configuration or a part of one.
func (s *Set) Define(file string, root *yaml.Node) {
	if s.defined == nil {
		s.defined = map[string]bool{}
	}
	for _, section := range sections {
		node.Each(node.Field(root, section), func(key, _ *yaml.Node) { // without settings it is defined too
			if len(s.defined) < 100*most {
				s.defined[folder(file)+" "+section+" "+key.Value] = true
			}
		})
	}
}

// Settle tells what pipelines name that nothing defines, once all files are read.
func (s *Set) Settle() {
	for index := range s.Pipelines {
		one := &s.Pipelines[index]
		for _, named := range one.named {
			_, name, _ := strings.Cut(named, " ")
			if !s.defined[folder(one.Path)+" "+named] && !s.defined[folder(one.Path)+" connectors "+name] {
				one.Undefined = append(one.Undefined, name)
			}
		}
	}
}

// Led reports whether another pipeline of the signal in the same folder leads anywhere:
// the file of this one may be laid under that one's.
func (s *Set) Led(one Pipeline) bool {
	return slices.ContainsFunc(s.Pipelines, func(other Pipeline) bool {
		return other.Signal == one.Signal && folder(other.Path) == folder(one.Path) && other.Leads()
	})
}

func folder(file string) string { return path.Dir(file) }

func texts(at *yaml.Node) []string {
	var found []string
	for _, one := range node.Items(at) {
		found = append(found, node.Text(one))
	}
	return found
}
