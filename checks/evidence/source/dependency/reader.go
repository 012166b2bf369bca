package dependency

import (
	"fmt"
	"maps"
	"path"
	"slices"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/config/regex"
)

// The bounds of what is kept: hostile manifests name more.
const (
	maxDependencies = 5000 // of one manifest
	maxName         = 214  // npm's own bound
	maxConstraint   = 300
)

// reader is one repository while its manifests are read.
type reader struct {
	contents map[string][]byte
	names    []string
	found    []Dependency
	unread   []checks.Skipped
	count    int             // in the manifest that is read
	included map[string]bool // requirement files that a runtime one includes
}

func newReader(contents map[string][]byte) *reader {
	return &reader{contents: contents, names: slices.Sorted(maps.Keys(contents)), included: map[string]bool{}}
}

// manifestReaders are the manifests by their names. Of Python's there are many ways
// to spell the file of requirements.
var manifestReaders = map[string]func(r *reader, name string, content []byte) error{
	"package.json": readPackage, "pyproject.toml": readPyproject, "Pipfile": readPipfile,
	"setup.cfg": readSetupCfg, "setup.py": readSetupPy, "go.mod": readGoMod,
}

var (
	requirementsFile   = regex.New(`^(?:.*[-_.])?requirements(?:[-_.].*)?\.(?:txt|in)$`)
	requirementsFolder = regex.New(`^(?:.*/)?requirements/[^/]+\.(?:txt|in)$`)
)

func manifestReader(name string) func(*reader, string, []byte) error {
	if read, known := manifestReaders[path.Base(name)]; known {
		return read
	}
	if requirementsFile.MatchString(path.Base(name)) || requirementsFolder.MatchString(name) {
		return readRequirements
	}
	return nil
}

// manifest reads one manifest. What it says of itself before a mistake is kept.
func (r *reader) manifest(name string) {
	read := manifestReader(name)
	if read == nil {
		return
	}
	r.count = 0
	if err := read(r, name, r.contents[name]); err != nil {
		r.skip(name, err)
	}
}

func (r *reader) skip(name string, err error) {
	reason := []rune(err.Error())
	r.unread = append(r.unread, checks.Skipped{Path: name, Reason: string(reason[:min(len(reason), maxConstraint)])})
}

// add enters a dependency of a manifest.
func (r *reader) add(one Dependency) {
	if one.Name == "" || len(one.Name) > maxName || r.count >= maxDependencies {
		return
	}
	r.count++
	one.Name = Normal(one.Ecosystem, one.Name)
	if len(one.Constraint) > maxConstraint {
		one.Constraint = ""
	}
	if one.Folder == "" {
		one.Folder = path.Dir(one.Path)
	}
	r.found = append(r.found, one)
}

func notUnderstood(what string, err error) error {
	return fmt.Errorf("not the %s that is expected there: %w", what, err)
}
