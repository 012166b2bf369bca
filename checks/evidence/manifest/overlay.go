package manifest

import (
	"errors"
	"fmt"
	"path"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/manifest/environment"
	"github.com/golive-app/golive/checks/evidence/manifest/kubernetes"
	"github.com/golive-app/golive/checks/evidence/manifest/node"
	"github.com/golive-app/golive/checks/evidence/manifest/render"
	"github.com/golive-app/golive/checks/evidence/source"
	"github.com/golive-app/golive/checks/wording"
)

// maxOverlays bounds how many overlays of one content are built.
const maxOverlays = 30

// readOverlays builds the overlays that production is deployed with.
func (g *gathering) readOverlays() (kustomizations, error) {
	all := g.kustomizations()
	chosen := all.choose()
	for _, folder := range chosen.elsewhere {
		g.elsewhere(all[folder].file)
	}
	for index, folder := range append(chosen.built, chosen.bases...) {
		one := all[folder]
		if index >= maxOverlays || g.renderer == nil {
			g.skip(one.file, "it is an overlay of kustomize, and was not built")
			continue
		}
		if err := g.buildOverlay(all, one, index >= len(chosen.built)); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// buildOverlay builds one and reads what comes of it. base: nothing that production
// runs is laid over it here.
func (g *gathering) buildOverlay(all kustomizations, one *kustomization, base bool) error {
	request := render.Request{Kind: render.Kustomize, Folder: one.folder, Files: map[string][]byte{}}
	names := all.files(all.closure(one.folder))
	if len(names) > maxChartFiles {
		g.skip(one.file, fmt.Sprintf("the overlay has more than %d files", maxChartFiles))
		return nil
	}
	for _, name := range names {
		content, err := g.contentOf(name)
		switch {
		case g.ctx.Err() != nil:
			return g.ctx.Err()
		case errors.Is(err, checks.ErrTooLarge), errors.Is(err, source.ErrChanged):
			g.skip(one.file, "the overlay has a file that cannot be read: "+name)
			return nil
		case err != nil:
			return fmt.Errorf("reading an overlay: %w", err)
		}
		request.Files[name] = content
	}
	answer, err := g.renderer.Render(g.ctx, request)
	if err != nil {
		return fmt.Errorf("building %s: %w", one.folder, err)
	}
	for _, what := range answer.Lacking {
		g.skip(one.file, "the overlay takes "+what)
	}
	if answer.Error != "" {
		g.skip(one.file, "the overlay cannot be built: "+answer.Error)
		return nil
	}
	set := kubernetes.Set{Name: "the overlay " + wording.QuotedPath(one.folder), Production: stageOf(one.folder) == environment.Production}
	if base {
		set.Name, set.Partial = "the base "+wording.QuotedPath(one.folder), true
		g.skip(one.file, "it is a base for overlays, and none for production is here")
	}
	for _, note := range answer.Notes {
		set.Name += "; " + note
	}
	origin := originOf(all, names, request.Files)
	for _, file := range answer.Files {
		for _, root := range node.Documents([]byte(file.Text)) {
			set.AddFrom(file.Path, root, origin.of(file.Path, root))
		}
	}
	if len(set.Objects) > 0 {
		g.declared.Kubernetes = append(g.declared.Kubernetes, set)
	}
	return nil
}

// contentOf returns a file of the content, whatever its name.
func (g *gathering) contentOf(name string) ([]byte, error) {
	if content, read := g.content[name]; read {
		return content, nil
	}
	return g.source.Read(g.ctx, name)
}

// joined is a path that stands in a file of a folder; empty where there is none.
func joined(folder, name string) string {
	if name == "" {
		return ""
	}
	return path.Join(folder, name)
}
