package checkstest

import (
	"context"

	"github.com/golive-app/golive/checks"
)

// ReviewSide is what a forge in memory knows beside reviews themselves.
type ReviewSide struct {
	Threads map[int][]checks.ReviewThread // of pull requests, not resolved
	Rules   map[string]checks.BranchRules // of branches
	Owners  map[string]checks.CodeOwners  // of branches
	Teams   map[string][]string           // "acme/senior" → logins
}

// UnresolvedThreads returns Threads.
func (f *Forge) UnresolvedThreads(_ context.Context, number int) ([]checks.ReviewThread, error) {
	return f.Threads[number], f.Failing["UnresolvedThreads"]
}

// BranchRules returns Rules; a branch that it does not hold has none.
func (f *Forge) BranchRules(_ context.Context, branch string) (checks.BranchRules, error) {
	if err := f.Failing["BranchRules"]; err != nil {
		return checks.BranchRules{}, err
	}
	if rules, found := f.Rules[branch]; found {
		return rules, nil
	}
	return checks.BranchRules{Rulesets: checks.RuleReading{Known: true}, Protection: checks.RuleReading{Known: true}}, nil
}

// CodeOwners returns Owners.
func (f *Forge) CodeOwners(_ context.Context, branch string) (checks.CodeOwners, error) {
	return f.Owners[branch], f.Failing["CodeOwners"]
}

// TeamMembers returns Teams.
func (f *Forge) TeamMembers(_ context.Context, team string) ([]string, error) {
	return f.Teams[team], f.Failing["TeamMembers"]
}
