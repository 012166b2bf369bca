package checks

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/golive-app/golive/checks/wording"
)

// Case is all that Judge weighs for one item.
type Case struct {
	Item         Item
	Release      Release
	Observation  Observation
	Attestations Attestations
	Now          time.Time
}

// Judge is the one function that turns what was seen and signed into a verdict.
//
//	what is known                                      block item          warn item
//	an error finding of grade E2 or better             fail                warn (fail where findings decide)
//	evidence at the minimum, all of it supports        pass                pass
//	the same, with warnings                            warn                warn
//	evidence on both sides                             fail                warn
//	supports, but below the minimum                    sign-off            warn
//	only absence                                       unknown (fail where absence decides)   warn
//	nothing looked at                                  unknown             unknown, not counted
//	cannot apply, by rule                              n/a                 n/a
//	evidence of other content, or past its time        stale               stale
//	signed by a permitted role for this content        pass, attested      pass, attested
//	does not apply, by two people for this content     n/a                 n/a
//	waived until a date to come                        waived              waived
//
// A fail by evidence is never signed away, only waived; an item that is never
// waived can be signed only while it is undecided, by RoleSecurity with a link.
// What two people call n/a is so while no evidence says no. A waiver of what was undecided covers no fail, and one of a fail no content in
// which what the item depends on is another.
func Judge(c Case) Result {
	result := decide(c)
	result.SignOff = c.Attestations.SignOff
	if signed := c.Attestations.SignOff; signed != nil && signable(c.Item, result.verdict, *signed) {
		result.verdict = Pass
		result.Attested = true
		result.Headline = "@" + signed.By + " says so (" + string(signed.Role) + ")"
		result.Why = attestedWhy(result.Why, *signed)
		result.Remedy = ""
		result.Evidence = append(result.Evidence, Evidence{
			Grade: Attested, Outcome: Supports, Kind: "sign-off", Source: signed.By, Link: signed.Link,
			Summary: "signed by @" + signed.By + " as " + string(signed.Role), ObservedAt: signed.At, Tree: signed.Tree,
		})
	}
	result.Exclusion = c.Attestations.Exclusion
	if said := c.Attestations.Exclusion; said != nil && said.Holds() && Excludable(c.Item, result.verdict, result.Findings) == nil {
		result.verdict = NotApplicable
		result.Headline = "does not apply, say @" + said.By + " and @" + said.Approval.By
		result.Why = excludedWhy(result.Why, *said)
		result.Remedy, result.Missing = "", nil
	}
	if c.Attestations.Waiver != nil {
		waiver := *c.Attestations.Waiver
		waiver.Instead, waiver.Outdated = result.verdict, waiver.outdatedFor(result.verdict, c.Now)
		result.Waiver = &waiver
		if waiver.By != "" && waiver.Outdated == "" && Waivable(c.Item, result.verdict) == nil {
			result.verdict = Waived
		}
	}
	return result
}

// decide is Judge without the words of people.
func decide(c Case) Result {
	seen := c.Observation
	result := Result{
		Item: c.Item.ID, Level: c.Item.LevelFor(c.Release.Kind),
		Headline: seen.Headline, Why: seen.Why, Remedy: seen.Remedy,
		Findings: slices.Clone(seen.Findings), Missing: slices.Clone(seen.Missing), LookAgain: seen.LookAgain,
	}
	SortFindings(result.Findings)
	for _, evidence := range seen.Evidence {
		if evidence.usable(c.Now) {
			result.Evidence = append(result.Evidence, evidence)
		}
	}
	blocks := result.Level == LevelBlock

	var supports, refutes, outdated bool
	strongest := E0
	for _, evidence := range result.Evidence {
		if evidence.Outcome == Neutral {
			continue
		}
		if !evidence.fresh(c.Now, c.Release.Tree) {
			outdated = true
			continue
		}
		switch evidence.Outcome {
		case Supports:
			supports = true
			if c.Item.Minimum.MetBy(evidence.Grade) && (strongest == E0 || evidence.Grade > strongest) {
				strongest = evidence.Grade
			}
		case Refutes:
			refutes = true
		}
	}
	sufficient := strongest != E0
	failed := slices.ContainsFunc(result.Findings, func(f Finding) bool { return f.Severity == SeverityError && f.grade() >= E2 })
	hygiene := slices.ContainsFunc(result.Findings, func(f Finding) bool { return f.Severity != SeverityNotice })

	switch {
	case failed:
		result.verdict = worse(blocks || c.Item.FindingsDecide, Fail)
		result.explain(fmt.Sprintf("%d to mend", countErrors(result.Findings)), "", "")
	case seen.NotApplicable != "":
		result.verdict = NotApplicable
		result.Missing = nil // nothing that is missing would change it
		result.explain("does not apply", seen.NotApplicable, "")
	case outdated && !sufficient:
		result.verdict = Stale
		result.explain("needs another look", "The evidence belongs to other content or is too old.", rerun(c.Item))
	case len(seen.Missing) > 0 && !sufficient && !supports && !refutes:
		result.verdict = Unknown
		result.explain("could not look", seen.Missing[0].Reason, seen.Missing[0].Remedy)
	case sufficient && refutes:
		result.verdict = worse(blocks, Fail)
		result.explain("the evidence disagrees", "One look says yes, another says no; both are shown.", rerun(c.Item))
	case sufficient && len(seen.Missing) > 0 && blocks:
		// Half a look is not a look: what could not be read might refute.
		result.verdict = Unknown
		result.explain("could only look in part", seen.Missing[0].Reason, seen.Missing[0].Remedy)
	case sufficient && hygiene:
		result.verdict = Warn
		result.explain(fmt.Sprintf("%d worth mending", len(result.Findings)), "", "")
	case sufficient:
		result.verdict = Pass
		result.explain("seen and in order", "", "")
	case supports:
		result.verdict = worse(blocks, NeedsSignOff)
		result.explain("waits for a person", "What was seen speaks for it but is too weak to pass it by itself: that takes "+c.Item.Minimum.Takes()+".",
			wording.Capital(c.Item.Role.Somebody())+" reads the evidence and comments `/golive sign-off "+string(c.Item.ID)+"`.")
	case refutes && blocks && c.Item.AbsenceDecides:
		result.verdict = Fail
		result.explain("not there", "", "")
	case refutes && blocks:
		result.verdict = Unknown
		result.explain("nothing found", "Nothing was found that speaks for it, which is no proof that it is not there.",
			"Where it is kept elsewhere, "+c.Item.Role.Somebody()+" comments `/golive sign-off "+string(c.Item.ID)+" LINK`.")
	case refutes:
		result.verdict = Warn
		result.explain("nothing found", "", "")
	default:
		result.verdict = Unknown
		result.explain("not looked at", "Nothing was looked at.", rerun(c.Item))
	}
	if result.verdict == Unknown {
		result.Why = whyUnknown(result.Why, result.Missing)
	}
	return result
}

// whyUnknown says first what could not be looked at, before what the check says of the
// rest: it is why there is no verdict. A connection that nobody can make yet is none.
func whyUnknown(why string, missing []Missing) string {
	first := slices.IndexFunc(missing, func(one Missing) bool { return one.Reason != "" && !one.Later })
	if first < 0 || slices.ContainsFunc(missing, func(one Missing) bool { return one.ToldIn(why) }) {
		return why
	}
	return strings.TrimSpace(wording.Capital(strings.TrimSuffix(missing[first].Reason, ".")) + ". " + why)
}

// worse returns the verdict that blocks, or a warning where the item does not.
func worse(blocks bool, verdict Verdict) Verdict {
	if blocks {
		return verdict
	}
	return Warn
}

// explain fills what the check left unsaid.
func (r *Result) explain(headline, why, remedy string) {
	if r.Headline == "" {
		r.Headline = headline
	}
	if r.Why == "" {
		r.Why = why
	}
	if r.Remedy == "" {
		r.Remedy = remedy
	}
}

func rerun(item Item) string { return "`/golive rerun " + string(item.ID) + "`" }

func countErrors(findings []Finding) int {
	count := 0
	for _, finding := range findings {
		if finding.Severity == SeverityError {
			count++
		}
	}
	return count
}

// signable reports whether a sign-off can decide an item that stands at this
// verdict without it.
func signable(item Item, verdict Verdict, signed SignOff) bool {
	if signed.Outdated != "" || signed.By == "" {
		return false
	}
	return Signable(item, verdict, signed.Role, signed.Link) == nil
}

func excludedWhy(machine string, said Exclusion) string {
	why := "Two people say so, no machine: “" + said.Reason + "”"
	if said.Approval.Note != "" {
		why += " (" + said.Approval.Note + ")"
	}
	why += "."
	if machine != "" {
		why += " Without it: " + machine
	}
	return why
}

func attestedWhy(machine string, signed SignOff) string {
	why := "Attested by a person, not verified by a machine."
	if signed.Note != "" {
		why += " Note: " + signed.Note
	}
	if machine != "" {
		why += " Without it: " + machine
	}
	return why
}
