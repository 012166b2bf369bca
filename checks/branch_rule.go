package checks

import "context"

// ApprovalRule is what a forge asks for before something is merged into a
// branch.
type ApprovalRule struct {
	Approvals     int
	DismissStale  bool // an approval ends with the next push
	LastPush      bool // somebody other than the last pusher approves
	CodeOwners    bool // the owners of the changed files approve
	Conversations bool // all of them are resolved
}

// RuleReading is what could be read of one of the two places in which a forge
// keeps rules.
type RuleReading struct {
	Known bool          // it was read, whether there is a rule or not
	Grant string        // the permission that would let it be read, where it is not known
	Rule  *ApprovalRule // nil: none asks for approvals
}

// BranchRules are the rules for merging into a branch. A forge applies what
// stands in either place.
type BranchRules struct {
	Rulesets   RuleReading // of the repository and of its owners
	Protection RuleReading // the classic protection of the branch
}

// Approvals returns how many approvals the branch asks for, by all that could be
// read.
func (b BranchRules) Approvals() int {
	most := 0
	for _, reading := range []RuleReading{b.Rulesets, b.Protection} {
		if reading.Rule != nil {
			most = max(most, reading.Rule.Approvals)
		}
	}
	return most
}

// BranchRuleReader tells what a branch asks for.
type BranchRuleReader interface {
	// BranchRules reads the rules for a branch. What may not be read is no error:
	// the reading says so.
	BranchRules(ctx context.Context, branch string) (BranchRules, error)
}
