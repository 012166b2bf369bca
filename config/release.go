package config

import (
	"regexp"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// MatchTag reports whether a tag's name, without "refs/tags/", is a release's.
func (p ReleasePatterns) MatchTag(name string) bool { return matchAny(p.Tags, name) }

// MatchPullRequest reports whether a pull request is a release, and by what.
func (p ReleasePatterns) MatchPullRequest(headBranch, title string, labels []string) (reason string, matched bool) {
	if matchAny(p.Branches, headBranch) {
		return "branch " + headBranch, true
	}
	for _, label := range p.Labels {
		if slices.ContainsFunc(labels, func(have string) bool { return strings.EqualFold(have, label) }) {
			return "label " + label, true
		}
	}
	for _, pattern := range p.Titles {
		expression, err := regexp.Compile(pattern)
		if err == nil && expression.MatchString(title) {
			return "title", true
		}
	}
	return "", false
}

func matchAny(patterns []string, name string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool {
		matched, err := doublestar.Match(pattern, name)
		return err == nil && matched
	})
}
