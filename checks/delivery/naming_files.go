package delivery

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/config/regex"
)

// versionFile is a file that states the version of what is released.
type versionFile struct {
	path    string
	name    string // of the package, where the file has one
	line    int
	version string
}

// readVersionFiles reads the version files of the source. A file that cannot be
// read or parsed states nothing.
func readVersionFiles(ctx context.Context, source checks.Source) ([]versionFile, error) {
	var files []versionFile
	for _, file := range source.Files() {
		reader := versionReader(file)
		if reader == nil {
			continue
		}
		content, err := source.Read(ctx, file.Path)
		if err != nil {
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			if errors.Is(err, checks.ErrTooLarge) {
				continue
			}
			return nil, fmt.Errorf("read the version of %s: %w", file.Path, err)
		}
		if found, stated := reader(content); stated {
			found.path = file.Path
			files = append(files, found)
		}
	}
	return files, nil
}

func versionReader(file checks.File) func([]byte) (versionFile, bool) {
	switch file.Class {
	case checks.ClassVendored, checks.ClassFixture, checks.ClassTest, checks.ClassExample:
		return nil
	}
	root := !strings.Contains(file.Path, "/")
	switch base := path.Base(file.Path); {
	case base == "package.json":
		return packageVersion
	case base == "Chart.yaml":
		return chartVersion
	case base == "pyproject.toml":
		return func(content []byte) (versionFile, bool) { return tomlVersion(content, "project", "tool.poetry") }
	case base == "Cargo.toml":
		return func(content []byte) (versionFile, bool) {
			return tomlVersion(content, "package", "workspace.package")
		}
	case root && (base == "VERSION" || base == "version.txt" || base == "VERSION.txt"):
		return plainVersion
	case root || base == "pom.xml": // a module of Maven has a name that a tag can carry
		return manifestReader(base)
	default:
		return nil
	}
}

// unset are the versions that stand in a file whose real version is set when it
// is published.
func unset(text string) bool {
	return text == "" || strings.HasPrefix(text, "0.0.0")
}

func packageVersion(content []byte) (versionFile, bool) {
	var manifest struct {
		Name    string `json:"name"`
		Version string `json:"version"`
	}
	if json.Unmarshal(content, &manifest) != nil || unset(manifest.Version) {
		return versionFile{}, false
	}
	line := lineOf(content, regex.New(`"version"\s*:\s*"`+regexp.QuoteMeta(manifest.Version)+`"`))
	return versionFile{name: manifest.Name, line: line, version: manifest.Version}, true
}

func chartVersion(content []byte) (versionFile, bool) {
	var chart struct {
		Name       string    `yaml:"name"`
		AppVersion yaml.Node `yaml:"appVersion"`
	}
	if yaml.Unmarshal(content, &chart) != nil || unset(chart.AppVersion.Value) {
		return versionFile{}, false
	}
	return versionFile{name: chart.Name, line: chart.AppVersion.Line, version: strings.TrimPrefix(chart.AppVersion.Value, "v")}, true
}

var (
	tomlTable = regex.New(`^\s*\[([^\[\]]+)\]\s*(?:#.*)?$`)
	tomlValue = regex.New(`^\s*(name|version)\s*=\s*["']([^"']*)["']`)
)

// tomlVersion reads name and version from one of the tables of a TOML file.
// Both are plain strings on one line in every file that tools write.
func tomlVersion(content []byte, tables ...string) (versionFile, bool) {
	var found versionFile
	inside := false
	for index, line := range strings.Split(string(content), "\n") {
		if table := tomlTable.FindStringSubmatch(line); table != nil {
			inside = false
			for _, wanted := range tables {
				inside = inside || strings.TrimSpace(table[1]) == wanted
			}
			continue
		}
		match := tomlValue.FindStringSubmatch(line)
		if !inside || match == nil {
			continue
		}
		if match[1] == "name" {
			found.name = match[2]
		} else if found.version == "" {
			found.version, found.line = match[2], index+1
		}
	}
	return found, !unset(found.version)
}

func plainVersion(content []byte) (versionFile, bool) {
	text, _, _ := strings.Cut(strings.TrimSpace(string(content)), "\n")
	text = strings.TrimPrefix(strings.TrimSpace(text), "v")
	if len(text) > 64 || checks.VersionIn(text) == "" {
		return versionFile{}, false
	}
	return versionFile{line: 1, version: text}, true
}

func lineOf(content []byte, pattern *regex.Expression) int {
	found := pattern.FindIndex(content)
	if found == nil {
		return 0
	}
	return strings.Count(string(content[:found[0]]), "\n") + 1
}

// ofRelease keeps the version files that speak for this release: those at the
// top, those of the package that the tag names, and a chart that is the only
// one or has the repository's name.
func ofRelease(files []versionFile, release checks.Release, packageName string) []versionFile {
	charts := 0
	for _, file := range files {
		if path.Base(file.path) == "Chart.yaml" {
			charts++
		}
	}
	var kept []versionFile
	for _, file := range files {
		root := !strings.Contains(file.path, "/")
		named := packageName != "" && (file.name == packageName || strings.HasSuffix(file.name, "/"+packageName))
		chart := path.Base(file.path) == "Chart.yaml" && (charts == 1 || file.name == release.Repository.Name)
		if packageName != "" && named || packageName == "" && (root || chart) {
			kept = append(kept, file)
		}
	}
	return kept
}

// packageOf returns the package that a tag's family names: "api" for "api@",
// "api-v" or "api/v"; empty for a release of the whole.
func packageOf(family string) string {
	name := strings.TrimRight(strings.TrimSuffix(family, "v"), "@/_-")
	if name == "release" || name == "releases" || name == "v" {
		return ""
	}
	return name
}
