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
	g.declared.Terraform = terraform.Read(terraform.Input{Files: files, Stage: terraformStage, Stop: func() bool { return g.ctx.Err() != nil }})
	for _, one := range g.declared.Terraform.Problems {
		g.declared.Invalid = append(g.declared.Invalid, Invalid{Path: one.Path, Line: one.Line, Reason: one.Reason})
	}
	for _, set := range g.declared.Terraform.Sets {
		if !set.Whole {
			g.skip(set.Folder, fmt.Sprintf("it declares more than golive computes (%d resources were read)", len(set.Resources)))
		}
	}
}

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
