package dependency

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
)

// Ecosystem is where a library comes from.
type Ecosystem string

// The ecosystems whose manifests are read.
const (
	NPM  Ecosystem = "npm"
	PyPI Ecosystem = "pypi"
	Go   Ecosystem = "go"
)

// Dependency is one library that a manifest names.
type Dependency struct {
	Ecosystem   Ecosystem
	Name        string // as the ecosystem compares names: of PyPI in lower case with "-"
	Constraint  string // as written: "^4.18.0", ">=2,<3"; empty for any
	Locked      string // the version that a lock file holds; empty where none does
	Development bool   // for building, testing and linting; what runs does not need it
	Path        string // of the manifest
	Line        int
	Folder      string // whose code it is for, and that of the folders below; "." is the top
}

// Set are the dependencies of a repository.
type Set struct {
	All    []Dependency // by manifest, then as they stand in it
	Unread []checks.Skipped

	byName map[key][]*Dependency
}

type key struct {
	ecosystem Ecosystem
	name      string
}

// Read reads manifests and lock files, by their paths.
func Read(contents map[string][]byte) *Set {
	r := newReader(contents)
	for _, name := range r.names {
		r.manifest(name)
	}
	r.lock()
	set := &Set{All: r.found, Unread: r.unread, byName: map[key][]*Dependency{}}
	slices.SortStableFunc(set.All, func(a, b Dependency) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Name, b.Name))
	})
	slices.SortFunc(set.Unread, func(a, b checks.Skipped) int { return cmp.Compare(a.Path, b.Path) })
	for i := range set.All {
		one := &set.All[i]
		at := key{one.Ecosystem, one.Name}
		set.byName[at] = append(set.byName[at], one)
	}
	return set
}

// Find returns a dependency that holds for a file: of the manifest that is nearest
// above it, one for running before one for development.
func (s *Set) Find(file string, ecosystem Ecosystem, name string) (Dependency, bool) {
	var best *Dependency
	for _, one := range s.byName[key{ecosystem, Normal(ecosystem, name)}] {
		if !holds(one.Folder, file) {
			continue
		}
		if best == nil || deeper(one, best) {
			best = one
		}
	}
	if best == nil {
		return Dependency{}, false
	}
	return *best, true
}

func deeper(one, other *Dependency) bool {
	if one.Folder == other.Folder {
		return other.Development && !one.Development
	}
	return len(one.Folder) > len(other.Folder) || other.Folder == "."
}

func holds(folder, file string) bool {
	return folder == "." || strings.HasPrefix(file, folder+"/")
}

// Uses returns the first place where a manifest names a library, runtime before
// development; what tests and examples ask for counts as well.
func (s *Set) Uses(ecosystem Ecosystem, name string) (Dependency, bool) {
	all := s.byName[key{ecosystem, Normal(ecosystem, name)}]
	for _, one := range all {
		if !one.Development {
			return *one, true
		}
	}
	if len(all) > 0 {
		return *all[0], true
	}
	return Dependency{}, false
}

// Normal writes a name as its ecosystem compares names.
// https://packaging.python.org/en/latest/specifications/name-normalization/
func Normal(ecosystem Ecosystem, name string) string {
	if ecosystem != PyPI {
		return name
	}
	var text strings.Builder
	dash := false
	for _, r := range strings.ToLower(name) {
		if r == '-' || r == '_' || r == '.' {
			dash = true
			continue
		}
		if dash {
			text.WriteByte('-')
			dash = false
		}
		text.WriteRune(r)
	}
	return text.String()
}

// Manifest reports whether Read wants the content of a file. Lock files may be large.
func Manifest(name string) bool {
	if strings.Contains("/"+name, "/node_modules/") {
		return false
	}
	_, lock := locks[path.Base(name)]
	return lock || manifestReader(name) != nil
}

// Lock reports whether a file that Read wants holds versions, and may be large.
func Lock(name string) bool {
	_, lock := locks[path.Base(name)]
	return lock
}
