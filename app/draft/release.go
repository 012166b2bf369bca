package draft

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/golive-app/golive/config"
)

// writeHeader says what the file is, where it is read from and what it was
// drafted from.
func writeHeader(written *page, report *Draft, said *stack) {
	written.say(0, "golive's policy for this repository: what counts as a release, where it runs, who signs.")
	written.say(0, "It is read from the default branch, or for a pull request from the branch that it goes into, "+
		"and never from the release itself: a change holds once it is merged.")
	written.say(0, `What is left out keeps golive's default. A line such as "#roles:" is a setting to switch on: take away its "#".`)
	written.line()
	written.say(0, "After a change: golive config validate %s", config.PolicyFile)
	written.line()
	if len(said.languages) == 0 && len(said.frameworks) == 0 {
		written.say(0, "Drafted by golive init. No program code was recognised here.")
		report.left("stack", "no program code was recognised")
		return
	}
	parts := []string{}
	if len(said.languages) > 0 {
		parts = append(parts, strings.Join(said.languages, ", "))
	}
	if len(said.frameworks) > 0 {
		parts = append(parts, sentence(said.frameworks[:min(len(said.frameworks), 8)]))
	}
	if len(said.managers) > 0 {
		parts = append(parts, sentence(said.managers))
	}
	text := strings.Join(parts, "; ")
	written.say(0, "Drafted by golive init from: %s.", text)
	report.noted("stack", "%s", text)
	if len(said.workspaces) > 0 {
		many := sentence(said.workspaces)
		written.say(0, "Several packages live here: %s. This version of golive takes a release for one of the whole "+
			"repository; a release for each service comes later.", many)
		report.left("monorepo", "%s: a release is one of the whole repository in this version; one for each service comes later", many)
	}
}

func writeMode(written *page) {
	written.gap()
	written.put(&entry{key: "version", value: "1", because: []string{"The format of this file."}})
	written.gap()
	written.put(&entry{key: "mode", value: string(config.ModeObserve), because: []string{
		"observe: check runs succeed and say what the verdict would be; nothing is blocked.",
		"enforce: check runs conclude as the verdict says. Switch after a few releases on which you agreed " +
			`with golive: merge this change, then require the check "golive / ready" on the branches that releases go into.`,
	}})
}

// writeRelease writes what counts as a release.
func writeRelease(written *page, report *Draft, tags schemes, tools []releaseTool, flows []workflow, git bool) {
	defaults := config.DefaultPolicy().Release
	written.gap()
	written.say(0, "What counts as a release. A pull request does by its branch, a label or its title; "+
		"without settings here by any of these:")
	written.show("branches: %s", strings.Join(defaults.Branches, ", "))
	written.show("labels: %s", strings.Join(defaults.Labels, ", "))
	written.show("titles: %s", strings.Join(defaults.Titles, ", "))
	written.say(0, "A list that is set takes the place of the default one.")
	for _, tool := range tools {
		written.say(0, "%s (%s): %s.", tool.name, tool.where, tool.how)
		report.noted("release", "%s (%s): %s", tool.name, tool.where, tool.how)
	}
	if !writePulls(written, report, defaults, flows) && len(tools) == 0 {
		written.say(0, "No release tool was recognised here.")
		report.left("release", "no release tool was recognised; the default branches, labels and titles hold")
	}
	written.put(&entry{key: "release", children: []*entry{
		tagsEntry(report, tags, tools, git),
		branchesEntry(report, defaults, flows),
		{key: "labels", value: list([]string{"release"}), example: true},
		{key: "titles", value: list([]string{`^Release v?\d+\.\d+\.\d+`}), example: true, note: "regular expressions (RE2)"},
	}})
}

// tagsEntry writes the tags that are releases: what the last tags follow, else
// what the release tool will make.
func tagsEntry(report *Draft, tags schemes, tools []releaseTool, git bool) *entry {
	written := &entry{key: "tags"}
	follow, rest := tags.chosen()
	globs := patterns(follow, rest)
	defaults := config.DefaultPolicy().Release
	switch {
	case len(follow) == 0:
		return untagged(written, report, tags, tools, git)
	case slices.Equal(globs, defaults.Tags):
		written.value, written.example = list(globs), true
	default:
		written.value = list(globs)
	}
	newest := follow[0].newest
	report.ExampleTag = newest.Name
	number := 0
	for _, one := range follow {
		number += one.tags
	}
	because := fmt.Sprintf("because %d of %s are named so, the newest %s of %s.",
		number, count(tags.total, "tag", "tags"), name(newest.Name), newest.Date.Format("2 January 2006"))
	if written.example {
		because = "The default, and right: " + strings.TrimPrefix(because, "because ")
	}
	written.because = append(written.because, because)
	report.noted("release.tags", "%s, %s", strings.Join(globs, ", "), strings.TrimPrefix(because, "because "))
	if len(follow) > 1 {
		written.because = append(written.because, fmt.Sprintf("They name %d packages: golive takes each such tag for a release of the whole repository.", len(follow)))
	}
	for _, one := range follow {
		if one.prerel.Name != "" && newest.Date.Sub(one.prerel.Date) <= 4*alive {
			written.because = append(written.because, fmt.Sprintf("Pre-releases such as %s match too and are judged as releases.", name(one.prerel.Name)))
			break
		}
	}
	if len(rest) > 0 {
		text := "Not followed: " + listed(rest) + "."
		written.because = append(written.because, text)
		report.left("release.tags", "%s", text)
	}
	if tags.other > 0 {
		written.because = append(written.because, fmt.Sprintf("%s no version, such as %s.", count(tags.other, "tag names", "tags name"), name(tags.others)))
	}
	return written
}

// listed names other ways of naming tags, with their patterns.
func listed(others []scheme) string {
	var parts []string
	for _, one := range others {
		parts = append(parts, fmt.Sprintf("%s (%s, the newest %s of %s)", one.pattern(), count(one.tags, "tag", "tags"), name(one.newest.Name), one.newest.Date.Format("January 2006")))
	}
	return words(parts, 4)
}

// untagged writes the tags where no tag tells how they are named.
func untagged(written *entry, report *Draft, tags schemes, tools []releaseTool, git bool) *entry {
	reason := "there are no tags yet"
	switch {
	case !git:
		reason = "this is no git repository, so there are no tags to read"
	case tags.total > 0:
		reason = fmt.Sprintf("no tag names a version (%s, the newest %s)", count(tags.total, "tag", "tags"), name(tags.others))
	}
	for _, tool := range tools {
		if tool.tag == "" || !accepted(tool.tag, "release", "tags") {
			continue
		}
		written.value = list([]string{tool.tag})
		text := fmt.Sprintf("%s (%s) makes such tags; %s.", tool.name, tool.where, reason)
		written.because = append(written.because, "because "+text)
		report.noted("release.tags", "%s: %s", tool.tag, text)
		return written
	}
	written.value, written.example = list([]string{"v*"}), true
	if git && tags.total == 0 {
		reason += " in this copy (git fetch --tags brings those of others)"
	}
	text := fmt.Sprintf("Not set, so a tag release/v1.2.3 is a release: %s. For tags such as v1.2.3:", reason)
	written.because = append(written.because, text)
	report.left("release.tags", "%s; the default %s holds", reason, strings.Join(config.DefaultPolicy().Release.Tags, ", "))
	return written
}

// branchesEntry writes the branches of release pull requests: the defaults, and
// those of workflows that open such pull requests themselves.
func branchesEntry(report *Draft, defaults config.ReleasePatterns, flows []workflow) *entry {
	written := &entry{key: "branches"}
	all := slices.Clone(defaults.Branches)
	for _, flow := range flows {
		for _, pull := range flow.pulls {
			glob, ok := releaseBranch(pull)
			if !ok || covered(defaults, pull) != "" || slices.Contains(all, glob) {
				continue
			}
			all = append(all, glob)
			text := fmt.Sprintf("%s:%d opens release pull requests from %q", name(flow.path), pull.line, name(pull.branch))
			written.because = append(written.because, "because "+text+"; the others are the defaults.")
			report.noted("release.branches", "%s: %s", glob, text)
		}
	}
	if len(all) == len(defaults.Branches) {
		written.value, written.example = list(append(all, "rc/*")), true
		return written
	}
	written.value = list(all)
	return written
}

// writePulls tells of the workflows that open release pull requests which the
// defaults recognise, or which cannot be recognised by what the workflow says.
func writePulls(written *page, report *Draft, defaults config.ReleasePatterns, flows []workflow) (found bool) {
	for _, flow := range flows {
		for _, pull := range flow.pulls {
			where := fmt.Sprintf("%s:%d", name(flow.path), pull.line)
			_, settled := releaseBranch(pull)
			reason := covered(defaults, pull)
			switch {
			case reason != "":
				written.say(0, "%s opens pull requests that the defaults take for a release, by the %s.", where, reason)
				report.noted("release", "%s opens pull requests that the defaults take for a release, by the %s", where, reason)
			case !settled && speaksOfReleases(flow, pull):
				written.say(0, "%s opens pull requests and speaks of releases, but does not say plainly from which branch or "+
					"with what title: if they are releases, let it label them \"release\".", where)
				report.left("release", "%s opens pull requests; whether golive recognises them cannot be told: label them \"release\"", where)
			default:
				continue
			}
			found = true
		}
	}
	return found
}

// covered returns by what the defaults take a pull request for a release.
func covered(defaults config.ReleasePatterns, pull pullRequest) string {
	reason, _ := defaults.MatchPullRequest(filled(pull.branch), filled(pull.title), pull.labels)
	if strings.HasPrefix(reason, "branch ") {
		return "branch"
	}
	return reason
}

func speaksOfReleases(flow workflow, pull pullRequest) bool {
	text := strings.ToLower(path.Base(flow.path) + " " + pull.branch + " " + pull.title)
	return strings.Contains(text, "release")
}

// filled puts a version where GitHub would compute something.
func filled(text string) string {
	for {
		before, rest, found := strings.Cut(text, "${{")
		if !found {
			return text
		}
		_, after, closed := strings.Cut(rest, "}}")
		if !closed {
			return before
		}
		text = before + "1.2.3" + after
	}
}

// releaseBranch returns the glob of the branch that a step opens release pull
// requests from; false where neither its branch nor its title speaks of a
// release, or the branch says too little.
func releaseBranch(pull pullRequest) (string, bool) {
	start, _, computed := strings.Cut(pull.branch, "${{")
	speaks := strings.Contains(strings.ToLower(start), "release") ||
		strings.HasPrefix(strings.ToLower(pull.title), "release ") || strings.HasPrefix(strings.ToLower(pull.title), "chore(release)")
	if !speaks || len(start) < 4 || !usable(pull.branch) {
		return "", false
	}
	glob := escape.Replace(start)
	if computed {
		glob += "*"
	}
	return glob, accepted(glob, "release", "branches")
}

func writeUnread(written *page, unread []Note) {
	if len(unread) == 0 {
		return
	}
	written.gap()
	written.say(0, "Not understood while this was drafted, so what they say is not in here:")
	for _, one := range unread {
		written.say(0, "- %s: %s", name(one.What), name(one.Text))
	}
}
