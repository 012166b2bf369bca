package publish

import (
	"fmt"
	"strings"

	"github.com/golive-app/golive/checks"
)

// commands lists what people may type in this version.
func commands() []string {
	return []string{
		"/golive rerun [item|section|failed|all]", "/golive status", "/golive explain ITEM",
		"/golive sign-off ITEM [link] [-- note]", "/golive waive ITEM until DATE because REASON",
		"/golive na ITEM because REASON", "/golive approve-na ITEM", "/golive revoke ITEM [because …]", "/golive help",
	}
}

// signOffs renders who signed, waived and called n/a what, and the commands.
func (p page) signOffs() string {
	var rows strings.Builder
	holding, wanted := 0, 0
	for _, item := range p.Items {
		result := p.result(item)
		if result.Verdict() == checks.NeedsSignOff {
			wanted++
		}
		signed := result.SignOff
		if signed == nil || signed.By == "" {
			continue
		}
		valid := "not counted: " + result.Verdict().String()
		switch {
		case signed.Outdated != "":
			valid = "🕰 no longer: " + inline(signed.Outdated, longHeadline)
		case result.Attested:
			holding++
			valid = "for " + p.commit(signed.SHA)
			if signed.Carried != "" {
				valid = "🔗 carried over from " + inline(signed.Carried, longHeadline)
			}
		}
		fmt.Fprintf(&rows, "| `%s` | %s (%s) says so | %s | %s | %s |\n", item.ID,
			person(signed.By), inline(string(signed.Role), longName), moment(signed.At), signedWith(*signed), valid)
	}
	signOffs := "✍️ Sign-offs"
	if holding+wanted > 0 {
		signOffs = fmt.Sprintf("✍️ Sign-offs (%d/%d)", holding, holding+wanted)
	}
	waivers, waived := p.waiverRows()
	var out strings.Builder
	out.WriteString("<details><summary>" + join(" · ", signOffs, number(waived, plural(waived, "🕊 %d waiver", "🕊 %d waivers")), "commands") + "</summary>\n\n")
	if rows.Len() > 0 {
		out.WriteString("| Item | By | When | Read | Valid |\n|:--|:--|:--|:--|:--|\n" + rows.String() + "\n")
	}
	out.WriteString(waivers + p.exclusionRows())
	for index, command := range p.commands {
		if index > 0 {
			out.WriteString(" · ")
		}
		out.WriteString("`" + command + "`")
	}
	out.WriteString("\n</details>\n")
	return out.String()
}

// signedWith shows what a person linked and noted.
func signedWith(signed checks.SignOff) string {
	seen := ""
	if signed.Link != "" {
		if _, safe := safeURL(signed.Link); safe {
			seen = link("see\u00a0↗", signed.Link)
		} else {
			seen = code(signed.Link)
		}
	}
	unreachable := ""
	if signed.Unreachable != "" {
		unreachable = "⚠️ link not reachable when signed: " + inline(signed.Unreachable, longHeadline)
	}
	return orElse(join(" · ", seen, unreachable, inline(signed.Note, longHeadline)), "–")
}
