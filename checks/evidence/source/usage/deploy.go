package usage

import (
	"fmt"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/config/regex"
)

// deployable matches files by which something is deployed, or configured where it
// runs.
var deployable = regex.New(`(?i)(?:^|/)(?:Dockerfile[\w.-]*|[\w-]+\.Dockerfile|Procfile|(?:docker-)?compose[\w.-]*\.ya?ml|Chart\.ya?ml|kustomization\.ya?ml|fly\.toml|vercel\.json|netlify\.toml|render\.ya?ml|app\.ya?ml|serverless\.ya?ml|wrangler\.toml|firebase\.json|ecosystem\.config\.\w+|\.env(?:\.[\w-]+)*|[\w.-]+\.tf)$`)

// NothingToDeploy says why there is nothing that an environment could run; empty:
// there is, or there may be.
func (o Overview) NothingToDeploy(files []checks.File) string {
	if serves, known := o.Serves(); serves || !known || o.Files == 0 || o.Has(View) {
		return ""
	}
	for _, file := range files {
		if deployable.MatchString(file.Path) && file.Class != checks.ClassExample && file.Class != checks.ClassFixture && file.Class != checks.ClassTest {
			return ""
		}
	}
	return fmt.Sprintf("A library is published, not deployed: no web framework, page, Dockerfile or manifest of a deployment in %d files.", len(files))
}
