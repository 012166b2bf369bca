package terminal

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/golive-app/golive/checks"
)

// The columns of an item: its verdict, its id and title, and the text below.
const (
	itemIndent   = 2
	verdictCells = 12 // of the widest icon with the longest word
	textIndent   = itemIndent + verdictCells + 1
	labelCells   = 10 // of the longest label, "evidence"
)

// section writes the items of one section, if any is part of the report.
func (r *Report) section(sheet *page, report checks.Report, section checks.Section) {
	items := report.InSection(section.ID)
	if len(items) == 0 {
		return
	}
	sheet.gap()
	title := text{{section.Roman + ". " + section.Title, heading}}
	sheet.put(nil, title.add(" — "+tally(items, report.Results), quiet))
	var folded []string
	for _, item := range items {
		result := report.Results[item.ID]
		if onlyLacksConnection(result) {
			folded = append(folded, string(item.ID))
			continue
		}
		r.item(sheet, item, result)
	}
	if len(folded) > 0 {
		sheet.putVerdict(checks.Unknown, false, plainly("not connected: "+strings.Join(folded, ", ")))
	}
}

// tally counts the verdicts of some items: "2 fail · 1 sign-off · 3 pass".
func tally(items []checks.Item, results map[checks.ItemID]checks.Result) string {
	totals := checks.Count(items, results)
	var parts []string
	for _, verdict := range checks.Verdicts() {
		if number := totals[verdict]; number > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", number, verdict))
		}
	}
	return strings.Join(parts, " · ")
}

// putVerdict writes a line that starts with a verdict: icon and word.
func (p *page) putVerdict(verdict checks.Verdict, attested bool, paragraph text) {
	prefix := append(indent(itemIndent), badge(verdict, attested)...)
	p.put(append(prefix, span{text: " "}), paragraph)
}

// badge returns a verdict as icon and word, in a column of its own. What rests
// on a person's word is never called a pass.
func badge(verdict checks.Verdict, attested bool) text {
	name := verdict.String()
	if attested && verdict == checks.Pass {
		name = "attested"
	}
	return text{{text: pad(verdict.Icon(), 2) + " "}, {pad(name, verdictCells-3), verdictLook(verdict)}}
}

// item writes one item with everything that is known of it.
func (r *Report) item(sheet *page, item checks.Item, result checks.Result) {
	sheet.putVerdict(result.Verdict(), result.Attested, looking(string(item.ID), heading).add("  "+item.Title, quiet))
	if result.Headline != "" {
		sheet.put(indent(textIndent), plainly(result.Headline))
	}
	sheet.field("why", result.Why)
	if result.Verdict() != checks.Pass {
		sheet.field("do", result.Remedy)
	}
	if waiver := result.Waiver; waiver != nil {
		words := fmt.Sprintf("by @%s until %s: %s", waiver.By, waiver.Until.UTC().Format("2006-01-02"), waiver.Reason)
		switch {
		case waiver.Outdated != "":
			words = fmt.Sprintf("by @%s, no longer valid: %s", waiver.By, waiver.Outdated)
		case result.Verdict() == checks.Waived:
			words += fmt.Sprintf(" (without it: %s)", waiver.Instead)
		default:
			words += " (not needed)"
		}
		sheet.field("waived", words)
	}
	sheet.field("n/a", excluded(result))
	if signed := result.SignOff; signed != nil && signed.Outdated != "" {
		sheet.field("signed", fmt.Sprintf("by @%s, no longer valid: %s", signed.By, signed.Outdated))
	}
	r.findings(sheet, result)
	for _, evidence := range result.Evidence {
		sheet.evidence(evidence)
	}
	for _, missing := range result.Missing {
		if missing.Connection == "" {
			// Something of the content itself could not be read.
			sheet.field("not read", missing.Reason)
			continue
		}
		sheet.field("missing", missing.Connection.Title()+": "+missing.Reason)
	}
}

// excluded says who calls an item n/a, where that does not show in its verdict.
func excluded(result checks.Result) string {
	said := result.Exclusion
	switch {
	case said == nil, result.Verdict() == checks.NotApplicable:
		return ""
	case said.Outdated != "":
		return fmt.Sprintf("said by @%s, no longer valid: %s", said.By, said.Outdated)
	case said.Approval == nil:
		return fmt.Sprintf("said by @%s, not approved by a second person: %s", said.By, said.Reason)
	default:
		return fmt.Sprintf("said by @%s and @%s, not counted: %s", said.By, said.Approval.By, said.Reason)
	}
}

// field writes a labelled paragraph, unless it is empty.
func (p *page) field(label, content string) {
	if content != "" {
		p.put(labelled(label), lines(content))
	}
}

func labelled(label string) text {
	return append(indent(textIndent), span{pad(label, labelCells), quiet})
}

// findings writes the first findings as path:line:column.
func (r *Report) findings(sheet *page, result checks.Result) {
	for index, finding := range result.Findings {
		if index == r.options.Findings {
			sheet.put(labelled(""), looking(fmt.Sprintf("+%d more, see --format json", len(result.Findings)-index), quiet))
			return
		}
		line := text{}
		if finding.Path != "" {
			line = line.add(place(finding.Path, finding.Line, finding.Column), link).add("  ", look{})
		}
		line = line.add(finding.Message, look{}).add("  "+finding.Rule, quiet)
		if strings.HasPrefix(finding.Rule, "secret.") && finding.Severity != checks.SeverityNotice {
			line = line.add("  "+finding.Fingerprint, quiet) // which the policy closes it by
		}
		sheet.put(append(indent(textIndent), span{pad(string(finding.Severity), labelCells), severityLook(finding.Severity)}), line)
		if result.Remedy == "" && finding.Remedy != "" && (index == 0 || result.Findings[index-1].Remedy != finding.Remedy) {
			sheet.field("do", finding.Remedy)
		}
	}
}

func severityLook(severity checks.Severity) look {
	switch severity {
	case checks.SeverityError:
		return look{colour: red}
	case checks.SeverityWarning:
		return look{colour: yellow}
	default:
		return quiet
	}
}

// place returns "path:line:column", with what is known of it: editors and
// terminals open that form.
func place(path string, line, column int) string {
	if line > 0 {
		path += ":" + strconv.Itoa(line)
		if column > 0 {
			path += ":" + strconv.Itoa(column)
		}
	}
	return path
}

// evidence writes one record: its grade, what it says of the item, and where.
func (p *page) evidence(evidence checks.Evidence) {
	line := text{}.add(evidence.Grade.String(), heading).add(" "+string(evidence.Outcome)+"  ", quiet).add(evidence.Summary, look{})
	if evidence.Path != "" {
		line = line.add("  "+place(evidence.Path, evidence.Line, 0), quiet)
	}
	if evidence.Link != "" {
		line = line.add("  "+evidence.Link, link)
	}
	p.put(labelled("evidence"), line)
}

// onlyLacksConnection reports whether nothing but a missing connection is known
// of an item: such items are one line a connection, not one each.
func onlyLacksConnection(result checks.Result) bool {
	return result.Verdict() == checks.Unknown && len(result.Missing) > 0 &&
		!slices.ContainsFunc(result.Missing, func(m checks.Missing) bool { return m.Connection == "" }) &&
		len(result.Findings) == 0 && result.SignOff == nil && result.Waiver == nil && result.Exclusion == nil &&
		!slices.ContainsFunc(result.Evidence, func(e checks.Evidence) bool { return e.Outcome != checks.Neutral })
}
