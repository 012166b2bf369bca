package delivery

import (
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/manifest/environment"
)

// pickEnvironment returns the environment that is production or staging: the one
// that the policy names, else the one whose name says so in the fewest words.
func pickEnvironment(environments []checks.Environment, stage environment.Stage, named string) (checks.Environment, bool) {
	best, found := checks.Environment{}, false
	for _, one := range environments {
		switch {
		case named != "" && strings.EqualFold(one.Name, named):
			return one, true
		case named != "" || environment.StageOf(one.Name) != stage:
		case !found || len(one.Name) < len(best.Name):
			best, found = one, true
		}
	}
	return best, found
}
