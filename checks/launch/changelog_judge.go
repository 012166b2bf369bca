package launch

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/wording"
)

// covered is the share of a range's changes from which a change log tells
// enough of them.
const covered = 0.9

// observeChangelog states what the facts mean for the item.
func observeChangelog(facts changelogFacts, release checks.Release, now time.Time) checks.Observation {
	judged := changelogJudgement{facts: facts, release: release, now: now}
	judged.judge()
	return judged.finish()
}

// changelogJudgement collects what is said of one change log.
type changelogJudgement struct {
	facts    changelogFacts
	release  checks.Release
	now      time.Time
	section  changelogSection
	seen     []string
	share    *float64
	findings []checks.Finding
	notes    []string
	unknown  string
	later    string // why there is nothing to judge yet; empty: there is
	written  string // the headline of a change log that is in order
}

func (j *changelogJudgement) find(rule string, severity checks.Severity, message, remedy string) {
	j.findings = append(j.findings, checks.Finding{
		Rule: "changelog." + rule, Severity: severity, Path: j.facts.log.path, Line: j.section.line, EndLine: j.section.line,
		Message: message, Remedy: remedy, Fingerprint: checks.Fingerprint(rule, j.release.Version, message), Grade: checks.E2,
	})
}

func (j *changelogJudgement) judge() {
	if len(j.facts.packages) > 0 {
		j.packages()
		return
	}
	if !j.facts.found {
		if j.facts.unread != "" {
			j.unknown = wording.Quoted(j.facts.unread) + " is too large to be read"
			return
		}
		j.find("missing", checks.SeverityError, fmt.Sprintf("no change log found in %s (looked for CHANGELOG, HISTORY, CHANGES, RELEASES and NEWS as .md, .rst, .adoc or .txt, and for files of one release)", wording.Counted(j.facts.files, "file", "files")),
			"Add a `CHANGELOG.md` with a section for this release."+j.suggested())
		return
	}
	if !j.choose() {
		return
	}
	name := wording.Quoted(j.facts.log.path)
	if len(j.section.entries) == 0 {
		j.find("empty", checks.SeverityError, fmt.Sprintf("the section %s of %s has no entry", wording.Quoted(j.section.title), name),
			"Write what changes for the people who use it."+j.suggested())
		return
	}
	j.seen = append(j.seen, fmt.Sprintf("%s has %s under %s", name, wording.Counted(len(j.section.entries), "line", "lines"), wording.Quoted(j.section.title)))
	if j.section.open {
		j.find("unreleased", checks.SeverityWarning, fmt.Sprintf("the section %s of %s is still marked as not released", wording.Quoted(j.section.title), name),
			"Give it the heading `"+j.heading()+"` with the release.")
	} else if !j.section.dated && !j.section.unreleased {
		j.find("undated", checks.SeverityWarning, fmt.Sprintf("the section %s of %s has no date", wording.Quoted(j.section.title), name),
			"Write the day of the release into the heading: `"+j.heading()+"`.")
	}
	j.pending()
	j.cover()
}

// pending warns of changes that wait in files of their own.
func (j *changelogJudgement) pending() {
	if len(j.facts.changesets) > 0 {
		j.find("pending", checks.SeverityWarning, wording.Counted(len(j.facts.changesets), "change is", "changes are")+" written in `.changeset` and not yet in the change log",
			"Run `npx changeset version` and commit what it writes.")
	}
}

// choose picks the section that speaks of this release; false where none does.
func (j *changelogJudgement) choose() bool {
	log, name := j.facts.log, wording.Quoted(j.facts.log.path)
	next, hasNext := log.unreleased()
	if version := j.release.Version; version != "" {
		section, found := log.find(version)
		if found {
			j.section = section
			return true
		}
		message, remedy := fmt.Sprintf("%s has no section for %s", name, version), "Add one."+j.suggested()
		switch {
		case hasNext && len(next.entries) > 0:
			j.section.line = next.line
			message += fmt.Sprintf(": its %s still stand under %s", wording.Counted(len(next.entries), "line", "lines"), wording.Quoted(next.title))
			remedy = "Give them the heading `" + j.heading() + "`."
		case len(j.facts.changesets) > 0:
			message += fmt.Sprintf(": %s in `.changeset` not written into it", wording.Counted(len(j.facts.changesets), "change is", "changes are"))
			remedy = "Run `npx changeset version` and commit what it writes."
		}
		j.find("no-section", checks.SeverityError, message, remedy)
		return false
	}
	newest, hasNewest := log.newest()
	switch {
	case j.facts.hasRange && !j.facts.touched && j.facts.generator != "" && j.release.Kind == checks.ReleaseDirectory:
		j.later = fmt.Sprintf("%s writes %s when it prepares a release, which this directory is not yet", j.facts.generator, name)
		return false
	case j.facts.hasRange && !j.facts.touched:
		j.find("no-section", checks.SeverityError, name+" is not changed by this release, and nothing names its version", "Add a section for this release."+j.suggested())
		return false
	case hasNext && len(next.entries) > 0 && (j.release.Kind == checks.ReleasePullRequest || !hasNewest):
		j.section = next
		j.notes = append(j.notes, "nothing names this release's version: read what stands under "+wording.Quoted(next.title))
	case hasNewest:
		j.section = newest
		j.notes = append(j.notes, "nothing names this release's version: read the newest section, "+wording.Quoted(newest.title))
	default:
		j.find("no-section", checks.SeverityError, name+" has no section for a version", "Add a heading such as `"+j.heading()+"` with what changes."+j.suggested())
		return false
	}
	return true
}

// cover holds what the range brings against the section.
func (j *changelogJudgement) cover() {
	if !j.facts.hasRange {
		j.notes = append(j.notes, "no release range is known: whether every change is told was not looked at")
		return
	}
	if j.facts.pulls != "" {
		j.notes = append(j.notes, j.facts.pulls)
	}
	if len(j.facts.changes) == 0 {
		j.notes = append(j.notes, "the range brings no change that a change log should tell")
		return
	}
	section := tellingOf(j.section)
	var untold []change
	for _, one := range j.facts.changes {
		if one.breaking != "" && !section.tellsBreaking(one) {
			j.find("breaking-unmentioned", checks.SeverityError, fmt.Sprintf("%s breaks something (%s) and %s does not say so", one.name(), wording.Quoted(one.breaking), wording.Quoted(j.facts.log.path)),
				"Add under a heading `### Breaking`: "+wording.Quoted(one.breaking)+", with what people have to do.")
		}
		if !section.tells(one) {
			untold = append(untold, one)
		}
	}
	total := len(j.facts.changes)
	told := total - len(untold)
	share := float64(told) / float64(total)
	j.share = &share
	j.seen = append(j.seen, fmt.Sprintf("%d of %s of the range told", told, wording.Counted(total, "change", "changes")))
	if share < covered {
		names := make([]string, len(untold))
		for index, one := range untold {
			names[index] = one.name()
		}
		j.find("uncovered", checks.SeverityWarning, fmt.Sprintf("%d of %s are not told: %s", len(untold), wording.Counted(total, "change", "changes"), wording.Listed(names, 8)),
			"Add what people should know of them."+suggestion(untold, ""))
	}
}

// name is what people call a change: its pull request, or its commit.
func (c change) name() string {
	if len(c.numbers) > 0 {
		return "#" + c.numbers[0]
	}
	return "`" + c.sha[:min(len(c.sha), 7)] + "`"
}

func (j *changelogJudgement) heading() string {
	version := cmp.Or(j.release.Version, numberOf(j.section.version), "1.0.0")
	return "## [" + version + "] - " + j.now.Format(time.DateOnly)
}

// numberOf is a version without the mark of one that is still worked on.
func numberOf(version string) string {
	for _, mark := range []string{"-dev", "-unreleased", "-SNAPSHOT"} {
		version = strings.TrimSuffix(version, mark)
	}
	return version
}

func (j *changelogJudgement) suggested() string {
	if j.release.Version == "" {
		return suggestion(j.facts.changes, "## [Unreleased]")
	}
	return suggestion(j.facts.changes, j.heading())
}

// suggestion writes a section from the range's changes, in the groups of Keep a
// Changelog, as a block to be copied; empty without changes.
func suggestion(changes []change, heading string) string {
	if len(changes) == 0 {
		return ""
	}
	const most = 30
	groups := map[string][]string{}
	for index, one := range changes {
		if index == most {
			groups["Changed"] = append(groups["Changed"], fmt.Sprintf("- … and %d more", len(changes)-most))
			break
		}
		group := "Changed"
		switch {
		case one.breaking != "":
			group = "Breaking"
		case one.kind == "feat":
			group = "Added"
		case one.kind == "fix":
			group = "Fixed"
		}
		line := "- " + wording.Capital(strings.Trim(wording.Quoted(one.subject), "`"))
		if len(one.numbers) > 0 {
			line += " (#" + one.numbers[0] + ")"
		}
		groups[group] = append(groups[group], line)
	}
	var text strings.Builder
	text.WriteString(" Suggested text:\n\n```markdown\n")
	if heading != "" {
		text.WriteString(heading + "\n\n")
	}
	for _, group := range []string{"Breaking", "Added", "Changed", "Fixed"} {
		if len(groups[group]) > 0 {
			text.WriteString("### " + group + "\n" + strings.Join(groups[group], "\n") + "\n")
		}
	}
	text.WriteString("```")
	return text.String()
}

// finish puts the observation together.
func (j *changelogJudgement) finish() checks.Observation {
	checks.SortFindings(j.findings)
	observation := checks.Observation{Findings: j.findings}
	look := checks.Evidence{
		Grade: checks.E2, Outcome: checks.Supports, Kind: "file", Source: "git", Path: j.facts.log.path, Line: j.section.line,
		ObservedAt: j.now, Tree: j.release.Tree, Sample: len(j.facts.changes), Summary: strings.Join(j.seen, "; "),
	}
	if j.share != nil {
		threshold := covered
		look.Value, look.Threshold = j.share, &threshold
	}
	if len(j.findings) > 0 {
		first := j.findings[0]
		observation.Why, observation.Remedy = wording.Capital(first.Message)+".", first.Remedy
		observation.Headline = changelogHeadlines[first.Rule]
		if first.Severity == checks.SeverityError {
			look.Outcome, look.Summary = checks.Refutes, first.Message
		}
	} else {
		observation.Headline = cmp.Or(j.written, "written: "+wording.Counted(len(j.section.entries), "line", "lines"))
	}
	if j.unknown != "" {
		observation.Headline, observation.Why, observation.Remedy = "could not be read", wording.Capital(j.unknown)+".", "Split older versions off into a file of their own."
		look.Outcome, look.Summary = checks.Neutral, j.unknown
	}
	if j.later != "" {
		observation.Headline, observation.Why, observation.Remedy = "not written yet", wording.Capital(j.later)+".", "Check the branch of the release's pull request, or the pull request itself."
		look.Outcome, look.Summary = checks.Neutral, j.later
	}
	observation.Evidence = append(observation.Evidence, look)
	for _, note := range append(j.notes, "draft releases on GitHub and removed API paths are not read by this version of golive") {
		observation.Evidence = append(observation.Evidence, checks.Evidence{
			Grade: checks.E2, Outcome: checks.Neutral, Kind: "file", Source: "golive", Summary: note, ObservedAt: j.now, Tree: j.release.Tree,
		})
	}
	return observation
}

var changelogHeadlines = map[string]string{
	"changelog.missing":              "no change log",
	"changelog.no-section":           "no section for this release",
	"changelog.empty":                "the section is empty",
	"changelog.breaking-unmentioned": "a breaking change is not told",
	"changelog.undated":              "the section has no date",
	"changelog.unreleased":           "the section is marked as not released",
	"changelog.pending":              "changesets are not consumed",
	"changelog.uncovered":            "changes are not told",
}
