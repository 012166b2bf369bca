package jobs

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source"
	"github.com/golive-app/golive/config"
)

// lastTag is the last release of a repository that golive has seen nothing of.
type lastTag struct {
	tag checks.Tag // without a name where there is none
	// follows is the pattern that the tag follows where the policy's match none of
	// the repository's tags: "v*". A star stands for the version.
	follows string
}

// lastRelease picks a repository's last release tag: the highest version of the
// tags that the policy takes for releases. Where it takes none, that of the
// pattern which the repository's tags follow; of several patterns, as packages in
// one repository have them, the one whose highest version came last.
func lastRelease(ctx context.Context, repository Repository, patterns config.ReleasePatterns) (lastTag, error) {
	tags, err := repository.Tags(ctx)
	if err != nil {
		return lastTag{}, fmt.Errorf("list tags: %w", err)
	}
	matched := slices.DeleteFunc(slices.Clone(tags), func(tag checks.Tag) bool { return !patterns.MatchTag(tag.Name) })
	if len(matched) > 0 {
		return lastTag{tag: slices.MaxFunc(matched, byVersion)}, nil
	}
	highest := highestOfFamilies(tags)
	if len(highest) == 0 {
		return lastTag{}, nil
	}
	last := highest[0]
	if len(highest) > 1 {
		if last, err = latest(ctx, repository, highest); err != nil {
			return lastTag{}, err
		}
	}
	return lastTag{tag: last, follows: family(last.Name)}, nil
}

// byVersion orders tags by version, those of one version by name.
func byVersion(a, b checks.Tag) int {
	if order := checks.CompareVersions(checks.VersionIn(a.Name), checks.VersionIn(b.Name)); order != 0 {
		return order
	}
	return strings.Compare(a.Name, b.Name)
}

// family is the pattern that a tag follows, "v*" or "shop@*"; empty for a tag
// without a version, which names no release.
func family(name string) string {
	version := checks.VersionIn(name)
	if version == "" {
		return ""
	}
	before, after, _ := strings.Cut(name, version)
	return before + "*" + after
}

// maxFamilies bounds the patterns of one repository that are compared.
const maxFamilies = 50

// highestOfFamilies returns the tag with the highest version of each pattern, by
// name.
func highestOfFamilies(tags []checks.Tag) []checks.Tag {
	highest := map[string]checks.Tag{}
	for _, tag := range tags {
		name := family(tag.Name)
		if name == "" {
			continue
		}
		if before, found := highest[name]; !found || byVersion(tag, before) > 0 {
			highest[name] = tag
		}
	}
	var list []checks.Tag
	for _, tag := range highest {
		list = append(list, tag)
	}
	slices.SortFunc(list, func(a, b checks.Tag) int { return strings.Compare(a.Name, b.Name) })
	return list[:min(len(list), maxFamilies)]
}

// latest returns the tag that came last, as the history tells it: one that
// another one leads to is the later of the two. Dates are what their authors
// say, and a lightweight tag has none.
func latest(ctx context.Context, repository Repository, tags []checks.Tag) (checks.Tag, error) {
	commits := make([]string, len(tags))
	for index, tag := range tags {
		commits[index] = tag.Commit
	}
	slices.Sort(commits)
	directory, err := repository.Fetch(ctx, slices.Compact(commits)...)
	if err != nil {
		return checks.Tag{}, fmt.Errorf("fetch the last tags: %w", err)
	}
	last := tags[0]
	for _, tag := range tags[1:] {
		base, err := source.MergeBase(ctx, directory, last.Commit, tag.Commit)
		switch {
		case errors.Is(err, source.ErrNoMergeBase): // two histories: neither is later
		case err != nil:
			return checks.Tag{}, fmt.Errorf("compare the tags %s and %s: %w", last.Name, tag.Name, err)
		case base == last.Commit && tag.Commit != last.Commit:
			last = tag
		}
	}
	return last, nil
}

// counts reports whether a tag is one of the releases that a run may follow.
func (r Run) counts(tag string) bool {
	if r.Follows != "" {
		return family(tag) == r.Follows
	}
	return r.Rules.Release.MatchTag(tag)
}
