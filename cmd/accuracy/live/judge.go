package live

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Judged is what golive says of one item.
type Judged struct {
	Verdict  string    `json:"verdict"`
	Headline string    `json:"headline"`
	Why      string    `json:"why"`
	Findings []Finding `json:"findings"`
	Missing  []Missing `json:"missing"`
}

// Missing is what golive could not see, and why.
type Missing struct {
	Reason string `json:"reason"`
}

// says reports whether words stand in what golive tells as the reason.
func (j Judged) says(words string) bool {
	return strings.Contains(j.Headline, words) || strings.Contains(j.Why, words) || slices.ContainsFunc(j.Missing, func(one Missing) bool { return strings.Contains(one.Reason, words) })
}

// Finding is one of golive's.
type Finding struct {
	Rule     string `json:"rule"`
	Severity string `json:"severity"`
	Message  string `json:"message"`
}

// Row is one server and item: what was expected, and what golive said.
type Row struct {
	Server, Item   string
	Expected, Said string   // verdicts
	Planted, Found int      // defects
	Missed         []string // defects that golive does not tell
	False          []string // what it tells and is not so
	Headline       string
}

// Right reports whether golive said what is true, and no more.
func (r Row) Right() bool { return r.Expected == r.Said && len(r.Missed) == 0 && len(r.False) == 0 }

// Compare holds what golive says of a server against what is true.
func Compare(server Server, judged map[string]Judged) []Row {
	var rows []Row
	for _, item := range slices.Sorted(maps.Keys(server.Expect)) {
		rows = append(rows, compare(server.Name, item, server.Expect[item], judged[item]))
	}
	return rows
}

func compare(name, item string, expect Expect, said Judged) Row {
	row := Row{Server: name, Item: item, Expected: expect.Verdict, Said: said.Verdict, Planted: len(expect.Planted), Headline: said.Headline + " " + said.Why}
	explained := make([]bool, len(said.Findings))
	told := func(expected string) (found bool) {
		rule, words, _ := strings.Cut(expected, ": ")
		for index, one := range said.Findings {
			if one.Rule == rule && weighs(one) && strings.Contains(one.Message, words) {
				found, explained[index] = true, true
			}
		}
		return found
	}
	for _, planted := range expect.Planted {
		if told(planted) {
			row.Found++
		} else {
			row.Missed = append(row.Missed, planted)
		}
	}
	if !said.says(expect.Says) {
		row.Missed = append(row.Missed, "the reason: "+expect.Says)
	}
	for _, also := range expect.Also {
		told(also)
	}
	for index, one := range said.Findings {
		if weighs(one) && !explained[index] {
			row.False = append(row.False, fmt.Sprintf("%s %s: %s", one.Severity, one.Rule, one.Message))
		}
	}
	return row
}

// weighs reports whether a finding is more than a note.
func weighs(one Finding) bool { return one.Severity == "error" || one.Severity == "warning" }
