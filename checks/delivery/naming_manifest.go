package delivery

import (
	"encoding/xml"
	"path"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/golive-app/golive/config/regex"
)

// manifestReader returns the reader of a manifest by its file's name, for those of
// ecosystems that have no reader of their own; nil where it is none.
func manifestReader(base string) func([]byte) (versionFile, bool) {
	switch {
	case base == "composer.json":
		return packageVersion // most state none: Packagist takes it from the tag
	case base == "pom.xml":
		return mavenVersion
	case base == "galaxy.yml":
		return galaxyVersion
	}
	if pattern := statedVersions[base]; pattern != nil {
		return byPattern(pattern)
	}
	if extension := path.Ext(base); extension == ".csproj" || extension == ".fsproj" || base == "Directory.Build.props" {
		return byPattern(dotnetVersion)
	}
	return nil
}

// statedVersions are the lines that state a version in manifests that are
// programs. What is computed there is read by no pattern, and then none is stated.
var statedVersions = map[string]*regex.Expression{
	"mix.exs":           regex.New(`(?m)^\s*(?:@version\s+|version:\s*)"([^"]+)"`),
	"build.gradle":      regex.New(`(?m)^version\s*=?\s*['"]([^'"$]+)['"]`),
	"build.gradle.kts":  regex.New(`(?m)^version\s*=\s*"([^"$]+)"`),
	"gradle.properties": regex.New(`(?m)^(?:version|VERSION_NAME|projectVersion)\s*=\s*(\S+)\s*$`),
	"setup.cfg":         regex.New(`(?m)^version\s*=\s*(\d[^\s:]*)\s*$`),
}

var dotnetVersion = regex.New(`<(?:Version|VersionPrefix)>\s*([^<$]+?)\s*</(?:Version|VersionPrefix)>`)

func byPattern(pattern *regex.Expression) func([]byte) (versionFile, bool) {
	return func(content []byte) (versionFile, bool) {
		match := pattern.FindSubmatchIndex(content)
		if match == nil {
			return versionFile{}, false
		}
		text := string(content[match[2]:match[3]])
		if unset(text) || text[0] < '0' || text[0] > '9' {
			return versionFile{}, false
		}
		return versionFile{line: strings.Count(string(content[:match[2]]), "\n") + 1, version: text}, true
	}
}

// mavenVersion reads the project's own version, not that of a parent or of a
// dependency. A property in its place states none.
func mavenVersion(content []byte) (versionFile, bool) {
	var project struct {
		XMLName  xml.Name `xml:"project"`
		Artifact string   `xml:"artifactId"`
		Version  string   `xml:"version"`
	}
	if xml.Unmarshal(content, &project) != nil {
		return versionFile{}, false
	}
	text := strings.TrimSpace(project.Version)
	if unset(text) || strings.Contains(text, "${") {
		return versionFile{}, false
	}
	line := lineOf(content, regex.New(`<version>\s*`+regexp.QuoteMeta(text)+`\s*</version>`))
	return versionFile{name: strings.TrimSpace(project.Artifact), line: line, version: text}, true
}

func galaxyVersion(content []byte) (versionFile, bool) {
	var collection struct {
		Name    string    `yaml:"name"`
		Version yaml.Node `yaml:"version"`
	}
	if yaml.Unmarshal(content, &collection) != nil || unset(collection.Version.Value) {
		return versionFile{}, false
	}
	return versionFile{name: collection.Name, line: collection.Version.Line, version: collection.Version.Value}, true
}
