package checks

import (
	"errors"
	"fmt"
)

// Why a sign-off cannot decide an item.
var (
	ErrFailed       = errors.New("the evidence says no: mend it, a sign-off cannot outvote it")
	ErrDecided      = errors.New("the machine has decided it, nobody needs to sign")
	ErrRole         = errors.New("another role signs this item")
	ErrLinkRequired = errors.New("this item is signed with a link to what was read")
)

// Why a waiver cannot stand in for an item's verdict.
var (
	ErrNeverWaived    = errors.New("this item can never be waived")
	ErrNothingToWaive = errors.New("it does not stand in the way, there is nothing to waive")
	ErrNotJudged      = errors.New("it has to be judged first, write again when it is")
)

// Why people cannot say that an item does not apply.
var (
	ErrAlwaysApplies = errors.New("this item is signed or mended, people cannot call it n/a")
	ErrApplies       = errors.New("the evidence says no, so it applies: mend it or have it waived")
)

// Signable returns nil where a person of this role may decide the item, which
// stands at this verdict, by signing it with this link; else the reason why
// not.
func Signable(item Item, verdict Verdict, role Role, link string) error {
	switch verdict {
	case Fail:
		return ErrFailed
	case Pass, NotApplicable:
		return ErrDecided
	case Running, Errored:
		return fmt.Errorf("%s is %s: there is nothing to sign yet", item.ID, verdict)
	}
	wanted := item.Role
	if item.NeverWaive {
		if verdict != Unknown && verdict != NeedsSignOff {
			return ErrDecided
		}
		wanted = RoleSecurity
	}
	if role != wanted {
		return fmt.Errorf("%w: %s", ErrRole, wanted)
	}
	if link == "" && (item.LinkedSignature || item.NeverWaive) {
		return ErrLinkRequired
	}
	return nil
}

// SigningRole returns the role that signs the item.
func SigningRole(item Item) Role {
	if item.NeverWaive {
		return RoleSecurity
	}
	return item.Role
}

// Waivable returns nil where a waiver may stand in for the item's verdict, as it is
// without one; else the reason why not.
func Waivable(item Item, verdict Verdict) error {
	if item.NeverWaive {
		return ErrNeverWaived
	}
	switch verdict {
	case Fail, Unknown, NeedsSignOff, Stale:
		return nil
	case Running, Errored:
		return ErrNotJudged
	default:
		return ErrNothingToWaive
	}
}

// Excludable returns nil where two people may say that the item, which stands at this
// verdict with these findings by everything but a waiver, does not apply; else the
// reason why not.
func Excludable(item Item, verdict Verdict, findings []Finding) error {
	switch {
	case item.NeverWaive:
		return ErrAlwaysApplies
	case verdict == Fail, countErrors(findings) > 0:
		return ErrApplies
	}
	switch verdict {
	case Unknown, NeedsSignOff, Stale, Warn:
		return nil
	case Running, Errored:
		return ErrNotJudged
	default:
		return ErrDecided
	}
}

// WaivingRoles returns the roles that may waive the item, and approve that it does
// not apply.
func WaivingRoles(item Item) []Role {
	if signs := SigningRole(item); signs != RoleReleaseManager {
		return []Role{RoleReleaseManager, signs}
	}
	return []Role{RoleReleaseManager}
}
