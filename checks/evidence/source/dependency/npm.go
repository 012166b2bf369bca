package dependency

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"path"
	"strings"

	"github.com/tidwall/jsonc"
	"go.yaml.in/yaml/v3"
)

// packageFields are the fields of a package.json that name dependencies.
// https://docs.npmjs.com/cli/v11/configuring-npm/package-json#dependencies
var packageFields = map[string]bool{ // whether they are for development
	"dependencies": false, "optionalDependencies": false, "peerDependencies": false, "devDependencies": true,
}

// readPackage reads a package.json token by token, so that the line of each name is
// known.
func readPackage(r *reader, name string, content []byte) error {
	content = bytes.TrimPrefix(content, []byte("\xef\xbb\xbf"))
	decoder := json.NewDecoder(bytes.NewReader(content))
	lines := lineCounter{content: content}
	known := map[string]bool{}
	depth, field, text := 0, "", ""
	isKey := false
	for {
		token, err := decoder.Token()
		switch {
		case errors.Is(err, io.EOF) && depth == 0:
			return nil
		case errors.Is(err, io.EOF):
			return notUnderstood("JSON", io.ErrUnexpectedEOF)
		case err != nil:
			return notUnderstood("JSON", err)
		}
		switch token := token.(type) {
		case json.Delim:
			switch token {
			case '{', '[':
				if depth == 1 && token == '{' {
					field = text
				}
				depth++
				isKey = token == '{'
			default:
				depth--
				isKey = depth == 1 || depth == 2
				if depth == 1 {
					field = ""
				}
			}
			continue
		case string:
			if isKey && depth <= 2 {
				text, isKey = token, false
				continue
			}
			development, dependencies := packageFields[field]
			if depth == 2 && dependencies && !(field == "peerDependencies" && known[text]) {
				known[text] = true
				r.add(Dependency{
					Ecosystem: NPM, Name: text, Constraint: token, Development: development, Path: name,
					Line: lines.at(int(decoder.InputOffset())),
				})
			}
		}
		isKey = depth == 1 || depth == 2
	}
}

// lineCounter tells the lines of offsets that only grow.
type lineCounter struct {
	content      []byte
	offset, line int
}

func (l *lineCounter) at(offset int) int {
	l.line += bytes.Count(l.content[l.offset:offset], []byte("\n"))
	l.offset = offset
	return l.line + 1
}

// npmVersions are the versions that a lock file of npm's ecosystem holds: by the
// folder of the package that asks, "" for what all of them get, then by name; and by
// "name@constraint", as Yarn writes them.
type npmVersions struct {
	byFolder map[string]map[string]string
	asked    map[string]string
}

func (v npmVersions) of(folder, name, constraint string) string {
	for _, key := range []string{name + "@" + constraint, name + "@npm:" + constraint} {
		if version := v.asked[key]; version != "" {
			return version
		}
	}
	if version := v.byFolder[folder][name]; version != "" {
		return version
	}
	return v.byFolder[""][name]
}

func (v npmVersions) put(folder, name, version string) {
	if v.byFolder[folder] == nil {
		v.byFolder[folder] = map[string]string{}
	}
	v.byFolder[folder][name] = version
}

func newNPMVersions() npmVersions {
	return npmVersions{byFolder: map[string]map[string]string{}, asked: map[string]string{}}
}

// readPackageLock reads npm's lock: places in node_modules, and in its first version
// a tree by names.
// https://docs.npmjs.com/cli/v11/configuring-npm/package-lock-json
func readPackageLock(content []byte) (npmVersions, error) {
	var lock struct {
		Packages map[string]struct {
			Version string `json:"version"`
		} `json:"packages"`
		Dependencies map[string]struct {
			Version string `json:"version"`
		} `json:"dependencies"`
	}
	versions := newNPMVersions()
	if err := json.Unmarshal(content, &lock); err != nil {
		return versions, notUnderstood("JSON", err)
	}
	for name, one := range lock.Dependencies {
		versions.put("", name, one.Version)
	}
	for place, one := range lock.Packages {
		folder, name, found := strings.Cut(place, "node_modules/")
		if !found || strings.Contains(name, "node_modules/") {
			continue
		}
		versions.put(strings.TrimSuffix(folder, "/"), name, one.Version)
	}
	return versions, nil
}

// readPnpmLock reads what pnpm's lock says of the packages of the repository, which
// stands before the long list of all others.
// https://github.com/pnpm/spec/blob/master/lockfile/9.0.md
func readPnpmLock(content []byte) (npmVersions, error) {
	if end := bytes.Index(content, []byte("\npackages:")); end >= 0 {
		content = content[:end]
	}
	type versionOf struct {
		Dependencies    map[string]yaml.Node `yaml:"dependencies"`
		DevDependencies map[string]yaml.Node `yaml:"devDependencies"`
		Optional        map[string]yaml.Node `yaml:"optionalDependencies"`
	}
	var lock struct {
		Importers map[string]versionOf `yaml:"importers"`
		versionOf `yaml:",inline"`
	}
	versions := newNPMVersions()
	if err := yaml.Unmarshal(content, &lock); err != nil {
		return versions, notUnderstood("YAML", err)
	}
	take := func(folder string, from versionOf) {
		for _, table := range []map[string]yaml.Node{from.Dependencies, from.DevDependencies, from.Optional} {
			for name, node := range table {
				var written struct {
					Version string `yaml:"version"`
				}
				version := node.Value
				if node.Decode(&written) == nil && written.Version != "" {
					version = written.Version
				}
				version, _, _ = strings.Cut(version, "(") // peers: 18.2.0(react@18.2.0)
				version, _, _ = strings.Cut(version, "_")
				if !strings.HasPrefix(version, "link:") {
					versions.put(folder, name, version)
				}
			}
		}
	}
	for folder, one := range lock.Importers {
		take(path.Clean(folder), one)
	}
	take(".", lock.versionOf)
	return versions, nil
}

// readYarnLock reads both formats of Yarn's lock by their lines: what is asked for,
// and below it the version.
// https://classic.yarnpkg.com/lang/en/docs/yarn-lock/ · https://yarnpkg.com/configuration/manifest
func readYarnLock(content []byte) (npmVersions, error) {
	versions := newNPMVersions()
	var asked []string
	for line := range bytes.Lines(content) {
		text := strings.TrimRight(string(line), "\r\n")
		switch {
		case text == "" || text[0] == '#':
		case text[0] != ' ':
			asked = nil
			for one := range strings.SplitSeq(strings.TrimSuffix(text, ":"), ",") {
				asked = append(asked, strings.Trim(one, ` "`))
			}
		case strings.HasPrefix(text, "  version"):
			version := strings.Trim(strings.TrimLeft(strings.TrimPrefix(text, "  version"), ": "), `"`)
			for _, one := range asked {
				versions.asked[one] = version
			}
			asked = nil
		}
	}
	return versions, nil
}

// readBunLock reads Bun's lock: "name": ["name@version", …].
// https://bun.sh/docs/install/lockfile
func readBunLock(content []byte) (npmVersions, error) {
	var lock struct {
		Packages map[string][]json.RawMessage `json:"packages"`
	}
	versions := newNPMVersions()
	if err := json.Unmarshal(jsonc.ToJSON(content), &lock); err != nil {
		return versions, notUnderstood("JSON", err)
	}
	for name, rows := range lock.Packages {
		var resolved string
		if len(rows) > 0 && json.Unmarshal(rows[0], &resolved) == nil {
			if version, found := strings.CutPrefix(resolved, name+"@"); found {
				versions.put("", name, version)
			}
		}
	}
	return versions, nil
}
