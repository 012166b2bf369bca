package render

import (
	"cmp"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	chartmodel "helm.sh/helm/v3/pkg/chart"
	"helm.sh/helm/v3/pkg/chart/loader"
	"helm.sh/helm/v3/pkg/chartutil"
	"helm.sh/helm/v3/pkg/engine"

	"github.com/golive-app/golive/config/regex"
)

// chart renders a chart as `helm template` does, without a cluster.
func chart(request Request) Answer {
	var files []*loader.BufferedFile
	for _, name := range slices.Sorted(maps.Keys(request.Files)) {
		files = append(files, &loader.BufferedFile{Name: name, Data: request.Files[name]})
	}
	loaded, err := loader.LoadFiles(files)
	if err != nil {
		return Answer{Error: short(err)}
	}
	values := map[string]any{}
	for _, one := range request.Values {
		more, err := chartutil.ReadValues(one)
		if err != nil {
			return Answer{Error: "its values are not valid: " + short(err)}
		}
		values = chartutil.MergeTables(more, values)
	}
	var said Answer
	if lacking := dependenciesOf(loaded); len(lacking) > 0 {
		said.Notes = append(said.Notes, "its sub-charts are not in the repository: "+strings.Join(lacking, ", "))
	}
	if err := chartutil.ProcessDependencies(loaded, values); err != nil {
		return Answer{Error: short(err)}
	}
	top, err := chartutil.ToRenderValuesWithSchemaValidation(loaded, values, chartutil.ReleaseOptions{Name: cmp.Or(request.Name, "release"), Namespace: "default", Revision: 1, IsInstall: true}, capabilities(), true)
	if err != nil {
		return Answer{Error: short(err)}
	}
	rendered, err := engine.Render(loaded, top)
	if err != nil {
		// What a chart demands, somebody sets who deploys it: the rest of it can be read.
		lenient := engine.Engine{LintMode: true}
		again, retried := lenient.Render(loaded, top)
		if retried != nil {
			return Answer{Error: short(err), Notes: said.Notes}
		}
		rendered = again
		said.Notes = append(said.Notes, "it demands values that no file sets: "+short(err))
	}
	for _, name := range slices.Sorted(maps.Keys(rendered)) {
		if strings.TrimSpace(rendered[name]) == "" || path.Base(name) == "NOTES.txt" {
			continue
		}
		_, inside, _ := strings.Cut(name, "/")
		said.Files = append(said.Files, File{Path: inside, Text: rendered[name]})
	}
	return said
}

// dependenciesOf lists the sub-charts that a chart, or one in it, asks for and that are
// not there.
func dependenciesOf(loaded *chartmodel.Chart) []string {
	var lacking []string
	if loaded.Metadata == nil {
		return nil
	}
	for _, wanted := range loaded.Metadata.Dependencies {
		if wanted != nil && !slices.ContainsFunc(loaded.Dependencies(), func(have *chartmodel.Chart) bool { return have.Name() == wanted.Name }) {
			lacking = append(lacking, wanted.Name)
		}
	}
	for _, inner := range loaded.Dependencies() {
		lacking = append(lacking, dependenciesOf(inner)...)
	}
	return lacking
}

// capabilities are those of a cluster of today, with what charts ask for most.
func capabilities() *chartutil.Capabilities {
	all := chartutil.DefaultCapabilities.Copy()
	all.KubeVersion = chartutil.KubeVersion{Version: "v1.33.0", Major: "1", Minor: "33"}
	all.APIVersions = append(all.APIVersions, "monitoring.coreos.com/v1", "monitoring.coreos.com/v1/ServiceMonitor", "monitoring.coreos.com/v1/PrometheusRule", "monitoring.coreos.com/v1/PodMonitor",
		"networking.k8s.io/v1/Ingress", "policy/v1/PodDisruptionBudget", "autoscaling/v2/HorizontalPodAutoscaler")
	return all
}

// place matches what the engine says of where an error is.
var place = regex.New(`template: \S+? at |execution error at `)

// short is an error in few words.
func short(err error) string {
	text := strings.Join(strings.Fields(place.ReplaceAllString(err.Error(), "")), " ")
	const most = 300
	if runes := []rune(text); len(runes) > most {
		text = fmt.Sprintf("%s…", string(runes[:most]))
	}
	return text
}
