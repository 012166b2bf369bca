package page

import (
	"strings"

	"github.com/golive-app/golive/app/demo"
	"github.com/golive-app/golive/checks"
)

// step is one of the things to try, for somebody who sees golive for the first
// time.
type step struct {
	Title, Hint string
	Link        string // id of where it is done
	Done, Now   bool
}

// Steps are what to try, in order. The first one that is not done is what to do
// now.
func (v view) Steps() []step {
	judged := v.Ready.Status == "completed"
	steps := []step{{
		Title: "Read the verdict", Link: "checks", Done: judged && v.Comment != "",
		Hint: "kim opened a release pull request. golive got a signed webhook, reads the repository and judges 41 items: watch the eight check runs fill.",
	}}
	if v.IsShop {
		steps = append(steps, step{
			Title: "Load staging", Link: "act-load", Done: v.AsksForLoad && (v.happened(demo.EntryPush) || v.loaded()),
			Hint: "lee proposes for the policy what staging has to stand, a thousand customers and a thousand requests a second, and dana approves. golive tests what is deployed there. The release candidate fails within half a minute; what mends it has to stand five minutes.",
		}, step{
			Title: "Push the fixes", Link: "act-fix", Done: v.Act("fix").Next == "", Hint: v.fixHint(),
		})
	}
	steps = append(steps,
		step{
			Title: "Approve", Link: "act-approve", Done: v.happened(demo.EntryReview),
			Hint: "A senior has to read a release. dana wrote none of it: let her approve, and only the items that a review can change are looked at again.",
		},
		step{
			Title: "Ask golive", Link: "comment", Done: v.asked(),
			Hint: "Write a command, such as /golive explain code.secrets. golive reacts 👀 at once, and answers.",
		},
		step{
			Title: "Turn the gate", Link: "merge", Done: v.turned(),
			Hint: "The policy on the base branch says whether the verdict blocks. Let lee propose the other mode and dana approve it, and see golive / ready change its colour, and not its words.",
		},
	)
	if v.IsShop {
		steps = append(steps,
			step{
				Title: "Close the secrets", Link: "act-secrets", Done: v.Act("fix").Next == "" && v.Verdicts[demo.SecretsItem] == checks.Pass,
				Hint: "Keys that were committed are rotated, and closed by their fingerprints in the policy on the base branch: lee proposes it by a pull request, dana approves.",
			},
			step{
				Title: "Sign what waits", Link: "act-decide", Done: v.happened(demo.EntryClosed) || v.Ready.Conclusion == "success" && v.Enforcing(),
				Hint: "What no machine can decide, people do: dana signs each item by a command, on this content and on the record, and waives one for two weeks. What she signed is shown as attested, and not as verified.",
			},
			step{
				Title: "Merge", Link: "merge", Done: v.Pull.Merged,
				Hint: "golive / ready is green, and so the ruleset lets the release in.",
			},
		)
	}
	steps = append(steps,
		step{
			Title: "Tag the release", Link: "act-tag", Done: v.happened(demo.EntryTag),
			Hint: "A tag is a release, too. Push one and see what golive says of it.",
		},
	)
	for index := range steps {
		if !steps[index].Done {
			steps[index].Now = true
			break
		}
	}
	return steps
}

// Hint is what to do now.
func (v view) Hint() step {
	for _, step := range v.Steps() {
		if step.Now {
			return step
		}
	}
	return step{Title: "That was the tour", Hint: "Try what you like: another comment, a second tag, close and reopen. “Start over” begins from an empty stage."}
}

func (v view) happened(kind demo.EntryKind) bool {
	for _, entry := range v.Timeline {
		if entry.Kind == kind {
			return true
		}
	}
	return false
}

// turned reports whether somebody switched between enforcing and observing.
func (v view) turned() bool {
	for _, entry := range v.Timeline {
		if entry.Kind == demo.EntryPolicy && strings.HasPrefix(entry.Subject, demo.ModeSubject) {
			return true
		}
	}
	return false
}

// loaded reports whether a load test was judged.
func (v view) loaded() bool {
	return v.Verdicts[demo.LoadItem] == checks.Fail || v.Verdicts[demo.LoadItem] == checks.Pass
}

// asked reports whether golive answered somebody: it reacts to every command.
func (v view) asked() bool {
	for _, entry := range v.Timeline {
		if !entry.ByGolive && len(entry.Reactions) > 0 {
			return true
		}
	}
	return false
}

// fixHint says what the next fix shows.
func (v view) fixHint() string {
	if !v.happened(demo.EntryPush) {
		return "The verdict says what must be done. Let kim push the first fix: the same check runs and the same comment change, and no second one appears."
	}
	return "Fewer things fail. A secret that was committed stays one until it is rotated: it is in the history. The second fix shows on staging, where the export is still open to anyone."
}

// FixLabel is what the button says that pushes the next fix.
func (v view) FixLabel() string {
	if !v.happened(demo.EntryPush) {
		return "Push the first fix as kim"
	}
	return "Push the second fix as kim"
}
