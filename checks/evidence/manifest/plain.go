package manifest

import (
	"bytes"
	"errors"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/manifest/environment"
	"github.com/golive-app/golive/checks/evidence/manifest/kubernetes"
	"github.com/golive-app/golive/checks/evidence/manifest/node"
	"github.com/golive-app/golive/checks/evidence/manifest/render"
	"github.com/golive-app/golive/config/regex"
)

// template matches what becomes YAML only when it is rendered.
var template = regex.New(`\{\{-?[^}\n]*\}\}|<%[-=]?\s|\{%-?\s`)

func (g *gathering) invalid(name string, err error) {
	invalid := Invalid{Path: name, Reason: err.Error()}
	var wrong *node.InvalidError
	if errors.As(err, &wrong) {
		invalid.Line = wrong.Line
	}
	g.declared.Invalid = append(g.declared.Invalid, invalid)
}

// readKubernetes reads objects of Kubernetes: of plain files, and of whatever makes
// them.
func (g *gathering) readKubernetes() error {
	charts, patches := g.charts(), g.patches()
	if err := g.readCharts(charts); err != nil {
		return err
	}
	overlays, err := g.readOverlays()
	if err != nil {
		return err
	}
	parts, overlaid := overlays.parts()
	plain := map[environment.Stage]*kubernetes.Set{}
	var names []string
	g.each(func(file checks.File, content []byte) {
		if !yamlFile(file.Path) || isCompose(file.Path) || !bytes.Contains(content, []byte("kind:")) || !bytes.Contains(content, []byte("apiVersion:")) {
			return
		}
		if patches[file.Path] || parts[file.Path] || inChart(file.Path, charts) {
			return
		}
		if template.Match(content) {
			roots, err := node.Parse(content)
			if err != nil || !slices.ContainsFunc(roots, kubernetes.Is) {
				g.skip(file.Path, "it is a template of something that golive does not render")
				return
			}
		}
		roots, err := node.Parse(content)
		if err != nil {
			g.invalid(file.Path, err)
		}
		if slices.ContainsFunc(roots, kubernetes.Is) && overlaid[path.Dir(file.Path)] {
			g.elsewhere(file.Path) // the kustomization beside it says what is applied, and this is not
			return
		}
		stage := stageOf(file.Path)
		if plain[stage] == nil {
			plain[stage] = &kubernetes.Set{Name: "plain manifests"}
		}
		before := len(plain[stage].Objects)
		for _, root := range roots {
			plain[stage].Add(file.Path, root)
		}
		if len(plain[stage].Objects) > before {
			names = append(names, file.Path)
		}
	})
	g.take(plain, names)
	return nil
}

// take keeps what is for production, or what no word says the environment of; where
// there is nothing else, what is for staging.
func (g *gathering) take(plain map[environment.Stage]*kubernetes.Set, names []string) {
	var whole kubernetes.Set
	used := map[environment.Stage]bool{environment.AnyStage: true, environment.Production: true}
	if plain[environment.AnyStage] == nil && plain[environment.Production] == nil {
		used[environment.Staging] = true
	}
	for _, stage := range []environment.Stage{environment.AnyStage, environment.Production, environment.Staging} {
		if set := plain[stage]; set != nil && used[stage] {
			whole.Merge(*set)
		}
	}
	for _, name := range names {
		if !used[stageOf(name)] {
			g.elsewhere(name)
		}
	}
	if whole.Name = "plain manifests"; len(whole.Objects) > 0 {
		g.declared.Kubernetes = append(g.declared.Kubernetes, whole)
	}
}

// charts lists the folders of Helm's charts.
func (g *gathering) charts() []string {
	var folders []string
	g.each(func(file checks.File, _ []byte) {
		if path.Base(file.Path) == "Chart.yaml" {
			folders = append(folders, path.Dir(file.Path))
		}
	})
	return folders
}

// inChart reports whether a file is a part of a chart.
func inChart(name string, charts []string) bool {
	return slices.ContainsFunc(charts, func(folder string) bool {
		rest, inside := strings.CutPrefix(name, folder+"/")
		if folder == "." {
			rest, inside = name, true
		}
		first, _, _ := strings.Cut(rest, "/")
		return inside && (first == "templates" || first == "charts" || first == "crds" || first == "Chart.yaml" || strings.HasPrefix(first, "values"))
	})
}

// patches are the files that overlays lay over others: what they declare is a part of
// an object. https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/patches/
func (g *gathering) patches() map[string]bool {
	found := map[string]bool{}
	g.each(func(file checks.File, content []byte) {
		if !render.IsKustomization(file.Path) {
			return
		}
		for _, root := range node.Documents(content) {
			add := func(name string) {
				if name != "" {
					found[path.Join(path.Dir(file.Path), name)] = true
				}
			}
			for _, list := range []string{"patches", "patchesStrategicMerge", "patchesJson6902", "replacements", "transformers"} {
				for _, one := range node.Items(node.Field(root, list)) {
					if one.Kind == yaml.ScalarNode {
						add(one.Value)
					}
					add(node.Text(node.Field(one, "path")))
				}
			}
		}
	})
	return found
}
