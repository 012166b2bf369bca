package accuracy

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// Table writes the scores as Markdown, the sums of each item, language and part
// first, and behind them what of them is of labels of one way.
func (r *Result) Table(w io.Writer) error {
	text := &strings.Builder{}
	text.WriteString("| Item | Part | Language | Labels from | Half | To find | Found | Missed | Not to find | False | Precision | Recall |\n")
	text.WriteString("|:--|:--|:--|:--|:--|--:|--:|--:|--:|--:|--:|--:|\n")
	scores := maps.Clone(r.Scores)
	for row, score := range r.Scores {
		row.Set = ""
		scores[row] = sum(scores[row], score)
		if row.Part != "" {
			row.Part = ""
			scores[row] = sum(scores[row], score)
		}
	}
	for _, row := range slices.SortedFunc(maps.Keys(scores), compare) {
		score := scores[row]
		set := row.Set
		switch {
		case row.Way != "" && set != "": // of the sums alone
			continue
		case row.Way != "":
			fmt.Fprintf(text, "| `%s` | %s | %s | **%s** | %s | %d | %d | %d | | | | %.3f |\n", row.Item, row.Part, row.Language, row.Way, row.Half,
				score.Positive, score.Found, score.Positive-score.Found, score.Recall())
			continue
		case set == "":
			set = "**all**"
		}
		fmt.Fprintf(text, "| `%s` | %s | %s | %s | %s | %d | %d | %d | %d | %d | %.3f | %.3f |\n", row.Item, row.Part, row.Language, set, row.Half,
			score.Positive, score.Found, score.Positive-score.Found, score.Negative, score.False, score.Precision(), score.Recall())
	}
	_, err := io.WriteString(w, text.String())
	return err
}

func sum(a, b Score) Score {
	return Score{a.Positive + b.Positive, a.Found + b.Found, a.Negative + b.Negative, a.False + b.False}
}

func compare(a, b Row) int {
	return cmp.Or(cmp.Compare(a.Item, b.Item), cmp.Compare(a.Language, b.Language), cmp.Compare(a.Part, b.Part), cmp.Compare(a.Set, b.Set), cmp.Compare(slices.Index(Ways, a.Way), slices.Index(Ways, b.Way)), cmp.Compare(b.Half, a.Half))
}

// List writes the slips of one half, with the line of code that each is about.
func (r *Result) List(w io.Writer, half Half) error {
	text := &strings.Builder{}
	for _, slip := range r.Slips {
		if slip.Row.Half != half {
			continue
		}
		what, path, line := "missed "+slip.Label.Rule, slip.Label.Path, slip.Label.Line
		if slip.Found != nil {
			what, path, line = "false "+slip.Found.Rule, slip.Found.Path, slip.Found.Line
		}
		if slip.Label.Way != "" {
			what += " (" + string(slip.Label.Way) + ")"
		}
		fmt.Fprintf(text, "%s %s %s: %s, line %d: %s\n", slip.Row.Item, slip.Row.Set, slip.Sample.ID, what, line, lineOf(slip.Sample, path, line))
	}
	_, err := io.WriteString(w, text.String())
	return err
}

// lineOf returns a line of a sample, shortened; of an unknown one the first.
func lineOf(sample Sample, path string, line int) string {
	if path == "" {
		for _, name := range slices.Sorted(maps.Keys(sample.Files)) {
			path = name
			break
		}
	}
	lines := strings.Split(sample.Files[path], "\n")
	text := strings.TrimSpace(lines[min(max(line, 1), len(lines))-1])
	if len(text) > 120 {
		text = text[:120] + "…"
	}
	return text
}
