package publish

import (
	"fmt"
	"strings"

	"github.com/golive-app/golive/checks"
)

// sections renders the seven sections as they fold in the comment; those with
// something failing are open.
func (p page) sections(shown detail) string {
	var out strings.Builder
	for _, section := range checks.Sections() {
		items := p.inSection(section.ID)
		if len(items) == 0 {
			continue
		}
		count := p.tally(items)
		open := ""
		if count.failing > 0 && shown.sections {
			open = " open"
		}
		summary := fmt.Sprintf("%s <b>%s. %s</b> — %s", section.Icon, section.Roman, strings.ReplaceAll(section.Title, "&", "&amp;"), count.icons())
		if !shown.sections {
			fmt.Fprintf(&out, "- %s\n", summary)
			continue
		}
		fmt.Fprintf(&out, "<details%s><summary>%s</summary>\n\n%s\n</details>\n", open, summary, p.section(items, shown))
	}
	return out.String()
}

// section renders the items of one section: a row each in the checklist's
// order and wording, except for those that wait for a connection, which fold
// into one line a connection. What people waived stands apart.
func (p page) section(items []checks.Item, shown detail) string {
	var rows, below strings.Builder
	hidden := 0
	for _, item := range items {
		result := p.result(item)
		if undecided(result) && wantsConnection(result) {
			continue
		}
		if !shown.passed && result.Verdict() == checks.Pass && result.Ready() {
			hidden++
			continue
		}
		rows.WriteString(p.row(item, result))
		below.WriteString(p.findings(item, result, shown))
		if result.Waiver != nil && result.Verdict() == checks.Waived {
			below.WriteString("\n" + p.waiver(item, result) + "\n")
		}
	}
	var out strings.Builder
	if rows.Len() > 0 {
		out.WriteString("| | Item | Result | Evidence |\n|:--:|:--|:--|:--|\n" + rows.String())
	}
	if hidden > 0 {
		fmt.Fprintf(&out, "\n%s %s in order, left out here for length.\n", checks.Pass.Icon(), counted(hidden, "item"))
	}
	out.WriteString(below.String())
	if len(items) > 0 && items[0].Section == checks.SectionPerformance {
		out.WriteString(p.loadCard())
	}
	for _, one := range p.gaps(items) {
		out.WriteString(p.folded(one))
	}
	return out.String()
}

// row renders one item.
func (p page) row(item checks.Item, result checks.Result) string {
	seen := "–"
	if best, found := strongest(result); found {
		seen = p.evidence(best, longHeadline)
	}
	words := inline(result.Headline, longHeadline)
	if result.Verdict() == checks.Stale {
		words = "was: " + words
	}
	switch result.Verdict() {
	case checks.Fail, checks.Running:
	case checks.Pass:
		if wantsConnection(result) && !result.Attested { // it passes by a part of what there is to see
			words = join(" — ", words, inline(result.Why, longHeadline))
		}
	default:
		if why := inline(result.Why, longHeadline); why != "" && result.Why != result.Headline {
			words = join(" — ", words, why)
		}
	}
	verdict := result.Verdict().String()
	if result.Attested {
		verdict = "attested" // by a person, not verified
	}
	return fmt.Sprintf("| %s\u00a0%s | %s<br>`%s` | %s | %s |\n",
		result.Verdict().Icon(), verdict, title(item.Title), item.ID, orElse(words, "not judged"), seen)
}

// folded renders the items that wait for one connection, with why they do and what was
// seen of them nevertheless.
func (p page) folded(one gap) string {
	var list []string
	for _, why := range one.causes {
		var ids []string
		for _, item := range why.items {
			words := "`" + string(item.ID) + "`"
			if best, found := strongest(p.result(item)); found {
				words += " (seen: " + p.evidence(best, longName) + ")"
			}
			ids = append(ids, words)
		}
		words := strings.Join(ids, ", ")
		if !one.later {
			words = join(" — ", words, inline(why.reason, longHeadline))
		}
		list = append(list, words)
	}
	reason := "waiting for **" + one.connection.Title() + "**"
	separator := "; "
	if one.later {
		reason, separator = "needs **"+one.connection.Title()+"**, which this version of golive can't use yet", ", "
	}
	return fmt.Sprintf("\n%s %d unknown, %s: %s\n", checks.Unknown.Icon(), len(one.items), reason, strings.Join(list, separator))
}

// findings lists what was found for one item.
func (p page) findings(item checks.Item, result checks.Result, shown detail) string {
	switch result.Verdict() {
	case checks.Fail, checks.Warn, checks.Waived:
	default:
		return ""
	}
	if len(result.Findings) == 0 || shown.findings == 0 {
		return ""
	}
	var out strings.Builder
	fmt.Fprintf(&out, "\n%s `%s` — %s:\n", result.Verdict().Icon(), item.ID, counted(len(result.Findings), "finding"))
	for index, finding := range result.Findings {
		if index == shown.findings {
			fmt.Fprintf(&out, "- +%d more%s\n", len(result.Findings)-index, p.elsewhere())
			break
		}
		words := join(" — ", p.place(finding.Path, finding.Line, finding.EndLine), inline(finding.Message, shown.message))
		fmt.Fprintf(&out, "- %s %s `%s`\n", severity(finding.Severity), words, plain(strings.ReplaceAll(finding.Rule, "`", ""), longName))
		out.WriteString(splitSuggestion(finding.Remedy).block())
	}
	return out.String()
}

// elsewhere says where the rest of the findings is.
func (p page) elsewhere() string {
	if p.apart {
		return ", see the JSON report"
	}
	if address := p.link(); address != "" {
		return " on the " + link("results page", address)
	}
	return " in the annotations of the check run"
}

// severity words a finding's severity.
func severity(severity checks.Severity) string {
	switch severity {
	case checks.SeverityError:
		return "**error**"
	case checks.SeverityWarning:
		return "warning"
	default:
		return "notice"
	}
}
