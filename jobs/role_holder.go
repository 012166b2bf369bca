package jobs

import (
	"context"
	"fmt"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/config"
)

// lostRole says why a role in which somebody spoke is not theirs any more by a policy;
// empty: it is. A role for which nobody is named goes by the repository's own
// roles, which were looked at when they spoke: who has left since said what
// they were entitled to. Of a team, whoever is in it now counts, and what cannot be
// read confirms nobody.
func lostRole(ctx context.Context, teams checks.TeamReader, policy config.Policy, word checks.Word) string {
	named := policy.Roles[string(word.Role)]
	if len(named) == 0 {
		return ""
	}
	holders := checks.ReadHolders(ctx, teams, named)
	switch holds, known := holders.Hold(bareLogin(word.By)); {
	case holds:
		return ""
	case !known:
		return fmt.Sprintf("whether @%s is of the role %s is not known, since %s. %s, then `/golive rerun %s`", word.By, word.Role, holders.Reason(), holders.Remedy(), word.Item)
	}
	return fmt.Sprintf("by the policy that holds now, @%s is not of the role %s", word.By, word.Role)
}
