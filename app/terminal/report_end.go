package terminal

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"charm.land/lipgloss/v2"

	"github.com/golive-app/golive/checks"
)

// ready writes the READY TO GO LIVE? table.
func (p *page) ready(rows []checks.RowResult) {
	if len(rows) == 0 {
		return
	}
	p.gap()
	p.put(nil, text{{"READY TO GO LIVE?", heading}})
	longest := 0
	for _, row := range rows {
		longest = max(longest, lipgloss.Width(Clean(row.Title)))
	}
	for _, row := range rows {
		answer := badge(row.Verdict, row.Attested)
		if !row.AskedFor() {
			answer = text{{text: pad("–", verdictCells)}} // no verdict, not even "unknown"
		}
		prefix := append(indent(itemIndent), answer...)
		prefix = append(prefix, span{text: " " + pad(Clean(row.Title), longest) + "  "})
		p.put(prefix, looking(row.Why, quiet))
	}
}

// next writes what to do now, gravest first: what fails, what waits for people,
// what golive could not judge although it looked.
func (p *page) next(report checks.Report) {
	lines := p.steps(report)
	if len(lines) == 0 {
		return
	}
	p.gap()
	p.put(nil, text{{"WHAT TO DO NOW", heading}})
	for index, line := range lines {
		p.put(text{{text: fmt.Sprintf("%*d. ", itemIndent+len(fmt.Sprint(len(lines))), index+1)}}, line)
	}
}

func (p *page) steps(report checks.Report) []text {
	lines := mendSteps(report)
	for _, verdict := range []checks.Verdict{checks.NeedsSignOff, checks.Stale, checks.Errored, checks.Unknown} {
		for _, item := range report.Items {
			result := report.Results[item.ID]
			if result.Verdict() != verdict || result.Ready() || onlyLacksConnection(result) {
				continue
			}
			lines = append(lines, step(item, result))
		}
	}
	for _, lack := range lacks(report) {
		if lack.later {
			continue
		}
		line := looking("Connect "+lack.connection.Title(), heading).add(": "+lack.unlocks(), look{})
		if lack.remedy != "" {
			line = line.add(" — "+firstSentence(lack.remedy), look{})
		}
		lines = append(lines, line)
	}
	return lines
}

// mendSteps is one step for each thing for which items fail.
func mendSteps(report checks.Report) []text {
	result := func(item checks.Item) checks.Result { return report.Results[item.ID] }
	var lines []text
	for _, group := range checks.Causes(report.Items, result) {
		line := step(group[0], result(group[0]))
		for index, item := range group[1:] {
			joint := ", "
			if index == 0 {
				joint = "  The same mends "
			}
			line = line.add(joint, look{}).add(string(item.ID), heading)
		}
		lines = append(lines, line)
	}
	return lines
}

// step is one item as a thing to do: the whole remedy stands with the item.
func step(item checks.Item, result checks.Result) text {
	line := text{{text: result.Verdict().Icon() + " "}}
	line = line.add(string(item.ID), heading)
	action := result.Remedy
	if action == "" && len(result.Findings) > 0 {
		action = result.Findings[0].Remedy
	}
	if result.Headline != "" {
		line = line.add("  "+result.Headline, look{})
	}
	if action != "" {
		line = line.add(" — "+firstSentence(action), look{})
	}
	if len(result.Findings) > 0 && result.Findings[0].Path != "" {
		first := result.Findings[0]
		line = line.add("  ", look{}).add(place(first.Path, first.Line, first.Column), link)
		if more := len(result.Findings) - 1; more > 0 {
			line = line.add(fmt.Sprintf(" (+%d more)", more), quiet)
		}
	}
	return line
}

// firstSentence returns a remedy's first sentence, or the first of its numbered
// steps: the whole of it was shown before. Where it is not clear that a sentence
// ends, it goes on.
func firstSentence(remedy string) string {
	remedy, _, longer := strings.Cut(strings.TrimSpace(remedy), "\n")
	more := ""
	if longer {
		more = " …"
	}
	for _, mark := range []string{". ", ") "} {
		if steps, numbered := strings.CutPrefix(remedy, "1"+mark); numbered {
			first, _, several := strings.Cut(steps, " 2"+mark)
			if several {
				more = " …"
			}
			return first + more
		}
	}
	for index := 0; index < len(remedy); {
		end := strings.Index(remedy[index:], ". ")
		if end < 0 {
			return remedy + more
		}
		end += index + 1
		following, _ := utf8.DecodeRuneInString(strings.TrimLeft(remedy[end:], " "))
		if unicode.IsUpper(following) || following == '`' {
			return remedy[:end]
		}
		index = end
	}
	return remedy + more
}
