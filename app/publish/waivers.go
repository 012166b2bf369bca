package publish

import (
	"fmt"
	"strings"

	"github.com/golive-app/golive/checks"
)

// shownWords is how many lines of what people said stand outside of the sections
// that fold.
const shownWords = 5

// outside quotes lines of what people said outside of everything that folds.
func outside(lines []string) string {
	for index, line := range lines {
		lines[index] = "> " + line
	}
	if more := len(lines) - shownWords; more > 0 {
		lines = append(lines[:shownWords], fmt.Sprintf("> … and %d more, below.", more))
	}
	return strings.Join(lines, "\n>\n")
}

// waived tells outside of everything that folds what people accept until a date,
// and what they accepted that holds no longer: neither must be overlooked.
func (p page) waived() string {
	var lines []string
	for _, item := range p.Items {
		result := p.result(item)
		if result.Waiver == nil {
			continue
		}
		switch {
		case result.Verdict() == checks.Waived:
			lines = append(lines, p.waiver(item, result))
		case result.Waiver.Outdated != "" && result.Verdict() != checks.Running && !result.Ready():
			lines = append(lines, fmt.Sprintf("🕰 `%s`: the waiver of %s **holds no longer**: %s. It stands at %s %s.", item.ID, person(result.Waiver.By),
				inline(result.Waiver.Outdated, longHeadline), result.Verdict().Icon(), result.Verdict()))
		}
	}
	return outside(lines)
}

// waiver says who accepts what until when, and why.
func (p page) waiver(item checks.Item, result checks.Result) string {
	waiver := result.Waiver
	return fmt.Sprintf("🕊 `%s` waived by %s until **%s** — “%s” · without it %s %s%s", item.ID, person(waiver.By), day(waiver.Until),
		inline(waiver.Reason, longText), waiver.Instead.Icon(), waiver.Instead, p.said(waiver.Comment))
}

// said links to the comment that a person's word is, where the page is known.
func (p page) said(comment int64) string {
	number := max(p.run.Release.Number, p.run.Key.Number)
	if web := p.run.Release.Repository.WebURL; web != "" && comment > 0 && number > 0 {
		// GitHub leads from an issue's address to the pull request of that number.
		return " · " + link("comment\u00a0↗", fmt.Sprintf("%s/issues/%d#issuecomment-%d", web, number, comment))
	}
	return ""
}

// waiverRows renders all waivers as a table, those too that do not hold, and counts
// those that do.
func (p page) waiverRows() (table string, holding int) {
	var rows strings.Builder
	for _, item := range p.Items {
		result := p.result(item)
		waiver := result.Waiver
		if waiver == nil || waiver.By == "" {
			continue
		}
		valid := "not needed: " + result.Verdict().String()
		switch {
		case result.Verdict() == checks.Waived:
			holding++
			valid = fmt.Sprintf("in place of %s %s", waiver.Instead.Icon(), waiver.Instead)
		case result.Verdict() == checks.Running:
			valid = "being checked"
		case waiver.Outdated != "":
			valid = "🕰 no longer: " + inline(waiver.Outdated, longHeadline)
		}
		fmt.Fprintf(&rows, "| `%s` | %s (%s) | %s | “%s” | %s%s |\n", item.ID, person(waiver.By), inline(string(waiver.Role), longName),
			day(waiver.Until), inline(waiver.Reason, longHeadline), valid, p.said(waiver.Comment))
	}
	if rows.Len() == 0 {
		return "", 0
	}
	return "| Waived | By | Until | Because | Valid |\n|:--|:--|:--|:--|:--|\n" + rows.String() + "\n", holding
}
