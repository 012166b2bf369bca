package jobs

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source"
)

const (
	// triedTags bounds how many earlier tags are tried as the range's start.
	triedTags = 30
	// fetchedTags bounds how many tags of other lines are fetched to see where
	// they left this one.
	fetchedTags = 3
)

// taggedStart is the last release tag that leads to this content or, where a
// later release left this line after it, the commit at which it left: so it is
// where every release has a branch of its own.
func taggedStart(ctx context.Context, repository Repository, directory string, run Run) (start, error) {
	tags, err := repository.Tags(ctx)
	if err != nil {
		return start{}, fmt.Errorf("list tags: %w", err)
	}
	var found start
	var others []checks.Tag // higher versions on other lines
	for _, tag := range earlierTags(tags, run) {
		contained, err := leadsTo(ctx, directory, tag.Commit, run.Release.SHA)
		if ctx.Err() != nil {
			return start{}, ctx.Err()
		}
		if err == nil && contained {
			found = start{commit: tag.Commit, reason: "last release " + tag.Name}
			break
		}
		others = append(others, tag) // or its commit is not here
	}
	for _, tag := range others[:min(len(others), fetchedTags)] {
		left, err := leftAt(ctx, repository, directory, tag, run.Release.SHA)
		switch {
		case ctx.Err() != nil:
			return start{}, ctx.Err()
		case isLimited(err):
			return start{}, err
		case err != nil || left == run.Release.SHA:
			continue
		}
		later, err := leadsTo(ctx, directory, found.commit, left)
		if found.commit == "" || err == nil && later && left != found.commit {
			return start{commit: left, reason: "where " + tag.Name + " left this line"}, nil
		}
	}
	return found, nil
}

// leftAt is the commit at which a tag's line left that of a release.
func leftAt(ctx context.Context, repository Repository, directory string, tag checks.Tag, release string) (string, error) {
	if _, err := repository.Fetch(ctx, tag.Commit); err != nil {
		return "", err
	}
	return source.MergeBase(ctx, directory, tag.Commit, release)
}

// earlierTags returns the release tags that may be a release's predecessor,
// the highest version first. What was a candidate for a release follows the
// releases, unless it is one itself.
func earlierTags(tags []checks.Tag, run Run) []checks.Tag {
	earlier := slices.DeleteFunc(slices.Clone(tags), func(tag checks.Tag) bool {
		version := checks.VersionIn(tag.Name)
		return !run.counts(tag.Name) || tag.Commit == run.Release.SHA ||
			(run.Release.Tag != nil && tag.Name == run.Release.Tag.Name) ||
			(run.Release.Version != "" && checks.CompareVersions(version, run.Release.Version) >= 0)
	})
	earlier = ofComponent(earlier, run.Release)
	candidate := isCandidate(run.Release.Version)
	slices.SortFunc(earlier, func(a, b checks.Tag) int {
		one, other := checks.VersionIn(a.Name), checks.VersionIn(b.Name)
		order := cmp.Or(checks.CompareVersions(other, one), strings.Compare(b.Name, a.Name))
		if candidate || isCandidate(one) == isCandidate(other) {
			return order
		}
		if isCandidate(one) {
			return 1
		}
		return -1
	})
	return earlier[:min(len(earlier), triedTags)]
}

// isCandidate reports whether a version is that of a pre-release.
func isCandidate(version string) bool {
	number, _, _ := strings.Cut(version, "+")
	return strings.Contains(number, "-")
}

// ofComponent keeps the tags of the part of the repository that is released:
// "web@2.0.0" does not follow "api@3.1.0".
func ofComponent(tags []checks.Tag, release checks.Release) []checks.Tag {
	components := map[string]bool{}
	for _, tag := range tags {
		components[component(tag.Name)] = true
	}
	wanted := map[string]bool{}
	switch {
	case release.Tag != nil:
		wanted[component(release.Tag.Name)] = true
	case len(components) < 2:
		return tags
	default:
		words := nameWords(release.HeadBranch + " " + release.Title)
		for name := range components {
			if name != "" && containsAll(words, nameWords(name)) {
				wanted[name] = true
			}
		}
		if len(wanted) == 0 && components[""] {
			wanted[""] = true
		}
		if len(wanted) == 0 {
			return tags
		}
	}
	return slices.DeleteFunc(tags, func(tag checks.Tag) bool { return !wanted[component(tag.Name)] })
}

// component is the part of a repository that a release tag names: "web" of
// "web@2.0.0" and of "web/v2.0.0", and nothing of "v2.0.0" and "release/v2.0.0".
func component(tag string) string {
	version := checks.VersionIn(tag)
	before, _, _ := strings.Cut(tag, version)
	if version == "" {
		before = tag
	}
	before = strings.TrimRight(before, "-_/@.")
	if cut := strings.TrimRight(strings.TrimSuffix(strings.TrimSuffix(before, "v"), "V"), "-_/@."); cut != before && (cut == "" || len(cut) < len(before)-1) {
		before = cut // "web-v" is web's version, "dev" is a name
	}
	for _, word := range []string{"release", "releases", "rel"} {
		if strings.EqualFold(before, word) {
			return ""
		}
		if after, found := strings.CutPrefix(before, word+"/"); found {
			before = after
		}
	}
	if strings.EqualFold(before, "v") {
		return ""
	}
	return strings.ToLower(before)
}

func nameWords(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

func containsAll(words, wanted []string) bool {
	for _, word := range wanted {
		if !slices.Contains(words, word) {
			return false
		}
	}
	return true
}
