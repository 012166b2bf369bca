package page

import (
	"html/template"
	"strings"
	"time"

	"github.com/golive-app/golive/app/demo"
)

// state is how something stands: never told by colour alone, always with an icon
// and a word.
type state struct{ Class, Icon, Word string }

// stateOf words a check run's status and conclusion.
// https://docs.github.com/rest/checks/runs#create-a-check-run
func stateOf(status, conclusion string) state {
	switch {
	case status == "":
		return state{"waiting", "waiting", "Waiting"}
	case status != "completed":
		return state{"running", "running", "Checking"}
	}
	switch conclusion {
	case "success":
		return state{"success", "success", "Successful"}
	case "action_required":
		return state{"action", "action", "Needs people"}
	case "cancelled":
		return state{"cancelled", "cancelled", "Cancelled"}
	case "timed_out":
		return state{"failure", "failure", "Timed out"}
	default:
		return state{"failure", "failure", "Failing"}
	}
}

// functions are what the templates may call.
func functions() template.FuncMap {
	return template.FuncMap{
		"short": short, "clock": clock, "stamp": func(at time.Time) string { return at.UTC().Format(time.RFC3339) },
		"state": func(verdict demo.Verdict) state { return stateOf(verdict.Status, verdict.Conclusion) },
		"initial": func(name string) string {
			for _, letter := range name {
				return strings.ToUpper(string(letter))
			}
			return "?"
		},
		"entry":  func(page view, entry demo.Entry) entryView { return entryView{entry, page} },
		"button": button, "reaction": reaction, "people": demo.People, "plural": plural, "blob": blobAddress,
	}
}

// short is a commit as people write it.
func short(commit string) string { return commit[:min(7, len(commit))] }

// clock is a time of this day; a demo is not older than that.
func clock(at time.Time) string { return at.UTC().Format("15:04:05") }

func plural(count int, one, many string) string {
	if count == 1 {
		return one
	}
	return many
}

// reaction is the emoji of one of GitHub's reactions.
func reaction(content string) string {
	emoji := map[string]string{
		"+1": "👍", "-1": "👎", "laugh": "😄", "hooray": "🎉", "confused": "😕", "heart": "❤️", "rocket": "🚀", "eyes": "👀",
	}[content]
	if emoji == "" {
		return content
	}
	return emoji
}
