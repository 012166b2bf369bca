package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/golive-app/golive/app/bundle"
	"github.com/golive-app/golive/app/terminal"
	"github.com/golive-app/golive/checks"
)

// verifySchema names the format of what `golive verify --format json` prints.
const verifySchema = "golive.verify/1"

type verifiedJSON struct {
	Schema      string           `json:"schema"`
	Holds       bool             `json:"holds"`
	SHA256      string           `json:"sha256"`      // of the file
	Fingerprint string           `json:"fingerprint"` // of the key that it is signed with; empty: it is not
	Repository  string           `json:"repository"`
	Release     string           `json:"release"`
	SHA         string           `json:"sha"`
	Tree        string           `json:"tree"`
	Run         string           `json:"run"`
	Finished    time.Time        `json:"finished"`
	Policy      string           `json:"policy"` // hash
	Verdict     checks.Standing  `json:"verdict"`
	Records     int              `json:"records"`
	Problems    []bundle.Problem `json:"problems"`
	Notes       []string         `json:"notes"`
}

// writeVerified says what was found of a bundle. What stands in it is foreign text.
func writeVerified(out io.Writer, found bundle.Verified, sum, format string) error {
	if format == "json" {
		encoder := json.NewEncoder(out)
		encoder.SetIndent("", "  ")
		return encoder.Encode(verifiedJSON{
			verifySchema, len(found.Problems) == 0, sum, found.Fingerprint, found.Release.Repository.FullName(), found.Release.Name(), found.Release.SHA,
			found.Release.Tree, found.Run.ID, found.Run.Finished, found.Policy.Hash, found.Verdict, found.Records,
			append([]bundle.Problem{}, found.Problems...), append([]string{}, found.Notes...),
		})
	}
	var text strings.Builder
	table := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	line := func(name, format string, values ...any) {
		fmt.Fprintf(table, "  %s\t%s\n", name, terminal.Clean(fmt.Sprintf(format, values...)))
	}
	line("release", "%s %s", found.Release.Repository.FullName(), found.Release.Name())
	line("content", "commit %s, tree %s", orNone(found.Release.SHA), orNone(found.Release.Tree))
	line("judged", "%s by golive %s", found.Run.Finished.UTC().Format("2006-01-02 15:04:05 UTC"), found.Tool)
	line("policy", "%s, hash %s", found.Policy.Source, found.Policy.Hash)
	line("verdict", "%s — %s", strings.ToUpper(string(found.Verdict)), counts(found.Totals))
	line("records", "%d, and %d words of people", found.Records, found.Words)
	line("signed with", "%s", orNone(found.Fingerprint))
	line("SHA-256", "%s", sum)
	if err := table.Flush(); err != nil {
		return err
	}
	for _, note := range found.Notes {
		fmt.Fprintf(&text, "\nnote: %s\n", terminal.Clean(note))
	}
	if len(found.Problems) == 0 {
		text.WriteString("\nIt holds.\n")
	} else {
		text.WriteString("\nIt does NOT hold:\n")
		for _, problem := range found.Problems {
			fmt.Fprintf(&text, "  %s: %s\n", terminal.Clean(problem.Where), terminal.Clean(problem.What))
		}
	}
	_, err := io.WriteString(out, text.String())
	return err
}

func orNone(text string) string {
	if text == "" {
		return "none"
	}
	return text
}

func counts(totals checks.Totals) string {
	var words []string
	for _, verdict := range checks.Verdicts() {
		if totals[verdict] > 0 {
			words = append(words, fmt.Sprintf("%d %s", totals[verdict], verdict))
		}
	}
	return strings.Join(words, ", ")
}
