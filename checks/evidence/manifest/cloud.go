package manifest

import (
	"fmt"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/manifest/environment"
	"github.com/golive-app/golive/checks/evidence/manifest/terraform"
)

// readTerraform reads the configuration of clouds.
func (g *gathering) readTerraform() {
	files := map[string][]byte{}
	g.each(func(file checks.File, content []byte) {
		if terraform.Named(file.Path) {
			files[file.Path] = content
		}
	})
	g.declared.Terraform = terraform.Read(terraform.Input{Files: files, Stage: terraformStage, Stop: func() bool { return g.ctx.Err() != nil }, Other: g.named()})
	for _, one := range g.declared.Terraform.Problems {
		g.declared.Invalid = append(g.declared.Invalid, Invalid{Path: one.Path, Line: one.Line, Reason: one.Reason})
	}
	for _, set := range g.declared.Terraform.Sets {
		if !set.Whole {
			g.skip(set.Folder, fmt.Sprintf("it declares more than golive computes (%d resources were read)", len(set.Resources)))
		}
	}
}

// named reads any file of the release's content by its path, as a
// configuration that names it does.
func (g *gathering) named() func(name string) ([]byte, bool) {
	sizes := map[string]int64{}
	for _, file := range g.source.Files() {
		sizes[file.Path] = file.Size
	}
	return func(name string) ([]byte, bool) {
		if content, read := g.content[name]; read {
			return content, true
		}
		if size, is := sizes[name]; !is || size > maxNamed {
			return nil, false
		}
		content, err := g.source.Read(g.ctx, name)
		return content, err == nil
	}
}

// maxNamed bounds a file that a configuration names.
const maxNamed = 64 << 10

// terraformStage tells which environment a path speaks of.
func terraformStage(name string) terraform.Stage {
	switch stageOf(name) {
	case environment.Production:
		return terraform.Production
	case environment.Staging:
		return terraform.Staging
	case environment.Local:
		return terraform.Local
	}
	return terraform.Any
}
