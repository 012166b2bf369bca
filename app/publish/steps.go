package publish

import (
	"fmt"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
)

// steps says what must be done about these items, one line a step, each doable
// by someone: first what fails, then what waits for a person, then what could
// not be decided, then golive's own errors, and last one line for each
// connection that is missing.
func (p page) steps(items []checks.Item) []string {
	var steps []string
	add := func(verdict checks.Verdict, step func(checks.Item, checks.Result) string) {
		for _, item := range items {
			result := p.result(item)
			if result.Verdict() == verdict && !result.Ready() {
				steps = append(steps, step(item, result))
			}
		}
	}
	steps = append(steps, p.mendSteps(items, p.mendStep)...)
	add(checks.NeedsSignOff, p.signStep)
	for _, item := range items {
		if result := p.result(item); undecided(result) && !wantsConnection(result) && !result.Ready() {
			steps = append(steps, p.decideStep(item, result))
		}
	}
	if step := p.staleStep(items); step != "" {
		steps = append(steps, step)
	}
	add(checks.Errored, p.errorStep)
	return append(steps, p.missingSteps(items)...)
}

// undecided reports whether golive could not judge an item.
func undecided(result checks.Result) bool {
	return result.Verdict() == checks.Unknown || result.Verdict() == checks.Pass && !result.Ready()
}

// mendSteps is one step for each thing for which items fail.
func (p page) mendSteps(items []checks.Item, step func(checks.Item, checks.Result) string) []string {
	var steps []string
	for _, group := range checks.Causes(items, p.result) {
		text := step(group[0], p.result(group[0]))
		if len(group) > 1 {
			text = sentence(text) + " The same mends " + names(group[1:], shownNames) + "."
		}
		steps = append(steps, text)
	}
	return steps
}

// mendStep says what to mend, and how it is looked at again.
func (p page) mendStep(item checks.Item, result checks.Result) string {
	return p.mend(item, result, after(item, mendRemedy(result)))
}

// mend says what to mend: where the first finding is, and how.
func (p page) mend(item checks.Item, result checks.Result, again string) string {
	where, below := "", ""
	if len(result.Findings) > 0 {
		first := result.Findings[0]
		where = p.place(first.Path, first.Line, first.EndLine)
		if more := len(result.Findings) - 1; more > 0 && where != "" {
			where += fmt.Sprintf(" and %d more", more)
		}
	}
	proposed := splitSuggestion(mendRemedy(result))
	if proposed.text != "" {
		below = "Suggested text stands below, with the findings."
	}
	return join(lineBreak,
		join(" · ", lead(item, result), where),
		join(" ", sentence(inline(proposed.around, longText)), below, again),
	)
}

// mendRemedy is the remedy of the first finding, or else of the item.
func mendRemedy(result checks.Result) string {
	if len(result.Findings) > 0 {
		return orElse(result.Findings[0].Remedy, result.Remedy)
	}
	return result.Remedy
}

// lineBreak parts what is the matter from what to do about it.
const lineBreak = "<br>"

// lead names an item and where it stands.
func lead(item checks.Item, result checks.Result) string {
	return result.Verdict().Icon() + " **" + title(item.Title) + "** — " + inline(orElse(result.Headline, "not judged"), longHeadline)
}

// sentence ends text that another sentence follows.
func sentence(text string) string {
	if text == "" || strings.HasSuffix(text, ".") || strings.HasSuffix(text, "!") || strings.HasSuffix(text, "?") || strings.HasSuffix(text, "…") {
		return text
	}
	return text + "."
}

// after says how an item is looked at again once it was mended, unless the
// remedy says so itself.
func after(item checks.Item, remedy string) string {
	switch {
	case strings.Contains(remedy, "/golive "):
		return ""
	case slices.Contains(item.Recheck, checks.EventReview):
		return "It re-checks by itself on each review and push."
	case slices.Contains(item.Recheck, checks.EventPush):
		return "It re-checks by itself on push."
	default:
		return "Then `/golive rerun " + string(item.ID) + "`"
	}
}

// signStep says who decides an item, what to read and what to type.
func (p page) signStep(item checks.Item, result checks.Result) string {
	reads := ""
	if best, found := strongest(result); found {
		reads = "Read: " + p.evidence(best, longHeadline)
	}
	return join(lineBreak, lead(item, result), lookAgain(result), join(" · ", reads, "needs "+role(item)+": `"+signCommand(item)+"`"))
}

// lookAgain says whose word on an item no longer holds, and why: they know best what
// to look at.
func lookAgain(result checks.Result) string {
	signed := result.SignOff
	if signed == nil || signed.By == "" || signed.Outdated == "" {
		return ""
	}
	return checks.Stale.Icon() + " " + person(signed.By) + " looks again: " + inline(signed.Outdated, longHeadline)
}

// decideStep says how to settle an item that was looked at without a decision.
func (p page) decideStep(item checks.Item, result checks.Result) string {
	sign := ""
	if !strings.Contains(result.Remedy, "/golive sign-off") && checks.Signable(item, result.Verdict(), checks.SigningRole(item), "LINK") == nil {
		sign = "Or " + role(item) + ": `" + signCommand(item) + "`"
	}
	return join(lineBreak, lead(item, result), lookAgain(result), join(" ", sentence(inline(result.Why, longHeadline)), sentence(inline(result.Remedy, longText)), sign))
}

// staleStep folds everything whose evidence belongs to other content.
func (p page) staleStep(items []checks.Item) string {
	var stale []checks.Item
	for _, item := range items {
		if p.result(item).Verdict() == checks.Stale {
			stale = append(stale, item)
		}
	}
	if len(stale) == 0 {
		return ""
	}
	return fmt.Sprintf("%s **Look again at %s** whose evidence is too old or of other content: %s%s`/golive rerun`",
		checks.Stale.Icon(), counted(len(stale), "item"), names(stale, shownNames), lineBreak)
}

func (p page) errorStep(item checks.Item, result checks.Result) string {
	return join(lineBreak, lead(item, result),
		inline(orElse(result.Remedy, "This is golive's fault, not yours. Try `/golive rerun "+string(item.ID)+"`."), longText),
	)
}

// signCommand is what a person types to sign an item.
func signCommand(item checks.Item) string {
	command := "/golive sign-off " + string(item.ID)
	if item.LinkedSignature || item.NeverWaive {
		command += " LINK"
	}
	return command
}

// role names who signs an item, with its article.
func role(item checks.Item) string {
	name := string(checks.SigningRole(item))
	if name == "" {
		return "a person"
	}
	article := "a "
	if strings.ContainsRune("aeio", rune(name[0])) || name == string(checks.RoleSRE) {
		article = "an "
	}
	return article + "`" + name + "`"
}

// shownNames is how many item ids a line lists.
const shownNames = 12

// names lists items by their ids.
func names(items []checks.Item, limit int) string {
	var list []string
	for index, item := range items {
		if index == limit {
			list = append(list, fmt.Sprintf("%d more", len(items)-limit))
			break
		}
		list = append(list, "`"+string(item.ID)+"`")
	}
	return strings.Join(list, ", ")
}

// numbered renders steps as a list, at most limit of them.
func numbered(steps []string, limit int, prefix string) string {
	var list strings.Builder
	for index, step := range steps {
		if index == limit {
			fmt.Fprintf(&list, "%s\n%s… and %d more, in the check runs.\n", prefix, prefix, len(steps)-limit)
			break
		}
		fmt.Fprintf(&list, "%s%d. %s\n", prefix, index+1, step)
	}
	return list.String()
}

// todo renders the steps as the comment shows them, or nothing where there is
// nothing to do.
func (p page) todo(shown detail) string {
	items := p.counting()
	if p.run.Ended != "" {
		items = p.judged()
	}
	steps := p.steps(items)
	if len(steps) == 0 {
		return ""
	}
	alert, heading := "CAUTION", "What you must do now"
	switch {
	case p.run.Ended != "":
		alert, heading = "NOTE", "What was found until then"
	case !p.over:
		alert, heading = "NOTE", "Known so far"
	case p.run.Observing():
		alert, heading = "WARNING", "What stands between this and READY"
	case p.standing() == checks.StandingWaiting:
		alert = "IMPORTANT"
	}
	return "> [!" + alert + "]\n> ### " + heading + "\n" + numbered(steps, shown.steps, "> ")
}
