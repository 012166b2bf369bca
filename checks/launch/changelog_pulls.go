package launch

import (
	"fmt"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
)

// untoldLabels are labels by which teams keep a pull request out of what they
// tell, as GitHub's own release notes and release-drafter do it.
// https://docs.github.com/repositories/releasing-projects-on-github/automatically-generated-release-notes
var untoldLabels = []string{
	"ignore-for-release", "skip-changelog", "skip changelog", "no-changelog", "no changelog", "changelog: skip", "changelog:skip", "skip-release-notes", "dependencies", "internal",
}

// breakingLabels are labels by which teams say that something breaks.
var breakingLabels = []string{"breaking", "breaking-change", "breaking change", "breaking changes", "semver-major", "semver:major", "kind/breaking-change", "type: breaking"}

// changesBrought lists what a range brings where it is known by which pull
// requests its commits came: a pull request once, by its title, whatever its
// commits are called, and every commit that belongs to none.
func changesBrought(commits []checks.Commit, brought checks.Brought) []change {
	of := map[string]*checks.BroughtPull{}
	for index := range brought.Pulls {
		for _, sha := range brought.Pulls[index].Commits {
			if of[sha] == nil {
				of[sha] = &brought.Pulls[index]
			}
		}
	}
	bySHA := map[string]checks.Commit{}
	for _, commit := range commits {
		bySHA[commit.SHA] = commit
	}
	var changes []change
	var alone []checks.Commit
	seen := map[int]bool{}
	for _, commit := range commits {
		pull := of[commit.SHA]
		if pull == nil {
			alone = append(alone, commit)
			continue
		}
		if seen[pull.Number] {
			continue
		}
		seen[pull.Number] = true
		if one, told := changeOfPull(*pull, bySHA); told {
			changes = append(changes, one)
		}
	}
	return append(changes, changesOf(alone)...)
}

func changeOfPull(pull checks.BroughtPull, commits map[string]checks.Commit) (change, bool) {
	one, told := changeOf(checks.Commit{
		SHA: pull.MergeSHA, Subject: fmt.Sprintf("%s (#%d)", strings.TrimSpace(pull.Title), pull.Number), Author: checks.Person{Name: pull.Author},
	})
	if one.breaking == "" && slices.ContainsFunc(pull.Labels, func(label string) bool { return labelled(label, breakingLabels) }) {
		one.breaking = one.subject
	}
	for _, sha := range pull.Commits {
		one.also = append(one.also, sha)
		// A merged commit's own words tell what its pull request's title leaves out.
		if made, _ := changeOf(commits[sha]); one.breaking == "" && made.breaking != "" {
			one.breaking = made.breaking
		}
	}
	if one.breaking != "" {
		return one, true
	}
	untold := slices.ContainsFunc(pull.Labels, func(label string) bool { return labelled(label, untoldLabels) })
	return one, told && !untold
}

func labelled(label string, labels []string) bool {
	return slices.Contains(labels, strings.ToLower(strings.TrimSpace(label)))
}
