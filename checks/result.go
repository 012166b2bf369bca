package checks

import (
	"encoding/json"
	"time"
)

// Result is what golive says of one item. Its verdict can only come from Judge
// or from one of the constructors below, so that nothing passes without
// evidence; reading a stored result holds it to the same rule.
type Result struct {
	Item      ItemID
	Level     Level // the level that held for this release
	Attested  bool  // the verdict rests on a person's word
	Headline  string
	Why       string
	Remedy    string
	Findings  []Finding
	Evidence  []Evidence
	Missing   []Missing
	SignOff   *SignOff   // shown also where the verdict does not rest on it
	Waiver    *Waiver    // shown also where it does not hold, or is not needed
	Exclusion *Exclusion // shown also before it is approved, and where it does not hold
	Duration  time.Duration

	LookAgain time.Duration // see Observation; of a look that was just taken, and kept nowhere

	verdict Verdict
}

// Verdict returns the result's verdict.
func (r Result) Verdict() Verdict { return r.verdict }

// WithoutWaiver returns what the item stands at without a waiver.
func (r Result) WithoutWaiver() Verdict {
	if r.verdict == Waived && r.Waiver != nil {
		return r.Waiver.Instead
	}
	return r.verdict
}

// Pending returns the result of an item that is still being checked.
func Pending(item Item, kind ReleaseKind) Result {
	return Result{Item: item.ID, Level: item.LevelFor(kind), Headline: "checking …", verdict: Running}
}

// Broken returns the result of an item whose check failed by golive's own
// fault. The incident id leads an operator to the log line.
func Broken(item Item, kind ReleaseKind, incident, why string) Result {
	return Result{
		Item: item.ID, Level: item.LevelFor(kind), verdict: Errored,
		Headline: "golive failed to check this (incident " + incident + ")",
		Why:      why,
		Remedy:   "This is golive's fault, not yours. Try `/golive rerun " + string(item.ID) + "`; if it stays, give the incident id to whoever runs golive.",
	}
}

// Outdated returns the result of an item whose last verdict belongs to other
// content.
func Outdated(previous Result, why string) Result {
	previous.verdict = Stale
	previous.Attested = false
	previous.Why = why
	return previous
}

// Ready reports whether the result lets a release go: a verdict that counts, on
// the evidence it needs.
func (r Result) Ready() bool {
	switch r.verdict {
	case Pass:
		return len(r.Evidence) > 0
	case Warn, Waived, NotApplicable:
		return true
	case Unknown:
		return r.Level == LevelWarn
	default:
		return false
	}
}

type resultJSON struct {
	Item      ItemID     `json:"item"`
	Verdict   Verdict    `json:"verdict"`
	Level     Level      `json:"level"`
	Attested  bool       `json:"attested,omitempty"`
	Headline  string     `json:"headline,omitempty"`
	Why       string     `json:"why,omitempty"`
	Remedy    string     `json:"remedy,omitempty"`
	Findings  []Finding  `json:"findings,omitempty"`
	Evidence  []Evidence `json:"evidence,omitempty"`
	Missing   []Missing  `json:"missing,omitempty"`
	SignOff   *SignOff   `json:"sign_off,omitempty"`
	Waiver    *Waiver    `json:"waiver,omitempty"`
	Exclusion *Exclusion `json:"exclusion,omitempty"`
	Duration  int64      `json:"duration_ms,omitempty"`
}

// MarshalJSON writes the result as it is kept between the steps of a run.
func (r Result) MarshalJSON() ([]byte, error) {
	return json.Marshal(resultJSON{
		r.Item, r.verdict, r.Level, r.Attested, r.Headline, r.Why, r.Remedy,
		r.Findings, r.Evidence, r.Missing, r.SignOff, r.Waiver, r.Exclusion, r.Duration.Milliseconds(),
	})
}

// UnmarshalJSON reads a kept result. A pass without evidence, however it got
// there, is read as unknown.
func (r *Result) UnmarshalJSON(data []byte) error {
	var wire resultJSON
	if err := json.Unmarshal(data, &wire); err != nil {
		return err
	}
	*r = Result{
		wire.Item, wire.Level, wire.Attested, wire.Headline, wire.Why, wire.Remedy,
		wire.Findings, wire.Evidence, wire.Missing, wire.SignOff, wire.Waiver, wire.Exclusion,
		time.Duration(wire.Duration) * time.Millisecond, 0, wire.Verdict,
	}
	if r.verdict == Pass && len(r.Evidence) == 0 {
		r.verdict = Unknown
	}
	return nil
}
