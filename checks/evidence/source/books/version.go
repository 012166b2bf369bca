package books

import (
	"path"
	"reflect"
	"strings"

	"github.com/golive-app/golive/config/regex"
)

// plain matches what a release writes as a version: numbers, with a pre-release and a
// build behind them. Whatever else stands in a version field is a difference of its own.
var plain = regex.New(`^v?\d{1,10}(?:\.\d{1,10}){0,3}(?:[-.+]?[0-9A-Za-z]{1,40}(?:[-.+][0-9A-Za-z]{1,40}){0,8})?$`)

// form reads a kind of file: the versions that are the release's own, by where they
// stand, and the rest of it, to be compared. It returns false for what it cannot read.
type form func(content []byte) (versions map[string]string, rest any, ok bool)

// forms are the files that state a release's version, by name.
var forms = map[string]form{
	"package.json":                  jsonForm("version"),
	"lerna.json":                    jsonForm("version"),
	"composer.json":                 jsonForm("version"),
	"package-lock.json":             npmLock,
	"npm-shrinkwrap.json":           npmLock,
	".release-please-manifest.json": releaseManifest,
	"pyproject.toml":                tomlForm("project.version", "tool.poetry.version"),
	"Cargo.toml":                    tomlForm("package.version", "workspace.package.version"),
	"Cargo.lock":                    cargoLock,
	"uv.lock":                       uvLock,
	"Chart.yaml":                    yamlForm("version", "appVersion"),
	"pubspec.yaml":                  yamlForm("version"),
	"galaxy.yml":                    yamlForm("version"),
	"pom.xml":                       pom,
	"gradle.properties":             lineForm(regex.New(`^(\s*(?:version|VERSION_NAME|projectVersion)\s*[=:]\s*)(\S+)\s*$`)),
	"build.gradle":                  gradle,
	"build.gradle.kts":              gradle,
	"setup.cfg":                     setupConfig,
	"VERSION":                       wholeFile,
	"VERSION.txt":                   wholeFile,
	"version.txt":                   wholeFile,
	"_version.py":                   pythonVersion,
	"version.py":                    pythonVersion,
	"__about__.py":                  pythonVersion,
	"__version__.py":                pythonVersion,
	"__init__.py":                   pythonVersion,
}

// isLock reports whether a file is one that a tool writes and that states the
// release's version beside those of others.
func isLock(name string) bool {
	switch path.Base(name) {
	case "package-lock.json", "npm-shrinkwrap.json", "Cargo.lock", "uv.lock":
		return true
	}
	return false
}

// isVersionOnly reports whether two sides of a file differ in nothing but the
// release's version.
func isVersionOnly(name string, before, after Side) bool {
	read := forms[path.Base(name)]
	if read == nil || before == nil || after == nil {
		return false
	}
	versions, rest, ok := read(before)
	newer, other, readable := read(after)
	if !ok || !readable || len(versions) == 0 || len(versions) != len(newer) || !reflect.DeepEqual(rest, other) {
		return false
	}
	for at, version := range versions {
		now, found := newer[at]
		if !found || version != now && (!plain.MatchString(version) || !plain.MatchString(now)) {
			return false
		}
	}
	return true
}

// wholeFile is a file that holds a version and nothing else.
func wholeFile(content []byte) (map[string]string, any, bool) {
	text := strings.TrimSpace(string(content))
	return map[string]string{"": text}, nil, plain.MatchString(text)
}
