package manifest

import (
	"regexp"
	"strings"

	"github.com/golive-app/golive/checks/evidence/manifest/environment"
)

// watching are folders that hold what watches production, whatever their names say to
// who looks for environments.
var watching = regexp.MustCompile(`(?i)\b(?:monitoring|debug|preview|live)\b`)

// stageOf tells which environment a path speaks of.
func stageOf(name string) environment.Stage {
	return environment.StageOf(watching.ReplaceAllString(strings.ReplaceAll(name, "_", "-"), ""))
}

// away reports whether a stage is another than production.
func away(stage environment.Stage) bool {
	return stage == environment.Local || stage == environment.Staging
}
