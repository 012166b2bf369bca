package publish

import (
	"fmt"
	"strings"

	"github.com/golive-app/golive/checks"
)

// excluded tells outside of everything that folds what people call n/a: what waits
// for a second person and for whom, what two people say, and what holds no longer.
func (p page) excluded() string {
	var lines []string
	for _, item := range p.Items {
		result := p.result(item)
		if said := result.Exclusion; said != nil && said.By != "" && result.Verdict() != checks.Running {
			if line := p.exclusion(item, result); line != "" {
				lines = append(lines, line)
			}
		}
	}
	return outside(lines)
}

// exclusion says who calls an item n/a, and what becomes of that; empty where it
// plays no part.
func (p page) exclusion(item checks.Item, result checks.Result) string {
	said := *result.Exclusion
	because := fmt.Sprintf("“%s”%s", inline(said.Reason, longText), p.said(said.Comment))
	icon := checks.NotApplicable.Icon()
	switch {
	case result.Verdict() == checks.NotApplicable && said.Holds():
		return fmt.Sprintf("%s `%s` is **n/a by people**: %s says so and %s (%s) agrees — %s", icon, item.ID,
			person(said.By), person(said.Approval.By), inline(string(said.Approval.Role), longName), because)
	case said.Outdated != "" && said.Approval != nil:
		return fmt.Sprintf("🕰 `%s`: that it is n/a, by %s and %s, **holds no longer**: %s. It stands at %s %s.", item.ID,
			person(said.By), person(said.Approval.By), inline(said.Outdated, longHeadline), result.Verdict().Icon(), result.Verdict())
	case said.Outdated == "" && said.Approval == nil && checks.Excludable(item, result.WithoutWaiver(), result.Findings) == nil:
		return fmt.Sprintf("%s `%s` does not apply, says %s — %s. **It changes nothing until a second person agrees**: %s, who is not %s and wrote nothing of this release, comments `/golive approve-na %s`", icon, item.ID,
			person(said.By), because, approvers(item), person(said.By), item.ID)
	}
	return ""
}

// approvers names who may agree that an item does not apply.
func approvers(item checks.Item) string {
	var names []string
	for _, role := range checks.WaivingRoles(item) {
		names = append(names, "`"+string(role)+"`")
	}
	return strings.Join(names, " or ")
}

// exclusionRows renders all exclusions as a table, those too that do not count.
func (p page) exclusionRows() string {
	var rows strings.Builder
	for _, item := range p.Items {
		result := p.result(item)
		said := result.Exclusion
		if said == nil || said.By == "" {
			continue
		}
		agrees, valid := "–", "waits for a second person"
		if said.Approval != nil {
			agrees = join(" · ", fmt.Sprintf("%s (%s)%s", person(said.Approval.By), inline(string(said.Approval.Role), longName), p.said(said.Approval.Comment)),
				inline(said.Approval.Note, longHeadline))
			valid = "not counted: " + result.Verdict().String()
		}
		switch {
		case result.Verdict() == checks.Running:
			valid = "being checked"
		case said.Outdated != "":
			valid = "🕰 no longer: " + inline(said.Outdated, longHeadline)
		case result.Verdict() == checks.NotApplicable && said.Holds():
			valid = "for " + p.commit(said.SHA)
			if said.Carried != "" {
				valid = "🔗 carried over from " + inline(said.Carried, longHeadline)
			}
		}
		fmt.Fprintf(&rows, "| `%s` | %s%s | %s | “%s” | %s |\n", item.ID, person(said.By), p.said(said.Comment), agrees,
			inline(said.Reason, longHeadline), valid)
	}
	if rows.Len() == 0 {
		return ""
	}
	return "| n/a | Says so | Agrees | Because | Valid |\n|:--|:--|:--|:--|:--|\n" + rows.String() + "\n"
}
