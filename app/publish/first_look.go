package publish

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/golive-app/golive/app/github"
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/jobs"
)

// A first look is shown in check runs only. They succeed whatever was found and
// say what the verdict of a release would be; nobody can type a command there,
// so they name none.

// looksAt is what a first look looks at, for people: "main", "tag v1.2.3".
func (p page) looksAt() string {
	if name, isTag := strings.CutPrefix(p.run.Key.Look, "tags/"); isTag {
		return "tag " + name
	}
	return strings.TrimPrefix(p.run.Key.Look, "heads/")
}

// lookTitle is the title of a check run of a first look.
func (p page) lookTitle(words string) string {
	return "first look at " + plain(p.looksAt(), longLooked) + " — " + words
}

// longLooked leaves room for the verdict behind the name of a branch.
const longLooked = 48

// lookHeadline is the first look's verdict in one line.
func (p page) lookHeadline(verdict string) string {
	if p.over {
		verdict = "**FIRST LOOK** — would be " + verdict
	}
	return fmt.Sprintf("## 👀 golive · %s · %s", inline(p.looksAt(), longName), verdict)
}

// lookRemark says what a first look is, that it blocks nothing, and what to do
// next.
func (p page) lookRemark() string {
	patterns := p.run.Rules.Release
	var ways []string
	if len(patterns.Branches) > 0 {
		ways = append(ways, "open a pull request from "+code(strings.Replace(patterns.Branches[0], "/**/*", "/*", 1)))
	}
	if len(patterns.Labels) > 0 {
		ways = append(ways, "label one "+code(patterns.Labels[0]))
	}
	if len(patterns.Tags) > 0 {
		ways = append(ways, "push a tag "+code(patterns.Tags[0]))
	}
	blocks := []string{"> [!NOTE]\n> **This is a first look**, and no release: golive can see this repository now, and judged " + code(p.looksAt()) + " as if it were to go live. " +
		"It blocks nothing, whatever the policy says, and asks nobody for anything. A release of this commit takes these check runs over."}
	if len(ways) > 0 {
		blocks = append(blocks, "> **Next**: "+strings.Join(ways, ", or ")+"; that is a release, and gets its verdict with a comment to answer. "+
			"`golive init` writes a first `.golive.yml`, where you say what a release is here. *Re-run* looks at this commit again.")
	}
	if p.run.Follows != "" {
		blocks = append(blocks, "> The tags here follow "+code(p.run.Follows)+", which the policy does not take for releases: "+
			code("release: { tags: [\""+p.run.Follows+"\"] }")+" in `.golive.yml` lets golive judge each of them.")
	}
	return strings.Join(blocks, "\n>\n") + "\n"
}

// lookSteps says what would have to be done before a release like this one: what
// fails first, then what people and connections are needed for.
func (p page) lookSteps(items []checks.Item) []string {
	var steps []string
	var people, open []checks.Item
	for _, item := range items {
		result := p.result(item)
		switch {
		case result.Ready():
		case result.Verdict() == checks.Fail:
			steps = append(steps, p.mend(item, result, ""))
		case result.Verdict() == checks.NeedsSignOff:
			people = append(people, item)
		case !wantsConnection(result):
			open = append(open, item)
		}
	}
	for _, item := range open {
		result := p.result(item)
		steps = append(steps, join(lineBreak, lead(item, result), join(" ", sentence(inline(result.Why, longHeadline)), inline(result.Remedy, longText))))
	}
	if len(people) > 0 {
		steps = append(steps, fmt.Sprintf("%s **%s would need a person's word** on a release: %s", checks.NeedsSignOff.Icon(), counted(len(people), "item"), signers(people)))
	}
	for _, one := range p.gaps(items) {
		if one.blocking == 0 {
			continue
		}
		words := one.explained()
		if one.later {
			words = "This version of golive can't use it yet; on a release, people look and sign: " + signers(one.items)
		}
		steps = append(steps, fmt.Sprintf("%s **%s** — %s %s for it%s%s", checks.Unknown.Icon(), one.connection.Title(),
			counted(len(one.items), "item"), plural(len(one.items), "waits", "wait"), lineBreak, orElse(words, names(one.items, shownNames))))
	}
	return steps
}

// withoutCommands returns a run whose results name no command: there is nowhere
// to type one on a first look.
func withoutCommands(run jobs.Run) jobs.Run {
	run.Results = maps.Clone(run.Results)
	for id, result := range run.Results {
		result.Why, result.Remedy = commandless(result.Why), commandless(result.Remedy)
		result.Findings, result.Missing = slices.Clone(result.Findings), slices.Clone(result.Missing)
		for index := range result.Findings {
			result.Findings[index].Remedy = commandless(result.Findings[index].Remedy)
		}
		for index := range result.Missing {
			result.Missing[index].Remedy = commandless(result.Missing[index].Remedy)
		}
		run.Results[id] = result
	}
	return run
}

// commandless leaves out the sentences that name a command. What a remedy
// suggests to write stands on lines of its own and is kept.
func commandless(text string) string {
	if !strings.Contains(text, "/golive") {
		return text
	}
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		if !strings.Contains(line, "/golive") {
			lines = append(lines, line)
			continue
		}
		var kept []string
		for sentence := range strings.SplitSeq(line, ". ") {
			if !strings.Contains(sentence, "/golive") {
				kept = append(kept, sentence)
			}
		}
		if len(kept) > 0 {
			lines = append(lines, strings.TrimSuffix(strings.Join(kept, ". "), ".")+".")
		}
	}
	return strings.Join(lines, "\n")
}

// foreign reports whether the check run of a name is one that a first look must
// not take over: a release's, or one that says that the commit is no release's.
func (s *shelf) foreign(name string) bool {
	run, found := s.standing[name]
	if !found {
		return false
	}
	key, err := jobs.ParseKey(run.ExternalID)
	return err != nil || !key.IsLook()
}

// claiming returns the keys of the releases whose check runs stand on a commit; a
// first look is none.
func claiming(runs []github.CheckRun) []jobs.Key {
	return slices.DeleteFunc(releasesOf(runs), jobs.Key.IsLook)
}

// notReleaseKey is the external id of a check run that says that a commit is no
// release's, where it was a first look's before.
const notReleaseKey = "not-a-release"
