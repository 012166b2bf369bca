package export

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/config/regex"
)

// Local returns the report in words for who has no pull request to comment on:
// commands of a comment become what can be done on this machine, or say where
// they can be typed. The verdicts stay as they are.
func Local(report checks.Report) checks.Report { return reworded(report, localWords) }

// Visited returns the report in words for who asked with a token of their own: what
// the App would have to be granted the token lacks, and there may be no App that
// reads commands. The verdicts stay as they are.
func Visited(report checks.Report) checks.Report { return reworded(report, visitedWords) }

func reworded(report checks.Report, reword func(string) string) checks.Report {
	results := make(map[checks.ItemID]checks.Result, len(report.Results))
	for id, result := range report.Results {
		result.Why, result.Remedy = reword(result.Why), reword(result.Remedy)
		result.Findings = slices.Clone(result.Findings)
		for index := range result.Findings {
			result.Findings[index].Remedy = reword(result.Findings[index].Remedy)
		}
		result.Missing = slices.Clone(result.Missing)
		for index := range result.Missing {
			result.Missing[index].Reason, result.Missing[index].Remedy = reword(result.Missing[index].Reason), reword(result.Missing[index].Remedy)
		}
		results[id] = result
	}
	report.Results = results
	return report
}

// The commands of a comment, as remedies have them.
var (
	rerunCommand = regex.New("`/golive rerun ([a-z][a-z0-9.-]*)`")
	signsCommand = regex.New("comment(s?) `/golive sign-off ([a-z][a-z0-9.-]*)`")
	linksCommand = regex.New("comment(s?) `/golive sign-off ([a-z][a-z0-9.-]*) LINK`(?: with a link)?")
	withCommand  = regex.New("with `/golive sign-off ([a-z][a-z0-9.-]*)(?: LINK)?`")
)

func localWords(remedy string) string {
	remedy = rerunCommand.ReplaceAllString(remedy, "`golive check --only $1`")
	remedy = linksCommand.ReplaceAllString(remedy, "sign$1 `$2` off on the release pull request with a link")
	remedy = signsCommand.ReplaceAllString(remedy, "sign$1 `$2` off on the release pull request")
	return withCommand.ReplaceAllString(remedy, "by signing `$1` off on the release pull request")
}

// appWords are how items speak of what the App may do, and what is true of a token.
var appWords = strings.NewReplacer(
	"Grant the App the organisation permission `members: read`", "Give the token the scope `read:org` or, where it is a fine-grained one, the organisation permission `members: read`",
	"Grant the App the permission `", "Give the token `", "Grant the App `", "Give the token `",
	"the App may", "the token may", "the App lacks", "the token lacks",
	" under \"Permissions & events\" and accept it", "",
)

func visitedWords(text string) string {
	return appWords.Replace(localWords(rerunCommand.ReplaceAllString(text, "`golive check --github … --only $1`")))
}
