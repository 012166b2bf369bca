package delivery

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/wording"
)

// directory judges a directory on this machine, or a branch that no release was
// made of, by what is known of the repository: the tag on its commit, else the
// branch and the version that its files state, against the tags. The release
// itself is missing, so that this never passes the item.
func (n *naming) directory() {
	remedy, unread := "Install the GitHub App on the repository and open the release as a pull request or tag.",
		"Only the tags in this copy of the repository were read. Tags that were not fetched, signatures and rulesets are on GitHub."
	if n.release.Kind == checks.ReleaseBranch {
		remedy, unread = "Open the release as a pull request or push its tag.", "There is no release yet whose name could be judged; what stands here is about the repository's tags."
	}
	if !n.facts.listed {
		n.stated("")
		n.missing = append(n.missing, checks.Missing{
			Connection: checks.ConnectionForge, Remedy: remedy,
			Reason: "There is no release tag or branch to judge: they are on GitHub.",
		})
		return
	}
	n.missing = append(n.missing, checks.Missing{
		Connection: checks.ConnectionForge, Remedy: remedy, Reason: unread,
	})
	if own, found := n.ownTag(); found {
		n.tag(own)
		return
	}
	n.headline = "no release tag yet"
	if len(n.facts.tags) == 0 {
		n.missing[0].Remedy = "Name the first release's tag `release/v1.0.0`, or as its version is: `git tag -s release/v1.0.0`."
	}
	var released []namedVersion
	if last, found := newest(n.facts.tags); found {
		n.headline = "no release tag on this commit; the last is " + wording.Quoted(last.Name)
		n.propose(last)
		// Older families of names are another history: v2018.09 before 3.1.0.
		if own, complete := parseTag(last.Name); complete && packageOf(own.family) == "" {
			released = slices.DeleteFunc(releaseTags(n.facts.tags), func(other namedVersion) bool { return other.version.family != own.family })
		}
	}
	branch := n.release.HeadBranch
	if goodBranch(branch, n.facts.branches) {
		n.seen = append(n.seen, "branch "+wording.Quoted(branch)+" names a release")
	}
	named := checks.VersionIn(branch)
	if version := n.stated(named); named == "" {
		n.compare(version, released)
	} else if own, complete := parseTag("release/v" + named); complete {
		n.upcoming(own)
	}
}

// ownTag returns the release tag on the directory's commit: the best named one
// where there are several.
func (n *naming) ownTag() (checks.Tag, bool) {
	var own []checks.Tag
	for _, tag := range n.facts.tags {
		if found, complete := parseTag(tag.Name); complete && tag.Commit == n.release.SHA && n.release.SHA != "" && packageOf(found.family) == "" {
			own = append(own, tag)
		}
	}
	if len(own) == 0 {
		return checks.Tag{}, false
	}
	if at := slices.IndexFunc(own, func(tag checks.Tag) bool { return wellNamed(tag.Name, n.facts.patterns) }); at >= 0 {
		return own[at], true
	}
	return own[0], true
}

// releaseTags returns the tags of releases of the whole, greatest first.
func releaseTags(tags []checks.Tag) []namedVersion {
	var found []namedVersion
	for _, tag := range tags {
		if version, complete := parseTag(tag.Name); complete && packageOf(version.family) == "" {
			found = append(found, namedVersion{tag, version})
		}
	}
	slices.SortStableFunc(found, func(a, b namedVersion) int { return b.version.compare(a.version) })
	return found
}

// newest returns the latest of the tags that name a version, complete or not.
func newest(tags []checks.Tag) (checks.Tag, bool) {
	var last checks.Tag
	for _, tag := range tags {
		if taggedVersion.MatchString(tag.Name) && (last.Name == "" || tag.Date.After(last.Date)) {
			last = tag
		}
	}
	return last, last.Name != ""
}

// propose names the policy's line for tags that follow another pattern than
// golive takes for releases.
func (n *naming) propose(last checks.Tag) {
	if wellNamed(last.Name, n.facts.patterns) {
		return
	}
	message := fmt.Sprintf("tags here are named like %s, which golive does not take for releases: it looks for %s", wording.Quoted(last.Name), wording.Quoted(strings.Join(n.facts.patterns, ", ")))
	remedy := "name the next tag `release/v…`."
	if _, complete := parseTag(last.Name); !complete {
		message += " with all three numbers of a version"
		remedy = "and give the next tag three numbers, as in `release/v1.4.0`."
	} else {
		remedy = "or " + remedy
	}
	family := taggedVersion.FindStringSubmatch(last.Name)[1]
	n.find("pattern-here", checks.SeverityWarning, message, fmt.Sprintf("Add `release: {tags: [\"%s\"]}` to .golive.yml, %s", globOf(family), remedy))
}

// globOf is the policy's pattern for the tags of a family: "v*". A family
// without anything before its number needs the number's first figure.
func globOf(family string) string {
	if family == "" {
		return "[0-9]*"
	}
	return wording.Argument(family, "PREFIX") + "*"
}

// stated notes what the version files say, holds them against the version or
// against each other, and returns theirs where they agree.
func (n *naming) stated(released string) string {
	files := ofRelease(n.facts.files, n.release, "")
	if len(files) == 0 {
		return ""
	}
	said := make([]string, len(files))
	for index, file := range files {
		said[index] = wording.QuotedPath(file.path) + " says " + wording.Quoted(file.version)
	}
	n.notes = append(n.notes, strings.Join(said, ", "))
	if released == "" {
		released = files[0].version
		if len(files) == 1 {
			return released
		}
	}
	before := len(n.findings)
	n.versionFiles(released, "")
	if len(n.findings) > before {
		return ""
	}
	return released
}

// compare holds the version that the files state against the tags.
func (n *naming) compare(stated string, released []namedVersion) {
	own, complete := parseTag("v" + stated)
	if stated == "" || !complete || len(released) == 0 || (own.number == nil) != (released[0].version.number == nil) {
		return
	}
	last := released[0]
	switch order := own.compare(last.version); {
	case order > 0:
		n.seen = append(n.seen, fmt.Sprintf("the version %s of the files follows %s (%s read)", stated, wording.Quoted(last.tag.Name), wording.Counted(len(n.facts.tags), "tag", "tags")))
	case order == 0:
		n.notes = append(n.notes, fmt.Sprintf("version %s is released as %s already: the next release needs a greater one", stated, wording.Quoted(last.tag.Name)))
	case slices.ContainsFunc(released, func(one namedVersion) bool { return own.sameLine(one.version) }):
		// A fix of an older line, or a branch that the release was not merged into.
		n.notes = append(n.notes, fmt.Sprintf("the files say version %s, which is before %s", stated, wording.Quoted(last.tag.Name)))
	default:
		n.find("version-behind", checks.SeverityWarning, fmt.Sprintf("the files say version %s, and %s is released already", stated, wording.Quoted(last.tag.Name)),
			"Raise the version in "+wording.QuotedPath(firstVersionFile(n.facts.files))+" before the next release.")
	}
}

func firstVersionFile(files []versionFile) string {
	for _, file := range files {
		if path.Dir(file.path) == "." {
			return file.path
		}
	}
	return files[0].path
}
