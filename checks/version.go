package checks

import (
	"strings"

	"github.com/Masterminds/semver/v3"

	"github.com/golive-app/golive/config/regex"
)

// versionWord finds a version inside a branch, tag or title. It wants all three
// numbers: "release/2026" or "v2" is a line of development, no version.
var versionWord = regex.New(`(?:^|[^0-9A-Za-z.])[vV]?(\d+\.\d+\.\d+(?:-[0-9A-Za-z][0-9A-Za-z.-]*)?(?:\+[0-9A-Za-z.-]+)?)(?:$|[^0-9A-Za-z.]|\.(?:$|[^0-9]))`)

// VersionIn returns the first version in the texts, "1.4.0" without a "v", or
// an empty string.
func VersionIn(texts ...string) string {
	for _, text := range texts {
		match := versionWord.FindStringSubmatch(text)
		if match == nil {
			continue
		}
		version := strings.TrimRight(match[1], ".-")
		if _, err := semver.StrictNewVersion(version); err == nil {
			return version
		}
	}
	return ""
}

// CompareVersions orders two versions; one that is none sorts before all.
func CompareVersions(a, b string) int {
	left, leftErr := semver.StrictNewVersion(a)
	right, rightErr := semver.StrictNewVersion(b)
	switch {
	case leftErr != nil && rightErr != nil:
		return 0
	case leftErr != nil:
		return -1
	case rightErr != nil:
		return 1
	}
	return left.Compare(right)
}
