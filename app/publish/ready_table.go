package publish

import (
	"strings"

	"github.com/golive-app/golive/checks"
)

// readyTable renders READY TO GO LIVE? in the checklist's order and wording.
func (p page) readyTable() string {
	rows := make([]checks.RowResult, len(p.Rows))
	results := p.results()
	for index, row := range p.Rows {
		rows[index] = checks.DeriveRow(row, results)
	}
	return readyRows(rows, p.observesAll)
}

// observesAll reports whether every one of the items is of a section that is observed
// while others are enforced.
func (p page) observesAll(items []checks.ItemID) bool {
	for _, id := range items {
		section, _, _ := strings.Cut(string(id), ".")
		if !p.observes(checks.SectionID(section)) {
			return false
		}
	}
	return len(items) > 0
}

func readyRows(rows []checks.RowResult, observed func([]checks.ItemID) bool) string {
	var table strings.Builder
	table.WriteString("### ✅ READY TO GO LIVE?\n\n| Goal | Ready? | Why |\n|:--|:--:|:--|\n")
	for _, row := range rows {
		word := readyWord(row)
		switch row.Verdict {
		case checks.Pass, checks.Warn, checks.Waived, checks.NotApplicable, checks.Running:
		default:
			if observed(row.Items) {
				word += "<br>observed"
			}
		}
		table.WriteString("| " + title(row.Title) + " | " + word + " | " + inline(row.Why, longHeadline) + " |\n")
	}
	return table.String()
}

// readyWord answers "Ready?" with an icon and a word.
func readyWord(row checks.RowResult) string {
	const space = "\u00a0" // the icon stays with its word
	icon := row.Verdict.Icon() + space
	switch row.Verdict {
	case checks.Pass:
		if row.Attested {
			return icon + "Attested"
		}
		return icon + "Yes"
	case checks.Warn:
		return icon + "Yes," + space + "with" + space + "warnings"
	case checks.Waived:
		return icon + "Waived"
	case checks.Fail:
		return icon + "No"
	case checks.NeedsSignOff:
		return icon + "Waiting"
	case checks.Stale:
		return icon + "Out" + space + "of" + space + "date"
	case checks.Running:
		return icon + "Checking"
	case checks.Unknown:
		if !row.AskedFor() {
			return "–"
		}
		return icon + "Can't" + space + "tell"
	default:
		return icon + "Can't" + space + "tell"
	}
}
