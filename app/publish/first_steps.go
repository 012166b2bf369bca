package publish

import (
	"fmt"

	"github.com/golive-app/golive/checks"
)

// firstSteps tells a repository without a policy what to do next, and what each
// step unlocks. A pull request that edits the policy takes the first of them.
func (p page) firstSteps() string {
	if !p.over || p.run.Key.IsLook() || p.run.Ended != "" || !p.run.Observing() || p.run.PolicyProblem != "" || len(p.run.PolicyEdits) > 0 || p.run.Policy.Source != builtIn {
		return ""
	}
	branch := code(orElse(p.run.Release.Repository.DefaultBranch, "the default branch"))
	count := p.tally(p.Items)
	steps := []string{
		"**Write a policy**: `golive init` writes `.golive.yml`; merge it into " + branch + " → your own patterns of what is a release, and named people who sign. Until then golive's built-in defaults hold.",
		p.secondStep(count),
		fmt.Sprintf("**Turn the gate on**: merge `mode: enforce` in `.golive.yml` → `%s` blocks what is not ready; this release would be %s. Require that check in a ruleset, so that nothing passes it by.",
			checks.ReadyCheck, p.would()),
	}
	return "> [!TIP]\n> ### Three steps to a gate\n" + numbered(steps, len(steps), "> ")
}

// secondStep is what unlocks most items: a connection, or people's word.
func (p page) secondStep(count tally) string {
	for _, one := range p.gaps(p.Items) {
		if !one.later && one.blocking > 0 {
			return fmt.Sprintf("**Connect: %s** → %s: %s", one.connection.Title(), counted(len(one.items), "item"), inline(orElse(one.causes[0].remedy, one.causes[0].reason), longText))
		}
	}
	if count.failing > 0 {
		return "**Mend what fails** → " + counted(count.failing, "item") + ": the list below says where and how."
	}
	return "**Sign what machines cannot decide**: `/golive sign-off ITEM LINK` → " + counted(count.inTheWay(), "item") + "; the list below says who signs what."
}
