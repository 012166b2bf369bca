package manifest

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/manifest/environment"
	"github.com/golive-app/golive/config/regex"
)

// watching are folders that hold what watches production, whatever their names say to
// who looks for environments.
var watching = regex.New(`(?i)\b(?:monitoring|debug|preview|live)\b`)

// stageOf tells which environment a path speaks of.
func stageOf(name string) environment.Stage {
	return environment.StageOf(watching.ReplaceAllString(strings.ReplaceAll(name, "_", "-"), ""))
}

// away reports whether a stage is another than production.
func away(stage environment.Stage) bool {
	return stage == environment.Local || stage == environment.Staging
}
