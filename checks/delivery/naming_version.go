package delivery

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/Masterminds/semver/v3"
	"github.com/bmatcuk/doublestar/v4"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/config"
	"github.com/golive-app/golive/config/regex"
)

// checklistTag is the glob of the name that the checklist asks for; it holds
// whatever the policy adds.
const checklistTag = "release/v*"

var (
	// taggedVersion splits a tag into what stands before its version and the
	// version; packages of a monorepo have names of their own before it.
	taggedVersion = regex.New(`^(|.*[/@_-]v?|v)(\d+(?:\.\d+)*(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?)$`)
	// anyNumber is what a version may have been meant by.
	anyNumber = regex.New(`\d+(?:\.\d+){0,2}(?:-[0-9A-Za-z.-]+)?`)
	// calendar is a version by the calendar (https://calver.org): the year
	// first, zeros allowed before the numbers.
	calendar = regex.New(`^(?:19|20|21)\d\d\.(\d{1,2})(?:\.(\d{1,4}))?(?:[.-](\d{1,4}))?$`)
)

// version is a release's number, comparable with others of its family.
type version struct {
	text   string
	family string // what stands before the number: "release/v", "pkg@"
	number *semver.Version
	date   []int // of a calendar version; number is nil then
}

// parseTag reads a tag's name; false for one that names no complete version.
func parseTag(name string) (version, bool) {
	match := taggedVersion.FindStringSubmatch(name)
	if match == nil {
		return version{}, false
	}
	found := version{text: match[2], family: match[1]}
	if date := calendar.FindStringSubmatch(match[2]); date != nil {
		if month, _ := strconv.Atoi(date[1]); month >= 1 && month <= 53 {
			for _, part := range strings.FieldsFunc(match[2], func(r rune) bool { return r == '.' || r == '-' }) {
				number, _ := strconv.Atoi(part)
				found.date = append(found.date, number)
			}
			return found, true
		}
	}
	number, err := semver.StrictNewVersion(match[2])
	if err != nil {
		return version{}, false
	}
	found.number = number
	return found, true
}

// compare orders two versions of one family; those of different kinds are
// ordered by kind, since neither follows the other.
func (v version) compare(other version) int {
	if v.number != nil && other.number != nil {
		return v.number.Compare(other.number)
	}
	if v.number == nil && other.number == nil {
		return slices.Compare(v.date, other.date)
	}
	return cmp.Compare(len(v.date), len(other.date))
}

// sameMajor and sameLine tell whether two versions belong to one line of
// development; versions by the calendar have one line only.
func (v version) sameMajor(other version) bool {
	return v.number == nil || other.number == nil || v.number.Major() == other.number.Major()
}

func (v version) sameLine(other version) bool {
	return v.sameMajor(other) && (v.number == nil || other.number == nil || v.number.Minor() == other.number.Minor())
}

// wellNamed reports whether a tag has the name that the checklist asks for, or
// one that the policy allows, with a complete version in it: three numbers as
// Semantic Versioning writes them (https://semver.org/#spec-item-2), or a date.
func wellNamed(name string, patterns []string) bool {
	_, complete := parseTag(name)
	return complete && (globbed(checklistTag, name) || slices.ContainsFunc(patterns, func(glob string) bool { return globbed(glob, name) }))
}

func globbed(glob, name string) bool {
	matched, err := doublestar.Match(glob, name)
	return err == nil && matched
}

// suggestion returns the tag that was probably meant.
func suggestion(name string, fallback string) string {
	if match := anyNumber.FindString(name); match != "" {
		if number, err := semver.NewVersion(match); err == nil {
			return "release/v" + number.String()
		}
	}
	return "release/v" + cmp.Or(fallback, "1.0.0")
}

// lineBranches are the usual names of the branches that a version is released
// from.
func lineBranches(tag string) []string {
	found, complete := parseTag(tag)
	if !complete || found.number == nil {
		return nil
	}
	full := strings.SplitN(found.number.String(), "-", 2)[0]
	line := strconv.FormatUint(found.number.Major(), 10) + "." + strconv.FormatUint(found.number.Minor(), 10)
	return []string{
		"release/v" + line, "release/" + line, "release/v" + line + ".x", "release/" + line + ".x", "release/" + full, "release-" + line,
		"hotfix/v" + full, "hotfix/" + full, line + ".x", "v" + line, "v" + line + ".x",
	}
}

var (
	releaseBranch = regex.New(`^release/v(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*|x)(?:-[0-9A-Za-z.-]+)?)?$`)
	hotfixBranch  = regex.New(`^hotfix/[0-9A-Za-z][0-9A-Za-z._-]*$`)
	// botBranch are the branches of the tools that open release pull requests:
	// release-please, changesets, release-plz, git-cliff, auto.
	botBranch = regex.New(`^(?:release-please--.+|changeset-release/.+|release-plz-.+|autorelease/.+|semantic-release/.+)$`)
)

// goodBranch reports whether a release's branch is named as one.
func goodBranch(name string, added []string) bool {
	if releaseBranch.MatchString(name) || hotfixBranch.MatchString(name) || botBranch.MatchString(name) {
		return true
	}
	return slices.ContainsFunc(added, func(glob string) bool { return globbed(glob, name) })
}

// addedBranches are the policy's own branch globs. The built-in ones only tell
// what golive takes for a release, not how it should be named.
func addedBranches(policy config.Policy) []string {
	builtIn := config.DefaultPolicy().Release.Branches
	var added []string
	for _, glob := range policy.Release.Branches {
		if !slices.Contains(builtIn, glob) {
			added = append(added, glob)
		}
	}
	return added
}

// before returns the other tags of the version's family that were there when
// the tag was made, with their versions, greatest first.
func before(tags []checks.Tag, own version, tag checks.Tag) []namedVersion {
	var others []namedVersion
	for _, other := range tags {
		if other.Name == tag.Name || (!tag.Date.IsZero() && other.Date.After(tag.Date)) {
			continue
		}
		if found, complete := parseTag(other.Name); complete && found.family == own.family {
			others = append(others, namedVersion{other, found})
		}
	}
	slices.SortFunc(others, func(a, b namedVersion) int { return b.version.compare(a.version) })
	return others
}

type namedVersion struct {
	tag     checks.Tag
	version version
}

// increases reports whether a version is greater than the last one of its line,
// and which tag it was held against. A fix of an older line counts within that
// line: 1.3.5 may follow 1.4.0 where it is the highest 1.3.
func increases(own version, others []namedVersion) (increasing bool, last checks.Tag) {
	if len(others) == 0 {
		return true, checks.Tag{}
	}
	if own.compare(others[0].version) > 0 {
		return true, others[0].tag
	}
	for _, within := range []func(version) bool{own.sameMajor, own.sameLine} {
		at := slices.IndexFunc(others, func(other namedVersion) bool { return within(other.version) })
		if at >= 0 && own.compare(others[at].version) > 0 {
			return true, others[at].tag
		}
	}
	return false, others[0].tag
}
