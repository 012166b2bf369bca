package manifest

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/manifest/environment"
	"github.com/golive-app/golive/checks/evidence/manifest/kubernetes"
	"github.com/golive-app/golive/checks/evidence/manifest/node"
	"github.com/golive-app/golive/checks/evidence/manifest/render"
	"github.com/golive-app/golive/checks/evidence/source"
	"github.com/golive-app/golive/checks/wording"
)

const (
	maxCharts     = 50
	maxChartFiles = 2000
)

// chartFile reports whether a file, beside those of YAML, can be a part of a chart.
func chartFile(name string) bool {
	return strings.HasSuffix(name, ".tpl") || path.Base(name) == ".helmignore"
}

// pack is the folder of a chart.
type pack struct {
	folder  string
	name    string
	library bool
	local   map[string]string // folders of sub-charts that it takes from beside it, by name
}

// readCharts renders the charts that production is deployed with.
func (g *gathering) readCharts(folders []string) error {
	packs := map[string]pack{}
	inner := map[string]bool{} // those that are parts of others
	for _, folder := range folders {
		packs[folder] = g.pack(folder)
		for _, beside := range packs[folder].local {
			inner[beside] = true
		}
	}
	rendered := 0
	for _, folder := range folders {
		one := packs[folder]
		nested := slices.ContainsFunc(folders, func(other string) bool { return other != folder && strings.HasPrefix(folder, under(other)+"charts/") })
		if one.library || nested || inner[folder] {
			continue
		}
		if stageOf(folder) == environment.Local {
			g.elsewhere(path.Join(folder, "Chart.yaml"))
			continue
		}
		if rendered++; rendered > maxCharts || g.renderer == nil {
			g.skip(path.Join(folder, "Chart.yaml"), "it is a chart of Helm, and was not rendered")
			continue
		}
		if err := g.renderChart(one); err != nil {
			return err
		}
	}
	return nil
}

// under is a folder as the beginning of the paths in it.
func under(folder string) string {
	if folder == "." {
		return ""
	}
	return folder + "/"
}

// pack reads what a chart says of itself.
func (g *gathering) pack(folder string) pack {
	one := pack{folder: folder, name: path.Base(folder), local: map[string]string{}}
	for _, root := range node.Documents(g.content[path.Join(folder, "Chart.yaml")]) {
		if name := node.Text(node.Field(root, "name")); name != "" {
			one.name = name
		}
		one.library = node.Text(node.Field(root, "type")) == "library"
		for _, wanted := range node.Items(node.Field(root, "dependencies")) {
			if beside, is := strings.CutPrefix(node.Text(node.Field(wanted, "repository")), "file://"); is {
				one.local[node.Text(node.Field(wanted, "name"))] = path.Join(folder, beside)
			}
		}
	}
	return one
}

// renderChart renders a chart with production's values and reads what comes of it.
func (g *gathering) renderChart(one pack) error {
	request := render.Request{Kind: render.Helm, Name: one.name, Files: map[string][]byte{}}
	places := map[string]string{} // paths in the repository, by those in the chart
	whole, err := g.fill(request.Files, places, one.folder, "", one.local)
	if err != nil {
		return err
	}
	manifest := path.Join(one.folder, "Chart.yaml")
	if !whole {
		g.skip(manifest, "the chart has files that cannot be read")
		return nil
	}
	values := g.production(one.folder)
	for _, name := range values {
		request.Values = append(request.Values, g.content[name])
	}
	answer, err := g.renderer.Render(g.ctx, request)
	if err != nil {
		return fmt.Errorf("rendering %s: %w", one.folder, err)
	}
	if answer.Error != "" {
		g.skip(manifest, "the chart cannot be rendered: "+answer.Error)
		return nil
	}
	set := kubernetes.Set{Name: "the chart " + wording.QuotedPath(one.folder), Chart: true, Production: len(values) > 0}
	if len(values) > 0 {
		set.Name += " with " + wording.Listed(wording.QuotedPaths(values), 2)
	}
	for _, note := range answer.Notes {
		set.Name += "; " + note
	}
	for _, file := range answer.Files {
		g.takeRendered(&set, one, places, file)
	}
	if len(set.Objects) > 0 {
		g.declared.Kubernetes = append(g.declared.Kubernetes, set)
	}
	return nil
}

// takeRendered reads the objects of a rendered file, at the lines of its template.
func (g *gathering) takeRendered(set *kubernetes.Set, one pack, places map[string]string, file render.File) {
	name, known := places[file.Path]
	written := string(g.content[name])
	if !known { // a sub-chart that is packed: its templates are no files of the repository
		name, written = packedIn(one.folder, file.Path, places), ""
	}
	roots, err := node.Parse([]byte(file.Text))
	if err != nil {
		g.declared.Invalid = append(g.declared.Invalid, Invalid{Path: name, Reason: "what the template renders to is no YAML: " + err.Error()})
	}
	if len(roots) == 0 {
		return
	}
	lines := origins(written, file.Text)
	seen := map[*yaml.Node]bool{}
	for _, root := range roots {
		relocate(root, lines, seen)
		if strings.HasPrefix(node.Text(node.Path(root, "metadata", "annotations", "helm.sh/hook")), "test") {
			continue
		}
		set.Add(name, root)
	}
}

// packedIn is the archive that a file of a sub-chart comes out of, by its name; the chart
// itself where none is called like it.
func packedIn(folder, file string, places map[string]string) string {
	inner, is := strings.CutPrefix(file, "charts/")
	name, _, deeper := strings.Cut(inner, "/")
	if is && deeper {
		for inside, place := range places {
			if strings.HasPrefix(inside, "charts/"+name+"-") && strings.HasSuffix(inside, ".tgz") {
				return place
			}
		}
	}
	return path.Join(folder, "Chart.yaml")
}

// fill takes the files of a chart, and of the charts beside it that are parts of it;
// false where one cannot be read.
func (g *gathering) fill(files map[string][]byte, places map[string]string, folder, into string, local map[string]string) (bool, error) {
	whole := true
	for _, file := range g.source.Files() {
		inside, is := strings.CutPrefix(file.Path, under(folder))
		if !is || len(files) >= maxChartFiles || file.Size > 1<<20 || strings.HasPrefix(inside, "ci/") {
			continue
		}
		content, read := g.content[file.Path]
		if !read {
			var err error
			content, err = g.source.Read(g.ctx, file.Path)
			switch {
			case g.ctx.Err() != nil:
				return false, g.ctx.Err()
			case errors.Is(err, checks.ErrTooLarge), errors.Is(err, source.ErrChanged):
				whole = whole && !strings.HasPrefix(inside, "templates/")
				continue
			case err != nil:
				return false, fmt.Errorf("reading a chart: %w", err)
			}
		}
		files[into+inside], places[into+inside] = content, file.Path
	}
	for name, beside := range local {
		prefix := into + "charts/" + name + "/"
		if _, there := files[prefix+"Chart.yaml"]; there || strings.Count(prefix, "charts/") > 3 || beside == folder {
			continue
		}
		if _, is := g.content[path.Join(beside, "Chart.yaml")]; !is {
			continue
		}
		inner, err := g.fill(files, places, beside, prefix, g.pack(beside).local)
		if err != nil {
			return false, err
		}
		whole = whole && inner
	}
	return whole, nil
}

// production lists the files of values that are for production, in or beside a chart.
func (g *gathering) production(folder string) []string {
	var found []string
	for _, file := range g.files {
		if !yamlFile(file.Path) || stageOf(strings.TrimPrefix(file.Path, under(folder))) != environment.Production {
			continue
		}
		inside, is := strings.CutPrefix(file.Path, under(folder))
		beside := path.Dir(file.Path) == path.Dir(folder) && folder != "."
		if !is && !beside || strings.HasPrefix(inside, "templates/") || strings.HasPrefix(inside, "charts/") {
			continue
		}
		if strings.Contains(strings.ToLower(path.Base(file.Path)), "values") || strings.Contains(strings.ToLower(path.Dir(inside)), "values") {
			found = append(found, file.Path)
		}
	}
	return found
}
