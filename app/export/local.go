package export

import (
	"regexp"
	"slices"

	"github.com/golive-app/golive/checks"
)

// Local returns the report in words for who has no pull request to comment on:
// commands of a comment become what can be done on this machine, or say where
// they can be typed. The verdicts stay as they are.
func Local(report checks.Report) checks.Report {
	results := make(map[checks.ItemID]checks.Result, len(report.Results))
	for id, result := range report.Results {
		result.Why, result.Remedy = localWords(result.Why), localWords(result.Remedy)
		result.Findings = slices.Clone(result.Findings)
		for index := range result.Findings {
			result.Findings[index].Remedy = localWords(result.Findings[index].Remedy)
		}
		result.Missing = slices.Clone(result.Missing)
		for index := range result.Missing {
			result.Missing[index].Remedy = localWords(result.Missing[index].Remedy)
		}
		results[id] = result
	}
	report.Results = results
	return report
}

// The commands of a comment, as remedies have them.
var (
	rerunCommand = regexp.MustCompile("`/golive rerun ([a-z][a-z0-9.-]*)`")
	signsCommand = regexp.MustCompile("comment(s?) `/golive sign-off ([a-z][a-z0-9.-]*)(?: LINK)?`")
	withCommand  = regexp.MustCompile("with `/golive sign-off ([a-z][a-z0-9.-]*)(?: LINK)?`")
)

func localWords(remedy string) string {
	remedy = rerunCommand.ReplaceAllString(remedy, "`golive check --only $1`")
	remedy = signsCommand.ReplaceAllString(remedy, "sign$1 `$2` off on the release pull request")
	return withCommand.ReplaceAllString(remedy, "by signing `$1` off on the release pull request")
}
