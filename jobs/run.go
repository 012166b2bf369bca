package jobs

import (
	"slices"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/config"
)

// Run is one generation of a release being judged, and what stands so far.
type Run struct {
	Key          Key                 `json:"key"`
	Installation int64               `json:"installation"`
	ID           string              `json:"id"`                 // for people and logs: unique over all runs
	Delivery     string              `json:"delivery,omitempty"` // webhook delivery that caused it
	Generation   int64               `json:"generation"`         // rises with content, policy and full reruns
	Version      int64               `json:"version"`            // rises with every stored result
	Release      checks.Release      `json:"release"`
	Base         string              `json:"base,omitempty"` // commit of a pull request's base branch
	Policy       checks.PolicySource `json:"policy"`
	Rules        config.Policy       `json:"rules"` // the policy itself: a generation is judged by one
	// PolicyProblem says why a policy file does not hold, a line for each thing
	// that is wrong; the policy that does hold is named by Policy.
	PolicyProblem string        `json:"policy_problem,omitempty"`
	PolicyEdits   []PolicyEdit  `json:"policy_edits,omitempty"` // by the pull request itself; they do not hold yet
	Range         *RangeSummary `json:"range,omitempty"`
	Notes         []string      `json:"notes,omitempty"`    // what people should know: "the tag was moved"
	Carriers      []Carrier     `json:"carriers,omitempty"` // of a tag: the pull requests that its commit came by
	Holders       []string      `json:"holders,omitempty"`  // commits whose facts may count for the content
	// Owners are the code owners of what an item is about, where the policy gives its
	// role to them.
	Owners   map[checks.ItemID][]string `json:"owners,omitempty"`
	Follows  string                     `json:"follows,omitempty"` // of a first look: the pattern of the tags that count, where the policy's match none
	Started  time.Time                  `json:"started"`
	Deadline time.Time                  `json:"deadline"` // what is not judged by then never will be by this run
	Finished time.Time                  `json:"finished,omitzero"`
	// Ended says that the release ended before all was judged, where that is to
	// be shown.
	Ended Ending `json:"-"`

	// Load is the load test of the content, where one is known and shown.
	Load *checks.LoadTest `json:"-"`

	// Leaving are commits that the release has moved on from and that may still
	// show check runs as open.
	Leaving []string `json:"leaving,omitempty"`

	// Results holds an entry for each item of the catalogue; those still being
	// checked are checks.Running.
	Results map[checks.ItemID]checks.Result `json:"-"`
	Skipped []checks.Skipped                `json:"skipped,omitempty"`
	// Previous is what the run before this one came to; nil for the first.
	Previous *PreviousRun `json:"previous,omitempty"`
}

// Ending is how a release that was still being checked came to its end.
type Ending string

// The endings of a release.
const (
	EndClosed  Ending = "closed"  // the pull request, without a merge
	EndMerged  Ending = "merged"  // the pull request
	EndDeleted Ending = "deleted" // the pull request or the tag
)

// RangeSummary is a release's range without its commits.
type RangeSummary struct {
	From    string `json:"from"`
	To      string `json:"to"`
	Reason  string `json:"reason"`
	Commits int    `json:"commits"`
}

// PreviousRun is what is remembered of an earlier run of the same release.
type PreviousRun struct {
	Generation int64                            `json:"generation"`
	SHA        string                           `json:"sha"`
	At         time.Time                        `json:"at"`
	Verdicts   map[checks.ItemID]checks.Verdict `json:"verdicts"`
	Headlines  map[checks.ItemID]string         `json:"headlines"`
	// Held says that the run was not ready whatever its items: see Run.Held.
	Held bool `json:"held,omitempty"`
}

// ready reports whether the run came to READY, by the verdicts of these items.
func (r PreviousRun) ready(items []checks.Item, kind checks.ReleaseKind) bool {
	return !r.Held && checks.StandBy(items, r.Verdicts, kind) == checks.StandingReady
}

// whole reports whether the run judged all that it knew of.
func (r PreviousRun) whole() bool {
	for _, verdict := range r.Verdicts {
		if !verdict.Settled() {
			return false
		}
	}
	return len(r.Verdicts) > 0
}

// Held reports whether the policy keeps the release from being ready, whatever its items
// stand at: the file cannot be used, or could not be after the pull request's edit.
func (r Run) Held() bool {
	if r.PolicyProblem != "" {
		return true
	}
	return !r.Observing() && slices.ContainsFunc(r.PolicyEdits, func(edit PolicyEdit) bool { return edit.Wrong > 0 })
}

// Ready reports whether the release is ready by what stands so far of the sections that
// are enforced.
func (r Run) Ready(items []checks.Item) bool {
	return !r.Held() && checks.Stand(r.Enforced(items), r.Results) == checks.StandingReady
}

// Progress counts the items that are settled, and all of them.
func (r Run) Progress() (settled, all int) {
	for _, result := range r.Results {
		if result.Verdict().Settled() {
			settled++
		}
	}
	return settled, len(r.Results)
}

// Complete reports whether no item is being checked any more.
func (r Run) Complete() bool {
	settled, all := r.Progress()
	return all > 0 && settled == all
}
