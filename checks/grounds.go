package checks

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// Why a verdict that counts as ready is not one that Judge can have come to.
var (
	errNoEvidence  = errors.New("it passes, and no evidence of the grade that it takes says so")
	errNoSignature = errors.New("it passes by a person's word, and no sign-off that holds says so")
	errNoWaiver    = errors.New("it is waived, and no waiver that holds says so")
	errNeverWaived = errors.New("it is waived, and it can never be")
	errNoReason    = errors.New("it does not apply, and neither a rule nor two people say why")
)

// Grounds returns nil where a result carries what a verdict that counts as ready cannot
// be without, at the moment when it was kept; else what is missing. It is for results
// that come from elsewhere than Judge, such as a file: not all that Judge weighs is kept
// with a result, but this is. A verdict that does not count as ready needs no grounds.
func Grounds(item Item, result Result, at time.Time) error {
	if !result.Ready() {
		return nil
	}
	enough := slices.ContainsFunc(result.Evidence, func(e Evidence) bool { return e.Outcome == Supports && item.Minimum.MetBy(e.Grade) })
	switch result.Verdict() {
	case Pass:
		if result.Attested {
			if signed := result.SignOff; signed == nil || signed.By == "" || signed.Outdated != "" || signed.Item != item.ID {
				return errNoSignature
			}
		}
		if !enough {
			return errNoEvidence
		}
	case Warn:
		if result.Level == LevelBlock && !enough {
			return fmt.Errorf("it blocks and only warns, and no evidence of grade %s says that it may", item.Minimum)
		}
	case Waived:
		if item.NeverWaive {
			return errNeverWaived
		}
		if waiver := result.Waiver; waiver == nil || waiver.By == "" || waiver.Outdated != "" || waiver.Item != item.ID || waiver.ended(at) != "" {
			return errNoWaiver
		}
	case NotApplicable:
		if said := result.Exclusion; (said == nil || !said.Holds()) && result.Why == "" {
			return errNoReason
		}
	}
	return nil
}
