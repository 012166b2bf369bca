package jobs

import (
	"context"
	"errors"
	"fmt"

	"github.com/golive-app/golive/checks"
)

// ReadyRequirement is how the rules of a branch ask for the check run that carries the
// verdict. Without them a verdict holds nobody back.
type ReadyRequirement struct {
	Required bool
	Bound    bool // to this App: nobody else can report it
	Foreign  bool // to another App: what golive reports never counts
	// Unreachable: the branch has a merge queue, and the App is not told of its commits.
	Unreachable bool
	// Partial: not all rules could be read, so that what is not seen may be there.
	Partial bool
}

// note says what is wrong with it; empty: nothing that is known.
func (r ReadyRequirement) note(branch string) string {
	const rules = "Settings → Rules → Rulesets → \"Require status checks to pass\""
	switch {
	case r.Unreachable:
		return fmt.Sprintf("`%s` has a merge queue and requires `%s`, and the App does not get the queue's events, so that it never arrives there: subscribe the App to \"Merge group\" under \"Permissions & events\"", branch, checks.ReadyCheck)
	case r.Foreign:
		return fmt.Sprintf("`%s` requires `%s` from another App, so that a merge waits for it for good: choose golive as its source (%s)", branch, checks.ReadyCheck, rules)
	case r.Required && !r.Bound && !r.Partial:
		return fmt.Sprintf("`%s` requires `%s` from any source, so that whoever may write can report it: choose golive as its source (%s)", branch, checks.ReadyCheck, rules)
	case !r.Required && !r.Partial:
		return fmt.Sprintf("`%s` does not require `%s`, so that what is not ready can be merged all the same: add it, with golive as its source (%s)", branch, checks.ReadyCheck, rules)
	}
	return ""
}

// noteRequirement says where the rules of a pull request's branch let a release pass by
// a verdict that is to block. Where they cannot be read nothing is said.
func (w *Worker) noteRequirement(ctx context.Context, repository Repository, run *Run) error {
	if run.Observing() || run.Release.Kind != checks.ReleasePullRequest {
		return nil
	}
	requirement, err := repository.ReadyRequirement(ctx, run.Release.BaseBranch)
	if limited := new(LimitedError); errors.As(err, &limited) || ctx.Err() != nil {
		return err
	}
	if err != nil {
		w.Logger.WarnContext(ctx, "whether the verdict is required could not be read", "branch", run.Release.BaseBranch, "error", err.Error())
		return nil
	}
	run.note(requirement.note(run.Release.BaseBranch))
	return nil
}
