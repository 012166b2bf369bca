package dependency

import (
	"encoding/json"
	"path"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// locks are the lock files by their names, with what they are for.
var locks = map[string]Ecosystem{
	"package-lock.json": NPM, "npm-shrinkwrap.json": NPM, "pnpm-lock.yaml": NPM, "yarn.lock": NPM, "bun.lock": NPM,
	"poetry.lock": PyPI, "uv.lock": PyPI, "pdm.lock": PyPI, "Pipfile.lock": PyPI,
}

var npmLocks = map[string]func([]byte) (npmVersions, error){
	"package-lock.json": readPackageLock, "npm-shrinkwrap.json": readPackageLock, "pnpm-lock.yaml": readPnpmLock,
	"yarn.lock": readYarnLock, "bun.lock": readBunLock,
}

// lock fills in the versions that lock files hold: for each dependency that of the
// nearest one above its manifest.
func (r *reader) lock() {
	npm, python := map[string]npmVersions{}, map[string]map[string]string{}
	for _, name := range r.names {
		base, folder := path.Base(name), path.Dir(name)
		var err error
		switch {
		case npmLocks[base] != nil:
			npm[folder], err = npmLocks[base](r.contents[name])
		case base == "Pipfile.lock":
			python[folder], err = readPipfileLock(r.contents[name])
		case locks[base] == PyPI:
			python[folder], err = readTOMLLock(r.contents[name])
		case strings.HasSuffix(base, ".txt") && r.contents[strings.TrimSuffix(name, ".txt")+".in"] != nil && manifestReader(name) != nil:
			python[name] = pinned(r.contents[name])
		}
		if err != nil {
			r.skip(name, err)
		}
	}
	for i := range r.found {
		one := &r.found[i]
		if one.Locked != "" {
			continue
		}
		switch one.Ecosystem {
		case NPM:
			one.Locked = lockedNPM(npm, one)
		case PyPI:
			one.Locked = lockedPython(python, one)
		}
	}
}

func lockedNPM(locks map[string]npmVersions, one *Dependency) string {
	for folder := one.Folder; ; folder = path.Dir(folder) {
		if versions, known := locks[folder]; known {
			inside := "."
			if folder != one.Folder {
				inside = strings.TrimPrefix(one.Folder, folder+"/")
			}
			return versions.of(inside, one.Name, one.Constraint)
		}
		if folder == "." {
			return ""
		}
	}
}

func lockedPython(locks map[string]map[string]string, one *Dependency) string {
	if compiled, found := strings.CutSuffix(one.Path, ".in"); found {
		return locks[compiled+".txt"][one.Name]
	}
	for folder := one.Folder; ; folder = path.Dir(folder) {
		if versions, known := locks[folder]; known {
			return versions[one.Name]
		}
		if folder == "." {
			return ""
		}
	}
}

// readTOMLLock reads the locks of Poetry, uv and PDM, which are lists of packages.
func readTOMLLock(content []byte) (map[string]string, error) {
	var lock struct {
		Package []struct {
			Name    string `toml:"name"`
			Version string `toml:"version"`
		} `toml:"package"`
	}
	if err := toml.Unmarshal(content, &lock); err != nil {
		return nil, notUnderstood("TOML", err)
	}
	versions := map[string]string{}
	for _, one := range lock.Package {
		versions[Normal(PyPI, one.Name)] = one.Version
	}
	return versions, nil
}

func readPipfileLock(content []byte) (map[string]string, error) {
	type pinnedAt struct {
		Version string `json:"version"`
	}
	var lock struct {
		Default map[string]pinnedAt `json:"default"`
		Develop map[string]pinnedAt `json:"develop"`
	}
	if err := json.Unmarshal(content, &lock); err != nil {
		return nil, notUnderstood("JSON", err)
	}
	versions := map[string]string{}
	for _, table := range []map[string]pinnedAt{lock.Develop, lock.Default} {
		for name, one := range table {
			versions[Normal(PyPI, name)] = strings.TrimPrefix(one.Version, "==")
		}
	}
	return versions, nil
}

// pinned are the versions in a file that pip-compile wrote.
func pinned(content []byte) map[string]string {
	r := newReader(nil)
	_ = readRequirements(r, "pinned", content) // has no mistakes
	versions := map[string]string{}
	for _, one := range r.found {
		versions[one.Name] = one.Locked
	}
	return versions
}
