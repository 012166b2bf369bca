package manifest

import (
	"bytes"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/manifest/alert"
	"github.com/golive-app/golive/checks/evidence/manifest/kubernetes"
	"github.com/golive-app/golive/checks/evidence/manifest/node"
)

// readRules reads rules that wake people, from files and from objects of Kubernetes.
func (g *gathering) readRules() {
	rules := &g.declared.Alerts
	grafana := map[string]*yaml.Node{}
	var names []string
	charts := g.charts()
	g.each(func(file checks.File, content []byte) {
		if !yamlFile(file.Path) || !bytes.Contains(content, []byte("groups:")) && !bytes.Contains(content, []byte("receivers:")) || away(stageOf(file.Path)) {
			return
		}
		roots, err := node.Parse(content)
		if err != nil && (bytes.Contains(content, []byte("alert:")) || bytes.Contains(content, []byte("record:"))) && !bytes.Contains(content, []byte("apiVersion:")) && !inChart(file.Path, charts) {
			g.invalid(file.Path, err)
		}
		for _, root := range roots {
			switch {
			case kubernetes.Is(root):
			case alert.Is(root), alert.Empty(file.Path, root):
				rules.Add("Prometheus", file.Path, root, 0)
			case alert.IsGrafana(root):
				grafana[file.Path] = root
				names = append(names, file.Path)
			case alert.IsRouting(root):
				rules.AddRouting(file.Path, root, 0)
			}
		}
	})
	for _, set := range g.declared.Kubernetes {
		for _, object := range set.Of("PrometheusRule", "VMRule", "ConfigMap", "Secret") {
			if object.Kind == "PrometheusRule" || object.Kind == "VMRule" {
				rules.Add("PrometheusRule", object.Path, node.Field(object.Root, "spec"), 0)
				continue
			}
			g.rulesInside(object)
		}
	}
	for _, name := range names {
		rules.AddGrafana(name, grafana[name])
	}
	rules.Settle()
	rules.AddTerraform(g.declared.Terraform)
}

// rulesInside reads rules that stand as text in an object.
func (g *gathering) rulesInside(object kubernetes.Object) {
	for _, part := range []string{"data", "stringData"} {
		node.Each(node.Field(object.Root, part), func(_, value *yaml.Node) {
			if value.Kind != yaml.ScalarNode || !strings.Contains(value.Value, "groups:") && !strings.Contains(value.Value, "receivers:") {
				return
			}
			for _, root := range node.Documents([]byte(value.Value)) {
				switch {
				case alert.Is(root):
					g.declared.Alerts.Add("ConfigMap", object.Path, root, value.Line)
				case alert.IsRouting(root):
					g.declared.Alerts.AddRouting(object.Path, root, value.Line)
				}
			}
		})
	}
}
