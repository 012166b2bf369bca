package publish

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/golive-app/golive/app/command"
	"github.com/golive-app/golive/app/github"
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/jobs"
)

// view is what one check run shows: all that can be said before the forge is
// asked.
type view struct {
	name, status, conclusion string
	title, summary, text     string
	annotations              []github.Annotation
	actions                  []github.Action
}

// hash names what a view shows, so that what is shown already is not sent
// again.
func (v view) hash() string {
	data, err := json.Marshal([]any{v.name, v.status, v.conclusion, v.title, v.summary, v.text, v.annotations, v.actions})
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:16])
}

// views renders the eight check runs of a commit: the sections and then the
// whole verdict, so that this one turns last. The first page is the run that is
// shown in full; a check run's value is the worst of all of them. The note is
// something that people should know of the publishing itself.
func views(pages []page, note string) []view {
	shown := make([]view, 0, len(checks.Sections())+1)
	for _, section := range checks.Sections() {
		shown = append(shown, newView(pages, &section, ""))
	}
	return append(shown, newView(pages, nil, note))
}

func newView(pages []page, section *checks.Section, note string) view {
	own := pages[0]
	items, name := own.Items, checks.ReadyCheck
	if section != nil {
		items, name = own.inSection(section.ID), section.Check
	}
	outcomes := make([]outcome, len(pages))
	for index, one := range pages {
		outcomes[index] = one.outcome(section)
	}
	worst := worstOf(outcomes)
	shown := view{name: name, status: statusDone, conclusion: worst.conclusion, title: titleOf(pages, outcomes, worst)}
	if worst.open {
		shown.status, shown.conclusion = statusOpen, ""
	}
	dropped := 0
	switch {
	case worst.open:
	case section != nil:
		shown.annotations, dropped = annotations(pages, section.ID)
	default:
		for _, one := range pages {
			shown.annotations = append(shown.annotations, unsent(editAnnotations(one.run.PolicyEdits), shown.annotations)...)
		}
	}
	shown.summary = own.summary(section, items, join("\n\n", note, others(pages, outcomes), droppedNote(dropped)))
	shown.text = text(pages, section, items)
	shown.actions = actions(own, items, worst)
	return shown
}

// worstOf returns the outcome that decides: one that is not over yet, else the
// heaviest, the first among equals.
func worstOf(outcomes []outcome) outcome {
	worst := outcomes[0]
	for _, one := range outcomes[1:] {
		if !worst.open && (one.open || one.weight > worst.weight) {
			worst = one
		}
	}
	return worst
}

// titleOf leads with the verdict; where several releases stand on the commit it
// names each.
func titleOf(pages []page, outcomes []outcome, worst outcome) string {
	if len(pages) == 1 {
		return short(worst.title, maxTitle)
	}
	parts := []string{short(worst.title, maxTitle*2/3)}
	named := ""
	for index, one := range outcomes {
		if one == worst && named == "" {
			named = pages[index].told()
			parts[0] += " (" + named + ")"
			continue
		}
		parts = append(parts, pages[index].told()+": "+one.title)
	}
	return short(strings.Join(parts, "; "), maxTitle)
}

// told names a release so that it is told from others of the same version: a
// pull request and the tag on its head are two releases of one commit.
func (p page) told() string {
	release := p.run.Release
	switch {
	case release.Tag != nil:
		return "tag " + plain(release.Tag.Name, longName)
	case release.Number > 0:
		return fmt.Sprintf("pull request %d", release.Number)
	default:
		return plain(p.name(), longName)
	}
}

// others lists the releases of a commit that carries several.
func others(pages []page, outcomes []outcome) string {
	if len(pages) == 1 {
		return ""
	}
	var table strings.Builder
	fmt.Fprintf(&table, "This commit carries %s; the worst one decides.\n\n| Release | Verdict |\n|:--|:--|\n", counted(len(pages), "release"))
	for index, one := range pages {
		name := inline(one.name(), longName)
		if tag := one.run.Release.Tag; tag != nil {
			name += " " + code("tag "+tag.Name)
		}
		if release := one.run.Release; release.Number > 0 && release.Repository.WebURL != "" {
			name += " " + link(fmt.Sprintf("(pull request %d)", release.Number), fmt.Sprintf("%s/pull/%d", release.Repository.WebURL, release.Number))
		}
		table.WriteString("| " + name + " | " + inline(outcomes[index].title, longHeadline) + " |\n")
	}
	return table.String()
}

// summary renders the verdict and what must be done.
func (p page) summary(section *checks.Section, items []checks.Item, notes string) string {
	about := p.about
	if section != nil {
		about = p.aboutSection
	}
	return fit(maxOutput, func(shown detail) string {
		var parts []string
		if section == nil {
			parts = append(parts, p.headline()+"\n"+about(), notes, p.remarks(), p.policyEdits(shown), p.readyTable(), p.observedSections(), p.waived(), p.excluded())
			if p.ready() {
				parts = append(parts, p.validity())
			}
			parts = append(parts, p.firstSteps())
		} else {
			parts = append(parts, fmt.Sprintf("## %s %s. %s\n%s", section.Icon, section.Roman, section.Title, p.tally(items).icons()), about(), notes)
		}
		heading, steps := "What you must do now", []string(nil)
		switch {
		case section == nil:
			steps = p.steps(p.counting())
		case p.observes(section.ID):
			heading, steps = "What would stand in the way, were this section enforced", p.steps(items)
		default:
			steps = p.steps(items)
		}
		if p.run.Key.IsLook() {
			heading, steps = "What would stand between this and READY", p.lookSteps(items)
		}
		if len(steps) > 0 {
			parts = append(parts, "### "+heading+"\n\n"+numbered(steps, shown.steps, ""))
		}
		return paragraphs(parts...)
	}, func() string { return paragraphs(p.headline(), about(), p.policyEdits(detail{}), notes) })
}

// text renders the record and then the tables. The record always stays whole.
func text(pages []page, section *checks.Section, items []checks.Item) string {
	record := Record{}
	for _, one := range pages {
		if section == nil {
			record.Releases = append(record.Releases, one.record(one.Items))
		} else {
			record.Releases = append(record.Releases, one.record(one.inSection(section.ID)))
		}
	}
	start := record.String() + "\n\n"
	own := pages[0]
	return start + fit(maxOutput-len(start), func(shown detail) string {
		if section == nil {
			return own.sections(shown)
		}
		return own.section(items, shown)
	}, func() string { return own.tally(items).icons() + "\n" })
}

// actions returns the buttons of a check run that is over. GitHub shows at most
// three and bounds their words.
func actions(own page, items []checks.Item, worst outcome) []github.Action {
	if worst.open || own.tally(items).inTheWay() == 0 {
		return nil
	}
	shown := []github.Action{{Label: "Re-run failed", Description: "Check again what is not in order", Identifier: command.ActionRerunFailed}}
	if own.loadable(items) {
		shown = append(shown, github.Action{Label: "Run load test", Description: "As the policy has it, where this runs", Identifier: command.ActionRunLoadTest})
	}
	return shown
}

// loadable reports whether a load test is what one of the items lacks, and may be asked
// for: the policy has one, none is under way, and somebody may judge this content.
func (p page) loadable(items []checks.Item) bool {
	if p.run.Rules.Load.TargetRPS == 0 || p.run.Key.IsLook() || p.run.Ended != "" {
		return false
	}
	if test := p.run.Load; test != nil && (test.State == checks.LoadWaiting || test.State == checks.LoadRunning) {
		return false
	}
	return slices.ContainsFunc(items, func(item checks.Item) bool {
		return item.ID == jobs.LoadItem && !p.result(item).Ready()
	})
}

func droppedNote(dropped int) string {
	if dropped == 0 {
		return ""
	}
	return fmt.Sprintf("%d findings are shown as annotations, %d more are left out of them: the gravest come first.", maxShown, dropped)
}
