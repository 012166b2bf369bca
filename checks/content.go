package checks

import (
	"fmt"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/wording"
)

// Content is what a release brings to its users, and the commits that are known to
// hold it. A forge keeps its facts (runs of CI, approvals, deployments, statuses) by
// commit, and the same content has many: the head of the pull request, the commit
// that its merge made, one that a rebase or a merge queue made, the commit of the tag.
type Content struct {
	Tree    string
	Commits []ContentCommit // the released one first; then those that are equal, then those that differ
}

// ContentCommit is a commit whose facts may count for a release.
type ContentCommit struct {
	SHA    string
	Origin Origin
	Number int // of the pull request, where the origin is one
	// Differs lists every path in which it differs from what is released; empty: the
	// trees are equal. A commit with any other difference is none of the content.
	Differs []Difference
}

// Origin tells how a commit is known to hold a content.
type Origin string

// The origins of commits.
const (
	OriginRelease Origin = "release" // it is what is released
	OriginHead    Origin = "head"    // the head of a pull request
	OriginMerge   Origin = "merge"   // what a pull request was merged as
	OriginHistory Origin = "history" // the release's history leads to it
)

// Difference is a path in which two contents differ without a difference for whoever
// runs them.
type Difference struct {
	Path string
	Kind DifferenceKind
}

// DifferenceKind tells what a difference is about.
type DifferenceKind string

// The kinds of difference that a release's own books make.
const (
	DiffersInVersion       DifferenceKind = "version"       // nothing but a version field, decided by parsing both sides
	DiffersInChangelog     DifferenceKind = "changelog"     //
	DiffersInDocumentation DifferenceKind = "documentation" //
	DiffersInTests         DifferenceKind = "tests"         //
	// DiffersInPolicy: golive's own policy file. What a release is judged by is read from
	// a trusted branch and never from the release; the file in it runs nothing.
	DiffersInPolicy DifferenceKind = "policy"
)

// ReleaseBooks are the differences that change no line of code, be it a test's.
var releaseBooks = []DifferenceKind{DiffersInVersion, DiffersInChangelog, DiffersInDocumentation, DiffersInPolicy}

// ReleaseBooks returns the kinds of difference that change no line of code, be it a
// test's: what a build or a test run shows for one content, it shows for the other.
func ReleaseBooks() []DifferenceKind { return slices.Clone(releaseBooks) }

// Commits returns the commits whose facts count for what is released, the released one
// first: those with an equal tree, and those that differ in nothing but the kinds that
// the caller says do not matter to it. An item that asks a forge about the release asks
// about each of them, and says where an answer comes from (ContentCommit.Words).
func (s Subject) Commits(ignoring ...DifferenceKind) []ContentCommit {
	if s.Content == nil {
		if s.Release.SHA == "" {
			return nil
		}
		return []ContentCommit{{SHA: s.Release.SHA, Origin: OriginRelease}}
	}
	var counting []ContentCommit
	for _, commit := range s.Content.Commits {
		other := slices.ContainsFunc(commit.Differs, func(difference Difference) bool { return !slices.Contains(ignoring, difference.Kind) })
		if !other {
			counting = append(counting, commit)
		}
	}
	return counting
}

// Holds reports whether a commit is one of those (see Commits).
func (s Subject) Holds(sha string, ignoring ...DifferenceKind) bool {
	return slices.ContainsFunc(s.Commits(ignoring...), func(commit ContentCommit) bool { return commit.SHA == sha })
}

// Released reports whether the commit is the one that is released.
func (c ContentCommit) Released() bool { return c.Origin == OriginRelease }

// Words say for people where a fact about this commit comes from; empty for the
// released commit: "`a1b2c3d`, the head of #12", "`a1b2c3d`: only CHANGELOG.md and
// package.json's version differ".
func (c ContentCommit) Words() string {
	if c.Released() {
		return ""
	}
	words := "`" + wording.ShortSHA(c.SHA) + "`"
	switch c.Origin {
	case OriginHead:
		words += fmt.Sprintf(", the head of #%d", c.Number)
	case OriginMerge:
		words += fmt.Sprintf(", as which #%d was merged", c.Number)
	}
	if len(c.Differs) == 0 {
		return words + ", which has the same content"
	}
	return words + ": only " + differences(c.Differs)
}

// differences words what differs: "CHANGELOG.md and package.json's version differ".
func differences(all []Difference) string {
	const most = 4
	var parts []string
	for _, difference := range all {
		part := wording.QuotedPath(difference.Path)
		if difference.Kind == DiffersInVersion {
			part += "'s version"
		}
		parts = append(parts, part)
	}
	switch last := len(parts) - 1; {
	case last == 0:
		return parts[0] + " differs"
	case last < most:
		return strings.Join(parts[:last], ", ") + " and " + parts[last] + " differ"
	default:
		return wording.Listed(parts, most) + " differ"
	}
}
