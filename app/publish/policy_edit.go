package publish

import (
	"fmt"
	"slices"
	"strings"

	"github.com/golive-app/golive/app/github"
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/config"
	"github.com/golive-app/golive/jobs"
)

// wrongEdits words how much is wrong with what a pull request makes of the
// policy: "the policy edit has 2 errors"; empty where it could be used.
func wrongEdits(edits []jobs.PolicyEdit) string {
	wrong := 0
	for _, edit := range edits {
		wrong += edit.Wrong
	}
	return number(wrong, plural(wrong, "the policy edit has %d error", "the policy edit has %d errors"))
}

// policyEdits renders what the pull request would make of the policy: what is
// wrong with it, or what it would do.
func (p page) policyEdits(shown detail) string {
	var blocks []string
	for _, edit := range p.run.PolicyEdits {
		if edit.Wrong > 0 {
			blocks = append(blocks, p.wrongEdit(edit))
		} else {
			blocks = append(blocks, p.validEdit(edit, shown))
		}
	}
	return strings.Join(blocks, "\n")
}

// wrongEdit says what is wrong with an edit, line by line.
func (p page) wrongEdit(edit jobs.PolicyEdit) string {
	var out strings.Builder
	fmt.Fprintf(&out, "> [!CAUTION]\n> **This pull request's %s cannot be used**: %s\n>\n", code(edit.File), counted(edit.Wrong, "error"))
	for index, problem := range edit.Problems {
		if index == shownProblems {
			break
		}
		out.WriteString("> - " + p.problem(edit.File, problem) + "\n")
	}
	if more := edit.Wrong - min(len(edit.Problems), shownProblems); more > 0 {
		fmt.Fprintf(&out, "> - … and %d more\n", more)
	}
	held := ""
	if p.run.Policy.Source != "" {
		held = " (" + p.policy() + ")"
	}
	fmt.Fprintf(&out, ">\n> The policy in force stays that of %s%s; nothing was skipped because of this. Merged like this, no release could be READY until the file is mended. "+
		"`golive config validate %s` checks it on your machine.\n", code(edit.Ref), held, edit.File)
	return out.String()
}

// problem renders one problem with its place.
func (p page) problem(file string, problem config.Problem) string {
	where := "the file as a whole"
	if problem.Line > 0 {
		where = p.at(problem.Place(), file, problem.Line)
	}
	return where + ": " + inline(problem.Text(), longText)
}

// verb says what a pull request does to a file.
func verb(change jobs.PolicyChange) string {
	switch change {
	case jobs.PolicyAdded, jobs.PolicyDeleted:
		return string(change)
	default:
		return "changes"
	}
}

// validEdit says what an edit would do after the merge.
func (p page) validEdit(edit jobs.PolicyEdit, shown detail) string {
	effects := edit.Effects(p.affected(edit))
	alert := "NOTE"
	if slices.ContainsFunc(effects, func(effect jobs.PolicyEffect) bool { return effect.Weakens }) {
		alert = "WARNING"
	}
	var out strings.Builder
	fmt.Fprintf(&out, "> [!%s]\n> **This pull request %s %s**. Until the merge the policy of %s stays in force.", alert, verb(edit.Change), code(edit.File), code(edit.Ref))
	differences := edit.Differences()
	switch {
	case len(effects) > 0:
		out.WriteString(" After the merge:\n>\n")
		for _, effect := range effects {
			mark := ""
			if effect.Weakens {
				mark = "⚠️ weaker: "
			}
			out.WriteString("> - " + mark + inline(effect.Text, longText) + "\n")
		}
	case len(differences) == 0:
		out.WriteString(" It would say the same afterwards.\n")
	default:
		out.WriteString(" Nothing that golive does with this pull request would be another.\n")
	}
	if len(differences) == 0 || !shown.sections {
		return out.String()
	}
	return out.String() + "\n" + differencesTable(differences)
}

// shownDifferences is how many settings the table lists.
const shownDifferences = 30

// differencesTable renders the settings that would change.
func differencesTable(differences []config.Difference) string {
	var out strings.Builder
	fmt.Fprintf(&out, "<details><summary>%s would change</summary>\n\n| Setting | In force | After the merge |\n|:--|:--|:--|\n", counted(len(differences), "setting"))
	for index, difference := range differences {
		if index == shownDifferences {
			fmt.Fprintf(&out, "| … | %d more | |\n", len(differences)-shownDifferences)
			break
		}
		fmt.Fprintf(&out, "| %s | %s | %s |\n", code(difference.Path), setting(difference.Before), setting(difference.After))
	}
	out.WriteString("\n</details>\n")
	return out.String()
}

// setting renders a value of the policy.
func setting(value string) string { return orElse(code(value), "–") }

// affected is this release as far as a policy could change its fate.
func (p page) affected(edit jobs.PolicyEdit) jobs.Affected {
	on := jobs.Affected{Release: p.run.Release}
	for _, item := range p.Items {
		result := p.result(item)
		if signed := result.SignOff; signed != nil && signed.Outdated == "" {
			on.Words = append(on.Words, signed.Word())
		}
		if result.Verdict() == checks.Waived && result.Waiver != nil {
			on.Words = append(on.Words, result.Waiver.Word())
		}
		if said := result.Exclusion; said != nil && said.Holds() {
			on.Words = append(on.Words, said.Words()...)
		}
	}
	if p.over && len(p.Items) > 0 {
		after := p
		after.run.Rules.Sections, after.run.Policy.Mode = edit.After.Sections, string(edit.After.Mode)
		on.Would = after.would()
	}
	return on
}

// would words the verdict inside a sentence.
func (p page) would() string {
	count := p.tally(p.counting())
	switch p.standing() {
	case checks.StandingReady:
		return "READY"
	case checks.StandingWaiting:
		return "WAITING FOR PEOPLE, " + counted(count.people, "sign-off")
	case checks.StandingUnknown:
		return "CAN'T TELL, " + counted(count.inTheWay(), "item")
	default:
		return "NOT READY, " + counted(count.inTheWay(), "item")
	}
}

// editAnnotations marks what is wrong with a policy edit where it stands.
func editAnnotations(edits []jobs.PolicyEdit) []github.Annotation {
	var made []github.Annotation
	for _, edit := range edits {
		for _, problem := range edit.Problems {
			line := max(problem.Line, 1)
			one := github.Annotation{
				Path: edit.File, StartLine: line, EndLine: line, Level: "failure",
				Title: plain(join(" · ", "policy", problem.Path), maxAnnotationTitle-1),
				// The forge shows the message as it is, without Markdown.
				Message: plain(problem.Text(), maxAnnotationMessage),
			}
			if problem.Line > 0 && problem.Column > 0 {
				one.StartColumn, one.EndColumn = problem.Column, problem.Column
			}
			made = append(made, one)
		}
	}
	return made
}
