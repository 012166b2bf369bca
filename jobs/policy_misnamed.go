package jobs

import (
	"fmt"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/config"
)

// misnamed are files that people write when they mean the policy.
var misnamed = []string{".golive.yaml", "golive.yml", "golive.yaml", ".github/golive.yml", ".github/golive.yaml"}

// noteMisnamed tells of files in a release that look like its policy and are not
// read, unless the policy is there as well.
func (r *Run) noteMisnamed(files []checks.File) {
	has := func(path string) bool {
		return slices.ContainsFunc(files, func(file checks.File) bool { return file.Path == path })
	}
	if has(config.PolicyFile) {
		return
	}
	for _, path := range misnamed {
		if path == config.OrganisationPolicyFile && strings.EqualFold(r.Release.Repository.Name, ".github") || !has(path) {
			continue
		}
		note := fmt.Sprintf("`%s` is not read: golive reads its policy from `%s`. Rename it: `git mv %s %s`", path, config.PolicyFile, path, config.PolicyFile)
		if !slices.Contains(r.Notes, note) { // a start that stopped half way comes again
			r.Notes = append(r.Notes, note)
		}
	}
}
