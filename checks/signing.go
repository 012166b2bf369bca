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
	ErrNeverWaived     = errors.New("this item can never be waived")
	ErrNothingToWaive  = errors.New("it does not stand in the way, there is nothing to waive")
	ErrNothingToAccept = errors.New("there is nothing to accept yet")
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
		return ErrNothingToAccept
	default:
		return ErrNothingToWaive
	}
}

// WaivingRoles returns the roles that may waive the item.
func WaivingRoles(item Item) []Role {
	if signs := SigningRole(item); signs != RoleReleaseManager {
		return []Role{RoleReleaseManager, signs}
	}
	return []Role{RoleReleaseManager}
}
