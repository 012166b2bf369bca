package launch

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"github.com/Masterminds/semver/v3"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/config/regex"
)

// changelogNames are the names of change logs, best first, without extension.
var changelogNames = []string{
	"changelog", "history", "changes", "releases", "release-notes", "release_notes", "news", "releasenotes", "change-log", "change_log", "changelogs", "relnotes",
}

// changelogForms are the extensions of the texts that change logs are written in.
var changelogForms = []string{"", ".md", ".markdown", ".mdx", ".rst", ".adoc", ".asciidoc", ".txt"}

const (
	// lastResort is the rank from which a change log is read only where there is
	// no other: those in the folders of documentation.
	lastResort = 20
	// packagedRank is that of the change log of a Debian package, which tells of
	// the package beside what it packages.
	packagedRank = 60
)

// documentationFolder is a folder in which a project's change log may stand.
var documentationFolder = regex.New(`^(?:docs?|documentation|\.github|site|website)(?:/(?:source|src|content|docs|pages|en|about|project|release-notes|releases|release|changelog)){0,3}$`)

// changelogRank tells whether a path is that of a change log, and which is to be
// read where there are several: smaller is better. At the top of a part of a
// monorepo it is that part's.
func changelogRank(name, service string) (int, bool) {
	folder, base := path.Split(strings.ToLower(name))
	folder = strings.TrimSuffix(folder, "/")
	if name == "debian/changelog" {
		return packagedRank, true
	}
	extension := path.Ext(base)
	if !slices.Contains(changelogForms, extension) {
		return 0, false
	}
	rank := slices.Index(changelogNames, strings.TrimSuffix(base, extension))
	if rank < 0 {
		return 0, false
	}
	switch {
	case folder == strings.ToLower(service), slices.Contains(partFolders(service), folder):
		return rank, true
	case folder == "":
		return rank + 20, true
	case documentationFolder.MatchString(folder):
		return rank + 2*lastResort + strings.Count(folder, "/"), true
	default:
		return 0, false
	}
}

// partFolders are where monorepos keep a part of this name.
func partFolders(service string) []string {
	service = strings.ToLower(cmp.Or(service, "-"))
	return []string{"packages/" + service, "apps/" + service, "services/" + service, "crates/" + service, "libs/" + service, "modules/" + service, "plugins/" + service}
}

var (
	// releaseFolder is a folder that holds a file for each release, or line of them.
	releaseFolder = regex.New(`(?i)^(?:(?:docs?|documentation|site|website|content|src|source|en)/){0,4}(?:changelogs?|changes|releases?|release[-_ ]?notes?|relnotes|whatsnew|history|news)(?:/v?\d+(?:\.(?:\d+|x))*)?$`)
	// releaseFile is the name of such a file, which has the version at its end.
	releaseFile  = regex.New(`(?i)^(?:[a-z][a-z0-9_]*[-_. ])*?(?:changelog|changes|release[-_]?notes?|releases?|version|v)?[-_.]?v?(\d+(?:[._-]\d+){0,3}(?:[-.]?(?:alpha|beta|rc|pre|dev)[-.]?\d*)?)(?:[._-]?x)?$`)
	namedChanges = regex.New(`(?i)^(?:changelog|changes|release[-_]?notes)[-_.]v?\d`)
)

// releaseVersion tells which version, or line of versions, a file tells of by its
// name alone: "docs/releases/1.4.0.md", "CHANGELOG-7.2.md".
func releaseVersion(name string) (version string, is bool) {
	folder, base := path.Split(name)
	folder = strings.TrimSuffix(folder, "/")
	extension := strings.ToLower(path.Ext(base))
	if !slices.Contains(changelogForms, extension) || extension == "" {
		// The end of a version is no extension.
		if extension == "" || !releaseFile.MatchString(base) {
			return "", false
		}
		extension = ""
	}
	if !releaseFolder.MatchString(folder) && (folder != "" && !documentationFolder.MatchString(strings.ToLower(folder)) || !namedChanges.MatchString(base)) {
		return "", false
	}
	match := releaseFile.FindStringSubmatch(strings.TrimSuffix(base, base[len(base)-len(extension):]))
	if match == nil {
		return "", false
	}
	return strings.ReplaceAll(match[1], "_", "."), true
}

// speaksOf reports whether a file for one version, or for a line of them, may
// tell of the wanted one, and how near it is: 0 is exactly.
func speaksOf(stated, wanted string) (distance int, may bool) {
	if stated == wanted {
		return 0, true
	}
	one, err := semver.NewVersion(stated)
	other, wrong := semver.NewVersion(wanted)
	if err != nil || wrong != nil {
		return 0, false
	}
	if one.Equal(other) && strings.Count(stated, ".") >= min(strings.Count(wanted, "."), 2) {
		return 0, true
	}
	switch parts := strings.Count(strings.SplitN(stated, "-", 2)[0], "."); {
	case one.Prerelease() != "" || one.Major() != other.Major():
		return 0, false
	case parts == 0:
		return 2, true
	case parts == 1 && one.Minor() == other.Minor():
		// "1.4" stands for 1.4.0 itself where the line has no file of its own.
		return 1, true
	}
	return 0, false
}

// beforeVersion is what stands in a tag before its version, where that names a
// part of a monorepo: "api/v1.4.0", "@acme/api@1.4.0", "api-1.4.0".
var beforeVersion = regex.New(`^(.+?)[@/_-]v?\d+\.\d`)

// partOf is the part of a monorepo that is released; empty: the whole.
func partOf(release checks.Release) string {
	if release.Service != "" || release.Tag == nil {
		return release.Service
	}
	match := beforeVersion.FindStringSubmatch(release.Tag.Name)
	if match == nil || slices.Contains([]string{"release", "releases", "rel", "v", "version"}, strings.ToLower(match[1])) {
		return ""
	}
	return match[1]
}

// ofPart keeps the packages that a part's name means, or all where it means none.
func ofPart(logs []packageLog, part string) []packageLog {
	part = strings.TrimPrefix(strings.ToLower(part), "@")
	kept := slices.DeleteFunc(slices.Clone(logs), func(one packageLog) bool {
		name, folder := strings.TrimPrefix(strings.ToLower(one.name), "@"), strings.ToLower(path.Dir(one.path))
		return part == "" || name != part && !strings.HasSuffix(name, "/"+part) && folder != part && !strings.HasSuffix(folder, "/"+part)
	})
	if len(kept) > 0 {
		return kept
	}
	return logs
}
