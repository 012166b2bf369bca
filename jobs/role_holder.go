package jobs

import (
	"context"
	"fmt"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/config"
)

// lostRole says why a sign-off's role is not its signer's any more by a policy;
// empty: it is. A role for which nobody is named goes by the repository's own
// roles, which were looked at when it was signed: who has left since signed what
// they were entitled to. Of a team, whoever is in it now counts, and what cannot be
// read confirms nobody.
func lostRole(ctx context.Context, teams checks.TeamReader, policy config.Policy, signed checks.SignOff) string {
	named := policy.Roles[string(signed.Role)]
	if len(named) == 0 {
		return ""
	}
	holders := checks.ReadHolders(ctx, teams, named)
	switch holds, known := holders.Hold(bareLogin(signed.By)); {
	case holds:
		return ""
	case !known:
		return fmt.Sprintf("whether @%s is of the role %s is not known, since %s. %s, then `/golive rerun %s`", signed.By, signed.Role, holders.Reason(), holders.Remedy(), signed.Item)
	}
	return fmt.Sprintf("by the policy that holds now, @%s is not of the role %s", signed.By, signed.Role)
}
