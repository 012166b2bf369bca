package code

import (
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/golive-app/golive/config/regex"
)

// settingKind is how one tool's settings are read. They are read as text, since many
// are programs, which are never run.
type settingKind struct {
	files *regex.Expression // of the last part of a path, or of all of it where it has a "/"
	// block names where thresholds stand, up to its closing brace; nil: anywhere.
	block *regex.Expression
	// threshold has the groups "name" (or none: Named) and "value".
	threshold *regex.Expression
	named     string // what the threshold is of, where its expression does not say
	// excludes find lists of what is left out; each of their matches ends where its
	// list begins.
	excludes *regex.Expression
	entry    *regex.Expression // one entry of a list that has no brackets
}

const ofJavaScript = `^(?:jest\.config\..+|vitest\.config\..+|vite\.config\..+|vitest\.workspace\..+|\.nycrc(?:\..+)?|nyc\.config\..+|\.c8rc(?:\..+)?|package\.json)$`

var settingKinds = []settingKind{
	{ // Jest, Vitest; https://jestjs.io/docs/configuration#coveragethreshold-object
		files:     regex.New(ofJavaScript),
		block:     regex.New(`["']?(?:coverageThreshold|thresholds)["']?\s*:\s*\{`),
		threshold: regex.New(`["']?(?P<name>lines|statements|branches|functions)["']?\s*:\s*(?P<value>\d+(?:\.\d+)?)`),
		excludes:  regex.New(`["']?coveragePathIgnorePatterns["']?\s*:\s*\[`),
	},
	{ // nyc and c8; https://github.com/istanbuljs/nyc#common-configuration-options
		files:     regex.New(`^(?:\.nycrc(?:\..+)?|nyc\.config\..+|\.c8rc(?:\..+)?)$`),
		threshold: regex.New(`["']?(?P<name>lines|statements|branches|functions)["']?\s*:\s*(?P<value>\d+(?:\.\d+)?)`),
		excludes:  regex.New(`["']?exclude["']?\s*:\s*\[`),
	},
	{ // nyc and c8 in package.json
		files:     regex.New(`^package\.json$`),
		block:     regex.New(`"(?:nyc|c8)"\s*:\s*\{`),
		threshold: regex.New(`"(?P<name>lines|statements|branches|functions)"\s*:\s*(?P<value>\d+(?:\.\d+)?)`),
	},
	{ // Vitest; https://vitest.dev/config/coverage
		files:    regex.New(`^(?:vitest|vite)\.(?:config|workspace)\..+$`),
		excludes: regex.New(`coverage\s*:\s*\{[^\[\]]*?\bexclude\s*:\s*\[`),
	},
	{ // coverage.py; https://coverage.readthedocs.io/en/latest/config.html
		files:     regex.New(`^(?:\.coveragerc(?:\.toml)?|pyproject\.toml|setup\.cfg|tox\.ini|pytest\.ini|noxfile\.py|Makefile|Taskfile\.ya?ml)$|^\.github/workflows/.+\.ya?ml$`),
		threshold: regex.New(`(?:\bfail_under\s*[=:]\s*|--cov-fail-under[= ]\s*|--fail-under[= ]\s*)["']?(?P<value>\d+(?:\.\d+)?)`), named: "total",
		excludes: regex.New(`(?m)^omit\s*=\s*\[`),
	},
	{ // coverage.py's own format
		files:    regex.New(`^(?:\.coveragerc|setup\.cfg|tox\.ini)$`),
		excludes: regex.New(`(?m)^omit\s*=[ \t]*`),
		entry:    regex.New(`^[ \t]*([^\s\[=]+),?[ \t]*$`),
	},
	{ // JaCoCo for Maven; https://www.jacoco.org/jacoco/trunk/doc/check-mojo.html
		files:     regex.New(`^pom\.xml$`),
		threshold: regex.New(`<minimum>\s*(?P<value>\d*\.?\d+)%?\s*</minimum>`), named: "total",
	},
	{ // JaCoCo and Kover for Gradle; https://docs.gradle.org/current/userguide/jacoco_plugin.html
		files:     regex.New(`^.+\.gradle(?:\.kts)?$`),
		threshold: regex.New(`(?:\bminimum\s*=\s*["']?|\bminBound\(\s*|\bminValue\s*=\s*)(?P<value>\d*\.?\d+)`), named: "total",
	},
	{ // Codecov; https://docs.codecov.com/docs/codecovyml-reference
		files:     regex.New(`^\.?codecov\.ya?ml$`),
		threshold: regex.New(`\btarget:\s*["']?(?P<value>\d+(?:\.\d+)?)%?`), named: "total",
		excludes: regex.New(`(?m)^ignore:[ \t]*\n`),
		entry:    regex.New(`^\s*-\s*["']?([^"'\n]+?)["']?\s*$`),
	},
	{ // SimpleCov; https://github.com/simplecov-ruby/simplecov#minimum-coverage
		files:     regex.New(`^(?:\.simplecov|(?:spec|test|rails)_helper\.rb|env\.rb)$`),
		threshold: regex.New(`\bminimum_coverage\(?\s*(?:line:\s*)?(?P<value>\d+(?:\.\d+)?)`), named: "lines",
	},
	{ // go-test-coverage; https://github.com/vladopajic/go-test-coverage#config
		files:     regex.New(`^\.?testcoverage\.ya?ml$`),
		threshold: regex.New(`(?m)^\s*(?P<name>total|package|file):\s*(?P<value>\d+)`),
	},
	{ // what scripts compare `go tool cover -func` with
		files:     regex.New(`^(?:Makefile|GNUmakefile|Taskfile\.ya?ml|.+\.(?:sh|bash|mk))$|^\.github/workflows/.+\.ya?ml$`),
		threshold: regex.New(`(?i)\b(?:[a-z]+_)*(?:cov(?:erage)?[_-]?(?:threshold|min(?:imum)?|required)|(?:threshold|min(?:imum)?|required)[_-]?cov(?:erage)?)\s*[:?]?=?\s*["']?(?P<value>\d+(?:\.\d+)?)\b`), named: "total",
	},
	{ // Coverlet; https://github.com/coverlet-coverage/coverlet/blob/master/Documentation/MSBuildIntegration.md
		files:     regex.New(`^(?:.+\.csproj|Directory\.Build\.(?:props|targets))$|^\.github/workflows/.+\.ya?ml$`),
		threshold: regex.New(`(?:<Threshold>|/p:Threshold=)\s*["']?(?P<value>\d+(?:\.\d+)?)`), named: "total",
	},
	{ // Sonar; https://docs.sonarsource.com/sonarqube-server/latest/project-administration/analysis-scope/
		files:    regex.New(`^sonar-project\.properties$`),
		excludes: regex.New(`(?m)^sonar\.coverage\.exclusions\s*=\s*`),
		entry:    regex.New(`^\s*(?:,?\s*)([^\s,]+)`),
	},
}

// simpleCovFilter and mavenExclude stand alone and not in a list.
var (
	simpleCovFilter = regex.New(`(?m)^\s*add_filter\(?\s*["'/]([^"'\n]+?)["'/]\)?\s*$`)
	mavenExclude    = regex.New(`<exclude>\s*([^<\s]+)\s*</exclude>`)
)

// settingsIn returns how the settings in a file are read; none where it has none.
func settingsIn(name string) []settingKind {
	var kinds []settingKind
	for _, kind := range settingKinds {
		if kind.files.MatchString(path.Base(name)) || strings.Contains(name, "/") && kind.files.MatchString(name) {
			kinds = append(kinds, kind)
		}
	}
	return kinds
}

// thresholds returns the values by what they are of, in the order of the text.
func (k settingKind) thresholds(text string) map[string][]float64 {
	found := map[string][]float64{}
	if k.threshold == nil {
		return found
	}
	for _, part := range k.parts(text) {
		for _, match := range k.threshold.FindAllStringSubmatch(part, -1) {
			value, err := strconv.ParseFloat(match[k.threshold.SubexpIndex("value")], 64)
			if err != nil || value > 100 {
				continue
			}
			if value > 0 && value <= 1 && strings.Contains(match[0], ".") {
				value *= 100 // JaCoCo counts in parts of one
			}
			name := k.named
			if at := k.threshold.SubexpIndex("name"); at > 0 {
				name = match[at]
			}
			found[name] = append(found[name], value)
		}
	}
	return found
}

// parts returns the texts in which thresholds stand.
func (k settingKind) parts(text string) []string {
	if k.block == nil {
		return []string{text}
	}
	var parts []string
	for _, at := range k.block.FindAllStringIndex(text, -1) {
		parts = append(parts, text[at[1]:at[1]+closing(text[at[1]:], '{', '}')])
	}
	return parts
}

// closing returns where the bracket closes that is open where the text begins.
func closing(text string, opens, closes byte) int {
	depth := 1
	for index := range len(text) {
		switch text[index] {
		case opens:
			depth++
		case closes:
			if depth--; depth == 0 {
				return index
			}
		}
	}
	return len(text)
}

var quotedEntry = regex.New(`["']([^"'\n]+)["']`)

// excluded lists what a text leaves out.
func (k settingKind) excluded(text string) []string {
	var found []string
	add := func(matches [][]string) {
		for _, match := range matches {
			found = append(found, match[1])
		}
	}
	if k.named == "lines" { // SimpleCov
		add(simpleCovFilter.FindAllStringSubmatch(text, -1))
	}
	if k.files.MatchString("pom.xml") && strings.Contains(text, "jacoco") {
		add(mavenExclude.FindAllStringSubmatch(text, -1))
	}
	if k.excludes == nil {
		return found
	}
	for _, at := range k.excludes.FindAllStringIndex(text, -1) {
		rest := text[at[1]:]
		if k.entry == nil {
			add(quotedEntry.FindAllStringSubmatch(rest[:closing(rest, '[', ']')], -1))
			continue
		}
		for _, line := range strings.Split(rest, "\n") {
			match := k.entry.FindStringSubmatch(line)
			if match == nil {
				if strings.TrimSpace(line) == "" && len(found) == 0 {
					continue
				}
				break
			}
			found = append(found, strings.TrimSuffix(match[1], ","))
		}
	}
	return found
}

// withoutComments drops lines that are comments as a whole.
func withoutComments(text string) string {
	return strings.Join(slices.DeleteFunc(strings.Split(text, "\n"), func(line string) bool {
		line = strings.TrimSpace(line)
		return strings.HasPrefix(line, "//") || strings.HasPrefix(line, "#")
	}), "\n")
}

func sortedNames(of map[string][]float64) []string { return slices.Sorted(maps.Keys(of)) }
