package command

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/config/spelling"
)

// Verb is what a command asks for.
type Verb string

// The verbs of this version.
const (
	VerbRerun   Verb = "rerun"
	VerbStatus  Verb = "status"
	VerbExplain Verb = "explain"
	VerbSignOff Verb = "sign-off"
	VerbWaive   Verb = "waive"
	VerbExclude Verb = "na"
	VerbApprove Verb = "approve-na"
	VerbAdmit   Verb = "approve"
	VerbRevoke  Verb = "revoke"
	VerbLoad    Verb = "loadtest"
	VerbCancel  Verb = "cancel"
	VerbHelp    Verb = "help"
)

// changes reports whether a command changes what golive says, and is not only
// answered.
func (v Verb) changes() bool { return v != VerbStatus && v != VerbExplain && v != VerbHelp }

// usage describes one verb for people.
type usage struct {
	verb    Verb
	form    string // without "/golive "
	purpose string
}

func usages() []usage {
	return []usage{
		{VerbRerun, "rerun [item|section|failed|all]", "check again; by itself: everything failed, unknown, stale or in error"},
		{VerbStatus, "status", "where the release stands"},
		{VerbExplain, "explain ITEM", "an item's evidence and how it was decided"},
		{VerbSignOff, "sign-off ITEM [link] [-- note]", "give your word for an item, for exactly this content"},
		{VerbWaive, "waive ITEM until DATE because REASON", "accept that an item fails or is undecided, for 30 days at most"},
		{VerbExclude, "na ITEM because REASON", "say that an item does not apply; it counts once a second person approves"},
		{VerbApprove, "approve-na ITEM", "approve that an item does not apply, which somebody else says"},
		{VerbAdmit, "approve [COMMIT]", "of a pull request from a fork: let golive reach staging and use secrets for this commit"},
		{VerbRevoke, "revoke ITEM [because …]", "take back what you said of an item"},
		{VerbLoad, "loadtest [--rps N] [--duration D] [--env NAME]", "load-test this content where it runs; without more, as the policy has it"},
		{VerbCancel, "cancel", "stop the load test that waits or runs"},
		{VerbHelp, "help", "what you may run here"},
	}
}

// form returns how a verb is typed, for a hint.
func form(verb Verb) string {
	for _, usage := range usages() {
		if usage.verb == verb {
			return "/golive " + usage.form
		}
	}
	return "/golive help"
}

// laterVerbs are words that golive keeps for versions to come. They are answered
// plainly instead of being taken for a typing error.
func laterVerbs() []string {
	return []string{
		"announce",
		"deployed", "rollback-started", "override", "simulate",
	}
}

// otherSpellings lead to the verb that is meant.
var otherSpellings = map[string]Verb{"load-test": VerbLoad, "re-run": VerbRerun, "signoff": VerbSignOff, "unsign": VerbRevoke}

// findVerb returns the verb of a word. later says that a version to come has it;
// nearest is what was probably meant by a word that is neither, or empty.
func findVerb(word string) (verb Verb, later bool, nearest string) {
	word = strings.ToLower(word)
	if verb, found := otherSpellings[word]; found {
		return verb, false, ""
	}
	var words []string
	for _, usage := range usages() {
		if string(usage.verb) == word {
			return usage.verb, false, ""
		}
		words = append(words, string(usage.verb))
	}
	if slices.Contains(laterVerbs(), word) {
		return "", true, ""
	}
	return "", false, spelling.Closest(word, append(words, laterVerbs()...))
}
