package page

import (
	"fmt"
	"html/template"
	"net/url"
	"slices"
	"strings"

	"github.com/golive-app/golive/app/demo"
	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/config/regex"
)

// view is a snapshot as the templates show it.
type view struct {
	demo.Snapshot
	Version  string
	markdown *markdown
}

// Markdown renders a foreign text.
func (v view) Markdown(text string) template.HTML { return v.markdown.render(text, v.RepositoryURL) }

// Verdict is the head's verdict in an icon, a word and a few more words.
type verdict struct {
	state
	Detail string
}

// Verdict words what golive / ready says of the head, in the words of its own
// title: "NOT READY — 5 failing".
func (v view) Verdict() verdict {
	shown := verdict{state: stateOf(v.Ready.Status, v.Ready.Conclusion), Detail: v.Ready.Title}
	if v.Ready.Status != "completed" {
		done := 0
		for _, run := range v.Snapshot.CheckRuns {
			if run.Status == "completed" {
				done++
			}
		}
		shown.Word, shown.Detail = "Checking", fmt.Sprintf("%d of %d check runs are done", done, len(v.Checks()))
		if len(v.Snapshot.CheckRuns) == 0 {
			shown.Word, shown.Detail = "Waiting for golive", "the webhook is on its way"
		}
		return shown
	}
	if word, detail, found := strings.Cut(v.Ready.Title, " — "); found {
		shown.Word, shown.Detail = word, detail
	} else {
		shown.Word, shown.Detail = v.Ready.Title, ""
	}
	if strings.HasPrefix(shown.Word, "observing") { // a success that says nothing of the release
		shown.state = state{"action", "review", "Observing"}
	}
	return shown
}

// check is one row of the box of check runs.
type check struct {
	state
	Name    string
	Run     simulator.CheckRun // with ID 0 while golive has not made it
	Reason  string             // why it cannot be run again now
	Buttons []simulator.Action
}

// Checks are the eight check runs, the whole verdict first. Those that golive has
// not made yet have their place already, so that nothing jumps.
func (v view) Checks() []check {
	names := []string{checks.ReadyCheck}
	for _, section := range checks.Sections() {
		names = append(names, section.Check)
	}
	for _, run := range v.Snapshot.CheckRuns {
		if !slices.Contains(names, run.Name) {
			names = append(names, run.Name)
		}
	}
	var rows []check
	for _, name := range names {
		row := check{Name: name, state: stateOf("", ""), Reason: "golive has not made it yet"}
		for _, run := range v.Snapshot.CheckRuns {
			if run.Name == name {
				row = check{Name: name, Run: run, state: stateOf(run.Status, run.Conclusion), Buttons: run.Actions}
			}
		}
		if row.Run.ID != 0 && row.Run.Status != "completed" {
			row.Reason = "it still runs"
		}
		rows = append(rows, row)
	}
	return rows
}

// Anchor is the row's id.
func (c check) Anchor() string {
	return "check-" + strings.Trim(anchorGap.ReplaceAllString(strings.ToLower(c.Name), "-"), "-")
}

var anchorGap = regex.New(`[^a-z0-9]+`)

// Done counts the check runs by what they came to, in words.
func (v view) Done() string {
	counts := map[string]int{}
	rows := v.Checks()
	for _, row := range rows {
		counts[row.Word]++
	}
	var parts []string
	for _, word := range []string{"Failing", "Timed out", "Needs people", "Cancelled", "Checking", "Waiting", "Successful"} {
		if counts[word] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", counts[word], strings.ToLower(word)))
		}
	}
	return strings.Join(parts, ", ")
}

// Reactions counts reactions by kind, in the order in which they came.
func (v view) Reactions(entry demo.Entry) []reactionCount {
	var counts []reactionCount
	for _, given := range entry.Reactions {
		at := slices.IndexFunc(counts, func(count reactionCount) bool { return count.Content == given.Content })
		if at < 0 {
			counts = append(counts, reactionCount{Content: given.Content})
			at = len(counts) - 1
		}
		counts[at].Users = append(counts[at].Users, given.User)
	}
	return counts
}

type reactionCount struct {
	Content string
	Users   []string
}

// Names lists who gave a reaction.
func (r reactionCount) Names() string { return strings.Join(r.Users, ", ") }

// blobAddress is where the demo shows a line of a file.
func blobAddress(commit, path string, line int) string {
	address := url.URL{Path: "/blob/" + commit + "/" + path}
	if line > 0 {
		address.Fragment = fmt.Sprintf("L%d", line)
	}
	return address.String()
}

// Enforcing tells whether the policy on the base branch lets the verdict block.
func (v view) Enforcing() bool { return v.Mode == "enforce" }

// Act says whether a button can be pressed.
func (v view) Act(name string) demo.Offer { return v.Offer(demo.ActName(name)) }

// buttonView is one of the plain buttons.
type buttonView struct {
	demo.Offer
	Label string
	Note  string
	Main  bool // it is what to do now
}

// button returns a button as the template of that name shows it.
func button(v view, name, label string) buttonView {
	offer := v.Act(name)
	return buttonView{Offer: offer, Label: label, Note: offer.Next, Main: v.Hint().Link == "act-"+name}
}

// entryView is an entry of the timeline with the page around it.
type entryView struct {
	demo.Entry
	Page view
}

// suggestion is a comment to try, and who should write it where that matters.
type suggestion struct{ Text, User string }

// Suggestions are comments to try on this release.
func (v view) Suggestions() []suggestion {
	return []suggestion{
		{"/golive status", ""},
		{"/golive explain code.secrets", ""},
		{"/golive sign-off delivery.rollback https://wiki.example/drills/42 -- drilled on Monday, 6 minutes", "dana"},
		{"/golive rerun", ""},
		{"/golive help", ""},
	}
}
