package publish

import (
	"fmt"
	"strings"
	"time"

	"github.com/golive-app/golive/checks"
)

// standing answers the whole question for the release.
func (p page) standing() checks.Standing { return checks.Stand(p.counting(), p.run.Results) }

// name is what people call the release, with the service where there is one.
func (p page) name() string {
	name := p.run.Release.Name()
	if service := p.run.Release.Service; service != "" {
		name += " (" + service + ")"
	}
	if plain(name, longName) == "" {
		return p.run.Key.String()
	}
	return name
}

// headline is the verdict in one line.
func (p page) headline() string {
	icon, verdict := p.verdict()
	if p.run.Key.IsLook() {
		return p.lookHeadline(verdict)
	}
	switch wrong := wrongEdits(p.run.PolicyEdits); {
	case p.run.Ended != "":
		icon, verdict = "🏁", p.ending()
	case p.over && p.run.PolicyProblem != "":
		icon, verdict = "🚦", "**NOT READY** — the policy file cannot be used"
	case p.over && p.run.Observing():
		icon, verdict = "👀", join(" · ", "**OBSERVING** — would be "+verdict, wrong)
	case p.over && wrong != "":
		icon, verdict = "🚦", "**NOT READY** — "+join(", ", wrong, p.tally(p.counting()).missing())
	}
	if p.over && p.run.Ended == "" {
		verdict = join(" · ", verdict, p.countsOnly())
	}
	return fmt.Sprintf("## %s golive · %s → production · %s", icon, inline(p.name(), longName), verdict)
}

// ready reports whether the release is ready and nothing of the policy says
// otherwise.
func (p page) ready() bool {
	return p.over && p.run.Ended == "" && !p.run.Key.IsLook() && p.run.Ready(p.Items)
}

// verdict words the standing, with its icon.
func (p page) verdict() (icon, words string) {
	if count := p.tally(p.Items); !p.over {
		return "🚦", fmt.Sprintf("checking %s… %d done %s", counted(count.all, "item"), count.done(), bar(count.done(), count.all))
	}
	count := p.tally(p.counting())
	switch p.standing() {
	case checks.StandingReady:
		return "🚀", "**READY** — " + count.standing()
	case checks.StandingWaiting:
		return "✍️", "**WAITING FOR PEOPLE** — " + counted(count.people, "sign-off")
	case checks.StandingUnknown:
		return "❔", "**CAN'T TELL** — " + orElse(count.missing(), "no item was judged")
	default:
		return "🚦", "**NOT READY** — " + count.missing()
	}
}

// bar draws progress without an image.
func bar(done, all int) string {
	const width = 8
	filled := 0
	if all > 0 {
		filled = done * width / all
	}
	return strings.Repeat("▓", filled) + strings.Repeat("░", width-filled)
}

func orElse(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

// about is the line that says what was judged, when, and by which policy.
func (p page) about() string { return p.aboutAt(p.when()) }

// aboutSection is about without the time. A look that an event asks for judges few
// items, and the check runs of the sections that it leaves alone stay as they are:
// eight edits fewer at each of its ends. GitHub shows when a check run was judged.
func (p page) aboutSection() string { return p.aboutAt(runName(p.run.Generation)) }

func (p page) aboutAt(when string) string {
	release := p.run.Release
	parts := []string{p.commit(release.SHA)}
	if tree := shortSHA(release.Tree); tree != "" {
		parts = append(parts, "tree `"+tree+"`")
	}
	if release.Tag != nil {
		parts = append(parts, "tag "+code(release.Tag.Name))
	}
	if span := p.run.Range; span != nil {
		words := counted(span.Commits, "commit")
		if from := shortSHA(span.From); from != "" {
			words += " since `" + from + "`"
		}
		if span.Reason != "" {
			words += " (" + inline(span.Reason, longHeadline) + ")"
		}
		parts = append(parts, words)
	}
	parts = append(parts, when)
	if address := p.link(); address != "" {
		parts = append(parts, link("full results ↗", address))
	}
	parts = append(parts, p.policy())
	return strings.Join(parts, " · ")
}

// when names the run and its time.
func (p page) when() string {
	words := runName(p.run.Generation)
	if !p.run.Started.IsZero() {
		words += ", " + moment(p.run.Started)
	}
	if took := p.run.Finished.Sub(p.run.Started); !p.run.Finished.IsZero() && took > 0 {
		words += ", took " + duration(took)
	}
	return words
}

// runName names a run by its number, without referring to the issue of that
// number.
func runName(generation int64) string { return fmt.Sprintf("run #%s%d", joiner, generation) }

// duration words a span of time: "4 m 12 s".
func duration(span time.Duration) string {
	seconds := int(span.Round(time.Second) / time.Second)
	return orElse(join(" ",
		number(seconds/3600, "%d h"), number(seconds/60%60, "%d m"), number(seconds%60, "%d s"),
	), "under 1 s")
}

// policy names the policy that held.
func (p page) policy() string {
	policy := p.run.Policy
	if policy.Ref == "" {
		return "policy " + code(orElse(policy.Source, "built-in defaults"))
	}
	ref := policy.Ref
	if hash := plain(policy.Hash, longName); hash != "" {
		ref += "@" + strings.TrimSuffix(hash[:min(len(hash), 7)], "…")
	}
	return "policy " + code(orElse(policy.Source, "policy")) + " at " + code(ref)
}
