package command

import (
	"fmt"
	"strings"
	"time"

	"github.com/golive-app/golive/checks"
)

// explain shows one item of each release of the page: its evidence, and how the
// verdict came of it.
func (r *request) explain(id checks.ItemID) string {
	item, _ := r.grammar.vocabulary.item(id)
	var text strings.Builder
	for _, release := range r.releases {
		if text.Len() > 0 {
			text.WriteString("\n---\n\n")
		}
		result, found := release.run.Results[id]
		if !release.found || !found {
			fmt.Fprintf(&text, "%s has not been looked at yet.\n", code(string(id)))
			continue
		}
		explainResult(&text, release, item, result)
	}
	return text.String()
}

func explainResult(text *strings.Builder, release release, item checks.Item, result checks.Result) {
	verdict := result.Verdict()
	word := verdict.String()
	if result.Attested {
		word += ", attested"
	}
	fmt.Fprintf(text, "%s **%s** — %s %s\n\n", verdict.Icon(), prose(item.Title, 120), word, code(string(item.ID)))
	fmt.Fprintf(text, "%s at %s\n\n", escape(release.run.Release.Name(), 80), code(short(release.run.Release.SHA)))
	for _, part := range []struct{ label, words string }{
		{"Result", result.Headline}, {"Why", result.Why}, {"What to do", result.Remedy},
	} {
		if part.words != "" {
			fmt.Fprintf(text, "- **%s:** %s\n", part.label, prose(part.words, 600))
		}
	}
	fmt.Fprintf(text, "- **How it is decided:** %s\n", rule(item, release.run.Release.Kind))
	if result.SignOff != nil {
		fmt.Fprintf(text, "- **Signed:** %s\n", signedLine(*result.SignOff))
	}
	if result.Waiver != nil {
		fmt.Fprintf(text, "- **Waived:** %s\n", waivedLine(result))
	}
	if result.Exclusion != nil {
		fmt.Fprintf(text, "- **Called n/a:** %s\n", excludedLine(result))
	}
	for _, missing := range result.Missing {
		switch {
		case missing.Connection != "":
			fmt.Fprintf(text, "- **Not connected:** %s — %s %s\n", escape(missing.Connection.Title(), 60), prose(missing.Reason, 300), prose(missing.Remedy, 300))
		case !missing.ToldIn(result.Why):
			fmt.Fprintf(text, "- **Not known:** %s %s\n", prose(missing.Reason, 300), prose(missing.Remedy, 300))
		}
	}
	evidenceTable(text, result.Evidence)
	findingsTable(text, result.Findings)
}

// rule says in words what Judge weighs for the item.
func rule(item checks.Item, kind checks.ReleaseKind) string {
	var words []string
	switch {
	case item.Minimum.Grade == checks.E0:
		words = append(words, "no machine passes it; a person's word does")
	case item.Minimum.Attestation:
		words = append(words, "evidence of grade "+item.Minimum.Grade.String()+" or better passes it, or a person's word")
	default:
		words = append(words, "evidence of grade "+item.Minimum.Grade.String()+" or better passes it")
	}
	if level := item.LevelFor(kind); level == checks.LevelBlock {
		words = append(words, "it blocks the release")
	} else {
		words = append(words, "it warns and does not block")
	}
	if item.AbsenceDecides {
		words = append(words, "not finding it is a fail")
	}
	signs := "the role " + string(checks.SigningRole(item)) + " signs it while it is undecided"
	if item.LinkedSignature || item.NeverWaive {
		signs += ", with a link"
	}
	words = append(words, signs)
	if item.NeverWaive {
		words = append(words, "it can never be waived")
	} else {
		words = append(words, fmt.Sprintf("the role %s waives it, for %d days at most, or approves that it does not apply", join(checks.WaivingRoles(item), " or "), longestWaiver))
	}
	return strings.Join(words, "; ") + "."
}

func waivedLine(result checks.Result) string {
	waiver := *result.Waiver
	line := fmt.Sprintf("by %s as %s until %s: %s", code(waiver.By), waiver.Role, day(waiver.Until), escape(waiver.Reason, maxNote))
	switch {
	case waiver.Outdated != "":
		return line + " (no longer holds: " + escape(waiver.Outdated, 200) + ")"
	case result.Verdict() == checks.Waived:
		return line + fmt.Sprintf(" (without it: %s %s)", waiver.Instead.Icon(), waiver.Instead)
	default:
		return line + " (not needed)"
	}
}

func signedLine(signed checks.SignOff) string {
	line := fmt.Sprintf("%s says so as %s on %s at %s", code(signed.By), signed.Role, day(signed.At), code(short(signed.SHA)))
	if signed.Link != "" {
		line += ", " + anchor("link", signed.Link)
	}
	if signed.Note != "" {
		line += " — " + escape(signed.Note, maxNote)
	}
	if signed.Carried != "" {
		line += " (carried over from " + prose(signed.Carried, 200) + ")"
	}
	if signed.Outdated != "" {
		line += " (no longer holds: " + escape(signed.Outdated, 200) + ")"
	}
	return line
}

// shownRows bounds each table; the results hold all.
const shownRows = 12

// shownRemedy bounds a remedy, in characters: one of a secret ends with the fingerprint
// by which the policy closes it.
const shownRemedy = 480

func evidenceTable(text *strings.Builder, evidence []checks.Evidence) {
	if len(evidence) == 0 {
		return
	}
	text.WriteString("\n| Grade | Says | Evidence | Source | Seen |\n|--|--|--|--|--|\n")
	for _, one := range evidence[:min(shownRows, len(evidence))] {
		summary := prose(one.Summary, 300)
		if one.Link != "" {
			summary += " " + anchor("↗", one.Link)
		}
		fmt.Fprintf(text, "| %s | %s | %s%s | %s | %s |\n", one.Grade, one.Outcome, summary, place(one.Path, one.Line), cell(one.Source), minute(one.ObservedAt))
	}
	if more := len(evidence) - shownRows; more > 0 {
		fmt.Fprintf(text, "\n… and %d more.\n", more)
	}
}

func findingsTable(text *strings.Builder, findings []checks.Finding) {
	if len(findings) == 0 {
		return
	}
	text.WriteString("\n| Finding | Where | What to do |\n|--|--|--|\n")
	for _, finding := range findings[:min(shownRows, len(findings))] {
		fmt.Fprintf(text, "| %s %s: %s | %s | %s |\n", finding.Severity, cell(finding.Rule), prose(finding.Message, 240),
			strings.TrimSpace(place(finding.Path, finding.Line)), prose(finding.Remedy, shownRemedy))
	}
	if more := len(findings) - shownRows; more > 0 {
		fmt.Fprintf(text, "\n… and %d more.\n", more)
	}
}

func place(path string, line int) string {
	switch {
	case path == "":
		return ""
	case line == 0:
		return " " + cell(path)
	default:
		return " " + cell(fmt.Sprintf("%s:%d", path, line))
	}
}

func excludedLine(result checks.Result) string {
	said := *result.Exclusion
	line := fmt.Sprintf("by %s on %s: %s", code(said.By), code(short(said.SHA)), escape(said.Reason, maxNote))
	if said.Approval != nil {
		line += fmt.Sprintf("; approved by %s as %s", code(said.Approval.By), said.Approval.Role)
		if said.Approval.Note != "" {
			line += " — " + escape(said.Approval.Note, 200)
		}
	}
	switch {
	case said.Outdated != "":
		return line + " (no longer holds: " + escape(said.Outdated, 200) + ")"
	case said.Approval == nil:
		return line + " (counts once a second person comments " + code("/golive approve-na "+string(said.Item)) + ")"
	case result.Verdict() != checks.NotApplicable:
		return line + " (not counted: it stands at " + result.Verdict().String() + ")"
	}
	return line
}

func join(roles []checks.Role, separator string) string {
	words := make([]string, len(roles))
	for index, role := range roles {
		words[index] = string(role)
	}
	return strings.Join(words, separator)
}

func minute(moment time.Time) string { return moment.UTC().Format("2006-01-02 15:04 UTC") }

func day(moment time.Time) string { return moment.UTC().Format(time.DateOnly) }
